//! The ports of manufacturer parts.

use super::ManufacturerPart;
use crate::id::{ManufacturerPartId, PartId};
use crate::store::StoreError;

/// Reads manufacturer parts.
pub trait ManufacturerPartReader: Send + Sync {
    /// The manufacturer part with that id.
    fn find(&self, id: ManufacturerPartId) -> Result<Option<ManufacturerPart>, StoreError>;

    /// A part's manufacturer parts, in the order of their ids, which is that of time: one that comes back after it was removed
    /// stands where it stood.
    fn of(&self, part: PartId) -> Result<Vec<ManufacturerPart>, StoreError>;

    /// Those whose number has that [match key](crate::order::match_key), in the order of their ids.
    fn matching(&self, mpn_key: &str) -> Result<Vec<ManufacturerPart>, StoreError>;

    /// Those of these parts, in the order of the parts' ids, then of their own.
    fn of_any(&self, parts: &[PartId]) -> Result<Vec<ManufacturerPart>, StoreError>;

    /// Those whose number has one of these match keys, in the order of their ids.
    fn matching_any(&self, mpn_keys: &[String]) -> Result<Vec<ManufacturerPart>, StoreError>;
}

/// Reads and writes manufacturer parts.
pub trait ManufacturerPartRepository: ManufacturerPartReader {
    /// Adds a manufacturer part; manufacturer and number together must be new on the part.
    fn insert(&self, manufacturer_part: &ManufacturerPart) -> Result<(), StoreError>;

    /// Writes over the manufacturer part with the same id, which stays on its part; manufacturer and number together must be
    /// no other's there.
    fn update(&self, manufacturer_part: &ManufacturerPart) -> Result<(), StoreError>;

    /// Removes a manufacturer part, which must have no supplier parts; nothing happens when it was not there.
    fn remove(&self, id: ManufacturerPartId) -> Result<(), StoreError>;
}
