//! Revisions, as other rooms' answers show them.

use partwright_domain::revision::{Lifecycle, Revision};
use partwright_domain::store::{Snapshot, StoreError};
use serde::Serialize;
use ts_rs::TS;

/// Where a revision is in its life.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[ts(rename = "Lifecycle")]
pub enum LifecycleView {
    Draft,
    #[serde(rename = "In Review")]
    InReview,
    Released,
    Obsolete,
}

impl From<Lifecycle> for LifecycleView {
    fn from(state: Lifecycle) -> Self {
        match state {
            Lifecycle::Draft => Self::Draft,
            Lifecycle::InReview => Self::InReview,
            Lifecycle::Released => Self::Released,
            Lifecycle::Obsolete => Self::Obsolete,
        }
    }
}

/// A version of a part.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RevisionView {
    id: String,
    label: String,
    state: LifecycleView,
    /// The author's name.
    author: String,
    /// Milliseconds since 1970-01-01 UTC.
    created: i64,
}

impl RevisionView {
    /// The view of a revision whose author's name is known.
    pub fn new(revision: Revision, author: String) -> Self {
        let Revision { id, part: _, ordinal: _, label, state, author: _, created } = revision;
        Self { id: id.to_string(), label, state: state.into(), author, created: created.0 }
    }

    /// The view of a revision, with its author looked up.
    pub fn find_author(snapshot: &dyn Snapshot, revision: Revision) -> Result<Self, StoreError> {
        let author = snapshot.people().find(revision.author)?;
        let author = author.ok_or_else(|| StoreError::Missing { what: "person".to_owned() })?;
        Ok(Self::new(revision, author.name.to_string()))
    }
}
