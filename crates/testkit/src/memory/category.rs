//! Categories in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use partwright_domain::category::{Category, CategoryReader, CategoryRepository, Code, Codes, Subcategory};
use partwright_domain::change::Room;
use partwright_domain::id::{CategoryId, SubcategoryId};
use partwright_domain::property::PropertyName;
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The rows, by their codes.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    categories: BTreeMap<Code, Category>,
    subcategories: BTreeMap<Codes, Subcategory>,
    demands: BTreeMap<SubcategoryId, BTreeSet<PropertyName>>,
}

impl State {
    fn category(&self, id: CategoryId) -> Option<&Category> {
        self.categories.categories.values().find(|category| category.id == id)
    }

    pub(super) fn subcategory(&self, id: SubcategoryId) -> Option<&Subcategory> {
        self.categories.subcategories.values().find(|subcategory| subcategory.id == id)
    }

    pub(super) fn demands_of(&self, id: SubcategoryId) -> impl Iterator<Item = &PropertyName> {
        self.categories.demands.get(&id).into_iter().flatten()
    }
}

impl<H: Held> CategoryReader for View<H> {
    fn categories(&self) -> Result<Vec<Category>, StoreError> {
        self.see(|state| state.categories.categories.values().cloned().collect())
    }

    fn subcategories(&self) -> Result<Vec<Subcategory>, StoreError> {
        self.see(|state| state.categories.subcategories.values().cloned().collect())
    }

    fn find(&self, id: SubcategoryId) -> Result<Option<Subcategory>, StoreError> {
        self.see(|state| state.subcategory(id).cloned())
    }

    fn find_by_codes(&self, codes: &Codes) -> Result<Option<Subcategory>, StoreError> {
        self.see(|state| state.categories.subcategories.get(codes).cloned())
    }

    fn demands(&self, id: SubcategoryId) -> Result<Vec<PropertyName>, StoreError> {
        self.see(|state| state.demands_of(id).cloned().collect())
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
            let row = Subcategory { codes: codes.clone(), ..subcategory.clone() };
            Arc::make_mut(&mut state.categories).subcategories.insert(codes, row);
            Ok(())
        })
    }

    fn set_demands(&self, id: SubcategoryId, names: &[PropertyName]) -> Result<(), StoreError> {
        self.change(Room::Category, id, |state| {
            if state.subcategory(id).is_none() {
                return Err(missing("category"));
            }
            let demands: BTreeSet<_> = names.iter().cloned().collect();
            if demands.len() < names.len() {
                return Err(StoreError::Invalid { constraint: "subcategory_demand_key".to_owned() });
            }
            Arc::make_mut(&mut state.categories).demands.insert(id, demands);
            Ok(())
        })
    }
}
