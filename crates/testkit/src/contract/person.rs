//! People, and who of them acts.

use std::sync::{Arc, Barrier};
use std::thread;

use partwright_domain::audit::AuditFilter;
use partwright_domain::change::Room;
use partwright_domain::id::PersonId;
use partwright_domain::person::{Person, PersonName, Role};
use partwright_domain::store::StoreError;
use partwright_domain::workspace::{Start, WorkspaceService};

use super::TestStore;
use super::approval::add_person;
use super::unit::somebody;

/// A fresh store has nobody and nothing.
pub fn nobody_acts_in_a_fresh_store(test: &TestStore) {
    test.read(|snapshot| {
        assert_eq!(snapshot.people().acting()?, None);
        assert_eq!(snapshot.categories().categories()?, []);
        assert_eq!(snapshot.parts().count()?, (0, 0));
        assert_eq!(snapshot.audit().list(&AuditFilter { limit: 9, ..AuditFilter::default() })?, []);
        Ok(())
    });
}

/// And goes on acting when others come.
pub fn the_first_person_acts(test: &TestStore) {
    let actor = test.open();
    let second = somebody(test, "Aaron First-in-the-alphabet");
    let id = second.id;
    test.write_one(actor.id, Room::Person, id, move |unit| unit.people().insert(&second));
    assert_eq!(test.read(|snapshot| snapshot.people().acting()).map(|person| person.id), Some(actor.id));
}

/// The reader of a unit knows who acts as soon as the first person is in.
pub fn who_acts_is_known_inside_the_unit(test: &TestStore) {
    let first = somebody(test, "Grace Hopper");
    let by = first.id;
    let (before, after) = test.write(by, move |unit| {
        let before = unit.people().acting()?;
        unit.people().insert(&first)?;
        unit.note(Room::Person, first.id)?;
        Ok((before, unit.people().acting()?))
    });
    assert_eq!((before, after.map(|person| person.id)), (None, Some(by)));
}

/// With every role and a name of many scripts.
pub fn a_person_comes_back_as_written(test: &TestStore) {
    let actor = test.open();
    for role in Role::ALL {
        let person = Person { role, ..somebody(test, "Zoë Ωmega 山田 🦀 \"O'Brien\"") };
        let row = person.clone();
        test.write_one(actor.id, Room::Person, person.id, move |unit| unit.people().insert(&row));
        assert_eq!(test.read(|snapshot| snapshot.people().find(person.id)), Some(person));
    }
    assert_eq!(test.read(|snapshot| snapshot.people().find(PersonId(test.id()))), None);
}

/// Name and role are replaced, and the person goes on acting.
pub fn a_person_is_replaced(test: &TestStore) {
    let actor = test.open();
    add_person(test, actor.id, Role::Admin);
    let after = Person { id: actor.id, name: PersonName::parse("Ada King").expect("a name"), role: Role::Viewer };
    let row = after.clone();
    test.write_one(actor.id, Room::Person, actor.id, move |unit| unit.people().update(&row));
    test.read(|snapshot| {
        assert_eq!(snapshot.people().find(actor.id)?.as_ref(), Some(&after));
        assert_eq!(snapshot.people().acting()?, Some(after));
        Ok(())
    });
}

/// An update is no insert.
pub fn a_person_who_is_not_there_is_not_replaced(test: &TestStore) {
    test.open();
    let nobody = somebody(test, "Nobody");
    let answer = test.attempt(move |unit| unit.people().update(&nobody));
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
}

/// By name, whatever the order in which they came.
pub fn everybody_is_listed_by_name(test: &TestStore) {
    let actor = test.open();
    for name in ["Zoë", "Aaron"] {
        let person = somebody(test, name);
        test.write_one(actor.id, Room::Person, person.id, move |unit| unit.people().insert(&person));
    }
    let people = test.read(|snapshot| snapshot.people().list());
    let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Aaron", "Ada Lovelace", "Zoë"]);
}

/// A workspace without an Admin would have nobody who could make one; with a second Admin, the first may be another.
pub fn the_last_admin_keeps_the_role(test: &TestStore) {
    let actor = test.open();
    add_person(test, actor.id, Role::Designer);
    for role in [Role::Viewer, Role::Designer] {
        let after = Person { id: actor.id, role, ..somebody(test, "Ada King") };
        assert_eq!(test.attempt(move |unit| unit.people().update(&after)), Err(StoreError::LastAdmin), "{role}");
    }
    add_person(test, actor.id, Role::Admin);
    let after = Person { id: actor.id, ..somebody(test, "Ada King") };
    test.write_one(actor.id, Room::Person, actor.id, move |unit| unit.people().update(&after));
}

/// Whoever is chosen acts in place of the one before; somebody who is not there acts in nobody's.
pub fn one_person_acts_at_a_time(test: &TestStore) {
    let actor = test.open();
    let next = add_person(test, actor.id, Role::Viewer);
    let nobody = PersonId(test.id());
    let answer = test.attempt(move |unit| unit.people().set_acting(nobody));
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
    for id in [next.id, next.id, actor.id] {
        test.write_one(actor.id, Room::Person, id, move |unit| unit.people().set_acting(id));
        assert_eq!(test.read(|snapshot| snapshot.people().acting()).map(|person| person.id), Some(id));
    }
}

/// Many open a new workspace at once: it is started by one of them, and all get the same person.
pub fn a_workspace_opened_by_many_at_once_starts_once(test: &TestStore) {
    const MANY: usize = 6;
    let together = Arc::new(Barrier::new(MANY));
    let threads: Vec<_> = (0..MANY)
        .map(|number| {
            let (together, service) = (Arc::clone(&together), WorkspaceService::new(test.ports().clone()));
            let name = PersonName::parse(&format!("Person {number}")).expect("a name");
            thread::spawn(move || {
                together.wait();
                service.open(name, Start::Empty)
            })
        })
        .collect();
    let mut answers = threads.into_iter().map(|thread| thread.join().expect("a thread that ends").expect("a person"));
    let first = answers.next().expect("an answer");
    assert!(answers.all(|person| person == first), "everybody gets the same person");
    let units = test.read(|snapshot| snapshot.audit().list(&AuditFilter { limit: 9, ..AuditFilter::default() }));
    assert_eq!(units.len(), 1, "it was started once");
}
