//! What is done with what KiCad is shown.

use uuid::Uuid;

use super::{Library, Mapping};
use crate::Result;
use crate::category::{CategoryError, Subcategory};
use crate::change::Room;
use crate::id::SubcategoryId;
use crate::person::{Actor, Right};
use crate::ports::{Change, Ports, Subject};

/// Says what KiCad is shown. It is an Admin's to say, because it decides what everybody places.
#[derive(Debug, Clone)]
pub struct KicadService {
    ports: Ports,
}

impl KicadService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Says what is offered as a whole.
    pub fn change(&self, actor: &Actor, after: Library) -> Result<Library> {
        self.ports.change_by(actor, Right::Administer, "kicad.change", move |change| {
            let before = change.kicad().library()?;
            if after != before {
                change.kicad().set_library(&after)?;
                change.changed(subject_of_library(), &before, &after)?;
            }
            Ok(after)
        })
    }

    /// Says how a subcategory's parts are shown.
    pub fn map(&self, actor: &Actor, after: Mapping) -> Result<Mapping> {
        self.ports.change_by(actor, Right::Administer, "kicad.map", move |change| {
            after.check()?;
            let subcategory = get(change, after.subcategory)?;
            match change.kicad().mapping(after.subcategory)? {
                Some(before) if before == after => {}
                Some(before) => {
                    change.kicad().set_mapping(&after)?;
                    change.changed(subject(&subcategory), &before, &after)?;
                }
                None if after == Mapping::standard(&subcategory) => {}
                None => {
                    change.kicad().set_mapping(&after)?;
                    change.created(subject(&subcategory), &after)?;
                }
            }
            Ok(after.clone())
        })
    }

    /// Shows a subcategory's parts as if nobody had said how, and answers how that is.
    pub fn unmap(&self, actor: &Actor, subcategory: SubcategoryId) -> Result<Mapping> {
        self.ports.change_by(actor, Right::Administer, "kicad.unmap", move |change| {
            let subcategory = get(change, subcategory)?;
            forget(change, &subcategory)?;
            Ok(Mapping::standard(&subcategory))
        })
    }
}

/// Forgets how a subcategory is shown inside a unit that is already open.
pub(crate) fn forget(change: &Change<'_>, subcategory: &Subcategory) -> Result<()> {
    if let Some(before) = change.kicad().mapping(subcategory.id)? {
        change.kicad().remove_mapping(subcategory.id)?;
        change.removed(subject(subcategory), &before)?;
    }
    Ok(())
}

fn get(change: &Change<'_>, id: SubcategoryId) -> Result<Subcategory> {
    Ok(change.categories().find(id)?.ok_or_else(|| CategoryError::NotFound { code: id.to_string() })?)
}

pub(super) fn subject(subcategory: &Subcategory) -> Subject {
    let title = format!("{} {} in KiCad", subcategory.codes, subcategory.name);
    Subject { room: Room::Kicad, id: subcategory.id.into(), part: None, title }
}

fn subject_of_library() -> Subject {
    Subject { room: Room::Kicad, id: Uuid::nil(), part: None, title: "what KiCad is offered".to_owned() }
}
