//! Categories in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use partwright_domain::category::{Category, CategoryReader, CategoryRepository, Code, Codes, Subcategory};
use partwright_domain::change::Room;
use partwright_domain::id::{CategoryId, SubcategoryId};
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The rows, by their codes.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    categories: BTreeMap<Code, Category>,
    subcategories: BTreeMap<Codes, Subcategory>,
}

impl State {
    fn category(&self, id: CategoryId) -> Option<&Category> {
        self.categories.categories.values().find(|category| category.id == id)
    }

    pub(super) fn subcategory(&self, id: SubcategoryId) -> Option<&Subcategory> {
        self.categories.subcategories.values().find(|subcategory| subcategory.id == id)
    }
}

impl<H: Held> CategoryReader for View<H> {
    fn categories(&self) -> Result<Vec<Category>, StoreError> {
        self.see(|state| state.categories.categories.values().cloned().collect())
    }

    fn subcategories(&self) -> Result<Vec<Subcategory>, StoreError> {
        self.see(|state| state.categories.subcategories.values().cloned().collect())
    }

    fn find_category(&self, id: CategoryId) -> Result<Option<Category>, StoreError> {
        self.see(|state| state.category(id).cloned())
    }

    fn find(&self, id: SubcategoryId) -> Result<Option<Subcategory>, StoreError> {
        self.see(|state| state.subcategory(id).cloned())
    }

    fn find_by_codes(&self, codes: &Codes) -> Result<Option<Subcategory>, StoreError> {
        self.see(|state| state.categories.subcategories.get(codes).cloned())
    }

    fn part_count(&self, id: SubcategoryId) -> Result<u64, StoreError> {
        self.see(|state| state.parts_in(id) as u64)
    }
}

impl CategoryRepository for View<Open> {
    fn insert_category(&self, category: &Category) -> Result<(), StoreError> {
        self.change(Room::Category, category.id, |state| {
            if state.category(category.id).is_some() {
                return Err(id_taken("category"));
            }
            if state.categories.categories.contains_key(&category.code) {
                return Err(StoreError::CategoryTaken);
            }
            Arc::make_mut(&mut state.categories).categories.insert(category.code.clone(), category.clone());
            Ok(())
        })
    }

    fn update_category(&self, category: &Category) -> Result<(), StoreError> {
        self.change(Room::Category, category.id, |state| {
            let before = state.category(category.id).ok_or_else(|| missing("category"))?;
            if before.code != category.code {
                return Err(StoreError::CategoryCodeFixed);
            }
            Arc::make_mut(&mut state.categories).categories.insert(category.code.clone(), category.clone());
            Ok(())
        })
    }

    fn remove_category(&self, id: CategoryId) -> Result<(), StoreError> {
        self.work(|draft| {
            let Some(code) = draft.state.category(id).map(|found| found.code.clone()) else { return Ok(()) };
            if draft.state.categories.subcategories.values().any(|subcategory| subcategory.category == id) {
                return Err(StoreError::CategoryNotEmpty);
            }
            Arc::make_mut(&mut draft.state.categories).categories.remove(&code);
            draft.changes.note(Room::Category, id);
            Ok(())
        })
    }

    fn insert(&self, subcategory: &Subcategory) -> Result<(), StoreError> {
        self.change(Room::Category, subcategory.id, |state| {
            if state.subcategory(subcategory.id).is_some() {
                return Err(id_taken("subcategory"));
            }
            let category = state.category(subcategory.category).ok_or_else(|| missing("category"))?;
            // The upper code is the category's, whatever the row says of it.
            let codes = Codes { category: category.code.clone(), ..subcategory.codes.clone() };
            if state.categories.subcategories.contains_key(&codes) {
                return Err(StoreError::CategoryTaken);
            }
            demands_once(subcategory)?;
            let row = Subcategory { codes: codes.clone(), ..subcategory.clone() };
            Arc::make_mut(&mut state.categories).subcategories.insert(codes, row);
            Ok(())
        })
    }

    fn update(&self, subcategory: &Subcategory) -> Result<(), StoreError> {
        self.change(Room::Category, subcategory.id, |state| {
            let before = state.subcategory(subcategory.id).ok_or_else(|| missing("category"))?;
            let code = &subcategory.codes.subcategory;
            if (before.category, &before.codes.subcategory) != (subcategory.category, code) {
                return Err(StoreError::CategoryCodeFixed);
            }
            demands_once(subcategory)?;
            let row = Subcategory { codes: before.codes.clone(), ..subcategory.clone() };
            Arc::make_mut(&mut state.categories).subcategories.insert(row.codes.clone(), row);
            Ok(())
        })
    }

    fn remove(&self, id: SubcategoryId) -> Result<(), StoreError> {
        self.work(|draft| {
            let Some(codes) = draft.state.subcategory(id).map(|found| found.codes.clone()) else { return Ok(()) };
            if draft.state.parts_in(id) > 0 {
                return Err(StoreError::CategoryInUse);
            }
            if draft.state.is_mapped(id) {
                return Err(StoreError::Invalid { constraint: "kicad_mapping_keeps_subcategory".to_owned() });
            }
            Arc::make_mut(&mut draft.state.categories).subcategories.remove(&codes);
            draft.changes.note(Room::Category, id);
            Ok(())
        })
    }
}

/// A store tells the letters of ASCII alike; what else is alike, the domain says.
fn demands_once(subcategory: &Subcategory) -> Result<(), StoreError> {
    let keys: BTreeSet<_> = subcategory.demands.iter().map(|name| name.as_str().to_ascii_lowercase()).collect();
    if keys.len() == subcategory.demands.len() { Ok(()) } else { Err(StoreError::DemandTwice) }
}
