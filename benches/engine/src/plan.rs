//! How long and how often everything is measured.

use std::time::Duration;

use load::Kind;

use crate::design::Design;

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
    /// How long it waits in all for other programs to be done.
    pub(crate) patience: Duration,
    /// Who writes.
    pub(crate) designs: Vec<Design>,
    /// And what.
    pub(crate) units: Vec<Kind>,
}

impl Plan {
    pub(crate) fn full() -> Self {
        Self {
            name: "full",
            parts: 20_000,
            rounds: 5,
            turn: Duration::from_millis(1200),
            wal: Duration::from_secs(60),
            patience: Duration::from_secs(600),
            designs: Design::ALL.to_vec(),
            units: Kind::ALL.to_vec(),
        }
    }

    pub(crate) fn quick() -> Self {
        Self {
            name: "quick",
            parts: 4_000,
            rounds: 2,
            turn: Duration::from_millis(200),
            wal: Duration::from_secs(4),
            patience: Duration::ZERO,
            designs: Design::ALL.to_vec(),
            units: Kind::ALL.to_vec(),
        }
    }

    /// Only those of these keys.
    pub(crate) fn take_designs(&mut self, keys: &str) {
        self.designs.retain(|design| keys.split(',').any(|key| key == design.key()));
    }

    /// Only those of these names.
    pub(crate) fn take_units(&mut self, names: &str) {
        self.units.retain(|kind| names.split(',').any(|name| name == kind.name()));
    }

    /// Whether somebody writes who cannot be linked into this program.
    pub(crate) fn needs_child(&self) -> bool {
        self.designs.iter().any(|design| matches!(design, Design::Sqlx | Design::SqlxOne))
    }
}
