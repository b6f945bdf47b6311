//! Steps of a unit: parts of it that can be undone by themselves.

use std::panic::{AssertUnwindSafe, catch_unwind};

use partwright_domain::audit::AuditFilter;
use partwright_domain::change::{Changes, Room};
use partwright_domain::person::Person;
use partwright_domain::store::StoreError;

use super::unit::somebody;
use super::{TestStore, observer};
use crate::build::{self, Audited};

fn add(unit: &Audited<'_>, person: &Person) -> Result<(), StoreError> {
    unit.people().insert(person)?;
    unit.note(Room::Person, person.id)
}

fn are_there<const N: usize>(test: &TestStore, people: [&Person; N]) -> [bool; N] {
    people.map(|person| test.read(|snapshot| snapshot.people().find(person.id)).is_some())
}

/// An `Err` undoes the step, reaches whoever asked for it, and leaves the unit to go on.
pub fn a_step_that_answers_an_error_leaves_the_rest_of_its_unit(test: &TestStore) {
    let actor = test.open();
    let people = ["Before", "Within", "After"].map(|name| somebody(test, name));
    let [before, within, after] = people.clone();
    let refused = test.write(actor.id, move |unit| {
        add(unit, &before)?;
        let refused = unit.step(|_| {
            add(unit, &within)?;
            assert!(unit.people().find(within.id)?.is_some(), "a step sees what it did");
            Err::<(), _>(StoreError::BomCycle)
        });
        assert!(unit.people().find(within.id)?.is_none(), "and the unit does not, once that is undone");
        add(unit, &after)?;
        Ok(refused)
    });
    assert_eq!(refused, Err(StoreError::BomCycle));
    assert_eq!(are_there(test, people.each_ref()), [true, false, true]);
}

/// A step that answers `Ok` is a part of its unit like any other.
pub fn a_step_that_succeeds_stays(test: &TestStore) {
    let actor = test.open();
    let grace = somebody(test, "Grace Hopper");
    let added = grace.clone();
    let answer = test.write(actor.id, move |unit| {
        unit.step(|_| {
            add(unit, &added)?;
            Ok::<_, StoreError>(7)
        })
    });
    assert_eq!(answer, 7);
    assert_eq!(are_there(test, [&grace]), [true]);
}

/// Undoing a step undoes the steps in it, kept or not; undoing an inner one leaves the outer.
pub fn steps_stand_in_each_other(test: &TestStore) {
    let actor = test.open();
    let people = ["Outer", "Inner", "Kept inside", "Undone outside"].map(|name| somebody(test, name));
    let [outer, inner, kept, undone] = people.clone();
    test.write(actor.id, move |unit| {
        unit.step(|_| {
            add(unit, &outer)?;
            let refused: Result<(), _> = unit.step(|_| {
                add(unit, &inner)?;
                Err(StoreError::BomCycle)
            });
            assert_eq!(refused, Err(StoreError::BomCycle));
            Ok::<_, StoreError>(())
        })?;
        let refused: Result<(), _> = unit.step(|_| {
            unit.step(|_| add(unit, &kept))?;
            add(unit, &undone)?;
            Err(StoreError::DesignatorTaken)
        });
        assert_eq!(refused, Err(StoreError::DesignatorTaken));
        Ok(())
    });
    assert_eq!(are_there(test, people.each_ref()), [true, false, false, false]);
}

/// A unit that is undone takes its steps with it, also those that succeeded.
pub fn a_unit_that_fails_undoes_its_steps(test: &TestStore) {
    let actor = test.open();
    let grace = somebody(test, "Grace Hopper");
    let added = grace.clone();
    let answer: Result<(), StoreError> = build::write(test.ports(), actor.id, move |unit| {
        unit.step(|_| add(unit, &added))?;
        Err(StoreError::BomCycle)
    });
    assert_eq!(answer, Err(StoreError::BomCycle));
    assert_eq!(are_there(test, [&grace]), [false]);
}

/// A panic is no answer of a step: it goes through the unit, and nothing of that is kept.
pub fn a_panic_in_a_step_undoes_the_whole_unit(test: &TestStore) {
    let actor = test.open();
    let people = ["Before", "Within"].map(|name| somebody(test, name));
    let [before, within] = people.clone();
    let ports = test.ports().clone();
    catch_unwind(AssertUnwindSafe(|| {
        build::write(&ports, actor.id, move |unit| {
            add(unit, &before)?;
            unit.step(|_| -> Result<(), StoreError> {
                add(unit, &within)?;
                panic!("the step's own panic")
            })
        })
    }))
    .expect_err("a panic that goes on to the caller");
    assert_eq!(are_there(test, people.each_ref()), [false, false]);
    let grace = somebody(test, "Grace Hopper");
    let added = grace.clone();
    test.write(actor.id, move |unit| add(unit, &added));
    assert_eq!(are_there(test, [&grace]), [true], "and the store works on");
}

/// What a step that is undone changed has not changed: the unit does not answer it, and nobody is told.
pub fn what_a_step_undid_is_not_told(test: &TestStore) {
    let actor = test.open();
    let told = observer::listen(test);
    let people = ["Undone", "Kept"].map(|name| somebody(test, name));
    let [undone, kept] = people.clone();
    let undo = move |unit: &Audited<'_>| -> Result<(), StoreError> {
        let refused: Result<(), _> = unit.step(|_| {
            add(unit, &undone)?;
            Err(StoreError::BomCycle)
        });
        assert_eq!(refused, Err(StoreError::BomCycle));
        Ok(())
    };
    test.write(actor.id, undo.clone());
    test.write(actor.id, move |unit| {
        undo(unit)?;
        add(unit, &kept)
    });
    let mut expected = Changes::default();
    expected.note(Room::Person, people[1].id);
    assert_eq!(super::wait(&told), Ok(expected), "the unit of which nothing stayed is not told at all");
}

/// Entries of an undone step leave no gap, no entry and no head: the audit tells what is there.
pub fn the_audit_of_an_undone_step_is_undone(test: &TestStore) {
    let actor = test.open();
    let everything = AuditFilter { limit: 100, entries: 100, ..AuditFilter::default() };
    let units = || test.read(|snapshot| snapshot.audit().list(&everything));
    let people = ["Undone", "Kept"].map(|name| somebody(test, name));
    let [undone, kept] = people.clone();
    let before = units().len();
    let first = undone.clone();
    test.write(actor.id, move |unit| {
        let refused: Result<(), StoreError> = unit.step(|_| {
            add(unit, &first)?;
            Err(StoreError::BomCycle)
        });
        assert_eq!(refused, Err(StoreError::BomCycle));
        Ok(())
    });
    assert_eq!(units().len(), before, "a unit of which nothing stayed has no head");
    test.write(actor.id, move |unit| {
        let refused: Result<(), StoreError> = unit.step(|_| {
            add(unit, &undone)?;
            Err(StoreError::BomCycle)
        });
        assert_eq!(refused, Err(StoreError::BomCycle));
        add(unit, &kept)
    });
    let units = units();
    assert_eq!(units.len(), before + 1);
    let subjects: Vec<_> = units[0].entries.iter().map(|entry| entry.subject).collect();
    assert_eq!(subjects, [people[1].id.0]);
    assert_eq!(units[0].sequence, units[1].sequence + 1, "places are dense");
}

/// A number that an undone step took is taken again.
pub fn a_step_that_is_undone_takes_no_number(test: &TestStore) {
    let actor = test.open();
    let [undone, taken] = test.write(actor.id, |unit| {
        let mut undone = None;
        let refused: Result<(), StoreError> = unit.step(|_| {
            undone = Some(unit.parts().take_sequence()?);
            Err(StoreError::BomCycle)
        });
        assert_eq!(refused, Err(StoreError::BomCycle));
        Ok([undone.expect("a number"), unit.parts().take_sequence()?])
    });
    assert_eq!(taken, undone);
}
