//! Copies of the file: made while others work, opened and checked before they count, and put back in place of the file.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::base::problems;
use super::connection::{Circle, Line, open_apart};
use super::desk::Reading;
use super::{EngineError, Schema, file, migrate};

/// Pages that are copied between two looks at whether it is still wanted: 1 MiB.
const STEP: i32 = 256;

/// How far a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages that are copied.
    pub done: u64,
    /// Pages there are.
    pub total: u64,
}

/// Copies the file as it is now to `to`, which must not be there, while others read and write; checks the copy, and only
/// then gives it its name.
pub(super) fn back_up(
    source: &Line,
    to: &Path,
    schema: Schema,
    reading: &Reading,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), EngineError> {
    if to.exists() {
        return Err(EngineError::Taken { path: to.to_owned() });
    }
    let unfinished = file::beside(to, ".unfinished");
    source.desk.sit(reading, Duration::MAX);
    let copied = copy(source, &unfinished, reading, progress)
        .and_then(|()| verify(&unfinished, schema, reading))
        .and_then(|()| reading.check())
        .and_then(|()| finish(&unfinished, to));
    source.desk.leave();
    if copied.is_err() {
        discard(&unfinished);
    }
    copied
}

/// One transaction on the source for the whole copy: it is of one moment, and nobody who writes makes it begin again.
fn copy(source: &Line, to: &Path, reading: &Reading, progress: &mut dyn FnMut(Progress)) -> Result<(), EngineError> {
    discard(to);
    let transaction = source.unchecked_transaction()?;
    let mut target = open(to, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    // It is flushed as a whole at the end; until then nobody relies on it.
    target.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
    let backup = Backup::new(&transaction, &mut target)?;
    loop {
        reading.check()?;
        let step = backup.step(STEP)?;
        let pages = |count: i32| u64::try_from(count).unwrap_or_default();
        let state = backup.progress();
        let total = pages(state.pagecount);
        progress(Progress { done: total.saturating_sub(pages(state.remaining)), total });
        match step {
            StepResult::Done => break,
            StepResult::More => {}
            other => return Err(EngineError::Unreachable { path: to.to_owned(), detail: format!("{other:?}") }),
        }
    }
    drop(backup);
    // A copy is one file, with nothing beside it.
    target.execute_batch("PRAGMA journal_mode = DELETE")?;
    drop(target);
    Ok(transaction.finish()?)
}

/// Opens the file and looks at all of it.
pub(super) fn verify(path: &Path, schema: Schema, reading: &Reading) -> Result<(), EngineError> {
    file::check(path, schema.application_id)?;
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    if let Some(cancel) = reading.cancel.clone() {
        let is_cancelled = move || cancel.load(std::sync::atomic::Ordering::Relaxed);
        connection.progress_handler(super::connection::INSTRUCTIONS_BETWEEN_LOOKS, Some(is_cancelled))?;
    }
    migrate::due(&connection, schema.migrations)?;
    let problems = problems(&connection);
    reading.check()?;
    match problems?.into_iter().next() {
        None => Ok(()),
        Some(detail) => Err(EngineError::Damaged { path: path.to_owned(), detail }),
    }
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection, EngineError> {
    Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| unreachable(path, &error))
}

fn unreachable(path: &Path, error: &impl ToString) -> EngineError {
    EngineError::Unreachable { path: path.to_owned(), detail: error.to_string() }
}

/// Flushes a file and gives it its name; both are on the disk afterwards.
fn finish(unfinished: &Path, to: &Path) -> Result<(), EngineError> {
    let finished = File::options().write(true).open(unfinished).and_then(|file| {
        file.sync_all()?;
        fs::rename(unfinished, to)?;
        flush_folder(to)
    });
    finished.map_err(|error| unreachable(to, &error))
}

/// A name is on the disk when its folder is. Windows has no such thing to ask for.
fn flush_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => {
            File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?.sync_all()
        }
        _ => Ok(()),
    }
}

/// Removes what was not finished; what cannot be removed is in nobody's way but its own.
fn discard(unfinished: &Path) {
    for ending in ["", "-journal", "-wal", "-shm"] {
        let path = file::beside(unfinished, ending);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(path = %path.display(), %error, "an unfinished copy could not be removed");
            }
            _ => {}
        }
    }
}

/// The copy that stands beside the file since before its schema was brought up to date; made unless it is there. Whoever
/// calls holds the file's write lock, so that nobody else makes the same copy.
pub(super) fn before_migration(path: &Path, circle: &Circle, schema: Schema) -> Result<(), EngineError> {
    let line = open_apart(path, circle)?;
    let version = migrate::version(&line)?;
    let copy = file::beside(path, &format!(".schema-{version}"));
    let reading = Reading { operation: "migrate", cancel: None };
    match back_up(&line, &copy, schema, &reading, &mut |_| ()) {
        // It was made before a migration that could not be finished.
        Err(EngineError::Taken { .. }) => verify(&copy, schema, &reading),
        other => other,
    }
}

/// Puts a copy of `from` in the place of the file at `path`, which nobody may have open, and answers where the replaced
/// file is kept. `from` is checked first, and stays.
pub(super) fn restore(path: &Path, from: &Path, schema: Schema) -> Result<Option<PathBuf>, EngineError> {
    let reading = Reading { operation: "restore", cancel: None };
    verify(from, schema, &reading)?;
    let unfinished = file::beside(path, ".unfinished");
    discard(&unfinished);
    let source = open(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut target = open(&unfinished, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    Backup::new(&source, &mut target)?.step(-1)?;
    drop((source, target));
    verify(&unfinished, schema, &reading)?;
    let kept = if path.exists() { Some(keep(path)?) } else { None };
    finish(&unfinished, path)?;
    Ok(kept)
}

/// Sets a file aside under a name of its own, with its log: a log that stayed would be taken for the new file's.
fn keep(path: &Path) -> Result<PathBuf, EngineError> {
    let names = (1_u32..).map(|number| file::beside(path, &format!(".replaced-{number}")));
    let free = names.into_iter().find(|name| !name.exists());
    let kept = free.ok_or_else(|| unreachable(path, &"no name is left to keep it under"))?;
    for ending in ["-wal", "-journal", ""] {
        let file = file::beside(path, ending);
        if file.exists() {
            fs::rename(&file, file::beside(&kept, ending)).map_err(|error| unreachable(&file, &error))?;
        }
    }
    let index = file::beside(path, "-shm");
    if index.exists() {
        fs::remove_file(&index).map_err(|error| unreachable(&index, &error))?;
    }
    Ok(kept)
}
