//! Properties in SQLite: a kind, the value as text, and a number's unit.

use partwright_domain::change::Room;
use partwright_domain::decimal::Decimal;
use partwright_domain::id::RevisionId;
use partwright_domain::order::natural_key;
use partwright_domain::property::{
    Link, Property, PropertyName, PropertyReader, PropertyRepository, PropertyText, PropertyUnit, PropertyValue,
};
use partwright_domain::store::StoreError;
use partwright_domain::time::CivilDate;
use rusqlite::{Row, params};

use crate::column;
use crate::session::{Session, Writing};

fn property(row: &Row<'_>) -> rusqlite::Result<Property> {
    Ok(Property { name: column::text(row, "name", PropertyName::parse)?, value: value(row, "kind", "text", "unit")? })
}

/// The value in the columns `<prefix>_kind`, `<prefix>_text` and `<prefix>_unit`, when the join found one.
pub(crate) fn value_or_none(row: &Row<'_>, prefix: &str) -> rusqlite::Result<Option<PropertyValue>> {
    let kind = format!("{prefix}_kind");
    if row.get::<_, Option<String>>(kind.as_str())?.is_none() {
        return Ok(None);
    }
    value(row, &kind, &format!("{prefix}_text"), &format!("{prefix}_unit")).map(Some)
}

fn value(row: &Row<'_>, kind: &str, text: &str, unit: &str) -> rusqlite::Result<PropertyValue> {
    Ok(match row.get::<_, String>(kind)?.as_str() {
        "number" => PropertyValue::Number {
            number: column::text(row, text, Decimal::parse)?,
            unit: column::text(row, unit, PropertyUnit::parse)?,
        },
        "boolean" => PropertyValue::Boolean { boolean: column::text(row, text, str::parse::<bool>)? },
        "date" => PropertyValue::Date { date: column::text(row, text, CivilDate::parse)? },
        "link" => PropertyValue::Link { link: column::text(row, text, Link::parse)? },
        _ => PropertyValue::Text { text: column::text(row, text, PropertyText::parse)? },
    })
}

/// A value as its columns `kind`, `text` and `unit`.
fn columns(value: &PropertyValue) -> (&'static str, String, &str) {
    match value {
        PropertyValue::Text { text } => ("text", text.to_string(), ""),
        PropertyValue::Number { number, unit } => ("number", number.to_string(), unit.as_str()),
        PropertyValue::Boolean { boolean } => ("boolean", boolean.to_string(), ""),
        PropertyValue::Date { date } => ("date", date.to_string(), ""),
        PropertyValue::Link { link } => ("link", link.as_str().to_owned(), ""),
    }
}

impl<A: Send + Sync> PropertyReader for Session<'_, A> {
    fn of(&self, revision: RevisionId) -> Result<Vec<Property>, StoreError> {
        self.all(include_str!("property/of.sql"), [revision.0], property)
    }

    fn find(&self, revision: RevisionId, name: &PropertyName) -> Result<Option<Property>, StoreError> {
        self.first(include_str!("property/find.sql"), params![revision.0, name.as_str()], property)
    }
}

impl PropertyRepository for Session<'_, Writing> {
    fn set(&self, revision: RevisionId, property: &Property) -> Result<(), StoreError> {
        let Property { name, value } = property;
        let (kind, text, unit) = columns(value);
        let params = params![revision.0, name.as_str(), natural_key(name.as_str()), kind, text, unit];
        self.change(include_str!("property/set.sql"), "revision", params, (Room::Property, revision))
    }

    fn remove(&self, revision: RevisionId, name: &PropertyName) -> Result<(), StoreError> {
        let params = params![revision.0, name.as_str()];
        self.change_if_there(include_str!("property/remove.sql"), params, (Room::Property, revision))
    }
}
