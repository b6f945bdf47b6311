//! Group commit: units that wait together are committed together, by one flush.
//!
//! Each unit runs in a savepoint of the one transaction, so one that fails undoes its own changes and harms nobody. A unit
//! of a batch may see what earlier ones did, because they stand or fall together; readers see nothing before the commit.
//!
//! A savepoint makes each statement dearer than the one before: SQLite keeps the pages that the savepoint may bring back in a
//! list in memory, and goes along it at the end of each statement. A unit of very many statements is therefore stopped when it
//! has run some of them, undone, and run again in a transaction of its own.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tracing::Span;
use tracing::field::Empty;

use super::base::Base;
use super::connection::{execute, roll_back};
use super::guard::own;
use super::pool::Lease;
use super::queue::Batch;
use super::shared::Shared;
use super::{Ending, EngineError, Unit};

/// A unit in the queue, with what is told about it.
#[derive(Debug)]
pub(super) struct Job<U> {
    unit: U,
    queued: Instant,
    /// Whether it outgrew a transaction that it shared.
    large: AtomicBool,
    /// Belongs to the caller, whoever's thread the unit runs on.
    span: Span,
}

impl<U> Job<U> {
    pub(super) fn new(operation: &'static str, unit: U) -> Self {
        let span = tracing::debug_span!(
            "unit",
            operation,
            waited_us = Empty,
            ran_us = Empty,
            committed_us = Empty,
            batch = Empty
        );
        Self { unit, queued: Instant::now(), large: AtomicBool::new(false), span }
    }

    fn is_large(&self) -> bool {
        self.large.load(Ordering::Relaxed)
    }

    /// Notes a time on the span, if anybody listens.
    fn note(&self, what: &'static str, time: Duration) {
        if !self.span.is_disabled() {
            self.span.record(what, u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
        }
    }
}

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
    /// It is too large to share a transaction; undone, and not to be told yet.
    Outgrown,
    /// Its savepoint could not be begun or ended; the transaction is of no use any more.
    Broken(EngineError),
}

/// Serves one transaction's worth of units from the front of the batch.
pub(super) fn serve<U: Unit>(batch: &mut Batch<Job<U>, Outcome<U::Answer>>, base: &Base) {
    match base.writer.take().and_then(|connection| begin(&connection, base).map(|()| connection)) {
        Ok(connection) => transaction(batch, base, connection),
        // All of them waited for it as long as one is asked to wait.
        Err(error) => {
            while !batch.is_empty() {
                batch.tell(0, Outcome::Failed(error.clone()));
            }
        }
    }
}

/// Immediate: a transaction that reads first and writes later would fail at once if another program wrote in between.
fn begin(connection: &Connection, base: &Base) -> Result<(), EngineError> {
    // Damage may have been met while these units waited; to make room works the log in, and into such a file nothing is worked.
    base.refuse_damaged()?;
    base.room.make(connection, &base.settings);
    execute(connection, own!("BEGIN IMMEDIATE")).map_err(|error| base.named(error))?;
    // From here on nobody else commits: what others did comes before what these units do.
    Ok(base.elsewhere.look(connection, &base.metrics)?)
}

/// Commits or undoes. What went into a file that nobody finds again was not committed.
fn end(connection: &Connection, base: &Base, is_kept: bool) -> Result<(), EngineError> {
    // Before, so that a file that is put back does not have what was refused; after, for what little time there is between.
    if is_kept {
        // One of these units may have met damage, and the others not.
        base.refuse_damaged()?;
        base.place.refuse_gone()?;
        base.room.refuse_commit(connection)?;
    }
    execute(connection, if is_kept { own!("COMMIT") } else { own!("ROLLBACK") }).map_err(|error| base.named(error))?;
    base.place.refuse_gone()
}

/// Runs units in one transaction, commits, and tells their callers.
fn transaction<U: Unit>(batch: &mut Batch<Job<U>, Outcome<U::Answer>>, base: &Base, connection: Lease) {
    let begun = Instant::now();
    // A lone unit needs no savepoint: the transaction is its own.
    let alone = batch.jobs().nth(1).is_none();
    let shared = Shared::writing(connection, &base.room);
    let mut runs = Vec::new();
    let mut times = Vec::new();
    let mut is_lost = false;
    let mut started = begun;
    while let Some(job) = batch.begin(runs.len()) {
        if job.is_large() && !runs.is_empty() {
            break;
        }
        let run = job.span.in_scope(|| {
            if alone || job.is_large() {
                return run(job, &shared);
            }
            match run_in_savepoint(job, &shared, base.settings.most_shared) {
                // Nothing came before it: the transaction becomes its own.
                Run::Outgrown if runs.is_empty() => run(job, &shared),
                run => run,
            }
        });
        if matches!(run, Run::Outgrown) {
            break;
        }
        // SQLite undoes the whole transaction by itself after some errors, as when the disk is full.
        is_lost = matches!(run, Run::Broken(_)) || shared.with(|connection| connection.is_autocommit());
        let ended = Instant::now();
        let (waited, ran) = (started - job.queued, ended - started);
        job.note("waited_us", waited);
        job.note("ran_us", ran);
        times.push((waited, ran));
        started = ended;
        runs.push(run);
        if is_lost || job.is_large() || ended - begun > base.settings.oldest_batch {
            break;
        }
    }
    let connection = shared.into_inner();
    if is_lost {
        roll_back(&connection);
        // The others run again, and are counted then.
        times.drain(..times.len().saturating_sub(1));
        base.metrics.units(&times, 1);
        tell_guilty(batch, runs);
        return;
    }
    let kept = runs.iter().filter(|run| matches!(run, Run::Kept(_))).count();
    let undone = runs.len() - kept;
    match end(&connection, base, kept > 0) {
        Ok(()) => {
            base.metrics.units(&times, undone);
            if kept > 0 {
                let took = started.elapsed();
                base.metrics.commit(kept, took);
                for job in batch.jobs().take(runs.len()) {
                    job.note("committed_us", took);
                    job.span.record("batch", kept);
                }
            }
            tell_all(batch, runs);
            base.after_commit(&connection);
        }
        Err(error) => {
            roll_back(&connection);
            if kept > 1 && error.breaks_a_rule() {
                // One of them broke a rule that is looked at only now; by themselves, it alone meets that.
                base.metrics.units(&times, 0);
                one_by_one(batch, runs.len(), base, connection);
            } else {
                base.metrics.units(&times, runs.len());
                for run in runs {
                    batch.tell(0, run.without_commit(&error));
                }
            }
        }
    }
}

fn tell_all<U: Unit>(batch: &mut Batch<Job<U>, Outcome<U::Answer>>, runs: Vec<Run<U::Answer>>) {
    for (job, run) in batch.jobs().zip(&runs) {
        if let Run::Kept(answer) = run
            && catch_unwind(AssertUnwindSafe(|| job.unit.committed(answer))).is_err()
        {
            // It is durable, and so are the others: who watches must not take their answers from them.
            tracing::error!("a unit panicked when it was told that it is committed");
        }
    }
    for run in runs {
        batch.tell(0, run.committed());
    }
}

/// Tells the last unit that ran, with which the transaction was lost. Those before it are innocent, and run again with
/// those after it.
fn tell_guilty<U: Unit>(batch: &mut Batch<Job<U>, Outcome<U::Answer>>, mut runs: Vec<Run<U::Answer>>) {
    let place = runs.len().saturating_sub(1);
    if let Some(guilty) = runs.pop() {
        batch.tell(place, guilty.without_commit(&EngineError::Lost));
    }
}

/// Runs units from the front of the batch, each in a transaction of its own.
fn one_by_one<U: Unit>(
    batch: &mut Batch<Job<U>, Outcome<U::Answer>>,
    count: usize,
    base: &Base,
    mut connection: Lease,
) {
    for _ in 0..count {
        let Some(job) = batch.jobs().next() else { return };
        if let Err(error) = begin(&connection, base) {
            base.metrics.units(&[], 1);
            batch.tell(0, Outcome::Failed(error));
            continue;
        }
        let shared = Shared::writing(connection, &base.room);
        let run = job.span.in_scope(|| run(job, &shared));
        connection = shared.into_inner();
        let is_kept = matches!(run, Run::Kept(_));
        let ran = Instant::now();
        match end(&connection, base, is_kept) {
            Ok(()) => {
                if is_kept {
                    base.metrics.commit(1, ran.elapsed());
                } else {
                    base.metrics.units(&[], 1);
                }
                tell_all(batch, vec![run]);
                base.after_commit(&connection);
            }
            Err(error) => {
                roll_back(&connection);
                base.metrics.units(&[], 1);
                batch.tell(0, run.without_commit(&error));
            }
        }
    }
}

impl<A> Run<A> {
    fn committed(self) -> Outcome<A> {
        match self {
            Self::Kept(answer) | Self::Undone(answer) => Outcome::Done(answer),
            Self::Panicked(panic) => Outcome::Panicked(panic),
            Self::Broken(error) => Outcome::Failed(error),
            Self::Outgrown => Outcome::Failed(EngineError::Outgrown),
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
fn run<U: Unit>(job: &Job<U>, connection: &Shared) -> Run<U::Answer> {
    match catch_unwind(AssertUnwindSafe(|| job.unit.run(connection))) {
        Ok(Ending::Commit(answer)) => Run::Kept(answer),
        Ok(Ending::Rollback(answer)) => Run::Undone(answer),
        Err(panic) => Run::Panicked(panic),
    }
}

fn run_in_savepoint<U: Unit>(job: &Job<U>, shared: &Shared, most: u32) -> Run<U::Answer> {
    if let Err(error) = shared.with(|connection| execute(connection, own!("SAVEPOINT unit"))) {
        return Run::Broken(error.into());
    }
    shared.allow(Some(most));
    let mut run = run(job, shared);
    if shared.is_outgrown() {
        // However it took the refusal of its statements: it runs again.
        job.large.store(true, Ordering::Relaxed);
        run = Run::Outgrown;
    }
    shared.allow(None);
    let ended = shared.with(|connection| {
        // Undone already, with the whole transaction: there is no savepoint to end.
        if connection.is_autocommit() {
            return Ok(());
        }
        if !matches!(run, Run::Kept(_)) {
            execute(connection, own!("ROLLBACK TO unit"))?;
        }
        execute(connection, own!("RELEASE unit"))
    });
    match ended {
        Ok(()) => run,
        Err(error) => Run::Broken(error.into()),
    }
}
