//! The ports of approvals.

use super::{Approval, ApprovalOverride, ApprovalRequest, Review};
use crate::id::RevisionId;
use crate::store::StoreError;

/// Reads requests and the verdicts on them.
pub trait ApprovalReader: Send + Sync {
    /// A revision's rounds, newest first.
    fn reviews(&self, revision: RevisionId) -> Result<Vec<Review>, StoreError>;

    /// The requests that are open, the oldest first.
    fn open(&self) -> Result<Vec<ApprovalRequest>, StoreError>;
}

/// Adds requests and verdicts. Nothing is taken back: there is no method for it, and the store refuses it.
pub trait ApprovalRepository: ApprovalReader {
    /// Opens the next round of a Draft, for a state in review to which a transition leads, or of a revision that has come
    /// to one from another; it asks for as many approvals as the workflow says.
    fn ask(&self, request: &ApprovalRequest) -> Result<(), StoreError>;

    /// Adds a verdict to the open round of a revision in review. The store itself refuses one by the author or by whoever
    /// asked ([`StoreError::ApprovalOwn`]), and a second one by the same person ([`StoreError::ApprovalGiven`]).
    fn give(&self, approval: &Approval) -> Result<(), StoreError>;

    /// Adds the override to the open round of a revision in review.
    fn overrule(&self, overridden: &ApprovalOverride) -> Result<(), StoreError>;
}
