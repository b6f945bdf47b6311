//! The ports of categories.

use super::{Category, Codes, Subcategory};
use crate::id::{CategoryId, SubcategoryId};
use crate::store::StoreError;

/// Reads categories.
pub trait CategoryReader: Send + Sync {
    /// Every category, by code.
    fn categories(&self) -> Result<Vec<Category>, StoreError>;

    /// Every subcategory, by its codes.
    fn subcategories(&self) -> Result<Vec<Subcategory>, StoreError>;

    /// The category with that id.
    fn find_category(&self, id: CategoryId) -> Result<Option<Category>, StoreError>;

    /// The subcategory with that id.
    fn find(&self, id: SubcategoryId) -> Result<Option<Subcategory>, StoreError>;

    /// The subcategory with those codes.
    fn find_by_codes(&self, codes: &Codes) -> Result<Option<Subcategory>, StoreError>;

    /// How many parts the subcategory has.
    fn part_count(&self, id: SubcategoryId) -> Result<u64, StoreError>;
}

/// Reads and writes categories.
pub trait CategoryRepository: CategoryReader {
    /// Adds a category; its code must be new.
    fn insert_category(&self, category: &Category) -> Result<(), StoreError>;

    /// Replaces a category; its code stays.
    fn update_category(&self, category: &Category) -> Result<(), StoreError>;

    /// Removes a category, which must have no subcategory; nothing happens when it was not there.
    fn remove_category(&self, id: CategoryId) -> Result<(), StoreError>;

    /// Adds a subcategory; its code must be new within its category, and it demands each property once.
    fn insert(&self, subcategory: &Subcategory) -> Result<(), StoreError>;

    /// Replaces a subcategory and its demands; its category and its code stay.
    fn update(&self, subcategory: &Subcategory) -> Result<(), StoreError>;

    /// Removes a subcategory, which must have no part; nothing happens when it was not there.
    fn remove(&self, id: SubcategoryId) -> Result<(), StoreError>;
}
