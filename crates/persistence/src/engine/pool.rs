//! Connections: r2d2's pool of `r2d2_sqlite`'s connections, each with its pragmas set and verified.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use r2d2::{ManageConnection, PooledConnection};
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{EngineError, Settings, seconds};

/// What a pool's connections are for.
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

/// Round `r2d2_sqlite`'s connections: it never calls a connection broken, and a connection on which somebody left a
/// transaction open would hand that transaction to the next.
#[derive(Debug)]
pub(super) struct Connections(SqliteConnectionManager);

impl ManageConnection for Connections {
    type Connection = Connection;
    type Error = rusqlite::Error;

    fn connect(&self) -> Result<Connection, rusqlite::Error> {
        self.0.connect()
    }

    fn is_valid(&self, connection: &mut Connection) -> Result<(), rusqlite::Error> {
        self.0.is_valid(connection)
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        !connection.is_autocommit()
    }
}

pub(super) type Lease = PooledConnection<Connections>;

/// A pool of connections of one kind.
#[derive(Debug)]
pub(super) struct Pool {
    connections: r2d2::Pool<Connections>,
    path: PathBuf,
    turn: Duration,
}

impl Pool {
    pub(super) fn open(path: &Path, access: Access, size: u32, settings: &Settings) -> Result<Self, EngineError> {
        let other_program = settings.other_program;
        let manager = SqliteConnectionManager::file(path)
            .with_flags(
                OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )
            .with_init(move |connection| set_up(connection, access, other_program));
        let unreachable = |detail: String| EngineError::Unreachable { path: path.to_owned(), detail };
        // Opened once by hand: r2d2 would try again for its whole timeout and then hide the reason.
        manager.connect().map(drop).map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                EngineError::Damaged { path: path.to_owned(), detail: error.to_string() }
            }
            Some(ErrorCode::DatabaseBusy) => settings.name_busy(error),
            _ => unreachable(error.to_string()),
        })?;
        let pool = r2d2::Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .max_lifetime(None)
            .idle_timeout(None)
            .test_on_check_out(false)
            .connection_timeout(settings.turn)
            .build(Connections(manager))
            .map_err(|error| unreachable(error.to_string()))?;
        Ok(Self { connections: pool, path: path.to_owned(), turn: settings.turn })
    }

    /// A connection, as soon as one is free.
    pub(super) fn take(&self) -> Result<Lease, EngineError> {
        self.connections.get().map_err(|error| match error.to_string().split_once(": ") {
            // r2d2 says after a colon why no new connection could be made; without one, all were taken.
            Some((_, reason)) => EngineError::Unreachable { path: self.path.clone(), detail: reason.to_owned() },
            None => EngineError::Exhausted { seconds: seconds(self.turn) },
        })
    }
}

fn set_up(connection: &mut Connection, access: Access, other_program: Duration) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(other_program)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    use_wal(connection, other_program)?;
    for (name, value, expected) in PRAGMAS {
        connection.pragma_update(None, name, value)?;
        verify(connection, name, expected)?;
    }
    match access {
        Access::Write => connection.pragma_update(None, "cache_size", WRITER_CACHE_KIB),
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

fn is_busy(error: &rusqlite::Error) -> bool {
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

/// A connection that a unit's repositories share: they are `Sync`, because the lock lets one at a time through.
#[derive(Debug)]
pub(crate) struct Shared(Mutex<Lease>);

impl Shared {
    pub(super) fn new(lease: Lease) -> Self {
        Self(Mutex::new(lease))
    }

    /// Works with the connection. A panic while it is held changes nothing about it: the transaction is rolled back anyway.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Like [`Shared::with`], as long as there is a transaction: once SQLite has undone it by itself, whatever was written
    /// would stand alone and at once.
    pub(crate) fn in_transaction<T>(&self, work: impl FnOnce(&Connection) -> T) -> Result<T, EngineError> {
        self.with(|connection| if connection.is_autocommit() { Err(EngineError::Lost) } else { Ok(work(connection)) })
    }

    pub(super) fn into_inner(self) -> Lease {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs a statement that has no rows and no parameters; such as begin and end every transaction are compiled once.
pub(super) fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
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
