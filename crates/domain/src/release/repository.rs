//! The ports of releases.

use super::{Release, ReleaseLine};
use crate::id::RevisionId;
use crate::store::StoreError;

/// Reads releases.
pub trait ReleaseReader: Send + Sync {
    /// What was written down when this revision was released.
    fn find(&self, revision: RevisionId) -> Result<Option<Release>, StoreError>;

    /// Which revisions its lines meant, by the lines' ids.
    fn lines(&self, revision: RevisionId) -> Result<Vec<ReleaseLine>, StoreError>;
}

/// Adds releases. Nothing is changed or taken back: there is no method for it, and the store refuses it.
pub trait ReleaseRepository: ReleaseReader {
    /// Writes down the release of a revision in review; [`StoreError::ApprovalClosed`] in any other state. Its step to
    /// Released follows in the same unit.
    fn insert(&self, release: &Release, lines: &[ReleaseLine]) -> Result<(), StoreError>;
}
