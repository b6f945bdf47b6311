//! Manufacturer parts in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::id::{ManufacturerPartId, PartId, Uuid};
use partwright_domain::manufacturer_part::{ManufacturerPart, ManufacturerPartReader, ManufacturerPartRepository};
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The rows, and each part's. Ids are in the order of time, so a row that comes back has its place again.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    rows: BTreeMap<ManufacturerPartId, ManufacturerPart>,
    by_part: BTreeSet<(PartId, ManufacturerPartId)>,
}

impl State {
    pub(super) fn manufacturer_part(&self, id: ManufacturerPartId) -> Option<&ManufacturerPart> {
        self.manufacturer_parts.rows.get(&id)
    }

    pub(super) fn manufacturer_parts_of(&self, part: PartId) -> impl Iterator<Item = &ManufacturerPart> {
        let Rows { rows, by_part } = &*self.manufacturer_parts;
        let (first, last) = (ManufacturerPartId(Uuid::nil()), ManufacturerPartId(Uuid::max()));
        by_part.range((part, first)..=(part, last)).filter_map(|(_, id)| rows.get(id))
    }

    /// Maker and number together stand once on a part.
    fn once_on_its_part(&self, row: &ManufacturerPart) -> Result<(), StoreError> {
        let keys = (row.manufacturer_key(), row.mpn_key());
        let is_twin =
            |other: &ManufacturerPart| other.id != row.id && (other.manufacturer_key(), other.mpn_key()) == keys;
        if self.manufacturer_parts_of(row.part).any(is_twin) { Err(StoreError::ManufacturerPartTaken) } else { Ok(()) }
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
        self.see(|state| state.manufacturer_parts.rows.values().filter(fits).cloned().collect())
    }

    fn of_any(&self, parts: &[PartId]) -> Result<Vec<ManufacturerPart>, StoreError> {
        let parts: BTreeSet<PartId> = parts.iter().copied().collect();
        self.see(|state| parts.into_iter().flat_map(|part| state.manufacturer_parts_of(part).cloned()).collect())
    }

    fn matching_any(&self, mpn_keys: &[String]) -> Result<Vec<ManufacturerPart>, StoreError> {
        let fits = |row: &&ManufacturerPart| mpn_keys.contains(&row.mpn_key());
        self.see(|state| state.manufacturer_parts.rows.values().filter(fits).cloned().collect())
    }
}

impl ManufacturerPartRepository for View<Open> {
    fn insert(&self, added: &ManufacturerPart) -> Result<(), StoreError> {
        self.change(Room::ManufacturerPart, added.id, |state| {
            if state.manufacturer_part(added.id).is_some() {
                return Err(id_taken("manufacturer_part"));
            }
            if state.part(added.part).is_none() {
                return Err(missing("part"));
            }
            state.once_on_its_part(added)?;
            let rows = Arc::make_mut(&mut state.manufacturer_parts);
            rows.by_part.insert((added.part, added.id));
            rows.rows.insert(added.id, added.clone());
            Ok(())
        })
    }

    fn update(&self, after: &ManufacturerPart) -> Result<(), StoreError> {
        self.change(Room::ManufacturerPart, after.id, |state| {
            let before = state.manufacturer_part(after.id).filter(|before| before.part == after.part);
            before.ok_or_else(|| missing("manufacturer part"))?;
            state.once_on_its_part(after)?;
            Arc::make_mut(&mut state.manufacturer_parts).rows.insert(after.id, after.clone());
            Ok(())
        })
    }

    fn remove(&self, id: ManufacturerPartId) -> Result<(), StoreError> {
        self.work(|draft| {
            let Some(part) = draft.state.manufacturer_part(id).map(|row| row.part) else { return Ok(()) };
            if draft.state.supplier_parts_of(id).next().is_some() {
                return Err(StoreError::ManufacturerPartInUse);
            }
            let rows = Arc::make_mut(&mut draft.state.manufacturer_parts);
            rows.by_part.remove(&(part, id));
            rows.rows.remove(&id);
            draft.changes.note(Room::ManufacturerPart, id);
            Ok(())
        })
    }
}
