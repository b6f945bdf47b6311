//! What is done with people.

use super::{Actor, Person, PersonError, PersonName};
use crate::Result;
use crate::change::Room;
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
}

/// Adds a person, inside a unit that is already open.
pub(crate) fn add(change: &Change<'_>, person: &Person) -> Result<()> {
    change.people().insert(person)?;
    change.created(subject(person), person)
}

fn subject(person: &Person) -> Subject {
    Subject { room: Room::Person, id: person.id.into(), part: None, title: person.name.to_string() }
}
