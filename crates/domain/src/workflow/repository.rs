//! The ports of workflows.

use super::{StateName, Workflow};
use crate::id::WorkflowId;
use crate::store::StoreError;

/// Reads workflows.
pub trait WorkflowReader: Send + Sync {
    /// The version with that id.
    fn find(&self, id: WorkflowId) -> Result<Option<Workflow>, StoreError>;

    /// The state in which a revision of that version begins.
    fn start(&self, id: WorkflowId) -> Result<Option<StateName>, StoreError>;

    /// All versions of all workflows, by name, the newest version first. Each was saved by hand; there are few.
    fn list(&self) -> Result<Vec<Workflow>, StoreError>;

    /// How many revisions follow that version.
    fn revision_count(&self, id: WorkflowId) -> Result<u64, StoreError>;
}

/// Adds versions. None is changed or taken back: there is no method for it, and the store refuses it.
pub trait WorkflowRepository: WorkflowReader {
    /// Adds the next version of its name. One that has [defects](super::Design::defects) is refused with
    /// [`StoreError::WorkflowDefective`].
    fn insert(&self, workflow: &Workflow) -> Result<(), StoreError>;
}
