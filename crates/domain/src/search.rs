//! Search: finding parts by what anybody may remember of them, a piece of a number, a value in any spelling, a file's name.
//!
//! What a text means and how well a part answers it is said here, once, by pure functions. A store that has an index only
//! comes to the same answer sooner.

mod document;
pub mod key;
mod parse;
mod query;
mod range;
mod repository;
mod unit;
mod value;
mod word;

pub use document::{Document, Field, Terms, Text};
pub use query::{Query, Rank, Term};
pub use range::PropertyRange;
pub use repository::SearchReader;
pub use unit::Unit;
pub use value::Value;
pub use word::{fold, words};

use crate::category::{Code, Codes};
use crate::error::refusals;
use crate::page::Cursor;
use crate::part::{PartOrder, PartSummary};
use crate::revision::Lifecycle;

refusals! {
    /// Why a search was refused.
    pub enum SearchError {
        ValueInvalid { text: String } = "search.value_invalid",
            "\"{text}\" is not a value; write a number, with its unit if you like, as 4k7, 100nF or 10 %.";
        RangeEmpty = "search.range_empty", "A range needs at least one end; write from which value on, or up to which.";
        RangeOfTwoUnits = "search.range_of_two_units", "The two ends of a range are of different units; write both in one.";
    }
}

/// What a part must be besides answering the query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchFilter {
    /// In this category.
    pub category: Option<Code>,
    /// In this subcategory.
    pub subcategory: Option<Codes>,
    /// In a subcategory that is made of other parts.
    pub assemblies: bool,
    /// Its newest revision in this state.
    pub state: Option<Lifecycle>,
    /// With a manufacturer part, or without one.
    pub has_mpn: Option<bool>,
    /// With these properties.
    pub ranges: Vec<PropertyRange>,
}

/// Which parts are looked for, in which order, and which page of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// What was typed; an empty query is answered by every part.
    pub query: Query,
    /// What they must be besides.
    pub filter: SearchFilter,
    /// By a column; without it by rank, and newest first within one.
    pub order: Option<PartOrder>,
    /// After this hit; the first page without it.
    pub after: Option<Cursor>,
    /// How many hits, at most [`MOST_ROWS`](crate::page::MOST_ROWS).
    pub limit: u32,
}

impl Search {
    /// Every range, those that were typed and those of the filter.
    pub fn ranges(&self) -> impl Iterator<Item = &PropertyRange> {
        self.query.ranges().iter().chain(&self.filter.ranges)
    }
}

/// A part that answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The part as lists show it.
    pub part: PartSummary,
    /// How well it answers.
    pub rank: Rank,
    /// The texts in which the words were found.
    pub found: Vec<Text>,
}

/// Some of the parts that answer. How many there are altogether is not said: counting them all takes longer than finding
/// the best of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchPage {
    /// The hits, in the order asked for.
    pub hits: Vec<SearchHit>,
    /// Where the next page starts; `None` on the last.
    pub next: Option<Cursor>,
}
