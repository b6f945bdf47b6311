//! People in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::id::PersonId;
use partwright_domain::person::{Person, PersonReader, PersonRepository, Role};
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The rows, and who of them acts.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    people: BTreeMap<PersonId, Person>,
    acting: Option<PersonId>,
}

impl State {
    pub(super) fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.people.get(&id)
    }
}

impl<H: Held> PersonReader for View<H> {
    fn find(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        self.see(|state| state.person(id).cloned())
    }

    fn acting(&self) -> Result<Option<Person>, StoreError> {
        self.see(|state| state.people.acting.and_then(|id| state.person(id)).cloned())
    }

    fn list(&self) -> Result<Vec<Person>, StoreError> {
        self.see(|state| {
            let mut people: Vec<Person> = state.people.people.values().cloned().collect();
            people.sort_by(|one, other| one.name.cmp(&other.name));
            people
        })
    }
}

impl PersonRepository for View<Open> {
    fn insert(&self, person: &Person) -> Result<(), StoreError> {
        self.change(Room::Person, person.id, |state| {
            if state.person(person.id).is_some() {
                return Err(id_taken("person"));
            }
            let rows = Arc::make_mut(&mut state.people);
            rows.people.insert(person.id, person.clone());
            rows.acting.get_or_insert(person.id);
            Ok(())
        })
    }

    fn update(&self, person: &Person) -> Result<(), StoreError> {
        self.change(Room::Person, person.id, |state| {
            let before = state.person(person.id).ok_or_else(|| missing("person"))?;
            let is_other_admin = |other: &Person| other.id != person.id && other.role == Role::Admin;
            let loses_admin = before.role == Role::Admin && person.role != Role::Admin;
            if loses_admin && !state.people.people.values().any(is_other_admin) {
                return Err(StoreError::LastAdmin);
            }
            Arc::make_mut(&mut state.people).people.insert(person.id, person.clone());
            Ok(())
        })
    }

    fn set_acting(&self, id: PersonId) -> Result<(), StoreError> {
        self.change(Room::Person, id, |state| {
            state.person(id).ok_or_else(|| missing("person"))?;
            Arc::make_mut(&mut state.people).acting = Some(id);
            Ok(())
        })
    }
}
