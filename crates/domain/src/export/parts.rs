//! The list of parts, page by page: a workspace of any size takes the memory of one page.

use super::catalogue::{Catalogue, FACTS, NAMES, Shelf};
use super::{Cell, Column, Fact, Head, Kind, Row, Sink, Stamp, Subject, Watch};
use crate::Result;
use crate::page::Cursor;
use crate::part::{PartFilter, PartOrder, PartSummary};
use crate::search::{Query, Search, SearchFilter};
use crate::store::Snapshot;

/// Parts that are read at once.
const PAGE: u32 = 1000;

/// Writes the parts that fit.
pub(super) fn write(
    seen: &dyn Snapshot,
    typed: &str,
    filter: &SearchFilter,
    order: Option<PartOrder>,
    stamp: &Stamp,
    sink: &mut dyn Sink,
    watch: &mut Watch<'_>,
) -> Result<()> {
    let mut facts = Vec::new();
    let query = Query::parse(typed);
    if !typed.trim().is_empty() {
        facts.push(Fact::text("query", "Search", typed.trim()));
    }
    facts.extend(filter.category.as_ref().map(|code| Fact::text("category", "Category", code)));
    facts.extend(filter.subcategory.as_ref().map(|codes| Fact::text("category", "Category", codes)));
    facts.extend(filter.assemblies.then(|| Fact::text("assemblies", "Made of other parts", "yes")));
    facts.extend(filter.state.as_ref().map(|state| Fact::text("state", "State", state)));
    facts.extend(stamp.facts());
    let mut columns = NAMES.to_vec();
    columns.push(Column::text("category", "Category"));
    columns.extend(FACTS);
    columns.push(Column::new("created", "Created", Kind::Moment));
    columns.push(Column::text("author", "Author"));
    let head = Head { subject: Subject::Parts, view: "list", title: "Parts".to_owned(), facts, columns };
    let (total, _) = seen.parts().count()?;
    watch.begin(sink, &head, total)?;
    let catalogue = Catalogue::new(Shelf::Workspace(seen));
    let mut after = None;
    loop {
        let (parts, next) = page(seen, &query, filter, order, after)?;
        for summary in parts {
            let PartSummary { part, subcategory, revision, author, .. } = summary;
            let entry = catalogue.once(part.id, Some(revision.id))?;
            let mut cells = entry.names().to_vec();
            cells.push(Cell::text(&subcategory.codes));
            cells.extend(entry.facts());
            cells.extend([Cell::Moment(part.created), Cell::text(&author)]);
            watch.row(sink, &Row::flat(cells))?;
        }
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let rows = usize::try_from(watch.rows()).unwrap_or(usize::MAX);
    watch.end(sink, &[Fact::count("parts", "Parts", rows)])
}

fn page(
    seen: &dyn Snapshot,
    query: &Query,
    filter: &SearchFilter,
    order: Option<PartOrder>,
    after: Option<Cursor>,
) -> Result<(Vec<PartSummary>, Option<Cursor>)> {
    // The plain list is read in its own order, without asking the search what every part is worth.
    let SearchFilter { category, subcategory, assemblies, state, has_mpn, ranges } = filter;
    if *query == Query::default() && state.is_none() && has_mpn.is_none() && ranges.is_empty() {
        let (category, subcategory) = (category.clone(), subcategory.clone());
        let (assemblies, order) = (*assemblies, order.unwrap_or_default());
        let filter = PartFilter { category, subcategory, assemblies, order, after, skip: 0, limit: PAGE };
        let page = seen.parts().list(&filter)?;
        return Ok((page.rows, page.next));
    }
    let order = Some(order.unwrap_or_default());
    let search = Search { query: query.clone(), filter: filter.clone(), order, after, limit: PAGE };
    let page = seen.search().find(&search)?;
    Ok((page.hits.into_iter().map(|hit| hit.part).collect(), page.next))
}
