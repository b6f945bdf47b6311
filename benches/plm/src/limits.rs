//! What the figures must be.

use measure::Must;

/// Figures and what they must be, in the order of the report.
pub(crate) const LIMITS: &[(&str, Must)] = &[
    ("explode_vs_query", Must::AtMost(1.3)),
    ("explode_flat_vs_query", Must::AtMost(1.3)),
    ("read_vs_statement", Must::AtMost(1.3)),
    ("read_flat_vs_statement", Must::AtMost(1.3)),
    ("where_used_vs_statement", Must::AtMost(1.3)),
    ("search_p99_growth", Must::AtMost(5.0)),
    ("page_growth", Must::AtMost(2.0)),
    ("create_vs_inserts", Must::AtMost(2.0)),
    // No worse than linear: what is measured is the power, which noise moves a little.
    ("release_exponent", Must::AtMost(1.15)),
    ("compare_exponent", Must::AtMost(1.15)),
    ("explode_memory_vs_answer", Must::AtMost(1.0)),
];
