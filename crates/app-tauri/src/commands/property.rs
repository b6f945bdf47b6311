//! Properties.

use partwright_domain::decimal::Decimal;
use partwright_domain::id::RevisionId;
use partwright_domain::property::{
    Link, NAMES_AMONG, NameInUse, Property, PropertyName, PropertyText, PropertyUnit, PropertyValue,
};
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::time::CivilDate;
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::revision::{PartsChanged, many};
use super::{Empty, id, show_done};
use crate::app::App;
use crate::error::WireError;
use crate::task::Caller;

/// A named fact about a revision.
#[derive(Debug, Serialize, TS)]
pub struct PropertyView {
    name: String,
    value: PropertyValueView,
}

/// What a property says.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(rename = "PropertyValue")]
pub enum PropertyValueView {
    /// Any text.
    Text { text: String },
    /// A decimal number as text, because a JSON number is a float.
    Number { number: String, unit: String },
    /// Yes or no.
    Boolean { boolean: bool },
    /// A day, as 2026-01-31.
    Date { date: String },
    /// An address on the web.
    Link { link: String },
}

/// The names that properties have, the most used first.
#[derive(Debug, Serialize, TS)]
pub struct PropertyNames {
    names: Vec<PropertyNameInUse>,
    /// Among how many parts they were looked for, those with the newest numbers; null where it was all.
    among: Option<u32>,
}

/// A name that properties have.
#[derive(Debug, Serialize, TS)]
pub struct PropertyNameInUse {
    name: String,
    /// How many parts have such a property, of those that were looked at.
    parts: u64,
}

/// Sets a property of a draft.
#[derive(Debug, Deserialize, TS)]
pub struct PropertySetRequest {
    revision: String,
    name: String,
    value: PropertyValueView,
    /// What whoever sets it saw; where nothing is said, it is written over whatever is there.
    #[serde(default)]
    #[ts(optional)]
    seen: Option<PropertySeen>,
}

/// What somebody saw of a property before they set it.
#[derive(Debug, Deserialize, TS)]
pub struct PropertySeen {
    /// Null where it was not there.
    value: Option<PropertyValueView>,
}

/// Sets a property of many parts, on the newest revision of each.
#[derive(Debug, Deserialize, TS)]
pub struct PropertySetOnAllRequest {
    parts: Vec<String>,
    name: String,
    value: PropertyValueView,
    /// Whether it is only to be told what would become of each.
    look: bool,
    /// The name of the task, by which it is followed and cancelled.
    task: String,
}

/// Removes a property of a draft.
#[derive(Debug, Deserialize, TS)]
pub struct PropertyRemoveRequest {
    revision: String,
    name: String,
}

/// How many names in use are told at most.
const MOST_NAMES: u32 = 500;

/// The names that properties have now.
pub fn names(app: &App, Empty {}: Empty) -> Result<PropertyNames, WireError> {
    Ok(app.workspace()?.store.read("property.names", |snapshot| {
        let (parts, _assemblies) = snapshot.parts().count()?;
        let names = snapshot.properties().names(NAMES_AMONG, MOST_NAMES)?;
        let among = Some(NAMES_AMONG).filter(|among| parts > u64::from(*among));
        let names =
            names.into_iter().map(|NameInUse { name, parts }| PropertyNameInUse { name: name.to_string(), parts });
        Ok::<_, StoreError>(PropertyNames { names: names.collect(), among })
    })?)
}

/// Sets a property of a draft, and answers all of them.
pub fn set(app: &App, request: PropertySetRequest) -> Result<Vec<PropertyView>, WireError> {
    let PropertySetRequest { revision, name, value, seen } = request;
    let revision = id(&revision, "property_set")?;
    let property = Property { name: PropertyName::parse(&name).map_err(Error::from)?, value: parse(&value)? };
    let workspace = app.workspace()?;
    match seen {
        Some(PropertySeen { value }) => {
            let seen = value.as_ref().map(parse).transpose()?;
            workspace.properties.set_over(&workspace.actor()?, revision, seen, property)?;
        }
        None => workspace.properties.set(&workspace.actor()?, revision, property)?,
    }
    show_done(&workspace, |snapshot| of(snapshot, revision))
}

/// Sets a property of many parts as one unit, or tells what that would do.
pub fn set_on_all(caller: &Caller<'_>, request: PropertySetOnAllRequest) -> Result<PartsChanged, WireError> {
    let PropertySetOnAllRequest { parts, name, value, look, task } = request;
    let parts = many::parts(parts, "property_set_on_all")?;
    let property = Property { name: PropertyName::parse(&name).map_err(Error::from)?, value: parse(&value)? };
    let workspace = caller.app.workspace()?;
    let actor = workspace.actor()?;
    let task = caller.app.tasks.begin(task)?;
    let outcomes = task.follow(caller, |watch| {
        if look {
            workspace.properties.look_at_all(&parts, &property, &watch)
        } else {
            workspace.properties.set_on_all(&actor, parts, property, watch)
        }
    })?;
    Ok(outcomes.into())
}

/// Removes a property of a draft, and answers those that are left.
pub fn remove(app: &App, request: PropertyRemoveRequest) -> Result<Vec<PropertyView>, WireError> {
    let PropertyRemoveRequest { revision, name } = request;
    let revision = id(&revision, "property_remove")?;
    let name = PropertyName::parse(&name).map_err(Error::from)?;
    let workspace = app.workspace()?;
    workspace.properties.remove(&workspace.actor()?, revision, name)?;
    show_done(&workspace, |snapshot| of(snapshot, revision))
}

/// A revision's properties.
pub fn of(snapshot: &dyn Snapshot, revision: RevisionId) -> Result<Vec<PropertyView>, StoreError> {
    Ok(snapshot.properties().of(revision)?.into_iter().map(PropertyView::from).collect())
}

impl From<Property> for PropertyView {
    fn from(property: Property) -> Self {
        let Property { name, value } = property;
        Self { name: name.to_string(), value: value.into() }
    }
}

impl From<PropertyValue> for PropertyValueView {
    fn from(value: PropertyValue) -> Self {
        match value {
            PropertyValue::Text { text } => Self::Text { text: text.to_string() },
            PropertyValue::Number { number, unit } => {
                Self::Number { number: number.to_string(), unit: unit.to_string() }
            }
            PropertyValue::Boolean { boolean } => Self::Boolean { boolean },
            PropertyValue::Date { date } => Self::Date { date: date.to_string() },
            PropertyValue::Link { link } => Self::Link { link: link.as_str().to_owned() },
        }
    }
}

fn parse(value: &PropertyValueView) -> Result<PropertyValue> {
    Ok(match value {
        PropertyValueView::Text { text } => PropertyValue::Text { text: PropertyText::parse(text)? },
        PropertyValueView::Number { number, unit } => {
            PropertyValue::Number { number: Decimal::parse(number)?, unit: PropertyUnit::parse(unit)? }
        }
        PropertyValueView::Boolean { boolean } => PropertyValue::Boolean { boolean: *boolean },
        PropertyValueView::Date { date } => PropertyValue::Date { date: CivilDate::parse(date)? },
        PropertyValueView::Link { link } => PropertyValue::Link { link: Link::parse(link)? },
    })
}
