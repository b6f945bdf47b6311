//! What things were at a place of the audit: what they are now, with what came since taken back.
//!
//! A release freezes a revision's content, but not the name of its part, nor what a part is bought as, nor what people are
//! called. Because every change is in the audit with what was before it, all of that can be told as it was.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Result;
use crate::audit::{AuditEntry, AuditError, AuditFilter};
use crate::change::Room;
use crate::id::{ManufacturerPartId, PartId, PersonId, Uuid};
use crate::manufacturer_part::ManufacturerPart;
use crate::part::Part;
use crate::person::{Person, PersonError};
use crate::store::Snapshot;

/// Units, and entries of one, that are read at once; few parts change much after they were released.
const PAGE: u32 = 32;

/// A part and its manufacturer parts, in the order in which they were added, as they were at that place of the audit.
pub(super) fn part(seen: &dyn Snapshot, id: PartId, place: u64) -> Result<(Part, Vec<ManufacturerPart>)> {
    let mut part = seen.parts().get(id)?;
    let made = seen.manufacturer_parts().of(id)?.into_iter();
    let mut made: BTreeMap<Uuid, ManufacturerPart> = made.map(|made| (made.id.0, made)).collect();
    since(seen, id, place, &mut |entry| {
        match entry.room {
            Room::Part => part = before(entry)?.unwrap_or_else(|| part.clone()),
            Room::ManufacturerPart => match before(entry)? {
                Some(was) => drop(made.insert(entry.subject, was)),
                None => drop(made.remove(&entry.subject)),
            },
            _ => {}
        }
        Ok(())
    })?;
    // Ids are in the order of time.
    let made: BTreeMap<ManufacturerPartId, ManufacturerPart> = made.into_values().map(|made| (made.id, made)).collect();
    Ok((part, made.into_values().collect()))
}

/// What somebody was called at that place of the audit.
pub(super) fn person(seen: &dyn Snapshot, id: PersonId, place: u64) -> Result<String> {
    let was: Option<Person> = match seen.audit().first_about(id, place)? {
        Some(entry) => before(&entry)?,
        None => seen.people().find(id)?,
    };
    Ok(was.ok_or(PersonError::NotFound)?.name.to_string())
}

/// The entries in a part's history after a place, the newest first.
fn since(seen: &dyn Snapshot, part: PartId, place: u64, each: &mut dyn FnMut(&AuditEntry) -> Result<()>) -> Result<()> {
    let mut next = None;
    loop {
        // Most parts did not change since, and one unit tells that.
        let limit = if next.is_none() { 1 } else { PAGE };
        let units = seen.audit().list(&AuditFilter {
            part: Some(part),
            before: next,
            limit,
            entries: 0,
            ..AuditFilter::default()
        })?;
        let Some(last) = units.last() else { return Ok(()) };
        next = Some(last.sequence);
        for unit in &units {
            if unit.sequence <= place {
                return Ok(());
            }
            let mut left = None;
            loop {
                let entries = seen.audit().entries(unit.sequence, left, PAGE)?;
                let Some((last, _)) = entries.last() else { break };
                left = Some(*last);
                entries.iter().filter(|(_, entry)| entry.part == Some(part)).try_for_each(|(_, entry)| each(entry))?;
            }
        }
    }
}

/// What a thing was before an entry; `None` for one that came to be with it.
fn before<T: DeserializeOwned>(entry: &AuditEntry) -> Result<Option<T>> {
    let read = |value: &Value| T::deserialize(value).map_err(|_| AuditError::Unreadable { title: entry.title.clone() });
    Ok(entry.before.as_ref().map(read).transpose()?)
}
