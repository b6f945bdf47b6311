//! What is done with approvals.

use super::{Approval, ApprovalOverride, ApprovalRequest, Comment, Review, Verdict};
use crate::Result;
use crate::change::Room;
use crate::id::RevisionId;
use crate::part::Part;
use crate::person::{Actor, Right};
use crate::ports::{Change, Ports, Subject};
use crate::revision::{self, Act, Lifecycle, Revision};

/// Asks for verdicts and gives them.
#[derive(Debug, Clone)]
pub struct ApprovalService {
    ports: Ports,
}

impl ApprovalService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Submits a Draft for review: from now on its content stays as it is, until it is released or goes back.
    pub fn submit(&self, actor: &Actor, id: RevisionId, note: Comment) -> Result<Revision> {
        self.act(actor, Act::Submit, "approval.submit", id, move |change, part, revision| {
            let round = change.approvals().reviews(id)?.first().map_or(1, |last| last.request.round + 1);
            let request = ApprovalRequest {
                revision: id,
                round,
                person: change.by(),
                asked: change.now(),
                needed: change.settings().get()?.approvals,
                note: note.clone(),
                open: true,
            };
            change.approvals().ask(&request)?;
            change.created(subject(part, revision, "request for approval"), &request)?;
            revision::step(change, part, revision, Lifecycle::InReview)
        })
    }

    /// Takes a request back: the revision is a Draft again, and what was approved so far counts no more.
    pub fn withdraw(&self, actor: &Actor, id: RevisionId) -> Result<Revision> {
        self.act(actor, Act::Withdraw, "approval.withdraw", id, |change, part, revision| {
            revision::step(change, part, revision, Lifecycle::Draft)
        })
    }

    /// Approves a revision in review.
    pub fn approve(&self, actor: &Actor, id: RevisionId, comment: Comment) -> Result<Revision> {
        self.act(actor, Act::Approve, "approval.approve", id, move |change, part, revision| {
            give(change, part, revision, Verdict::Approved, &comment)?;
            Ok(revision.clone())
        })
    }

    /// Rejects a revision in review, with a reason: it is a Draft again, and what was approved so far counts no more.
    pub fn reject(&self, actor: &Actor, id: RevisionId, reason: Comment) -> Result<Revision> {
        self.act(actor, Act::Reject, "approval.reject", id, move |change, part, revision| {
            give(change, part, revision, Verdict::Rejected, reason.as_reason()?)?;
            revision::step(change, part, revision, Lifecycle::Draft)
        })
    }

    /// Lets a revision pass without the approvals it needs, with a reason. An Admin's act of its own: it is no approval
    /// and is never counted as one.
    pub fn overrule(&self, actor: &Actor, id: RevisionId, reason: Comment) -> Result<Revision> {
        self.act(actor, Act::Override, "approval.override", id, move |change, part, revision| {
            let overridden = ApprovalOverride {
                revision: id,
                round: open(change, part, revision)?.request.round,
                person: change.by(),
                reason: reason.as_reason()?.clone(),
                given: change.now(),
            };
            change.approvals().overrule(&overridden)?;
            change.created(subject(part, revision, "override of missing approvals"), &overridden)?;
            Ok(revision.clone())
        })
    }

    fn act(
        &self,
        actor: &Actor,
        act: Act,
        operation: &'static str,
        id: RevisionId,
        work: impl Fn(&Change<'_>, &Part, &Revision) -> Result<Revision> + Send + 'static,
    ) -> Result<Revision> {
        let right: Right = act.right();
        self.ports.change_by(actor, right, operation, move |change| {
            let seen = change.seen();
            let (revision, part) = revision::find(&seen, id)?;
            act.check(&seen, change.by(), &revision, &part)?;
            work(change, &part, &revision)
        })
    }
}

fn open(change: &Change<'_>, part: &Part, revision: &Revision) -> Result<Review> {
    revision::open_review(&change.seen(), revision, part)
}

fn give(change: &Change<'_>, part: &Part, revision: &Revision, verdict: Verdict, comment: &Comment) -> Result<()> {
    let approval = Approval {
        revision: revision.id,
        round: open(change, part, revision)?.request.round,
        person: change.by(),
        verdict,
        comment: comment.clone(),
        given: change.now(),
    };
    change.approvals().give(&approval)?;
    change.created(subject(part, revision, verdict.name()), &approval)
}

fn subject(part: &Part, revision: &Revision, what: &str) -> Subject {
    let title = format!("{} revision {}: {what}", part.number, revision.label);
    Subject { room: Room::Approval, id: revision.id.into(), part: Some(part.id), title }
}
