//! Pools: r2d2's, of `r2d2_sqlite`'s connections.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use r2d2::{HandleError, ManageConnection, PooledConnection};
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::ErrorCode;

use super::connection::{self, Access, Circle, Line};
use super::{EngineError, Settings, file, seconds};

/// Round `r2d2_sqlite`'s connections: it never calls a connection broken, and a connection on which somebody left a
/// transaction open would hand that transaction to the next.
#[derive(Debug)]
pub(super) struct Connections {
    files: SqliteConnectionManager,
    access: Access,
    shared: Circle,
    reason: Reason,
}

impl ManageConnection for Connections {
    type Connection = Line;
    type Error = rusqlite::Error;

    fn connect(&self) -> Result<Line, rusqlite::Error> {
        let line = Line::new(self.files.connect()?, self.access, &self.shared)?;
        *self.reason.0.lock() = None;
        Ok(line)
    }

    fn is_valid(&self, line: &mut Line) -> Result<(), rusqlite::Error> {
        line.execute_batch("")
    }

    fn has_broken(&self, line: &mut Line) -> bool {
        !line.is_autocommit()
    }
}

/// Why the last new connection could not be made; r2d2 tells it here, and not to whoever waits.
#[derive(Debug, Clone, Default)]
struct Reason(Arc<Mutex<Option<rusqlite::Error>>>);

impl HandleError<rusqlite::Error> for Reason {
    fn handle_error(&self, error: rusqlite::Error) {
        tracing::warn!(%error, "a connection could not be made");
        *self.0.lock() = Some(error);
    }
}

/// How long a pool without any connection is waited for, before it is asked why it has none.
const LOOK: Duration = Duration::from_millis(100);

pub(super) type Lease = PooledConnection<Connections>;

/// A pool of connections of one kind.
#[derive(Debug)]
pub(super) struct Pool {
    connections: r2d2::Pool<Connections>,
    path: PathBuf,
    settings: Settings,
    reason: Reason,
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
        let reason = Reason::default();
        let manager = Connections { files, access, shared: shared.clone(), reason: reason.clone() };
        // Opened once by hand: r2d2 would try again for its whole timeout and then hide the reason.
        manager.connect().map_err(|error| not_made(path, settings, error))?;
        let connections = r2d2::Pool::builder()
            .max_size(size.max(1))
            .min_idle(Some(1))
            .max_lifetime(None)
            .idle_timeout(None)
            .test_on_check_out(false)
            .error_handler(Box::new(reason.clone()))
            .connection_timeout(settings.turn.max(Duration::from_millis(1)))
            .build_unchecked(manager);
        Ok(Self { connections, path: path.to_owned(), settings: *settings, reason })
    }

    /// A connection, as soon as one is free. Where there is none and none can be made, that is said soon.
    pub(super) fn take(&self) -> Result<Lease, EngineError> {
        let turn = self.settings.turn.max(Duration::from_millis(1));
        let begun = Instant::now();
        loop {
            let left = turn.saturating_sub(begun.elapsed());
            let is_empty = self.connections.state().connections == 0;
            if let Ok(lease) = self.connections.get_timeout(if is_empty { left.min(LOOK) } else { left }) {
                return Ok(lease);
            }
            if self.connections.state().connections == 0
                && let Some(error) = self.reason.0.lock().take()
            {
                return Err(not_made(&self.path, &self.settings, error));
            }
            if begun.elapsed() >= turn {
                return Err(EngineError::Exhausted { seconds: seconds(turn) });
            }
        }
    }

    /// A connection, if one is free now.
    pub(super) fn take_if_free(&self) -> Option<Lease> {
        self.connections.try_get()
    }
}

/// Why there is no connection.
fn not_made(path: &Path, settings: &Settings, error: rusqlite::Error) -> EngineError {
    if file::says_full(&error) {
        return error.into();
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            EngineError::Damaged { path: path.to_owned(), detail: error.to_string() }
        }
        Some(ErrorCode::DatabaseBusy) => settings.name_busy(error),
        _ => EngineError::Unreachable { path: path.to_owned(), detail: error.to_string() },
    }
}
