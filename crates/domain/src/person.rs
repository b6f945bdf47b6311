//! People: who acts, and what a role may do.

mod kept;
mod repository;
mod service;

pub use repository::{PersonReader, PersonRepository};
pub use service::PersonService;

pub(crate) use service::add;

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::error::refusals;
use crate::id::PersonId;
use crate::store::Snapshot;
use crate::text::text_value;

refusals! {
    /// Why something about a person was refused.
    pub enum PersonError {
        NameInvalid { found: String } = "person.name_invalid", "A person's name has 1 to 80 characters; {found}.";
        NotFound = "person.not_found", "There is no such person in this workspace.";
        NameUnknown { name: String, names: String } = "person.name_unknown",
            "There is nobody called {name} in this workspace; there are {names}.";
        NameShared { name: String } = "person.name_shared",
            "More than one person is called {name} in this workspace; give one of them another name first.";
        NobodyActs = "person.nobody_acts", "This workspace has nobody who acts in it; open it again.";
        LastAdmin = "person.last_admin",
            "A workspace keeps at least one Admin; make somebody else an Admin before you take the role away here.";
        RightMissing { role: Role, right: Right } = "person.right_missing",
            "A {role} may not {right}; ask an Admin of this workspace for another role.";
    }
}

text_value! {
    /// A person's name: 1 to 80 characters.
    PersonName, check_line(1..=80), PersonError::NameInvalid
}

/// What a person is in a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Reads everything, changes nothing.
    Viewer,
    /// Makes parts, BOMs and revisions.
    Designer,
    /// Designs, and looks after the workspace.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Designer, Self::Admin];

    /// The role's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "Viewer",
            Self::Designer => "Designer",
            Self::Admin => "Admin",
        }
    }

    /// The role of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The table of rights; there is no other place that says who may do what.
    ///
    /// A right is necessary, not always sufficient: that nobody approves what is their own stands with the approvals.
    pub const fn may(self, right: Right) -> bool {
        match right {
            Right::Act => true,
            Right::Edit | Right::Approve | Right::Release => matches!(self, Self::Designer | Self::Admin),
            Right::Override | Right::Administer => matches!(self, Self::Admin),
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Something a role may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Choose who acts at this machine.
    Act,
    /// Change parts, BOMs and everything that describes them, make revisions and submit them for review.
    Edit,
    /// Give a verdict on a revision in review.
    Approve,
    /// Release what is approved, and make obsolete what is released.
    Release,
    /// Let a revision pass without the approvals it needs.
    Override,
    /// Look after the workspace: its people, its settings, what its categories demand.
    Administer,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 6] = [Self::Act, Self::Edit, Self::Approve, Self::Release, Self::Override, Self::Administer];
}

impl std::fmt::Display for Right {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Act => "act at this machine",
            Self::Edit => "change this workspace",
            Self::Approve => "approve or reject",
            Self::Release => "release or make obsolete",
            Self::Override => "override missing approvals",
            Self::Administer => "look after this workspace's people and settings",
        })
    }
}

/// Somebody who works in the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: PersonName,
    /// What they may do.
    pub role: Role,
}

/// The one person of that name.
pub fn named(seen: &dyn Snapshot, name: &PersonName) -> Result<Person> {
    let people = seen.people().list()?;
    let mut found = people.iter().filter(|person| person.name == *name);
    match (found.next(), found.next()) {
        (Some(person), None) => Ok(person.clone()),
        (Some(_), Some(_)) => Err(PersonError::NameShared { name: name.to_string() }.into()),
        (None, _) => {
            let names = people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ");
            Err(PersonError::NameUnknown { name: name.to_string(), names }.into())
        }
    }
}

/// Who is acting now, and with which rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub id: PersonId,
    /// The role they have.
    pub role: Role,
}

impl Actor {
    /// Answers nothing when the actor's role has the right, and a sentence that says who may when it has not.
    pub fn require(&self, right: Right) -> Result<(), PersonError> {
        if self.role.may(right) { Ok(()) } else { Err(PersonError::RightMissing { role: self.role, right }) }
    }
}

impl From<&Person> for Actor {
    fn from(person: &Person) -> Self {
        Self { id: person.id, role: person.role }
    }
}
