//! Properties: typed facts about a revision, such as a value, a footprint or a tolerance.

mod kept;
mod repository;
mod service;

pub use repository::{PropertyReader, PropertyRepository};
pub use service::PropertyService;

pub(crate) use service::{clear, set};

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::error::refusals;
use crate::text::{read_back, text_value};
use crate::time::CivilDate;

refusals! {
    /// Why something about a property was refused.
    pub enum PropertyError {
        NameInvalid { found: String } = "property.name_invalid", "A property's name has 1 to 80 characters; {found}.";
        TextInvalid { found: String } = "property.text_invalid", "A property's text has 1 to 4000 characters; {found}.";
        UnitInvalid { found: String } = "property.unit_invalid", "A property's unit has at most 20 characters; {found}.";
        LinkInvalid { link: String } = "property.link_invalid",
            "\"{link}\" is not a link; a link begins with https:// or http:// and has at most 2000 characters.";
        BooleanInvalid { text: String } = "property.boolean_invalid", "\"{text}\" is neither yes nor no; write one of them.";
        NotFound { name: String } = "property.not_found", "This revision has no property {name}.";
    }
}

text_value! {
    /// A property's name: 1 to 80 characters.
    PropertyName, check_line(1..=80), PropertyError::NameInvalid
}

text_value! {
    /// A property's text: 1 to 4000 characters, lines allowed.
    PropertyText, check_paragraph(1..=4000), PropertyError::TextInvalid
}

text_value! {
    /// A number's unit, as written: at most 20 characters.
    PropertyUnit, check_line(0..=20), PropertyError::UnitInvalid
}

/// A name that properties have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameInUse {
    /// The name.
    pub name: PropertyName,
    /// How many parts have a property of that name, of those that were looked at.
    pub parts: u64,
}

/// Among how many parts names in use are looked for; a smaller workspace is looked through whole.
pub const NAMES_AMONG: u32 = 5_000;

/// An address on the web.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Link(String);

impl Link {
    /// Takes an `https://` or `http://` address of at most 2000 characters. Nothing else: a link is there to be
    /// clicked, and `javascript:` or `file:` are no business of a datasheet.
    pub fn parse(text: &str) -> Result<Self, PropertyError> {
        let text = text.trim();
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let fits = rest.is_some_and(|rest| !rest.is_empty())
            && text.len() <= 2000
            && !text.chars().any(|character| character.is_control() || character.is_whitespace());
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(PropertyError::LinkInvalid { link: text.chars().take(80).collect() })
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

read_back!(Link: String => |text| Self::parse(&text));

/// What a property says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PropertyValue {
    /// Any text.
    Text {
        /// The text.
        text: PropertyText,
    },
    /// An exact number, with its unit as written.
    Number {
        /// The number.
        number: Decimal,
        /// Its unit; empty for none.
        unit: PropertyUnit,
    },
    /// Yes or no.
    Boolean {
        /// Yes or no.
        boolean: bool,
    },
    /// A day.
    Date {
        /// The day.
        date: CivilDate,
    },
    /// An address on the web.
    Link {
        /// The address.
        link: Link,
    },
}

impl PropertyValue {
    /// Takes `yes` or `no`, as they are written.
    pub fn parse_boolean(text: &str) -> Result<Self, PropertyError> {
        match text.trim().to_lowercase().as_str() {
            "yes" | "true" => Ok(Self::Boolean { boolean: true }),
            "no" | "false" => Ok(Self::Boolean { boolean: false }),
            _ => Err(PropertyError::BooleanInvalid { text: text.chars().take(40).collect() }),
        }
    }
}

impl fmt::Display for PropertyValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { text } => text.fmt(formatter),
            Self::Number { number, unit } if unit.as_str().is_empty() => number.fmt(formatter),
            Self::Number { number, unit } => write!(formatter, "{number} {unit}"),
            Self::Boolean { boolean } => formatter.write_str(if *boolean { "yes" } else { "no" }),
            Self::Date { date } => date.fmt(formatter),
            Self::Link { link } => formatter.write_str(link.as_str()),
        }
    }
}

/// A named fact about a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// Its name, once on a revision.
    pub name: PropertyName,
    /// What it says.
    pub value: PropertyValue,
}

impl PropertyName {
    /// One of the names that this program knows itself.
    pub(crate) fn known(name: &'static str) -> Self {
        Self(name.to_owned())
    }
}

/// The name under which a component's value is kept: `4k7`, `100nF`.
pub const VALUE: &str = "Value";
/// The name under which a component's footprint is kept.
pub const FOOTPRINT: &str = "Footprint";
/// The name under which a maker is kept when a BOM names no number of theirs.
pub const MANUFACTURER: &str = "Manufacturer";
/// The name under which the link to a datasheet is kept.
pub const DATASHEET: &str = "Datasheet";
/// The name under which the number is kept that another system gave the part.
pub const IPN: &str = "IPN";
/// The name under which the mass of one is kept: of a piece, a metre or a litre, as a number in kg, g or mg.
pub const MASS: &str = "Mass";
