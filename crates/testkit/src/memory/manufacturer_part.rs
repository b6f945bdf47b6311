//! Manufacturer parts in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::id::{ManufacturerPartId, PartId};
use partwright_domain::manufacturer_part::{ManufacturerPart, ManufacturerPartReader, ManufacturerPartRepository};
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The rows by when they were added, and each part's.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    by_added: BTreeMap<u64, ManufacturerPart>,
    by_part: BTreeSet<(PartId, u64)>,
    last: u64,
}

impl Rows {
    fn find(&self, id: ManufacturerPartId) -> Option<(u64, &ManufacturerPart)> {
        self.by_added.iter().find(|(_, row)| row.id == id).map(|(added, row)| (*added, row))
    }
}

impl State {
    pub(super) fn manufacturer_part(&self, id: ManufacturerPartId) -> Option<&ManufacturerPart> {
        self.manufacturer_parts.find(id).map(|(_, row)| row)
    }

    pub(super) fn manufacturer_parts_of(&self, part: PartId) -> impl Iterator<Item = &ManufacturerPart> {
        let Rows { by_added, by_part, .. } = &*self.manufacturer_parts;
        by_part.range((part, 0)..=(part, u64::MAX)).filter_map(|(_, added)| by_added.get(added))
    }
}

impl<H: Held> ManufacturerPartReader for View<H> {
    fn find(&self, id: ManufacturerPartId) -> Result<Option<ManufacturerPart>, StoreError> {
        self.see(|state| state.manufacturer_part(id).cloned())
    }

    fn of(&self, part: PartId) -> Result<Vec<ManufacturerPart>, StoreError> {
        self.see(|state| state.manufacturer_parts_of(part).cloned().collect())
    }

    fn matching(&self, mpn_key: &str) -> Result<Vec<ManufacturerPart>, StoreError> {
        let fits = |row: &&ManufacturerPart| row.mpn_key() == mpn_key;
        self.see(|state| state.manufacturer_parts.by_added.values().filter(fits).cloned().collect())
    }
}

impl ManufacturerPartRepository for View<Open> {
    fn insert(&self, added: &ManufacturerPart) -> Result<(), StoreError> {
        self.change(Room::ManufacturerPart, added.id, |state| {
            if state.manufacturer_parts.find(added.id).is_some() {
                return Err(id_taken("manufacturer_part"));
            }
            if state.part(added.part).is_none() {
                return Err(missing("part"));
            }
            let keys = (added.manufacturer_key(), added.mpn_key());
            if state.manufacturer_parts_of(added.part).any(|row| (row.manufacturer_key(), row.mpn_key()) == keys) {
                return Err(StoreError::ManufacturerPartTaken);
            }
            let rows = Arc::make_mut(&mut state.manufacturer_parts);
            rows.last += 1;
            rows.by_part.insert((added.part, rows.last));
            rows.by_added.insert(rows.last, added.clone());
            Ok(())
        })
    }

    fn remove(&self, id: ManufacturerPartId) -> Result<(), StoreError> {
        self.work(|draft| {
            let Some((added, row)) = draft.state.manufacturer_parts.find(id) else { return Ok(()) };
            let place = (row.part, added);
            if draft.state.supplier_parts_of(id).next().is_some() {
                return Err(StoreError::ManufacturerPartInUse);
            }
            let rows = Arc::make_mut(&mut draft.state.manufacturer_parts);
            rows.by_part.remove(&place);
            rows.by_added.remove(&added);
            draft.changes.note(Room::ManufacturerPart, id);
            Ok(())
        })
    }
}
