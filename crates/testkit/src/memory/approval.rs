//! Requests for approval, verdicts and overrides in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use partwright_domain::approval::{
    Approval, ApprovalOverride, ApprovalReader, ApprovalRepository, ApprovalRequest, Review, Verdict,
};
use partwright_domain::change::Room;
use partwright_domain::id::{PersonId, RevisionId};
use partwright_domain::revision::{Lifecycle, Revision};
use partwright_domain::store::StoreError;
use partwright_domain::workflow::StateName;

use super::State;
use super::view::{Held, Open, View, missing};

/// The rounds of all revisions.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows(BTreeMap<(RevisionId, u32), Review>);

impl State {
    fn rounds(&self, revision: RevisionId) -> impl DoubleEndedIterator<Item = &Review> {
        self.approvals.0.range((revision, 0)..=(revision, u32::MAX)).map(|(_, review)| review)
    }

    /// The round of a revision that goes on.
    pub(super) fn open_review(&self, revision: RevisionId) -> Option<&Review> {
        self.rounds(revision).find(|review| review.request.open)
    }

    /// Ends a revision's round, because it leaves the state that it was for.
    pub(super) fn end_round(&mut self, revision: RevisionId) {
        let Some(round) = self.open_review(revision).map(|review| review.request.round) else { return };
        if let Some(review) = Arc::make_mut(&mut self.approvals).0.get_mut(&(revision, round)) {
            review.request.open = false;
        }
    }

    /// Whether a round for this state may be asked for: from a Draft that a transition leads there, or where another state
    /// in review led to it.
    fn may_be_asked(&self, revision: &Revision, to: &StateName) -> Result<bool, StoreError> {
        let is_open = self.open_review(revision.id).is_some();
        Ok(match revision.state {
            Lifecycle::Draft => self.way(revision, to)?.1 == Lifecycle::InReview,
            Lifecycle::InReview => revision.workflow_state == *to && !is_open,
            Lifecycle::Released | Lifecycle::Obsolete => false,
        })
    }

    /// The open round that a verdict or an override would be added to, of a revision in review.
    fn open_round(&self, id: RevisionId, round: u32, person: PersonId) -> Result<(&Revision, &Review), StoreError> {
        let revision = self.revision(id).ok_or_else(|| missing("revision"))?;
        let review = self.approvals.0.get(&(id, round)).filter(|review| review.request.open);
        let review = review.filter(|_| revision.state == Lifecycle::InReview).ok_or(StoreError::ApprovalClosed)?;
        if self.person(person).is_none() {
            return Err(missing("person"));
        }
        Ok((revision, review))
    }
}

impl<H: Held> ApprovalReader for View<H> {
    fn reviews(&self, revision: RevisionId) -> Result<Vec<Review>, StoreError> {
        self.see(|state| state.rounds(revision).rev().cloned().collect())
    }

    fn open(&self) -> Result<Vec<ApprovalRequest>, StoreError> {
        self.see(|state| {
            let requests = state.approvals.0.values().map(|review| &review.request);
            let mut open: Vec<ApprovalRequest> = requests.filter(|request| request.open).cloned().collect();
            open.sort_by_key(|request| (request.asked, request.revision));
            open
        })
    }
}

impl ApprovalRepository for View<Open> {
    fn ask(&self, request: &ApprovalRequest) -> Result<(), StoreError> {
        let key = (request.revision, request.round);
        self.change(Room::Approval, request.revision, |state| {
            let revision = state.revision(request.revision).ok_or_else(|| missing("revision"))?;
            if !state.may_be_asked(revision, &request.state)? {
                return Err(StoreError::RevisionStep);
            }
            let workflow = state.workflow(revision.workflow).ok_or_else(|| missing("workflow"))?;
            let needed = workflow.design.needed(&request.state);
            let next = state.rounds(request.revision).next_back().map_or(1, |last| last.request.round + 1);
            let fits = request.open && request.round == next && Some(request.needed) == needed;
            if !fits || state.open_review(request.revision).is_some() {
                return Err(StoreError::Invalid { constraint: "approval_request_comes_next".to_owned() });
            }
            if state.person(request.person).is_none() {
                return Err(missing("person"));
            }
            let review = Review { request: request.clone(), approvals: Vec::new(), overridden: None };
            Arc::make_mut(&mut state.approvals).0.insert(key, review);
            Ok(())
        })
    }

    fn give(&self, approval: &Approval) -> Result<(), StoreError> {
        let key = (approval.revision, approval.round);
        self.change(Room::Approval, approval.revision, |state| {
            let (revision, review) = state.open_round(approval.revision, approval.round, approval.person)?;
            if revision.author == approval.person || review.request.person == approval.person {
                return Err(StoreError::ApprovalOwn);
            }
            if review.approvals.iter().any(|given| given.person == approval.person) {
                return Err(StoreError::ApprovalGiven);
            }
            if approval.verdict == Verdict::Rejected && approval.comment.as_str().is_empty() {
                return Err(StoreError::Invalid { constraint: "approval_rejection_says_why".to_owned() });
            }
            if let Some(review) = Arc::make_mut(&mut state.approvals).0.get_mut(&key) {
                review.approvals.push(approval.clone());
                review.approvals.sort_by_key(|approval| (approval.given, approval.person));
            }
            Ok(())
        })
    }

    fn overrule(&self, overridden: &ApprovalOverride) -> Result<(), StoreError> {
        let key = (overridden.revision, overridden.round);
        self.change(Room::Approval, overridden.revision, |state| {
            let (_, review) = state.open_round(overridden.revision, overridden.round, overridden.person)?;
            if review.overridden.is_some() {
                return Err(StoreError::Invalid { constraint: "approval_override_key".to_owned() });
            }
            if overridden.reason.as_str().is_empty() {
                return Err(StoreError::Invalid { constraint: "approval_override_says_why".to_owned() });
            }
            if let Some(review) = Arc::make_mut(&mut state.approvals).0.get_mut(&key) {
                review.overridden = Some(overridden.clone());
            }
            Ok(())
        })
    }
}
