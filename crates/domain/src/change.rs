//! What a committed unit of work touched, so that windows know what to read again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The rooms that hold data, by their names in code, tables, commands and windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    /// Categories and subcategories; the id is the category's or the subcategory's.
    Category,
    /// People; the id is the person's.
    Person,
    /// Parts; the id is the part's.
    Part,
    /// Revisions; the id is the revision's.
    Revision,
    /// Properties; the id is the revision's that carries them.
    Property,
    /// Manufacturer parts; the id is the manufacturer part's.
    ManufacturerPart,
    /// Supplier parts with their prices; the id is the supplier part's.
    SupplierPart,
    /// BOMs; the id is the line's.
    Bom,
    /// Files; the id is the file's.
    File,
    /// Requests for approval and the verdicts on them; the id is the revision's in review.
    Approval,
    /// What was written down when a revision was released; the id is the revision's.
    Release,
    /// How the workspace wants things done; the id is nil, because there is one row of it.
    Setting,
    /// Versions of workflows; the id is the version's.
    Workflow,
    /// Files that were imported, with their rows, and what is remembered of imports; the id is the file's, and nil for what
    /// is remembered.
    Import,
    /// What KiCad is shown; the id is the subcategory's, or nil for what holds for the workspace.
    Kicad,
}

impl Room {
    /// Every room.
    pub const ALL: [Self; 15] = [
        Self::Category,
        Self::Person,
        Self::Part,
        Self::Revision,
        Self::Property,
        Self::ManufacturerPart,
        Self::SupplierPart,
        Self::Bom,
        Self::File,
        Self::Approval,
        Self::Release,
        Self::Setting,
        Self::Workflow,
        Self::Import,
        Self::Kicad,
    ];

    /// The room's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Person => "person",
            Self::Part => "part",
            Self::Revision => "revision",
            Self::Property => "property",
            Self::ManufacturerPart => "manufacturer_part",
            Self::SupplierPart => "supplier_part",
            Self::Bom => "bom",
            Self::File => "file",
            Self::Approval => "approval",
            Self::Release => "release",
            Self::Setting => "setting",
            Self::Workflow => "workflow",
            Self::Import => "import",
            Self::Kicad => "kicad",
        }
    }

    /// The room of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|room| room.name() == name)
    }
}

/// The things a unit of work changed, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    things: BTreeSet<(Room, Uuid)>,
    elsewhere: bool,
}

impl Changes {
    /// What another program changed in the workspace: nobody knows what, so it may be everything.
    pub fn elsewhere() -> Self {
        Self { things: BTreeSet::new(), elsewhere: true }
    }

    /// Whether another program made the changes; then no thing is named, and any may have changed.
    pub fn are_elsewhere(&self) -> bool {
        self.elsewhere
    }

    /// Notes that a thing changed, and answers whether that is new.
    pub fn note(&mut self, room: Room, id: impl Into<Uuid>) -> bool {
        self.things.insert((room, id.into()))
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty() && !self.elsewhere
    }

    /// Whether that thing is named as changed.
    pub fn contains(&self, room: Room, id: impl Into<Uuid>) -> bool {
        self.things.contains(&(room, id.into()))
    }

    /// The changed things, a room after the other.
    pub fn iter(&self) -> impl Iterator<Item = (Room, Uuid)> + '_ {
        self.things.iter().copied()
    }

    /// The things that changed here and are not named there.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self { things: self.things.difference(&other.things).copied().collect(), elsewhere: self.elsewhere }
    }
}
