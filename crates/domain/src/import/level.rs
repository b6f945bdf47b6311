//! Levels: a list with what is inside of assemblies beneath them. A BOM has its first level only, so that nothing counts twice.

use std::collections::BTreeMap;

use super::ImportError;
use super::column::{Column, Role, fold};
use super::row::{Cells, Grid, Stop};

/// What tools call the column.
const NAMES: [&str; 11] = [
    "level",
    "bomlevel",
    "lvl",
    "indent",
    "indentlevel",
    "indentation",
    "ebene",
    "stufe",
    "niveau",
    "livello",
    "nivel",
];

/// What only the flat list has that is exported here; see `export/flat.rs`.
const FLAT: [&str; 4] = ["partnumber", "quantitynotfitted", "lines", "assembly"];

/// Which column says how deep a row is, and how deep the assembly's own lines are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Levels {
    column: usize,
    first: u32,
}

impl Levels {
    /// Stops a row that is no line of the assembly's own.
    pub(super) fn check(self, cells: &Cells<'_>) -> Result<(), Stop> {
        match level(cells.at(self.column)) {
            Some(level) if level > self.first => Err(Stop::not_a_part(ImportError::RowOfLowerLevel { level })),
            Some(level) if level < self.first => Err(Stop::not_a_part(ImportError::RowOfAssembly)),
            _ => Ok(()),
        }
    }
}

/// How many rows are how deep, as long as the column says nothing else.
#[derive(Debug)]
pub(super) struct Tally {
    column: usize,
    rows: BTreeMap<u32, usize>,
    says_else: bool,
}

impl Tally {
    /// Counts what the first column says that has such a name; `None` where none has, or somebody gave it another role.
    pub(super) fn of(grid: &Grid) -> Option<Self> {
        let is_level = |column: &&Column| {
            matches!(column.role, Role::Property | Role::Ignore) && NAMES.contains(&fold(&column.name).as_str())
        };
        let column = grid.columns.iter().find(is_level)?.index;
        Some(Self { column, rows: BTreeMap::new(), says_else: false })
    }

    pub(super) fn add(&mut self, cells: &Cells<'_>) {
        let cell = cells.at(self.column);
        match level(cell) {
            Some(level) => *self.rows.entry(level).or_default() += 1,
            None => self.says_else |= !cell.is_empty(),
        }
    }

    /// The levels; `None` where all rows are of one. The only row of level 0 is the assembly itself.
    pub(super) fn levels(&self) -> Option<Levels> {
        let mut levels = self.rows.iter();
        let (smallest, rows) = levels.next()?;
        let (next, _) = levels.next().filter(|_| !self.says_else)?;
        let first = if (*smallest, *rows) == (0, 1) { *next } else { *smallest };
        Some(Levels { column: self.column, first })
    }
}

/// How deep a row is: a number, which some tools write after as many dots.
fn level(cell: &str) -> Option<u32> {
    cell.trim_start_matches('.').parse().ok()
}

/// Refuses a flat list as a BOM: it sums up what all levels need, and has the assemblies beside what is inside of them.
pub(super) fn refuse_flat(columns: &[Column]) -> Result<(), ImportError> {
    let has = |name: &str| columns.iter().any(|column| fold(&column.name) == name);
    if FLAT.iter().all(|name| has(name)) { Err(ImportError::ListIsFlat) } else { Ok(()) }
}
