//! People in SQLite.

use partwright_domain::change::Room;
use partwright_domain::id::PersonId;
use partwright_domain::person::{Person, PersonName, PersonReader, PersonRepository, Role};
use partwright_domain::store::StoreError;
use rusqlite::params;

use crate::column::Columns;
use crate::session::{Session, Writing};

fn person(columns: &mut Columns<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: PersonId(columns.get()?),
        name: columns.text(PersonName::parse)?,
        role: columns.named(Role::named)?,
    })
}

impl<A: Send + Sync> PersonReader for Session<'_, A> {
    fn find(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        self.first(include_str!("person/find.sql"), [id.0], person)
    }

    fn acting(&self) -> Result<Option<Person>, StoreError> {
        self.first(include_str!("person/acting.sql"), [], person)
    }

    fn list(&self) -> Result<Vec<Person>, StoreError> {
        self.all(include_str!("person/list.sql"), [], person)
    }
}

impl PersonRepository for Session<'_, Writing> {
    fn insert(&self, person: &Person) -> Result<(), StoreError> {
        let Person { id, name, role } = person;
        let params = params![id.0, name.as_str(), role.name()];
        self.change(include_str!("person/insert.sql"), "person", params, (Room::Person, *id))
    }

    fn update(&self, person: &Person) -> Result<(), StoreError> {
        let Person { id, name, role } = person;
        let params = params![id.0, name.as_str(), role.name()];
        self.change(include_str!("person/update.sql"), "person", params, (Room::Person, *id))
    }

    fn set_acting(&self, id: PersonId) -> Result<(), StoreError> {
        // Asked first: whoever is not there takes nobody's place, and nobody is left without one.
        if PersonReader::find(self, id)?.is_none() {
            return Err(StoreError::Missing { what: "person".to_owned() });
        }
        self.change_whole((Room::Person, id), || {
            self.execute(include_str!("person/clear_acting.sql"), "person", [])?;
            self.execute(include_str!("person/set_acting.sql"), "person", [id.0]).map(drop)
        })
    }
}
