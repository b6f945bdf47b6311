//! The ports of revisions.

use super::{Lifecycle, Revision};
use crate::id::{PartId, RevisionId};
use crate::store::StoreError;

/// Reads revisions.
pub trait RevisionReader: Send + Sync {
    /// The revision with that id.
    fn find(&self, id: RevisionId) -> Result<Option<Revision>, StoreError>;

    /// A part's revisions, newest first.
    fn of(&self, part: PartId) -> Result<Vec<Revision>, StoreError>;

    /// A part's newest revision.
    fn newest(&self, part: PartId) -> Result<Option<Revision>, StoreError>;
}

/// Reads and writes revisions.
pub trait RevisionRepository: RevisionReader {
    /// Adds a revision. It is a Draft; any other state is [`StoreError::RevisionStep`]. Its ordinal and label must be new on the part, and the part must have no other in work.
    fn insert(&self, revision: &Revision) -> Result<(), StoreError>;

    /// Moves a revision a step of the lifecycle; [`StoreError::RevisionStep`] when there is no such step.
    fn set_state(&self, id: RevisionId, state: Lifecycle) -> Result<(), StoreError>;
}
