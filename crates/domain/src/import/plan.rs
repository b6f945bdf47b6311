//! The plan: what each row of a file would do, worked out before anything is done.
//!
//! A plan is a pure function of the rows and of what the workspace knows about the parts they name. Every row ends in
//! exactly one [`Outcome`], and [`Counts`] holds the equation that says so. What there are as many of as rows is kept small.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use super::column::Column;
use super::form::Form;
use super::known::{ChoiceKey, Known};
use super::packed::Packed;
use super::planner::Planner;
use super::remarks::Remarks;
use super::source::{Row, Source};
use crate::bom::{Designator, LineContent, Quantity};
use crate::category::Codes;
use crate::decimal::Decimal;
use crate::error::Error;
use crate::id::PartId;
use crate::manufacturer_part::{Manufacturer, Mpn};
use crate::part::{Description, PartName, PartNumber};
use crate::property::{IPN, Property};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It makes a new part.
    New,
    /// Its part is there already, in the workspace or from an earlier row.
    Matched,
    /// Its part is in the workspace and gets something from the row that it lacked.
    Updated,
    /// It says the same part as an earlier row and joins that row's line, or that row's part in a list of parts. A
    /// file with several designators in a row is grouped already, and each of its rows stays a line of its own.
    Merged,
    /// It is no part, for the reason its problem gives.
    NotAPart,
    /// It cannot be imported, for the reason its problem gives.
    Refused,
}

impl Outcome {
    /// Whether the row is imported.
    pub const fn is_in(self) -> bool {
        !matches!(self, Self::NotAPart | Self::Refused)
    }
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
    /// Counts an outcome. What was read is counted by itself, where rows are read.
    pub(super) fn count(&mut self, outcome: Outcome) {
        let count = match outcome {
            Outcome::New => &mut self.new,
            Outcome::Matched => &mut self.matched,
            Outcome::Updated => &mut self.updated,
            Outcome::Merged => &mut self.merged,
            Outcome::NotAPart => &mut self.not_a_part,
            Outcome::Refused => &mut self.refused,
        };
        *count += 1;
    }

    /// Adds those of another file.
    pub(super) fn add(&mut self, other: &Self) {
        let Self { read, new, matched, updated, merged, not_a_part, refused } = other;
        self.read += read;
        self.new += new;
        self.matched += matched;
        self.updated += updated;
        self.merged += merged;
        self.not_a_part += not_a_part;
        self.refused += refused;
    }

    /// How many rows are imported.
    pub fn imported(&self) -> usize {
        self.new + self.matched + self.updated + self.merged
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file.
    pub row: u64,
    /// The column's name, where one cell is meant.
    pub column: Option<Arc<str>>,
    /// How much it weighs.
    pub severity: Severity,
    /// The stable code.
    pub code: &'static str,
    /// The sentence. Many rows have the same one, and share it.
    pub message: Arc<str>,
}

impl Problem {
    /// What is worth a look about a row as a whole.
    pub(super) fn notice(row: u64, error: &Error) -> Self {
        let message = Arc::from(error.to_string());
        Self { row, column: None, severity: Severity::Notice, code: error.code(), message }
    }

    /// Adds what came up later, where it stands in the file.
    pub(super) fn add(problems: &mut Vec<Self>, more: Vec<Self>) {
        if !more.is_empty() {
            problems.extend(more);
            problems.sort_by_key(|problem| problem.row);
        }
    }
}

/// A row as the preview shows it. It is small, because there may be very many: what its part and its line say is said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The line of the file.
    pub row: u64,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The part, by its place in [`Plan::parts`]; `None` where the row goes no further.
    pub part: Option<usize>,
    /// The line that it makes or joins, by its place in [`Plan::lines`].
    pub line: Option<usize>,
    /// Which of the line's designators it adds.
    pub designators: Range<u32>,
    /// What the row says of its part, as written.
    pub said: Said,
    /// The quantity that the row adds; `None` where it adds none.
    pub quantity: Option<Quantity>,
}

/// The cells that describe a part, as written. They are one text, because there are as many as rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    text: Box<str>,
    /// Where the value, the footprint and the manufacturer end; the MPN is the rest.
    ends: [usize; 3],
}

impl Said {
    pub(super) fn new(value: &str, footprint: &str, manufacturer: &str, mpn: &str) -> Self {
        let first = value.len();
        let second = first + footprint.len();
        let ends = [first, second, second + manufacturer.len()];
        Self { text: [value, footprint, manufacturer, mpn].concat().into_boxed_str(), ends }
    }

    /// Its value.
    pub fn value(&self) -> &str {
        &self.text[..self.ends[0]]
    }

    /// Its footprint.
    pub fn footprint(&self) -> &str {
        &self.text[self.ends[0]..self.ends[1]]
    }

    /// Its manufacturer.
    pub fn manufacturer(&self) -> &str {
        &self.text[self.ends[1]..self.ends[2]]
    }

    /// Its MPN.
    pub fn mpn(&self) -> &str {
        &self.text[self.ends[2]..]
    }
}

/// A manufacturer part as a row names it.
pub type MakerAndMpn = (Manufacturer, Mpn);

/// A part that a plan's lines call for, and what it would get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPart {
    /// Which part of the workspace it is; `None` where it is to be made.
    pub known: Option<(PartId, PartNumber)>,
    /// Where it is, or would be, classified.
    pub codes: Codes,
    /// Its name, as it is or would be.
    pub name: PartName,
    /// The description that it gets; `None` where it keeps its own.
    pub description: Option<Description>,
    /// The manufacturer parts that it gets, the first choice first.
    pub gets: Vec<MakerAndMpn>,
    /// The properties that its newest revision gets.
    pub sets: Vec<Property>,
    /// By what rows named it that are to find it again.
    pub remembers: Vec<ChoiceKey>,
}

impl PlannedPart {
    /// The number of another system that it gets; `None` where it gets none.
    pub fn given_number(&self) -> Option<String> {
        let given = self.sets.iter().find(|set| set.name.as_str() == IPN);
        given.map(|set| set.value.to_string())
    }

    /// Whether it is to be made.
    pub fn is_new(&self) -> bool {
        self.known.is_none()
    }

    /// Whether it is there and anything of it changes.
    pub fn is_updated(&self) -> bool {
        !self.is_new() && (self.description.is_some() || !self.gets.is_empty() || !self.sets.is_empty())
    }
}

/// A line of the BOM that the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedLine {
    /// The part, by its place in [`Plan::parts`].
    pub part: usize,
    /// What the line says.
    pub content: LineContent,
    /// The rows that say so, by their lines in the file.
    pub rows: Vec<u64>,
}

/// An MPN that stands on several parts, of which the oldest was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguous {
    /// By what another one is chosen.
    pub key: ChoiceKey,
    /// The part that was taken, by its place in [`Plan::parts`].
    pub part: usize,
    /// The parts it stands on, the oldest first.
    pub candidates: Vec<PartId>,
    /// The row that says so first.
    pub row: u64,
}

/// What importing a file would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What the file turned out to be.
    pub source: Source,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The parts its rows name, each once.
    pub parts: Packed<PlannedPart>,
    /// Which part gets a manufacturer part, in the order in which the rows say so: the first time a part stands here, it gets
    /// the first of those that it gets. Who had an MPN first is found by it.
    pub gives: Vec<usize>,
    /// The lines of the BOM that the file says, in its order; none for a list of parts.
    pub lines: Packed<PlannedLine>,
    /// The MPNs that stand on several parts.
    pub ambiguous: Vec<Ambiguous>,
    /// Every row of the file.
    pub items: Vec<Item>,
    /// What is to be said about them, in the order of the file.
    pub problems: Vec<Problem>,
    /// How many rows ended how.
    pub counts: Counts,
    /// The exact sum of the quantities that the rows say, whatever their units.
    pub quantity_total: Decimal,
}

/// What a file's rows are read as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Purpose {
    /// A BOM: rows make lines.
    #[default]
    Bom,
    /// A list of parts: rows make and describe parts.
    Parts {
        /// Where new parts are classified; `None` for where their numbers and descriptions suggest.
        codes: Option<Codes>,
        /// Whether parts that are there get what the file says of them.
        update: bool,
    },
}

impl Plan {
    /// Plans rows that are all there, as a test has them.
    ///
    /// # Panics
    /// When the rows do not add up: a plan that lost a row must not reach anybody.
    pub fn new(source: Source, columns: Vec<Column>, rows: &[Row], known: &Known, purpose: &Purpose) -> Self {
        let form = Form::of_rows(rows, &source, &columns);
        let mut planner = Planner::new(columns, form, known.clone(), purpose);
        planner.rows(rows);
        planner.finish(source)
    }

    /// How many designators its lines have, those of ranges counted each.
    pub fn designators(&self) -> usize {
        self.items.iter().map(|item| item.designators.len()).sum()
    }

    /// The remarks on the rows that are imported.
    pub fn remarks(&self) -> Remarks {
        Remarks::of(&self.items, &self.problems)
    }

    /// How many of its parts are new.
    pub fn new_parts(&self) -> usize {
        self.counts.new
    }

    /// Whether any of its parts is new, or there and changes.
    pub fn changes_parts(&self) -> bool {
        self.counts.new + self.counts.updated > 0
    }

    /// The designators that a row adds.
    pub fn designators_of(&self, item: &Item) -> Vec<Designator> {
        item.line_in(&self.lines).map(|line| item.designators_in(&line).to_vec()).unwrap_or_default()
    }

    /// Whether a row's line is not populated.
    pub fn is_dnp(&self, item: &Item) -> bool {
        item.line_in(&self.lines).is_some_and(|line| line.content.dnp)
    }
}

impl Item {
    /// A row that ends so, and goes no further.
    pub(super) fn of(row: u64, outcome: Outcome) -> Self {
        Self { row, outcome, part: None, line: None, designators: 0..0, said: Said::default(), quantity: None }
    }

    /// The row's line, which is one of these.
    pub fn line_in<'l>(&self, lines: &'l Packed<PlannedLine>) -> Option<Cow<'l, PlannedLine>> {
        self.line.map(|line| lines.get(line))
    }

    /// The designators that the row adds to its line.
    pub fn designators_in<'l>(&self, line: &'l PlannedLine) -> &'l [Designator] {
        let range = self.designators.start as usize..self.designators.end as usize;
        line.content.designators.get(range).unwrap_or_default()
    }
}
