//! What can go wrong in the engine.

use std::path::PathBuf;
use std::sync::Arc;

/// Why the engine could not do what was asked. Unless a variant says otherwise, nothing was changed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EngineError {
    /// This thread already stands in a door of the same engine. A mistake in the program, and told at once: the inner one
    /// would wait for its own thread for ever, or see the state before the outer one.
    #[error("a {inner} was started inside a {outer} on the same thread")]
    Nested {
        /// The door that was asked for, "read" or "write".
        inner: &'static str,
        /// The door the thread stands in.
        outer: &'static str,
    },
    /// Others in this program were served for as long as [`Settings::turn`](super::Settings::turn).
    #[error("no connection came free within {seconds} s")]
    Exhausted {
        /// How long it waited, rounded up.
        seconds: u64,
    },
    /// Another program held the file for as long as [`Settings::other_program`](super::Settings::other_program).
    #[error("another program held the file for more than {seconds} s")]
    Busy {
        /// How long it waited, rounded up.
        seconds: u64,
    },
    /// The flag of its [`Reading`](super::Reading) was set.
    #[error("it was cancelled")]
    Cancelled,
    /// The snapshot reached the age of [`Settings::oldest_snapshot`](super::Settings::oldest_snapshot).
    #[error("the snapshot was open for more than {seconds} s")]
    TooOld {
        /// The age it may have, rounded up.
        seconds: u64,
    },
    /// The file is not SQLite's, or has another application id than the schema's. It was left as it is.
    #[error("{path} belongs to another program")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// SQLite cannot read the file, or a copy of it did not pass the check.
    #[error("{path} is damaged: {detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// The file, or what has to stand beside it, cannot be opened, made or written.
    #[error("{path} cannot be opened: {detail}")]
    Unreachable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The file that is open is not at its path any more: somebody removed, moved or replaced it. What was written since then is
    /// in the file that was there.
    #[error("{path} was removed, moved or replaced while it was open")]
    Gone {
        /// Where it was.
        path: PathBuf,
    },
    /// Of a damaged file not a row can be read. It was left as it is.
    #[error("nothing of {path} can be read")]
    NothingLeft {
        /// The file.
        path: PathBuf,
    },
    /// A file was to be put in its own place.
    #[error("{path} is no copy of itself")]
    OwnCopy {
        /// The file.
        path: PathBuf,
    },
    /// There is a file where a copy was to be put. It was left as it is.
    #[error("{path} is there already")]
    Taken {
        /// The file.
        path: PathBuf,
    },
    /// The file took more migrations than the schema has.
    #[error("{path} has schema {file}, this program knows {program}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// How many the file took.
        file: u32,
        /// How many there are here.
        program: u32,
    },
    /// The file took a migration whose text is not the one that the schema has at this place.
    #[error("migration {version} of the file is not the one this program knows")]
    MigrationEdited {
        /// Its place, from 1.
        version: u32,
    },
    /// SQLite undid the whole transaction by itself, and this unit was what it met that with.
    #[error("the transaction was undone by the database itself, which happens when the disk is full or broken")]
    Lost,
    /// The unit ran more statements than [`Settings::most_shared`](super::Settings::most_shared) in a transaction that it
    /// shared. Only its own statements are told so: the engine undoes what it did and runs it again by itself.
    #[error("the unit is too large to share a transaction; it is run again in one of its own")]
    Outgrown,
    /// The work said a statement that begins or ends a transaction or a savepoint, attaches a file or sets the connection up. A
    /// mistake in the program; that statement did nothing.
    #[error(
        "only the engine begins and ends transactions, attaches files and sets its connections up; this statement does"
    )]
    Reserved,
    /// The thread that served the unit panicked outside any unit. Whether the unit was committed is not known.
    #[error("the program failed while it served this unit of work; what was done is not known")]
    Abandoned,
    /// What SQLite said to a statement.
    #[error(transparent)]
    Sqlite(Arc<rusqlite::Error>),
}

impl EngineError {
    /// Whether SQLite says that a rule of the schema is broken.
    pub(super) fn breaks_a_rule(&self) -> bool {
        matches!(self, Self::Sqlite(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation))
    }
}

impl From<rusqlite::Error> for EngineError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(Arc::new(error))
    }
}
