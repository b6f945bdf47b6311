//! How large everything is, and how often it is measured.

use std::time::Duration;

/// Sizes and rounds.
#[derive(Debug)]
pub(crate) struct Plan {
    /// How it is called in the report.
    pub(crate) name: &'static str,
    /// Parts in the smallest workspace.
    pub(crate) smallest: usize,
    /// In the small one.
    pub(crate) small: usize,
    /// In the large one, in which parts are made and assemblies released.
    pub(crate) large: usize,
    /// In the largest one, which has the BOMs.
    pub(crate) largest: usize,
    /// Rows that the explosions have.
    pub(crate) explosions: [usize; 3],
    /// Lines that the assemblies of one level have, which are compared.
    pub(crate) flats: [usize; 3],
    /// Lines that the assemblies have which are released.
    pub(crate) releases: [usize; 3],
    /// Parts that are made in one unit.
    pub(crate) create: usize,
    /// How often each side has its turn.
    pub(crate) rounds: usize,
    /// How many searches there are in a turn.
    pub(crate) searches: usize,
    /// How long it waits in all for other programs to be done.
    pub(crate) patience: Duration,
}

impl Plan {
    pub(crate) fn full() -> Self {
        Self {
            name: "full",
            smallest: 1_000,
            small: 10_000,
            large: 100_000,
            largest: 300_000,
            explosions: [25_000, 50_000, 100_000],
            flats: [25_000, 50_000, 100_000],
            releases: [2_500, 5_000, 10_000],
            create: 10_000,
            rounds: 5,
            searches: 400,
            patience: Duration::from_secs(300),
        }
    }

    pub(crate) fn quick() -> Self {
        Self {
            name: "quick",
            smallest: 200,
            small: 400,
            large: 800,
            largest: 1_600,
            explosions: [500, 1_000, 2_000],
            flats: [250, 500, 1_000],
            releases: [50, 100, 200],
            create: 100,
            rounds: 2,
            searches: 40,
            patience: Duration::ZERO,
        }
    }
}

/// The product whose explosion has so many rows.
pub(crate) fn product(rows: usize) -> String {
    format!("Product of {rows} rows")
}

/// The assembly of one level with so many lines, and the one that is compared with it.
pub(crate) fn flat(lines: usize) -> [String; 2] {
    [format!("Assembly of {lines} lines"), format!("Other assembly of {lines} lines")]
}

/// The assembly with so many lines that can be released.
pub(crate) fn releasable(lines: usize) -> String {
    format!("Releasable assembly of {lines} lines")
}
