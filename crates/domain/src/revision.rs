//! Revisions: the versions of a part, each with its own content and its own place in the lifecycle.

mod act;
mod kept;
pub mod label;
pub mod lifecycle;
mod many;
mod repository;
mod service;
mod since;

pub use act::{Act, Aim};
pub(crate) use act::{Way, open_review};
pub use label::LabelScheme;
pub use lifecycle::Lifecycle;
pub use many::{Offer, Outcome, Sweep, offers};
pub use repository::{RevisionReader, RevisionRepository};
pub use service::RevisionService;
pub(crate) use service::copy;
pub use since::{Changed, Since, since_release};

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::change::Room;
use crate::error::refusals;
use crate::id::{PartId, PersonId, RevisionId, WorkflowId};
use crate::part::{self, Part, PartNumber};
use crate::person::{Actor, Right};
use crate::ports::{Change, Subject};
use crate::setting::Settings;
use crate::store::{Snapshot, UnitOfWork};
use crate::time::Timestamp;
use crate::workflow::{StateName, Workflow, WorkflowError};

refusals! {
    /// Why something about a revision was refused.
    pub enum RevisionError {
        NotFound = "revision.not_found", "There is no such revision in this workspace.";
        LabelUnknown { number: String, label: String, labels: String } = "revision.label_unknown",
            "{number} has no revision {label}; it has {labels}.";
        NotDraft { number: String, label: String, state: Lifecycle, instead: &'static str } = "revision.not_draft",
            "{number} revision {label} is {state}; only a Draft can be changed. {instead}.";
        NotReleased { number: String, label: String, state: Lifecycle } = "revision.not_released",
            "{number} revision {label} is {state}; only what is Released becomes Obsolete.";
        OpenExists { number: String, label: String, state: Lifecycle } = "revision.open_exists",
            "{number} has revision {label} in work ({state}); a part has one in work at a time. Release that one first.";
        OneAtATime = "revision.one_at_a_time",
            "A verdict is on what somebody looked at, so it is given on one revision at a time; open each of them.";
    }
}

/// A version of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "kept::Written")]
pub struct Revision {
    /// Its id.
    pub id: RevisionId,
    /// The part it is a version of.
    pub part: PartId,
    /// The how-manieth it is, from 1; the order of revisions, whatever their labels.
    pub ordinal: u32,
    /// What people call it: `1`, `2`, or `A`, `B`.
    pub label: String,
    /// Where it is in the lifecycle: the phase of its state.
    pub state: Lifecycle,
    /// The version of a workflow that it follows; never another.
    pub workflow: WorkflowId,
    /// The state of that workflow in which it is.
    pub workflow_state: StateName,
    /// Who made it.
    pub author: PersonId,
    /// When it was made.
    pub created: Timestamp,
    /// When it was released; `None` before.
    pub released: Option<Timestamp>,
    /// When it was made obsolete; `None` before.
    pub obsolete: Option<Timestamp>,
}

impl Revision {
    /// The revision a part begins with: label 1, at the start of the standard workflow.
    pub fn first(id: RevisionId, part: PartId, author: PersonId, created: Timestamp) -> Self {
        Self {
            id,
            part,
            ordinal: 1,
            label: LabelScheme::Numeric.label(1),
            state: Lifecycle::Draft,
            workflow: Workflow::STANDARD,
            workflow_state: Lifecycle::Draft.into(),
            author,
            created,
            released: None,
            obsolete: None,
        }
    }

    /// The revision as it is after a step of its workflow, to that state of that phase, at that moment. When it was
    /// released is the moment in which it was first.
    #[must_use]
    pub fn after_step(&self, workflow_state: StateName, state: Lifecycle, at: Timestamp) -> Self {
        let released = if state == Lifecycle::Released { self.released.or(Some(at)) } else { self.released };
        let obsolete = if state == Lifecycle::Obsolete { Some(at) } else { self.obsolete };
        Self { state, workflow_state, released, obsolete, ..self.clone() }
    }

    /// Answers nothing when the revision, which is of `part`, may be changed; else the sentence that says why not.
    pub fn require_draft(&self, part: &Part) -> Result<(), RevisionError> {
        if self.state == Lifecycle::Draft {
            return Ok(());
        }
        let (number, label) = (part.number.to_string(), self.label.clone());
        let instead = match self.state {
            Lifecycle::Draft | Lifecycle::InReview => "Withdraw it from review",
            Lifecycle::Released | Lifecycle::Obsolete => "Make a new revision of the part",
        };
        Err(RevisionError::NotDraft { number, label, state: self.state, instead })
    }

    /// Answers nothing when this person may change the revision's content, which is of `part`; else the sentence that says
    /// why not: asked by the window before it offers to.
    pub fn may_change(&self, part: &Part, actor: &Actor) -> Result<()> {
        actor.require(Right::Edit)?;
        Ok(self.require_draft(part)?)
    }
}

/// A part's revision to be, at the start of the workflow that new revisions follow.
pub(crate) fn begin(change: &Change<'_>, settings: &Settings, part: PartId, author: PersonId) -> Result<Revision> {
    let workflow = settings.workflow;
    let workflow_state = change.workflows().start(workflow)?.ok_or(WorkflowError::NotFound)?;
    Ok(Revision { workflow, workflow_state, ..Revision::first(change.new_id(), part, author, change.now()) })
}

/// The workflow that a revision follows.
pub(crate) fn workflow_of(seen: &dyn Snapshot, revision: &Revision) -> Result<Workflow> {
    Ok(seen.workflows().find(revision.workflow)?.ok_or(WorkflowError::NotFound)?)
}

/// Adds a revision inside a unit that is already open.
pub(crate) fn add(change: &Change<'_>, part: &Part, revision: &Revision) -> Result<()> {
    change.revisions().insert(revision)?;
    change.created(subject(part, revision), revision)
}

/// Removes a revision that has no content inside a unit that is already open.
pub(crate) fn remove(change: &Change<'_>, part: &Part, revision: &Revision) -> Result<()> {
    change.revisions().remove(revision.id)?;
    change.removed(subject(part, revision), revision)
}

/// Takes a step of the workflow inside a unit that is already open, and answers the revision after it.
pub(crate) fn step(change: &Change<'_>, part: &Part, before: &Revision, way: &Way) -> Result<Revision> {
    let to = &way.transition.to;
    change.revisions().set_state(before.id, to, change.now())?;
    let after = before.after_step(to.clone(), way.phase, change.now());
    change.changed(subject(part, before), before, &after)?;
    Ok(after)
}

/// How the audit names a revision.
fn subject(part: &Part, revision: &Revision) -> Subject {
    let title = format!("{} revision {}", part.number, revision.label);
    Subject { room: Room::Revision, id: revision.id.into(), part: Some(part.id), title }
}

/// A part and its revision with that label; the newest one without a label.
pub fn named(seen: &dyn Snapshot, number: &PartNumber, label: Option<&str>) -> Result<(Part, Revision)> {
    let part = part::numbered(seen, number)?;
    let revisions = seen.revisions().of(part.id)?;
    let found = revisions.iter().find(|revision| label.is_none_or(|label| revision.label == label));
    let Some(found) = found.cloned() else {
        let labels = revisions.iter().map(|revision| revision.label.as_str()).collect::<Vec<_>>().join(", ");
        let label = label.unwrap_or_default().to_owned();
        return Err(RevisionError::LabelUnknown { number: part.number.to_string(), label, labels }.into());
    };
    Ok((part, found))
}

/// A revision and its part.
pub(crate) fn find(seen: &dyn Snapshot, id: RevisionId) -> Result<(Revision, Part)> {
    let revision = seen.revisions().find(id)?.ok_or(RevisionError::NotFound)?;
    let part = seen.parts().get(revision.part)?;
    Ok((revision, part))
}

/// The revision and its part, when its content may be changed; else the sentence that says why not.
pub(crate) fn open_for_editing(unit: &dyn UnitOfWork, id: RevisionId) -> Result<(Revision, Part)> {
    let revision = unit.revisions().find(id)?.ok_or(RevisionError::NotFound)?;
    let part = unit.parts().get(revision.part)?;
    revision.require_draft(&part)?;
    Ok((revision, part))
}
