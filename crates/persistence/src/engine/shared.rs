//! The connection of a snapshot or a unit, as its work sees it.

use std::time::Instant;

use parking_lot::{Mutex, ReentrantMutex};
use rusqlite::Connection;

use super::connection::{Line, execute};
use super::pool::Lease;
use super::{Ending, EngineError};

/// A connection in a transaction. The repositories of a unit share it: they are `Sync`, because the lock lets one thread
/// at a time through. That thread may come again: a statement inside a statement is no mistake.
#[derive(Debug)]
pub struct Shared {
    lease: ReentrantMutex<Lease>,
    /// How many statements may still be run; `None` for any number.
    left: Mutex<Option<u32>>,
}

impl Shared {
    pub(super) fn new(lease: Lease) -> Self {
        Self { lease: ReentrantMutex::new(lease), left: Mutex::new(None) }
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

    /// Works with the connection. A panic while it is held changes nothing about it: the transaction is rolled back anyway.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Line) -> T) -> T {
        work(&self.lease.lock())
    }

    /// Runs one statement, which `work` is about to prepare from `sql`.
    ///
    /// Refused once SQLite has undone the transaction by itself, because whatever was written then would stand alone and at
    /// once; for a read that was cancelled or is too old; and for a unit that outgrew the transaction it shares. A statement that takes long is told to the log with its plan.
    ///
    /// `work` must neither begin nor end a transaction.
    pub fn run<T>(&self, sql: &str, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, EngineError> {
        self.with(|line| {
            if line.is_autocommit() {
                return Err(EngineError::Lost);
            }
            if let Some(end) = line.desk.end() {
                return Err(end.into());
            }
            self.take_one()?;
            let begun = Instant::now();
            let answer = work(line);
            line.metrics.statement(line, sql, begun.elapsed());
            answer.map_err(|error| match line.desk.end() {
                Some(end) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) => end.into(),
                _ => line.damage.name(error),
            })
        })
    }

    /// Runs a step of a unit that can be undone by itself: what it does not keep leaves the rest of the unit as it is. Steps
    /// may stand in each other. A panic in one undoes the whole unit.
    pub fn step<T>(&self, work: impl FnOnce() -> Ending<T>) -> Result<T, EngineError> {
        self.run("SAVEPOINT step", |connection| execute(connection, "SAVEPOINT step"))?;
        let (answer, is_kept) = match work() {
            Ending::Commit(answer) => (answer, true),
            Ending::Rollback(answer) => (answer, false),
        };
        self.run("RELEASE step", |connection| {
            if !is_kept {
                execute(connection, "ROLLBACK TO step")?;
            }
            execute(connection, "RELEASE step")
        })?;
        Ok(answer)
    }

    pub(super) fn into_inner(self) -> Lease {
        self.lease.into_inner()
    }
}
