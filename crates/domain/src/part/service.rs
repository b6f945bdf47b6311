//! What is done with parts.

use serde::Serialize;

use super::{Description, Part, PartName, PartNumber, PartReader, removal};
use crate::category::CategoryError;
use crate::change::Room;
use crate::edit::Edit;
use crate::id::{PartId, SubcategoryId};
use crate::manufacturer_part::{self, ManufacturerPart, NewManufacturerPart};
use crate::person::{Actor, Right};
use crate::ports::{Change, Ports, Subject};
use crate::revision::{self, Revision, RevisionError};
use crate::{Result, bom, file, property};

/// What a new part is made from. Its number and its first revision come by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPart {
    /// Where it is classified.
    pub subcategory: SubcategoryId,
    /// What it is called.
    pub name: PartName,
    /// What else there is to say.
    pub description: Description,
    /// The first manufacturer part, if one is known.
    pub manufacturer_part: Option<NewManufacturerPart>,
}

/// Makes and changes parts.
#[derive(Debug, Clone)]
pub struct PartService {
    ports: Ports,
}

impl PartService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Makes a part with the next number and a first revision in Draft.
    pub fn create(&self, actor: &Actor, new: NewPart) -> Result<Part> {
        let author = *actor;
        self.ports.change(actor, "part.create", move |change| Ok(add(change, &author, &new)?.part))
    }

    /// Makes many parts with the next numbers, all of them or none.
    pub fn create_all(&self, actor: &Actor, new: Vec<NewPart>) -> Result<Vec<Part>> {
        let author = *actor;
        self.ports.change(actor, "part.create", move |change| {
            new.iter().map(|new| Ok(add(change, &author, new)?.part)).collect()
        })
    }

    /// Makes a part like another one, under a name of its own: in the same category, with the description of the other, and in its
    /// first revision the properties, the files and the BOM of the other's newest. Manufacturer parts are not copied, because
    /// each stands for one part.
    pub fn duplicate(&self, actor: &Actor, id: PartId, name: PartName) -> Result<Part> {
        let author = *actor;
        self.ports.change(actor, "part.duplicate", move |change| {
            let like = change.parts().get(id)?;
            let newest = change.revisions().newest(id)?.ok_or(RevisionError::NotFound)?;
            let Part { subcategory, description, .. } = like.clone();
            let new = NewPart { subcategory, name: name.clone(), description, manufacturer_part: None };
            let Added { part, revision } = add_like(change, &author, &new, Some(&like.number))?;
            revision::copy(change, &part, &newest, &revision)?;
            Ok(part)
        })
    }

    /// Gives a part another name and description.
    pub fn describe(
        &self,
        actor: &Actor,
        id: PartId,
        name: impl Into<Edit<PartName>>,
        description: impl Into<Edit<Description>>,
    ) -> Result<Part> {
        let (name, description) = (name.into(), description.into());
        self.ports.change(actor, "part.describe", move |change| {
            let before = change.parts().get(id)?;
            let name = name.over("name", &before.name)?;
            let description = description.over("description", &before.description)?;
            let after = Part { name, description, ..before.clone() };
            describe(change, &before, &after)?;
            Ok(after)
        })
    }

    /// Removes a part that nobody uses and nobody was asked to look at, with all that belongs to it, and answers it. Its
    /// number is never given again.
    pub fn remove(&self, actor: &Actor, id: PartId) -> Result<Part> {
        self.ports.change(actor, "part.remove", move |change| {
            removal::may_remove(&change.seen(), id)?;
            let part = change.parts().get(id)?;
            for revision in change.revisions().of(id)? {
                bom::clear(change, &part, &revision)?;
                property::clear(change, &part, &revision)?;
                file::clear(change, &part, &revision)?;
                revision::remove(change, &part, &revision)?;
            }
            manufacturer_part::remove_all_of(change, &part)?;
            change.parts().remove(id)?;
            change.removed(subject(&part), &part)?;
            Ok(part)
        })
    }

    /// Says which part is used instead of an obsolete one, or that there is none.
    pub fn succeed(&self, actor: &Actor, id: PartId, successor: impl Into<Edit<Option<PartId>>>) -> Result<Part> {
        let edit = successor.into();
        self.ports.change_by(actor, Right::Release, "part.succeed", move |change| {
            let part = change.parts().get(id)?;
            let named = |successor: &Option<PartId>| successor.map_or_else(String::new, |id| named(change.parts(), id));
            let successor = edit.over_as("successor", &part.successor, named)?;
            super::succeed(change, &part, successor)
        })
    }
}

/// A part as it is named in a sentence: by its number, or by its id where there is no such part, or it cannot be read; the sentence is
/// about something else.
pub(crate) fn named(parts: &dyn PartReader, id: PartId) -> String {
    parts.find(id).ok().flatten().map_or_else(|| id.to_string(), |part| part.number.to_string())
}

/// A part as the entry with which it came to be has it.
#[derive(Debug, Serialize)]
struct Made<'p> {
    #[serde(flatten)]
    part: &'p Part,
    /// The part that it was made like. It is told and no part of what the part is.
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicated_from: Option<&'p PartNumber>,
}

/// What a unit has when it has made a part.
#[derive(Debug)]
pub(crate) struct Added {
    pub(crate) part: Part,
    pub(crate) revision: Revision,
}

/// Makes a part inside a unit that is already open.
pub(crate) fn add(change: &Change<'_>, author: &Actor, new: &NewPart) -> Result<Added> {
    add_like(change, author, new, None)
}

fn add_like(change: &Change<'_>, author: &Actor, new: &NewPart, like: Option<&PartNumber>) -> Result<Added> {
    let subcategory = change
        .categories()
        .find(new.subcategory)?
        .ok_or_else(|| CategoryError::NotFound { code: new.subcategory.to_string() })?;
    let sequence = change.parts().take_sequence()?;
    let part = Part {
        id: change.new_id(),
        number: PartNumber { codes: subcategory.codes, sequence },
        subcategory: subcategory.id,
        name: new.name.clone(),
        description: new.description.clone(),
        created: change.now(),
        successor: None,
    };
    change.parts().insert(&part)?;
    change.created(subject(&part), &Made { part: &part, duplicated_from: like })?;
    let settings = change.settings().get()?;
    let label = settings.labels.label(1);
    let revision = Revision { label, ..revision::begin(change, &settings, part.id, author.id)? };
    revision::add(change, &part, &revision)?;
    if let Some(first) = &new.manufacturer_part {
        let first = ManufacturerPart::of(change.new_id(), part.id, first.clone());
        manufacturer_part::add(change, &part, &first)?;
    }
    Ok(Added { part, revision })
}

/// Gives a part another name or description inside a unit that is already open.
pub(crate) fn describe(change: &Change<'_>, before: &Part, after: &Part) -> Result<()> {
    if after == before {
        return Ok(());
    }
    change.parts().update(after)?;
    change.changed(subject(after), before, after)
}

/// How the audit names a part.
pub(super) fn subject(part: &Part) -> Subject {
    Subject {
        room: Room::Part,
        id: part.id.into(),
        part: Some(part.id),
        title: format!("{} {}", part.number, part.name),
    }
}
