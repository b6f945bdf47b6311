//! What the figures must be.

use measure::Must;

/// Figures and what they must be, in the order of the report.
pub(crate) const LIMITS: &[(&str, Must)] = &[
    ("import_new_vs_inserts", Must::AtMost(3.0)),
    ("import_known_vs_inserts", Must::AtMost(3.0)),
    // What a plan holds of a row.
    ("import_new_memory_of_a_row", Must::AtMost(1024.0)),
    ("import_known_memory_of_a_row", Must::AtMost(1024.0)),
    // No worse than linear: what is measured is the power, which noise moves a little.
    ("import_new_exponent", Must::AtMost(1.15)),
    ("import_known_exponent", Must::AtMost(1.15)),
    ("undo_new_exponent", Must::AtMost(1.15)),
    ("undo_known_exponent", Must::AtMost(1.15)),
    ("export_csv_exponent", Must::AtMost(1.15)),
    ("export_xlsx_exponent", Must::AtMost(1.15)),
    ("kicad_listing_exponent", Must::AtMost(1.15)),
];
