//! How long the write-ahead log may get, and who works it off.
//!
//! SQLite's own checkpoints never wait: as long as one reader follows the other, they never come to the end of the log, and
//! it grows for ever (<https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files>). Here the writer works the
//! log off at the same size as SQLite would, without waiting; and when that has not emptied it and it has become large, it
//! waits a moment for whoever is in its way: readers of old pages, while new ones read past it, and other programs that
//! write. The larger the log, the longer it waits, and from a length on after every commit: a reader that stays for long, as
//! one that copies a large file does, then slows those who write instead of letting the log grow for ever. A snapshot that
//! stays is named in the log and ended at the age that the settings allow.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::Settings;

/// Pages in the log from which on it is worked off; SQLite's own default.
const WORK_OFF: u32 = 1_000;

/// Pages from which on the writer waits for others: 16 MiB.
const EMPTY: u32 = 4_000;

/// Pages from which on it waits after every commit, as long as it ever waits: 48 MiB. Whoever keeps the log from being emptied,
/// such as a copy of a large file, then lets it grow by no more than two or three transactions a second.
const MOST: u32 = 12_000;

/// How long it waits at the length of [`EMPTY`], twice as long as a list of parts takes; four times as long at twice the length.
const PATIENCE: Duration = Duration::from_millis(20);

/// The longest that it waits, however long the log is.
const MOST_PATIENCE: Duration = Duration::from_millis(400);

/// How often it looks meanwhile whether they are gone. SQLite's own waiting looks ever more seldom, and then misses the
/// moments between two units of another program.
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);

thread_local! {
    /// How many pages the log had after the last commit on this thread. SQLite's hook cannot carry anything.
    static PAGES: Cell<u32> = const { Cell::new(0) };
    /// Until when this thread waits for others. Neither can the handler of a busy file.
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// SQLite's hook: called in the middle of a commit, on its thread.
#[expect(clippy::unnecessary_wraps, reason = "the hook's signature is rusqlite's")]
pub(super) fn note_pages(_: &rusqlite::hooks::Wal, pages: i32) -> rusqlite::Result<()> {
    PAGES.set(u32::try_from(pages).unwrap_or_default());
    Ok(())
}

/// How long the log was, and when it is worked off next.
#[derive(Debug)]
pub(super) struct Log {
    pages: AtomicU32,
    next: AtomicU32,
}

/// How far a checkpoint came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Checkpoint {
    /// The log was not long enough.
    NotDue,
    /// It was worked off as far as readers allowed; the next commit may begin it anew.
    Done,
    /// It is long, and somebody keeps it from being begun anew.
    Held,
}

impl Log {
    pub(super) fn new() -> Self {
        Self { pages: AtomicU32::new(0), next: AtomicU32::new(WORK_OFF) }
    }

    /// Somebody left who read for long: the next commit tries again, however long the log has become.
    pub(super) fn try_soon(&self) {
        self.next.store(WORK_OFF, Ordering::Relaxed);
    }

    /// Works the log off if it has become long. For whoever holds the writing connection, right after a commit on it.
    pub(super) fn after_commit(&self, connection: &Connection, settings: &Settings) -> Checkpoint {
        let pages = PAGES.take();
        if pages == 0 {
            // Nothing was written: the transaction was undone, or changed nothing.
            return Checkpoint::NotDue;
        }
        // It was begun anew. Another program may have made it long again before this one wrote, so its length alone does not
        // tell.
        if pages < self.pages.swap(pages, Ordering::Relaxed) {
            self.next.store(WORK_OFF, Ordering::Relaxed);
        }
        if pages < self.next.load(Ordering::Relaxed) {
            return Checkpoint::NotDue;
        }
        let worked_off = if pages < EMPTY {
            checkpoint(connection, "PRAGMA wal_checkpoint(PASSIVE)")
        } else {
            wait_for_others(connection, patience(pages), settings)
        };
        // However far it came, trying again at once would come no further; and the longer a reader has stayed, the longer it
        // may stay yet. But there is an end to that.
        let next = pages.saturating_add(WORK_OFF.max(pages / 4)).min(MOST.max(pages));
        self.next.store(next, Ordering::Relaxed);
        match worked_off {
            Ok(false) if pages >= EMPTY => Checkpoint::Held,
            Ok(_) => Checkpoint::Done,
            Err(error) => {
                // The commits are in the log and safe there; only its length suffers.
                tracing::warn!(%error, "the write-ahead log could not be worked off");
                Checkpoint::Held
            }
        }
    }
}

fn patience(pages: u32) -> Duration {
    if pages >= MOST {
        return MOST_PATIENCE;
    }
    let length = f64::from(pages) / f64::from(EMPTY);
    PATIENCE.mul_f64(length * length).min(MOST_PATIENCE)
}

/// SQLite's handler of a busy file: whether it shall try once more.
#[expect(clippy::disallowed_methods, reason = "nobody tells when another program lets go of a file")]
fn waits(_: i32) -> bool {
    let waits = UNTIL.get().is_some_and(|until| Instant::now() < until);
    if waits {
        thread::sleep(BETWEEN_LOOKS);
    }
    waits
}

fn wait_for_others(connection: &Connection, patience: Duration, settings: &Settings) -> rusqlite::Result<bool> {
    UNTIL.set(Some(Instant::now() + patience));
    connection.busy_handler(Some(waits))?;
    let worked_off = checkpoint(connection, "PRAGMA wal_checkpoint(RESTART)");
    connection.busy_timeout(settings.other_program)?;
    worked_off
}

/// Works the log off and cuts it to nothing, if nobody is in the way.
pub(super) fn truncate(connection: &Connection, settings: &Settings) -> rusqlite::Result<bool> {
    connection.busy_timeout(Duration::ZERO)?;
    let truncated = checkpoint(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    connection.busy_timeout(settings.other_program)?;
    truncated
}

/// Whether a checkpoint came to the end of the log, in the way that it was asked for.
fn checkpoint(connection: &Connection, sql: &str) -> rusqlite::Result<bool> {
    connection.prepare_cached(sql)?.query_row([], |row| {
        let (is_held, pages, done) = (row.get::<_, bool>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?);
        Ok(!is_held && pages == done)
    })
}
