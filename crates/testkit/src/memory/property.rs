//! Properties in memory.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::id::{PartId, RevisionId};
use partwright_domain::order::natural_key;
use partwright_domain::property::{NameInUse, Property, PropertyName, PropertyReader, PropertyRepository};
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View};

/// Where a property stands: its revision, then its name in natural order, then the name itself.
type Key = (RevisionId, String, String);

/// The rows, in the order in which they are read.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows(BTreeMap<Key, Property>);

fn key(revision: RevisionId, name: &str) -> Key {
    (revision, natural_key(name), name.to_owned())
}

impl State {
    pub(super) fn property(&self, revision: RevisionId, name: &str) -> Option<&Property> {
        self.properties.0.get(&key(revision, name))
    }

    pub(super) fn properties_of(&self, revision: RevisionId) -> impl Iterator<Item = &Property> {
        let from = self.properties.0.range((revision, String::new(), String::new())..);
        from.take_while(move |((of, ..), _)| *of == revision).map(|(_, property)| property)
    }
}

impl<H: Held> PropertyReader for View<H> {
    fn of(&self, revision: RevisionId) -> Result<Vec<Property>, StoreError> {
        self.see(|state| state.properties_of(revision).cloned().collect())
    }

    fn newest_of(&self, parts: &[PartId]) -> Result<Vec<(PartId, Property)>, StoreError> {
        let parts: BTreeSet<PartId> = parts.iter().copied().collect();
        self.see(|state| {
            let newest = parts.iter().filter_map(|part| state.newest_revision(*part));
            newest.flat_map(|newest| state.properties_of(newest.id).map(|of| (newest.part, of.clone()))).collect()
        })
    }

    fn names(&self, among: u32, most: u32) -> Result<Vec<NameInUse>, StoreError> {
        self.see(|state| {
            let numbers = || state.parts_after(None).map(|part| (part.number.sequence.get(), part.id));
            let last = numbers().map(|(sequence, _)| sequence).max().unwrap_or(0);
            let newest = numbers().filter(|(sequence, _)| last - sequence < among);
            let mut counts: BTreeMap<&PropertyName, u64> = BTreeMap::new();
            for revision in newest.filter_map(|(_, part)| state.newest_revision(part)) {
                for property in state.properties_of(revision.id) {
                    *counts.entry(&property.name).or_default() += 1;
                }
            }
            let mut names: Vec<_> =
                counts.into_iter().map(|(name, parts)| NameInUse { name: name.clone(), parts }).collect();
            names.sort_by_cached_key(|NameInUse { name, parts }| {
                (Reverse(*parts), natural_key(name.as_str()), name.to_string())
            });
            names.truncate(most as usize);
            names
        })
    }

    fn find(&self, revision: RevisionId, name: &PropertyName) -> Result<Option<Property>, StoreError> {
        self.see(|state| state.property(revision, name.as_str()).cloned())
    }
}

impl PropertyRepository for View<Open> {
    fn set(&self, revision: RevisionId, property: &Property) -> Result<(), StoreError> {
        self.change(Room::Property, revision, |state| {
            state.unfrozen(revision)?;
            let rows = &mut Arc::make_mut(&mut state.properties).0;
            rows.insert(key(revision, property.name.as_str()), property.clone());
            Ok(())
        })
    }

    fn remove(&self, revision: RevisionId, name: &PropertyName) -> Result<(), StoreError> {
        self.work(|draft| {
            if draft.state.property(revision, name.as_str()).is_none() {
                return Ok(());
            }
            draft.state.unfrozen(revision)?;
            Arc::make_mut(&mut draft.state.properties).0.remove(&key(revision, name.as_str()));
            draft.changes.note(Room::Property, revision);
            Ok(())
        })
    }
}
