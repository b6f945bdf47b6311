//! Properties: how they are written on the command line and shown.

use std::str::FromStr;

use clap::ValueEnum;
use partwright_domain::Result;
use partwright_domain::decimal::Decimal;
use partwright_domain::property::{Link, Property, PropertyName, PropertyText, PropertyUnit, PropertyValue};
use partwright_domain::time::CivilDate;
use serde::Serialize;

use crate::failure::CliError;
use crate::record::{Column, Record, text};

/// What is assigned to a property: `Tolerance=1%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assignment {
    name: String,
    value: String,
}

impl FromStr for Assignment {
    type Err = CliError;

    fn from_str(text: &str) -> Result<Self, CliError> {
        match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                Ok(Self { name: name.to_owned(), value: value.to_owned() })
            }
            _ => Err(CliError::AssignmentInvalid { text: text.to_owned() }),
        }
    }
}

/// What a property's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PropertyKind {
    /// Any text
    Text,
    /// A decimal number, and its unit after a space: 1.2 mg
    Number,
    /// yes or no
    Boolean,
    /// A day: 2026-01-31
    Date,
    /// An address that begins with https:// or http://
    Link,
}

impl Assignment {
    /// The property that is meant, if its value is of that kind.
    pub(crate) fn property(&self, kind: PropertyKind) -> Result<Property> {
        let Self { name, value } = self;
        let value = match kind {
            PropertyKind::Text => PropertyValue::Text { text: PropertyText::parse(value)? },
            PropertyKind::Number => {
                let (number, unit) = value.trim().split_once(' ').unwrap_or((value, ""));
                PropertyValue::Number { number: Decimal::parse(number)?, unit: PropertyUnit::parse(unit)? }
            }
            PropertyKind::Boolean => PropertyValue::parse_boolean(value)?,
            PropertyKind::Date => PropertyValue::Date { date: CivilDate::parse(value)? },
            PropertyKind::Link => PropertyValue::Link { link: Link::parse(value)? },
        };
        Ok(Property { name: PropertyName::parse(name)?, value })
    }
}

/// A property as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct PropertyRow {
    name: String,
    value: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

impl Record for PropertyRow {
    const COLUMNS: &'static [Column] = &[text("name"), text("value"), text("type")];
}

impl From<Property> for PropertyRow {
    fn from(property: Property) -> Self {
        let Property { name, value } = property;
        let kind = match value {
            PropertyValue::Text { .. } => "text",
            PropertyValue::Number { .. } => "number",
            PropertyValue::Boolean { .. } => "boolean",
            PropertyValue::Date { .. } => "date",
            PropertyValue::Link { .. } => "link",
        };
        Self { name: name.to_string(), value: value.to_string(), kind }
    }
}
