//! The lifecycle: Draft → In Review → Released → Obsolete, and from review back to Draft.

use std::fmt;

use serde::Serialize;

/// Where a revision is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Lifecycle {
    /// Being worked on.
    Draft,
    /// Waiting for verdicts.
    #[serde(rename = "In Review")]
    InReview,
    /// Approved and frozen.
    Released,
    /// Frozen, and not to be used for anything new.
    Obsolete,
}

impl Lifecycle {
    /// Every state, in the order of a life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::InReview, Self::Released, Self::Obsolete];

    /// The state's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::InReview => "In Review",
            Self::Released => "Released",
            Self::Obsolete => "Obsolete",
        }
    }

    /// The state of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// The table of steps; there are no others.
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Draft, Self::InReview)
                | (Self::InReview, Self::Draft | Self::Released)
                | (Self::Released, Self::Obsolete)
        )
    }

    /// Whether a workflow may lead from a state of this phase to another state of that one: a step of the lifecycle, or
    /// within a phase that is not the last.
    pub const fn may_lead_to(self, next: Self) -> bool {
        self.may_become(next)
            || (matches!(
                (self, next),
                (Self::Draft, Self::Draft) | (Self::InReview, Self::InReview) | (Self::Released, Self::Released)
            ))
    }

    /// Whether a revision in this state never changes again (but for becoming obsolete).
    pub const fn is_frozen(self) -> bool {
        matches!(self, Self::Released | Self::Obsolete)
    }
}

impl fmt::Display for Lifecycle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
