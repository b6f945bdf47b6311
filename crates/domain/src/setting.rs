//! Settings: how a workspace wants things done. One row, every setting with its own type.

mod repository;
mod service;

pub use repository::{SettingReader, SettingRepository};
pub use service::SettingService;

pub(crate) use service::replace;

use serde::Serialize;

use crate::id::WorkflowId;
use crate::revision::LabelScheme;
use crate::workflow::Workflow;

/// How a workspace wants things done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// How new revisions are labelled.
    pub labels: LabelScheme,
    /// The version of a workflow that new revisions follow. Revisions that are there keep theirs.
    pub workflow: WorkflowId,
}

impl Default for Settings {
    fn default() -> Self {
        Self { labels: LabelScheme::Numeric, workflow: Workflow::STANDARD }
    }
}
