//! Rule 2: nobody approves their own revision, not even an Admin.

use partwright_domain::approval::{Approval, Verdict};
use partwright_domain::person::Actor;
use partwright_domain::time::Timestamp;

use super::{House, blob, code, comment};

#[test]
fn nobody_gives_a_verdict_on_their_own_through_any_door() {
    let house = House::new();
    // The Admin is the author, and the Designer the one who asks: it is the own of both.
    let asked = house.approvals().submit(&house.designer, house.draft.revision.id, comment("please"));
    asked.expect("a request");
    for person in [house.admin, house.designer] {
        for verdict in [Verdict::Approved, Verdict::Rejected] {
            every_door_is_shut(&house, person, verdict);
        }
    }
}

fn every_door_is_shut(house: &House, person: Actor, verdict: Verdict) {
    let (revision, approvals) = (house.draft.revision.id, house.approvals());
    house.shut("ApprovalService", "approval.own", || {
        code(match verdict {
            Verdict::Approved => approvals.approve(&person, revision, comment("fine")),
            Verdict::Rejected => approvals.reject(&person, revision, comment("no")),
        })
    });
    let given = Timestamp(9);
    let approval = Approval { revision, round: 1, person: person.id, verdict, comment: comment("mine"), given };
    house.shut("ApprovalRepository::give", "approval.own", || house.unit(move |unit| unit.approvals().give(&approval)));
    let (revision, person) = (blob(revision), blob(person.id));
    let sql = format!("INSERT OR REPLACE INTO approval VALUES ({revision}, 1, {person}, '{verdict}', 'mine', 9)");
    house.shut(&sql, "approval.own", || house.raw(&sql));
}

#[test]
fn what_is_somebodys_own_stays_so_through_every_door() {
    let house = House::new();
    let (revision, other) = (blob(house.draft.revision.id), blob(house.designer.id));
    let sql = format!("UPDATE revision SET author_id = {other} WHERE id = {revision}");
    house.shut(&sql, "revision_keeps_author", || house.raw(&sql));
    house.approvals().submit(&house.admin, house.draft.revision.id, comment("please")).expect("a request");
    let sql = format!("UPDATE approval_request SET person_id = {other} WHERE revision_id = {revision}");
    house.shut(&sql, "approval_request_keeps", || house.raw(&sql));
}

#[test]
fn an_override_is_an_admins_says_why_and_is_no_approval() {
    let house = House::new();
    let (revision, approvals) = (house.draft.revision.id, house.approvals());
    approvals.submit(&house.admin, revision, comment("please")).expect("a request");
    house.shut("a Designer's override", "person.right_missing", || {
        code(approvals.overrule(&house.designer, revision, comment("in a hurry")))
    });
    house.shut("an override without a reason", "approval.reason_missing", || {
        code(approvals.overrule(&house.admin, revision, comment("")))
    });
    let sql = format!("INSERT INTO approval_override VALUES ({}, 1, {}, '', 9)", blob(revision), blob(house.admin.id));
    house.shut(&sql, "CHECK constraint failed: approval_override_says_why", || house.raw(&sql));
    approvals.overrule(&house.admin, revision, comment("the line stands still")).expect("an override");
    let review = house.test.read(|snapshot| snapshot.approvals().reviews(revision)).remove(0);
    assert_eq!((review.approved(), review.overridden.map(|made| made.person)), (0, Some(house.admin.id)));
}
