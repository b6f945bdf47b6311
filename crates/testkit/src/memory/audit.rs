//! The audit in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use partwright_domain::audit::{
    AuditEntry, AuditFilter, AuditReader, AuditRepository, AuditUnit, Head, Linked, Origin, Place, RecordedUnit, Step,
    Thing, Told, Undoing, link,
};
use partwright_domain::change::Room;
use partwright_domain::file::ContentHash;
use partwright_domain::id::{PartId, PersonId};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;

use super::State;
use super::view::{Held, Open, View, missing};

/// A unit of work with its entries.
type Unit = (AuditUnit, Vec<AuditEntry>);

/// The units, in their order, and which of them undoes which; a unit's place is its sequence less one.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    units: Vec<Arc<Unit>>,
    undone_by: BTreeMap<u64, u64>,
    undoes: BTreeMap<u64, u64>,
    /// Where each link of the chain stands, and its hash; in their order.
    chain: Vec<(Place, ContentHash)>,
}

impl Rows {
    fn head(&self) -> Head {
        let last = self.chain.last().map_or(Head::EMPTY.hash, |(_, hash)| *hash);
        Head { count: self.chain.len() as u64, hash: last }
    }

    /// Adds the link that stands at this place, and tells what is there.
    fn add_link(&mut self, place: Place) {
        let hash = self.told(place).map(|told| link(&self.head().hash, &told, place));
        self.chain.extend(hash.map(|hash| (place, hash)));
    }

    /// What is told at a place, as a file would keep it.
    fn told(&self, Place { sequence, step }: Place) -> Option<Told<'static>> {
        let sequence = u64::try_from(sequence).ok()?;
        let (unit, entries) = self.unit(sequence)?;
        Some(match step {
            Step::Entry(position) => {
                let entry = entries.get(usize::try_from(position.checked_sub(1)?).ok()?)?;
                let text = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string);
                let (before, after) = (text(&entry.before), text(&entry.after));
                Told::entry(unit, entry, before.as_deref(), after.as_deref()).into_owned()
            }
            Step::Undo => Told::undo(unit, i64::try_from(*self.undoes.get(&sequence)?).ok()?).into_owned(),
        })
    }

    fn unit(&self, sequence: u64) -> Option<&Unit> {
        let place = usize::try_from(sequence.checked_sub(1)?).ok()?;
        self.units.get(place).map(Arc::as_ref)
    }

    /// The units with their places, the newest first.
    fn newest_first(&self) -> impl Iterator<Item = (u64, &Unit)> {
        let count = self.units.len() as u64;
        (1..=count).rev().zip(self.units.iter().rev().map(Arc::as_ref))
    }

    fn origin(&self, sequence: u64) -> Option<Origin> {
        let first = std::iter::successors(self.undoes.get(&sequence), |next| self.undoes.get(next)).last()?;
        let operation = self.unit(*first)?.0.operation.clone();
        Some(Origin { sequence: *first, operation })
    }
}

impl State {
    fn name_of(&self, person: PersonId) -> String {
        self.person(person).map_or_else(String::new, |person| person.name.to_string())
    }

    fn undoing(&self, sequence: u64) -> Option<Undoing> {
        let undone_by = &self.audit.undone_by;
        let chain = std::iter::successors(undone_by.get(&sequence), |next| undone_by.get(next));
        let (steps, last) = (1..).zip(chain).last()?;
        let unit = &self.audit.unit(*last)?.0;
        let person_name = self.name_of(unit.person);
        Some(Undoing { sequence: *last, person_name, at: unit.at, is_undone: steps % 2 == 1 })
    }

    /// The unit with those of its entries that fit; `None` when a part is asked for that it does not concern.
    fn recorded(&self, sequence: u64, row: &Unit, filter: &AuditFilter) -> Option<RecordedUnit> {
        let (unit, all) = row;
        let fits = |entry: &&AuditEntry| filter.part.is_none_or(|part| entry.part == Some(part));
        let entry_count = all.iter().filter(fits).count() as u64;
        if filter.part.is_some() && entry_count == 0 {
            return None;
        }
        let person_name = self.name_of(unit.person);
        let entries = all.iter().filter(fits).take(filter.entries as usize).cloned().collect();
        let (origin, undoing) = (self.audit.origin(sequence), self.undoing(sequence));
        Some(RecordedUnit { sequence, unit: unit.clone(), person_name, entry_count, entries, origin, undoing })
    }

    /// The unit without its entries.
    fn head(&self, sequence: u64, row: &Unit) -> Option<RecordedUnit> {
        self.recorded(sequence, row, &AuditFilter::default())
    }
}

/// Whether an entry is about a thing.
fn is_about(entry: &AuditEntry, thing: &Thing<'_>) -> bool {
    let value = entry.after.as_ref().or(entry.before.as_ref());
    let name = value.and_then(|value| value.get("name")?.as_str());
    entry.room == thing.room
        && entry.subject == thing.id
        && entry.part == thing.part
        && thing.name.is_none_or(|wanted| name == Some(wanted))
}

impl<H: Held> AuditReader for View<H> {
    fn list(&self, filter: &AuditFilter) -> Result<Vec<RecordedUnit>, StoreError> {
        let AuditFilter { part: _, person, operations, from, until, before, after, limit: _, entries: _ } = filter;
        let is_asked = |sequence: u64, unit: &AuditUnit| {
            before.is_none_or(|before| sequence < before)
                && after.is_none_or(|after| sequence > after)
                && person.is_none_or(|person| unit.person == person)
                && operations.as_ref().is_none_or(|operations| operations.fits(&unit.operation))
                && from.is_none_or(|from| unit.at >= from)
                && until.is_none_or(|until| unit.at < until)
        };
        self.see(|state| {
            let units = state.audit.newest_first();
            units
                .filter(|(sequence, (unit, _))| is_asked(*sequence, unit))
                .filter_map(|(sequence, row)| state.recorded(sequence, row, filter))
                .take(filter.limit as usize)
                .collect()
        })
    }

    fn find(&self, sequence: u64) -> Result<Option<RecordedUnit>, StoreError> {
        self.see(|state| state.head(sequence, state.audit.unit(sequence)?))
    }

    fn by(&self, person: PersonId, before: Option<u64>, limit: u32) -> Result<Vec<RecordedUnit>, StoreError> {
        self.list(&AuditFilter { person: Some(person), before, limit, ..AuditFilter::default() })
    }

    fn entries(&self, sequence: u64, before: Option<u32>, limit: u32) -> Result<Vec<(u32, AuditEntry)>, StoreError> {
        self.see(|state| {
            let entries = state.audit.unit(sequence).into_iter().flat_map(|(_, entries)| entries);
            let mut numbered: Vec<(u32, AuditEntry)> = (1..)
                .zip(entries)
                .filter(|(place, _)| before.is_none_or(|before| *place < before))
                .map(|(place, entry)| (place, entry.clone()))
                .collect();
            numbered.reverse();
            numbered.truncate(limit as usize);
            numbered
        })
    }

    fn last_about(&self, thing: &Thing<'_>, after: u64) -> Result<Option<RecordedUnit>, StoreError> {
        self.see(|state| {
            let mut units = state.audit.newest_first().take_while(|(sequence, _)| *sequence > after);
            let (sequence, row) = units.find(|(_, row)| row.1.iter().any(|entry| is_about(entry, thing)))?;
            state.head(sequence, row)
        })
    }

    fn first_about(&self, person: PersonId, after: u64) -> Result<Option<AuditEntry>, StoreError> {
        let thing = Thing { room: Room::Person, id: person.0, part: None, name: None };
        self.see(|state| {
            let units = state.audit.newest_first().take_while(|(sequence, _)| *sequence > after);
            units.filter_map(|(_, row)| row.1.iter().find(|entry| is_about(entry, &thing))).last().cloned()
        })
    }

    fn last_of(&self, parts: &[PartId]) -> Result<Vec<(PartId, Timestamp)>, StoreError> {
        let parts: BTreeSet<PartId> = parts.iter().copied().collect();
        self.see(|state| {
            let last = |part: PartId| {
                let mut units = state.audit.newest_first();
                units.find(|(_, row)| row.1.iter().any(|entry| entry.part == Some(part))).map(|(_, row)| row.0.at)
            };
            parts.iter().filter_map(|part| Some((*part, last(*part)?))).collect()
        })
    }

    fn links(&self, after: Option<Place>, limit: u32) -> Result<Vec<Linked>, StoreError> {
        self.see(|state| {
            let Rows { chain, .. } = &*state.audit;
            let first = chain.partition_point(|(place, _)| Some(*place) <= after);
            let places = chain.iter().enumerate().skip(first).take(limit as usize);
            places
                .map(|(index, (place, hash))| {
                    let previous = index.checked_sub(1).map_or(Head::EMPTY.hash, |before| chain[before].1);
                    let told = state.audit.told(*place);
                    Linked { place: *place, told, previous: Some(previous), hash: Some(*hash) }
                })
                .collect()
        })
    }

    fn head(&self) -> Result<Head, StoreError> {
        self.see(|state| state.audit.head())
    }
}

/// A place as the chain counts.
fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl AuditRepository for View<Open> {
    fn append(&self, unit: &AuditUnit, entry: &AuditEntry) -> Result<(), StoreError> {
        self.work(|draft| {
            match &draft.head {
                Some(head) if head != unit => return Err(StoreError::AuditHeadDiffers),
                Some(_) if draft.state.audit.undoes.contains_key(&(draft.state.audit.units.len() as u64)) => {
                    return Err(StoreError::AuditAppendOnly);
                }
                Some(_) => {}
                None if draft.state.person(unit.person).is_none() => return Err(missing("person")),
                None => {
                    let rows = Arc::make_mut(&mut draft.state.audit);
                    rows.units.push(Arc::new((unit.clone(), Vec::new())));
                    draft.head = Some(unit.clone());
                }
            }
            let rows = Arc::make_mut(&mut draft.state.audit);
            let sequence = rows.units.len();
            if let Some(last) = rows.units.last_mut() {
                let unit = Arc::make_mut(last);
                unit.1.push(entry.clone());
                let place = Place::entry(number(sequence), number(unit.1.len()));
                rows.add_link(place);
            }
            draft.audited.note(entry.room, entry.subject);
            Ok(())
        })
    }

    fn undoes(&self, undone: u64) -> Result<(), StoreError> {
        self.work(|draft| {
            if draft.head.is_none() {
                return Err(missing("audit entry"));
            }
            let rows = &draft.state.audit;
            let sequence = rows.units.len() as u64;
            if rows.undoes.contains_key(&sequence) {
                return Err(StoreError::AuditAppendOnly);
            }
            if rows.undone_by.contains_key(&undone) {
                return Err(StoreError::Undone);
            }
            if undone >= sequence || rows.unit(undone).is_none() {
                return Err(StoreError::Invalid { constraint: "audit_undo_is_of_earlier".to_owned() });
            }
            let rows = Arc::make_mut(&mut draft.state.audit);
            rows.undone_by.insert(undone, sequence);
            rows.undoes.insert(sequence, undone);
            rows.add_link(Place::undo(number(rows.units.len())));
            Ok(())
        })
    }
}
