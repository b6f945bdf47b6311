//! The ports of revisions.

use super::Revision;
use crate::id::{PartId, RevisionId};
use crate::store::StoreError;
use crate::time::Timestamp;
use crate::workflow::StateName;

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
    /// Adds a revision. It is a Draft at the start of its workflow, neither released nor obsolete at any moment; else
    /// [`StoreError::RevisionStep`]. Its
    /// ordinal and label must be new on the part, and the part must have no other in work.
    fn insert(&self, revision: &Revision) -> Result<(), StoreError>;

    /// Moves a revision to a state of its workflow at that moment; [`StoreError::RevisionStep`] when no transition leads
    /// there from where it is.
    ///
    /// From Draft into review it goes with an open request for approval there ([`StoreError::ApprovalClosed`] without one),
    /// and when it leaves that state the request ends. On from a review it goes with the approvals that the transition
    /// needs or an override ([`StoreError::ReleaseNotApproved`]), and Released it becomes as rule 4
    /// says: a BOM where one is expected, the properties demanded, and the record of the release, which names a released
    /// revision for each line or says why there is none.
    fn set_state(&self, id: RevisionId, to: &StateName, at: Timestamp) -> Result<(), StoreError>;
}
