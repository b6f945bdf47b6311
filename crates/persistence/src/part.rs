//! Parts in SQLite.

use partwright_domain::category::Codes;
use partwright_domain::change::Room;
use partwright_domain::id::{PartId, SubcategoryId};
use partwright_domain::order::{natural_key, search_key};
use partwright_domain::page::{Cursor, MOST_ROWS, Page};
use partwright_domain::part::{
    Description, Part, PartFilter, PartName, PartNumber, PartOrder, PartReader, PartRepository, PartSort, PartSummary,
    Sequence,
};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use rusqlite::params;
use uuid::Uuid;

use crate::column::{self, Columns};
use crate::error::no_row;
use crate::session::{Session, Writing};
use crate::{category, manufacturer_part, property, revision};

fn part(columns: &mut Columns<'_>) -> rusqlite::Result<Part> {
    Ok(Part {
        id: PartId(columns.get()?),
        number: PartNumber { codes: columns.text(Codes::parse)?, sequence: sequence(columns)? },
        subcategory: SubcategoryId(columns.get()?),
        name: columns.text(PartName::parse)?,
        description: columns.text(Description::parse)?,
        created: Timestamp(columns.get()?),
        successor: columns.get::<Option<Uuid>>()?.map(PartId),
    })
}

fn sequence(columns: &mut Columns<'_>) -> rusqlite::Result<Sequence> {
    columns.number(|number| Sequence::new(u32::try_from(number).ok()?))
}

fn summary(columns: &mut Columns<'_>) -> rusqlite::Result<PartSummary> {
    Ok(PartSummary {
        part: part(columns)?,
        subcategory: category::subcategory(columns)?,
        revision: revision::revision(columns)?,
        author: columns.get()?,
        manufacturer_part: manufacturer_part::first_or_none(columns)?,
        value: property::value_or_none(columns)?.map(|value| value.to_string()),
        footprint: property::value_or_none(columns)?.map(|value| value.to_string()),
    })
}

/// The key a list is sorted by, as an expression over the tables of `part/summary.sql`.
const fn sort_expression(sort: PartSort) -> &'static str {
    match sort {
        PartSort::Number => "part.codes",
        PartSort::Name => "part.name_key",
        PartSort::Category => "(category.code || '-' || subcategory.code)",
        PartSort::Mpn => "coalesce(manufacturer_part.sort_key, '')",
        PartSort::Created => "''",
    }
}

/// The statement for a page: fixed texts only, put together by what the filter asks for. Values are parameters.
fn page_statement(order: PartOrder) -> String {
    let key = sort_expression(order.sort);
    let (comparison, direction) = if order.descending { ("<", "DESC") } else { (">", "ASC") };
    format!(
        "{}\nWHERE {}\n  AND (?5 IS NULL OR ({key}, part.sequence) {comparison} (?5, ?6))\n\
         ORDER BY {key} {direction}, part.sequence {direction}\nLIMIT ?7",
        include_str!("part/summary.sql").replace("'{key}'", key),
        include_str!("part/fits.sql"),
    )
}

impl<A: Send + Sync> PartReader for Session<'_, A> {
    fn find(&self, id: PartId) -> Result<Option<Part>, StoreError> {
        self.first(include_str!("part/find.sql"), [id.0], part)
    }

    fn find_by_number(&self, number: &PartNumber) -> Result<Option<Part>, StoreError> {
        let params = params![number.codes.to_string(), number.sequence.get()];
        self.first(include_str!("part/find_by_number.sql"), params, part)
    }

    fn succeeded_by(&self, id: PartId) -> Result<Vec<Part>, StoreError> {
        self.all(include_str!("part/succeeded_by.sql"), [id.0], part)
    }

    fn summary(&self, id: PartId) -> Result<Option<PartSummary>, StoreError> {
        let sql = concat!(include_str!("part/summary.sql"), "\nWHERE part.id = ?1");
        self.first(sql, [id.0], summary)
    }

    fn list(&self, filter: &PartFilter) -> Result<Page<PartSummary>, StoreError> {
        let PartFilter { text, category, subcategory, order, after, limit } = filter;
        let words = column::to_json(&text.split_whitespace().map(search_key).collect::<Vec<_>>())?;
        let category = category.as_ref().map(ToString::to_string);
        let (of, code) =
            subcategory.as_ref().map(|codes| (codes.category.as_str(), codes.subcategory.as_str())).unzip();
        let total = self.how_many(
            concat!(include_str!("part/count_fitting.sql"), "\nWHERE ", include_str!("part/fits.sql")),
            params![words, category, of, code],
        )?;
        let limit = (*limit).clamp(1, MOST_ROWS);
        let (key, sequence) = after.as_ref().map(|cursor| (cursor.key.as_str(), cursor.sequence)).unzip();
        // One row more than asked for tells whether there is a next page.
        let params = params![words, category, of, code, key, sequence, limit + 1];
        let mut rows = self.all(&page_statement(*order), params, |columns| Ok((summary(columns)?, columns.get()?)))?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let cursor = |(summary, key): &(PartSummary, String)| Cursor {
            key: key.clone(),
            sequence: summary.part.number.sequence.get(),
        };
        let next = if more { rows.last().map(cursor) } else { None };
        let rows = rows.into_iter().map(|(summary, _)| summary).collect();
        Ok(Page { rows, next, total })
    }

    fn count(&self) -> Result<(u64, u64), StoreError> {
        let counts =
            self.first(include_str!("part/count.sql"), [], |columns| Ok((columns.integer()?, columns.integer()?)))?;
        counts.ok_or_else(no_row)
    }
}

impl PartRepository for Session<'_, Writing> {
    fn take_sequence(&self) -> Result<Sequence, StoreError> {
        let taken = self.first(include_str!("part/take_sequence.sql"), [], sequence)?;
        taken.ok_or_else(|| StoreError::Missing { what: "sequence of part numbers".to_owned() })
    }

    fn insert(&self, part: &Part) -> Result<(), StoreError> {
        let Part { id, number, subcategory, name, description, created, successor } = part;
        let (name_key, search_key) = keys(part);
        let params = params![
            id.0,
            subcategory.0,
            number.codes.to_string(),
            number.sequence.get(),
            name.as_str(),
            description.as_str(),
            created.0,
            name_key,
            search_key,
            successor.map(|successor| successor.0),
        ];
        self.change(include_str!("part/insert.sql"), "category", params, (Room::Part, *id))
    }

    fn update(&self, part: &Part) -> Result<(), StoreError> {
        let Part { id, number, subcategory, name, description, created: _, successor } = part;
        let (name_key, search_key) = keys(part);
        let params = params![
            id.0,
            subcategory.0,
            number.codes.to_string(),
            number.sequence.get(),
            name.as_str(),
            description.as_str(),
            name_key,
            search_key,
            successor.map(|successor| successor.0),
        ];
        self.change(include_str!("part/update.sql"), "category", params, (Room::Part, *id))
    }

    fn remove(&self, id: PartId) -> Result<(), StoreError> {
        self.change_if_there(include_str!("part/remove.sql"), [id.0], (Room::Part, id))
    }
}

/// How a part sorts by name, and the text in which words are searched.
fn keys(part: &Part) -> (String, String) {
    let Part { number, name, description, .. } = part;
    (natural_key(name.as_str()), search_key(&format!("{number} {name} {description}")))
}
