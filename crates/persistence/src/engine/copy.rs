//! Copies of the file: made while others work, opened and checked before they count.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::base::problems;
use super::connection::{Circle, Line, open_apart};
use super::desk::Reading;
use super::{EngineError, Opening, Schema, file, migrate, place, shape};

/// Pages that are copied between two looks at whether it is still wanted: 1 MiB.
const STEP: i32 = 256;
/// What SQLite keeps beside a file, under its name with this behind.
const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];

/// How far a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages that are copied.
    pub done: u64,
    /// Pages there are.
    pub total: u64,
}

/// Copies the file as it is now to `to`, which must not be there, while others read and write; looks through the copy, asks
/// something of it, and only then gives it its name.
pub(super) fn back_up<T>(
    source: &Line,
    to: &Path,
    schema: Schema,
    reading: &Reading,
    progress: &mut dyn FnMut(Progress),
    ask: impl FnOnce(&Looked) -> Result<T, EngineError>,
) -> Result<T, EngineError> {
    must_be_free(to)?;
    let unfinished = unfinished(to);
    source.desk.sit(reading, Duration::MAX);
    let copied = copy(source, &unfinished, reading, progress);
    // From here on nothing of the file itself is held.
    source.desk.leave();
    let looked = copied.and_then(|()| {
        let looked = Looked::at(&unfinished, schema, reading).and_then(|looked| ask(&looked));
        looked.map_err(|error| of_source(error, source))
    });
    let made = looked.and_then(|answer| {
        reading.check()?;
        flush(&unfinished)?;
        give_name(&unfinished, to)?;
        Ok(answer)
    });
    discard(&unfinished);
    made.map_err(|error| told_of(error, &unfinished, to))
}

/// A copy has what its source has: where it is damaged, the source is.
fn of_source(error: EngineError, source: &Line) -> EngineError {
    match error {
        EngineError::Damaged { path: _, detail } => source.damage.met(detail),
        other => other,
    }
}

/// What is said of a file under the name that it has until it is whole, said of the one that it was to have: nobody else
/// knows the other.
pub(super) fn told_of(error: EngineError, unfinished: &Path, to: &Path) -> EngineError {
    let detail = |detail: String| detail.replace(&*unfinished.to_string_lossy(), &to.to_string_lossy());
    match error {
        EngineError::Unreachable { path, detail: said } if path == unfinished => {
            EngineError::Unreachable { path: to.to_owned(), detail: detail(said) }
        }
        EngineError::Damaged { path, detail: said } if path == unfinished => {
            EngineError::Damaged { path: to.to_owned(), detail: detail(said) }
        }
        other => other,
    }
}

/// Refuses a name for a new file that is not free, or that SQLite takes for its own: what stands beside a file under such a name
/// is worked into it, or removed.
pub(super) fn must_be_free(path: &Path) -> Result<(), EngineError> {
    let name = path.as_os_str().as_encoded_bytes();
    if let Some(ending) = BESIDE.into_iter().find(|ending| name.ends_with(ending.as_bytes())) {
        return Err(unreachable(path, &format!("a name that ends with {ending} belongs to what stands beside a file")));
    }
    taken(path).map_or(Ok(()), |path| Err(EngineError::Taken { path }))
}

/// What is in the way of a new file: one of its name, or a log that SQLite would take for the new file's.
pub(super) fn taken(path: &Path) -> Option<PathBuf> {
    ["", "-wal", "-journal"].into_iter().map(|ending| file::beside(path, ending)).find(|path| path.exists())
}

/// A name beside a file for what is to take its place; no two copies have the same.
pub(super) fn unfinished(to: &Path) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    file::beside(to, &format!(".{}-{number}.unfinished", std::process::id()))
}

/// One transaction on the source for the whole copy: it is of one moment, and nobody who writes makes it begin again.
pub(super) fn copy(
    source: &Connection,
    to: &Path,
    reading: &Reading,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), EngineError> {
    let transaction = source.unchecked_transaction()?;
    // A transaction begins with its first statement. Before that, the backup would look at the newest state at each step, and
    // begin again after each commit.
    transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
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

/// Looks at all of the file; whatever else may be wrong with it, it is not damaged.
pub(super) fn verify(path: &Path, schema: Schema, reading: &Reading) -> Result<(), EngineError> {
    Looked::at(path, schema, reading).map(drop)
}

/// A file that nobody may be working in, such as a copy, open and looked through. It is one of the schema or of an older one,
/// every page of it can be read, and every reference leads somewhere. It stays as it is.
#[derive(Debug)]
pub struct Looked {
    path: PathBuf,
    connection: Connection,
    reading: Reading,
    differences: Vec<String>,
}

impl Looked {
    pub(super) fn at(path: &Path, schema: Schema, reading: &Reading) -> Result<Self, EngineError> {
        may_be_ours(path, schema)?;
        let looked = look_at(path, schema, reading).and_then(|connection| {
            let differences = shape::differences(&connection, schema)?;
            Ok(Self { path: path.to_owned(), connection, reading: reading.clone(), differences })
        });
        looked.map_err(|error| file::damaged_or(path, error))
    }

    /// What of its schema is not as its own steps make it, a sentence each; nothing when all is.
    pub fn differences(&self) -> &[String] {
        &self.differences
    }

    /// Asks something of it, until the look is cancelled.
    pub fn ask<T>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, EngineError> {
        let answer = ask(&self.connection);
        self.reading.check()?;
        answer.map_err(|error| file::damaged_or(&self.path, error.into()))
    }

    /// Copies it.
    pub(super) fn copy(
        &self,
        to: &Path,
        reading: &Reading,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), EngineError> {
        copy(&self.connection, to, reading, progress)
    }

    /// Whether it is the file at this path, whatever links are on the way.
    pub(super) fn is_at(&self, path: &Path) -> bool {
        let is_same_file =
            place::identity_at(&self.path).is_ok_and(|own| place::identity_at(path).is_ok_and(|at| at == own));
        is_same_file || self.path.canonicalize().is_ok_and(|own| path.canonicalize().is_ok_and(|at| at == own))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// Asks something of the file, which stays as it is; the rest of it is not looked at.
pub(super) fn ask<T>(
    path: &Path,
    schema: Schema,
    ask: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> Result<T, EngineError> {
    may_be_ours(path, schema)?;
    let answer = open_still(path)
        .and_then(|connection| of_schema(connection, path, schema))
        .and_then(|connection| Ok(ask(&connection)?));
    answer.map_err(|error| file::damaged_or(path, error))
}

/// Refuses what cannot be opened as a file of ours afterwards, as opening does.
fn may_be_ours(path: &Path, schema: Schema) -> Result<(), EngineError> {
    file::check(path, schema.application_id)?;
    migrate::refuse_newer(path, schema.migrations)
}

/// A connection to a file that nobody is working in, which leaves nothing beside it: of a file without a log or a journal SQLite is told
/// that it does not change.
pub(super) fn open_still(path: &Path) -> Result<Connection, EngineError> {
    let still = path.to_str().filter(|_| !["-wal", "-journal"].iter().any(|log| file::beside(path, log).exists()));
    let still = still.map(|name| (file::uri(name, "immutable=1"), OpenFlags::SQLITE_OPEN_URI));
    let (name, flags) = still.map_or_else(|| (path.to_owned(), OpenFlags::empty()), |(uri, flags)| (uri.into(), flags));
    let flags = flags | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(name, flags).map_err(|error| unreachable(path, &error))
}

/// The connection, if its file is of this schema or of an older one.
fn of_schema(connection: Connection, path: &Path, schema: Schema) -> Result<Connection, EngineError> {
    migrate::due(&connection, schema.migrations)?;
    // An empty file is a sound database too, and nobody's copy.
    if migrate::version(&connection)? == 0 || file::is_foreign(&connection, schema.application_id)? {
        return Err(EngineError::Foreign { path: path.to_owned() });
    }
    Ok(connection)
}

fn look_at(path: &Path, schema: Schema, reading: &Reading) -> Result<Connection, EngineError> {
    let connection = open_still(path)?;
    if let Some(cancel) = reading.cancel.clone() {
        let is_cancelled = move || cancel.load(Ordering::Relaxed);
        connection.progress_handler(super::connection::INSTRUCTIONS_BETWEEN_LOOKS, Some(is_cancelled))?;
    }
    let connection = of_schema(connection, path, schema)?;
    let problems = problems(&connection);
    reading.check()?;
    match problems?.into_iter().next() {
        None => Ok(connection),
        Some(detail) => Err(EngineError::Damaged { path: path.to_owned(), detail }),
    }
}

pub(super) fn open(path: &Path, flags: OpenFlags) -> Result<Connection, EngineError> {
    Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| unreachable(path, &error))
}

pub(super) fn unreachable(path: &Path, error: &impl ToString) -> EngineError {
    EngineError::Unreachable { path: path.to_owned(), detail: error.to_string() }
}

/// What is in a file is on the disk afterwards.
pub(super) fn flush(path: &Path) -> Result<(), EngineError> {
    let flushed = File::options().write(true).open(path).and_then(|file| file.sync_all());
    flushed.map_err(|error| unreachable(path, &error))
}

/// Gives a flushed file its name, which somebody else may have taken meanwhile.
pub(super) fn give_name(unfinished: &Path, to: &Path) -> Result<(), EngineError> {
    let named = match fs::hard_link(unfinished, to) {
        // Not every file system knows a second name for a file, and sticks that backups are kept on do not.
        Err(error) if error.kind() != ErrorKind::AlreadyExists && !to.exists() => fs::rename(unfinished, to),
        Err(_) => return Err(EngineError::Taken { path: to.to_owned() }),
        linked => linked,
    };
    named.and_then(|()| flush_folder(to)).map_err(|error| unreachable(to, &error))
}

/// A name is on the disk when its folder is. Windows has no such thing to ask for.
pub(super) fn flush_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => {
            File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?.sync_all()
        }
        _ => Ok(()),
    }
}

/// Removes what is not finished or not needed; what cannot be removed is in nobody's way but its own.
pub(super) fn discard(unfinished: &Path) {
    for ending in [""].into_iter().chain(BESIDE) {
        let path = file::beside(unfinished, ending);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                tracing::warn!(path = %path.display(), %error, "an unfinished copy could not be removed");
            }
            _ => {}
        }
    }
}

/// Makes the copy that stands beside the file since before its schema was brought up to date. Whoever calls holds the
/// file's write lock, so that nobody else makes the same copy. A migration that fails again and again leaves one copy;
/// a file that came back to an old schema gets another.
pub(super) fn before_migration(
    path: &Path,
    circle: &Circle,
    schema: Schema,
    tell: &mut dyn FnMut(Opening),
) -> Result<(), EngineError> {
    let line = open_apart(path, circle)?;
    let version = migrate::version(&line)?;
    let name = |number: u32| match number {
        1 => file::beside(path, &format!(".schema-{version}")),
        _ => file::beside(path, &format!(".schema-{version}-{number}")),
    };
    let mut number = 1;
    while taken(&name(number)).is_some() {
        number += 1;
    }
    let copy = name(number);
    let mut told = |progress| tell(Opening::SettingAside(progress));
    // What else may be wrong with it was so before, and is in the file afterwards too.
    back_up(&line, &copy, schema, &Reading { operation: "migrate", cancel: None }, &mut told, |_| Ok(()))?;
    if number > 1 && is_same(&name(number - 1), &copy).map_err(|error| unreachable(&copy, &error))? {
        discard(&copy);
    }
    Ok(())
}

/// Whether two files have the same bytes.
fn is_same(one: &Path, other: &Path) -> std::io::Result<bool> {
    let (one, other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (BufReader::with_capacity(1 << 16, one), BufReader::with_capacity(1 << 16, other));
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let count = left.len().min(right.len());
        if count == 0 {
            return Ok(left.len() == right.len());
        }
        if left[..count] != right[..count] {
            return Ok(false);
        }
        one.consume(count);
        other.consume(count);
    }
}
