//! What the engine counts, and the statements that took long.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::Connection;

use super::desk::OpenSnapshot;

/// How many slow statements are kept; older ones make room.
const SLOW_KEPT: usize = 32;

/// What happened since the engine was opened, and what is so now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// Units that ended: kept, undone, or failed.
    pub units: u64,
    /// Units that wait for their turn now.
    pub queued: usize,
    /// Units of which nothing was kept, by their own wish or because they failed.
    pub units_undone: u64,
    /// Transactions in which units were committed; each cost one flush.
    pub commits: u64,
    /// The most units that shared one.
    pub largest_batch: u64,
    /// How long units waited for their turn, all together.
    pub waiting: Duration,
    /// How long units ran, all together.
    pub running: Duration,
    /// How long commits took, all together.
    pub committing: Duration,
    /// Snapshots that were opened.
    pub snapshots: u64,
    /// Snapshots that are open, the oldest first.
    pub open_snapshots: Vec<OpenSnapshot>,
    /// Reads that were cancelled or got too old.
    pub reads_ended: u64,
    /// How often another program was seen to have changed the file.
    pub changes_elsewhere: u64,
    /// How often the WAL was worked off.
    pub checkpoints: u64,
    /// The size of the database file in bytes.
    pub file_bytes: u64,
    /// The size of the WAL beside it in bytes.
    pub wal_bytes: u64,
    /// Statements that took longer than the settings call slow.
    pub slow: u64,
    /// The last of them, the newest first.
    pub slow_statements: Vec<SlowStatement>,
}

/// A statement that took long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlowStatement {
    /// The statement, with `?1` where its values were.
    pub sql: String,
    /// SQLite's plan for it, a line a step.
    pub plan: String,
    /// How long it took.
    pub took: Duration,
}

/// A number that many threads add to.
#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    fn add_time(&self, time: Duration) {
        self.add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    }

    fn at_least(&self, count: u64) {
        self.0.fetch_max(count, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn time(&self) -> Duration {
        Duration::from_nanos(self.get())
    }
}

#[derive(Debug)]
pub(super) struct Metrics {
    slow_from: Duration,
    pub(super) units: Counter,
    pub(super) units_undone: Counter,
    pub(super) commits: Counter,
    pub(super) snapshots: Counter,
    pub(super) reads_ended: Counter,
    pub(super) changes_elsewhere: Counter,
    pub(super) checkpoints: Counter,
    largest_batch: Counter,
    waiting: Counter,
    running: Counter,
    committing: Counter,
    slow: Counter,
    slow_statements: Mutex<VecDeque<SlowStatement>>,
}

impl Metrics {
    /// Statements are slow from this duration on.
    pub(super) fn new(slow_from: Duration) -> Self {
        Self {
            slow_from,
            units: Counter::default(),
            units_undone: Counter::default(),
            commits: Counter::default(),
            snapshots: Counter::default(),
            reads_ended: Counter::default(),
            changes_elsewhere: Counter::default(),
            checkpoints: Counter::default(),
            largest_batch: Counter::default(),
            waiting: Counter::default(),
            running: Counter::default(),
            committing: Counter::default(),
            slow: Counter::default(),
            slow_statements: Mutex::default(),
        }
    }

    /// Counts units by how long each waited and ran, and how many of all were undone.
    pub(super) fn units(&self, times: &[(Duration, Duration)], undone: usize) {
        self.units.add(times.len() as u64);
        self.units_undone.add(undone as u64);
        self.waiting.add_time(times.iter().map(|(waited, _)| waited).sum());
        self.running.add_time(times.iter().map(|(_, ran)| ran).sum());
    }

    pub(super) fn commit(&self, units: usize, took: Duration) {
        self.commits.add(1);
        self.committing.add_time(took);
        self.largest_batch.at_least(units as u64);
    }

    /// Notes how long a statement took; one that took long is kept with its plan.
    pub(super) fn statement(&self, connection: &Connection, sql: &str, took: Duration) {
        if took >= self.slow_from {
            self.slow_statement(connection, sql, took);
        }
    }

    #[cold]
    fn slow_statement(&self, connection: &Connection, sql: &str, took: Duration) {
        let plan = plan(connection, sql).unwrap_or_else(|error| format!("no plan: {error}"));
        tracing::warn!(milliseconds = took.as_millis(), sql, plan, "a statement was slow");
        self.slow.add(1);
        let mut kept = self.slow_statements.lock();
        kept.truncate(SLOW_KEPT - 1);
        kept.push_front(SlowStatement { sql: sql.to_owned(), plan, took });
    }

    /// Everything but what is found out by looking elsewhere: open snapshots and sizes.
    pub(super) fn status(&self) -> Status {
        Status {
            units: self.units.get(),
            units_undone: self.units_undone.get(),
            commits: self.commits.get(),
            largest_batch: self.largest_batch.get(),
            waiting: self.waiting.time(),
            running: self.running.time(),
            committing: self.committing.time(),
            snapshots: self.snapshots.get(),
            reads_ended: self.reads_ended.get(),
            changes_elsewhere: self.changes_elsewhere.get(),
            checkpoints: self.checkpoints.get(),
            slow: self.slow.get(),
            slow_statements: self.slow_statements.lock().iter().cloned().collect(),
            ..Status::default()
        }
    }
}

/// SQLite's plan for a statement. Its values are left out: the plan does not depend on them.
fn plan(connection: &Connection, sql: &str) -> rusqlite::Result<String> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(row.get::<_, String>("detail")?);
    }
    Ok(steps.join("\n"))
}
