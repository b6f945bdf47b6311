//! Units of work: whole or not at all.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use partwright_domain::change::{Changes, Room};
use partwright_domain::id::{PartId, PersonId, RevisionId};
use partwright_domain::part::{Description, Part, PartName, PartNumber};
use partwright_domain::person::{Actor, Person, PersonName, Role};
use partwright_domain::ports::Ports;
use partwright_domain::revision::Revision;
use partwright_domain::store::{StoreError, Verdict, Writing};

use super::TestStore;
use super::audit::{entry, head};
use crate::build;

/// A person who is not in any store yet.
pub(super) fn somebody(test: &TestStore, name: &str) -> Person {
    let name = PersonName::parse(name).expect("a name");
    Person { id: PersonId(test.id()), name, role: Role::Designer }
}

pub(super) fn is_there(test: &TestStore, person: &Person) -> bool {
    test.read(|snapshot| snapshot.people().find(person.id)).is_some()
}

/// A commit is visible to whoever reads after it.
pub fn what_a_unit_commits_is_there_for_the_next_read(test: &TestStore) {
    let actor = test.open();
    let grace = somebody(test, "Grace Hopper");
    let added = grace.clone();
    test.write_one(actor.id, Room::Person, grace.id, move |unit| unit.people().insert(&added));
    assert_eq!(test.read(|snapshot| snapshot.people().find(grace.id)), Some(grace));
}

/// The readers of a unit answer what its own repositories have written.
pub fn a_unit_sees_its_own_changes(test: &TestStore) {
    let actor = test.open();
    let grace = somebody(test, "Grace Hopper");
    let added = grace.clone();
    let seen = test.write(actor.id, move |unit| {
        unit.people().insert(&added)?;
        unit.note(Room::Person, added.id)?;
        unit.people().find(added.id)
    });
    assert_eq!(seen, Some(grace));
}

/// An `Err` of the closure undoes what it did, and reaches the caller as it is.
pub fn a_unit_that_answers_an_error_keeps_nothing(test: &TestStore) {
    let actor = test.open();
    let grace = somebody(test, "Grace Hopper");
    let added = grace.clone();
    let mine = StoreError::Failed { detail: "the closure's own".to_owned() };
    let own = mine.clone();
    let answer: Result<(), StoreError> = build::write(test.ports(), actor.id, move |unit| {
        unit.people().insert(&added)?;
        unit.note(Room::Person, added.id)?;
        Err(own.clone())
    });
    assert_eq!(answer, Err(mine), "the caller gets the closure's error");
    assert!(!is_there(test, &grace), "what a failed unit did is not kept");
}

/// [`Verdict::Rollback`] at the adapter's side of the port: nothing kept, nothing said to have changed.
pub fn a_unit_whose_verdict_is_rollback_answers_no_changes(test: &TestStore) {
    test.open();
    let grace = somebody(test, "Grace Hopper");
    let added = grace.clone();
    let answer = test.store().unit(
        &Writing::named("test.rollback"),
        Box::new(move |unit| {
            unit.people().insert(&added).expect("a person that is new");
            Verdict::Rollback
        }),
    );
    assert_eq!(answer, Ok(Changes::default()));
    assert!(!is_there(test, &grace));
}

/// The answer of a unit names each thing it changed once, and nothing else.
pub fn a_unit_answers_exactly_what_it_changed(test: &TestStore) {
    let actor = test.open();
    let (ada, grace) = (somebody(test, "Ada"), somebody(test, "Grace Hopper"));
    let mut expected = Changes::default();
    expected.note(Room::Person, ada.id);
    expected.note(Room::Person, grace.id);
    let head = head(test, actor.id);
    let answer = test.store().unit(
        &Writing::named("test.write"),
        Box::new(move |unit| {
            for person in [&ada, &grace] {
                unit.people().insert(person).expect("a person that is new");
                unit.people().update(person).expect("a person that is there");
                unit.audit().append(&head, &entry(Room::Person, person.id)).expect("an entry that is taken");
            }
            Verdict::Commit
        }),
    );
    assert_eq!(answer, Ok(expected));
}

fn panics(test: &TestStore, actor: Actor, added: Person) -> Box<dyn Any + Send> {
    let ports = test.ports().clone();
    let answer = catch_unwind(AssertUnwindSafe(|| {
        build::write(&ports, actor.id, move |unit| -> Result<(), StoreError> {
            unit.people().insert(&added)?;
            unit.note(Room::Person, added.id)?;
            panic!("the closure's own panic");
        })
    }));
    answer.expect_err("a panic in a unit goes on to the caller")
}

/// A panic undoes the unit and goes on to whoever asked for it, with what it carried.
pub fn a_unit_that_panics_keeps_nothing_and_the_panic_goes_on(test: &TestStore) {
    let actor = test.open();
    let grace = somebody(test, "Grace Hopper");
    let panic = panics(test, actor, grace.clone());
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"the closure's own panic"));
    assert!(!is_there(test, &grace), "what a unit did before it panicked is not kept");
}

/// Neither an error nor a panic leaves a lock, an open transaction or a mark behind, on any thread.
pub fn the_store_works_on_after_errors_and_panics(test: &TestStore) {
    let actor = test.open();
    let refused: Result<(), StoreError> = build::write(test.ports(), actor.id, |_| Err(StoreError::BomCycle));
    assert_eq!(refused, Err(StoreError::BomCycle));
    panics(test, actor, somebody(test, "Nobody"));
    let store = test.store();
    catch_unwind(AssertUnwindSafe(|| store.read("test", |_| -> Result<(), StoreError> { panic!("while reading") })))
        .expect_err("a panic in a read goes on to the caller");
    what_a_unit_commits_is_there_for_the_next_read(test);
    let (first, ports) = (somebody(test, "Grace Hopper"), test.ports().clone());
    let elsewhere = thread::spawn(move || {
        build::write(&ports, actor.id, move |unit| {
            unit.people().insert(&first)?;
            unit.note(Room::Person, first.id)
        })
    });
    assert_eq!(elsewhere.join().expect("a thread that ends"), Ok(()));
}

/// A repository that refuses has done nothing, so a closure may go on and commit the rest.
pub fn a_refused_change_leaves_nothing_behind_and_its_unit_goes_on(test: &TestStore) {
    let actor = test.open();
    let board = build::part("EL-PCA").add_to(test.ports());
    let resistor = build::part("EL-RES").add_to(test.ports());
    build::line(&board, &resistor).at("R2").add_to(test.ports());
    // The first of its designators is free, so a store that works one designator at a time has begun when it refuses.
    let clash = build::line(&board, &resistor).position(2).at("R1 R2").row(test.ports());
    let fine = build::line(&board, &resistor).position(3).at("R1").row(test.ports());
    let (clash_id, fine_id) = (clash.id, fine.id);
    test.write(actor.id, move |unit| {
        assert_eq!(unit.boms().insert(&clash), Err(StoreError::DesignatorTaken));
        unit.boms().insert(&fine)?;
        unit.note(Room::Bom, fine.id)
    });
    test.read(|snapshot| {
        assert_eq!(snapshot.boms().find(clash_id)?, None, "the refused line is not there");
        assert!(snapshot.boms().find(fine_id)?.is_some(), "the line after it is");
        Ok(())
    });
}

fn insert_pair(ports: &Ports, actor: Actor) {
    let subcategory = build::subcategory(ports, "EL-RES");
    let ids = Arc::clone(&ports.ids);
    let now = ports.clock.now();
    build::write(ports, actor.id, move |unit| {
        let codes = unit.categories().find(subcategory)?.expect("a starter category").codes;
        for name in ["One of a pair", "The other"] {
            let part = Part {
                id: PartId(ids.next()),
                number: PartNumber { codes: codes.clone(), sequence: unit.parts().take_sequence()? },
                subcategory,
                name: PartName::parse(name).expect("a name"),
                description: Description::parse("").expect("a description"),
                created: now,
                successor: None,
            };
            unit.parts().insert(&part)?;
            unit.note(Room::Part, part.id)?;
            let revision = Revision::first(RevisionId(ids.next()), part.id, actor.id, now);
            unit.revisions().insert(&revision)?;
            unit.note(Room::Revision, revision.id)?;
        }
        Ok(())
    })
    .expect("a pair that is added");
}

/// Units that make two parts each: whoever reads, whenever, finds an even number of them.
pub fn units_of_many_threads_happen_whole(test: &TestStore) {
    const THREADS: u64 = 6;
    const UNITS: u64 = 10;
    let actor = test.open();
    let ports = test.ports();
    let count = || ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a read that succeeds").0;
    let write = || (0..UNITS).for_each(|_| insert_pair(ports, actor));
    thread::scope(|scope| {
        let writers: Vec<_> = (0..THREADS).map(|_| scope.spawn(write)).collect();
        while writers.iter().any(|writer| !writer.is_finished()) {
            assert_eq!(count() % 2, 0, "a reader saw half a unit");
        }
    });
    assert_eq!(count(), THREADS * UNITS * 2);
}

/// Where data outlives its store, an acknowledged commit is there when the data is opened again.
pub fn what_is_committed_is_there_after_reopening(test: &TestStore) {
    let actor = test.open();
    let built = build::part("EL-RES").named("10 kΩ").mpn("Yageo", "RC0402FR-0710KL").value("10k").add_to(test.ports());
    let before = test.read(|snapshot| snapshot.parts().summary(built.part.id));
    let Some(store) = test.reopen() else { return };
    let (after, acting) = store
        .read("test", |snapshot| -> Result<_, StoreError> {
            Ok((snapshot.parts().summary(built.part.id)?, snapshot.people().acting()?))
        })
        .expect("a read that succeeds");
    assert_eq!(after, before);
    assert_eq!(acting.map(|person| person.id), Some(actor.id), "the same person acts");
    let next = build::part("EL-RES").add_to(&Ports { store, ..test.ports().clone() });
    assert_eq!(next.part.number.sequence, built.part.number.sequence.next().expect("a next number"));
}
