//! The ports of categories.

use super::{Category, Codes, Subcategory};
use crate::id::SubcategoryId;
use crate::property::PropertyName;
use crate::store::StoreError;

/// Reads categories.
pub trait CategoryReader: Send + Sync {
    /// Every category, by code.
    fn categories(&self) -> Result<Vec<Category>, StoreError>;

    /// Every subcategory, by its codes.
    fn subcategories(&self) -> Result<Vec<Subcategory>, StoreError>;

    /// The subcategory with that id.
    fn find(&self, id: SubcategoryId) -> Result<Option<Subcategory>, StoreError>;

    /// The subcategory with those codes.
    fn find_by_codes(&self, codes: &Codes) -> Result<Option<Subcategory>, StoreError>;

    /// The properties that parts of a subcategory must have when they are released, by name.
    fn demands(&self, id: SubcategoryId) -> Result<Vec<PropertyName>, StoreError>;
}

/// Reads and writes categories.
pub trait CategoryRepository: CategoryReader {
    /// Adds a category; its code must be new.
    fn insert_category(&self, category: &Category) -> Result<(), StoreError>;

    /// Adds a subcategory; its code must be new within its category.
    fn insert(&self, subcategory: &Subcategory) -> Result<(), StoreError>;

    /// Replaces what a subcategory demands.
    fn set_demands(&self, id: SubcategoryId, names: &[PropertyName]) -> Result<(), StoreError>;
}
