//! What the figures must be.

use measure::Must;

/// Figures and what they must be, in the order of the report.
pub(crate) const LIMITS: &[(&str, Must)] = &[
    ("start_growth", Must::AtMost(1.3)),
    ("scroll_blank_frames", Must::AtMost(2.0)),
    ("memory_growth", Must::AtMost(1.3)),
];
