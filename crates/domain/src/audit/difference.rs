//! What an entry says in words: which of a thing's fields became another, from what to what, and why.
//!
//! Made from what the entry keeps, whatever the room: entities are plain data, so a field that a room gets later is told
//! without anybody thinking of it. Only what nobody can read stays out.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Action, AuditEntry};
use crate::Result;
use crate::change::Room;
use crate::id::{PartId, PersonId, RevisionId, SubcategoryId};
use crate::store::Snapshot;

/// A field that became another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its name, as the entity has it.
    pub field: String,
    /// What it said before; `None` for nothing.
    pub before: Option<String>,
    /// What it says after; `None` for nothing.
    pub after: Option<String>,
}

/// What is told by the entry's title or means nothing to a reader: what names the thing, where it stands, moments.
const UNTOLD: [&str; 11] =
    ["id", "revision", "part", "category", "number", "codes", "position", "created", "added", "released", "obsolete"];

/// The digits of a hash that tell it from others.
const DIGITS: usize = 12;

/// What an id stands for, as people call it; `None` where nobody does.
pub type NameOf<'n> = &'n dyn Fn(Uuid) -> Result<Option<String>>;

/// How people call what an id stands for now: a part's number, a revision, a person, a subcategory.
pub fn name_of(seen: &dyn Snapshot, id: Uuid) -> Result<Option<String>> {
    if let Some(part) = seen.parts().find(PartId(id))? {
        return Ok(Some(part.number.to_string()));
    }
    if let Some(revision) = seen.revisions().find(RevisionId(id))? {
        return Ok(Some(format!("revision {}", revision.label)));
    }
    if let Some(person) = seen.people().find(PersonId(id))? {
        return Ok(Some(person.name.to_string()));
    }
    Ok(seen.categories().find(SubcategoryId(id))?.map(|subcategory| subcategory.codes.to_string()))
}

/// What became another by a change; and what a property says that came or went, because its title only names it.
pub fn differences(entry: &AuditEntry, name_of: NameOf<'_>) -> Result<Vec<Difference>> {
    if entry.action != Action::Changed && entry.room != Room::Property {
        return Ok(Vec::new());
    }
    let fields_of = |side: &Option<Value>| side.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
    let (before, after) = (fields_of(&entry.before), fields_of(&entry.after));
    let mut differences = Vec::new();
    for field in after.keys().chain(before.keys().filter(|field| !after.contains_key(*field))) {
        let is_title = entry.room == Room::Property && field == "name";
        if is_title || UNTOLD.contains(&field.as_str()) || before.get(field) == after.get(field) {
            continue;
        }
        let say = |value: Option<&Value>| value.map_or(Ok(None), |value| words(value, " ", name_of));
        let (before, after) = (say(before.get(field))?, say(after.get(field))?);
        if before != after {
            differences.push(Difference { field: field.clone(), before, after });
        }
    }
    // A state that is called as its phase is told once.
    let said = |other: &Difference, of: &Difference| (&other.before, &other.after) == (&of.before, &of.after);
    if let Some(phase) = differences.iter().find(|one| one.field == "state").cloned() {
        differences.retain(|one| one.field != "workflow_state" || !said(one, &phase));
    }
    Ok(differences)
}

/// Why something was done, where somebody said so: to a request, a verdict, an override, an exception of a release.
pub fn reason(entry: &AuditEntry) -> Option<String> {
    if !matches!(entry.room, Room::Approval | Room::Release) {
        return None;
    }
    let after = entry.after.as_ref()?;
    let said = ["note", "comment", "reason", "exception"].iter().find_map(|field| after.get(field)?.as_str());
    said.filter(|said| !said.is_empty()).map(str::to_owned)
}

/// The number of the part that a part was made like, in the entry with which it came to be.
pub fn duplicated_from(entry: &AuditEntry) -> Option<String> {
    if entry.room != Room::Part || entry.action != Action::Created {
        return None;
    }
    entry.after.as_ref()?.get("duplicated_from")?.as_str().map(str::to_owned)
}

/// A value as one reads it; `None` for what says nothing.
fn words(value: &Value, between: &str, name_of: NameOf<'_>) -> Result<Option<String>> {
    Ok(match value {
        Value::Null => None,
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => match Uuid::try_parse(text) {
            Ok(id) => name_of(id)?,
            Err(_) if is_hash(text) => text.get(..DIGITS).map(str::to_owned),
            Err(_) => Some(text.clone()),
        },
        Value::Array(values) => joined(values, ", ", &|value| words(value, ": ", name_of))?,
        Value::Object(fields) => joined(in_order(fields), between, &|value| words(value, between, name_of))?,
    })
}

fn joined<'v>(
    values: impl IntoIterator<Item = &'v Value>,
    between: &str,
    say: &dyn Fn(&Value) -> Result<Option<String>>,
) -> Result<Option<String>> {
    let said: Vec<String> = values.into_iter().filter_map(|value| say(value).transpose()).collect::<Result<_>>()?;
    Ok(if said.is_empty() { None } else { Some(said.join(between)) })
}

/// The fields of a small value in the order in which one reads them: the thing first, then what is said of it. Which kind of
/// value it is shows in the value.
fn in_order(fields: &Map<String, Value>) -> Vec<&Value> {
    const LAST: [&str; 3] = ["unit", "note", "price"];
    let mut fields: Vec<_> = fields.iter().filter(|(field, _)| *field != "type").collect();
    fields.sort_by_key(|(field, _)| LAST.contains(&field.as_str()));
    fields.into_iter().map(|(_, value)| value).collect()
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}
