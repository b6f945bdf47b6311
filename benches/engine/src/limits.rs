//! What the figures must be.

use measure::Must;

/// Figures and what they must be, in the order of the report.
pub(crate) const LIMITS: &[(&str, Must)] = &[
    ("writers8_vs_best_peer", Must::AtLeast(4.5)),
    ("writers64_vs_best_peer", Must::AtLeast(12.0)),
    ("writers64_vs_limit", Must::AtLeast(0.55)),
    ("fairness8", Must::AtLeast(0.9)),
    ("fairness64", Must::AtLeast(0.9)),
    ("slowest8_vs_mutex", Must::AtMost(1.0)),
    ("writer1_vs_raw", Must::AtLeast(0.9)),
    ("readers1_vs_raw", Must::AtLeast(0.9)),
    ("readers2_vs_raw", Must::AtLeast(0.9)),
    ("readers4_vs_raw", Must::AtLeast(0.9)),
    ("readers8_vs_raw", Must::AtLeast(0.9)),
    ("read_p99_under_write", Must::AtMost(2.0)),
    // Bounded: once the reader has gone, the log is back at the size it is cut to.
    ("wal_bytes", Must::AtMost(67_108_864.0)),
    ("nested_write", Must::AtLeast(1.0)),
    ("write_inside_read", Must::AtLeast(1.0)),
    ("exhausted_readers", Must::AtLeast(1.0)),
    ("exhausted_writer", Must::AtLeast(1.0)),
];
