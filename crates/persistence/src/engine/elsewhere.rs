//! Changes that another program made in the file.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};

use rusqlite::Connection;

use super::metrics::Metrics;

/// Called when another program has changed the file. It must return quickly and cannot read: the writer waits for it.
pub type Notice = Box<dyn Fn() + Send + Sync>;

/// Notices the commits of other programs.
///
/// `PRAGMA data_version` changes for a connection when any other one commits. In this program nobody but the writing
/// connection commits; so what changes there was committed elsewhere.
pub(super) struct Elsewhere {
    seen: AtomicI64,
    notice: Notice,
}

impl fmt::Debug for Elsewhere {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Elsewhere").field("seen", &self.seen).finish_non_exhaustive()
    }
}

impl Elsewhere {
    /// From the state that the writing connection sees now.
    pub(super) fn from_now(writer: &Connection, notice: Notice) -> rusqlite::Result<Self> {
        Ok(Self { seen: AtomicI64::new(version(writer)?), notice })
    }

    /// Looks whether there was a commit elsewhere since it looked last, and tells of it. For whoever holds the writing
    /// connection; right after a transaction began, nothing can come between.
    pub(super) fn look(&self, writer: &Connection, metrics: &Metrics) -> rusqlite::Result<()> {
        let version = version(writer)?;
        if self.seen.swap(version, Ordering::Relaxed) != version {
            metrics.changes_elsewhere.add(1);
            if catch_unwind(AssertUnwindSafe(|| (self.notice)())).is_err() {
                tracing::error!("who is told of other programs' changes panicked");
            }
        }
        Ok(())
    }
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}
