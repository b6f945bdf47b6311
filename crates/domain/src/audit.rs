//! The audit: who did what to what, when, with before and after. It is only ever added to.

mod chain;
mod difference;
mod kept;
mod next;
mod page;
mod repository;
mod service;

pub use chain::{
    ChainError, ChainWalk, Chained, Head, Linked, Place, START, Step, Told, What, canonical, check_chain, link,
    parse_noted,
};
pub use difference::{Difference, NameOf, differences, duplicated_from, name_of, reason};
pub use next::{Next, next, offers_undo};
pub use page::{AuditPage, LOOK, Operations, page};
pub use repository::{AuditFilter, AuditReader, AuditRepository, Thing};
pub use service::UndoService;

pub(crate) use kept::{Kept, stands};

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::change::Room;
use crate::error::refusals;
use crate::id::{PartId, PersonId};
use crate::time::Timestamp;

refusals! {
    /// Why something was not undone or redone.
    pub enum AuditError {
        NotFound { unit: u64 } = "audit.not_found", "There is no change #{unit} in the history of this workspace.";
        Undone { unit: u64, person: String } = "audit.undone",
            "Change #{unit} was undone already, by {person}; what is undone can be redone.";
        NotUndone { unit: u64 } = "audit.not_undone", "Change #{unit} is not undone; only what is undone can be redone.";
        ChangedSince { title: String, unit: u64, operation: String, person: String, at: String } = "audit.changed_since",
            "{title} is not what it was: {person} changed it in #{unit} ({operation}, {at}). Undo that first.";
        ChangedUnseen { title: String } = "audit.changed_unseen",
            "{title} is not what it was, and the history does not say since when; change it by hand.";
        Needed { title: String, by: String } = "audit.needed", "{title} has to stay, because of {by}; undo or remove that first.";
        NothingToUndo = "audit.nothing_to_undo", "You have done nothing in this workspace that could be undone.";
        NothingToRedo = "audit.nothing_to_redo", "There is nothing to redo: you have undone nothing, or done something else since.";
        Stands { title: String, instead: &'static str } = "audit.stands", "{title} stands as it was done; {instead}.";
        LastStands { title: String, instead: &'static str, unit: u64, operation: String, before: String } = "audit.last_stands",
            "What you did last cannot be undone: {title} stands as it was done; {instead}. Before it you did #{unit} \
             ({operation}, {before}); undo that by its number if you mean it.";
        OperationsInvalid { text: String } = "audit.operations_invalid",
            "\"{text}\" names nothing that is done here; write a group of operations as bom, or one as bom.add_line.";
        Impossible { title: String, reason: String } = "audit.impossible", "{title} cannot be as it was any more. {reason}";
        Unreadable { title: String } = "audit.unreadable",
            "What {title} was before was written down in a way that cannot be brought back; change it by hand.";
    }
}

/// The operation of a unit that undoes another.
pub const UNDO: &str = "audit.undo";
/// The operation of a unit that undoes an undo.
pub const REDO: &str = "audit.redo";

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
    /// What it undoes or redoes; `None` for a unit that does something of its own.
    pub origin: Option<Origin>,
    /// How it was undone or redone last; `None` as long as nobody did.
    pub undoing: Option<Undoing>,
}

/// The unit with which a chain of undoing and redoing began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Its place in the audit.
    pub sequence: u64,
    /// What was done there.
    pub operation: String,
}

/// The last unit of the chain in which a unit was undone, redone, undone again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoing {
    /// Its place in the audit.
    pub sequence: u64,
    /// The name of whoever did it, today.
    pub person_name: String,
    /// When.
    pub at: Timestamp,
    /// Whether the unit is undone by it; else it was redone, and holds.
    pub is_undone: bool,
}
