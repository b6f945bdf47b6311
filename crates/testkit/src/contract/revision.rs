//! Revisions: their order, their labels, and the table of steps.

use partwright_domain::change::Room;
use partwright_domain::id::{PartId, PersonId, RevisionId};
use partwright_domain::revision::{Lifecycle, Revision};
use partwright_domain::store::{StoreError, UnitOfWork};
use partwright_domain::time::Timestamp;

use super::TestStore;
use crate::build::{self, Built};

/// The revision that would come next, in no store yet.
fn next(test: &TestStore, built: &Built, ordinal: u32, label: &str) -> Revision {
    Revision {
        id: RevisionId(test.id()),
        ordinal,
        label: label.to_owned(),
        state: Lifecycle::Draft,
        workflow_state: Lifecycle::Draft.into(),
        released: None,
        obsolete: None,
        ..built.revision.clone()
    }
}

fn try_insert(test: &TestStore, revision: &Revision) -> Result<(), StoreError> {
    let row = revision.clone();
    test.attempt(move |unit| unit.revisions().insert(&row))
}

/// By ordinal, so that 10 comes after 9 whatever the labels are.
pub fn revisions_stand_newest_first(test: &TestStore) {
    test.open();
    let mut built = build::part("EL-RES").released().add_to(test.ports());
    for _ in 2..=11 {
        built = build::revise(test.ports(), &built.part);
        build::advance(test.ports(), built.revision.id, Lifecycle::Released);
    }
    build::part("EL-RES").add_to(test.ports());
    test.read(|snapshot| {
        let labels: Vec<_> =
            snapshot.revisions().of(built.part.id)?.into_iter().map(|revision| revision.label).collect();
        assert_eq!(labels, ["11", "10", "9", "8", "7", "6", "5", "4", "3", "2", "1"]);
        let newest = snapshot.revisions().newest(built.part.id)?.map(|revision| revision.label);
        assert_eq!(newest.as_deref(), Some("11"));
        Ok(())
    });
}

/// Any label, the highest ordinal, times before 1970; and nothing is found that is not there.
pub fn a_revision_comes_back_as_written(test: &TestStore) {
    let actor = test.open();
    let built = build::part("EL-RES").released().add_to(test.ports());
    let created = Timestamp(i64::MIN);
    let revision = Revision { created, ..next(test, &built, u32::MAX, "Ω β2 \"x\"") };
    let row = revision.clone();
    test.write_one(actor.id, Room::Revision, revision.id, move |unit| unit.revisions().insert(&row));
    test.read(|snapshot| {
        let revisions = snapshot.revisions();
        assert_eq!(revisions.find(revision.id)?.as_ref(), Some(&revision));
        assert_eq!(revisions.newest(built.part.id)?, Some(revision));
        assert_eq!(revisions.find(RevisionId(test.id()))?, None);
        assert_eq!(revisions.newest(PartId(test.id()))?, None);
        assert_eq!(revisions.of(PartId(test.id()))?, []);
        Ok(())
    });
}

/// Neither the ordinal nor the label may be there on the part; another part may have both.
pub fn an_ordinal_and_a_label_stand_once_on_a_part(test: &TestStore) {
    test.open();
    let built = build::part("EL-RES").released().add_to(test.ports());
    assert_eq!(try_insert(test, &next(test, &built, 1, "2")), Err(StoreError::RevisionTaken));
    assert_eq!(try_insert(test, &next(test, &built, 2, "1")), Err(StoreError::RevisionTaken));
    build::part("EL-RES").add_to(test.ports());
}

/// Neither before its step nor changed after it; and a revision is born with neither.
pub fn the_moments_of_release_and_obsolescence_are_kept(test: &TestStore) {
    let actor = test.open();
    let built = build::part("EL-RES").released().add_to(test.ports());
    let id = built.revision.id;
    assert!(built.revision.released.is_some(), "{:?}", built.revision);
    let step =
        move |unit: &dyn UnitOfWork| unit.revisions().set_state(id, &Lifecycle::Obsolete.into(), Timestamp(i64::MAX));
    test.write_one(actor.id, Room::Revision, id, step);
    let after = test.read(|snapshot| snapshot.revisions().find(id)).expect("a revision");
    assert_eq!((after.released, after.obsolete), (built.revision.released, Some(Timestamp(i64::MAX))));
    for (released, obsolete) in [(Some(Timestamp(1)), None), (None, Some(Timestamp(1)))] {
        let dated = Revision { released, obsolete, ..next(test, &built, 2, "2") };
        assert_eq!(try_insert(test, &dated), Err(StoreError::RevisionStep));
    }
}

/// Not the newest that is in work, and not one that is obsolete.
pub fn the_latest_released_is_the_newest_that_is_released_now(test: &TestStore) {
    let actor = test.open();
    let built = build::part("EL-RES").add_to(test.ports());
    let latest =
        || test.read(|snapshot| snapshot.revisions().latest_released(built.part.id)).map(|found| found.ordinal);
    assert_eq!(latest(), None);
    build::advance(test.ports(), built.revision.id, Lifecycle::Released);
    let second = build::revise(test.ports(), &built.part);
    assert_eq!(latest(), Some(1), "the second is a Draft");
    build::advance(test.ports(), second.revision.id, Lifecycle::Released);
    assert_eq!(latest(), Some(2));
    take(test, actor.id, second.revision.id, Lifecycle::Obsolete);
    assert_eq!(latest(), Some(1), "the first is Released still");
}

/// From the moment of its release, until the next one's or until it became obsolete.
pub fn the_released_one_of_a_moment_is_found(test: &TestStore) {
    let actor = test.open();
    let built = build::part("EL-RES").released().add_to(test.ports());
    let second = build::revise(test.ports(), &built.part).revision.id;
    build::advance(test.ports(), second, Lifecycle::Released);
    let moment = |id| test.read(|snapshot| snapshot.revisions().find(id)).expect("a revision").released;
    let (Some(one), Some(two)) = (moment(built.revision.id), moment(second)) else { panic!("released, both") };
    let late = Timestamp(two.0 + 1000);
    let step = move |unit: &dyn UnitOfWork| unit.revisions().set_state(second, &Lifecycle::Obsolete.into(), late);
    test.write_one(actor.id, Room::Revision, second, step);
    let at = |at| test.read(|snapshot| snapshot.revisions().as_of(built.part.id, at)).map(|found| found.ordinal);
    let before = |at: Timestamp| Timestamp(at.0 - 1);
    assert_eq!([before(one), one, before(two)].map(at), [None, Some(1), Some(1)]);
    assert_eq!([two, before(late), late].map(at), [Some(2), Some(2), Some(1)]);
}

/// A second Draft is refused while one is Draft or In Review, and taken when it is Released or Obsolete.
pub fn a_part_has_one_revision_in_work(test: &TestStore) {
    test.open();
    let built = build::part("EL-RES").add_to(test.ports());
    for state in [Lifecycle::Draft, Lifecycle::InReview] {
        build::advance(test.ports(), built.revision.id, state);
        assert_eq!(try_insert(test, &next(test, &built, 2, "2")), Err(StoreError::RevisionOpen), "while {state}");
    }
    build::advance(test.ports(), built.revision.id, Lifecycle::Released);
    let second = build::revise(test.ports(), &built.part);
    build::advance(test.ports(), second.revision.id, Lifecycle::Obsolete);
    build::revise(test.ports(), &built.part);
}

/// A revision cannot be born reviewed, released or obsolete.
pub fn a_revision_begins_as_a_draft(test: &TestStore) {
    test.open();
    let built = build::part("EL-RES").released().add_to(test.ports());
    for state in Lifecycle::ALL {
        let born = Revision { state, ..next(test, &built, 2, "2") };
        let wanted = if state == Lifecycle::Draft { StoreError::Unaudited } else { StoreError::RevisionStep };
        assert_eq!(try_insert(test, &born), Err(wanted), "{state}");
    }
}

/// Takes one step, with what must go before it.
fn take(test: &TestStore, by: PersonId, revision: RevisionId, to: Lifecycle) {
    if to == Lifecycle::Draft || to == Lifecycle::Obsolete {
        test.write_one(by, Room::Revision, revision, move |unit| {
            unit.revisions().set_state(revision, &to.into(), Timestamp(9))
        });
    } else {
        build::advance(test.ports(), revision, to);
    }
}

/// All sixteen pairs: four are steps, and the others are refused and change nothing.
pub fn a_revision_takes_only_the_steps_of_the_lifecycle(test: &TestStore) {
    let actor = test.open();
    for from in Lifecycle::ALL {
        for to in Lifecycle::ALL {
            let revision = build::part("EL-RES").add_to(test.ports()).revision.id;
            build::advance(test.ports(), revision, from);
            let allowed = matches!(
                (from, to),
                (Lifecycle::Draft, Lifecycle::InReview)
                    | (Lifecycle::InReview, Lifecycle::Draft | Lifecycle::Released)
                    | (Lifecycle::Released, Lifecycle::Obsolete)
            );
            if allowed {
                take(test, actor.id, revision, to);
            } else {
                let answer = test.attempt(move |unit| unit.revisions().set_state(revision, &to.into(), Timestamp(9)));
                assert_eq!(answer, Err(StoreError::RevisionStep), "{from} to {to}");
            }
            let state = test.read(|snapshot| snapshot.revisions().find(revision)).expect("a revision").state;
            assert_eq!(state, if allowed { to } else { from });
        }
    }
}

/// Its part and its author must be there; and what is not there takes no step.
pub fn a_revision_needs_what_it_refers_to(test: &TestStore) {
    test.open();
    let built = build::part("EL-RES").released().add_to(test.ports());
    let next = next(test, &built, 2, "2");
    let (no_part, no_author) =
        (Revision { part: PartId(test.id()), ..next.clone() }, Revision { author: PersonId(test.id()), ..next });
    let nothing = RevisionId(test.id());
    for answer in [
        try_insert(test, &no_part),
        try_insert(test, &no_author),
        test.attempt(move |unit| unit.revisions().set_state(nothing, &Lifecycle::InReview.into(), Timestamp(9))),
    ] {
        assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
    }
}
