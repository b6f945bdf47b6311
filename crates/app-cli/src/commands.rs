//! The commands: one file a room.

pub(crate) mod approval;
pub(crate) mod audit;
pub(crate) mod bom;
pub(crate) mod category;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod kicad;
pub(crate) mod part;
pub(crate) mod person;
pub(crate) mod property;
pub(crate) mod reference;
pub(crate) mod release;
pub(crate) mod revision;
pub(crate) mod search;
pub(crate) mod workspace;

/// Writes the end of a command's help: examples that a test parses.
macro_rules! examples {
    ($($line:literal),+ $(,)?) => {
        concat!("Examples:", $("\n  partwright ", $line),+)
    };
}
pub(crate) use examples;

/// The lists that commands answer, each with its fields; what the documentation of the command line is held to.
pub fn records() -> Vec<(&'static str, &'static [crate::record::Column])> {
    use crate::record::Record;
    vec![
        ("part list", part::PartRow::COLUMNS),
        ("bom show", bom::LineRow::COLUMNS),
        ("bom explode", bom::ExplodedRow::COLUMNS),
        ("bom flat", bom::FlatRow::COLUMNS),
        ("where-used", bom::UseRow::COLUMNS),
        ("search", search::HitRow::COLUMNS),
        ("history", audit::UnitRow::COLUMNS),
        ("person list", person::PersonRow::COLUMNS),
        ("category list", category::CategoryRow::COLUMNS),
    ]
}
