//! The very statements of the store, from the files it is built from.

/// Takes the next part number.
pub const TAKE_SEQUENCE: &str = include_str!("../../../crates/persistence/src/part/take_sequence.sql");
/// Adds a part.
pub const INSERT_PART: &str = include_str!("../../../crates/persistence/src/part/insert.sql");
/// Changes a part.
pub const UPDATE_PART: &str = include_str!("../../../crates/persistence/src/part/update.sql");
/// Adds the head of a unit's audit.
pub const OPEN_UNIT: &str = include_str!("../../../crates/persistence/src/audit/open_unit.sql");
/// Adds an entry of it.
pub const APPEND: &str = include_str!("../../../crates/persistence/src/audit/append.sql");
/// A part with what the other rooms say of it.
pub const SUMMARY: &str =
    concat!(include_str!("../../../crates/persistence/src/part/summary.sql"), "\nWHERE part.id = ?1");
