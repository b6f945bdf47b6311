//! People in memory.

use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::id::PersonId;
use partwright_domain::person::{Person, PersonReader, PersonRepository};
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The rows, in the order in which they were added; the first one acts.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows(Vec<Person>);

impl State {
    pub(super) fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.0.iter().find(|person| person.id == id)
    }
}

impl<H: Held> PersonReader for View<H> {
    fn find(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        self.see(|state| state.person(id).cloned())
    }

    fn acting(&self) -> Result<Option<Person>, StoreError> {
        self.see(|state| state.people.0.first().cloned())
    }
}

impl PersonRepository for View<Open> {
    fn insert(&self, person: &Person) -> Result<(), StoreError> {
        self.change(Room::Person, person.id, |state| {
            if state.person(person.id).is_some() {
                return Err(id_taken("person"));
            }
            Arc::make_mut(&mut state.people).0.push(person.clone());
            Ok(())
        })
    }

    fn update(&self, person: &Person) -> Result<(), StoreError> {
        self.change(Room::Person, person.id, |state| {
            let rows = &mut Arc::make_mut(&mut state.people).0;
            *rows.iter_mut().find(|row| row.id == person.id).ok_or_else(|| missing("person"))? = person.clone();
            Ok(())
        })
    }
}
