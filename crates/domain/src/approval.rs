//! Approvals: the request for a release, the verdicts on it, and an Admin's override.

mod repository;
mod service;

pub use repository::{ApprovalReader, ApprovalRepository};
pub use service::ApprovalService;

use std::fmt;

use serde::Serialize;

use crate::error::refusals;
use crate::id::{PersonId, RevisionId};
use crate::revision::Lifecycle;
use crate::setting::ApprovalCount;
use crate::text::text_value;
use crate::time::Timestamp;

refusals! {
    /// Why something about an approval was refused.
    pub enum ApprovalError {
        NotInReview { number: String, label: String, state: Lifecycle } = "approval.not_in_review",
            "{number} revision {label} is {state}; verdicts are given while it is In Review.";
        Own { number: String, label: String } = "approval.own",
            "Nobody gives a verdict on what is their own: you made or submitted {number} revision {label}. Another person must.";
        Given { number: String, label: String } = "approval.given",
            "You have given your verdict on {number} revision {label} already; a verdict stands as it was given.";
        CommentInvalid { found: String } = "approval.comment_invalid", "A comment has at most 2000 characters; {found}.";
        ReasonMissing = "approval.reason_missing", "Say why, so that others can act on it.";
        NotYours { number: String, label: String } = "approval.not_yours",
            "{number} revision {label} was submitted by somebody else; only its author, whoever submitted it or an Admin takes it back.";
        OverrideNeedless { number: String, label: String } = "approval.override_needless",
            "{number} revision {label} has what it needs to be released; there is nothing to override.";
    }
}

/// What there is instead of undoing a request, a verdict or an override.
pub(crate) const STANDS: &str = "a request is taken back from review, and a verdict is followed by another review";

text_value! {
    /// What somebody says to a request, a verdict or an override; may be empty where no reason is asked for.
    Comment, check_paragraph(0..=2000), ApprovalError::CommentInvalid
}

impl Comment {
    /// The comment, if it says something; where a reason is asked for, silence is none.
    pub fn as_reason(&self) -> Result<&Self, ApprovalError> {
        if self.as_str().is_empty() { Err(ApprovalError::ReasonMissing) } else { Ok(self) }
    }
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Verdict {
    /// It can be released.
    Approved,
    /// It goes back to Draft.
    Rejected,
}

impl Verdict {
    /// Both verdicts.
    pub const ALL: [Self; 2] = [Self::Approved, Self::Rejected];

    /// The verdict's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Approved => "Approved",
            Self::Rejected => "Rejected",
        }
    }

    /// The verdict of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Somebody asks for verdicts on a revision. Each time begins a round of its own, in which no earlier verdict counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalRequest {
    /// The revision.
    pub revision: RevisionId,
    /// The how-manieth request for this revision, from 1.
    pub round: u32,
    /// Who asks.
    pub person: PersonId,
    /// When.
    pub asked: Timestamp,
    /// How many approvals it takes; as it was set when this was asked.
    pub needed: ApprovalCount,
    /// What the asker says to it.
    pub note: Comment,
    /// Whether the round goes on; it ends when the revision leaves review.
    pub open: bool,
}

/// One person's verdict in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Approval {
    /// The revision.
    pub revision: RevisionId,
    /// The round.
    pub round: u32,
    /// Whose verdict it is.
    pub person: PersonId,
    /// The verdict.
    pub verdict: Verdict,
    /// What they say to it.
    pub comment: Comment,
    /// When.
    pub given: Timestamp,
}

/// An Admin lets a revision pass without the approvals it needs, and says why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalOverride {
    /// The revision.
    pub revision: RevisionId,
    /// The round.
    pub round: u32,
    /// The Admin.
    pub person: PersonId,
    /// Why.
    pub reason: Comment,
    /// When.
    pub given: Timestamp,
}

/// A round: what was asked, and what was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The request.
    pub request: ApprovalRequest,
    /// The verdicts, in the order in which they were given.
    pub approvals: Vec<Approval>,
    /// The override, if an Admin made one.
    pub overridden: Option<ApprovalOverride>,
}

impl Review {
    /// How many approved.
    pub fn approved(&self) -> u32 {
        let approved = self.approvals.iter().filter(|approval| approval.verdict == Verdict::Approved).count();
        u32::try_from(approved).unwrap_or(u32::MAX)
    }

    /// Whether the revision may be released, as far as approvals go.
    pub fn is_passed(&self) -> bool {
        self.overridden.is_some() || self.approved() >= self.request.needed.get()
    }
}
