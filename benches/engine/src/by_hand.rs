//! The same work written against rusqlite directly, as every design but ours has it.

use load::{Failure, PartRow, Unit, sql};
use partwright_domain::category::{CategoryName, Code, Codes, Subcategory};
use partwright_domain::id::{CategoryId, ManufacturerPartId, PartId, PersonId, RevisionId, SubcategoryId};
use partwright_domain::manufacturer_part::{Manufacturer, ManufacturerPart, Mpn, Status};
use partwright_domain::part::{Description, Part, PartName, PartNumber, PartSummary, Sequence};
use partwright_domain::property::{PropertyName, PropertyText, PropertyUnit, PropertyValue};
use partwright_domain::revision::{Lifecycle, Revision};
use partwright_domain::time::Timestamp;
use rusqlite::{Connection, Row, Transaction, TransactionBehavior, params};
use uuid::Uuid;

/// One unit, one durable transaction.
pub(crate) fn unit(connection: &mut Connection, unit: &Unit) -> Result<u64, Failure> {
    let transaction = begin(connection)?;
    add(&transaction, unit)?;
    transaction.commit()?;
    Ok(1)
}

/// For transactions that write: one that reads first and writes later would fail at once if another wrote in between.
pub(crate) fn begin(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}

/// What a unit does in its transaction.
pub(crate) fn add(connection: &Connection, unit: &Unit) -> Result<(), Failure> {
    let row = match unit {
        Unit::Create(new) => {
            let sequence: u32 = connection.prepare_cached(sql::TAKE_SEQUENCE)?.query_row([], |row| row.get(0))?;
            let row = new.row(sequence)?;
            connection.prepare_cached(sql::INSERT_PART)?.execute(params![
                row.part.id.0,
                row.part.subcategory.0,
                row.codes,
                sequence,
                row.part.name.as_str(),
                row.part.description.as_str(),
                row.part.created.0,
                row.name_key,
                row.search_key,
                row.part.successor.map(|successor| successor.0),
            ])?;
            row
        }
        Unit::Edit(edit) => {
            let row = edit.row()?;
            connection.prepare_cached(sql::UPDATE_PART)?.execute(params![
                row.part.id.0,
                row.part.subcategory.0,
                row.codes,
                row.part.number.sequence.get(),
                row.part.name.as_str(),
                row.part.description.as_str(),
                row.name_key,
                row.search_key,
                row.part.successor.map(|successor| successor.0),
            ])?;
            row
        }
    };
    let PartRow { head, entry, before, after, .. } = row;
    let place = connection.prepare_cached(sql::OPEN_UNIT)?.insert(params![head.at.0, head.person.0, head.operation])?;
    connection.prepare_cached(sql::APPEND)?.execute(params![
        place,
        1,
        entry.room.name(),
        entry.subject,
        entry.part.map(|part| part.0),
        entry.action.name(),
        entry.title,
        before,
        after,
    ])?;
    Ok(())
}

/// One part with what the other rooms say of it, on one consistent state.
pub(crate) fn read(connection: &mut Connection, id: PartId) -> Result<PartSummary, Failure> {
    let transaction = connection.transaction()?;
    let summary = transaction.prepare_cached(sql::SUMMARY)?.query_row([id.0], |row| Ok(summary(row)))??;
    transaction.finish()?;
    Ok(summary)
}

fn summary(row: &Row<'_>) -> Result<PartSummary, Failure> {
    let text = |index: usize| -> Result<&str, Failure> { Ok(row.get_ref(index)?.as_str()?) };
    let id = PartId(row.get(0)?);
    let manufacturer_part = row.get::<_, Option<Uuid>>(25)?.map(|made| -> Result<_, Failure> {
        Ok(ManufacturerPart {
            id: ManufacturerPartId(made),
            part: id,
            manufacturer: Manufacturer::parse(text(27)?)?,
            mpn: Mpn::parse(text(28)?)?,
            status: Status::named(text(29)?).ok_or("no such status")?,
        })
    });
    Ok(PartSummary {
        part: Part {
            id,
            number: PartNumber {
                codes: Codes::parse(text(1)?)?,
                sequence: Sequence::new(row.get(2)?).ok_or("no such number")?,
            },
            subcategory: SubcategoryId(row.get(3)?),
            name: PartName::parse(text(4)?)?,
            description: Description::parse(text(5)?)?,
            created: Timestamp(row.get(6)?),
            successor: row.get::<_, Option<Uuid>>(7)?.map(PartId),
        },
        subcategory: Subcategory {
            id: SubcategoryId(row.get(8)?),
            category: CategoryId(row.get(9)?),
            codes: Codes { category: Code::parse(text(10)?)?, subcategory: Code::parse(text(11)?)? },
            name: CategoryName::parse(text(12)?)?,
            assembly: row.get(13)?,
            demands: demands(text(14)?)?,
        },
        revision: Revision {
            id: RevisionId(row.get(15)?),
            part: id,
            ordinal: row.get(17)?,
            label: row.get(18)?,
            state: Lifecycle::named(text(19)?).ok_or("no such state")?,
            author: PersonId(row.get(20)?),
            created: Timestamp(row.get(21)?),
            released: row.get::<_, Option<i64>>(22)?.map(Timestamp),
            obsolete: row.get::<_, Option<i64>>(23)?.map(Timestamp),
        },
        author: row.get(24)?,
        manufacturer_part: manufacturer_part.transpose()?,
        value: shown(row, 30)?,
        footprint: shown(row, 33)?,
    })
}

/// A JSON array of names.
fn demands(text: &str) -> Result<Vec<PropertyName>, Failure> {
    let names: Vec<String> = serde_json::from_str(text)?;
    names.iter().map(|name| Ok(PropertyName::parse(name)?)).collect()
}

/// A property's value as text; kind, text and unit stand side by side.
fn shown(row: &Row<'_>, kind: usize) -> Result<Option<String>, Failure> {
    let Some(name) = row.get_ref(kind)?.as_str_or_null()? else { return Ok(None) };
    let text = row.get_ref(kind + 1)?.as_str()?;
    let value = match name {
        "number" => PropertyValue::Number {
            number: partwright_domain::decimal::Decimal::parse(text)?,
            unit: PropertyUnit::parse(row.get_ref(kind + 2)?.as_str()?)?,
        },
        _ => PropertyValue::Text { text: PropertyText::parse(text)? },
    };
    Ok(Some(value.to_string()))
}
