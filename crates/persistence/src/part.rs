//! Parts in SQLite.

use std::collections::BTreeMap;

use partwright_domain::category::{Code, Codes};
use partwright_domain::change::Room;
use partwright_domain::id::{PartId, SubcategoryId};
use partwright_domain::order::natural_key;
use partwright_domain::page::{Cursor, MOST_ROWS, Page};
use partwright_domain::part::{
    Described, Description, Part, PartFilter, PartName, PartNumber, PartOrder, PartReader, PartRepository, PartSort,
    PartSummary, PartTally, Sequence,
};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use rusqlite::params;
use uuid::Uuid;

use crate::column::{self, Columns};
use crate::error::no_row;
use crate::session::{Session, Writing};
use crate::{category, manufacturer_part, property, revision};

/// A part from columns that other rooms' queries have too, in the same order.
pub(crate) fn part(columns: &mut Columns<'_>) -> rusqlite::Result<Part> {
    Ok(Part {
        id: PartId(columns.get()?),
        number: number(columns)?,
        subcategory: SubcategoryId(columns.get()?),
        name: columns.text(PartName::parse)?,
        description: columns.text(Description::parse)?,
        created: Timestamp(columns.get()?),
        successor: columns.get::<Option<Uuid>>()?.map(PartId),
    })
}

/// A part number from its two columns.
pub(crate) fn number(columns: &mut Columns<'_>) -> rusqlite::Result<PartNumber> {
    Ok(PartNumber { codes: columns.text(Codes::parse)?, sequence: sequence(columns)? })
}

fn sequence(columns: &mut Columns<'_>) -> rusqlite::Result<Sequence> {
    columns.number(|number| Sequence::new(u32::try_from(number).ok()?))
}

/// A part as lists show it.
pub(crate) fn summary(columns: &mut Columns<'_>) -> rusqlite::Result<PartSummary> {
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

/// Which rows of an order a statement reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    /// All of them, from the first on.
    Whole,
    /// Those after the row with the key ?1 and the sequence ?2.
    After,
    /// Those of them that have the same key.
    SameKey,
    /// Those of them that have a later one.
    LaterKeys,
    /// Those that have a key.
    Keyed,
    /// Those that have none.
    Keyless,
}

impl Span {
    /// All rows, or those after a given one.
    pub(crate) fn from(is_continued: bool) -> Self {
        if is_continued { Self::After } else { Self::Whole }
    }

    /// What is read for a page, one span after the other.
    ///
    /// After a row means after a key and a sequence, and SQLite goes to the place of the key alone, because the sequence
    /// is the rowid: it would walk through all parts with the same key, which many have. So these are asked for by their
    /// sequence.
    ///
    /// The index of MPNs begins with the parts that have none. They come last in both directions, so where the index is
    /// gone along from its beginning they are asked for by themselves, after all others.
    fn of_page(order: PartOrder, after: Option<&Cursor>) -> &'static [Self] {
        match (order.sort, after) {
            (PartSort::Mpn, None) if !order.descending => &[Self::Keyed, Self::Keyless],
            (_, None) => &[Self::Whole],
            (PartSort::Mpn, Some(after)) if !order.descending && after.key.is_empty() => &[Self::SameKey],
            (PartSort::Mpn, Some(_)) if !order.descending => &[Self::SameKey, Self::LaterKeys, Self::Keyless],
            (PartSort::Number | PartSort::Name | PartSort::Mpn, Some(_)) => &[Self::SameKey, Self::LaterKeys],
            (PartSort::Category | PartSort::Created, Some(_)) => &[Self::After],
        }
    }
}

/// The statement for the sequences and sort keys of a page: fixed texts only, put together by what is asked. Values are
/// parameters: the key and the sequence of the row before the page, how many rows, and from ?4 on what `fits` names.
///
/// Only what has to be there is written, so that SQLite begins where the page begins and stops where it ends.
pub(crate) fn page_statement(PartOrder { sort, descending }: PartOrder, span: Span, fits: &str) -> String {
    let (comparison, direction) = if descending { ("<", "DESC") } else { (">", "ASC") };
    let key = match sort {
        PartSort::Number => "part.codes",
        PartSort::Name => "part.name_key",
        PartSort::Mpn => "part.mpn_key",
        PartSort::Created => return by_sequence(span, fits, comparison, direction),
        PartSort::Category => return by_category(span, fits, comparison, direction),
    };
    // What is sorted in one go, and not gone along in an index, has the parts without a key behind the others by this.
    let is_keyless = sort == PartSort::Mpn && !descending && matches!(span, Span::Whole | Span::After);
    let (last, of_row) = if is_keyless { (format!("{key} = '', "), "?1 = '', ") } else { (String::new(), "") };
    let from = match span {
        Span::Whole => String::new(),
        Span::After => format!("({last}{key}, part.sequence) {comparison} ({of_row}?1, ?2) AND "),
        Span::SameKey => format!("{key} = ?1 AND part.sequence {comparison} ?2 AND "),
        Span::LaterKeys => format!("{key} {comparison} ?1 AND "),
        Span::Keyed => format!("{key} > '' AND "),
        Span::Keyless => format!("{key} = '' AND "),
    };
    format!(
        "SELECT part.sequence, {key} FROM part WHERE {from}{fits}\n\
         ORDER BY {last}{key} {direction}, part.sequence {direction} LIMIT ?3"
    )
}

fn by_sequence(span: Span, fits: &str, comparison: &str, direction: &str) -> String {
    let from = if span == Span::Whole { String::new() } else { format!("part.sequence {comparison} ?2 AND ") };
    format!("SELECT part.sequence, '' FROM part WHERE {from}{fits}\nORDER BY part.sequence {direction} LIMIT ?3")
}

/// From one subcategory to the next, and within each by the sequence.
fn by_category(span: Span, fits: &str, comparison: &str, direction: &str) -> String {
    let from = if span == Span::Whole {
        String::new()
    } else {
        let end = if comparison == ">" { "-1" } else { "4294967296" };
        format!(
            "category.code || '-' || subcategory.code {comparison}= ?1 AND part.sequence {comparison}
                CASE WHEN category.code || '-' || subcategory.code = ?1 THEN ?2 ELSE {end} END AND "
        )
    };
    format!(
        "SELECT part.sequence, category.code || '-' || subcategory.code
         FROM category
         CROSS JOIN subcategory ON subcategory.category_id = category.id
         CROSS JOIN part ON part.subcategory_id = subcategory.id
         WHERE {from}{fits}\n\
         ORDER BY category.code {direction}, subcategory.code {direction}, part.sequence {direction} LIMIT ?3"
    )
}

/// A row of [`page_statement`]: the sequence, and where its page ends if it is the last.
pub(crate) fn place(columns: &mut Columns<'_>) -> rusqlite::Result<Cursor> {
    Ok(Cursor { sequence: columns.integer()?, key: columns.get()? })
}

/// Takes the row away by which a page was asked to be longer, and answers where the next page starts.
pub(crate) fn cut(rows: &mut Vec<Cursor>, limit: u32) -> Option<Cursor> {
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    rows.last().filter(|_| more).cloned()
}

impl<A: Send + Sync> Session<'_, A> {
    /// The subcategories in question that have parts, with how many.
    fn counts(&self, filter: &PartFilter) -> Result<Vec<(Uuid, u64)>, StoreError> {
        let PartFilter { category, subcategory, assemblies, .. } = filter;
        let of = subcategory.as_ref().map(|codes| codes.category.as_str());
        let code = subcategory.as_ref().map(|codes| codes.subcategory.as_str());
        let params = params![category.as_ref().map(Code::as_str), of, code, assemblies];
        self.all(include_str!("part/count_in.sql"), params, |columns| Ok((columns.get()?, columns.integer()?)))
    }

    /// Where the rows of a page are, up to so many: of one subcategory, or of all.
    fn places(&self, filter: &PartFilter, subcategory: Option<Uuid>, most: u32) -> Result<Vec<Cursor>, StoreError> {
        let PartFilter { order, after, .. } = filter;
        let (key, sequence) = after.as_ref().map(|after| (after.key.as_str(), after.sequence)).unzip();
        let fits = match (subcategory, order.sort) {
            (None, _) => "true",
            (Some(_), PartSort::Category) => "subcategory.id = ?4",
            (Some(_), _) => "part.subcategory_id = ?4",
        };
        let mut rows = Vec::new();
        for span in Span::of_page(*order, after.as_ref()) {
            if rows.len() >= most as usize {
                break;
            }
            let sql = page_statement(*order, *span, fits);
            rows.extend(match subcategory {
                None => self.all(&sql, params![key, sequence, most], place)?,
                Some(subcategory) => self.all(&sql, params![key, sequence, most, subcategory], place)?,
            });
        }
        Ok(rows)
    }

    /// Where the rows of a page of all parts are, from the row at that place on.
    fn places_from(&self, order: PartOrder, skip: u32, most: u32) -> Result<Vec<Cursor>, StoreError> {
        let mut rows: Vec<Cursor> = Vec::new();
        for span in Span::of_page(order, None) {
            // Where a row was found, all that were to be passed over lie behind.
            let skip = match span {
                Span::Keyless if !rows.is_empty() => 0,
                Span::Keyless => skip.saturating_sub(self.value(include_str!("part/count_with_mpn.sql"), [])?),
                _ => skip,
            };
            let left = u32::try_from(rows.len()).map_or(0, |found| most.saturating_sub(found));
            let sql = format!("{} OFFSET ?4", page_statement(order, *span, "true"));
            rows.extend(self.all(&sql, params![None::<String>, None::<u32>, left, skip], place)?);
        }
        Ok(rows)
    }

    /// The parts as lists show them, by their sequences.
    pub(crate) fn summaries(&self, sequences: &str) -> Result<BTreeMap<u32, PartSummary>, StoreError> {
        let sql =
            concat!(include_str!("part/summary.sql"), "\nWHERE part.sequence IN (SELECT value FROM json_each(?1))");
        let rows = self.all(sql, [sequences], summary)?;
        Ok(rows.into_iter().map(|row| (row.part.number.sequence.get(), row)).collect())
    }
}

/// A JSON array of the sequences of rows.
pub(crate) fn sequences(rows: &[Cursor]) -> Result<String, StoreError> {
    column::to_json(&rows.iter().map(|row| row.sequence).collect::<Vec<_>>())
}

impl<A: Send + Sync> PartReader for Session<'_, A> {
    fn find(&self, id: PartId) -> Result<Option<Part>, StoreError> {
        self.first(include_str!("part/find.sql"), [id.0], part)
    }

    fn find_by_number(&self, number: &PartNumber) -> Result<Option<Part>, StoreError> {
        let params = params![number.codes.to_string(), number.sequence.get()];
        self.first(include_str!("part/find_by_number.sql"), params, part)
    }

    fn find_all(&self, ids: &[PartId]) -> Result<Vec<Part>, StoreError> {
        self.all(include_str!("part/find_all.sql"), [column::to_json(&ids)?], part)
    }

    fn numbered(&self, numbers: &[PartNumber]) -> Result<Vec<Part>, StoreError> {
        let pairs: Vec<_> = numbers.iter().map(|number| (number.codes.to_string(), number.sequence.get())).collect();
        self.all(include_str!("part/numbered.sql"), [column::to_json(&pairs)?], part)
    }

    fn described(&self, asked: &[Described]) -> Result<Vec<(usize, PartId)>, StoreError> {
        let asked: Vec<_> = asked.iter().map(|asked| (asked.subcategory, &asked.value, &asked.footprint)).collect();
        let answer = |columns: &mut Columns<'_>| Ok((columns.integer()?, PartId(columns.get()?)));
        self.all(include_str!("part/described.sql"), [column::to_json(&asked)?], answer)
    }

    fn succeeded_by(&self, id: PartId) -> Result<Vec<Part>, StoreError> {
        self.all(include_str!("part/succeeded_by.sql"), [id.0], part)
    }

    fn summary(&self, id: PartId) -> Result<Option<PartSummary>, StoreError> {
        let sql = concat!(include_str!("part/summary.sql"), "\nWHERE part.id = ?1");
        self.first(sql, [id.0], summary)
    }

    fn list(&self, filter: &PartFilter) -> Result<Page<PartSummary>, StoreError> {
        let PartFilter { category, subcategory, assemblies, order, after: _, skip, limit } = filter;
        let limit = (*limit).clamp(1, MOST_ROWS);
        let all = category.is_none() && subcategory.is_none() && !assemblies;
        let counts = self.counts(filter)?;
        let total = counts.iter().map(|(_, parts)| parts).sum();
        // One row more than asked for tells whether there is a next page.
        let mut rows = if all && filter.after.is_none() {
            self.places_from(filter.order, *skip, limit + 1)?
        } else {
            let most = skip.saturating_add(limit + 1);
            let mut rows = Vec::new();
            if all {
                rows = self.places(filter, None, most)?;
            } else {
                for (subcategory, _) in counts {
                    rows.extend(self.places(filter, Some(subcategory), most)?);
                }
                rows.sort_by(|one, other| order.compare(one, other));
            }
            rows.drain(..rows.len().min(*skip as usize));
            rows
        };
        let next = cut(&mut rows, limit);
        let mut summaries = self.summaries(&sequences(&rows)?)?;
        let rows = rows.iter().filter_map(|row| summaries.remove(&row.sequence)).collect();
        Ok(Page { rows, next, total })
    }

    fn count(&self) -> Result<(u64, u64), StoreError> {
        let counts =
            self.first(include_str!("part/count.sql"), [], |columns| Ok((columns.integer()?, columns.integer()?)))?;
        counts.ok_or_else(no_row)
    }

    fn next_sequence(&self) -> Result<Option<Sequence>, StoreError> {
        self.first(include_str!("part/next_sequence.sql"), [], sequence)
    }

    fn tally(&self) -> Result<PartTally, StoreError> {
        let of_state = |columns: &mut Columns<'_>| {
            Ok((columns.named(Lifecycle::named)?, columns.integer::<u64>()?, columns.integer::<u64>()?))
        };
        let mut tally = PartTally::default();
        for (state, parts, without_mpn) in self.all(include_str!("part/tally.sql"), [], of_state)? {
            tally.states.insert(state, parts);
            tally.without_mpn += without_mpn;
        }
        Ok(tally)
    }

    fn obsolete_in_use(&self, most: u32) -> Result<Vec<Part>, StoreError> {
        self.all(include_str!("part/obsolete_in_use.sql"), [most], part)
    }
}

impl PartRepository for Session<'_, Writing> {
    fn take_sequence(&self) -> Result<Sequence, StoreError> {
        let taken = self.first(include_str!("part/take_sequence.sql"), [], sequence)?;
        taken.ok_or_else(|| StoreError::Missing { what: "sequence of part numbers".to_owned() })
    }

    fn insert(&self, part: &Part) -> Result<(), StoreError> {
        let Part { id, number, subcategory, name, description, created, successor } = part;
        let name_key = natural_key(name.as_str());
        let params = params![
            id.0,
            subcategory.0,
            number.codes.to_string(),
            number.sequence.get(),
            name.as_str(),
            description.as_str(),
            created.0,
            name_key,
            successor.map(|successor| successor.0),
        ];
        self.change(include_str!("part/insert.sql"), "category", params, (Room::Part, *id))
    }

    fn update(&self, part: &Part) -> Result<(), StoreError> {
        let Part { id, number, subcategory, name, description, created: _, successor } = part;
        let name_key = natural_key(name.as_str());
        let params = params![
            id.0,
            subcategory.0,
            number.codes.to_string(),
            number.sequence.get(),
            name.as_str(),
            description.as_str(),
            name_key,
            successor.map(|successor| successor.0),
        ];
        self.change(include_str!("part/update.sql"), "category", params, (Room::Part, *id))
    }

    fn remove(&self, id: PartId) -> Result<(), StoreError> {
        self.change_if_there(include_str!("part/remove.sql"), [id.0], (Room::Part, id))
    }
}
