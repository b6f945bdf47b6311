//! The connection of a snapshot or a unit, as its work sees it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use parking_lot::{Mutex, ReentrantMutex};
use rusqlite::{Connection, ErrorCode};

use super::connection::{Line, execute};
use super::guard::own;
use super::pool::Lease;
use super::room::{Room, STATEMENTS_BETWEEN_LOOKS};
use super::{Ending, EngineError};

/// A connection in a transaction. The repositories of a unit share it: they are `Sync`, because the lock lets one thread
/// at a time through. That thread may come again: a statement inside a statement is no mistake.
#[derive(Debug)]
pub struct Shared {
    lease: ReentrantMutex<Lease>,
    /// How many statements may still be run; `None` for any number.
    left: Mutex<Option<u32>>,
    /// Where what is written goes; `None` where nothing is.
    room: Option<Arc<Room>>,
    /// How many statements were run.
    statements: AtomicU32,
}

impl Shared {
    /// For a snapshot.
    pub(super) fn reading(lease: Lease) -> Self {
        Self::new(lease, None)
    }

    /// For units.
    pub(super) fn writing(lease: Lease, room: &Arc<Room>) -> Self {
        Self::new(lease, Some(Arc::clone(room)))
    }

    fn new(lease: Lease, room: Option<Arc<Room>>) -> Self {
        Self { lease: ReentrantMutex::new(lease), left: Mutex::new(None), room, statements: AtomicU32::new(0) }
    }

    /// Bounds how many statements are run from here on, or no longer does.
    pub(super) fn allow(&self, statements: Option<u32>) {
        *self.left.lock() = statements;
    }

    /// Whether a statement was refused because of that bound.
    pub(super) fn is_outgrown(&self) -> bool {
        *self.left.lock() == Some(0)
    }

    /// Takes one from what may still be run. The last one is never run, so that whoever came so far has come too far.
    fn take_one(&self) -> Result<(), EngineError> {
        let mut left = self.left.lock();
        let Some(statements) = &mut *left else { return Ok(()) };
        *statements = statements.saturating_sub(1);
        if *statements == 0 { Err(EngineError::Outgrown) } else { Ok(()) }
    }

    /// Looks, every few statements, whether there is room for what is written; a transaction that does not fit into memory is written
    /// before it is committed.
    fn look_for_room(&self, line: &Line) -> Result<(), EngineError> {
        match &self.room {
            Some(room) if self.statements.fetch_add(1, Ordering::Relaxed).is_multiple_of(STATEMENTS_BETWEEN_LOOKS) => {
                room.refuse_short(line)
            }
            _ => Ok(()),
        }
    }

    /// Works with the connection. A panic while it is held changes nothing about it: the transaction is rolled back anyway.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Line) -> T) -> T {
        work(&self.lease.lock())
    }

    /// Runs one statement, which `work` is about to prepare from `sql`.
    ///
    /// Refused once SQLite has undone the transaction by itself, because whatever was written then would stand alone and at
    /// once; for a read that was cancelled or is too old; and for a unit that outgrew the transaction it shares. A statement
    /// that takes long is told to the log with its plan.
    ///
    /// Statements of `work` that begin or end a transaction or a savepoint, attach a file or set the connection up do nothing
    /// and fail, as [`EngineError::Reserved`] when `work` hands that on.
    pub fn run<T>(&self, sql: &str, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, EngineError> {
        self.run_guarded(sql, |line| line.guard.others(|| work(line)))
    }

    /// The same for a statement of the engine's own.
    fn run_own(&self, sql: &str, work: impl FnOnce(&Connection) -> rusqlite::Result<()>) -> Result<(), EngineError> {
        self.run_guarded(sql, |line| line.guard.own(|| work(line)))
    }

    fn run_guarded<T>(&self, sql: &str, work: impl FnOnce(&Line) -> rusqlite::Result<T>) -> Result<T, EngineError> {
        self.with(|line| {
            // First: what is too old may have been ended already.
            if let Some(end) = line.desk.end() {
                return Err(end.into());
            }
            if line.is_autocommit() {
                return Err(EngineError::Lost);
            }
            self.take_one()?;
            self.look_for_room(line)?;
            let begun = Instant::now();
            let answer = work(line);
            line.metrics.statement(line, sql, begun.elapsed());
            answer.map_err(|error| match (error.sqlite_error_code(), line.desk.end()) {
                (Some(ErrorCode::OperationInterrupted), Some(end)) => end.into(),
                (Some(ErrorCode::AuthorizationForStatementDenied), _) => EngineError::Reserved,
                _ => line.damage.name(error),
            })
        })
    }

    /// Runs a step of a unit that can be undone by itself: what it does not keep leaves the rest of the unit as it is. Steps
    /// may stand in each other. A panic in one undoes the whole unit.
    pub fn step<T>(&self, work: impl FnOnce() -> Ending<T>) -> Result<T, EngineError> {
        self.run_own("SAVEPOINT step", |connection| execute(connection, own!("SAVEPOINT step")))?;
        let (answer, is_kept) = match work() {
            Ending::Commit(answer) => (answer, true),
            Ending::Rollback(answer) => (answer, false),
        };
        self.run_own("RELEASE step", |connection| {
            if !is_kept {
                execute(connection, own!("ROLLBACK TO step"))?;
            }
            execute(connection, own!("RELEASE step"))
        })?;
        Ok(answer)
    }

    /// Works with the connection, if nobody does at the moment.
    pub(super) fn if_idle(&self, work: impl FnOnce(&Line)) {
        if let Some(lease) = self.lease.try_lock() {
            work(&lease);
        }
    }

    pub(super) fn into_inner(self) -> Lease {
        self.lease.into_inner()
    }
}
