//! Rule 4: what must hold when a revision is released, and that what was written down then stays.

use partwright_domain::change::Room;
use partwright_domain::id::{PersonId, RevisionId};
use partwright_domain::person::Role;
use partwright_domain::release::{ContentHash, Exception, FORM, Release, ReleaseLine};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::{StoreError, UnitOfWork};
use partwright_domain::time::Timestamp;

use super::TestStore;
use super::approval::{add_person, approved, give, take_back};
use crate::build::{self, Built};

const AT: Timestamp = Timestamp(7);

/// A board in review, with a line for each of these parts.
fn board(test: &TestStore, children: &[&Built]) -> Built {
    let board = build::part("EL-PCA").add_to(test.ports());
    for child in children {
        build::line(&board, child).add_to(test.ports());
    }
    build::advance(test.ports(), board.revision.id, Lifecycle::InReview);
    board
}

fn released(test: &TestStore) -> Built {
    build::part("EL-RES").released().add_to(test.ports())
}

fn release(revision: RevisionId, person: PersonId, exception: &str) -> Release {
    let (hash, exception) = (ContentHash::of("x"), Exception::parse(exception).expect("a reason"));
    Release { revision, person, at: AT, form: FORM, hash, exception }
}

/// What the store says to a release that is approved and written down so.
fn attempt(test: &TestStore, by: PersonId, release: &Release, lines: &[ReleaseLine]) -> Result<(), StoreError> {
    let (release, lines) = (release.clone(), lines.to_vec());
    test.attempt(move |unit| {
        build::overrule(unit, release.revision, by, AT)?;
        unit.releases().insert(&release, &lines)?;
        unit.revisions().set_state(release.revision, &Lifecycle::Released.into(), AT)
    })
}

fn step(unit: &dyn UnitOfWork, revision: RevisionId, person: PersonId) -> Result<(), StoreError> {
    build::record_release(unit, revision, person, AT)?;
    unit.revisions().set_state(revision, &Lifecycle::Released.into(), AT)
}

/// With the revision that each line meant; and nothing for what was not released.
pub fn a_release_comes_back_as_written(test: &TestStore) {
    let actor = test.open();
    let (there, missing) = (released(test), build::part("EL-CAP").add_to(test.ports()));
    let board = board(test, &[&there, &missing]);
    let (id, actor) = (board.revision.id, actor.id);
    let lines = test.read(|snapshot| snapshot.boms().lines(id));
    let mut pinned = [(&lines[0], Some(there.revision.id)), (&lines[1], None)]
        .map(|(line, child)| ReleaseLine { line: line.id, child });
    pinned.sort_by_key(|line| line.line);
    let written = release(id, actor, "Ünïque: it comes \"later\"");
    let (row, rows) = (written.clone(), pinned);
    test.write(actor, move |unit| {
        build::overrule(&**unit, id, actor, AT)?;
        unit.releases().insert(&row, &rows)?;
        unit.revisions().set_state(id, &Lifecycle::Released.into(), AT)?;
        for room in [Room::Approval, Room::Release, Room::Revision] {
            unit.note(room, id)?;
        }
        Ok(())
    });
    test.read(|snapshot| {
        assert_eq!(snapshot.releases().find(id)?, Some(written));
        assert_eq!(snapshot.releases().lines(id)?, pinned);
        assert_eq!(snapshot.releases().find(missing.revision.id)?, None);
        assert_eq!(snapshot.releases().lines(missing.revision.id)?, []);
        Ok(())
    });
}

/// One fewer than were asked for is not enough, and those asked for are.
pub fn nothing_is_released_without_its_approvals(test: &TestStore) {
    let actor = test.open();
    build::follow(test.ports(), build::needing(2));
    let id = board(test, &[&released(test)]).revision.id;
    for _ in 0..2 {
        let answer = test.attempt(move |unit| step(unit, id, actor.id));
        assert_eq!(answer, Err(StoreError::ReleaseNotApproved));
        give(test, actor.id, &approved(id, 1, add_person(test, actor.id, Role::Designer).id));
    }
    assert_eq!(test.attempt(move |unit| step(unit, id, actor.id)), Err(StoreError::Unaudited), "it would be taken");
}

/// What was approved before the revision went back to Draft was something else.
pub fn approvals_of_an_earlier_round_do_not_count(test: &TestStore) {
    let actor = test.open();
    let id = board(test, &[&released(test)]).revision.id;
    give(test, actor.id, &approved(id, 1, add_person(test, actor.id, Role::Designer).id));
    take_back(test, actor.id, id);
    build::advance(test.ports(), id, Lifecycle::InReview);
    assert_eq!(test.attempt(move |unit| step(unit, id, actor.id)), Err(StoreError::ReleaseNotApproved));
}

/// In its own round.
pub fn an_override_stands_for_the_approvals(test: &TestStore) {
    let actor = test.open();
    let id = board(test, &[&released(test)]).revision.id;
    let overrule = move |unit: &dyn UnitOfWork| build::overrule(unit, id, actor.id, AT);
    test.write_one(actor.id, Room::Approval, id, overrule);
    assert_eq!(test.attempt(move |unit| step(unit, id, actor.id)), Err(StoreError::Unaudited), "it would be taken");
    take_back(test, actor.id, id);
    build::advance(test.ports(), id, Lifecycle::InReview);
    assert_eq!(test.attempt(move |unit| step(unit, id, actor.id)), Err(StoreError::ReleaseNotApproved));
}

/// What its category calls an assembly has a BOM; a resistor has none.
pub fn an_empty_assembly_is_not_released(test: &TestStore) {
    let actor = test.open();
    let id = board(test, &[]).revision.id;
    assert_eq!(attempt(test, actor.id, &release(id, actor.id, ""), &[]), Err(StoreError::ReleaseBomEmpty));
    released(test);
}

/// All of them; what else it has does not count.
pub fn a_release_needs_the_properties_that_are_demanded(test: &TestStore) {
    let actor = test.open();
    let id = build::part("EL-RES").property("Value", "10k").property("Colour", "red").add_to(test.ports()).revision.id;
    build::advance(test.ports(), id, Lifecycle::InReview);
    build::demand(test.ports(), "EL-RES", &["Rating", "Value"]);
    let answer = attempt(test, actor.id, &release(id, actor.id, ""), &[]);
    assert_eq!(answer, Err(StoreError::ReleasePropertyMissing));
    build::demand(test.ports(), "EL-RES", &["Value", "colour"]);
    let answer = attempt(test, actor.id, &release(id, actor.id, ""), &[]);
    assert_eq!(answer, Err(StoreError::Unaudited), "it has both, however they are written, and lacks its audit alone");
}

/// The step needs the record, and the record each line of the BOM.
pub fn a_release_is_written_down_with_every_line(test: &TestStore) {
    let actor = test.open();
    let id = board(test, &[&released(test), &released(test)]).revision.id;
    let answer = test.attempt(move |unit| {
        build::overrule(unit, id, actor.id, AT)?;
        unit.revisions().set_state(id, &Lifecycle::Released.into(), AT)
    });
    assert_eq!(answer, Err(StoreError::ReleaseMissing));
    let first = test.read(|snapshot| {
        let line = snapshot.boms().lines(id)?.remove(0);
        Ok(ReleaseLine {
            line: line.id,
            child: snapshot.revisions().latest_released(line.child)?.map(|child| child.id),
        })
    });
    let answer = attempt(test, actor.id, &release(id, actor.id, ""), &[first]);
    assert_eq!(answer, Err(StoreError::ReleaseMissing));
    let answer = attempt(test, actor.id, &release(id, actor.id, ""), &[first, first]);
    assert_eq!(answer, Err(StoreError::ReleaseFixed), "a line means one revision");
}

/// Not a Draft, and not a revision of another part.
pub fn a_line_means_a_released_revision_of_its_part(test: &TestStore) {
    let actor = test.open();
    let child = released(test);
    let (draft, other) = (build::revise(test.ports(), &child.part).revision.id, released(test).revision.id);
    let id = board(test, &[&child]).revision.id;
    let line = test.read(|snapshot| snapshot.boms().lines(id))[0].id;
    for meant in [draft, other, RevisionId(test.id())] {
        let pinned = [ReleaseLine { line, child: Some(meant) }];
        let answer = attempt(test, actor.id, &release(id, actor.id, "because"), &pinned);
        assert_eq!(answer, Err(StoreError::ReleaseChildMissing));
    }
    let pinned = [ReleaseLine { line, child: Some(child.revision.id) }];
    assert_eq!(attempt(test, actor.id, &release(id, actor.id, ""), &pinned), Err(StoreError::Unaudited), "taken");
}

/// Without a reason it is refused, and with one it is taken.
pub fn a_child_without_a_release_needs_an_exception(test: &TestStore) {
    let actor = test.open();
    let id = board(test, &[&build::part("EL-RES").add_to(test.ports())]).revision.id;
    let line = test.read(|snapshot| snapshot.boms().lines(id))[0].id;
    let pinned = [ReleaseLine { line, child: None }];
    for (reason, wanted) in [("", StoreError::ReleaseChildMissing), ("it comes later", StoreError::Unaudited)] {
        assert_eq!(attempt(test, actor.id, &release(id, actor.id, reason), &pinned), Err(wanted), "{reason:?}");
    }
}

/// Only what is in review is written down, once, and it does not go back to Draft after.
pub fn what_was_written_down_is_followed_by_the_release(test: &TestStore) {
    let actor = test.open();
    let draft = build::part("EL-RES").add_to(test.ports()).revision.id;
    let answer = test.attempt(move |unit| build::record_release(unit, draft, actor.id, AT));
    assert_eq!(answer, Err(StoreError::ApprovalClosed));
    let done = released(test).revision.id;
    let answer = test.attempt(move |unit| build::record_release(unit, done, actor.id, AT));
    assert_eq!(answer, Err(StoreError::ReleaseFixed));
    build::advance(test.ports(), draft, Lifecycle::InReview);
    let answer = test.attempt(move |unit| {
        build::record_release(unit, draft, actor.id, AT)?;
        unit.revisions().set_state(draft, &Lifecycle::Draft.into(), AT)
    });
    assert_eq!(answer, Err(StoreError::ReleaseFixed));
}
