//! The ports of supplier parts.

use super::SupplierPart;
use crate::id::{ManufacturerPartId, SupplierPartId};
use crate::store::StoreError;

/// Reads supplier parts.
pub trait SupplierPartReader: Send + Sync {
    /// The supplier part with that id.
    fn find(&self, id: SupplierPartId) -> Result<Option<SupplierPart>, StoreError>;

    /// A manufacturer part's supplier parts, in the order of their ids, which is that of time: one that comes back after it was
    /// removed stands where it stood.
    fn of(&self, manufacturer_part: ManufacturerPartId) -> Result<Vec<SupplierPart>, StoreError>;
}

/// Reads and writes supplier parts.
pub trait SupplierPartRepository: SupplierPartReader {
    /// Adds a supplier part; supplier and order code together must be new on the manufacturer part.
    fn insert(&self, supplier_part: &SupplierPart) -> Result<(), StoreError>;

    /// Replaces a supplier part and its prices; what it is sold as stays.
    fn update(&self, supplier_part: &SupplierPart) -> Result<(), StoreError>;

    /// Removes a supplier part with its prices; nothing happens when it was not there.
    fn remove(&self, id: SupplierPartId) -> Result<(), StoreError>;
}
