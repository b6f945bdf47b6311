//! BOMs in SQLite.

use partwright_domain::bom::{BomLine, BomReader, BomRepository, Designator, FindNumber, Note, Quantity, Unit};
use partwright_domain::change::Room;
use partwright_domain::id::{BomLineId, PartId, RevisionId};
use partwright_domain::store::StoreError;
use rusqlite::types::Type;
use rusqlite::{Row, params};

use crate::column;
use crate::error::no_row;
use crate::session::{Session, Writing};

fn line(row: &Row<'_>) -> rusqlite::Result<BomLine> {
    Ok(BomLine {
        id: BomLineId(row.get("id")?),
        revision: RevisionId(row.get("revision_id")?),
        position: column::integer(row, "position")?,
        child: PartId(row.get("child_part_id")?),
        quantity: quantity(row)?,
        unit: column::text(row, "unit", Unit::parse)?,
        designators: designators(row)?,
        quantity_intended: row.get("quantity_intended")?,
        dnp: row.get("dnp")?,
        find_number: column::text(row, "find_number", FindNumber::parse)?,
        note: column::text(row, "note", Note::parse)?,
    })
}

fn quantity(row: &Row<'_>) -> rusqlite::Result<Quantity> {
    let millionths: i64 = row.get("quantity")?;
    let index = row.as_ref().column_index("quantity")?;
    Quantity::from_millionths(millionths).ok_or(rusqlite::Error::IntegralValueOutOfRange(index, millionths))
}

fn designators(row: &Row<'_>) -> rusqlite::Result<Vec<Designator>> {
    let index = row.as_ref().column_index("designators")?;
    let list: Vec<String> = column::text(row, "designators", |text| serde_json::from_str(text))?;
    let designators: Result<_, _> = list.iter().map(|text| Designator::parse(text)).collect();
    designators.map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(error)))
}

impl<A: Send + Sync> BomReader for Session<'_, A> {
    fn find(&self, id: BomLineId) -> Result<Option<BomLine>, StoreError> {
        self.first(include_str!("bom/find.sql"), [id.0], line)
    }

    fn lines(&self, revision: RevisionId) -> Result<Vec<BomLine>, StoreError> {
        self.all(include_str!("bom/lines.sql"), [revision.0], line)
    }

    fn count(&self, revision: RevisionId) -> Result<u64, StoreError> {
        let count = self.first(include_str!("bom/count.sql"), [revision.0], |row| column::integer(row, "lines"))?;
        count.ok_or_else(no_row)
    }

    fn uses(&self, child: PartId) -> Result<Vec<BomLine>, StoreError> {
        self.all(include_str!("bom/uses.sql"), [child.0], line)
    }

    fn contains(&self, outer: PartId, inner: PartId) -> Result<bool, StoreError> {
        self.value(include_str!("bom/contains.sql"), [outer.0, inner.0])
    }
}

impl BomRepository for Session<'_, Writing> {
    fn insert(&self, line: &BomLine) -> Result<(), StoreError> {
        self.write(include_str!("bom/insert.sql"), line)
    }

    fn update(&self, line: &BomLine) -> Result<(), StoreError> {
        self.write(include_str!("bom/update.sql"), line)
    }

    fn remove(&self, id: BomLineId) -> Result<(), StoreError> {
        self.change_if_there(include_str!("bom/remove.sql"), [id.0], (Room::Bom, id))
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
        } = line;
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
        ];
        self.change(sql, "part", params, (Room::Bom, *id))
    }
}
