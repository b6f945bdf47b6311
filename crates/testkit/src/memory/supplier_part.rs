//! Supplier parts in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::id::{ManufacturerPartId, SupplierPartId};
use partwright_domain::store::StoreError;
use partwright_domain::supplier_part::{SupplierPart, SupplierPartReader, SupplierPartRepository};

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The rows. Ids are in the order of time, so a row that comes back has its place again.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows(BTreeMap<SupplierPartId, SupplierPart>);

impl State {
    pub(super) fn supplier_parts_of(&self, of: ManufacturerPartId) -> impl Iterator<Item = &SupplierPart> {
        self.supplier_parts.0.values().filter(move |row| row.manufacturer_part == of)
    }

    /// Refuses a row that would stand twice on its manufacturer part.
    fn alone(&self, row: &SupplierPart) -> Result<(), StoreError> {
        let keys = |of: &SupplierPart| (of.offer.supplier_key(), of.offer.order_code_key());
        let taken =
            self.supplier_parts_of(row.manufacturer_part).any(|other| other.id != row.id && keys(other) == keys(row));
        if taken { Err(StoreError::SupplierPartTaken) } else { Ok(()) }
    }
}

impl<H: Held> SupplierPartReader for View<H> {
    fn find(&self, id: SupplierPartId) -> Result<Option<SupplierPart>, StoreError> {
        self.see(|state| state.supplier_parts.0.get(&id).cloned())
    }

    fn of(&self, manufacturer_part: ManufacturerPartId) -> Result<Vec<SupplierPart>, StoreError> {
        self.see(|state| state.supplier_parts_of(manufacturer_part).cloned().collect())
    }
}

impl SupplierPartRepository for View<Open> {
    fn insert(&self, added: &SupplierPart) -> Result<(), StoreError> {
        self.change(Room::SupplierPart, added.id, |state| {
            if state.supplier_parts.0.contains_key(&added.id) {
                return Err(id_taken("supplier_part"));
            }
            if state.manufacturer_part(added.manufacturer_part).is_none() {
                return Err(missing("manufacturer part"));
            }
            state.alone(added)?;
            Arc::make_mut(&mut state.supplier_parts).0.insert(added.id, added.clone());
            Ok(())
        })
    }

    fn update(&self, after: &SupplierPart) -> Result<(), StoreError> {
        self.change(Room::SupplierPart, after.id, |state| {
            let before = state.supplier_parts.0.get(&after.id).ok_or_else(|| missing("supplier part"))?;
            if before.manufacturer_part != after.manufacturer_part {
                return Err(StoreError::Invalid { constraint: "supplier_part_stays_in_place".to_owned() });
            }
            state.alone(after)?;
            Arc::make_mut(&mut state.supplier_parts).0.insert(after.id, after.clone());
            Ok(())
        })
    }

    fn remove(&self, id: SupplierPartId) -> Result<(), StoreError> {
        self.work(|draft| {
            if !draft.state.supplier_parts.0.contains_key(&id) {
                return Ok(());
            }
            Arc::make_mut(&mut draft.state.supplier_parts).0.remove(&id);
            draft.changes.note(Room::SupplierPart, id);
            Ok(())
        })
    }
}
