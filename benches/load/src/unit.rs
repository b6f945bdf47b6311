//! The units that are measured, and where callers get the next one from.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use partwright_domain::audit::AuditUnit;
use partwright_domain::id::PartId;
use partwright_domain::part::{Description, Part, Sequence};
use partwright_domain::time::{Clock, SystemClock, Timestamp};

use crate::Failure;
use crate::part::{NewPart, PartRow, Place};

/// What a unit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A part somewhere in the file gets another description: three statements, on pages that no other unit touches.
    Edit,
    /// A part is made: four statements, and most of the schema's indexes and triggers.
    Create,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Create, Self::Edit];

    /// Its name in figures and arguments.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Create => "create",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Where callers get their units from. Clones go on where the others are.
#[derive(Debug, Clone)]
pub struct Units {
    kind: Kind,
    place: Arc<Place>,
    parts: Arc<[(PartId, Sequence)]>,
    given: Arc<AtomicUsize>,
}

impl Units {
    /// Units of one kind, for a file with these parts.
    pub fn new(kind: Kind, parts: &[(PartId, Sequence)]) -> Result<Self, Failure> {
        Ok(Self { kind, place: Place::known()?, parts: parts.into(), given: Arc::default() })
    }

    /// What they do.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The next one. Edits visit every part before one is edited again, so that callers do not meet.
    pub fn next(&self) -> Unit {
        match self.kind {
            Kind::Create => Unit::Create(self.place.new_part()),
            Kind::Edit => {
                let turn = self.given.fetch_add(1, Ordering::Relaxed);
                let (id, sequence) = self.parts[turn.wrapping_mul(7919) % self.parts.len()];
                Unit::Edit(Edit { place: Arc::clone(&self.place), id, sequence, turn, at: SystemClock.now() })
            }
        }
    }
}

/// What is known of a unit before it begins.
#[derive(Debug, Clone)]
pub enum Unit {
    /// A part to be made.
    Create(NewPart),
    /// A part to be edited.
    Edit(Edit),
}

/// A part that gets another description.
#[derive(Debug, Clone)]
pub struct Edit {
    place: Arc<Place>,
    id: PartId,
    sequence: Sequence,
    turn: usize,
    at: Timestamp,
}

impl Edit {
    /// The part as it was made, and as it is to be.
    pub fn parts(&self) -> Result<(Part, Part), Failure> {
        let before = self.place.part(self.id, self.sequence, self.at);
        let text = format!("{}, edition {}", before.description, self.turn);
        let after = Part { description: Description::parse(&text)?, ..before.clone() };
        Ok((before, after))
    }

    /// The head of the unit's audit.
    pub fn head(&self) -> AuditUnit {
        self.place.head(self.at, "part.edit")
    }

    /// The same values as columns, for designs that write SQL themselves.
    pub fn row(&self) -> Result<PartRow, Failure> {
        let (before, after) = self.parts()?;
        PartRow::new(Some(&before), after, self.head())
    }
}
