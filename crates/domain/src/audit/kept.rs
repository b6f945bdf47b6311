//! From an audit entry back to the thing: how each room's things are written so that they are what they were.
//!
//! An entry has the thing before and after, as the room itself writes it. To take the entry back is to look whether the
//! thing still is what it was after, and then to write what it was before, through the room's own repository. So every rule
//! that holds for a change holds for taking it back, and what became of it is in the audit like everything else.

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{AuditEntry, AuditError, AuditUnit, RecordedUnit, Thing};
use crate::bom::BomLine;
use crate::category::{Category, Subcategory};
use crate::change::Room;
use crate::error::Error;
use crate::file::File;
use crate::id::PersonId;
use crate::kicad::{Library, Mapping};
use crate::manufacturer_part::ManufacturerPart;
use crate::part::Part;
use crate::person::{Actor, Person, Right};
use crate::ports::{Change, Subject};
use crate::property::Property;
use crate::revision::Revision;
use crate::setting::Settings;
use crate::store::StoreError;
use crate::supplier_part::SupplierPart;
use crate::{Result, approval, release, workflow};

/// A thing that the audit keeps and that can be made what it was. Implemented beside each room's service.
///
/// `subject` is the id under which the audit knows the thing, as [`Room`] says.
pub(crate) trait Kept: DeserializeOwned + Serialize + PartialEq {
    /// The right that it takes to make a thing what it was.
    fn right(_before: Option<&Self>, _after: Option<&Self>, _by: PersonId) -> Right {
        Right::Edit
    }

    /// The name by which it is told from others with the same id.
    fn name(&self) -> Option<&str> {
        None
    }

    /// How a reader knows it, where that says something of what it is now.
    fn title(&self, _change: &Change<'_>) -> Result<Option<String>> {
        Ok(None)
    }

    /// The same thing as it is now.
    fn now(&self, change: &Change<'_>, subject: Uuid) -> Result<Option<Self>>;

    /// What keeps it from going, named; `None` when nothing does. Asked before [`Kept::remove`].
    fn needed_by(&self, _change: &Change<'_>) -> Result<Option<String>> {
        Ok(None)
    }

    /// Makes it be there again.
    fn insert(&self, change: &Change<'_>, subject: Uuid) -> Result<()>;

    /// Makes it what it was.
    fn update(&self, change: &Change<'_>, subject: Uuid) -> Result<()>;

    /// Makes it go.
    fn remove(&self, change: &Change<'_>, subject: Uuid) -> Result<()>;
}

/// The refusal for something that is never taken back.
pub(crate) fn stands(title: &str, instead: &'static str) -> Error {
    AuditError::Stands { title: title.to_owned(), instead }.into()
}

/// Takes an entry of that unit back, inside a unit that is already open. Answers whether there was something to take back:
/// what an import read and learnt stays, because other things speak of it.
pub(super) fn take_back(change: &Change<'_>, actor: &Actor, unit: u64, entry: &AuditEntry) -> Result<bool> {
    let back = Back { change, actor, unit, entry };
    match entry.room {
        Room::Import => return Ok(false),
        Room::Category if is_subcategory(entry) => back.take::<Subcategory>(),
        Room::Category => back.take::<Category>(),
        Room::Person => back.take::<Person>(),
        Room::Part => back.take::<Part>(),
        Room::Revision => back.take::<Revision>(),
        Room::Property => back.take::<Property>(),
        Room::ManufacturerPart => back.take::<ManufacturerPart>(),
        Room::SupplierPart => back.take::<SupplierPart>(),
        Room::Bom => back.take::<BomLine>(),
        Room::File => back.take::<File>(),
        Room::Setting => back.take::<Settings>(),
        Room::Kicad if entry.subject.is_nil() => back.take::<Library>(),
        Room::Kicad => back.take::<Mapping>(),
        Room::Approval => Err(stands(&entry.title, approval::STANDS)),
        Room::Release => Err(stands(&entry.title, release::STANDS)),
        Room::Workflow => Err(stands(&entry.title, workflow::STANDS)),
    }?;
    Ok(true)
}

/// Both levels of the classification are of one room; only the lower one has both codes.
fn is_subcategory(entry: &AuditEntry) -> bool {
    entry.after.as_ref().or(entry.before.as_ref()).is_some_and(|value| value.get("codes").is_some())
}

/// An entry that is being taken back.
struct Back<'b, 'u> {
    change: &'b Change<'u>,
    actor: &'b Actor,
    unit: u64,
    entry: &'b AuditEntry,
}

impl Back<'_, '_> {
    fn take<T: Kept>(&self) -> Result<()> {
        let Self { change, actor, unit: _, entry } = self;
        let (before, after) = (self.read::<T>(entry.before.as_ref())?, self.read::<T>(entry.after.as_ref())?);
        let Some(either) = after.as_ref().or(before.as_ref()) else { return Err(self.unreadable()) };
        actor.require(T::right(before.as_ref(), after.as_ref(), actor.id))?;
        if either.now(change, entry.subject)? != after {
            return Err(self.changed_since(either.name())?);
        }
        match (before, after) {
            (Some(before), Some(after)) => {
                before.update(change, entry.subject).map_err(|error| self.impossible(error))?;
                change.changed(self.subject(&before)?, &after, &before)
            }
            (Some(before), None) => {
                before.insert(change, entry.subject).map_err(|error| self.impossible(error))?;
                change.created(self.subject(&before)?, &before)
            }
            (None, Some(after)) => {
                if let Some(by) = after.needed_by(change)? {
                    return Err(AuditError::Needed { title: entry.title.clone(), by }.into());
                }
                let subject = self.subject(&after)?;
                after.remove(change, entry.subject).map_err(|error| self.impossible(error))?;
                change.removed(subject, &after)
            }
            (None, None) => Err(self.unreadable()),
        }
    }

    fn read<T: Kept>(&self, value: Option<&serde_json::Value>) -> Result<Option<T>> {
        value.map(|value| T::deserialize(value).map_err(|_| self.unreadable())).transpose()
    }

    fn subject(&self, thing: &impl Kept) -> Result<Subject> {
        let AuditEntry { room, subject, part, ref title, .. } = *self.entry;
        let title = thing.title(self.change)?.unwrap_or_else(|| title.clone());
        Ok(Subject { room, id: subject, part, title })
    }

    fn unreadable(&self) -> Error {
        AuditError::Unreadable { title: self.entry.title.clone() }.into()
    }

    /// The refusal that names what has to be undone first.
    fn changed_since(&self, name: Option<&str>) -> Result<Error> {
        let AuditEntry { room, subject, part, ref title, .. } = *self.entry;
        let title = title.clone();
        let thing = Thing { room, id: subject, part, name };
        let Some(later) = self.change.audit().last_about(&thing, self.unit)? else {
            return Ok(AuditError::ChangedUnseen { title }.into());
        };
        let RecordedUnit { sequence: unit, unit: AuditUnit { at, operation, .. }, person_name: person, .. } = later;
        Ok(AuditError::ChangedSince { title, unit, operation, person, at: at.to_string() }.into())
    }

    /// What a rule of the store refuses, told as why this thing cannot be what it was. What fails for another reason is
    /// told as it is.
    fn impossible(&self, error: Error) -> Error {
        let Error::Store(refused) = &error else { return error };
        if !is_rule(refused) {
            return error;
        }
        AuditError::Impossible { title: self.entry.title.clone(), reason: refused.to_string() }.into()
    }
}

/// Whether that is a rule which the thing would break, and no failure of the store itself.
fn is_rule(error: &StoreError) -> bool {
    let code = error.code();
    let is_of_store = code.starts_with("store.") || code.starts_with("workspace.");
    !is_of_store || matches!(error, StoreError::Missing { .. } | StoreError::Invalid { .. })
}
