//! BOMs over all levels: which revision counts, what stands below and above, pins and substitutes.

use partwright_domain::bom::{BomLine, Dimension, Dnp, Explosion, Structure, Substitute, flat, where_used};
use partwright_domain::change::Room;
use partwright_domain::id::{PartId, RevisionId};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::{Snapshot, StoreError};

use super::TestStore;
use crate::build::{self, Built, LineBuilder};

fn part(test: &TestStore) -> Built {
    // No assembly: such a one is not released without a line.
    build::part("EL-ICT").add_to(test.ports())
}

fn structure(snapshot: &dyn Snapshot, revision: RevisionId) -> Result<Structure, StoreError> {
    Structure::read(snapshot.boms(), revision)
}

/// Which revision counts for each line of a revision, by position.
fn counting(test: &TestStore, parent: &Built) -> Vec<Option<RevisionId>> {
    let lines = test.read(|snapshot| {
        let (structure, lines) =
            (structure(snapshot, parent.revision.id)?, snapshot.boms().counting(parent.revision.id)?);
        assert_eq!(structure.lines(parent.revision.id), lines, "alone as with all below it");
        let ids: Vec<_> = lines.iter().map(|line| line.line.id).collect();
        assert_eq!(snapshot.boms().counting_for(&ids)?, lines, "and by their ids");
        Ok(lines)
    });
    lines.iter().map(|line| Some(line.counts?.revision)).collect()
}

fn try_insert(test: &TestStore, line: LineBuilder) -> Result<(), StoreError> {
    let row = line.position(99).row(test.ports());
    test.attempt(move |unit| unit.boms().insert(&row))
}

fn try_update(test: &TestStore, line: BomLine) -> Result<(), StoreError> {
    test.attempt(move |unit| unit.boms().update(&line))
}

/// Lines are found by their ids in the order in which they are asked for, and those that are gone are left out.
pub fn lines_are_found_by_their_ids(test: &TestStore) {
    let actor = test.open();
    let (parent, other, child) = (part(test), part(test), part(test));
    let rows = [&parent, &other, &parent].map(|of| build::line(of, &child).add_to(test.ports()));
    let [first, second, third] = rows.map(|line| line.id);
    test.write_one(actor.id, Room::Bom, second, move |unit| unit.boms().remove(second));
    let found = test.read(|snapshot| snapshot.boms().counting_for(&[third, second, first]));
    assert_eq!(found.iter().map(|entry| entry.line.id).collect::<Vec<_>>(), [third, first]);
    assert!(test.read(|snapshot| snapshot.boms().counting_for(&[])).is_empty());
}

/// A draft goes with the newest revision, a frozen one with the latest that is released, and a pin with neither.
pub fn the_revision_that_counts_is_pinned_released_or_newest(test: &TestStore) {
    test.open();
    let ports = test.ports();
    let first = build::part("EL-ICT").released().add_to(ports);
    let (draft, frozen, unreleased) = (part(test), part(test), part(test));
    for parent in [&draft, &frozen] {
        build::line(parent, &first).add_to(ports);
        build::line(parent, &first).pinned(&first).add_to(ports);
        build::line(parent, &unreleased).add_to(ports);
    }
    build::advance(ports, frozen.revision.id, Lifecycle::Released);
    let second = build::revise(ports, &first.part);
    let ids = |built: [&Built; 3]| built.map(|built| Some(built.revision.id)).to_vec();
    assert_eq!(counting(test, &draft), ids([&second, &first, &unreleased]), "a draft sees the newest");
    assert_eq!(counting(test, &frozen), ids([&first, &first, &unreleased]), "a frozen one what was released then");
    build::advance(ports, second.revision.id, Lifecycle::Released);
    build::advance(ports, unreleased.revision.id, Lifecycle::Released);
    let newer = build::revise(ports, &unreleased.part);
    assert_eq!(counting(test, &frozen), ids([&first, &first, &unreleased]), "and nothing newer");
    assert_eq!(counting(test, &draft), ids([&second, &first, &newer]), "which a draft does");
    let state = test.read(|snapshot| snapshot.boms().below(frozen.revision.id))[0].counts.map(|counts| counts.state);
    assert!(state.is_some(), "with its state");
}

/// Another part's revision is refused, also when the line's child changes under its pin.
pub fn a_pin_is_to_a_revision_of_the_child(test: &TestStore) {
    test.open();
    let (board, child, other) = (part(test), part(test), part(test));
    assert_eq!(try_insert(test, build::line(&board, &child).pinned(&other)), Err(StoreError::PinOfOther));
    let line = build::line(&board, &child).pinned(&child).add_to(test.ports());
    assert_eq!(line.pinned, Some(child.revision.id));
    assert_eq!(test.read(|snapshot| snapshot.boms().find(line.id)), Some(line.clone()));
    let changed = [
        BomLine { child: other.part.id, ..line.clone() },
        BomLine { pinned: Some(other.revision.id), ..line.clone() },
        BomLine { pinned: Some(RevisionId(test.id())), ..line },
    ];
    for line in changed {
        assert_eq!(try_update(test, line), Err(StoreError::PinOfOther));
    }
}

/// The order is their priority; what a line no longer names is free to be its child.
pub fn substitutes_come_back_in_their_order(test: &TestStore) {
    let actor = test.open();
    let (board, child) = (part(test), part(test));
    let others: Vec<_> = (0..12).map(|_| part(test)).collect();
    let line = others.iter().rev().fold(build::line(&board, &child), LineBuilder::or).add_to(test.ports());
    let order: Vec<_> = line.substitutes.iter().map(|substitute| substitute.part).collect();
    assert_eq!(order, others.iter().rev().map(|other| other.part.id).collect::<Vec<_>>());
    assert_eq!(test.read(|snapshot| snapshot.boms().lines(board.revision.id)), std::slice::from_ref(&line));
    let uses = test.read(|snapshot| snapshot.boms().substitute_uses(others[3].part.id));
    assert_eq!(uses, std::slice::from_ref(&line), "and a part is found where it is a substitute");

    let moved = BomLine { child: others[0].part.id, substitutes: line.substitutes[..2].to_vec(), ..line };
    let row = moved.clone();
    test.write_one(actor.id, Room::Bom, moved.id, move |unit| unit.boms().update(&row));
    assert_eq!(test.read(|snapshot| snapshot.boms().find(moved.id)), Some(moved.clone()));
    assert_eq!(test.read(|snapshot| snapshot.boms().substitute_uses(others[3].part.id)), []);
    test.write_one(actor.id, Room::Bom, moved.id, move |unit| unit.boms().remove(moved.id));
    assert_eq!(test.read(|snapshot| snapshot.boms().substitute_uses(others[11].part.id)), []);
}

/// Neither the child itself nor the same part twice; a refused line leaves the one that was there.
pub fn a_substitute_is_another_part_and_stands_once(test: &TestStore) {
    test.open();
    let (board, child, other) = (part(test), part(test), part(test));
    assert_eq!(try_insert(test, build::line(&board, &child).or(&child)), Err(StoreError::SubstituteIsChild));
    assert_eq!(try_insert(test, build::line(&board, &child).or(&other).or(&other)), Err(StoreError::SubstituteTwice));
    let line = build::line(&board, &child).or(&other).add_to(test.ports());
    let changed = BomLine { child: other.part.id, ..line.clone() };
    assert_eq!(try_update(test, changed), Err(StoreError::SubstituteIsChild));
    let nobody = Substitute { part: PartId(test.id()), note: line.note.clone() };
    let missing = try_update(test, BomLine { substitutes: vec![nobody], ..line.clone() });
    assert!(matches!(missing, Err(StoreError::Missing { .. })), "{missing:?}");
    assert_eq!(test.read(|snapshot| snapshot.boms().find(line.id)), Some(line));
}

/// A substitute is a way down like a child: neither may it contain its parent, nor may anything below it.
pub fn no_cycle_goes_through_a_substitute(test: &TestStore) {
    test.open();
    let (board, child, other, deep) = (part(test), part(test), part(test), part(test));
    build::line(&board, &child).or(&other).add_to(test.ports());
    build::line(&other, &deep).add_to(test.ports());
    assert_eq!(try_insert(test, build::line(&deep, &board)), Err(StoreError::BomCycle), "below a substitute");
    assert_eq!(try_insert(test, build::line(&deep, &child).or(&board)), Err(StoreError::BomCycle), "as one");
    assert_eq!(try_insert(test, build::line(&board, &child).or(&board)), Err(StoreError::BomCycle), "itself");
    assert!(test.read(|snapshot| snapshot.boms().contains(board.part.id, deep.part.id)));
    assert!(!test.read(|snapshot| snapshot.boms().contains(deep.part.id, board.part.id)));
}

/// The frost holds pins and substitutes as it holds the rest of a line.
pub fn pins_and_substitutes_are_frozen(test: &TestStore) {
    test.open();
    let (board, child, other) = (part(test), part(test), part(test));
    let line = build::line(&board, &child).or(&other).add_to(test.ports());
    build::advance(test.ports(), board.revision.id, Lifecycle::Released);
    let changed = [
        BomLine { pinned: Some(child.revision.id), ..line.clone() },
        BomLine { substitutes: Vec::new(), ..line.clone() },
    ];
    for line in changed {
        assert_eq!(try_update(test, line), Err(StoreError::RevisionFrozen));
    }
    assert_eq!(test.read(|snapshot| snapshot.boms().find(line.id)), Some(line));
}

/// Forty levels of two lines each make a million million places; totals are taken from eighty lines.
pub fn totals_are_taken_from_lines_and_not_from_places(test: &TestStore) {
    test.open();
    let chain: Vec<_> = (0..=40).map(|_| part(test)).collect();
    for pair in chain.windows(2) {
        build::line(&pair[0], &pair[1]).add_to(test.ports());
        build::line(&pair[0], &pair[1]).add_to(test.ports());
    }
    let (top, bottom) = (&chain[0], &chain[40]);
    let structure = test.read(|snapshot| structure(snapshot, top.revision.id));
    let everything = flat(&structure);
    let last = everything.iter().find(|line| line.part == bottom.part.id).expect("the last part");
    assert_eq!(last.amount.fitted.to_string(), (1_u64 << 40).to_string());
    let lines = test.read(|snapshot| snapshot.boms().above(bottom.part.id));
    assert_eq!(lines.len(), 80);
    let used = where_used(bottom.part.id, &lines).expect("no cycle");
    let whole = used.iter().find(|used| used.revision == top.revision.id).expect("the top");
    assert_eq!((whole.level, whole.top), (40, true));
    assert_eq!(whole.amounts[&Dimension::Count].fitted.to_string(), (1_u64 << 40).to_string());
    assert_eq!(
        Explosion::new(&structure, Dnp::Mark).take(100).count(),
        100,
        "an explosion begins without being finished"
    );
}

/// What stands nowhere has nothing above; what has no lines has nothing below.
pub fn there_is_nothing_above_the_top_and_below_the_bottom(test: &TestStore) {
    test.open();
    let (board, chip) = (part(test), part(test));
    let line = build::line(&board, &chip).at("U1").add_to(test.ports());
    test.read(|snapshot| {
        assert_eq!(snapshot.boms().above(board.part.id)?, []);
        assert_eq!(snapshot.boms().below(chip.revision.id)?, []);
        assert_eq!(snapshot.boms().above(chip.part.id)?[0].line, line, "as it was written");
        assert_eq!(snapshot.boms().below(board.revision.id)?[0].line, line, "as it was written");
        Ok(())
    });
}
