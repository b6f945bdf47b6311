//! What a package tells of a release: canonical forms, and what parts were called and bought as. Its BOMs are made from
//! nothing else, so whoever has these has the BOMs, and can tell whether others are the same.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::basis::{Basis, Of};
use super::catalogue::Entry;
use super::{ExportError, Fact, Shape, Sink, Watch, bom};
use crate::Result;
use crate::bom::{BomLine, Builds, Counting, Structure, StructureLine, Substitute};
use crate::id::{BomLineId, ManufacturerPartId, PartId, RevisionId, Uuid};
use crate::manufacturer_part::{Manufacturer, ManufacturerPart, Mpn, Status};
use crate::part::{Description, PartName, PartNumber};
use crate::property::{Property, PropertyName};
use crate::release::{ContentHash, Form, Frozen, FrozenLine};
use crate::revision::{Lifecycle, RevisionError};
use crate::time::Timestamp;

/// The most levels of a BOM in a package: no product has as many, and an amount over all of them stays a number.
pub const MOST_LEVELS: usize = 100;

/// Which release a package is of, and what was written down with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The number of the part.
    pub number: PartNumber,
    /// The label of the revision.
    pub label: String,
    /// When it was released.
    pub released: Timestamp,
    /// The name of whoever released it, as it was.
    pub released_by: String,
    /// In which form it was hashed.
    pub form: Form,
    /// The hash.
    pub hash: ContentHash,
    /// Why it was released although parts of it were not; may be empty.
    pub exception: String,
}

/// A part as it was at a release: what its hash does not cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldPart {
    /// Its number.
    pub number: PartNumber,
    /// What it was called.
    pub name: PartName,
    /// What else there was to say.
    pub description: Description,
    /// What was good for it, in the order in which it was added.
    pub manufacturer_parts: Vec<ToldManufacturerPart>,
}

/// A maker's product that was good for a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldManufacturerPart {
    /// Who made it.
    pub manufacturer: Manufacturer,
    /// Their number.
    pub mpn: Mpn,
    /// How far it was good.
    pub status: Status,
}

/// A release, as a package tells of it.
#[derive(Debug)]
pub struct Dossier {
    about: About,
    parts: BTreeMap<PartNumber, ToldPart>,
    /// By the number in a part's id, which means nothing outside.
    numbers: Vec<PartNumber>,
    /// By the number in a revision's id: by part number, then in the order of labels.
    contents: Vec<Frozen>,
    top: RevisionId,
    lines: Vec<StructureLine>,
}

impl Dossier {
    /// Puts together what a package tells: the canonical forms of the release and of all below it, and the parts in them.
    pub fn new(about: About, mut contents: Vec<Frozen>, parts: Vec<ToldPart>) -> Result<Self> {
        contents.sort_by(|one, other| place(one).cmp(&place(other)));
        let parts: BTreeMap<PartNumber, ToldPart> = parts.into_iter().map(|part| (part.number.clone(), part)).collect();
        let ids = Ids::of(&contents);
        let top = ids.revision(&about.number, &about.label).ok_or(RevisionError::NotFound)?;
        let mut lines = Vec::new();
        for (revision, content) in (0_u128..).zip(&contents) {
            for (position, line) in (0_u32..).zip(&content.lines) {
                let id = BomLineId(Uuid::from_u128(lines.len() as u128));
                lines.push(ids.line(line, id, RevisionId(Uuid::from_u128(revision)), position)?);
            }
        }
        let called_for = contents.iter().flat_map(|content| content.lines.iter().map(|line| &line.number));
        if let Some(untold) = called_for.chain([&about.number]).find(|number| !parts.contains_key(number)) {
            return Err(ExportError::PartUntold { number: untold.to_string() }.into());
        }
        let numbers = ids.numbers.into_iter().cloned().collect();
        Ok(Self { about, parts, numbers, contents, top, lines })
    }

    /// Writes a BOM: lines with the revisions that they meant, and parts as they were called and bought. Nothing is said of
    /// prices, because a release knows none.
    pub fn bom(&self, shape: Shape, sink: &mut dyn Sink, watch: &mut Watch<'_>) -> Result<()> {
        let About { number, label, released, released_by, form, hash, exception } = &self.about;
        let structure = Structure::new(self.top, self.lines.clone())?;
        check_levels(&structure)?;
        let more = [
            Fact::text("released_by", "Released by", released_by),
            Fact::text("hash", "Content hash", hash),
            Fact::text("form", "Form of the hash", form),
            Fact::text("exception", "Exception", exception),
        ];
        let name = &self.told(number)?.name;
        let of = Of { number, name, label, state: Lifecycle::Released, released: Some(*released) };
        let mut basis = Basis::released(&of, structure, self, more);
        bom::write(&mut basis, &bom::Way { shape, builds: Builds::ONE, currency: None }, sink, watch)
    }

    pub(super) fn number(&self, part: PartId) -> Result<PartNumber> {
        let number = usize::try_from(part.0.as_u128()).ok().and_then(|place| self.numbers.get(place));
        Ok(number.cloned().ok_or_else(|| ExportError::PartUntold { number: part.to_string() })?)
    }

    pub(super) fn entry(&self, part: PartId, counts: Option<RevisionId>) -> Result<Entry> {
        let number = self.number(part)?;
        let ToldPart { number: _, name, description, manufacturer_parts } = self.told(&number)?;
        let content = counts.and_then(|revision| self.content(revision));
        let manufacturer_parts = (0_u128..).zip(manufacturer_parts).map(|(place, made)| {
            let ToldManufacturerPart { manufacturer, mpn, status } = made.clone();
            let id = ManufacturerPartId(Uuid::from_u128(place));
            ManufacturerPart { id, part, manufacturer, mpn, status }
        });
        Ok(Entry {
            name: name.clone(),
            description: description.clone(),
            revision: content.map(|content| (content.label.clone(), Lifecycle::Released)),
            properties: content.map_or_else(Vec::new, |content| content.properties.clone()),
            manufacturer_parts: manufacturer_parts.collect(),
            number,
        })
    }

    pub(super) fn property(&self, revision: RevisionId, name: &PropertyName) -> Option<Property> {
        self.content(revision)?.properties.iter().find(|property| property.name == *name).cloned()
    }

    fn content(&self, revision: RevisionId) -> Option<&Frozen> {
        usize::try_from(revision.0.as_u128()).ok().and_then(|place| self.contents.get(place))
    }

    fn told(&self, number: &PartNumber) -> Result<&ToldPart> {
        Ok(self.parts.get(number).ok_or_else(|| ExportError::PartUntold { number: number.to_string() })?)
    }
}

/// Where a content stands among others. Labels are digits or letters that grow longer, so the shorter one is the older.
fn place(content: &Frozen) -> (&PartNumber, usize, &str) {
    (&content.number, content.label.len(), &content.label)
}

/// Ids for what a package names by number and label.
struct Ids<'c> {
    numbers: Vec<&'c PartNumber>,
    parts: HashMap<&'c PartNumber, PartId>,
    revisions: HashMap<(&'c PartNumber, &'c str), RevisionId>,
}

impl<'c> Ids<'c> {
    fn of(contents: &'c [Frozen]) -> Self {
        let revisions = (0_u128..)
            .zip(contents)
            .map(|(place, content)| ((&content.number, &*content.label), RevisionId(Uuid::from_u128(place))));
        let mut ids = Self { numbers: Vec::new(), parts: HashMap::new(), revisions: revisions.collect() };
        for line in contents.iter().flat_map(|content| &content.lines) {
            for number in line.substitutes.iter().map(|(number, _)| number).chain([&line.number]) {
                ids.parts.entry(number).or_insert_with(|| {
                    ids.numbers.push(number);
                    PartId(Uuid::from_u128(ids.numbers.len() as u128 - 1))
                });
            }
        }
        ids
    }

    fn part(&self, number: &PartNumber) -> Result<PartId> {
        Ok(self.parts.get(number).copied().ok_or_else(|| ExportError::PartUntold { number: number.to_string() })?)
    }

    fn revision(&self, number: &PartNumber, label: &str) -> Option<RevisionId> {
        self.revisions.get(&(number, label)).copied()
    }

    fn line(&self, line: &FrozenLine, id: BomLineId, revision: RevisionId, position: u32) -> Result<StructureLine> {
        let counts = match &line.child {
            None => None,
            Some((label, _)) => Some(self.revision(&line.number, label).ok_or(RevisionError::NotFound)?),
        };
        let substitutes = line.substitutes.iter().map(|(number, note)| {
            let (part, note) = (self.part(number)?, note.clone());
            Ok(Substitute { part, note })
        });
        let line = BomLine {
            id,
            revision,
            position,
            child: self.part(&line.number)?,
            quantity: line.quantity,
            unit: line.unit,
            designators: line.designators.clone(),
            quantity_intended: line.quantity_intended,
            dnp: line.dnp,
            find_number: line.find_number.clone(),
            note: line.note.clone(),
            // In a release every line means one revision, whether or not it had been pinned to it.
            pinned: None,
            substitutes: substitutes.collect::<Result<_>>()?,
            properties: line.properties.clone(),
            origin: None,
        };
        let counts = counts.map(|revision| Counting { revision, state: Lifecycle::Released });
        Ok(StructureLine { line, counts })
    }
}

fn check_levels(structure: &Structure) -> Result<(), ExportError> {
    let mut levels: HashMap<RevisionId, usize> = HashMap::new();
    // Each revision comes before those it calls for.
    for revision in structure.revisions() {
        let level = levels.get(revision).copied().unwrap_or(0) + 1;
        if level > MOST_LEVELS {
            return Err(ExportError::TooManyLevels { most: MOST_LEVELS });
        }
        for below in structure.lines(*revision).iter().filter_map(|line| structure.below(line)) {
            let known = levels.entry(below).or_default();
            *known = level.max(*known);
        }
    }
    Ok(())
}
