//! What is done with manufacturer parts.

use super::{ManufacturerPart, ManufacturerPartError, NewManufacturerPart};
use crate::Result;
use crate::change::Room;
use crate::edit::{Edit, EditError};
use crate::id::{ManufacturerPartId, PartId};
use crate::part::Part;
use crate::person::Actor;
use crate::ports::{Change, Ports, Subject};
use crate::supplier_part;

/// Changes which manufacturer parts are good for a part.
#[derive(Debug, Clone)]
pub struct ManufacturerPartService {
    ports: Ports,
}

impl ManufacturerPartService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Adds a manufacturer part to a part.
    pub fn add(&self, actor: &Actor, part: PartId, new: NewManufacturerPart) -> Result<ManufacturerPart> {
        self.ports.change(actor, "manufacturer_part.add", move |change| {
            let part = change.parts().get(part)?;
            let added = ManufacturerPart::of(change.new_id(), part.id, new.clone());
            add(change, &part, &added)?;
            Ok(added)
        })
    }

    /// Says something else of a manufacturer part: its maker, its number, how far it may be used. Who sells it stays.
    pub fn change(
        &self,
        actor: &Actor,
        id: ManufacturerPartId,
        content: impl Into<Edit<NewManufacturerPart>>,
    ) -> Result<ManufacturerPart> {
        let content = content.into();
        self.ports.change(actor, "manufacturer_part.change", move |change| {
            let before = change.manufacturer_parts().find(id)?.ok_or(ManufacturerPartError::NotFound)?;
            let part = change.parts().get(before.part)?;
            let after = ManufacturerPart::of(id, part.id, over(&content, &before)?);
            if after != before {
                change.manufacturer_parts().update(&after)?;
                change.changed(subject(&part, &after), &before, &after)?;
            }
            Ok(after)
        })
    }

    /// Takes a manufacturer part off its part, with its supplier parts, and answers it.
    pub fn remove(&self, actor: &Actor, id: ManufacturerPartId) -> Result<ManufacturerPart> {
        self.ports.change(actor, "manufacturer_part.remove", move |change| {
            let before = change.manufacturer_parts().find(id)?.ok_or(ManufacturerPartError::NotFound)?;
            let part = change.parts().get(before.part)?;
            remove(change, &part, &before)?;
            Ok(before)
        })
    }
}

/// What a manufacturer part says once it is edited so, field by field.
fn over(edit: &Edit<NewManufacturerPart>, now: &ManufacturerPart) -> Result<NewManufacturerPart, EditError> {
    Ok(NewManufacturerPart {
        manufacturer: edit.field(|of| of.manufacturer.clone()).over("manufacturer", &now.manufacturer)?,
        mpn: edit.field(|of| of.mpn.clone()).over("mpn", &now.mpn)?,
        status: edit.field(|of| of.status).over("status", &now.status)?,
    })
}

/// Adds a manufacturer part inside a unit that is already open.
pub(crate) fn add(change: &Change<'_>, part: &Part, added: &ManufacturerPart) -> Result<()> {
    change.manufacturer_parts().insert(added)?;
    change.created(subject(part, added), added)
}

/// Removes all manufacturer parts of a part inside a unit that is already open.
pub(crate) fn remove_all_of(change: &Change<'_>, part: &Part) -> Result<()> {
    change.manufacturer_parts().of(part.id)?.iter().try_for_each(|each| remove(change, part, each))
}

fn remove(change: &Change<'_>, part: &Part, removed: &ManufacturerPart) -> Result<()> {
    supplier_part::remove_all_of(change, part, removed.id)?;
    change.manufacturer_parts().remove(removed.id)?;
    change.removed(subject(part, removed), removed)
}

fn subject(part: &Part, of: &ManufacturerPart) -> Subject {
    let title = format!("{}: {} {}", part.number, of.manufacturer, of.mpn);
    Subject { room: Room::ManufacturerPart, id: of.id.into(), part: Some(part.id), title }
}
