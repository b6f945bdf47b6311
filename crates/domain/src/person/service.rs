//! What is done with people.

use super::{Actor, Person, PersonError, PersonName, Right, Role};
use crate::Result;
use crate::change::Room;
use crate::edit::Edit;
use crate::id::PersonId;
use crate::ports::{Change, Ports, Subject};

/// Changes people.
#[derive(Debug, Clone)]
pub struct PersonService {
    ports: Ports,
}

impl PersonService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Gives the acting person another name. History keeps the person, and shows the new name.
    pub fn rename(&self, actor: &Actor, name: PersonName) -> Result<Person> {
        let id = actor.id;
        self.ports.change(actor, "person.rename", move |change| {
            let before = change.people().find(id)?.ok_or(PersonError::NotFound)?;
            let after = Person { name: name.clone(), ..before.clone() };
            if after != before {
                change.people().update(&after)?;
                change.changed(subject(&after), &before, &after)?;
            }
            Ok(after)
        })
    }

    /// Adds somebody.
    pub fn add(&self, actor: &Actor, name: PersonName, role: Role) -> Result<Person> {
        self.ports.change_by(actor, Right::Administer, "person.add", move |change| {
            let person = Person { id: change.new_id(), name: name.clone(), role };
            add(change, &person)?;
            Ok(person)
        })
    }

    /// Gives somebody another name and role. A workspace keeps at least one Admin.
    pub fn change(
        &self,
        actor: &Actor,
        id: PersonId,
        name: impl Into<Edit<PersonName>>,
        role: impl Into<Edit<Role>>,
    ) -> Result<Person> {
        let (name, role) = (name.into(), role.into());
        self.ports.change_by(actor, Right::Administer, "person.change", move |change| {
            let before = change.people().find(id)?.ok_or(PersonError::NotFound)?;
            let role = role.over("role", &before.role)?;
            let after = Person { id, name: name.over("name", &before.name)?, role };
            if after == before {
                return Ok(after);
            }
            let is_other_admin = |person: &Person| person.id != id && person.role == Role::Admin;
            let keeps_an_admin = role == Role::Admin || before.role != Role::Admin;
            if !keeps_an_admin && !change.people().list()?.iter().any(is_other_admin) {
                return Err(PersonError::LastAdmin.into());
            }
            change.people().update(&after)?;
            change.changed(subject(&after), &before, &after)?;
            Ok(after)
        })
    }

    /// Lets somebody else act at this machine, and answers them. Who acted before is who the audit says did it.
    pub fn act(&self, actor: &Actor, id: PersonId) -> Result<Person> {
        self.ports.change_by(actor, Right::Act, "person.act", move |change| {
            let next = change.people().find(id)?.ok_or(PersonError::NotFound)?;
            let before = change.people().acting()?.ok_or(PersonError::NobodyActs)?;
            if next.id != before.id {
                change.people().set_acting(id)?;
                change.changed(subject(&next), &before, &next)?;
            }
            Ok(next)
        })
    }
}

/// Adds a person, inside a unit that is already open.
pub(crate) fn add(change: &Change<'_>, person: &Person) -> Result<()> {
    change.people().insert(person)?;
    change.created(subject(person), person)
}

fn subject(person: &Person) -> Subject {
    Subject { room: Room::Person, id: person.id.into(), part: None, title: person.name.to_string() }
}
