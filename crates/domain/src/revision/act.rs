//! What can be done with a revision as a whole, and what must hold before it is: asked by the services before they do it,
//! and by the window before it offers it.

use super::{Lifecycle, Revision, RevisionError};
use crate::Result;
use crate::approval::{ApprovalError, Review};
use crate::error::Error;
use crate::id::{PersonId, RevisionId};
use crate::part::Part;
use crate::person::{Actor, PersonError, Right};
use crate::release::ReleaseError;
use crate::store::Snapshot;
use crate::workflow::{self, Design, StateName, Transition, WorkflowError};

/// Something that is done with a revision as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Draft to In Review, with a request for approval.
    Submit,
    /// In Review to Draft, by whoever submitted it.
    Withdraw,
    /// A verdict.
    Approve,
    /// A verdict, after which it is a Draft again.
    Reject,
    /// An Admin lets it pass.
    Override,
    /// In Review to Released.
    Release,
    /// A new Draft that begins as a copy.
    Revise,
    /// Released to Obsolete.
    Obsolete,
    /// To another state of the same phase, where the workflow has one.
    Advance,
}

/// A revision, and the state to which an act is to take it; where none is said, to the only one there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// The revision.
    pub revision: RevisionId,
    /// The state.
    pub to: Option<StateName>,
}

impl From<RevisionId> for Aim {
    fn from(revision: RevisionId) -> Self {
        Self { revision, to: None }
    }
}

/// A transition that may be taken now, and where it leads.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) design: Design,
    pub(crate) transition: Transition,
    pub(crate) phase: Lifecycle,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 9] = [
        Self::Submit,
        Self::Withdraw,
        Self::Approve,
        Self::Reject,
        Self::Override,
        Self::Release,
        Self::Revise,
        Self::Obsolete,
        Self::Advance,
    ];

    /// The right it needs.
    pub const fn right(self) -> Right {
        match self {
            Self::Submit | Self::Withdraw | Self::Revise | Self::Advance => Right::Edit,
            Self::Approve | Self::Reject => Right::Approve,
            Self::Override => Right::Override,
            Self::Release | Self::Obsolete => Right::Release,
        }
    }

    /// Whether it takes a revision from a state of one phase to a state of another, or of the same.
    const fn takes(self, from: Lifecycle, to: Lifecycle) -> bool {
        match self {
            Self::Submit => matches!((from, to), (Lifecycle::Draft, Lifecycle::InReview)),
            Self::Withdraw | Self::Reject => matches!((from, to), (Lifecycle::InReview, Lifecycle::Draft)),
            Self::Release => matches!((from, to), (Lifecycle::InReview, Lifecycle::Released)),
            Self::Obsolete => matches!((from, to), (Lifecycle::Released, Lifecycle::Obsolete)),
            Self::Advance => !from.may_become(to),
            Self::Approve | Self::Override | Self::Revise => false,
        }
    }

    /// The transitions by which it leads on from where a revision is.
    pub fn transitions<'d>(self, design: &'d Design, revision: &'d Revision) -> impl Iterator<Item = &'d Transition> {
        let takes = move |transition: &&Transition| {
            design.phase(&transition.to).is_some_and(|phase| self.takes(revision.state, phase))
        };
        design.from(&revision.workflow_state).filter(takes)
    }

    /// Answers nothing when this person may do it with this revision now; else the sentence that says why not.
    ///
    /// Whether children are released is no part of it for a release: it can be made with an exception, and the one who
    /// makes it is asked then.
    pub fn may(self, seen: &dyn Snapshot, person: PersonId, aim: impl Into<Aim>) -> Result<()> {
        let Aim { revision: id, to } = aim.into();
        let actor = seen.people().find(person)?.ok_or(PersonError::NotFound)?;
        Actor::from(&actor).require(self.right())?;
        let (revision, part) = super::find(seen, id)?;
        self.check(seen, person, &revision, &part, to.as_ref())
    }

    /// Like [`Act::may`], apart from the right.
    pub(crate) fn check(
        self,
        seen: &dyn Snapshot,
        person: PersonId,
        revision: &Revision,
        part: &Part,
        to: Option<&StateName>,
    ) -> Result<()> {
        match self {
            Self::Approve | Self::Override | Self::Revise => self.stands(seen, person, revision, part),
            Self::Submit | Self::Withdraw | Self::Reject | Self::Release | Self::Obsolete | Self::Advance => {
                self.way(seen, person, revision, part, to).map(drop)
            }
        }
    }

    /// Like [`Act::check`], where a refusal is an answer: why it cannot be done, `None` where it can.
    pub(crate) fn refusal(
        self,
        seen: &dyn Snapshot,
        person: PersonId,
        revision: &Revision,
        part: &Part,
        to: Option<&StateName>,
    ) -> Result<Option<Error>> {
        match self.check(seen, person, revision, part, to) {
            Ok(()) => Ok(None),
            Err(Error::Store(error)) => Err(error.into()),
            Err(refusal) => Ok(Some(refusal)),
        }
    }

    /// The transition by which it is done, when all holds that must hold for it, apart from the right.
    pub(crate) fn way(
        self,
        seen: &dyn Snapshot,
        person: PersonId,
        revision: &Revision,
        part: &Part,
        to: Option<&StateName>,
    ) -> Result<Way> {
        self.stands(seen, person, revision, part)?;
        let design = super::workflow_of(seen, revision)?.design;
        let transition = self.choose(&design, revision, part, to)?.clone();
        let role = seen.people().find(person)?.ok_or(PersonError::NotFound)?.role;
        if role < transition.role {
            let Transition { from, to, role: needed, .. } = transition;
            return Err(WorkflowError::RoleMissing { role, needed, from, to }.into());
        }
        if design.leads_on(&transition) {
            require_approvals(&open_review(seen, revision, part)?, &design, &transition)?;
        }
        workflow::pass(seen, (&design, &transition), revision, part)?;
        let phase = design.phase(&transition.to).ok_or(WorkflowError::NotFound)?;
        Ok(Way { design, transition, phase })
    }

    /// The one transition that is meant.
    fn choose<'d>(
        self,
        design: &'d Design,
        revision: &'d Revision,
        part: &Part,
        to: Option<&StateName>,
    ) -> Result<&'d Transition, WorkflowError> {
        let (number, label, state) = (number(part), revision.label.clone(), revision.workflow_state.clone());
        let mut ways = self.transitions(design, revision);
        if let Some(to) = to {
            let found = ways.find(|transition| transition.to == *to);
            return found.ok_or_else(|| WorkflowError::NoTransition { number, label, state, to: to.clone() });
        }
        let Some(only) = ways.next() else {
            return Err(WorkflowError::NoTransitionOn { number, label, state });
        };
        let others: Vec<&str> = ways.map(|transition| transition.to.as_str()).collect();
        if others.is_empty() {
            return Ok(only);
        }
        let targets = format!("{}, {}", only.to, others.join(", "));
        Err(WorkflowError::Undecided { number, label, targets })
    }

    /// What must hold, apart from the right and the transition.
    fn stands(self, seen: &dyn Snapshot, person: PersonId, revision: &Revision, part: &Part) -> Result<()> {
        match self {
            Self::Submit => Ok(revision.require_draft(part)?),
            Self::Withdraw => {
                let review = open_review(seen, revision, part)?;
                let is_theirs = revision.author == person || review.request.person == person;
                let is_admin = seen.people().find(person)?.is_some_and(|person| person.role.may(Right::Administer));
                let refusal = || ApprovalError::NotYours { number: number(part), label: revision.label.clone() };
                if is_theirs || is_admin { Ok(()) } else { Err(refusal().into()) }
            }
            Self::Approve | Self::Reject => {
                let review = open_review(seen, revision, part)?;
                let (number, label) = (number(part), revision.label.clone());
                if revision.author == person || review.request.person == person {
                    return Err(ApprovalError::Own { number, label }.into());
                }
                if review.approvals.iter().any(|approval| approval.person == person) {
                    return Err(ApprovalError::Given { number, label }.into());
                }
                Ok(())
            }
            Self::Override => {
                let review = open_review(seen, revision, part)?;
                let design = super::workflow_of(seen, revision)?.design;
                let mut on = design.from(&revision.workflow_state).filter(|transition| design.leads_on(transition));
                if on.all(|transition| review.lets(transition.approvals)) {
                    let (number, label) = (number(part), revision.label.clone());
                    return Err(ApprovalError::OverrideNeedless { number, label }.into());
                }
                Ok(())
            }
            Self::Release => open_review(seen, revision, part).map(drop),
            Self::Revise => match seen.revisions().newest(part.id)? {
                Some(newest) if !newest.state.is_frozen() => {
                    let (label, state) = (newest.label, newest.state);
                    Err(RevisionError::OpenExists { number: number(part), label, state }.into())
                }
                _ => Ok(()),
            },
            Self::Obsolete if revision.state != Lifecycle::Released => {
                let (label, state) = (revision.label.clone(), revision.state);
                Err(RevisionError::NotReleased { number: number(part), label, state }.into())
            }
            Self::Obsolete | Self::Advance => Ok(()),
        }
    }
}

/// That a review lets what a transition needs pass.
fn require_approvals(review: &Review, design: &Design, transition: &Transition) -> Result<()> {
    if review.lets(transition.approvals) {
        return Ok(());
    }
    let (given, needed) = (review.approved(), review.needs(transition.approvals));
    if design.is_release(transition) {
        return Err(ReleaseError::NotApproved { given, needed }.into());
    }
    Err(WorkflowError::NotApproved { given, needed, to: transition.to.clone() }.into())
}

/// The round that a revision in review is in.
pub(crate) fn open_review(seen: &dyn Snapshot, revision: &Revision, part: &Part) -> Result<Review> {
    let newest = seen.approvals().reviews(revision.id)?.into_iter().next();
    let open = newest.filter(|review| revision.state == Lifecycle::InReview && review.request.open);
    open.ok_or_else(|| {
        let (label, state) = (revision.label.clone(), revision.state);
        Error::from(ApprovalError::NotInReview { number: number(part), label, state })
    })
}

fn number(part: &Part) -> String {
    part.number.to_string()
}
