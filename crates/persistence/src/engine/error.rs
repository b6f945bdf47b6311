//! What can go wrong in the engine.

use std::path::PathBuf;
use std::sync::Arc;

/// Why the engine could not do what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EngineError {
    #[error("a {inner} was started inside a {outer} on the same thread")]
    Nested { inner: &'static str, outer: &'static str },
    #[error("no connection came free within {seconds} s")]
    Exhausted { seconds: u64 },
    #[error("another program held the file for more than {seconds} s")]
    Busy { seconds: u64 },
    #[error("it was cancelled")]
    Cancelled,
    #[error("the snapshot was open for more than {seconds} s")]
    TooOld { seconds: u64 },
    #[error("{path} belongs to another program")]
    Foreign { path: PathBuf },
    #[error("{path} is damaged: {detail}")]
    Damaged { path: PathBuf, detail: String },
    #[error("{path} cannot be opened: {detail}")]
    Unreachable { path: PathBuf, detail: String },
    #[error("{path} is there already")]
    Taken { path: PathBuf },
    #[error("the file has schema {file}, this program knows {program}")]
    Newer { file: u32, program: u32 },
    #[error("migration {version} of the file is not the one this program knows")]
    MigrationEdited { version: u32 },
    #[error("the transaction was undone by the database itself, which happens when the disk is full or broken")]
    Lost,
    #[error("the program failed while it served this unit of work; what was done is not known")]
    Abandoned,
    #[error(transparent)]
    Sqlite(Arc<rusqlite::Error>),
}

impl From<rusqlite::Error> for EngineError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(Arc::new(error))
    }
}
