//! How revisions are made what they were. They come and go as long as nobody was asked to look at them; the steps of the
//! lifecycle stand, because others acted on them.

use serde::Deserialize;
use uuid::Uuid;

use super::{Lifecycle, Revision};
use crate::Result;
use crate::audit::{Kept, stands};
use crate::id::{PartId, PersonId, RevisionId, WorkflowId};
use crate::ports::Change;
use crate::time::Timestamp;
use crate::workflow::{StateName, Workflow};

/// A revision as the audit has it. What was written before there were other workflows follows the standard one, whose states
/// are called as the phases.
#[derive(Deserialize)]
pub(super) struct Written {
    id: RevisionId,
    part: PartId,
    ordinal: u32,
    label: String,
    state: Lifecycle,
    workflow: Option<WorkflowId>,
    workflow_state: Option<StateName>,
    author: PersonId,
    created: Timestamp,
    released: Option<Timestamp>,
    obsolete: Option<Timestamp>,
}

impl From<Written> for Revision {
    fn from(written: Written) -> Self {
        let Written { id, part, ordinal, label, state, workflow, workflow_state, author, created, released, obsolete } =
            written;
        let workflow = workflow.unwrap_or(Workflow::STANDARD);
        let workflow_state = workflow_state.unwrap_or_else(|| state.into());
        Self { id, part, ordinal, label, state, workflow, workflow_state, author, created, released, obsolete }
    }
}

impl Kept for Revision {
    fn now(&self, change: &Change<'_>, _subject: Uuid) -> Result<Option<Self>> {
        Ok(change.revisions().find(self.id)?)
    }

    fn needed_by(&self, change: &Change<'_>) -> Result<Option<String>> {
        if let Some(review) = change.approvals().reviews(self.id)?.first() {
            return Ok(Some(format!("the request for its approval, round {}", review.request.round)));
        }
        if let Some(line) = change.boms().lines(self.id)?.first() {
            let child = change.parts().get(line.child)?;
            return Ok(Some(format!("the line of {} in its BOM", child.number)));
        }
        if let Some(property) = change.properties().of(self.id)?.first() {
            return Ok(Some(format!("its property {}", property.name)));
        }
        if let Some(file) = change.files().of(self.id)?.first() {
            return Ok(Some(format!("its file {}", file.name)));
        }
        let uses = change.boms().uses(self.part)?;
        let Some(pinned) = uses.iter().find(|line| line.pinned == Some(self.id)) else { return Ok(None) };
        let (revision, part) = super::find(&change.seen(), pinned.revision)?;
        Ok(Some(format!("the line of {} revision {} that is pinned to it", part.number, revision.label)))
    }

    /// It begins where its workflow does, and goes on from there to where it was: by steps among Drafts, because nobody was
    /// asked to look at what could be removed.
    fn insert(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        let design = super::workflow_of(&change.seen(), self)?.design;
        let Some(steps) = design.steps_among_drafts(&self.workflow_state) else {
            return Ok(change.revisions().insert(self)?);
        };
        change.revisions().insert(&Self { workflow_state: design.start.clone(), ..self.clone() })?;
        Ok(steps.into_iter().try_for_each(|to| change.revisions().set_state(self.id, to, change.now()))?)
    }

    fn update(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        let part = change.parts().get(self.part)?;
        let now = change.revisions().find(self.id)?.map_or(self.state, |now| now.state);
        let instead = match now {
            Lifecycle::Draft => "submit it again for review",
            Lifecycle::InReview => "withdraw it from review",
            Lifecycle::Released | Lifecycle::Obsolete => "make a new revision of the part",
        };
        Err(stands(&format!("The step of {} revision {} to {now}", part.number, self.label), instead))
    }

    fn remove(&self, change: &Change<'_>, _subject: Uuid) -> Result<()> {
        Ok(change.revisions().remove(self.id)?)
    }
}
