//! BOMs in SQLite.

use std::borrow::Cow;
use std::error::Error;

use partwright_domain::bom::{
    BomLine, BomReader, BomRepository, BomSums, Counting, Designator, FindNumber, LineOrigin, LineProperty, Note,
    Quantity, StructureLine, Substitute, Unit,
};
use partwright_domain::change::Room;
use partwright_domain::decimal::Decimal;
use partwright_domain::id::{BomLineId, ImportFileId, PartId, RevisionId};
use partwright_domain::property::{PropertyName, PropertyText};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use rusqlite::params;
use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::column::{self, Columns};
use crate::session::{Session, Writing};

/// How many columns say where a line was imported from.
const ORIGIN_COLUMNS: usize = 2;

fn line(columns: &mut Columns<'_>) -> rusqlite::Result<BomLine> {
    Ok(BomLine {
        id: BomLineId(columns.get()?),
        revision: RevisionId(columns.get()?),
        position: columns.integer()?,
        child: PartId(columns.get()?),
        quantity: columns.number(Quantity::from_millionths)?,
        unit: columns.text(Unit::parse)?,
        designators: columns.text(designators)?,
        quantity_intended: columns.get()?,
        dnp: columns.get()?,
        find_number: columns.text(FindNumber::parse)?,
        note: columns.text(Note::parse)?,
        pinned: columns.get::<Option<Uuid>>()?.map(RevisionId),
        substitutes: columns.text(substitutes)?,
        properties: columns.text(properties)?,
        origin: origin(columns)?,
    })
}

fn structure_line(columns: &mut Columns<'_>) -> rusqlite::Result<StructureLine> {
    let line = line(columns)?;
    if columns.is_null()? {
        return Ok(StructureLine { line, counts: None });
    }
    let counts = Counting { revision: RevisionId(columns.get()?), state: columns.named(Lifecycle::named)? };
    Ok(StructureLine { line, counts: Some(counts) })
}

/// What the lines of one unit come to.
struct UnitSums {
    unit: Unit,
    amount: Decimal,
    lines: u64,
    designators: u64,
    numbered: bool,
}

fn sums(columns: &mut Columns<'_>) -> rusqlite::Result<UnitSums> {
    let unit = columns.text(Unit::parse)?;
    let (whole, millionths): (i64, i64) = (columns.get()?, columns.get()?);
    let amount = Decimal::from_millionths(whole).shifted(6) + Decimal::from_millionths(millionths);
    let (lines, designators) = (columns.integer()?, columns.integer()?);
    Ok(UnitSums { unit, amount, lines, designators, numbered: columns.get()? })
}

fn substitutes(text: &str) -> Result<Vec<Substitute>, Box<dyn Error + Send + Sync>> {
    // Nearly every line has none.
    if text == "[]" {
        return Ok(Vec::new());
    }
    let mut list: Vec<(u32, Uuid, Cow<'_, str>)> = serde_json::from_str(text)?;
    list.sort_by_key(|(priority, ..)| *priority);
    let substitute = |(_, part, note): (u32, Uuid, Cow<'_, str>)| -> Result<_, Box<dyn Error + Send + Sync>> {
        Ok(Substitute { part: PartId(part), note: Note::parse(&note)? })
    };
    list.into_iter().map(substitute).collect()
}

fn properties(text: &str) -> Result<Vec<LineProperty>, Box<dyn Error + Send + Sync>> {
    if text == "[]" {
        return Ok(Vec::new());
    }
    let list: Vec<(Cow<'_, str>, Cow<'_, str>)> = serde_json::from_str(text)?;
    let property = |(name, text): &(Cow<'_, str>, Cow<'_, str>)| -> Result<_, Box<dyn Error + Send + Sync>> {
        Ok(LineProperty { name: PropertyName::parse(name)?, text: PropertyText::parse(text)? })
    };
    list.iter().map(property).collect()
}

fn origin(columns: &mut Columns<'_>) -> rusqlite::Result<Option<LineOrigin>> {
    if columns.is_null()? {
        columns.skip(ORIGIN_COLUMNS);
        return Ok(None);
    }
    let (file, rows) = (ImportFileId(columns.get()?), columns.text(|text| serde_json::from_str(text))?);
    Ok(Some(LineOrigin { file, rows }))
}

fn designators(text: &str) -> Result<Vec<Designator>, Box<dyn Error + Send + Sync>> {
    let list: Vec<Cow<'_, str>> = serde_json::from_str(text)?;
    Ok(list.iter().map(|text| Designator::parse(text)).collect::<Result<_, _>>()?)
}

impl<A: Send + Sync> BomReader for Session<'_, A> {
    fn find(&self, id: BomLineId) -> Result<Option<BomLine>, StoreError> {
        self.first(include_str!("bom/find.sql"), [id.0], line)
    }

    fn lines(&self, revision: RevisionId) -> Result<Vec<BomLine>, StoreError> {
        self.all(include_str!("bom/lines.sql"), [revision.0], line)
    }

    fn counting(&self, revision: RevisionId) -> Result<Vec<StructureLine>, StoreError> {
        self.all(include_str!("bom/counting.sql"), [revision.0], structure_line)
    }

    fn page(&self, revision: RevisionId, skip: u64, most: u32) -> Result<Vec<StructureLine>, StoreError> {
        // Beyond what SQLite can count there are no lines.
        let skip = i64::try_from(skip).unwrap_or(i64::MAX);
        self.all(include_str!("bom/page.sql"), params![revision.0, skip, most], structure_line)
    }

    fn order(&self, revision: RevisionId) -> Result<Vec<(BomLineId, u32)>, StoreError> {
        let place = |columns: &mut Columns<'_>| Ok((BomLineId(columns.get()?), columns.integer()?));
        self.all(include_str!("bom/order.sql"), [revision.0], place)
    }

    fn sums(&self, revision: RevisionId) -> Result<BomSums, StoreError> {
        let units = self.all(include_str!("bom/sums.sql"), [revision.0], sums)?;
        Ok(BomSums {
            lines: units.iter().map(|unit| unit.lines).sum(),
            designators: units.iter().map(|unit| unit.designators).sum(),
            total: units.iter().map(|unit| (unit.unit, unit.amount.clone())).collect(),
            numbered: units.iter().any(|unit| unit.numbered),
            has_levels: self.value(include_str!("bom/has_levels.sql"), [revision.0])?,
        })
    }

    fn holders(
        &self,
        revision: RevisionId,
        designators: &[Designator],
    ) -> Result<Vec<(Designator, BomLineId)>, StoreError> {
        if designators.is_empty() {
            return Ok(Vec::new());
        }
        let held = |columns: &mut Columns<'_>| Ok((columns.text(Designator::parse)?, BomLineId(columns.get()?)));
        self.all(include_str!("bom/holders.sql"), params![revision.0, column::to_json(designators)?], held)
    }

    fn count(&self, revision: RevisionId) -> Result<u64, StoreError> {
        self.how_many(include_str!("bom/count.sql"), [revision.0])
    }

    fn uses(&self, child: PartId) -> Result<Vec<BomLine>, StoreError> {
        self.all(include_str!("bom/uses.sql"), [child.0], line)
    }

    fn below(&self, revision: RevisionId) -> Result<Vec<StructureLine>, StoreError> {
        self.all(include_str!("bom/below.sql"), [revision.0], structure_line)
    }

    fn above(&self, part: PartId) -> Result<Vec<StructureLine>, StoreError> {
        self.all(include_str!("bom/above.sql"), [part.0], structure_line)
    }

    fn substitute_uses(&self, part: PartId) -> Result<Vec<BomLine>, StoreError> {
        self.all(include_str!("bom/substitute_uses.sql"), [part.0], line)
    }

    fn contains(&self, outer: PartId, inner: PartId) -> Result<bool, StoreError> {
        self.value(include_str!("bom/contains.sql"), [outer.0, inner.0])
    }

    fn containing(&self, inner: PartId) -> Result<Vec<PartId>, StoreError> {
        self.all(include_str!("bom/containing.sql"), [inner.0], |columns| Ok(PartId(columns.get()?)))
    }
}

impl BomRepository for Session<'_, Writing> {
    fn insert(&self, line: &BomLine) -> Result<(), StoreError> {
        if line.substitutes.is_empty() {
            return self.write(include_str!("bom/insert.sql"), line);
        }
        self.whole(|| {
            self.write(include_str!("bom/insert.sql"), line)?;
            self.write_substitutes(line)
        })
    }

    fn insert_all(&self, lines: &[BomLine]) -> Result<(), StoreError> {
        if lines.iter().any(|line| !line.substitutes.is_empty()) {
            return self.whole(|| lines.iter().try_for_each(|line| BomRepository::insert(self, line)));
        }
        let rows: Vec<_> = lines.iter().map(Row::of).collect();
        self.execute(include_str!("bom/insert_all.sql"), "part", [column::to_json(&rows)?])?;
        let mut notes = self.notes();
        for line in lines {
            notes.change(Room::Bom, line.id);
        }
        Ok(())
    }

    fn update(&self, line: &BomLine) -> Result<(), StoreError> {
        let key = [line.id.0];
        let had_none = !self.value::<bool>(include_str!("bom/has_substitutes.sql"), key)?;
        if had_none && line.substitutes.is_empty() {
            return self.write(include_str!("bom/update.sql"), line);
        }
        self.whole(|| {
            // First away with the old ones: the new child may be among them.
            self.execute(include_str!("bom/remove_substitutes.sql"), "line", key)?;
            self.write(include_str!("bom/update.sql"), line)?;
            self.write_substitutes(line)
        })
    }

    fn remove(&self, id: BomLineId) -> Result<(), StoreError> {
        self.change_if_there(include_str!("bom/remove.sql"), [id.0], (Room::Bom, id))
    }
}

/// A line as its columns are written, in their order.
struct Row<'l> {
    line: &'l BomLine,
    properties: Vec<(&'l PropertyName, &'l PropertyText)>,
}

impl<'l> Row<'l> {
    fn of(line: &'l BomLine) -> Self {
        Self { line, properties: line.properties.iter().map(|property| (&property.name, &property.text)).collect() }
    }
}

/// As an array of the columns, with lists in the place of their texts.
impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let BomLine {
            id,
            revision,
            position,
            child,
            quantity,
            unit,
            designators,
            quantity_intended,
            dnp,
            find_number,
            note,
            pinned,
            substitutes: _,
            properties: _,
            origin,
        } = self.line;
        let place = (id, revision, position, child, quantity.millionths(), unit.symbol(), designators);
        let says = (quantity_intended, dnp, find_number, note, pinned, &self.properties);
        let from = (origin.as_ref().map(|origin| origin.file), origin.as_ref().map(|origin| &origin.rows));
        (place, says, from).serialize(serializer)
    }
}

impl Session<'_, Writing> {
    fn write(&self, sql: &str, line: &BomLine) -> Result<(), StoreError> {
        let BomLine {
            id,
            revision,
            position,
            child,
            quantity,
            unit,
            designators,
            quantity_intended,
            dnp,
            find_number,
            note,
            pinned,
            substitutes: _,
            properties,
            origin,
        } = line;
        let pairs: Vec<_> = properties.iter().map(|property| (&property.name, &property.text)).collect();
        let params = params![
            id.0,
            revision.0,
            position,
            child.0,
            quantity.millionths(),
            unit.symbol(),
            column::to_json(designators)?,
            quantity_intended,
            dnp,
            find_number.as_str(),
            note.as_str(),
            pinned.map(|revision| revision.0),
            column::to_json(&pairs)?,
            origin.as_ref().map(|origin| origin.file.0),
            origin.as_ref().map(|origin| column::to_json(&origin.rows)).transpose()?,
        ];
        self.change(sql, "part", params, (Room::Bom, *id))
    }

    fn write_substitutes(&self, line: &BomLine) -> Result<(), StoreError> {
        for (Substitute { part, note }, priority) in line.substitutes.iter().zip(1_u32..) {
            let params = params![line.revision.0, line.id.0, priority, part.0, note.as_str()];
            self.execute(include_str!("bom/insert_substitute.sql"), "part", params)?;
        }
        Ok(())
    }
}
