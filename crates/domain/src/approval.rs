//! Approvals: the request for a release, the verdicts on it, and an Admin's override.

mod repository;
mod service;

pub use repository::{ApprovalReader, ApprovalRepository};
pub use service::ApprovalService;
pub(crate) use service::{ask, submit};

use std::fmt;

use serde::Serialize;

use crate::error::refusals;
use crate::id::{PersonId, RevisionId};
use crate::revision::Lifecycle;
use crate::text::text_value;
use crate::time::Timestamp;
use crate::workflow::StateName;

refusals! {
    /// Why something about an approval was refused.
    pub enum ApprovalError {
        NotInReview { number: String, label: String, state: Lifecycle } = "approval.not_in_review",
            "{number} revision {label} is {state}; verdicts are given while it is In Review.";
        CountInvalid { count: u32 } = "approval.count_invalid", "{count} is no number of approvals; it takes 1 to 9.";
        Own { number: String, label: String } = "approval.own",
            "Nobody gives a verdict on what is their own: you made or submitted {number} revision {label}. Another person must.";
        Given { number: String, label: String } = "approval.given",
            "You have given your verdict on {number} revision {label} already; a verdict stands as it was given.";
        CommentInvalid { found: String } = "approval.comment_invalid", "A comment has at most 2000 characters; {found}.";
        ReasonMissing = "approval.reason_missing", "Say why, so that others can act on it.";
        NotYours { number: String, label: String } = "approval.not_yours",
            "{number} revision {label} was submitted by somebody else; only its author, whoever submitted it or an Admin withdraws it.";
        OverrideNeedless { number: String, label: String } = "approval.override_needless",
            "{number} revision {label} has what it needs to be released; there is nothing to override.";
    }
}

/// What there is instead of undoing a request, a verdict or an override.
pub(crate) const STANDS: &str = "a request is withdrawn, and a verdict is followed by another review";

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

/// How many approvals something takes: 1 to 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ApprovalCount(u32);

impl ApprovalCount {
    /// One approval.
    pub const ONE: Self = Self(1);

    /// Takes 1 to 9.
    pub fn new(count: u32) -> Result<Self, ApprovalError> {
        if (1..=9).contains(&count) { Ok(Self(count)) } else { Err(ApprovalError::CountInvalid { count }) }
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for ApprovalCount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
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
    /// The state in review that it is for; in another one there is a round of its own.
    pub state: StateName,
    /// How many approvals it takes, by the workflow, for the first thing that leads on from there.
    pub needed: ApprovalCount,
    /// What the asker says to it.
    pub note: Comment,
    /// Whether the round goes on; it ends when the revision leaves that state.
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

    /// Whether what was asked for is there.
    pub fn is_passed(&self) -> bool {
        self.lets(self.request.needed.get())
    }

    /// How many approvals something takes that needs so many by the workflow. A round from before there were workflows may
    /// have been asked for more, and keeps to that.
    pub fn needs(&self, approvals: u32) -> u32 {
        approvals.max(self.request.needed.get())
    }

    /// Whether it lets something pass that needs so many approvals by the workflow.
    pub fn lets(&self, approvals: u32) -> bool {
        self.overridden.is_some() || self.approved() >= self.needs(approvals)
    }
}
