//! What documents say of a part: its names, the revision that counts, and what it is bought as.

use std::collections::HashMap;
use std::rc::Rc;

use super::{Cell, Column, Dossier, Kind};
use crate::Result;
use crate::id::{PartId, RevisionId};
use crate::manufacturer_part::ManufacturerPart;
use crate::part::{Description, Part, PartName, PartNumber};
use crate::property::{DATASHEET, FOOTPRINT, MANUFACTURER, Property, PropertyName, PropertyValue, VALUE};
use crate::revision::{Lifecycle, RevisionError};
use crate::store::Snapshot;

/// A part in the revision that counts.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) number: PartNumber,
    pub(super) name: PartName,
    pub(super) description: Description,
    /// The label and the state of the revision.
    pub(super) revision: Option<(String, Lifecycle)>,
    pub(super) properties: Vec<Property>,
    /// Those that may be used, the one to be taken first first.
    pub(super) manufacturer_parts: Vec<ManufacturerPart>,
}

/// Where documents take parts from.
#[derive(Clone, Copy)]
pub(super) enum Shelf<'s> {
    /// A workspace, as it is now.
    Workspace(&'s dyn Snapshot),
    /// What a package tells of a release.
    Dossier(&'s Dossier),
}

impl Shelf<'_> {
    fn entry(&self, part: PartId, counts: Option<RevisionId>) -> Result<Entry> {
        let seen = match self {
            Self::Dossier(dossier) => return dossier.entry(part, counts),
            Self::Workspace(seen) => seen,
        };
        let Part { id, number, name, description, .. } = seen.parts().get(part)?;
        let manufacturer_parts = seen.manufacturer_parts().of(id)?;
        let revision = match counts {
            Some(id) => Some(seen.revisions().find(id)?.ok_or(RevisionError::NotFound)?),
            None => None,
        };
        let revision = revision.map(|revision| (revision.label, revision.state));
        let properties = counts.map_or(Ok(Vec::new()), |id| seen.properties().of(id))?;
        Ok(Entry { number, name, description, revision, properties, manufacturer_parts })
    }

    pub(super) fn number(&self, part: PartId) -> Result<PartNumber> {
        match self {
            Self::Workspace(seen) => Ok(seen.parts().get(part)?.number),
            Self::Dossier(dossier) => dossier.number(part),
        }
    }

    /// What a revision's property of that name says.
    pub(super) fn property(&self, revision: RevisionId, name: &PropertyName) -> Result<Option<Property>> {
        match self {
            Self::Workspace(seen) => Ok(seen.properties().find(revision, name)?),
            Self::Dossier(dossier) => Ok(dossier.property(revision, name)),
        }
    }
}

/// The parts of a document, each looked up once.
pub(super) struct Catalogue<'s> {
    shelf: Shelf<'s>,
    known: HashMap<(PartId, Option<RevisionId>), Rc<Entry>>,
    numbers: HashMap<PartId, Rc<str>>,
}

impl<'s> Catalogue<'s> {
    pub(super) fn new(shelf: Shelf<'s>) -> Self {
        Self { shelf, known: HashMap::new(), numbers: HashMap::new() }
    }

    /// A part that is asked for again and again.
    pub(super) fn entry(&mut self, part: PartId, counts: Option<RevisionId>) -> Result<Rc<Entry>> {
        if let Some(known) = self.known.get(&(part, counts)) {
            return Ok(Rc::clone(known));
        }
        let entry = Rc::new(self.once(part, counts)?);
        self.known.insert((part, counts), Rc::clone(&entry));
        Ok(entry)
    }

    /// A part that is asked for once, and not kept.
    pub(super) fn once(&self, part: PartId, counts: Option<RevisionId>) -> Result<Entry> {
        let mut entry = self.shelf.entry(part, counts)?;
        entry.manufacturer_parts.sort_by_key(|made| made.status.preference());
        Ok(entry)
    }

    /// A part's number.
    pub(super) fn number(&mut self, part: PartId) -> Result<Rc<str>> {
        if let Some(known) = self.numbers.get(&part) {
            return Ok(Rc::clone(known));
        }
        let number: Rc<str> = self.shelf.number(part)?.to_string().into();
        self.numbers.insert(part, Rc::clone(&number));
        Ok(number)
    }
}

/// The columns of what names a part, with the revision that counts.
pub(super) const NAMES: [Column; 4] = [
    Column::text("part_number", "Part number"),
    Column::text("revision", "Revision"),
    Column::text("state", "State"),
    Column::text("name", "Name"),
];

/// The columns of what a part is, and what it is bought as.
pub(super) const FACTS: [Column; 7] = [
    Column::text("description", "Description"),
    Column::text("value", "Value"),
    Column::text("footprint", "Footprint"),
    Column::text("manufacturer", "Manufacturer"),
    Column::text("mpn", "MPN"),
    Column::new("alternates", "Alternates", Kind::List),
    Column::new("datasheet", "Datasheet", Kind::Link),
];

impl Entry {
    /// The cells under [`NAMES`].
    pub(super) fn names(&self) -> [Cell; 4] {
        [
            Cell::text(&self.number),
            Cell::maybe(self.revision.as_ref().map(|(label, _)| label)),
            Cell::maybe(self.revision.as_ref().map(|(_, state)| state)),
            Cell::text(&self.name),
        ]
    }

    /// The cells under [`FACTS`].
    pub(super) fn facts(&self) -> [Cell; 7] {
        let (first, alternates) = match self.manufacturer_parts.split_first() {
            Some((first, alternates)) => (Some(first), alternates),
            None => (None, &[][..]),
        };
        let alternates = alternates.iter().map(|made| {
            let named = format!("{} {}", made.manufacturer, made.mpn);
            named.trim().to_owned()
        });
        [
            Cell::text(&self.description),
            self.property(VALUE),
            self.property(FOOTPRINT),
            self.manufacturer(),
            Cell::maybe(first.map(|made| &made.mpn)),
            Cell::list(alternates.collect()),
            self.property(DATASHEET),
        ]
    }

    /// The maker of what is taken first, else the one that a property names.
    pub(super) fn manufacturer(&self) -> Cell {
        match self.manufacturer_parts.first() {
            Some(made) => Cell::text(&made.manufacturer),
            None => self.property(MANUFACTURER),
        }
    }

    /// What the revision's property of that name says.
    pub(super) fn property(&self, name: &str) -> Cell {
        match self.properties.iter().find(|property| property.name.as_str() == name).map(|property| &property.value) {
            Some(PropertyValue::Link { link }) => Cell::Link(link.as_str().to_owned()),
            value => Cell::maybe(value),
        }
    }
}
