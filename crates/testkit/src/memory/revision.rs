//! Revisions in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::id::{PartId, RevisionId, WorkflowId};
use partwright_domain::revision::{Lifecycle, Revision, RevisionReader, RevisionRepository};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use partwright_domain::workflow::StateName;

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The rows, and each part's revisions by their ordinals.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    revisions: BTreeMap<RevisionId, Revision>,
    by_part: BTreeMap<(PartId, u32), RevisionId>,
}

impl State {
    pub(super) fn revision(&self, id: RevisionId) -> Option<&Revision> {
        self.revisions.revisions.get(&id)
    }

    /// A part's revisions, oldest first.
    pub(super) fn revisions_of(&self, part: PartId) -> impl DoubleEndedIterator<Item = &Revision> {
        let rows = &self.revisions;
        rows.by_part.range((part, 0)..=(part, u32::MAX)).filter_map(|(_, id)| rows.revisions.get(id))
    }

    /// How many follow a version of a workflow.
    pub(super) fn revisions_following(&self, workflow: WorkflowId) -> usize {
        self.revisions.revisions.values().filter(|revision| revision.workflow == workflow).count()
    }

    pub(super) fn newest_revision(&self, part: PartId) -> Option<&Revision> {
        self.revisions_of(part).next_back()
    }

    /// The revision, if its content may change.
    pub(super) fn unfrozen(&self, id: RevisionId) -> Result<&Revision, StoreError> {
        let revision = self.revision(id).ok_or_else(|| missing("revision"))?;
        match revision.state {
            Lifecycle::Draft => Ok(revision),
            Lifecycle::InReview => Err(StoreError::RevisionInReview),
            Lifecycle::Released | Lifecycle::Obsolete => Err(StoreError::RevisionFrozen),
        }
    }
}

impl<H: Held> RevisionReader for View<H> {
    fn find(&self, id: RevisionId) -> Result<Option<Revision>, StoreError> {
        self.see(|state| state.revision(id).cloned())
    }

    fn of(&self, part: PartId) -> Result<Vec<Revision>, StoreError> {
        self.see(|state| state.revisions_of(part).rev().cloned().collect())
    }

    fn newest(&self, part: PartId) -> Result<Option<Revision>, StoreError> {
        self.see(|state| state.newest_revision(part).cloned())
    }

    fn latest_released(&self, part: PartId) -> Result<Option<Revision>, StoreError> {
        let is_released = |revision: &&Revision| revision.state == Lifecycle::Released;
        self.see(|state| state.revisions_of(part).rev().find(is_released).cloned())
    }

    fn as_of(&self, part: PartId, at: Timestamp) -> Result<Option<Revision>, StoreError> {
        let was_released = |revision: &&Revision| {
            revision.released.is_some_and(|from| from <= at) && revision.obsolete.is_none_or(|until| until > at)
        };
        self.see(|state| state.revisions_of(part).rev().find(was_released).cloned())
    }
}

impl RevisionRepository for View<Open> {
    fn insert(&self, revision: &Revision) -> Result<(), StoreError> {
        self.change(Room::Revision, revision.id, |state| {
            if state.revision(revision.id).is_some() {
                return Err(id_taken("revision"));
            }
            if state.part(revision.part).is_none() {
                return Err(missing("part"));
            }
            if state.person(revision.author).is_none() {
                return Err(missing("person"));
            }
            let workflow = state.workflow(revision.workflow).ok_or_else(|| missing("workflow"))?;
            let is_at_start = revision.workflow_state == workflow.design.start;
            let is_dated = revision.released.is_some() || revision.obsolete.is_some();
            if revision.state != Lifecycle::Draft || !is_at_start || is_dated {
                return Err(StoreError::RevisionStep);
            }
            let is_same = |other: &Revision| other.ordinal == revision.ordinal || other.label == revision.label;
            if state.revisions_of(revision.part).any(is_same) {
                return Err(StoreError::RevisionTaken);
            }
            if state.revisions_of(revision.part).any(|other| !other.state.is_frozen()) {
                return Err(StoreError::RevisionOpen);
            }
            let rows = Arc::make_mut(&mut state.revisions);
            rows.by_part.insert((revision.part, revision.ordinal), revision.id);
            rows.revisions.insert(revision.id, revision.clone());
            Ok(())
        })
    }

    fn set_state(&self, id: RevisionId, to: &StateName, at: Timestamp) -> Result<(), StoreError> {
        self.change(Room::Revision, id, |state| {
            let revision = state.revision(id).ok_or_else(|| missing("revision"))?.clone();
            let (way, next) = state.way(&revision, to)?;
            match (revision.state, next) {
                (Lifecycle::Draft, Lifecycle::InReview) => {
                    let asked = state.open_review(id).filter(|review| review.request.state == *to);
                    asked.ok_or(StoreError::ApprovalClosed)?;
                }
                (Lifecycle::InReview, Lifecycle::InReview) => {
                    state.check_approvals(&revision, way)?;
                    state.check_no_release(id)?;
                }
                (Lifecycle::InReview, Lifecycle::Released) => {
                    state.check_approvals(&revision, way)?;
                    state.check_release(&revision)?;
                }
                (_, Lifecycle::Draft) => state.check_no_release(id)?,
                (_, Lifecycle::InReview | Lifecycle::Released | Lifecycle::Obsolete) => {}
            }
            if revision.state == Lifecycle::InReview {
                state.end_round(id);
            }
            let after = revision.after_step(to.clone(), next, at);
            Arc::make_mut(&mut state.revisions).revisions.insert(id, after);
            Ok(())
        })
    }
}
