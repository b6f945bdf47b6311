//! The ports of properties.

use super::{NameInUse, Property, PropertyName};
use crate::id::{PartId, RevisionId};
use crate::store::StoreError;

/// Reads properties.
pub trait PropertyReader: Send + Sync {
    /// A revision's properties, by name in natural order.
    fn of(&self, revision: RevisionId) -> Result<Vec<Property>, StoreError>;

    /// The properties of these parts' newest revisions, each with its part; by the parts' ids, then by name in natural
    /// order.
    fn newest_of(&self, parts: &[PartId]) -> Result<Vec<(PartId, Property)>, StoreError>;

    /// The names that properties of newest revisions have, among the parts with the newest so many numbers: whoever writes a
    /// name looks for one that is usual now, and what grows with the workspace is not read for it. The most used first, then by
    /// name in natural order; at most so many.
    fn names(&self, among: u32, most: u32) -> Result<Vec<NameInUse>, StoreError>;

    /// A revision's property of that name.
    fn find(&self, revision: RevisionId, name: &PropertyName) -> Result<Option<Property>, StoreError>;
}

/// Reads and writes properties.
pub trait PropertyRepository: PropertyReader {
    /// Sets a property, whether or not it was there.
    fn set(&self, revision: RevisionId, property: &Property) -> Result<(), StoreError>;

    /// Removes a property; nothing happens when it was not there.
    fn remove(&self, revision: RevisionId, name: &PropertyName) -> Result<(), StoreError>;
}
