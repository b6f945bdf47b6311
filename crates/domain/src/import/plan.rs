//! The plan: what each row of a file would do, worked out before anything is done.
//!
//! A plan is a pure function of the rows and of what the workspace knows about the parts they name. Every row ends in
//! exactly one [`Outcome`], and [`Counts`] holds the equation that says so.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::ImportError;
use super::column::{Column, Role};
use super::planner::{Planned, Planner};
use super::row::Cells;
use super::table::{Source, Table};
use crate::bom::{Designator, LineContent};
use crate::category::Codes;
use crate::decimal::Decimal;
use crate::id::PartId;
use crate::manufacturer_part::{Manufacturer, ManufacturerPart, Mpn, NewManufacturerPart, Status};
use crate::order::match_key;
use crate::part::{Description, PartName, PartNumber};
use crate::property::Property;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It makes a new part and a line.
    New,
    /// Its part is there already, in the workspace or from an earlier row; it makes a line.
    Matched,
    /// Its part is in the workspace and gets the row's manufacturer part, which it lacked; it makes a line.
    Updated,
    /// It says the same part as an earlier row and joins that row's line.
    Merged,
    /// It is no part, for the reason its problem gives.
    NotAPart,
    /// It cannot be imported, for the reason its problem gives.
    Refused,
}

/// How many rows ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are the outcomes")]
pub struct Counts {
    pub read: usize,
    pub new: usize,
    pub matched: usize,
    pub updated: usize,
    pub merged: usize,
    pub not_a_part: usize,
    pub refused: usize,
}

impl Counts {
    fn of(items: &[Item]) -> Self {
        let mut counts = Self { read: items.len(), ..Self::default() };
        for item in items {
            *match item.outcome {
                Outcome::New => &mut counts.new,
                Outcome::Matched => &mut counts.matched,
                Outcome::Updated => &mut counts.updated,
                Outcome::Merged => &mut counts.merged,
                Outcome::NotAPart => &mut counts.not_a_part,
                Outcome::Refused => &mut counts.refused,
            } += 1;
        }
        counts
    }

    /// Whether every row that was read ended in exactly one way.
    pub fn adds_up(&self) -> bool {
        self.read == self.new + self.matched + self.updated + self.merged + self.not_a_part + self.refused
    }
}

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row is not imported.
    Refused,
    /// The row is imported, and somebody should look.
    Notice,
}

/// Something to say about a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line of the file.
    pub row: u64,
    /// The column's name, where one cell is meant.
    pub column: Option<String>,
    /// How much it weighs.
    pub severity: Severity,
    /// The stable code.
    pub code: &'static str,
    /// The sentence.
    pub message: String,
}

/// A row as the preview shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The line of the file.
    pub row: u64,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The part's name, as it is or would be.
    pub name: String,
    /// The number of a part that is there already.
    pub number: Option<PartNumber>,
    /// The codes of the part's category.
    pub codes: String,
    /// The cells that describe the part, as written.
    pub value: String,
    /// See `value`.
    pub footprint: String,
    /// See `value`.
    pub manufacturer: String,
    /// See `value`.
    pub mpn: String,
    /// The quantity that the row adds; empty when it adds none.
    pub quantity: String,
    /// The designators that the row adds.
    pub designators: Vec<Designator>,
    /// Whether it is not populated.
    pub dnp: bool,
}

/// A part that the workspace has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPart {
    /// Its id.
    pub id: PartId,
    /// Its number.
    pub number: PartNumber,
    /// Its name.
    pub name: PartName,
    /// Its description.
    pub description: Description,
    /// Its manufacturer parts.
    pub manufacturer_parts: Vec<ManufacturerPart>,
    /// Its newest revision's properties.
    pub properties: Vec<Property>,
    /// Whether it contains the assembly that is imported into, and so cannot be a line of it.
    pub contains_target: bool,
}

/// What the workspace knows about the parts that a table's rows name.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Parts by number.
    pub by_number: HashMap<PartNumber, KnownPart>,
    /// Manufacturer parts with their parts, by the MPN's match key, oldest first.
    pub by_mpn: HashMap<String, Vec<(ManufacturerPart, KnownPart)>>,
    /// The codes of the subcategories there are.
    pub codes: BTreeSet<Codes>,
}

/// What the rows name and the workspace may know.
#[derive(Debug, Default)]
pub struct Wanted {
    /// Part numbers.
    pub numbers: BTreeSet<PartNumber>,
    /// Match keys of MPNs.
    pub mpn_keys: BTreeSet<String>,
}

/// A manufacturer part as a row names it.
pub type MakerAndMpn = (Manufacturer, Mpn);

/// A manufacturer part as a row names it, in the form that makes one.
pub(super) fn to_be_made((manufacturer, mpn): &MakerAndMpn) -> NewManufacturerPart {
    NewManufacturerPart { manufacturer: manufacturer.clone(), mpn: mpn.clone(), status: Status::Active }
}

/// A part that a plan's lines call for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum PlannedPart {
    /// It is there.
    Known {
        /// Which one it is.
        id: PartId,
        /// The manufacturer parts that it gets.
        gets: Vec<MakerAndMpn>,
    },
    /// It is to be made.
    New(PlannedNewPart),
}

/// A part that is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedNewPart {
    /// Where it will be classified.
    pub codes: Codes,
    /// Its name.
    pub name: PartName,
    /// Its description.
    pub description: Description,
    /// Its first manufacturer part.
    pub manufacturer_part: Option<MakerAndMpn>,
    /// The properties of its first revision.
    pub properties: Vec<Property>,
}

/// A line that a plan adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedLine {
    /// The part, by its place in [`Plan::parts`].
    pub part: usize,
    /// What the line says.
    pub content: LineContent,
}

/// What importing a file would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What the file turned out to be.
    pub source: Source,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The parts its lines call for, each once.
    pub parts: Vec<PlannedPart>,
    /// The lines of the BOM, in the order of the file.
    pub lines: Vec<PlannedLine>,
    /// Every row of the file.
    pub items: Vec<Item>,
    /// What is to be said about them, in the order of the file.
    pub problems: Vec<Problem>,
    /// How many rows ended how.
    pub counts: Counts,
}

impl Plan {
    /// Plans a table.
    ///
    /// # Panics
    /// When the rows do not add up: a plan that lost a row must not reach anybody.
    pub fn new(table: &Table, columns: Vec<Column>, known: &Known) -> Self {
        let mut planner = Planner::new(&columns, known);
        table.rows.iter().for_each(|row| planner.row(row));
        let Planned { parts, lines, items, problems } = planner.finish();
        let counts = Counts::of(&items);
        assert!(counts.adds_up(), "every row ends in exactly one way: {counts:?}");
        Self { source: table.source.clone(), columns, parts, lines, items, problems, counts }
    }

    /// How many designators its lines have.
    pub fn designators(&self) -> usize {
        self.lines.iter().map(|line| line.content.designators.len()).sum()
    }

    /// The exact sum of its lines' quantities, whatever their units.
    pub fn quantity_total(&self) -> Decimal {
        self.lines.iter().map(|line| line.content.quantity.to_decimal()).sum()
    }

    /// How many of the imported rows have no MPN.
    pub fn without_mpn(&self) -> usize {
        self.problems.iter().filter(|problem| problem.code == ImportError::NoMpn.code()).count()
    }

    /// How many of its parts are new.
    pub fn new_parts(&self) -> usize {
        self.parts.iter().filter(|part| matches!(part, PlannedPart::New(_))).count()
    }
}

/// What the rows name, so that it can be looked up before the plan is made.
pub fn wanted(table: &Table, columns: &[Column]) -> Wanted {
    let mut wanted = Wanted::default();
    for row in &table.rows {
        let cells = Cells::new(columns, row);
        wanted.numbers.extend(cells.get(Role::PartNumber).parse());
        let mpn = cells.get(Role::Mpn);
        if !mpn.is_empty() {
            wanted.mpn_keys.insert(match_key(mpn));
        }
    }
    wanted
}
