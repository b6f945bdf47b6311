//! BOMs in SQLite.

use std::borrow::Cow;
use std::error::Error;

use partwright_domain::bom::{
    BomLine, BomReader, BomRepository, Designator, FindNumber, LineAbove, LineBelow, Note, Quantity, Unit,
};
use partwright_domain::change::Room;
use partwright_domain::id::{BomLineId, PartId, RevisionId};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use rusqlite::params;

use crate::column::{self, Columns};
use crate::session::{Session, Writing};

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
    })
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

    fn count(&self, revision: RevisionId) -> Result<u64, StoreError> {
        self.how_many(include_str!("bom/count.sql"), [revision.0])
    }

    fn uses(&self, child: PartId) -> Result<Vec<BomLine>, StoreError> {
        self.all(include_str!("bom/uses.sql"), [child.0], line)
    }

    fn contains(&self, outer: PartId, inner: PartId) -> Result<bool, StoreError> {
        self.value(include_str!("bom/contains.sql"), [outer.0, inner.0])
    }

    fn below(&self, revision: RevisionId) -> Result<Vec<LineBelow>, StoreError> {
        self.all(include_str!("bom/below.sql"), [revision.0], |columns| {
            Ok(LineBelow {
                line: line(columns)?,
                child_revision: RevisionId(columns.get()?),
                child_state: columns.named(Lifecycle::named)?,
            })
        })
    }

    fn above(&self, child: PartId) -> Result<Vec<LineAbove>, StoreError> {
        self.all(include_str!("bom/above.sql"), [child.0], |columns| {
            Ok(LineAbove { line: line(columns)?, parent: PartId(columns.get()?) })
        })
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
