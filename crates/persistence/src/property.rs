//! Properties in SQLite: a kind, the value as text, and a number's unit.

use partwright_domain::change::Room;
use partwright_domain::decimal::Decimal;
use partwright_domain::id::{PartId, RevisionId};
use partwright_domain::order::natural_key;
use partwright_domain::property::{
    Link, NameInUse, Property, PropertyName, PropertyReader, PropertyRepository, PropertyText, PropertyUnit,
    PropertyValue,
};
use partwright_domain::store::StoreError;
use partwright_domain::time::CivilDate;
use rusqlite::params;

use crate::column::{self, Columns};
use crate::session::{Session, Writing};

/// How many columns a value is read from: its kind, its text, and a number's unit.
const VALUE_COLUMNS: usize = 3;

/// A property from columns that other rooms' queries have too, in the same order.
pub(crate) fn property(columns: &mut Columns<'_>) -> rusqlite::Result<Property> {
    Ok(Property { name: columns.text(PropertyName::parse)?, value: value(columns)? })
}

/// The value in columns that other rooms' queries have too, when the join found one.
pub(crate) fn value_or_none(columns: &mut Columns<'_>) -> rusqlite::Result<Option<PropertyValue>> {
    if columns.is_null()? {
        columns.skip(VALUE_COLUMNS);
        return Ok(None);
    }
    value(columns).map(Some)
}

/// A value from its three columns.
pub(crate) fn value(columns: &mut Columns<'_>) -> rusqlite::Result<PropertyValue> {
    let value = match columns.named(Kind::named)? {
        Kind::Number => {
            let number = columns.text(Decimal::parse)?;
            return Ok(PropertyValue::Number { number, unit: columns.text(PropertyUnit::parse)? });
        }
        Kind::Boolean => PropertyValue::Boolean { boolean: columns.text(str::parse::<bool>)? },
        Kind::Date => PropertyValue::Date { date: columns.text(CivilDate::parse)? },
        Kind::Link => PropertyValue::Link { link: columns.text(Link::parse)? },
        Kind::Text => PropertyValue::Text { text: columns.text(PropertyText::parse)? },
    };
    columns.skip(1);
    Ok(value)
}

/// What stands in the column `kind`.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Number,
    Boolean,
    Date,
    Link,
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "date" => Self::Date,
            "link" => Self::Link,
            _ => return None,
        })
    }
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

    fn newest_of(&self, parts: &[PartId]) -> Result<Vec<(PartId, Property)>, StoreError> {
        let of_part = |columns: &mut Columns<'_>| Ok((PartId(columns.get()?), property(columns)?));
        self.all(include_str!("property/newest_of.sql"), [column::to_json(&parts)?], of_part)
    }

    fn names(&self, among: u32, most: u32) -> Result<Vec<NameInUse>, StoreError> {
        let in_use = |columns: &mut Columns<'_>| {
            Ok(NameInUse { name: columns.text(PropertyName::parse)?, parts: columns.integer()? })
        };
        self.all(include_str!("property/names.sql"), params![among, most], in_use)
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
