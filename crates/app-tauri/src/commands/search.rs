//! The search.

use partwright_domain::page::Cursor;
use partwright_domain::part::PartOrder;
use partwright_domain::property::PropertyName;
use partwright_domain::search::{Field, PropertyRange, Query, Rank, Search, SearchFilter, SearchHit, Text};
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::part::{self, PartRow, PartSortView};
use super::revision::LifecycleView;
use crate::app::App;
use crate::error::WireError;

/// Asks for a page of the parts that answer a search.
#[derive(Debug, Deserialize, TS)]
pub struct SearchRequest {
    /// The task under which it runs.
    task: String,
    /// The search before it, of the same box that somebody types into: it is ended, and then answers `store.cancelled`.
    #[ts(optional = nullable)]
    instead_of: Option<String>,
    /// What was typed.
    text: String,
    /// `EL` or `EL-RES`; null for all.
    category: Option<String>,
    /// Only those whose category is made of other parts.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    assemblies: bool,
    /// The state of the newest revision; null for any.
    state: Option<LifecycleView>,
    /// With a manufacturer part, or without; null for both.
    has_mpn: Option<bool>,
    /// Each of them must be met.
    ranges: Vec<SearchRange>,
    /// Null for the best first.
    sort: Option<PartSortView>,
    descending: bool,
    /// The `next` of the page before; null for the first page.
    after: Option<String>,
    limit: u32,
}

/// Asks for a property between two values, both included.
#[derive(Debug, Deserialize, TS)]
pub struct SearchRange {
    property: String,
    /// As `1k`; empty for no end.
    low: String,
    high: String,
}

/// A page of the parts that answer.
#[derive(Debug, Serialize, TS)]
pub struct SearchAnswer {
    hits: Vec<SearchHitView>,
    /// Where the next page starts; null on the last.
    next: Option<String>,
}

/// A part that answers.
#[derive(Debug, Serialize, TS)]
#[ts(rename = "SearchHit")]
pub struct SearchHitView {
    row: PartRow,
    rank: SearchRank,
    /// Where the words were found, each place once.
    found: Vec<SearchFound>,
}

/// How well a part answers.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchRank {
    Number,
    Mpn,
    Words,
    Beginnings,
    Inside,
}

/// A place where a word was found.
#[derive(Debug, Serialize, TS)]
pub struct SearchFound {
    field: SearchField,
    /// The property's name or the file's role; empty for the other fields.
    label: String,
    text: String,
}

/// What a text of a part is.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchField {
    Number,
    Name,
    Mpn,
    Manufacturer,
    Property,
    Description,
    File,
    Note,
}

/// A page of the parts that answer.
pub fn parts(app: &App, request: SearchRequest) -> Result<SearchAnswer, WireError> {
    let Asked { task, instead_of, search } = parse(request)?;
    let task = app.tasks.supersede(task, instead_of)?;
    let page =
        app.workspace()?.store.read_until("search.parts", &task.cancel, |snapshot| snapshot.search().find(&search))?;
    let next = page.next.map(|cursor| cursor.encode());
    Ok(SearchAnswer { hits: page.hits.into_iter().map(SearchHitView::from).collect(), next })
}

/// A request as the domain takes it.
struct Asked {
    task: String,
    instead_of: Option<String>,
    search: Search,
}

fn parse(request: SearchRequest) -> Result<Asked> {
    let SearchRequest {
        task,
        instead_of,
        text,
        category,
        assemblies,
        state,
        has_mpn,
        ranges,
        sort,
        descending,
        after,
        limit,
    } = request;
    let search = Search {
        query: Query::parse(&text),
        filter: filter(category.as_deref(), assemblies, state, has_mpn, &ranges)?,
        order: sort.map(|sort| PartOrder { sort: sort.into(), descending }),
        after: after.as_deref().map(Cursor::parse).transpose()?,
        limit,
    };
    Ok(Asked { task, instead_of, search })
}

/// What parts must be besides answering what was typed.
pub(super) fn filter(
    category: Option<&str>,
    assemblies: bool,
    state: Option<LifecycleView>,
    has_mpn: Option<bool>,
    ranges: &[SearchRange],
) -> Result<SearchFilter> {
    let (category, subcategory) = part::classification(category)?;
    let ranges = ranges.iter().map(range).collect::<Result<_>>()?;
    Ok(SearchFilter { category, subcategory, assemblies, state: state.map(Into::into), has_mpn, ranges })
}

fn range(SearchRange { property, low, high }: &SearchRange) -> Result<PropertyRange> {
    let name = PropertyName::parse(property).map_err(Error::from)?;
    Ok(PropertyRange::parse(&name, low, high)?)
}

impl From<SearchHit> for SearchHitView {
    fn from(hit: SearchHit) -> Self {
        let SearchHit { part, rank, found } = hit;
        Self { row: part.into(), rank: rank.into(), found: found.into_iter().map(SearchFound::from).collect() }
    }
}

impl From<Text> for SearchFound {
    fn from(found: Text) -> Self {
        let Text { field, label, text } = found;
        Self { field: field.into(), label, text }
    }
}

impl From<Rank> for SearchRank {
    fn from(rank: Rank) -> Self {
        match rank {
            Rank::Number => Self::Number,
            Rank::Mpn => Self::Mpn,
            Rank::Words => Self::Words,
            Rank::Beginnings => Self::Beginnings,
            Rank::Inside => Self::Inside,
        }
    }
}

impl From<Field> for SearchField {
    fn from(field: Field) -> Self {
        match field {
            Field::Number => Self::Number,
            Field::Name => Self::Name,
            Field::Mpn => Self::Mpn,
            Field::Manufacturer => Self::Manufacturer,
            Field::Property => Self::Property,
            Field::Description => Self::Description,
            Field::File => Self::File,
            Field::Note => Self::Note,
        }
    }
}
