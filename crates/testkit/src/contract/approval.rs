//! Rule 2: requests, verdicts and overrides, and that nobody approves what is their own.

use partwright_domain::approval::{
    Approval, ApprovalCount, ApprovalOverride, ApprovalRequest, Comment, Review, Verdict,
};
use partwright_domain::change::Room;
use partwright_domain::id::{PersonId, RevisionId};
use partwright_domain::person::{Person, Role};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;

use super::TestStore;
use super::unit::somebody;
use crate::build;

const AT: Timestamp = Timestamp(7);

/// Adds somebody with this role.
pub(super) fn add_person(test: &TestStore, by: PersonId, role: Role) -> Person {
    let person = Person { role, ..somebody(test, "Grace Hopper") };
    let row = person.clone();
    test.write_one(by, Room::Person, person.id, move |unit| unit.people().insert(&row));
    person
}

pub(super) fn comment(text: &str) -> Comment {
    Comment::parse(text).expect("a comment")
}

/// A resistor in review: made and submitted by whoever acts.
fn in_review(test: &TestStore) -> RevisionId {
    let revision = build::part("EL-RES").add_to(test.ports()).revision.id;
    build::advance(test.ports(), revision, Lifecycle::InReview);
    revision
}

fn reviews(test: &TestStore, revision: RevisionId) -> Vec<Review> {
    test.read(|snapshot| snapshot.approvals().reviews(revision))
}

pub(super) fn approved(revision: RevisionId, round: u32, person: PersonId) -> Approval {
    Approval { revision, round, person, verdict: Verdict::Approved, comment: comment("fine"), given: AT }
}

/// Adds a verdict that is taken.
pub(super) fn give(test: &TestStore, by: PersonId, approval: &Approval) {
    let row = approval.clone();
    test.write_one(by, Room::Approval, approval.revision, move |unit| unit.approvals().give(&row));
}

fn try_give(test: &TestStore, approval: &Approval) -> Result<(), StoreError> {
    let row = approval.clone();
    test.attempt(move |unit| unit.approvals().give(&row))
}

/// Withdraws a revision from review.
pub(super) fn take_back(test: &TestStore, by: PersonId, revision: RevisionId) {
    test.write_one(by, Room::Revision, revision, move |unit| {
        unit.revisions().set_state(revision, &Lifecycle::Draft.into(), AT)
    });
}

/// The request, its verdicts in the order they were given, and the override; and nothing for what nobody asked for.
pub fn a_round_comes_back_as_written(test: &TestStore) {
    let actor = test.open();
    let (one, two) = (add_person(test, actor.id, Role::Designer), add_person(test, actor.id, Role::Admin));
    let revision = build::part("EL-RES").add_to(test.ports()).revision.id;
    let request = ApprovalRequest {
        revision,
        round: 1,
        person: actor.id,
        asked: Timestamp(i64::MIN),
        state: Lifecycle::InReview.into(),
        needed: ApprovalCount::ONE,
        note: comment("Ünïque ±\nand more"),
        open: true,
    };
    let row = request.clone();
    test.write(actor.id, move |unit| {
        unit.approvals().ask(&row)?;
        unit.revisions().set_state(revision, &Lifecycle::InReview.into(), AT)?;
        unit.note(Room::Approval, revision)?;
        unit.note(Room::Revision, revision)
    });
    let second = Approval { given: Timestamp(9), ..approved(revision, 1, one.id) };
    let first = Approval { given: Timestamp(8), ..approved(revision, 1, two.id) };
    give(test, actor.id, &second);
    give(test, actor.id, &first);
    let overridden =
        ApprovalOverride { revision, round: 1, person: actor.id, reason: comment("a \"reason\""), given: AT };
    let row = overridden.clone();
    test.write_one(actor.id, Room::Approval, revision, move |unit| unit.approvals().overrule(&row));
    let review = Review { request, approvals: vec![first, second], overridden: Some(overridden) };
    assert_eq!(reviews(test, revision), [review]);
    assert_eq!(reviews(test, RevisionId(test.id())), []);
}

/// From 1, without gaps; and each asks for as many approvals as the revision's workflow says, whatever others say.
pub fn rounds_count_up_and_ask_for_what_the_workflow_says(test: &TestStore) {
    let actor = test.open();
    let two = ApprovalCount::new(2).expect("a number");
    build::follow(test.ports(), build::needing(2));
    let revision = in_review(test);
    build::follow(test.ports(), build::needing(1));
    take_back(test, actor.id, revision);
    let ask = |round, needed, open| {
        let (person, note, state) = (actor.id, comment(""), Lifecycle::InReview.into());
        let row = ApprovalRequest { revision, round, person, asked: AT, state, needed, note, open };
        test.attempt(move |unit| unit.approvals().ask(&row))
    };
    for (round, needed, open) in [(1, two, true), (3, two, true), (2, ApprovalCount::ONE, true), (2, two, false)] {
        let answer = ask(round, needed, open);
        assert!(matches!(answer, Err(StoreError::Invalid { .. })), "{round} {needed} {open}: {answer:?}");
    }
    build::advance(test.ports(), revision, Lifecycle::InReview);
    let found: Vec<_> =
        reviews(test, revision).iter().map(|review| (review.request.round, review.request.needed)).collect();
    assert_eq!(found, [(2, two), (1, two)], "the newest first");
}

/// Not what is in review already, and not what is released; nor by nobody, nor for nothing.
pub fn only_a_draft_is_asked_for(test: &TestStore) {
    let actor = test.open();
    for state in [Lifecycle::InReview, Lifecycle::Released, Lifecycle::Obsolete] {
        let revision = build::part("EL-RES").add_to(test.ports()).revision.id;
        build::advance(test.ports(), revision, state);
        let answer = test.attempt(move |unit| build::ask(unit, revision, actor.id, AT));
        assert_eq!(answer, Err(StoreError::RevisionStep), "{state}");
    }
    let draft = build::part("EL-RES").add_to(test.ports()).revision.id;
    let (nobody, nothing) = (PersonId(test.id()), RevisionId(test.id()));
    for answer in [
        test.attempt(move |unit| build::ask(unit, draft, nobody, AT)),
        test.attempt(move |unit| build::ask(unit, nothing, actor.id, AT)),
    ] {
        assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
    }
}

/// There is no review that nobody asked for, and none on a request that has ended.
pub fn a_revision_goes_into_review_with_an_open_request(test: &TestStore) {
    let actor = test.open();
    let draft = build::part("EL-RES").add_to(test.ports()).revision.id;
    let again = in_review(test);
    take_back(test, actor.id, again);
    for revision in [draft, again] {
        let answer = test.attempt(move |unit| unit.revisions().set_state(revision, &Lifecycle::InReview.into(), AT));
        assert_eq!(answer, Err(StoreError::ApprovalClosed));
    }
}

/// Back to Draft or on to Released: the round is over.
pub fn a_round_ends_when_the_revision_leaves_review(test: &TestStore) {
    let actor = test.open();
    let (back, on) = (in_review(test), in_review(test));
    assert!(reviews(test, back)[0].request.open);
    take_back(test, actor.id, back);
    build::advance(test.ports(), on, Lifecycle::Released);
    for revision in [back, on] {
        assert!(!reviews(test, revision)[0].request.open);
    }
    assert_eq!(test.read(|snapshot| snapshot.approvals().open()), []);
}

/// Of all revisions, and no longer when they ended.
pub fn open_requests_are_listed_oldest_first(test: &TestStore) {
    let actor = test.open();
    let revisions = [9, 7, 8].map(|asked| {
        let revision = build::part("EL-RES").add_to(test.ports()).revision.id;
        test.write_one(actor.id, Room::Approval, revision, move |unit| {
            build::ask(unit, revision, actor.id, Timestamp(asked))
        });
        revision
    });
    let open = test.read(|snapshot| snapshot.approvals().open());
    let found: Vec<_> = open.iter().map(|request| request.revision).collect();
    assert_eq!(found, [revisions[1], revisions[2], revisions[0]]);
}

/// Neither the author's nor the submitter's is taken, whatever their role.
pub fn nobody_gives_a_verdict_on_their_own_revision(test: &TestStore) {
    let author = test.open();
    let submitter = add_person(test, author.id, Role::Admin).id;
    let revision = build::part("EL-RES").add_to(test.ports()).revision.id;
    test.write(author.id, move |unit| {
        build::ask(&**unit, revision, submitter, AT)?;
        unit.revisions().set_state(revision, &Lifecycle::InReview.into(), AT)?;
        unit.note(Room::Approval, revision)?;
        unit.note(Room::Revision, revision)
    });
    for person in [author.id, submitter] {
        for verdict in Verdict::ALL {
            let own = Approval { verdict, ..approved(revision, 1, person) };
            assert_eq!(try_give(test, &own), Err(StoreError::ApprovalOwn), "{verdict}");
        }
    }
    give(test, author.id, &approved(revision, 1, add_person(test, author.id, Role::Designer).id));
}

/// A second one is refused, whether it says the same or not; in the next round there is another.
pub fn one_person_gives_one_verdict_a_round(test: &TestStore) {
    let actor = test.open();
    let reviewer = add_person(test, actor.id, Role::Designer).id;
    let revision = in_review(test);
    let first = approved(revision, 1, reviewer);
    give(test, actor.id, &first);
    for verdict in Verdict::ALL {
        let again = Approval { verdict, ..first.clone() };
        assert_eq!(try_give(test, &again), Err(StoreError::ApprovalGiven), "{verdict}");
    }
    assert_eq!(reviews(test, revision)[0].approvals, [first]);
    take_back(test, actor.id, revision);
    build::advance(test.ports(), revision, Lifecycle::InReview);
    give(test, actor.id, &approved(revision, 2, reviewer));
}

/// Not on a Draft, not on what is released, not in a round that has ended or was never opened; an override neither.
pub fn a_verdict_needs_a_review_that_goes_on(test: &TestStore) {
    let actor = test.open();
    let reviewer = add_person(test, actor.id, Role::Designer).id;
    let draft = build::part("EL-RES").add_to(test.ports()).revision.id;
    let released = build::part("EL-RES").released().add_to(test.ports()).revision.id;
    let again = in_review(test);
    take_back(test, actor.id, again);
    build::advance(test.ports(), again, Lifecycle::InReview);
    let asked = build::part("EL-RES").add_to(test.ports()).revision.id;
    test.write_one(actor.id, Room::Approval, asked, move |unit| build::ask(unit, asked, actor.id, AT));
    for (revision, round) in [(draft, 1), (released, 1), (again, 1), (again, 3), (asked, 1)] {
        assert_eq!(try_give(test, &approved(revision, round, reviewer)), Err(StoreError::ApprovalClosed));
        let reason = comment("because");
        let row = ApprovalOverride { revision, round, person: actor.id, reason, given: AT };
        assert_eq!(test.attempt(move |unit| unit.approvals().overrule(&row)), Err(StoreError::ApprovalClosed));
    }
    let answer = try_give(test, &approved(again, 2, PersonId(test.id())));
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
}

/// In silence neither is taken; and there is one override a round.
pub fn a_rejection_and_an_override_say_why(test: &TestStore) {
    let actor = test.open();
    let reviewer = add_person(test, actor.id, Role::Designer).id;
    let revision = in_review(test);
    let silent = Approval { verdict: Verdict::Rejected, comment: comment(""), ..approved(revision, 1, reviewer) };
    let overridden = ApprovalOverride { revision, round: 1, person: actor.id, reason: comment(""), given: AT };
    let first = ApprovalOverride { reason: comment("because"), ..overridden.clone() };
    let second = first.clone();
    for answer in [try_give(test, &silent), test.attempt(move |unit| unit.approvals().overrule(&overridden))] {
        assert!(matches!(answer, Err(StoreError::Invalid { .. })), "{answer:?}");
    }
    test.write_one(actor.id, Room::Approval, revision, move |unit| unit.approvals().overrule(&first));
    let answer = test.attempt(move |unit| unit.approvals().overrule(&second));
    assert!(matches!(answer, Err(StoreError::Invalid { .. })), "{answer:?}");
}
