//! A copy put back in place of the file, with no moment in which there is none.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::copy::{discard, flush, flush_folder, open, open_still, told_of, unfinished, unreachable, verify};
use super::desk::Reading;
use super::{EngineError, Schema, file, seconds};

/// How long somebody who has the file open is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// What SQLite keeps beside a file, and would take for the new one's.
const LOGS: [&str; 2] = ["-wal", "-journal"];

/// Puts a copy of `from` in the place of the file at `path`, and answers where the replaced file is kept. `from` is checked
/// first, and stays. Refused while anybody has the file open, as far as that can be found out: a damaged file cannot be
/// asked.
///
/// `told` is called after each step with what was done. Whatever ends the program between two of them, there is a whole file
/// at `path`: until the last step the one of before, after it the new one.
pub(super) fn restore(
    path: &Path,
    from: &Path,
    schema: Schema,
    told: &mut dyn FnMut(&'static str),
) -> Result<Option<PathBuf>, EngineError> {
    let reading = Reading { operation: "restore", cancel: None };
    verify(from, schema, &reading)?;
    // Behind a link stands what is replaced, and beside that it is kept.
    let real = path.canonicalize();
    let path = real.as_deref().unwrap_or(path);
    let unfinished = unfinished(path);
    let restored = duplicate(from, &unfinished)
        .and_then(|()| verify(&unfinished, schema, &reading))
        .and_then(|()| flush(&unfinished))
        .and_then(|()| {
            told("the backup is copied");
            replace(path, &unfinished, told)
        });
    discard(&unfinished);
    restored.map_err(|error| told_of(error, &unfinished, path))
}

fn duplicate(from: &Path, to: &Path) -> Result<(), EngineError> {
    let source = open_still(from)?;
    let mut target = open(to, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    match Backup::new(&source, &mut target)?.step(-1)? {
        StepResult::Done => Ok(()),
        other => Err(unreachable(to, &format!("{other:?}"))),
    }
}

fn replace(path: &Path, with: &Path, told: &mut dyn FnMut(&'static str)) -> Result<Option<PathBuf>, EngineError> {
    let is_there = path.exists();
    if is_there {
        have_to_oneself(path)?;
        told("the log is worked in");
    }
    let kept = Kept::beside(path).map_err(|error| unreachable(path, &error))?;
    told("the file has a second name");
    let replaced = kept.set_logs_aside(path, told).and_then(|()| fs::rename(with, path)).and_then(|()| {
        told("the file is replaced");
        flush_folder(path)
    });
    match replaced {
        Ok(()) => Ok(is_there.then_some(kept.0)),
        Err(error) => {
            kept.put_back(path);
            Err(unreachable(path, &error))
        }
    }
}

/// Refuses a file that anybody else has open. What is in its log is worked into the file: without its log, which has to
/// be set aside before the file is replaced, it would lack what was acknowledged last. What SQLite cannot read is damaged,
/// which is why it is replaced, and is kept as it is, with its log.
fn have_to_oneself(path: &Path) -> Result<(), EngineError> {
    let worked_in = match alone(path) {
        Err(EngineError::Busy { seconds }) => return Err(EngineError::Busy { seconds }),
        Err(error) => Err(error),
        Ok(connection) => {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(EngineError::from)
        }
    };
    if let Err(error) = worked_in {
        tracing::warn!(%error, path = %path.display(), "a file cannot be read, and is kept as it is together with its log");
    }
    Ok(())
}

/// A connection to a file that nobody else has open, nor can open while it is there. It leaves the file's log as it is.
pub(super) fn alone(path: &Path) -> Result<Connection, EngineError> {
    let had = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|connection| {
        connection.busy_timeout(PATIENCE)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        // Whoever has the file open in WAL mode holds a lock on it that this mode does not share.
        connection.query_row("PRAGMA locking_mode = EXCLUSIVE", [], |_| Ok(()))?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
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

/// Where the replaced file goes.
struct Kept(PathBuf);

impl Kept {
    fn free_name(path: &Path) -> Self {
        let mut name = path.to_owned();
        let mut number = 0_u32;
        while number == 0 || ["", "-wal", "-journal"].iter().any(|ending| file::beside(&name, ending).exists()) {
            number += 1;
            name = file::beside(path, &format!(".replaced-{number}"));
        }
        Self(name)
    }

    /// Gives the file a second name that nobody else has taken, so that there is one at `path` all the time.
    fn beside(path: &Path) -> io::Result<Self> {
        loop {
            let kept = Self::free_name(path);
            match second_name(path, &kept.0) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                named => return named.map(|()| kept),
            }
        }
    }

    /// Sets the file's logs aside: one that stayed would be taken for the new file's. A log without its file is set aside too.
    fn set_logs_aside(&self, path: &Path, told: &mut dyn FnMut(&'static str)) -> io::Result<()> {
        for log in LOGS {
            rename_if_there(&file::beside(path, log), &file::beside(&self.0, log))?;
            told("a log is set aside");
        }
        // Nothing is lost with it: it is an index of the log.
        match fs::remove_file(file::beside(path, "-shm")) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Undoes what was done so far; the file at `path` was not replaced.
    fn put_back(&self, path: &Path) {
        let logs =
            LOGS.iter().try_for_each(|log| rename_if_there(&file::beside(&self.0, log), &file::beside(path, log)));
        match logs {
            Ok(()) => discard(&self.0),
            Err(error) => tracing::error!(kept = %self.0.display(), %error, "the log of a file stays beside its copy"),
        }
    }
}

fn second_name(path: &Path, name: &Path) -> io::Result<()> {
    match fs::hard_link(path, name) {
        // There may be nothing but a log.
        Err(error) if error.kind() == ErrorKind::NotFound && !path.exists() => Ok(()),
        // Not every file system knows a second name for a file.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            let mut copy = File::create_new(name)?;
            let copied = File::open(path).and_then(|mut file| io::copy(&mut file, &mut copy));
            copied.and_then(|_| copy.sync_all()).inspect_err(|_| discard(name))
        }
        linked => linked,
    }
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
