//! A connection: opened with its pragmas set and verified, and counted for as long as it lives.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::damage::Damage;
use super::desk::Desk;
use super::file;
use super::guard::{Guard, own};
use super::metrics::Metrics;
use super::wal;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

/// What SQLite is told on every connection, and what it must answer when asked.
const PRAGMAS: &[(&str, &str, &str)] = &[
    // A commit is on the disk before it is acknowledged: it survives a power cut.
    ("synchronous", "FULL", "2"),
    ("foreign_keys", "ON", "1"),
    // Functions with side effects cannot be called from a schema that somebody prepared.
    ("trusted_schema", "OFF", "0"),
    ("temp_store", "MEMORY", "2"),
    ("cell_size_check", "ON", "1"),
    // The WAL is cut back to this size whenever it starts anew.
    ("journal_size_limit", "67108864", "67108864"),
];

/// 64 MiB for the writer: inserting in the order of random-looking keys touches many pages (see the benchmark `ids`).
const WRITER_CACHE_KIB: i64 = -65_536;

const STATEMENTS_KEPT: usize = 128;

/// How often SQLite looks up from a statement to see whether its reader gave up: after so many of its instructions,
/// which take some 50 µs.
pub(super) const INSTRUCTIONS_BETWEEN_LOOKS: i32 = 4_000;

/// Flags for a file that is there or is to be made.
const OPEN: OpenFlags =
    OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_CREATE).union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// What SQLite is to open for the file at this path, with which flags: the path, or a URI that says through which file
/// system.
pub(super) fn source(path: &Path, file_system: Option<&str>) -> (PathBuf, OpenFlags) {
    match file_system {
        None => (path.to_owned(), OPEN),
        Some(name) => {
            let uri = file::uri(&path.to_string_lossy(), &format!("vfs={name}"));
            (uri.into(), OPEN.union(OpenFlags::SQLITE_OPEN_URI))
        }
    }
}

/// A connection with what the engine knows of it.
#[derive(Debug)]
pub(super) struct Line {
    connection: Discreet,
    /// Who reads with it now.
    pub(super) desk: Arc<Desk>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) damage: Arc<Damage>,
    /// What keeps others from what is the engine's.
    pub(super) guard: Guard,
    /// The last field: it is dropped when the connection is closed.
    _counted: Counted,
}

impl Deref for Line {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Line {
    /// Sets up a connection that was just opened.
    pub(super) fn new(connection: Connection, access: Access, shared: &Circle) -> Result<Self, rusqlite::Error> {
        let counted = shared.census.count();
        let connection = Discreet { connection, damage: Arc::clone(&shared.damage) };
        set_up(&connection, access, shared.other_program)?;
        let guard = Guard::before(&connection)?;
        let desk = Arc::new(Desk::default());
        if access == Access::Read {
            let watched = Arc::clone(&desk);
            connection.progress_handler(INSTRUCTIONS_BETWEEN_LOOKS, Some(move || watched.end().is_some()))?;
            shared.desks.lock().push(Arc::downgrade(&desk));
        }
        Ok(Self {
            connection,
            desk,
            metrics: Arc::clone(&shared.metrics),
            damage: Arc::clone(&shared.damage),
            guard,
            _counted: counted,
        })
    }
}

/// A connection that leaves the log of a damaged file as it is: by itself SQLite works it into the file and removes it when the last
/// connection is closed.
#[derive(Debug)]
struct Discreet {
    connection: Connection,
    damage: Arc<Damage>,
}

impl Deref for Discreet {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for Discreet {
    fn drop(&mut self) {
        if self.damage.keeps_log()
            && let Err(error) = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        {
            tracing::warn!(%error, "the log of a damaged file may be worked into it");
        }
    }
}

/// What all connections of an engine share.
#[derive(Debug, Clone)]
pub(super) struct Circle {
    pub(super) other_program: Duration,
    pub(super) file_system: Option<&'static str>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) damage: Arc<Damage>,
    pub(super) desks: Arc<Mutex<Vec<Weak<Desk>>>>,
    pub(super) census: Arc<Census>,
}

/// Counts the connections that are open, so that closing can wait for the last one: r2d2 opens connections on threads of
/// its own, and such a thread may still hold the pool when everybody else has let go of it.
#[derive(Debug, Default)]
pub(super) struct Census {
    open: Mutex<usize>,
    closed: Condvar,
}

impl Census {
    fn count(self: &Arc<Self>) -> Counted {
        *self.open.lock() += 1;
        Counted(Arc::clone(self))
    }

    /// Waits until no connection is open; `false` when some still are at the deadline.
    pub(super) fn wait_for_none(&self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        let mut open = self.open.lock();
        while *open > 0 {
            if self.closed.wait_until(&mut open, deadline).timed_out() {
                return *open == 0;
            }
        }
        true
    }
}

#[derive(Debug)]
struct Counted(Arc<Census>);

impl Drop for Counted {
    fn drop(&mut self) {
        *self.0.open.lock() -= 1;
        self.0.closed.notify_all();
    }
}

/// A connection past the pools, for long work that must not keep others from theirs.
pub(super) fn open_apart(path: &Path, shared: &Circle) -> Result<Line, rusqlite::Error> {
    let (source, flags) = source(path, shared.file_system);
    Line::new(Connection::open_with_flags(source, flags)?, Access::Read, shared)
}

fn set_up(connection: &Connection, access: Access, other_program: Duration) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(other_program)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    use_wal(connection, other_program)?;
    for (name, value, expected) in PRAGMAS {
        connection.pragma_update(None, name, value)?;
        verify(connection, name, expected)?;
    }
    match access {
        Access::Write => {
            // Instead of SQLite's own checkpoints, which never wait for a reader and so may never empty the WAL.
            connection.wal_hook(Some(wal::note_pages));
            connection.pragma_update(None, "cache_size", WRITER_CACHE_KIB)
        }
        Access::Read => {
            connection.pragma_update(None, "query_only", "ON")?;
            verify(connection, "query_only", "1")
        }
    }
}

/// Readers never wait for the writer, nor it for them.
///
/// SQLite answers "busy" at once, without waiting, when several connections change a new file to WAL together. Beginning
/// a transaction does wait for the others, so that is done in between.
fn use_wal(connection: &Connection, other_program: Duration) -> Result<(), rusqlite::Error> {
    let start = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Ok(()) => return verify(connection, "journal_mode", "wal"),
            Err(error) if is_busy(&error) && start.elapsed() < other_program => {
                match connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK") {
                    Err(error) if !is_busy(&error) => return Err(error),
                    _ => {}
                }
            }
            Err(error) => return Err(error),
        }
    }
}

pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

fn verify(connection: &Connection, name: &'static str, expected: &str) -> Result<(), rusqlite::Error> {
    let answer = connection.pragma_query_value(None, name, |row| {
        let value: rusqlite::types::Value = row.get(0)?;
        Ok(match value {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => format!("{other:?}"),
        })
    })?;
    if answer == expected {
        return Ok(());
    }
    let refused = format!("the connection would not take {name}: it answered {answer}");
    Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_MISUSE), Some(refused)))
}

/// Runs a statement that has no rows and no parameters; such as begin and end every transaction are compiled once.
pub(super) fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

/// Ends a snapshot, unless it was ended for its age. Nothing was written, so an end that fails loses nothing; the pool throws
/// such a connection away.
pub(super) fn end_snapshot(connection: &Connection) {
    if connection.is_autocommit() {
        return;
    }
    if let Err(error) = execute(connection, own!("COMMIT")) {
        tracing::warn!(%error, "a snapshot did not end cleanly; its connection is closed");
    }
}

/// Undoes what is open. SQLite itself has already done so after some errors; then there is nothing to do.
pub(super) fn roll_back(connection: &Connection) {
    if connection.is_autocommit() {
        return;
    }
    if let Err(error) = connection.execute_batch("ROLLBACK") {
        // The pool sees the open transaction and closes the connection, which undoes it too.
        tracing::error!(%error, "a unit could not be rolled back; its connection is closed");
    }
}
