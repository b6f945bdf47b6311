//! Search in memory: every part is looked at, and nothing is kept that could become stale.

use std::cmp::Ordering;

use partwright_domain::page::Cursor;
use partwright_domain::part::Part;
use partwright_domain::revision::Revision;
use partwright_domain::search::{
    Document, Field, Rank, Search, SearchFilter, SearchHit, SearchPage, SearchReader, Text,
};
use partwright_domain::store::StoreError;

use super::State;
use super::part::page;
use super::view::{Held, View};

impl State {
    /// Everything of a part that is searched.
    fn document(&self, part: &Part, revision: &Revision) -> Document {
        let mut texts = Vec::new();
        let mut add = |field, label: &str, text: &str| {
            texts.push(Text { field, label: label.to_owned(), text: text.to_owned() });
        };
        add(Field::Name, "", part.name.as_str());
        add(Field::Description, "", part.description.as_str());
        for of in self.manufacturer_parts_of(part.id) {
            add(Field::Mpn, "", of.mpn.as_str());
            add(Field::Manufacturer, "", of.manufacturer.as_str());
        }
        for property in self.properties_of(revision.id) {
            add(Field::Property, property.name.as_str(), &property.value.to_string());
        }
        for file in self.files_of(revision.id) {
            add(Field::File, file.role.name(), file.name.as_str());
        }
        for line in self.lines_of(revision.id) {
            add(Field::Note, "", line.note.as_str());
        }
        Document::new(part.number.clone(), texts)
    }

    fn passes(&self, part: &Part, revision: &Revision, search: &Search) -> bool {
        let SearchFilter { category, subcategory, assemblies, state, has_mpn, ranges: _ } = &search.filter;
        let mut ranges = search.ranges();
        self.is_classified(part, category.as_ref(), subcategory.as_ref(), *assemblies)
            && state.is_none_or(|state| state == revision.state)
            && has_mpn.is_none_or(|wanted| wanted == self.manufacturer_parts_of(part.id).next().is_some())
            && ranges.all(|range| self.properties_of(revision.id).any(|property| range.takes(property)))
    }

    fn search(&self, search: &Search) -> SearchPage {
        let Search { query, filter: _, order, after, limit } = search;
        let mut rows = Vec::new();
        for part in self.whole_parts() {
            let Some(revision) = self.newest_revision(part.id).filter(|newest| self.passes(part, newest, search))
            else {
                continue;
            };
            let document = self.document(part, revision);
            let Some(rank) = query.rank(&document) else { continue };
            let sequence = part.number.sequence.get();
            let by_rank = || Cursor { key: place(rank).to_string(), sequence };
            let cursor = order.map_or_else(by_rank, |order| self.place(part, order.sort));
            rows.push((cursor, (part, rank, document)));
        }
        let compare = |one: &Cursor, other: &Cursor| match order {
            Some(order) => order.compare(one, other),
            None => best_and_newest(one, other),
        };
        let (rows, next) = page(rows, compare, after.as_ref(), 0, *limit);
        let hit = |(part, rank, document): (&Part, _, _)| {
            Some(SearchHit { part: self.summary_of(part)?, rank, found: query.found(&document) })
        };
        SearchPage { hits: rows.into_iter().filter_map(hit).collect(), next }
    }
}

/// The place of a rank, the best first.
fn place(rank: Rank) -> usize {
    Rank::ALL.iter().take_while(|other| **other < rank).count()
}

fn best_and_newest(one: &Cursor, other: &Cursor) -> Ordering {
    one.key.cmp(&other.key).then(other.sequence.cmp(&one.sequence))
}

impl<H: Held> SearchReader for View<H> {
    fn find(&self, search: &Search) -> Result<SearchPage, StoreError> {
        self.see(|state| state.search(search))
    }
}
