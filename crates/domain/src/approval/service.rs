//! What is done with approvals.

use super::{Approval, ApprovalOverride, ApprovalRequest, Comment, Review, Verdict};
use crate::Result;
use crate::change::Room;
use crate::id::{PersonId, RevisionId};
use crate::part::Part;
use crate::person::Actor;
use crate::ports::{Change, Ports, Subject};
use crate::revision::{self, Act, Aim, Revision, Way};
use crate::workflow::WorkflowError;

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
    pub fn submit(&self, actor: &Actor, aim: impl Into<Aim>, note: Comment) -> Result<Revision> {
        self.step(actor, Act::Submit, "approval.submit", aim.into(), move |change, part, revision, way| {
            submit(change, part, revision, way, &note)
        })
    }

    /// Takes a request back: the revision is a Draft again, and what was approved so far counts no more.
    pub fn withdraw(&self, actor: &Actor, aim: impl Into<Aim>) -> Result<Revision> {
        self.step(actor, Act::Withdraw, "approval.withdraw", aim.into(), revision::step)
    }

    /// Approves a revision in review.
    pub fn approve(&self, actor: &Actor, id: RevisionId, comment: Comment) -> Result<Revision> {
        self.act(actor, Act::Approve, "approval.approve", id, move |change, part, revision| {
            give(change, part, revision, Verdict::Approved, &comment)?;
            Ok(revision.clone())
        })
    }

    /// Rejects a revision in review, with a reason: it is a Draft again, and what was approved so far counts no more.
    pub fn reject(&self, actor: &Actor, aim: impl Into<Aim>, reason: Comment) -> Result<Revision> {
        self.step(actor, Act::Reject, "approval.reject", aim.into(), move |change, part, revision, way| {
            give(change, part, revision, Verdict::Rejected, reason.as_reason()?)?;
            revision::step(change, part, revision, way)
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

    /// Does what takes a revision to another state.
    fn step(
        &self,
        actor: &Actor,
        act: Act,
        operation: &'static str,
        Aim { revision: id, to }: Aim,
        work: impl Fn(&Change<'_>, &Part, &Revision, &Way) -> Result<Revision> + Send + 'static,
    ) -> Result<Revision> {
        self.ports.change_by(actor, act.right(), operation, move |change| {
            let seen = change.seen();
            let (revision, part) = revision::find(&seen, id)?;
            let way = act.way(&seen, change.by(), &revision, &part, to.as_ref())?;
            work(change, &part, &revision, &way)
        })
    }

    /// Does what leaves it where it is.
    fn act(
        &self,
        actor: &Actor,
        act: Act,
        operation: &'static str,
        id: RevisionId,
        work: impl Fn(&Change<'_>, &Part, &Revision) -> Result<Revision> + Send + 'static,
    ) -> Result<Revision> {
        self.ports.change_by(actor, act.right(), operation, move |change| {
            let seen = change.seen();
            let (revision, part) = revision::find(&seen, id)?;
            act.check(&seen, change.by(), &revision, &part, None)?;
            work(change, &part, &revision)
        })
    }
}

/// Submits a Draft for review inside a unit that is already open.
pub(crate) fn submit(
    change: &Change<'_>,
    part: &Part,
    revision: &Revision,
    way: &Way,
    note: &Comment,
) -> Result<Revision> {
    ask(change, part, revision, way, change.by(), note.clone())?;
    revision::step(change, part, revision, way)
}

/// Opens the next round inside a unit that is already open, for the state in review to which a way leads.
pub(crate) fn ask(
    change: &Change<'_>,
    part: &Part,
    revision: &Revision,
    way: &Way,
    person: PersonId,
    note: Comment,
) -> Result<()> {
    let state = way.transition.to.clone();
    let request = ApprovalRequest {
        revision: revision.id,
        round: change.approvals().reviews(revision.id)?.first().map_or(1, |last| last.request.round + 1),
        person,
        asked: change.now(),
        needed: way.design.needed(&state).ok_or_else(|| WorkflowError::NoWayOn { state: state.clone() })?,
        state,
        note,
        open: true,
    };
    change.approvals().ask(&request)?;
    change.created(subject(part, revision, "request for approval"), &request)
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
