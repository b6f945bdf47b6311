//! The search.

use clap::{Args, ValueEnum};
use partwright_domain::Result;
use partwright_domain::revision::Lifecycle;
use partwright_domain::search::{Query, Rank, Search, SearchFilter, SearchHit};
use serde::Serialize;

use super::examples;
use super::part::{PartRow, classification, pages};
use crate::call::Call;
use crate::failure::Failure;
use crate::output::List;
use crate::record::{Column, Record, text, unseen};

/// Find parts by number, name, MPN, value or property
#[derive(Debug, Args)]
#[command(after_help = examples![
    "search 4k7 0402",
    "search \"Resistance:1k..10k\" --state released",
    "search RC0402 --format json --limit 5",
])]
pub struct SearchArgs {
    /// What is looked for, as it is typed into the window; values in any spelling, ranges as Resistance:1k..10k
    #[arg(required = true)]
    text: Vec<String>,
    /// Only of this category or subcategory, as EL or EL-RES
    #[arg(long)]
    category: Option<String>,
    /// Only with the newest revision in this state
    #[arg(long, value_enum)]
    state: Option<State>,
    /// Only with a manufacturer part
    #[arg(long, conflicts_with = "without_mpn")]
    with_mpn: bool,
    /// Only without one
    #[arg(long)]
    without_mpn: bool,
    /// At most so many
    #[arg(long, default_value_t = 50)]
    limit: u64,
}

/// A state of a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum State {
    Draft,
    InReview,
    Released,
    Obsolete,
}

impl From<State> for Lifecycle {
    fn from(state: State) -> Self {
        match state {
            State::Draft => Self::Draft,
            State::InReview => Self::InReview,
            State::Released => Self::Released,
            State::Obsolete => Self::Obsolete,
        }
    }
}

impl SearchArgs {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let Self { text, category, state, with_mpn, without_mpn, limit } = self;
        let (category, subcategory) = classification(category.as_deref())?;
        let has_mpn = (*with_mpn || *without_mpn).then_some(*with_mpn);
        let filter =
            SearchFilter { category, subcategory, state: state.map(Into::into), has_mpn, ..SearchFilter::default() };
        let query = Query::parse(&text.join(" "));
        let session = call.open()?;
        let format = call.format();
        let mut list = List::of::<HitRow>(call.console, format)?;
        pages(Some(*limit), |after, limit| {
            let search = Search { query: query.clone(), filter: filter.clone(), order: None, after, limit };
            let page = session.read("search.parts", |snapshot| Ok(snapshot.search().find(&search)?))?;
            let rows: Vec<HitRow> = page.hits.into_iter().map(HitRow::from).collect();
            list.rows(&rows)?;
            Ok((rows.len(), page.next))
        })?;
        list.end("No part answers that.")
    }
}

/// A part that answers.
#[derive(Debug, Serialize)]
pub(crate) struct HitRow {
    #[serde(flatten)]
    part: PartRow,
    /// How well it answers: `number`, `mpn`, `words`, `beginnings` or `inside`.
    rank: &'static str,
    /// The texts in which the words were found.
    found: Vec<String>,
}

impl Record for HitRow {
    const COLUMNS: &'static [Column] = &[
        text("number"),
        text("name"),
        unseen("description"),
        unseen("category"),
        unseen("assembly"),
        text("revision"),
        text("state"),
        unseen("author"),
        text("manufacturer"),
        text("mpn"),
        text("value"),
        unseen("footprint"),
        unseen("created"),
        unseen("rank"),
        unseen("found"),
    ];
}

impl From<SearchHit> for HitRow {
    fn from(hit: SearchHit) -> Self {
        let SearchHit { part, rank, found } = hit;
        let rank = match rank {
            Rank::Number => "number",
            Rank::Mpn => "mpn",
            Rank::Words => "words",
            Rank::Beginnings => "beginnings",
            Rank::Inside => "inside",
        };
        Self { part: part.into(), rank, found: found.into_iter().map(|found| found.text).collect() }
    }
}
