//! The audit: who did what to what, when, with before and after. It is only ever added to.

mod repository;

pub use repository::{AuditFilter, AuditReader, AuditRepository};

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::change::Room;
use crate::id::{PartId, PersonId};
use crate::time::Timestamp;

/// What happened to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It came to be.
    Created,
    /// It is not what it was.
    Changed,
    /// It is gone.
    Removed,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 3] = [Self::Created, Self::Changed, Self::Removed];

    /// The action's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }

    /// The action of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

/// The head of a unit of work: who, when, and what they were doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditUnit {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub person: PersonId,
    /// The verb, as `part.create`.
    pub operation: String,
}

/// One thing that a unit of work changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// The room of the thing.
    pub room: Room,
    /// The thing's id, as [`Room`] says.
    pub subject: Uuid,
    /// The part in whose history this belongs.
    pub part: Option<PartId>,
    /// What happened.
    pub action: Action,
    /// How a reader knew the thing at that time.
    pub title: String,
    /// The thing before; `None` when it came to be.
    pub before: Option<Value>,
    /// The thing after; `None` when it is gone.
    pub after: Option<Value>,
}

/// A unit of work as it stands in the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedUnit {
    /// Its place in the audit, from 1, without gaps.
    pub sequence: u64,
    /// Its head.
    pub unit: AuditUnit,
    /// The person's name today.
    pub person_name: String,
    /// How many entries it has.
    pub entry_count: u64,
    /// Its first entries, at most as many as were asked for.
    pub entries: Vec<AuditEntry>,
}
