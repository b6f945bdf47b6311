//! The ports of revisions.

use super::{Lifecycle, Revision};
use crate::id::{PartId, RevisionId};
use crate::store::StoreError;
use crate::time::Timestamp;

/// Reads revisions.
pub trait RevisionReader: Send + Sync {
    /// The revision with that id.
    fn find(&self, id: RevisionId) -> Result<Option<Revision>, StoreError>;

    /// A part's revisions, newest first.
    fn of(&self, part: PartId) -> Result<Vec<Revision>, StoreError>;

    /// A part's newest revision.
    fn newest(&self, part: PartId) -> Result<Option<Revision>, StoreError>;

    /// The newest of a part's revisions that are Released now.
    fn latest_released(&self, part: PartId) -> Result<Option<Revision>, StoreError>;

    /// The newest of a part's revisions that were Released at that moment: released by then, and not yet obsolete.
    fn as_of(&self, part: PartId, at: Timestamp) -> Result<Option<Revision>, StoreError>;
}

/// Reads and writes revisions.
pub trait RevisionRepository: RevisionReader {
    /// Adds a revision. It is a Draft, neither released nor obsolete at any moment; else [`StoreError::RevisionStep`]. Its
    /// ordinal and label must be new on the part, and the part must have no other in work.
    fn insert(&self, revision: &Revision) -> Result<(), StoreError>;

    /// Removes a Draft that was never submitted and has no content ([`StoreError::RevisionInUse`]); nothing happens when it
    /// was not there.
    fn remove(&self, id: RevisionId) -> Result<(), StoreError>;

    /// Moves a revision a step of the lifecycle at that moment; [`StoreError::RevisionStep`] when there is no such step.
    ///
    /// Into review it goes with an open request for approval ([`StoreError::ApprovalClosed`] without one), and when it
    /// leaves review the request ends. Released it becomes with the approvals asked for or an override, and as rule 4
    /// says: a BOM where one is expected, the properties demanded, and the record of the release, which names a released
    /// revision for each line or says why there is none.
    fn set_state(&self, id: RevisionId, state: Lifecycle, at: Timestamp) -> Result<(), StoreError>;
}
