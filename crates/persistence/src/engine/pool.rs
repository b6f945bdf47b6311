//! Pools: r2d2's, of `r2d2_sqlite`'s connections.

use std::path::{Path, PathBuf};
use std::time::Duration;

use r2d2::{ManageConnection, PooledConnection};
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::ErrorCode;

use super::connection::{self, Access, Circle, Line};
use super::{EngineError, Settings, seconds};

/// Round `r2d2_sqlite`'s connections: it never calls a connection broken, and a connection on which somebody left a
/// transaction open would hand that transaction to the next.
#[derive(Debug)]
pub(super) struct Connections {
    files: SqliteConnectionManager,
    access: Access,
    shared: Circle,
}

impl ManageConnection for Connections {
    type Connection = Line;
    type Error = rusqlite::Error;

    fn connect(&self) -> Result<Line, rusqlite::Error> {
        Line::new(self.files.connect()?, self.access, &self.shared)
    }

    fn is_valid(&self, line: &mut Line) -> Result<(), rusqlite::Error> {
        line.execute_batch("")
    }

    fn has_broken(&self, line: &mut Line) -> bool {
        !line.is_autocommit()
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
    pub(super) fn open(
        path: &Path,
        access: Access,
        size: u32,
        settings: &Settings,
        shared: &Circle,
    ) -> Result<Self, EngineError> {
        let (source, flags) = connection::source(path, shared.file_system);
        let files = SqliteConnectionManager::file(source).with_flags(flags);
        let manager = Connections { files, access, shared: shared.clone() };
        let unreachable = |detail: String| EngineError::Unreachable { path: path.to_owned(), detail };
        // Opened once by hand: r2d2 would try again for its whole timeout and then hide the reason.
        manager.connect().map(drop).map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                EngineError::Damaged { path: path.to_owned(), detail: error.to_string() }
            }
            Some(ErrorCode::DiskFull) => error.into(),
            Some(ErrorCode::DatabaseBusy) => settings.name_busy(error),
            _ => unreachable(error.to_string()),
        })?;
        let pool = r2d2::Pool::builder()
            .max_size(size.max(1))
            .min_idle(Some(1))
            .max_lifetime(None)
            .idle_timeout(None)
            .test_on_check_out(false)
            .connection_timeout(settings.turn.max(Duration::from_millis(1)))
            .build(manager)
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

    /// A connection, if one is free now.
    pub(super) fn take_if_free(&self) -> Option<Lease> {
        self.connections.try_get()
    }
}
