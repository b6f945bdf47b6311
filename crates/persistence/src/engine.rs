//! SQLite that no thread can break: pooled connections behind a door for reading and a door for writing.
//!
//! The engine knows no room of the domain. It promises what has to do with threads, transactions and the file: every
//! connection has its pragmas, a snapshot is consistent and cannot write, a unit commits or leaves nothing, and a second
//! door on the same thread is refused before it can wait for the first.

mod door;
mod error;
mod file;
mod migrate;
mod pool;

pub(crate) use error::EngineError;
pub(crate) use migrate::Migration;
pub(crate) use pool::Shared;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::time::Duration;

use door::{Door, Doors};
use pool::{Access, Pool};

/// How the engine is set up.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How many snapshots can be open at once; more wait.
    pub readers: u32,
    /// How long a unit or a snapshot waits for its turn in this program before it gives up.
    pub turn: Duration,
    /// How long a unit waits for another program that holds the file.
    pub other_program: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            // Readers mostly wait for memory, not for each other; a few more than cores keeps them all busy.
            readers: u32::try_from(cores).unwrap_or(2).saturating_mul(2).clamp(4, 16),
            turn: Duration::from_secs(30),
            other_program: Duration::from_secs(10),
        }
    }
}

/// What a unit's work asks the engine to do at its end.
pub(crate) enum Ending<T> {
    /// Commit, and answer this once it is durable.
    Commit(T),
    /// Undo everything, and answer this.
    Rollback(T),
}

/// A database file with its connections.
#[derive(Debug)]
pub(crate) struct Engine {
    doors: Doors,
    readers: Pool,
    writer: Pool,
    settings: Settings,
}

impl Engine {
    /// Opens the file, makes it if it is not there, and brings its schema up to date.
    pub(crate) fn open(
        path: &Path,
        application_id: u32,
        migrations: &[Migration],
        settings: Settings,
    ) -> Result<Self, EngineError> {
        file::check(path, application_id)?;
        // One writer: SQLite has one anyway, and threads that queue for it here do not poll each other out.
        let writer = Pool::open(path, Access::Write, 1, &settings)?;
        migrate::run(&*writer.take()?, path, application_id, migrations)?;
        let readers = Pool::open(path, Access::Read, settings.readers, &settings)?;
        Ok(Self { doors: Doors::new(), readers, writer, settings })
    }

    /// Runs `work` on one consistent state of the file.
    pub(crate) fn snapshot<T>(&self, work: impl FnOnce(&Shared) -> T) -> Result<T, EngineError> {
        let _door = self.doors.enter(Door::Read)?;
        let connection = self.readers.take()?;
        // A deferred transaction begins with its first read; reading now makes the snapshot the state of this moment.
        connection.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")?;
        let shared = Shared::new(connection);
        let answer = catch_unwind(AssertUnwindSafe(|| work(&shared)));
        // Nothing was written, so a rollback that fails loses nothing; the pool throws such a connection away.
        if let Err(error) = shared.into_inner().execute_batch("ROLLBACK") {
            tracing::warn!(%error, "a snapshot did not end cleanly; its connection is closed");
        }
        answer.map_err(|panic| resume_unwind(panic))
    }

    /// Runs `work` as one transaction. `committed` is called once the commit is durable, before the next unit begins.
    pub(crate) fn unit<T>(
        &self,
        work: impl FnOnce(&Shared) -> Ending<T>,
        committed: impl FnOnce(&T),
    ) -> Result<T, EngineError> {
        let _door = self.doors.enter(Door::Write)?;
        let connection = self.writer.take()?;
        // Immediate: a transaction that reads first and writes later would fail at once when another program wrote between.
        connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| self.busy(error))?;
        let shared = Shared::new(connection);
        let ending = catch_unwind(AssertUnwindSafe(|| work(&shared)));
        let connection = shared.into_inner();
        match ending {
            Ok(Ending::Commit(answer)) => {
                if let Err(error) = connection.execute_batch("COMMIT") {
                    pool::roll_back(&connection);
                    return Err(self.busy(error));
                }
                committed(&answer);
                Ok(answer)
            }
            Ok(Ending::Rollback(answer)) => {
                pool::roll_back(&connection);
                Ok(answer)
            }
            Err(panic) => {
                pool::roll_back(&connection);
                drop(connection);
                resume_unwind(panic)
            }
        }
    }

    fn busy(&self, error: rusqlite::Error) -> EngineError {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy) => {
                EngineError::Busy { seconds: self.settings.other_program.as_secs() }
            }
            _ => error.into(),
        }
    }
}
