//! The ports of the audit.

use super::{AuditEntry, AuditUnit, RecordedUnit};
use crate::id::PartId;
use crate::store::StoreError;

/// Which units of work a list is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only what concerns this part.
    pub part: Option<PartId>,
    /// Only units before this place.
    pub before: Option<u64>,
    /// How many units.
    pub limit: u32,
    /// How many entries of each.
    pub entries: u32,
}

/// Reads the audit.
pub trait AuditReader: Send + Sync {
    /// Units that fit, the newest first. Under a part's filter `entry_count` and `entries` speak of that part alone.
    fn list(&self, filter: &AuditFilter) -> Result<Vec<RecordedUnit>, StoreError>;
}

/// Adds to the audit. Nothing can be taken back: there is no method for it, and the store refuses it.
pub trait AuditRepository: AuditReader {
    /// Adds an entry to the audit of this unit of work; the first one writes the unit's head, and one with another
    /// head is refused with [`StoreError::AuditHeadDiffers`].
    fn append(&self, unit: &AuditUnit, entry: &AuditEntry) -> Result<(), StoreError>;
}
