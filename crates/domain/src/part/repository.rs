//! The ports of parts.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Part, PartError, PartNumber, PartSummary, Sequence};
use crate::category::{Code, Codes};
use crate::error::Error;
use crate::id::{PartId, SubcategoryId};
use crate::page::{Cursor, Page};
use crate::revision::Lifecycle;
use crate::store::StoreError;

/// By what a list of parts is sorted; equal keys stand in the order of their numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PartSort {
    /// By part number, the codes first.
    #[default]
    Number,
    /// By name, in natural order.
    Name,
    /// By the codes of the category the part is in now.
    Category,
    /// By the first manufacturer part, in natural order; parts without one come last, in both directions.
    Mpn,
    /// By when it was made.
    Created,
}

/// A sort and its direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PartOrder {
    /// By what.
    pub sort: PartSort,
    /// Last first.
    pub descending: bool,
}

impl PartOrder {
    /// How two rows stand to each other: by their keys, and where these are equal by their numbers. A part that has nothing
    /// to be sorted by stands behind all that have, at whichever end these begin.
    pub fn compare(self, one: &Cursor, other: &Cursor) -> Ordering {
        let order = (&one.key, one.sequence).cmp(&(&other.key, other.sequence));
        let order = if self.descending { order.reverse() } else { order };
        one.key.is_empty().cmp(&other.key.is_empty()).then(order)
    }
}

/// Which parts a list is about, in which order, and which page of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartFilter {
    /// Only this category.
    pub category: Option<Code>,
    /// Only this subcategory.
    pub subcategory: Option<Codes>,
    /// Only those whose category is made of other parts.
    pub assemblies: bool,
    /// In which order.
    pub order: PartOrder,
    /// After this row; the first page without it.
    pub after: Option<Cursor>,
    /// How many rows are passed over first: for who goes to the middle of a list. From one page to the next `after` is the
    /// quicker way, because what is passed over is walked through.
    pub skip: u32,
    /// How many rows, at most [`MOST_ROWS`](crate::page::MOST_ROWS).
    pub limit: u32,
}

/// How a part is described, where no number names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Where it is classified.
    pub subcategory: SubcategoryId,
    /// The text of its property Value.
    pub value: String,
    /// The text of its property Footprint; `None` where it has no such property.
    pub footprint: Option<String>,
}

/// How many parts stand where in their lives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartTally {
    /// By the state of the newest revision; only states that parts are in.
    pub states: BTreeMap<Lifecycle, u64>,
    /// How many have no manufacturer part.
    pub without_mpn: u64,
}

/// Reads parts.
pub trait PartReader: Send + Sync {
    /// The part with that id.
    fn find(&self, id: PartId) -> Result<Option<Part>, StoreError>;

    /// The part with that id, which must be there.
    fn get(&self, id: PartId) -> Result<Part, Error> {
        Ok(self.find(id)?.ok_or_else(|| PartError::NotFound { part: id.to_string() })?)
    }

    /// The part with that number.
    fn find_by_number(&self, number: &PartNumber) -> Result<Option<Part>, StoreError>;

    /// Those parts that are there, each once, in the order of their ids.
    fn find_all(&self, ids: &[PartId]) -> Result<Vec<Part>, StoreError>;

    /// The parts that have these numbers, each once, in the order of their sequence.
    fn numbered(&self, numbers: &[PartNumber]) -> Result<Vec<Part>, StoreError>;

    /// The parts that are described as asked: by the category they are in now, and by Value and Footprint of their newest
    /// revision, to the letter. Each with the place of the question among those asked; by that place, then by sequence.
    fn described(&self, asked: &[Described]) -> Result<Vec<(usize, PartId)>, StoreError>;

    /// The parts whose successor it is, by number.
    fn succeeded_by(&self, id: PartId) -> Result<Vec<Part>, StoreError>;

    /// The part as lists show it.
    fn summary(&self, id: PartId) -> Result<Option<PartSummary>, StoreError>;

    /// A page of the parts that fit.
    fn list(&self, filter: &PartFilter) -> Result<Page<PartSummary>, StoreError>;

    /// The number that the next part gets, if no other is made before; `None` when all are taken.
    fn next_sequence(&self) -> Result<Option<Sequence>, StoreError>;

    /// How many parts there are, and how many of them are assemblies.
    fn count(&self) -> Result<(u64, u64), StoreError>;

    /// How many parts stand where in their lives.
    fn tally(&self) -> Result<PartTally, StoreError>;

    /// The parts that are obsolete by their newest revision, and still on a line of another's newest revision that is not; by
    /// number, at most so many.
    fn obsolete_in_use(&self, most: u32) -> Result<Vec<Part>, StoreError>;
}

/// Reads and writes parts.
pub trait PartRepository: PartReader {
    /// Takes the next number of the sequence. Numbers are dense: a unit that does not commit takes none.
    fn take_sequence(&self) -> Result<Sequence, StoreError>;

    /// Adds a part; its number must be new.
    fn insert(&self, part: &Part) -> Result<(), StoreError>;

    /// Replaces a part's name, description, subcategory and successor. Its number stays, and no part is its own successor,
    /// nor that of a successor of its own: [`StoreError::SuccessorLoop`].
    fn update(&self, part: &Part) -> Result<(), StoreError>;

    /// Removes a part that nothing refers to ([`StoreError::PartInUse`]); nothing happens when it was not there. Its number
    /// is never another's: it may come back, under the same id and with the same number.
    fn remove(&self, id: PartId) -> Result<(), StoreError>;
}
