//! Group commit: units that wait together are committed together, by one flush.
//!
//! Each unit runs in a savepoint of the one transaction, so one that fails undoes its own changes and harms nobody. A unit
//! of a batch may see what earlier ones did, because they stand or fall together; readers see nothing before the commit.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use rusqlite::Connection;

use super::pool::{self, Lease, Shared};
use super::queue::Batch;
use super::{Ending, EngineError, Settings, Unit};

/// How a unit ended for its caller.
#[derive(Debug)]
pub(super) enum Outcome<A> {
    /// It ran; what it kept is durable.
    Done(A),
    /// It, or the commit that should have covered it, failed; nothing of it was kept.
    Failed(EngineError),
    /// It panicked; nothing of it was kept.
    Panicked(Box<dyn Any + Send>),
}

/// What a unit came to inside the transaction, before the commit.
enum Run<A> {
    Kept(A),
    Undone(A),
    Panicked(Box<dyn Any + Send>),
    Failed(EngineError),
}

/// Serves a batch: transactions of as many units as the settings allow, each committed once.
pub(super) fn serve<U: Unit>(
    batch: &mut Batch<U, Outcome<U::Answer>>,
    settings: &Settings,
    mut take: impl FnMut() -> Result<Lease, EngineError>,
) {
    while !batch.is_empty() {
        let begun = take().and_then(|connection| {
            // Immediate: one that reads first and writes later would fail at once if another program wrote in between.
            connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| settings.name_busy(error))?;
            Ok(connection)
        });
        match begun {
            Ok(connection) => transaction(batch, settings, connection),
            // All of them waited for it as long as one is asked to wait.
            Err(error) => {
                while !batch.is_empty() {
                    batch.tell(0, Outcome::Failed(error.clone()));
                }
            }
        }
    }
}

/// Runs units from the front of the batch in one transaction, commits, and tells their callers.
fn transaction<U: Unit>(batch: &mut Batch<U, Outcome<U::Answer>>, settings: &Settings, connection: Lease) {
    let begun = Instant::now();
    // A lone unit needs no savepoint: the transaction is its own.
    let alone = batch.jobs().nth(1).is_none();
    let shared = Shared::new(connection);
    let mut runs = Vec::new();
    let mut is_lost = false;
    for unit in batch.jobs() {
        runs.push(if alone { run(unit, &shared) } else { run_in_savepoint(unit, &shared) });
        is_lost = shared.with(Connection::is_autocommit);
        if is_lost || begun.elapsed() > settings.oldest_batch {
            break;
        }
    }
    if is_lost {
        // SQLite undid the whole transaction by itself, as it does when the disk is full. The unit that met that has its
        // own answer; the others are run again.
        drop(shared);
        return tell_guilty(batch, runs);
    }
    let connection = shared.into_inner();
    let kept_any = runs.iter().any(|run| matches!(run, Run::Kept(_)));
    let committed = if kept_any { connection.execute_batch("COMMIT") } else { connection.execute_batch("ROLLBACK") };
    if let Err(error) = committed {
        pool::roll_back(&connection);
        let error = settings.name_busy(error);
        for run in runs {
            batch.tell(0, run.without_commit(&error));
        }
        return;
    }
    for run in runs {
        if let (Run::Kept(answer), Some(unit)) = (&run, batch.jobs().next()) {
            unit.committed(answer);
        }
        batch.tell(0, run.committed());
    }
}

fn tell_guilty<U: Unit>(batch: &mut Batch<U, Outcome<U::Answer>>, mut runs: Vec<Run<U::Answer>>) {
    let place = runs.len().saturating_sub(1);
    let lost = EngineError::Lost;
    if let Some(guilty) = runs.pop() {
        batch.tell(place, guilty.without_commit(&lost));
    }
}

impl<A> Run<A> {
    fn committed(self) -> Outcome<A> {
        match self {
            Self::Kept(answer) | Self::Undone(answer) => Outcome::Done(answer),
            Self::Panicked(panic) => Outcome::Panicked(panic),
            Self::Failed(error) => Outcome::Failed(error),
        }
    }

    /// The outcome when nothing could be kept.
    fn without_commit(self, error: &EngineError) -> Outcome<A> {
        match self {
            Self::Kept(_) => Outcome::Failed(error.clone()),
            other => other.committed(),
        }
    }
}

/// Runs a unit that has the transaction to itself: what it does not keep is undone with the transaction.
fn run<U: Unit>(unit: &U, connection: &Shared) -> Run<U::Answer> {
    match catch_unwind(AssertUnwindSafe(|| unit.run(connection))) {
        Ok(Ending::Commit(answer)) => Run::Kept(answer),
        Ok(Ending::Rollback(answer)) => Run::Undone(answer),
        Err(panic) => Run::Panicked(panic),
    }
}

fn run_in_savepoint<U: Unit>(unit: &U, connection: &Shared) -> Run<U::Answer> {
    if let Err(error) = connection.with(|connection| connection.execute_batch("SAVEPOINT unit")) {
        return Run::Failed(error.into());
    }
    let run = run(unit, connection);
    let end = if matches!(run, Run::Kept(_)) { "RELEASE unit" } else { "ROLLBACK TO unit; RELEASE unit" };
    let ended = connection.with(|connection| {
        // Undone already, with the whole transaction: there is no savepoint to end.
        if connection.is_autocommit() { Ok(()) } else { connection.execute_batch(end) }
    });
    match ended {
        Ok(()) => run,
        Err(error) => Run::Failed(error.into()),
    }
}
