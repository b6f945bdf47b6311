//! Revisions: the versions of a part, each with its own content and its own place in the lifecycle.

pub mod lifecycle;
mod repository;

pub use lifecycle::Lifecycle;
pub use repository::{RevisionReader, RevisionRepository};

use serde::Serialize;

use crate::Result;
use crate::change::Room;
use crate::error::refusals;
use crate::id::{PartId, PersonId, RevisionId};
use crate::part::Part;
use crate::ports::{Change, Subject};
use crate::store::UnitOfWork;
use crate::time::Timestamp;

refusals! {
    /// Why something about a revision was refused.
    pub enum RevisionError {
        NotFound = "revision.not_found", "There is no such revision in this workspace.";
        NotDraft { number: String, label: String, state: Lifecycle } = "revision.not_draft",
            "{number} revision {label} is {state}; only a Draft can be changed. Make a new revision of the part.";
    }
}

/// A version of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// Its id.
    pub id: RevisionId,
    /// The part it is a version of.
    pub part: PartId,
    /// The how-manieth it is, from 1; the order of revisions, whatever their labels.
    pub ordinal: u32,
    /// What people call it: `1`, `2`, or `A`, `B`.
    pub label: String,
    /// Where it is in the lifecycle.
    pub state: Lifecycle,
    /// Who made it.
    pub author: PersonId,
    /// When it was made.
    pub created: Timestamp,
}

impl Revision {
    /// The revision a part begins with: label 1, Draft.
    pub fn first(id: RevisionId, part: PartId, author: PersonId, created: Timestamp) -> Self {
        Self { id, part, ordinal: 1, label: "1".to_owned(), state: Lifecycle::Draft, author, created }
    }

    /// Answers nothing when the revision, which is of `part`, may be changed; else the sentence that says why not.
    pub fn require_draft(&self, part: &Part) -> Result<(), RevisionError> {
        if self.state == Lifecycle::Draft {
            return Ok(());
        }
        let (number, label) = (part.number.to_string(), self.label.clone());
        Err(RevisionError::NotDraft { number, label, state: self.state })
    }
}

/// Adds a revision inside a unit that is already open.
pub(crate) fn add(change: &Change<'_>, part: &Part, revision: &Revision) -> Result<()> {
    change.revisions().insert(revision)?;
    let title = format!("{} revision {}", part.number, revision.label);
    change.created(Subject { room: Room::Revision, id: revision.id.into(), part: Some(part.id), title }, revision)
}

/// The revision and its part, when its content may be changed; else the sentence that says why not.
pub(crate) fn open_for_editing(unit: &dyn UnitOfWork, id: RevisionId) -> Result<(Revision, Part)> {
    let revision = unit.revisions().find(id)?.ok_or(RevisionError::NotFound)?;
    let part = unit.parts().get(revision.part)?;
    revision.require_draft(&part)?;
    Ok((revision, part))
}
