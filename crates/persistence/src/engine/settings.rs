//! How the engine is set up.

use std::time::Duration;

use super::EngineError;

/// How the engine is set up. The defaults are for a desktop application; what they cost was measured.
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
    /// How many statements a unit may run in a transaction that it shares. One that runs more is undone, and runs again in a
    /// transaction of its own: what SQLite keeps for undoing it alone makes each statement of a shared one dearer than the
    /// one before.
    pub most_shared: u32,
    /// No further unit joins a transaction that is older than this.
    pub oldest_batch: Duration,
    /// How long a transaction waits, before it begins, for the units that came last time.
    pub company: Duration,
    /// In a snapshot that is older than this, the statement that runs is ended, and every later one is refused; when none
    /// runs, the snapshot itself is ended: it keeps the write-ahead log from being emptied.
    pub oldest_snapshot: Duration,
    /// A snapshot that is older than this is named in the log.
    pub slow_snapshot: Duration,
    /// A statement that takes longer than this is put in the log, with its plan.
    pub slow_statement: Duration,
    /// The name of the file system, as SQLite knows it, that the file is opened through; `None` for the system's own. For tests
    /// of power cuts and broken disks: a program has no reason to set it.
    pub file_system: Option<&'static str>,
    /// How often somebody looks for other programs' changes, old snapshots, and an idle moment to cut the log.
    pub care: Duration,
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
            most_shared: 2_000,
            oldest_batch: Duration::from_millis(20),
            company: Duration::from_micros(60),
            oldest_snapshot: Duration::from_secs(120),
            slow_snapshot: Duration::from_secs(10),
            slow_statement: Duration::from_millis(100),
            file_system: None,
            care: Duration::from_millis(250),
        }
    }
}

impl Settings {
    /// SQLite's "busy" as what it is here: another program that held the file past the deadline.
    pub(super) fn name_busy(&self, error: rusqlite::Error) -> EngineError {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy) => EngineError::Busy { seconds: seconds(self.other_program) },
            _ => error.into(),
        }
    }
}

/// A waiting time as a sentence says it: whole seconds, rounded up, because nobody waits for 0 seconds.
pub(super) fn seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}
