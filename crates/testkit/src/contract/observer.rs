//! Observers: told of what was committed, after it was, in order.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;

use partwright_domain::audit::AuditFilter;
use partwright_domain::change::{Changes, Room};
use partwright_domain::id::PersonId;
use partwright_domain::person::Actor;
use partwright_domain::store::StoreError;

use super::unit::somebody;
use super::{TestStore, wait};
use crate::build;

pub(super) fn listen(test: &TestStore) -> Receiver<Changes> {
    let (tell, told) = mpsc::channel();
    let tell = Mutex::new(tell);
    test.store().subscribe(Arc::new(move |changes| {
        tell.lock().expect("a lock nobody broke").send(changes.clone()).expect("a test that listens");
    }));
    told
}

fn add_somebody(test: &TestStore, actor: Actor, name: &str) -> PersonId {
    let person = somebody(test, name);
    let id = person.id;
    test.write_one(actor.id, Room::Person, id, move |unit| unit.people().insert(&person));
    id
}

fn only(id: PersonId) -> Changes {
    let mut changes = Changes::default();
    changes.note(Room::Person, id);
    changes
}

/// Each observer hears each commit, with what it changed.
pub fn every_observer_is_told_of_every_commit(test: &TestStore) {
    let actor = test.open();
    let listeners = [listen(test), listen(test)];
    let ids = ["One", "Two", "Three"].map(|name| add_somebody(test, actor, name));
    for told in listeners {
        for id in ids {
            assert_eq!(wait(&told), Ok(only(id)));
        }
    }
}

/// Many threads commit; what observers hear is in the order of the audit.
pub fn observers_are_told_in_the_order_of_commits(test: &TestStore) {
    let actor = test.open();
    let told = listen(test);
    let ports = test.ports();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(move || (0..10).for_each(|_| drop(build::part("EL-RES").add_to(ports))));
        }
    });
    let filter = AuditFilter { limit: 100, entries: 1, ..Default::default() };
    let mut units = test.read(|snapshot| snapshot.audit().list(&filter));
    units.pop(); // The workspace's start, before anybody listened.
    units.reverse();
    assert_eq!(units.len(), 40);
    assert!(units.iter().all(|recorded| recorded.unit.person == actor.id));
    for recorded in units {
        let changes = wait(&told).expect("a commit that is told");
        assert!(changes.contains(Room::Part, recorded.entries[0].subject), "told out of order");
    }
}

/// Rolled back, refused, panicked, or nothing done: nobody is told.
pub fn observers_are_not_told_of_what_was_not_kept(test: &TestStore) {
    let actor = test.open();
    let told = listen(test);
    let person = somebody(test, "Nobody");
    let (failed, unaudited, panicked) = (person.clone(), person.clone(), person);
    let answer: Result<(), StoreError> = build::write(test.ports(), actor.id, move |unit| {
        unit.people().insert(&failed)?;
        Err(StoreError::BomCycle)
    });
    assert_eq!(answer, Err(StoreError::BomCycle));
    assert_eq!(test.attempt(move |unit| unit.people().insert(&unaudited)), Err(StoreError::Unaudited));
    catch_unwind(AssertUnwindSafe(|| {
        test.attempt(move |unit| {
            unit.people().insert(&panicked)?;
            panic!("the closure's own panic");
        })
    }))
    .expect_err("a panic in a unit goes on to the caller");
    assert_eq!(test.attempt(|_| Ok(())), Ok(()), "a unit that does nothing may be");
    let id = add_somebody(test, actor, "Somebody");
    assert_eq!(wait(&told), Ok(only(id)), "the first commit is the first thing told");
}

/// When an observer is called, any other thread already reads what it is told of.
pub fn observers_are_told_after_the_commit(test: &TestStore) {
    let actor = test.open();
    let (ask, asked) = mpsc::channel();
    let (answer, answered) = mpsc::channel();
    let handshake = Mutex::new((ask, answered));
    let (heard, hear) = mpsc::channel();
    let heard = Mutex::new(heard);
    test.store().subscribe(Arc::new(move |_| {
        let (ask, answered) = &*handshake.lock().expect("a lock nobody broke");
        ask.send(()).expect("a reader that listens");
        let seen: Option<bool> = wait(answered).ok();
        heard.lock().expect("a lock nobody broke").send(seen).expect("a test that listens");
    }));
    let grace = somebody(test, "Grace Hopper");
    let (id, store) = (grace.id, test.store());
    thread::scope(|scope| {
        scope.spawn(move || {
            wait(&asked).expect("an observer that is called");
            let found = store.read("test", |snapshot| snapshot.people().find(id)).expect("a read that does not wait");
            answer.send(found.is_some()).expect("an observer that waits");
        });
        test.write_one(actor.id, Room::Person, id, move |unit| unit.people().insert(&grace));
    });
    assert_eq!(wait(&hear), Ok(Some(true)), "the change was there to be read");
}

/// The commit stands, its caller gets the answer, the other observers are told, and the store works on.
pub fn an_observer_that_panics_harms_nobody(test: &TestStore) {
    let actor = test.open();
    test.store().subscribe(Arc::new(|_| panic!("the observer's own panic")));
    let told = listen(test);
    let one = add_somebody(test, actor, "One");
    let two = add_somebody(test, actor, "Two");
    assert_eq!(wait(&told), Ok(only(one)));
    assert_eq!(wait(&told), Ok(only(two)));
    assert!(test.read(|snapshot| snapshot.people().find(two)).is_some());
}
