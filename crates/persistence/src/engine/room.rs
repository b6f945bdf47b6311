//! Room on the disk for the log to be worked in.
//!
//! What is committed stands in the log, and the file grows only when the log is worked in. A disk that is filled by the log would
//! leave no room for that, and a log that is not worked in is never begun anew: nothing could be written any more, although
//! nothing but the log is in the way. So on a disk that is nearly full, the log is worked in before each transaction, and a unit
//! is refused as on a full disk while there is still room for what the file would have to grow by.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, ffi};

use super::{EngineError, Settings, file, wal};

/// What the cache of the writer may hold that is not in the log yet: 64 MiB.
const MOST_CACHED: u64 = 64 << 20;

/// A disk with less room than this is nearly full: what a transaction may write in one go, twice.
const LOW: u64 = 2 * MOST_CACHED;

/// Room that stays beside that: for the memory that connections share, which is a file, and for what is written between two looks.
const SPARE: u64 = 256 << 10;

/// How many statements are run between two looks.
pub(super) const STATEMENTS_BETWEEN_LOOKS: u32 = 8;

/// The disk that a file is on.
#[derive(Debug)]
pub(super) struct Room {
    path: PathBuf,
    /// Whether the log was worked in before this transaction.
    was_low: AtomicBool,
}

impl Room {
    pub(super) fn beside(path: &Path) -> Self {
        Self { path: path.to_owned(), was_low: AtomicBool::new(false) }
    }

    /// Works the log in, where the disk is nearly full. For whoever is about to begin a transaction.
    pub(super) fn make(&self, writer: &Connection, settings: &Settings) {
        let is_low = self.left().is_some_and(|left| left < LOW);
        self.was_low.store(is_low, Ordering::Relaxed);
        if is_low && let Err(error) = wal::truncate(writer, settings) {
            tracing::warn!(%error, "the disk is nearly full, and the write-ahead log could not be worked off");
        }
    }

    /// Refuses a transaction, about to be committed, that would leave less room than the file has to grow by. What it has in memory
    /// is written to the log before.
    pub(super) fn refuse_commit(&self, writer: &Connection) -> Result<(), EngineError> {
        if self.left().is_none_or(|left| left >= LOW) {
            return Ok(());
        }
        // To find out how much that is could fill the disk; only where nothing else waits to be worked in does that no harm.
        if self.was_low.load(Ordering::Relaxed) {
            writer.cache_flush()?;
            return self.refuse_less(writer, 0);
        }
        self.refuse_less(writer, MOST_CACHED)
    }

    /// The same within a transaction.
    pub(super) fn refuse_short(&self, writer: &Connection) -> Result<(), EngineError> {
        self.refuse_less(writer, 0)
    }

    fn refuse_less(&self, writer: &Connection, more: u64) -> Result<(), EngineError> {
        match self.left() {
            Some(left) if left < LOW && left < self.growth(writer)? + SPARE + more => Err(full().into()),
            _ => Ok(()),
        }
    }

    /// What the file has to grow by when the log is worked in.
    fn growth(&self, writer: &Connection) -> rusqlite::Result<u64> {
        let ask = |pragma| writer.prepare_cached(pragma)?.query_row([], |row| row.get::<_, u32>(0)).map(u64::from);
        let length = ask("PRAGMA page_count")? * ask("PRAGMA page_size")?;
        Ok(length.saturating_sub(file::size(&self.path)))
    }

    /// The room on the disk, where the system says how much there is; some that are no disks say nothing, in noughts.
    fn left(&self) -> Option<u64> {
        let disk = fs4::statvfs(&self.path).ok().filter(|disk| disk.total_space() > 0)?;
        Some(disk.available_space())
    }
}

fn full() -> rusqlite::Error {
    let what = "the room that is left is kept for what is in the log";
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_FULL), Some(what.to_owned()))
}
