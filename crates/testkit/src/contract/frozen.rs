//! Rule 1: what is released or obsolete never changes, whoever asks.

use partwright_domain::bom::{BomLine, designator};
use partwright_domain::change::Room;
use partwright_domain::file::{File, FileRole};
use partwright_domain::id::BomLineId;
use partwright_domain::property::PropertyName;
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;

use super::TestStore;
use crate::build::{self, Built};

/// A board with a property and a line, taken to a state; and the part of its line.
fn board(test: &TestStore, state: Lifecycle) -> (Built, BomLine, Built) {
    let ports = test.ports();
    let (board, child) = (build::part("EL-PCA").property("P", "x").add_to(ports), build::part("EL-RES").add_to(ports));
    let line = build::line(&board, &child).at("R1 R2").add_to(ports);
    build::advance(ports, board.revision.id, state);
    (board, line, child)
}

const FROZEN: [Lifecycle; 2] = [Lifecycle::Released, Lifecycle::Obsolete];

/// Adding a line, changing or removing one: refused in both frozen states.
pub fn the_bom_of_a_frozen_revision_never_changes(test: &TestStore) {
    test.open();
    for state in FROZEN {
        let (board, line, child) = board(test, state);
        let added = build::line(&board, &child).position(2).at("R3").row(test.ports());
        let same = line.clone();
        let moved = BomLine { position: 9, ..line.clone() };
        let marked = BomLine { dnp: true, ..line.clone() };
        let id = line.id;
        for answer in [
            test.attempt(move |unit| unit.boms().insert(&added)),
            test.attempt(move |unit| unit.boms().update(&same)),
            test.attempt(move |unit| unit.boms().update(&moved)),
            test.attempt(move |unit| unit.boms().update(&marked)),
            test.attempt(move |unit| unit.boms().remove(id)),
        ] {
            assert_eq!(answer, Err(StoreError::RevisionFrozen), "{state}");
        }
        assert_eq!(test.read(|snapshot| snapshot.boms().lines(board.revision.id)), [line]);
    }
}

/// Adding a property, replacing or removing one: refused in both frozen states.
pub fn the_properties_of_a_frozen_revision_never_change(test: &TestStore) {
    test.open();
    for state in FROZEN {
        let revision = board(test, state).0.revision.id;
        let name = PropertyName::parse("P").expect("a name");
        for answer in [
            test.attempt(move |unit| unit.properties().set(revision, &build::text("Q", "new"))),
            test.attempt(move |unit| unit.properties().set(revision, &build::text("P", "other"))),
            test.attempt(move |unit| unit.properties().remove(revision, &name)),
        ] {
            assert_eq!(answer, Err(StoreError::RevisionFrozen), "{state}");
        }
        assert_eq!(test.read(|snapshot| snapshot.properties().of(revision)), [build::text("P", "x")]);
    }
}

/// Attaching a file, replacing or removing one: refused in both frozen states.
pub fn the_files_of_a_frozen_revision_never_change(test: &TestStore) {
    let actor = test.open();
    for state in FROZEN {
        let board = build::part("EL-PCA").add_to(test.ports());
        let screw = build::part("ME-FAS").add_to(test.ports());
        build::line(&board, &screw).add_to(test.ports());
        let file = build::file(test.ports(), &board, "board.step");
        let (row, added) = (file.clone(), build::file(test.ports(), &board, "more.pdf"));
        test.write_one(actor.id, Room::File, file.id, move |unit| unit.files().insert(&row));
        build::advance(test.ports(), board.revision.id, state);
        let same = file.clone();
        let other = File { role: FileRole::Model, ..file.clone() };
        let replaced = File { content: build::content(b"another"), ..file.clone() };
        let id = file.id;
        for answer in [
            test.attempt(move |unit| unit.files().insert(&added)),
            test.attempt(move |unit| unit.files().update(&same)),
            test.attempt(move |unit| unit.files().update(&other)),
            test.attempt(move |unit| unit.files().update(&replaced)),
            test.attempt(move |unit| unit.files().remove(id)),
        ] {
            assert_eq!(answer, Err(StoreError::RevisionFrozen), "{state}");
        }
        assert_eq!(test.read(|snapshot| snapshot.files().of(board.revision.id)), [file]);
    }
}

/// A line stays in its revision: changing it carries it neither into a BOM nor out of one, frozen or not.
pub fn no_line_moves_to_another_revision(test: &TestStore) {
    let actor = test.open();
    for (from, to) in [
        (Lifecycle::Draft, Lifecycle::Released),
        (Lifecycle::Released, Lifecycle::Draft),
        (Lifecycle::Draft, Lifecycle::Draft),
    ] {
        let ((from, line, _), (to, other, _)) = (board(test, from), board(test, to));
        let designators = designator::parse_list("R8 R9").expect("designators");
        let moved = BomLine { revision: to.revision.id, designators, ..line.clone() };
        // A store may refuse, or keep the line where it is and change the rest.
        let answer = build::write(test.ports(), actor.id, move |unit| {
            unit.boms().update(&moved)?;
            unit.note(Room::Bom, moved.id)
        });
        let lines = |board: &Built| test.read(|snapshot| snapshot.boms().lines(board.revision.id));
        let ids = lines(&from).into_iter().map(|line| line.id).collect::<Vec<_>>();
        assert_eq!((ids, lines(&to)), (vec![line.id], vec![other]), "{answer:?}");
    }
}

/// In one unit as in many: released in the beginning of a unit is frozen at its end.
pub fn a_revision_is_frozen_within_the_unit_that_releases_it(test: &TestStore) {
    let actor = test.open();
    let (board, line, _) = board(test, Lifecycle::InReview);
    let (revision, id) = (board.revision.id, line.id);
    test.write(actor.id, move |unit| {
        build::overrule(&**unit, revision, actor.id, Timestamp(7))?;
        build::record_release(&**unit, revision, actor.id, Timestamp(7))?;
        unit.revisions().set_state(revision, &Lifecycle::Released.into(), Timestamp(7))?;
        for room in [Room::Approval, Room::Release, Room::Revision] {
            unit.note(room, revision)?;
        }
        assert_eq!(unit.boms().remove(id), Err(StoreError::RevisionFrozen));
        assert_eq!(unit.properties().set(revision, &build::text("P", "y")), Err(StoreError::RevisionFrozen));
        Ok(())
    });
    assert_eq!(test.read(|snapshot| snapshot.boms().lines(revision)), [line]);
}

/// What somebody looks at in review is what is released: lines and properties neither come, nor change, nor go.
pub fn the_content_of_a_revision_in_review_does_not_change(test: &TestStore) {
    test.open();
    let (board, line, child) = board(test, Lifecycle::InReview);
    let revision = board.revision.id;
    let added = build::line(&board, &child).position(2).at("R3").row(test.ports());
    let marked = BomLine { dnp: true, ..line.clone() };
    let (id, name) = (line.id, PropertyName::parse("P").expect("a name"));
    for answer in [
        test.attempt(move |unit| unit.boms().insert(&added)),
        test.attempt(move |unit| unit.boms().update(&marked)),
        test.attempt(move |unit| unit.boms().remove(id)),
        test.attempt(move |unit| unit.properties().set(revision, &build::text("Q", "new"))),
        test.attempt(move |unit| unit.properties().set(revision, &build::text("P", "other"))),
        test.attempt(move |unit| unit.properties().remove(revision, &name)),
    ] {
        assert_eq!(answer, Err(StoreError::RevisionInReview));
    }
    assert_eq!(test.read(|snapshot| snapshot.boms().lines(revision)), [line]);
    assert_eq!(test.read(|snapshot| snapshot.properties().of(revision)), [build::text("P", "x")]);
}

/// The frost is the revision's alone: the next one is free, and so are the parts that call for the frozen one.
pub fn other_revisions_of_a_frozen_part_are_free(test: &TestStore) {
    test.open();
    let (frozen, ..) = board(test, Lifecycle::Released);
    let next = build::revise(test.ports(), &frozen.part);
    let child = build::part("EL-CAP").add_to(test.ports());
    build::line(&next, &child).at("C1").add_to(test.ports());
    let product = build::part("AS-PRD").add_to(test.ports());
    build::line(&product, &frozen).add_to(test.ports());
    assert_eq!(test.read(|snapshot| snapshot.boms().count(frozen.revision.id)), 1);
    assert_eq!(test.read(|snapshot| snapshot.boms().count(next.revision.id)), 1);
}

/// Removing what is not there touches nothing, frozen or not.
pub fn removing_nothing_is_no_change(test: &TestStore) {
    test.open();
    let (board, ..) = board(test, Lifecycle::Released);
    let (nothing, revision) = (BomLineId(test.id()), board.revision.id);
    let answer = test.attempt(move |unit| {
        unit.boms().remove(nothing)?;
        unit.properties().remove(revision, &PropertyName::parse("Not there").expect("a name"))
    });
    assert_eq!(answer, Ok(()));
}
