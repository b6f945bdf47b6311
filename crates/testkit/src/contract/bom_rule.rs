//! The rules of BOMs that the store holds itself: no cycle, no designator twice, no quantity that disagrees.

use std::sync::{Arc, Barrier};
use std::thread;

use partwright_domain::Error;
use partwright_domain::bom::{BomLine, BomService, Quantity, Unit, designator};
use partwright_domain::change::Room;
use partwright_domain::id::{PartId, RevisionId};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;

use super::TestStore;
use crate::build::{self, Built, LineBuilder};

fn part(test: &TestStore) -> Built {
    build::part("EL-PCA").add_to(test.ports())
}

fn try_insert(test: &TestStore, line: LineBuilder) -> Result<(), StoreError> {
    let row = line.position(99).row(test.ports());
    test.attempt(move |unit| unit.boms().insert(&row))
}

fn try_update(test: &TestStore, line: BomLine) -> Result<(), StoreError> {
    test.attempt(move |unit| unit.boms().update(&line))
}

/// A part in its own BOM, a parent in its child's, and so on down to any depth.
pub fn a_part_never_contains_itself(test: &TestStore) {
    test.open();
    let chain: Vec<_> = (0..6).map(|_| part(test)).collect();
    for pair in chain.windows(2) {
        build::line(&pair[0], &pair[1]).add_to(test.ports());
    }
    for lower in &chain {
        assert_eq!(try_insert(test, build::line(lower, &chain[0])), Err(StoreError::BomCycle));
    }
    assert_eq!(try_insert(test, build::line(&chain[5], &chain[3])), Err(StoreError::BomCycle));
    build::line(&chain[1], &chain[5]).add_to(test.ports());
}

/// Neither an older revision of the parent nor one of the child hides a cycle.
pub fn a_cycle_is_found_through_any_revision(test: &TestStore) {
    test.open();
    let (one, two) = (part(test), part(test));
    build::line(&one, &two).add_to(test.ports());
    build::advance(test.ports(), one.revision.id, Lifecycle::Obsolete);
    let newer = build::revise(test.ports(), &one.part);
    assert_eq!(try_insert(test, build::line(&two, &one)), Err(StoreError::BomCycle), "an obsolete revision counts");
    assert_eq!(try_insert(test, build::line(&newer, &one)), Err(StoreError::BomCycle), "itself in a newer revision");
}

/// A line that calls for another part from now on is looked at like a new one.
pub fn changing_the_child_of_a_line_makes_no_cycle(test: &TestStore) {
    test.open();
    let (one, two, three) = (part(test), part(test), part(test));
    build::line(&one, &two).add_to(test.ports());
    let line = build::line(&two, &three).add_to(test.ports());
    for child in [one.part.id, two.part.id] {
        assert_eq!(try_update(test, BomLine { child, ..line.clone() }), Err(StoreError::BomCycle));
    }
    assert_eq!(test.read(|snapshot| snapshot.boms().find(line.id)), Some(line));
}

/// Two lines that make a cycle only together, in one unit: the second is refused.
pub fn a_cycle_within_one_unit_is_found(test: &TestStore) {
    let actor = test.open();
    let (one, two) = (part(test), part(test));
    let (down, up) = (build::line(&one, &two).row(test.ports()), build::line(&two, &one).row(test.ports()));
    let id = down.id;
    test.write_one(actor.id, Room::Bom, id, move |unit| {
        unit.boms().insert(&down)?;
        assert_eq!(unit.boms().insert(&up), Err(StoreError::BomCycle));
        Ok(())
    });
}

/// Rule 3 under concurrency: A in B and B in A, begun together by two threads; never do both succeed.
pub fn two_threads_never_make_a_cycle_together(test: &TestStore) {
    const ROUNDS: usize = 25;
    let actor = test.open();
    for round in 0..ROUNDS {
        let (one, two) = (part(test), part(test));
        let together = Arc::new(Barrier::new(2));
        let threads = [(one.clone(), two.clone()), (two, one)].map(|(parent, child)| {
            let (together, service) = (Arc::clone(&together), BomService::new(test.ports().clone()));
            thread::spawn(move || {
                let content = build::line(&parent, &child).content();
                together.wait();
                service.add_line(&actor, parent.revision.id, child.part.id, content)
            })
        });
        let answers = threads.map(|thread| thread.join().expect("a thread that ends"));
        let (made, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(made.len(), 1, "round {round}: {refused:?}");
        assert_eq!(refused[0].as_ref().map_err(Error::code), Err("bom.cycle"));
    }
}

/// In the same BOM, on another line or on the same one; the BOM of another revision is another matter.
pub fn a_designator_stands_once_in_a_bom(test: &TestStore) {
    let actor = test.open();
    let (board, other, child) = (part(test), part(test), part(test));
    build::line(&board, &child).at("R1 R2").add_to(test.ports());
    assert_eq!(try_insert(test, build::line(&board, &child).at("R3 R2")), Err(StoreError::DesignatorTaken));
    let mut twice = build::line(&board, &child).position(3).at("R8 R9").row(test.ports());
    twice.designators[1] = twice.designators[0].clone();
    assert_eq!(test.attempt(move |unit| unit.boms().insert(&twice)), Err(StoreError::DesignatorTaken));
    let third = build::line(&board, &child).at("R3").add_to(test.ports());
    let designators = designator::parse_list("R1").expect("designators");
    assert_eq!(try_update(test, BomLine { designators, ..third.clone() }), Err(StoreError::DesignatorTaken));

    build::line(&board, &child).at("r1").add_to(test.ports());
    build::line(&other, &child).at("R1 R2").add_to(test.ports());
    let same = BomLine { dnp: true, ..third };
    let row = same.clone();
    test.write_one(actor.id, Room::Bom, same.id, move |unit| unit.boms().update(&row));
    assert_eq!(test.read(|snapshot| snapshot.boms().find(same.id)), Some(same), "a line does not stand in its own way");
}

/// Rule 6, when a line comes and when it is changed: the count of designators, in pieces, or marked as intended.
pub fn a_quantity_agrees_with_its_designators(test: &TestStore) {
    test.open();
    let (board, child) = (part(test), part(test));
    let placed = || build::line(&board, &child).at("R1 R2");
    for (quantity, unit) in [("1", Unit::Each), ("3", Unit::Each), ("2.000001", Unit::Each), ("2", Unit::Metre)] {
        let line = placed().quantity(quantity, unit);
        assert_eq!(try_insert(test, line), Err(StoreError::QuantityDisagrees), "{quantity} {unit}");
    }
    let line = placed().add_to(test.ports());
    let changed = [
        BomLine { quantity: Quantity::pieces(3), ..line.clone() },
        BomLine { unit: Unit::Gram, ..line.clone() },
        BomLine { designators: line.designators[..1].to_vec(), ..line.clone() },
    ];
    for line in changed {
        assert_eq!(try_update(test, line), Err(StoreError::QuantityDisagrees));
    }
    let intended = build::line(&board, &child).at("R3 R4").quantity("2.5", Unit::Metre).intended().add_to(test.ports());
    build::line(&board, &child).quantity("0.12", Unit::Metre).add_to(test.ports());
    let no_longer = BomLine { quantity_intended: false, ..intended };
    assert_eq!(try_update(test, no_longer), Err(StoreError::QuantityDisagrees));
}

/// The revision it stands in and the part it calls for must be there; and what is not there is not replaced.
pub fn a_line_needs_what_it_refers_to(test: &TestStore) {
    test.open();
    let (board, child) = (part(test), part(test));
    let there = build::line(&board, &child).add_to(test.ports());
    let row = || build::line(&board, &child).row(test.ports());
    let (no_revision, no_child) =
        (BomLine { revision: RevisionId(test.id()), ..row() }, BomLine { child: PartId(test.id()), ..row() });
    let (absent, child_gone) = (row(), BomLine { child: PartId(test.id()), ..there });
    for answer in [
        test.attempt(move |unit| unit.boms().insert(&no_revision)),
        test.attempt(move |unit| unit.boms().insert(&no_child)),
        try_update(test, absent),
        try_update(test, child_gone),
    ] {
        assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
    }
}
