//! The ports of the audit.

use uuid::Uuid;

use super::{AuditEntry, AuditUnit, Head, Linked, Operations, Place, RecordedUnit};
use crate::change::Room;
use crate::id::{PartId, PersonId};
use crate::store::StoreError;
use crate::time::Timestamp;

/// Which units of work a list is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only what concerns this part.
    pub part: Option<PartId>,
    /// Only what this person did.
    pub person: Option<PersonId>,
    /// Only what was done in this way.
    pub operations: Option<Operations>,
    /// Only what was done then or later.
    pub from: Option<Timestamp>,
    /// Only what was done before then.
    pub until: Option<Timestamp>,
    /// Only units before this place.
    pub before: Option<u64>,
    /// Only units after this place.
    pub after: Option<u64>,
    /// How many units.
    pub limit: u32,
    /// How many entries of each.
    pub entries: u32,
}

/// Reads the audit.
pub trait AuditReader: Send + Sync {
    /// Units that fit, the newest first. Under a part's filter `entry_count` and `entries` speak of that part alone. Places,
    /// parts and persons lead to what fits; operations and moments are looked for between, so a filter of those alone is asked
    /// by [`page`](super::page), which bounds the places.
    fn list(&self, filter: &AuditFilter) -> Result<Vec<RecordedUnit>, StoreError>;

    /// The unit at that place, without its entries.
    fn find(&self, sequence: u64) -> Result<Option<RecordedUnit>, StoreError>;

    /// A person's units before a place, the newest first, without their entries.
    fn by(&self, person: PersonId, before: Option<u64>, limit: u32) -> Result<Vec<RecordedUnit>, StoreError>;

    /// A unit's entries with their places in it, the last first, those before a place.
    fn entries(&self, sequence: u64, before: Option<u32>, limit: u32) -> Result<Vec<(u32, AuditEntry)>, StoreError>;

    /// The newest unit after a place that has an entry about a thing, without its entries.
    fn last_about(&self, thing: &Thing<'_>, after: u64) -> Result<Option<RecordedUnit>, StoreError>;

    /// The oldest entry about a person in the units after a place. What it says of before is who they were at that place.
    fn first_about(&self, person: PersonId, after: u64) -> Result<Option<AuditEntry>, StoreError>;

    /// When each of these parts was changed last, by the newest unit that concerns it; by the parts' ids, without those that
    /// no unit concerns.
    fn last_of(&self, parts: &[PartId]) -> Result<Vec<(PartId, Timestamp)>, StoreError>;

    /// The links of the chain after a place, in their order. What was tampered with is answered as it is.
    fn links(&self, after: Option<Place>, limit: u32) -> Result<Vec<Linked>, StoreError>;

    /// How the chain ends, by what is kept beside it.
    fn head(&self) -> Result<Head, StoreError>;
}

/// Something that entries are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thing<'t> {
    /// Its room.
    pub room: Room,
    /// Its id, as [`Room`] says.
    pub id: Uuid,
    /// The part in whose history it belongs.
    pub part: Option<PartId>,
    /// Its name, where several things share an id: the properties of a revision.
    pub name: Option<&'t str>,
}

/// Adds to the audit. Nothing can be taken back: there is no method for it, and the store refuses it. Whatever is added becomes
/// the next [`link`](super::link) of the chain, in the same unit.
pub trait AuditRepository: AuditReader {
    /// Adds an entry to the audit of this unit of work; the first one writes the unit's head, and one with another
    /// head is refused with [`StoreError::AuditHeadDiffers`].
    fn append(&self, unit: &AuditUnit, entry: &AuditEntry) -> Result<(), StoreError>;

    /// Says that this unit of work, which has an entry already, undoes another one before it; no entry comes after that
    /// ([`StoreError::AuditAppendOnly`]). A unit is undone once ([`StoreError::Undone`]): to undo it again after it was redone
    /// is to undo the redo.
    fn undoes(&self, undone: u64) -> Result<(), StoreError>;
}
