//! How long and how often everything is measured.

use std::time::Duration;

/// How long and how often.
pub(crate) struct Plan {
    /// How it is called in the report.
    pub(crate) name: &'static str,
    /// Parts in the file before anything is measured.
    pub(crate) parts: usize,
    /// How often each design has its turn.
    pub(crate) rounds: usize,
    /// How long a turn is.
    pub(crate) turn: Duration,
    /// How long the WAL is watched; a reader holds its snapshot for half of it.
    pub(crate) wal: Duration,
}

impl Plan {
    pub(crate) fn full() -> Self {
        Self { name: "full", parts: 20_000, rounds: 5, turn: Duration::from_secs(2), wal: Duration::from_secs(60) }
    }

    pub(crate) fn quick() -> Self {
        Self { name: "quick", parts: 4_000, rounds: 2, turn: Duration::from_millis(300), wal: Duration::from_secs(4) }
    }
}
