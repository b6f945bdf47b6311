//! What can be done with a revision as a whole, and what must hold before it is: asked by the services before they do it,
//! and by the window before it offers it.

use super::{Lifecycle, Revision, RevisionError};
use crate::Result;
use crate::approval::{ApprovalError, Review};
use crate::error::Error;
use crate::id::{PersonId, RevisionId};
use crate::part::Part;
use crate::person::{Actor, PersonError, Right};
use crate::release::{self, ReleaseError};
use crate::store::Snapshot;

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
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 8] = [
        Self::Submit,
        Self::Withdraw,
        Self::Approve,
        Self::Reject,
        Self::Override,
        Self::Release,
        Self::Revise,
        Self::Obsolete,
    ];

    /// The right it needs.
    pub const fn right(self) -> Right {
        match self {
            Self::Submit | Self::Withdraw | Self::Revise => Right::Edit,
            Self::Approve | Self::Reject => Right::Approve,
            Self::Override => Right::Override,
            Self::Release | Self::Obsolete => Right::Release,
        }
    }

    /// Answers nothing when this person may do it with this revision now; else the sentence that says why not.
    ///
    /// Whether children are released is no part of it: a release can be made with an exception, and the one who makes it
    /// is asked then.
    pub fn may(self, seen: &dyn Snapshot, person: PersonId, id: RevisionId) -> Result<()> {
        let actor = seen.people().find(person)?.ok_or(PersonError::NotFound)?;
        Actor::from(&actor).require(self.right())?;
        let (revision, part) = super::find(seen, id)?;
        self.check(seen, person, &revision, &part)
    }

    /// What must hold, apart from the right.
    pub(crate) fn check(self, seen: &dyn Snapshot, person: PersonId, revision: &Revision, part: &Part) -> Result<()> {
        match self {
            Self::Submit => {
                revision.require_draft(part)?;
                release::check_content(seen, revision, part)
            }
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
                if open_review(seen, revision, part)?.is_passed() {
                    let (number, label) = (number(part), revision.label.clone());
                    return Err(ApprovalError::OverrideNeedless { number, label }.into());
                }
                Ok(())
            }
            Self::Release => {
                let review = open_review(seen, revision, part)?;
                if !review.is_passed() {
                    let (given, needed) = (review.approved(), review.request.needed);
                    return Err(ReleaseError::NotApproved { given, needed }.into());
                }
                release::check_content(seen, revision, part)
            }
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
            Self::Obsolete => Ok(()),
        }
    }
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
