//! How large everything is, and how often it is measured.

use std::time::Duration;

/// Sizes and rounds.
#[derive(Debug)]
pub(crate) struct Plan {
    /// How it is called in the report.
    pub(crate) name: &'static str,
    /// Rows of the files that are imported, each of a part of its own.
    pub(crate) rows: [usize; 3],
    /// How often each side has its turn.
    pub(crate) rounds: usize,
    /// How long it waits in all for other programs to be done.
    pub(crate) patience: Duration,
}

impl Plan {
    pub(crate) fn full() -> Self {
        Self { name: "full", rows: [1_000, 10_000, 100_000], rounds: 3, patience: Duration::from_secs(300) }
    }

    pub(crate) fn quick() -> Self {
        Self { name: "quick", rows: [100, 300, 1_000], rounds: 1, patience: Duration::ZERO }
    }
}
