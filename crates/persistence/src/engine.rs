//! SQLite that no thread can break: pooled connections behind a door for reading and a door for writing.
//!
//! The engine knows no room of the domain. It promises what has to do with threads, transactions and the file: every
//! connection has its pragmas, a snapshot is consistent and cannot write, a unit commits or leaves nothing, and a second
//! door on the same thread is refused before it can wait for the first.

mod commit;
mod door;
mod error;
mod file;
mod migrate;
mod pool;
mod queue;
mod sync;

pub(crate) use error::EngineError;
pub(crate) use migrate::Migration;
pub(crate) use pool::Shared;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::time::Duration;

use commit::Outcome;
use door::{Door, Doors};
use pool::{Access, Pool};
use queue::{Company, Queue, Unserved};
use sync::Deadline;

/// How the engine is set up.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How many snapshots can be open at once; more wait.
    pub readers: u32,
    /// How long a unit or a snapshot waits for its turn in this program before it gives up.
    pub turn: Duration,
    /// How long a unit waits for another program that holds the file.
    pub other_program: Duration,
    /// The most units that are committed together.
    pub largest_batch: usize,
    /// No further unit joins a transaction that is older than this.
    pub oldest_batch: Duration,
    /// How long a transaction waits, before it begins, for the units that came last time.
    pub company: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            // Readers mostly wait for memory, not for each other; a few more than cores keeps them all busy.
            readers: u32::try_from(cores).unwrap_or(2).saturating_mul(2).clamp(4, 16),
            turn: Duration::from_secs(30),
            other_program: Duration::from_secs(10),
            largest_batch: 256,
            oldest_batch: Duration::from_millis(20),
            company: Duration::from_micros(60),
        }
    }
}

impl Settings {
    /// SQLite's "busy" as what it is here: another program that held the file past the deadline.
    fn name_busy(&self, error: rusqlite::Error) -> EngineError {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy) => EngineError::Busy { seconds: seconds(self.other_program) },
            _ => error.into(),
        }
    }
}

/// A deferred transaction begins with its first read; reading now makes the snapshot the state of this moment.
fn begin_snapshot(connection: &rusqlite::Connection) -> rusqlite::Result<()> {
    pool::execute(connection, "BEGIN")?;
    connection.prepare_cached("SELECT 1 FROM sqlite_schema LIMIT 1")?.exists([]).map(drop)
}

/// A waiting time as a sentence says it: whole seconds, rounded up, because nobody waits for 0 seconds.
fn seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

/// A unit of work: something that happens in one transaction, whole or not at all.
pub(crate) trait Unit: Send {
    /// What its caller is answered.
    type Answer: Send;

    /// Does it. May be called again when the transaction was lost, and on another thread than its caller's.
    fn run(&self, connection: &Shared) -> Ending<Self::Answer>;

    /// Called once what it kept is durable, before any later unit is.
    fn committed(&self, answer: &Self::Answer);
}

/// What a unit's work asks the engine to do at its end.
#[derive(Debug)]
pub(crate) enum Ending<T> {
    /// Commit, and answer this once it is durable.
    Commit(T),
    /// Undo everything, and answer this.
    Rollback(T),
}

/// A database file with its connections, for units of one type.
#[derive(Debug)]
pub(crate) struct Engine<U: Unit> {
    doors: Doors,
    readers: Pool,
    writer: Pool,
    units: Queue<U, Outcome<U::Answer>>,
    settings: Settings,
}

impl<U: Unit> Engine<U> {
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
        migrate::run(&*writer.take()?, path, application_id, migrations, &settings)?;
        let readers = Pool::open(path, Access::Read, settings.readers, &settings)?;
        let units = Queue::new(Company { most: settings.largest_batch.max(1), patience: settings.company });
        Ok(Self { doors: Doors::new(), readers, writer, units, settings })
    }

    /// Runs `work` on one consistent state of the file.
    pub(crate) fn snapshot<T>(&self, work: impl FnOnce(&Shared) -> T) -> Result<T, EngineError> {
        let _door = self.doors.enter(Door::Read)?;
        let connection = self.readers.take()?;
        begin_snapshot(&connection).map_err(|error| self.settings.name_busy(error))?;
        let shared = Shared::new(connection);
        let answer = catch_unwind(AssertUnwindSafe(|| work(&shared)));
        // Nothing was written, so a rollback that fails loses nothing; the pool throws such a connection away.
        if let Err(error) = pool::execute(&shared.into_inner(), "ROLLBACK") {
            tracing::warn!(%error, "a snapshot did not end cleanly; its connection is closed");
        }
        answer.map_err(|panic| resume_unwind(panic))
    }

    /// Runs a unit as one transaction, or as a part of one that it shares with others that wait; answers once that is
    /// durable. A panic in it goes on here.
    pub(crate) fn unit(&self, unit: U) -> Result<U::Answer, EngineError> {
        let _door = self.doors.enter(Door::Write)?;
        let deadline = Deadline::after(self.settings.turn);
        let serve = |batch: &mut _| commit::serve(batch, &self.settings, || self.writer.take());
        match self.units.submit(unit, deadline, serve) {
            Ok(Outcome::Done(answer)) => Ok(answer),
            Ok(Outcome::Failed(error)) => Err(error),
            Ok(Outcome::Panicked(panic)) => resume_unwind(panic),
            Err(Unserved::TooLate) => Err(EngineError::Exhausted { seconds: seconds(self.settings.turn) }),
            Err(Unserved::Abandoned) => Err(EngineError::Abandoned),
        }
    }
}
