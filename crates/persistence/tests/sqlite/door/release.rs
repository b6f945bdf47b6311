//! Rule 4: what a release needs.

use partwright_domain::bom::BomLine;
use partwright_domain::release::{ContentHash, Exception, FORM, Release, ReleaseLine, ReleaseService};
use partwright_domain::revision::Lifecycle;
use partwright_domain::time::Timestamp;
use partwright_testkit::build::{self, Built, line, part};

use super::{Answer, House, blob, code, comment};

/// A board in review that has what a release needs but for one thing, whatever that is.
fn in_review(house: &House, board: &Built) {
    house.approvals().submit(&house.admin, board.revision.id, comment("please")).expect("a request");
}

fn approve(house: &House, board: &Built) {
    house.approvals().approve(&house.designer, board.revision.id, comment("fine")).expect("a verdict");
}

fn release(house: &House, board: &Built) -> Answer {
    let none = Exception::parse("").expect("no exception");
    code(ReleaseService::new(house.ports()).release(&house.admin, board.revision.id, none))
}

/// Writes the record of a release past the service, each line with its child's latest release, and takes the step.
fn step(house: &House, board: &Built) -> Answer {
    let (revision, person) = (board.revision.id, house.admin.id);
    house.unit(move |unit| {
        let lines: Vec<BomLine> = unit.boms().lines(revision)?;
        let child = |line: &BomLine| Ok(unit.revisions().latest_released(line.child)?.map(|child| child.id));
        let lines = lines.iter().map(|line| Ok(ReleaseLine { line: line.id, child: child(line)? }));
        let lines = lines.collect::<Result<Vec<_>, partwright_domain::store::StoreError>>()?;
        let (at, hash) = (Timestamp(9), ContentHash::of("a test's"));
        let exception = Exception::parse("").expect("no exception");
        unit.releases().insert(&Release { revision, person, at, form: FORM, hash, exception }, &lines)?;
        unit.revisions().set_state(revision, &Lifecycle::Released.into(), at)
    })
}

/// The same in raw SQL, as one transaction that is rolled back when a statement is refused.
fn raw_step(house: &House, board: &Built) -> Answer {
    let (revision, person, hash) = (blob(board.revision.id), blob(house.admin.id), "0".repeat(64));
    let record = [
        "BEGIN".to_owned(),
        format!("INSERT INTO release VALUES ({revision}, {person}, 9, {FORM}, '{hash}', '')"),
        format!(
            "INSERT INTO release_line SELECT revision_id, id, (SELECT id FROM revision WHERE part_id = child_part_id AND state = 'Released') FROM bom_line WHERE revision_id = {revision}"
        ),
        format!(
            "UPDATE revision SET workflow_state = 'Released', state = 'Released', released = 9 WHERE id = {revision}"
        ),
    ];
    let answer = record.iter().try_for_each(|sql| match house.raw.execute_batch(sql) {
        Err(rusqlite::Error::SqliteFailure(_, Some(said))) => Err(said),
        answer => answer.map_err(|error| error.to_string()),
    });
    house.raw.execute_batch(if answer.is_ok() { "COMMIT" } else { "ROLLBACK" }).expect("an end");
    answer
}

fn every_door_is_shut(house: &House, board: &Built, wanted: &str) {
    house.shut("ReleaseService::release", wanted, || release(house, board));
    house.shut("ReleaseRepository::insert, and the step", wanted, || step(house, board));
    house.shut("raw SQL", wanted, || raw_step(house, board));
}

#[test]
fn nothing_is_released_without_its_approvals_through_any_door() {
    let house = House::new();
    in_review(&house, &house.draft);
    every_door_is_shut(&house, &house.draft, "release.not_approved");
    approve(&house, &house.draft);
    assert_eq!(release(&house, &house.draft), Ok(()), "with them it is");
}

#[test]
fn nothing_is_released_above_what_is_not_through_any_door() {
    let house = House::new();
    let loose = part("EL-CAP").named("loose").add_to(&house.ports());
    line(&house.draft, &loose).at("C1").add_to(&house.ports());
    in_review(&house, &house.draft);
    approve(&house, &house.draft);
    every_door_is_shut(&house, &house.draft, "release.child_not_released");
}

#[test]
fn no_assembly_is_released_without_a_bom_through_any_door() {
    let house = House::new();
    let empty = part("EL-PCA").named("empty").add_to(&house.ports());
    let asked = || code(house.approvals().submit(&house.admin, empty.revision.id, comment("please")));
    house.shut("ApprovalService::submit", "release.bom_empty", asked);
    // Past the service it comes into review, and no further.
    let (revision, person) = (empty.revision.id, house.admin.id);
    house.test.write(person, move |unit| {
        build::ask(&**unit, revision, person, Timestamp(5))?;
        unit.revisions().set_state(revision, &Lifecycle::InReview.into(), Timestamp(5))?;
        unit.note(partwright_domain::change::Room::Approval, revision)?;
        unit.note(partwright_domain::change::Room::Revision, revision)
    });
    approve(&house, &empty);
    every_door_is_shut(&house, &empty, "release.bom_empty");
}

#[test]
fn nothing_is_released_without_what_its_category_demands_through_any_door() {
    let house = House::new();
    in_review(&house, &house.draft);
    approve(&house, &house.draft);
    // Demanded since it was asked for: what counts is the moment of the release.
    build::demand(&house.ports(), "EL-PCA", &["Mass"]);
    every_door_is_shut(&house, &house.draft, "release.property_missing");
    let other = part("EL-PCA").named("other").add_to(&house.ports());
    line(&other, &house.resistor).at("R1").add_to(&house.ports());
    house.shut("ApprovalService::submit", "release.property_missing", || {
        code(house.approvals().submit(&house.admin, other.revision.id, comment("please")))
    });
}
