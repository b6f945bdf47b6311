//! The search in SQLite: an FTS5 table of terms, kept in step by triggers that say which parts are due.

mod document;
mod expression;
mod fill;
mod token;

pub(crate) use fill::{fill, is_due};

use partwright_domain::page::{Cursor, MOST_ROWS, PageError};
use partwright_domain::part::PartOrder;
use partwright_domain::search::{Rank, Search, SearchHit, SearchPage, SearchReader};
use partwright_domain::store::StoreError;
use rusqlite::params;

use crate::column::Columns;
use crate::part::{self, Span};
use crate::session::{Reading, Session, Writing};
use document::Indexed;
use expression::Expressions;

impl SearchReader for Session<'_, Reading> {
    fn find(&self, search: &Search) -> Result<SearchPage, StoreError> {
        self.find_parts(search)
    }
}

/// A unit finds what it has changed itself: whatever is due is put into the index first.
impl SearchReader for Session<'_, Writing> {
    fn find(&self, search: &Search) -> Result<SearchPage, StoreError> {
        fill(self)?;
        self.find_parts(search)
    }
}

impl<A: Send + Sync> Session<'_, A> {
    fn find_parts(&self, search: &Search) -> Result<SearchPage, StoreError> {
        let Some(expressions) = Expressions::of(self, search)? else {
            return Ok(SearchPage { hits: Vec::new(), next: None });
        };
        let limit = search.limit.clamp(1, MOST_ROWS);
        // One row more than asked for tells whether there is a next page.
        let mut rows = match search.order {
            None => self.by_rank(&expressions, search, limit + 1)?,
            Some(order) => self.by_column(&expressions, search, order, limit + 1)?,
        };
        let next = part::cut(&mut rows, limit);
        Ok(SearchPage { hits: self.hits(search, &rows)?, next })
    }

    /// The part that the text names, if it passes the filter.
    fn named(&self, expressions: &Expressions, search: &Search) -> Result<Option<u32>, StoreError> {
        let Some(sequence) = search.query.sequence() else { return Ok(None) };
        let numbers = self.first(include_str!("part/find_by_sequence.sql"), [sequence.get()], part::number)?;
        if !numbers.is_some_and(|number| search.query.names(&number)) {
            return Ok(None);
        }
        let passes: bool =
            self.value(include_str!("search/is_match.sql"), params![expressions.passing(), sequence.get()])?;
        Ok(passes.then(|| sequence.get()))
    }

    /// Goes down the ranks until there are enough rows. Each rank leaves out what the better ones have.
    fn by_rank(&self, of: &Expressions, search: &Search, most: u32) -> Result<Vec<Cursor>, StoreError> {
        let named = self.named(of, search)?;
        let (from, mut below) = match &search.after {
            None => (0, i64::MAX),
            Some(Cursor { key, sequence }) => {
                let rank: usize = key.parse().map_err(|_| cursor_invalid())?;
                (rank, i64::from(*sequence))
            }
        };
        let mut rows = Vec::new();
        for (place, rank) in Rank::ALL.into_iter().enumerate().skip(from) {
            let cursor = |sequence| Cursor { key: place.to_string(), sequence };
            if rank == Rank::Number {
                rows.extend(named.filter(|sequence| i64::from(*sequence) < below).map(cursor));
            } else if let Some(expression) = of.at(rank) {
                // The part that is named may come again among the others.
                let params = params![expression, below, most + 1];
                let found: Vec<u32> = self.all(include_str!("search/matches.sql"), params, sequence)?;
                let others = found.into_iter().filter(|sequence| Some(*sequence) != named);
                rows.extend(others.map(cursor));
            }
            if rows.len() >= most as usize {
                break;
            }
            below = i64::MAX;
        }
        Ok(rows)
    }

    fn by_column(
        &self,
        of: &Expressions,
        search: &Search,
        order: PartOrder,
        most: u32,
    ) -> Result<Vec<Cursor>, StoreError> {
        let named = self.named(of, search)?;
        let (key, sequence) = search.after.as_ref().map(|after| (after.key.as_str(), after.sequence)).unzip();
        let sql = part::page_statement(order, Span::from(search.after.is_some()), include_str!("search/fits.sql"));
        self.all(&sql, params![key, sequence, most, of.all(), named], part::place)
    }

    /// What is shown of the parts found, in their order.
    fn hits(&self, search: &Search, rows: &[Cursor]) -> Result<Vec<SearchHit>, StoreError> {
        let sequences = part::sequences(rows)?;
        let (mut summaries, mut documents) = (self.summaries(&sequences)?, document::read(self, &sequences)?);
        let mut hits = Vec::with_capacity(rows.len());
        for Cursor { sequence, key: _ } in rows {
            if let (Some(part), Some(Indexed { document, .. })) =
                (summaries.remove(sequence), documents.remove(sequence))
            {
                // The index may still have a word that another program took away.
                let rank = search.query.rank(&document).unwrap_or(Rank::Inside);
                hits.push(SearchHit { part, rank, found: search.query.found(&document) });
            }
        }
        Ok(hits)
    }
}

/// The sequence of a part, alone in its row.
fn sequence(columns: &mut Columns<'_>) -> rusqlite::Result<u32> {
    columns.integer()
}

fn cursor_invalid() -> StoreError {
    StoreError::Failed { detail: PageError::CursorInvalid.to_string() }
}
