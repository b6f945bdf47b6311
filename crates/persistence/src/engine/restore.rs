//! A copy put back in place of the file, with no moment in which there is none.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::copy::{
    Looked, Progress, discard, flush, flush_folder, open, taken, told_of, unfinished, unreachable, verify,
};
use super::desk::Reading;
use super::handle::{Handle, Opened};
use super::{EngineError, Schema, file, seconds};

/// How long somebody who has the file open is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// What SQLite keeps beside a file, and would take for the new one's.
const LOGS: [&str; 2] = ["-wal", "-journal"];

/// Puts a copy of `from` in the place of the file at `path`, and answers where the replaced file is kept. `from` stays. Refused while
/// anybody has the file open, as far as that can be found out: a damaged file cannot be asked. One that is cancelled
/// before it begins to replace the file leaves nothing; from then on it goes to its end.
///
/// `progress` is told how far the copy is, and `told` after each step what was done. Whatever ends the program between two of
/// them, there is a whole file at `path`: until the last step the one of before, after it the new one.
pub(super) fn restore(
    (path, from): (&Path, &Looked),
    schema: Schema,
    reading: &Reading,
    progress: &mut dyn FnMut(Progress),
    told: &mut dyn FnMut(&'static str),
) -> Result<Option<PathBuf>, EngineError> {
    if from.is_at(path) {
        return Err(EngineError::OwnCopy { path: from.path().to_owned() });
    }
    // Behind a link stands what is replaced, and beside that it is kept.
    let real = path.canonicalize();
    let path = real.as_deref().unwrap_or(path);
    let unfinished = unfinished(path);
    let restored = from
        .copy(&unfinished, reading, progress)
        .and_then(|()| verify(&unfinished, schema, reading))
        .and_then(|()| needs_no_journal(&unfinished))
        .and_then(|()| flush(&unfinished))
        .and_then(|()| reading.check())
        .and_then(|()| {
            told("the backup is copied");
            replace(path, &unfinished, told)
        });
    discard(&unfinished);
    restored.map_err(|error| told_of(error, &unfinished, path))
}

/// Makes the file one that is opened with a write-ahead log from the first time on. Who opens any other makes a journal for
/// the moment of changing it, and somebody who still has the replaced file open would take that for the journal of theirs.
fn needs_no_journal(path: &Path) -> Result<(), EngineError> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    Ok(connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?)
}

fn replace(path: &Path, with: &Path, told: &mut dyn FnMut(&'static str)) -> Result<Option<PathBuf>, EngineError> {
    let is_there = path.exists();
    // Before what is held, so that it is let go of afterwards.
    let _opened = Opened::at(path);
    let held = if is_there { have_to_oneself(path)? } else { None };
    if is_there {
        told("the log is worked in");
    }
    let kept = Kept::beside(path).map_err(|error| unreachable(path, &error))?;
    told("the file has a second name");
    // Nobody writes into the file until the new one has its name. Windows replaces no file that anybody has open, us included.
    let _held = held.filter(|_| !cfg!(windows));
    let replaced = kept
        .set_logs_aside(path, told)
        .and_then(|()| if is_there { allow_alike(path, with) } else { Ok(()) })
        .and_then(|()| fs::rename(with, path));
    if let Err(error) = replaced {
        kept.put_back(path);
        return Err(unreachable(path, &error));
    }
    told("the file is replaced");
    // From here on there is no way back: what is kept is all there is of what was replaced.
    flush_folder(path).map_err(|error| {
        let kept = kept.path.display();
        let done = "it is replaced, and whether that outlasts a power cut is not known; what was there is kept as";
        unreachable(path, &format!("{done} {kept}: {error}"))
    })?;
    Ok(is_there.then_some(kept.path))
}

/// Refuses a file that anybody else has open, and holds it from then on. What is in its log is worked into the file: without
/// its log, which has to be set aside before the file is replaced, it would lack what was acknowledged last. What SQLite
/// cannot read is damaged, which is why it is replaced, and is kept as it is, with its log; nobody can hold that.
fn have_to_oneself(path: &Path) -> Result<Option<Connection>, EngineError> {
    let held = alone(path).and_then(|connection| {
        // Closes its own journal, which ended with its last transaction and would go, by its name, when the connection does: by
        // then that name is one of the new file's.
        connection.query_row("PRAGMA journal_mode = MEMORY", [], |_| Ok(()))?;
        remove_if_there(&file::beside(path, "-journal")).map_err(|error| unreachable(path, &error))?;
        Ok(connection)
    });
    match held {
        Ok(connection) => Ok(Some(connection)),
        Err(EngineError::Busy { seconds }) => Err(EngineError::Busy { seconds }),
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "a file cannot be read, and is kept as it is together with its log");
            Ok(None)
        }
    }
}

/// A connection to a file that nobody else has open, nor can use while it is there. The file's log is worked in, so that all of
/// it is in one, and the file is left in SQLite's mode without a log: whoever opened it meanwhile and still waits can then
/// write nothing once another file has its name, because in that mode SQLite looks at the name before it writes.
pub(super) fn alone(path: &Path) -> Result<Connection, EngineError> {
    let had = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|connection| {
        connection.busy_timeout(PATIENCE)?;
        // When it is not worked in, it stays as it is.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        // Whoever has the file open in WAL mode holds a lock on it that this mode does not share.
        connection.query_row("PRAGMA locking_mode = EXCLUSIVE", [], |_| Ok(()))?;
        connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
        // Without a log it is a write that keeps everybody else out.
        connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")?;
        Ok(connection)
    });
    had.map_err(|error| match error {
        EngineError::Sqlite(error)
            if matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) =>
        {
            EngineError::Busy { seconds: seconds(PATIENCE) }
        }
        error => error,
    })
}

/// Whoever may read and write the one file may do so with the other, and its owner writes it in any case: nobody works in a
/// workspace that may only be read.
#[cfg(unix)]
fn allow_alike(one: &Path, other: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let mode = fs::metadata(one)?.permissions().mode();
    fs::set_permissions(other, fs::Permissions::from_mode(mode | 0o200))
}

/// Windows has no such modes.
#[cfg(not(unix))]
fn allow_alike(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

/// Where the replaced file goes.
struct Kept {
    path: PathBuf,
}

impl Kept {
    fn free_name(path: &Path) -> PathBuf {
        let mut name = path.to_owned();
        let mut number = 0_u32;
        while number == 0 || taken(&name).is_some() {
            number += 1;
            name = file::beside(path, &format!(".replaced-{number}"));
        }
        name
    }

    /// Gives the file a second name that nobody else has taken, so that there is one at `path` all the time.
    fn beside(path: &Path) -> io::Result<Self> {
        loop {
            let kept = Self::free_name(path);
            match second_name(path, &kept) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                named => return named.map(|()| Self { path: kept }),
            }
        }
    }

    /// Sets the file's logs aside: one that stayed would be taken for the new file's. A log without its file is set aside too.
    fn set_logs_aside(&self, path: &Path, told: &mut dyn FnMut(&'static str)) -> io::Result<()> {
        for log in LOGS {
            let own = file::beside(path, log);
            if fs::metadata(&own).is_ok_and(|log| log.len() == 0) {
                // Nothing is in it, and who keeps it wonders what was.
                remove_if_there(&own)?;
            }
            rename_if_there(&own, &file::beside(&self.path, log))?;
            told("a log is set aside");
        }
        // Nothing is lost with it: it is an index of the log.
        remove_if_there(&file::beside(path, "-shm"))
    }

    /// Undoes what was done so far; the file at `path` was not replaced.
    fn put_back(&self, path: &Path) {
        let logs =
            LOGS.iter().try_for_each(|log| rename_if_there(&file::beside(&self.path, log), &file::beside(path, log)));
        match logs {
            Ok(()) => discard(&self.path),
            Err(error) => {
                tracing::error!(kept = %self.path.display(), %error, "the log of a file stays beside its copy");
            }
        }
    }
}

/// Gives the file another name, or makes a copy of it.
fn second_name(path: &Path, name: &Path) -> io::Result<()> {
    match fs::hard_link(path, name) {
        // There may be nothing but a log.
        Err(error) if error.kind() == ErrorKind::NotFound && !path.exists() => Ok(()),
        // Not every file system knows a second name for a file.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => copied(path, name),
        linked => linked,
    }
}

fn copied(path: &Path, name: &Path) -> io::Result<()> {
    let mut copy = File::create_new(name)?;
    let file = Handle::open(path)?;
    io::copy(&mut &*file, &mut copy).and_then(|_| copy.sync_all()).inspect_err(|_| discard(name))
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    unless_missing(fs::rename(from, to))
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    unless_missing(fs::remove_file(path))
}

fn unless_missing(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
