//! A release as it leaves the workspace: what was released, as it was then, whatever became of anything since. The same
//! release tells the same for ever.

use std::collections::{BTreeMap, BTreeSet};

use super::dossier::{About, ToldManufacturerPart, ToldPart};
use super::{ExportError, find, past};
use crate::Result;
use crate::audit::{AuditEntry, AuditFilter, Place, Thing};
use crate::change::Room;
use crate::file::{self, File};
use crate::id::RevisionId;
use crate::manufacturer_part::ManufacturerPart;
use crate::part::Part;
use crate::release::{self, ContentHash, Release};
use crate::revision::{Lifecycle, Revision};
use crate::store::Snapshot;
use crate::time::Timestamp;

/// Units, and entries of one, that are read at once.
const PAGE: u32 = 200;

/// A released revision, as it was when it was released.
pub struct Released<'s> {
    seen: &'s dyn Snapshot,
    /// Its part, with the name that it had.
    pub part: Part,
    /// The revision.
    pub revision: Revision,
    /// What was written down.
    pub release: Release,
    /// The name of whoever released it, as it was.
    pub released_by: String,
    /// The unit of work in which it was released.
    place: u64,
}

impl std::fmt::Debug for Released<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Released").field("release", &self.release).finish_non_exhaustive()
    }
}

/// An entry of the audit about a released revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extract {
    /// The number of the unit of work.
    pub unit: u64,
    /// When.
    pub at: Timestamp,
    /// The name of whoever did it, as it was when the revision was released.
    pub person: String,
    /// The verb, as `part.create`.
    pub operation: String,
    /// The entry.
    pub entry: AuditEntry,
}

impl<'s> Released<'s> {
    /// The release of a revision.
    pub fn find(seen: &'s dyn Snapshot, id: RevisionId) -> Result<Self> {
        let (mut revision, part) = find(seen, id)?;
        let (number, label) = (part.number.to_string(), revision.label.clone());
        let Some(release) = seen.releases().find(id)? else {
            return Err(ExportError::NotReleased { number, label }.into());
        };
        let thing = Thing { room: Room::Release, id: id.0, part: Some(part.id), name: None };
        let unit = seen.audit().last_about(&thing, 0)?;
        let place = unit.ok_or(ExportError::ReleaseDiffers { number, label })?.sequence;
        let (part, _) = past::part(seen, part.id, place)?;
        let released_by = past::person(seen, release.person, place)?;
        // What became obsolete since was Released then.
        (revision.state, revision.obsolete) = (Lifecycle::Released, None);
        Ok(Self { seen, part, revision, release, released_by, place })
    }

    /// Which release it is.
    pub fn about(&self) -> About {
        let Self { seen: _, part, revision, release, released_by, place: _ } = self;
        About {
            number: part.number.clone(),
            label: revision.label.clone(),
            released: release.at,
            released_by: released_by.clone(),
            form: release.form,
            hash: release.hash,
            exception: release.exception.to_string(),
        }
    }

    /// The parts that it and all below it are made of, and its own, as they were called and bought then; by number.
    pub fn parts(&self) -> Result<Vec<ToldPart>> {
        let mut ids = BTreeSet::from([self.part.id]);
        for revision in self.releases_below()?.into_iter().chain([self.revision.id]) {
            ids.extend(self.seen.boms().lines(revision)?.iter().map(|line| line.child));
        }
        let told = |id| {
            let (part, made) = past::part(self.seen, id, self.place)?;
            let Part { number, name, description, .. } = part;
            let made = made.into_iter().map(|made| {
                let ManufacturerPart { id: _, part: _, manufacturer, mpn, status } = made;
                ToldManufacturerPart { manufacturer, mpn, status }
            });
            Ok(ToldPart { number, name, description, manufacturer_parts: made.collect() })
        };
        let mut parts = ids.into_iter().map(told).collect::<Result<Vec<_>>>()?;
        parts.sort_by_cached_key(|part| part.number.to_string());
        Ok(parts)
    }

    /// Its files, in the order of their names' characters.
    pub fn files(&self) -> Result<Vec<File>> {
        let mut files = self.seen.files().of(self.revision.id)?;
        files.sort_by(|one, other| one.name.as_str().cmp(other.name.as_str()));
        Ok(files)
    }

    /// Tells the canonical form of its content, and of that of each release below it, each once, with part number and label; in
    /// the order of these. The SHA-256 of each is its hash; where it is not, [`ExportError::ReleaseDiffers`].
    pub fn contents(&self, each: &mut dyn FnMut(&str, &str, &str) -> Result<()>) -> Result<()> {
        let mut named = BTreeMap::new();
        for id in self.releases_below()?.into_iter().chain([self.revision.id]) {
            let (revision, part) = find(self.seen, id)?;
            named.insert((part.number.to_string(), revision.label.clone()), (revision, part));
        }
        for ((number, label), (revision, part)) in &named {
            each(number, label, &self.content(part, revision)?)?;
        }
        Ok(())
    }

    /// Tells the entries of the audit about the revision, up to its release, the newest first: its own, and those of its
    /// content, of the verdicts on it and of the release.
    pub fn audit(&self, each: &mut dyn FnMut(Extract) -> Result<()>) -> Result<()> {
        let mut people = BTreeMap::new();
        let mut before = Some(self.place + 1);
        loop {
            let filter =
                AuditFilter { part: Some(self.part.id), before, limit: PAGE, entries: 0, ..AuditFilter::default() };
            let units = self.seen.audit().list(&filter)?;
            let Some(last) = units.last() else { return Ok(()) };
            before = Some(last.sequence);
            for unit in units {
                let mut left = None;
                loop {
                    let entries = self.seen.audit().entries(unit.sequence, left, PAGE)?;
                    let Some((last, _)) = entries.last() else { break };
                    left = Some(*last);
                    for (_, entry) in entries.into_iter().filter(|(_, entry)| is_about(entry, self.revision.id)) {
                        let id = unit.unit.person;
                        let person = match people.get(&id) {
                            Some(known) => String::clone(known),
                            None => people.entry(id).or_insert(past::person(self.seen, id, self.place)?).clone(),
                        };
                        let (at, operation) = (unit.unit.at, unit.unit.operation.clone());
                        each(Extract { unit: unit.sequence, at, person, operation, entry })?;
                    }
                }
            }
        }
    }

    /// The hash with which the chain of the audit ended when it was released: it stands for every entry up to then, whatever
    /// that is about. `None` where somebody took the chain out past Partwright.
    pub fn audit_hash(&self) -> Result<Option<file::ContentHash>> {
        let place = i64::try_from(self.place).unwrap_or(i64::MAX);
        let (mut after, mut hash) = (Place::entry(place, 0), None);
        loop {
            let links = self.seen.audit().links(Some(after), PAGE)?;
            let Some(last) = links.into_iter().take_while(|link| link.place.sequence == place).last() else {
                return Ok(hash);
            };
            (after, hash) = (last.place, last.hash);
        }
    }

    /// The releases below this one, each once.
    fn releases_below(&self) -> Result<BTreeSet<RevisionId>> {
        let (mut met, mut open) = (BTreeSet::new(), vec![self.revision.id]);
        while let Some(next) = open.pop() {
            let children = self.seen.releases().lines(next)?.into_iter().filter_map(|line| line.child);
            open.extend(children.filter(|child| met.insert(*child)));
        }
        Ok(met)
    }

    /// The canonical form of a release, if that still is what was hashed.
    fn content(&self, part: &Part, revision: &Revision) -> Result<String> {
        let differs = || ExportError::ReleaseDiffers { number: part.number.to_string(), label: revision.label.clone() };
        let release = self.seen.releases().find(revision.id)?.ok_or_else(differs)?;
        let lines = self.seen.releases().lines(revision.id)?;
        let text = release::text(self.seen, release.form, revision, part, &lines)?;
        if ContentHash::of(&text) == release.hash { Ok(text) } else { Err(differs().into()) }
    }
}

/// Whether an entry tells of a revision or of something that is its own.
fn is_about(entry: &AuditEntry, revision: RevisionId) -> bool {
    match entry.room {
        Room::Revision | Room::Property | Room::Approval | Room::Release => entry.subject == revision.0,
        Room::Bom | Room::File => {
            let sides = [&entry.after, &entry.before].into_iter().flatten();
            sides.filter_map(|side| side.get("revision")?.as_str()).any(|of| of == revision.to_string())
        }
        _ => false,
    }
}
