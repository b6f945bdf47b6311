//! How often everything is measured.

/// Rounds and counts.
#[derive(Debug)]
pub(crate) struct Plan {
    /// How it is called in the report.
    pub(crate) name: &'static str,
    /// Starts of each side.
    pub(crate) starts: usize,
    /// Searches that are typed.
    pub(crate) searches: usize,
    /// Frames in which the list is scrolled, at each speed.
    pub(crate) frames: usize,
    /// How often each BOM is opened.
    pub(crate) openings: usize,
    /// Round trips of a small command, one after the other.
    pub(crate) calls: usize,
    /// Pages that are asked for in each encoding.
    pub(crate) pages: usize,
    /// Rows on such a page.
    pub(crate) rows: usize,
    /// Minutes of use, in each of which ten things are done.
    pub(crate) minutes: usize,
    /// Lines of the BOMs that are opened.
    pub(crate) lines: usize,
}

impl Plan {
    pub(crate) fn full() -> Self {
        Self {
            name: "full",
            starts: 7,
            searches: 40,
            frames: 600,
            openings: 5,
            calls: 1_000,
            pages: 15,
            rows: 10_000,
            minutes: 60,
            lines: 100_000,
        }
    }

    pub(crate) fn quick() -> Self {
        Self {
            name: "quick",
            starts: 1,
            searches: 3,
            frames: 60,
            openings: 1,
            calls: 20,
            pages: 2,
            rows: 1_000,
            minutes: 2,
            lines: 1_000,
        }
    }
}
