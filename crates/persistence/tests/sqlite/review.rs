//! What the schema holds of reviews and releases, tried with raw SQL through a second connection.

use partwright_domain::approval::{ApprovalService, Comment};
use partwright_domain::cancel::Cancel;
use partwright_domain::person::{Actor, Person, PersonName, PersonService, Role};
use partwright_domain::release::{Exception, ReleaseService};
use partwright_testkit::build::{Built, demand_nothing, files, line, new_file, part};
use partwright_testkit::contract::TestStore;
use rusqlite::Connection;

use crate::fresh;
use crate::schema::{refused, refused_either_way};

/// A workspace with a released resistor, a board of it in review that one person has approved, and a draft of another.
struct Review {
    test: TestStore,
    raw: Connection,
    author: Actor,
    reviewer: Person,
    board: Built,
    draft: Built,
}

fn comment(text: &str) -> Comment {
    Comment::parse(text).expect("a comment")
}

fn review() -> Review {
    let fixture = fresh();
    let raw = fixture.raw();
    let test = TestStore::new(fixture);
    let author = test.open();
    demand_nothing(test.ports());
    let ports = test.ports();
    let name = PersonName::parse("Grace Hopper").expect("a name");
    let reviewer = PersonService::new(ports.clone()).add(&author, name, Role::Designer).expect("a person");
    let (approvals, releases) = (ApprovalService::new(ports.clone()), ReleaseService::new(ports.clone()));
    let resistor = part("EL-RES").named("10k").add_to(ports);
    approvals.submit(&author, resistor.revision.id, comment("")).expect("a request");
    approvals.overrule(&author, resistor.revision.id, comment("of long standing")).expect("an override");
    releases.release(&author, resistor.revision.id, Exception::parse("").expect("none")).expect("a release");
    let [board, draft] = ["board", "draft"].map(|name| {
        let board = part("EL-PCA").named(name).value("v1").add_to(ports);
        line(&board, &resistor).at("R1").add_to(ports);
        board
    });
    approvals.submit(&author, board.revision.id, comment("please")).expect("a request");
    approvals.approve(&Actor::from(&reviewer), board.revision.id, comment("fine")).expect("a verdict");
    Review { test, raw, author, reviewer, board, draft }
}

const BOARD: &str = "(SELECT revision.id FROM revision JOIN part ON part.id = part_id WHERE part.name = 'board')";
const DRAFT: &str = "(SELECT revision.id FROM revision JOIN part ON part.id = part_id WHERE part.name = 'draft')";
const AUTHOR: &str = "(SELECT id FROM person WHERE acting = 1)";
const REVIEWER: &str = "(SELECT id FROM person WHERE acting = 0)";

#[test]
fn what_is_in_review_is_frozen_for_every_statement() {
    let Review { test: _test, raw, .. } = review();
    for sql in [
        format!("UPDATE bom_line SET note = 'x' WHERE revision_id = {BOARD}"),
        format!("UPDATE OR REPLACE bom_line SET quantity_intended = 1 WHERE revision_id = {BOARD}"),
        format!("DELETE FROM bom_line WHERE revision_id = {BOARD}"),
        format!(
            "INSERT INTO bom_line SELECT revision_id, randomblob(16), 9, child_part_id, quantity, unit, '[]', 0, 0, '', '', NULL, '[]', NULL, NULL FROM bom_line WHERE revision_id = {BOARD}"
        ),
        format!("INSERT INTO property VALUES ({BOARD}, 'Colour', 'colour', 'text', 'red', '')"),
        format!("INSERT OR REPLACE INTO property VALUES ({BOARD}, 'Value', 'value', 'text', 'red', '')"),
        format!("UPDATE property SET text = 'v2' WHERE revision_id = {BOARD}"),
        format!("DELETE FROM property WHERE revision_id = {BOARD}"),
        format!("INSERT INTO bom_designator SELECT {BOARD}, 'R8', id FROM bom_line WHERE revision_id = {BOARD}"),
        format!("DELETE FROM revision WHERE id = {BOARD}"),
    ] {
        let said = refused(&raw, &sql);
        assert!(said.contains("revision.in_review"), "{sql}\n{said}");
    }
}

#[test]
fn nobody_gives_a_verdict_on_their_own_by_any_statement() {
    let Review { test: _test, raw, .. } = review();
    for person in [AUTHOR, REVIEWER] {
        let wanted = if person == AUTHOR { "approval.own" } else { "approval.given" };
        for conflict in ["", "OR IGNORE", "OR REPLACE"] {
            let said = refused(
                &raw,
                &format!("INSERT {conflict} INTO approval VALUES ({BOARD}, 1, {person}, 'Approved', '', 0)"),
            );
            assert!(said.contains(wanted), "{person} {conflict}: {said}");
        }
    }
    // Neither does a revision become somebody else's, so that its author could.
    let said = refused(&raw, &format!("UPDATE revision SET author_id = {REVIEWER} WHERE id = {BOARD}"));
    assert!(said.contains("revision_keeps_author"), "{said}");
    let said = refused(&raw, &format!("UPDATE revision SET author_id = {REVIEWER} WHERE id = {DRAFT}"));
    assert!(said.contains("revision_keeps_author"), "{said}");
}

#[test]
fn a_review_only_grows() {
    let Review { test: _test, raw, .. } = review();
    let request =
        "SELECT revision_id, round, person_id, asked, needed, note, open, workflow_state FROM approval_request";
    refused_either_way(
        &raw,
        &[
            "UPDATE approval SET verdict = 'Rejected', comment = 'x'",
            "UPDATE approval SET given = 0",
            "DELETE FROM approval",
            "UPDATE approval_request SET needed = 9",
            "UPDATE approval_request SET open = 0",
            &format!("UPDATE approval_request SET person_id = {REVIEWER}"),
            "DELETE FROM approval_request",
            &format!("INSERT OR REPLACE INTO approval_request {request}"),
            &format!("INSERT INTO approval_request VALUES ({BOARD}, 2, {AUTHOR}, 0, 1, '', 1, 'In Review')"),
            &format!("INSERT INTO approval_request VALUES ({DRAFT}, 2, {AUTHOR}, 0, 1, '', 1, 'In Review')"),
            &format!("INSERT INTO approval_request VALUES ({DRAFT}, 1, {AUTHOR}, 0, 2, '', 1, 'In Review')"),
            &format!("INSERT INTO approval_request VALUES ({DRAFT}, 1, {AUTHOR}, 0, 1, '', 0, 'In Review')"),
            &format!("INSERT INTO approval VALUES ({DRAFT}, 1, {REVIEWER}, 'Approved', '', 0)"),
            &format!("INSERT INTO approval VALUES (randomblob(16), 1, {REVIEWER}, 'Approved', '', 0)"),
            &format!("INSERT INTO approval_override VALUES ({BOARD}, 2, {AUTHOR}, 'x', 0)"),
            &format!("INSERT INTO approval_override VALUES ({BOARD}, 1, {AUTHOR}, '', 0)"),
            &format!("INSERT INTO approval_override VALUES ({DRAFT}, 1, {AUTHOR}, 'x', 0)"),
            &format!("UPDATE revision SET workflow_state = 'In Review', state = 'In Review' WHERE id = {DRAFT}"),
            &format!("DELETE FROM revision WHERE id = {BOARD}"),
        ],
    );
    raw.execute(&format!("INSERT INTO approval_override VALUES ({BOARD}, 1, {AUTHOR}, 'x', 0)"), []).expect("taken");
    refused_either_way(
        &raw,
        &[
            "UPDATE approval_override SET reason = 'y'",
            "DELETE FROM approval_override",
            &format!("INSERT OR REPLACE INTO approval_override VALUES ({BOARD}, 1, {AUTHOR}, 'y', 0)"),
        ],
    );
}

#[test]
fn a_release_needs_its_record_and_its_lines_by_any_statement() {
    let Review { test: _test, raw, .. } = review();
    let hash = "0".repeat(64);
    let step =
        format!("UPDATE revision SET workflow_state = 'Released', state = 'Released', released = 7 WHERE id = {BOARD}");
    let record = format!("INSERT INTO release VALUES ({BOARD}, {AUTHOR}, 7, 1, '{hash}', '')");
    let pin = |child: &str| {
        format!("INSERT INTO release_line SELECT revision_id, id, {child} FROM bom_line WHERE revision_id = {BOARD}")
    };
    let resistor = "(SELECT revision.id FROM revision JOIN part ON part.id = part_id WHERE part.name = '10k')";
    refused_either_way(
        &raw,
        &[
            &step,
            &format!("{record}; {step}"),
            &format!("{record}; {}; {step}", pin("NULL")),
            &format!("{record}; {}; {step}", pin(DRAFT)),
            &pin(resistor),
            &format!(
                "{record}; {}; UPDATE revision SET workflow_state = 'Draft', state = 'Draft' WHERE id = {BOARD}",
                pin(resistor)
            ),
            &format!(
                "{record}; {}; UPDATE revision SET workflow_state = 'Released', state = 'Released' WHERE id = {BOARD}",
                pin(resistor)
            ),
            &format!("INSERT INTO release VALUES ({DRAFT}, {AUTHOR}, 7, 1, '{hash}', '')"),
            &format!("INSERT INTO release VALUES ({BOARD}, {AUTHOR}, 7, 1, 'x', '')"),
        ],
    );
    raw.execute_batch(&format!("BEGIN; {record}; {}; {step}; COMMIT", pin(resistor))).expect("a release");
    refused_either_way(
        &raw,
        &[
            "UPDATE release SET hash = replace(hash, '0', '1')",
            "DELETE FROM release",
            &format!("INSERT OR REPLACE INTO release VALUES ({BOARD}, {AUTHOR}, 7, 1, '{hash}', 'x')"),
            "UPDATE release_line SET child_revision_id = NULL",
            "DELETE FROM release_line",
            &format!("UPDATE revision SET released = 8 WHERE id = {BOARD}"),
            &format!("UPDATE revision SET released = NULL WHERE id = {BOARD}"),
            &format!("UPDATE revision SET obsolete = 8 WHERE id = {BOARD}"),
            &format!("UPDATE revision SET workflow_state = 'Obsolete', state = 'Obsolete' WHERE id = {BOARD}"),
        ],
    );
}

#[test]
fn nothing_is_released_by_statements_without_its_approvals() {
    let Review { test, raw, author, board, draft, .. } = review();
    let approvals = ApprovalService::new(test.ports().clone());
    approvals.withdraw(&author, board.revision.id).expect("a Draft again");
    approvals.submit(&author, board.revision.id, comment("")).expect("a second round");
    approvals.submit(&author, draft.revision.id, comment("")).expect("a request");
    for board in [BOARD, DRAFT] {
        let said = refused(
            &raw,
            &format!(
                "UPDATE revision SET workflow_state = 'Released', state = 'Released', released = 7 WHERE id = {board}"
            ),
        );
        assert!(said.contains("release.not_approved"), "what was approved in the first round does not count: {said}");
    }
}

#[test]
fn a_workspace_keeps_an_admin_and_its_settings_by_any_statement() {
    let Review { test: _test, raw, reviewer, .. } = review();
    assert_eq!(reviewer.role, Role::Designer);
    refused_either_way(
        &raw,
        &[
            "UPDATE person SET role = 'Viewer'",
            "UPDATE person SET role = 'Designer' WHERE role = 'Admin'",
            "DELETE FROM person WHERE role = 'Admin'",
            "UPDATE setting SET workflow_id = randomblob(16)",
            "UPDATE OR REPLACE setting SET workflow_id = NULL",
            "UPDATE setting SET labels = 'Roman'",
            "DELETE FROM setting",
            "INSERT OR REPLACE INTO setting SELECT 1, 'Letters', id FROM workflow",
        ],
    );
}

/// Whoever drops the triggers can change what was released; that it was changed shows all the same.
#[test]
fn what_was_changed_past_every_trigger_is_found_by_its_hash() {
    let Review { test, raw, author, board, .. } = review();
    let releases = ReleaseService::new(test.ports().clone());
    let id = board.revision.id;
    releases.release(&author, id, Exception::parse("").expect("none")).expect("a release");
    let verify = || {
        let verified = test.ports().store.read("test", |snapshot| partwright_domain::release::verify(snapshot, id));
        let verified = verified.expect("a release that is looked at");
        let differing: Vec<_> = verified.differing.iter().map(|(part, _)| part.name.to_string()).collect();
        (verified.count, differing)
    };
    assert_eq!(verify(), (2, vec![]));
    for (trigger, tampering, found) in [
        ("property_frozen_keeps", "UPDATE property SET text = 'v2' WHERE text = 'v1'", vec!["board"]),
        (
            "property_frozen_takes_none",
            "INSERT INTO property SELECT id, 'A', 'a', 'text', 'b', '' FROM revision WHERE state = 'Released' AND part_id = (SELECT id FROM part WHERE name = '10k')",
            vec!["board", "10k"],
        ),
    ] {
        raw.execute_batch(&format!("DROP TRIGGER {trigger}; {tampering}")).expect("somebody with a tool of their own");
        assert_eq!(verify(), (2, found.into_iter().map(str::to_owned).collect()));
    }
}

/// Its name, what it is for, and what is in it: all of that was released.
#[test]
fn a_file_that_was_changed_past_every_trigger_is_found_by_the_hash_of_its_release() {
    let Review { test, raw, author, reviewer, draft, .. } = review();
    let (files, _vault) = files(test.ports());
    let id = draft.revision.id;
    let attached = files.attach(&author, id, new_file("drawing.pdf"), &mut &b"as it was"[..], &Cancel::new());
    attached.expect("a file");
    let approvals = ApprovalService::new(test.ports().clone());
    approvals.submit(&author, id, comment("")).expect("a request");
    approvals.approve(&Actor::from(&reviewer), id, comment("")).expect("a verdict");
    let none = Exception::parse("").expect("none");
    ReleaseService::new(test.ports().clone()).release(&author, id, none).expect("a release");
    let agrees = || {
        let verified = test.ports().store.read("test", |snapshot| partwright_domain::release::verify(snapshot, id));
        verified.expect("a release that is looked at").agrees()
    };
    assert!(agrees());
    raw.execute_batch("DROP TRIGGER file_frozen_keeps; DROP TRIGGER file_frozen_stays").expect("a tool of their own");
    raw.execute_batch("INSERT INTO file_content VALUES (zeroblob(32), 8); CREATE TABLE aside AS SELECT * FROM file")
        .expect("what was there");
    for tampering in [
        "UPDATE file SET hash = zeroblob(32)",
        "UPDATE file SET role = 'Other'",
        "UPDATE file SET name = 'drawing.PDF'",
        "DELETE FROM file",
    ] {
        raw.execute(tampering, []).expect(tampering);
        assert!(!agrees(), "{tampering}");
        raw.execute_batch(
            "DROP TRIGGER IF EXISTS file_frozen_takes_none; DELETE FROM file; INSERT INTO file SELECT * FROM aside",
        )
        .expect("as it was");
        assert!(agrees(), "after {tampering}");
    }
}

#[test]
fn a_successor_never_leads_back_by_any_statement() {
    let Review { test: _test, raw, .. } = review();
    let part = |name: &str| format!("(SELECT id FROM part WHERE name = '{name}')");
    let names = |successor: &str, name: &str| {
        format!("UPDATE part SET successor_id = {} WHERE name = '{name}'", part(successor))
    };
    raw.execute(&names("draft", "board"), []).expect("a successor");
    raw.execute(&names("10k", "draft"), []).expect("a successor");
    refused_either_way(
        &raw,
        &[
            &names("board", "board"),
            &names("board", "draft"),
            &names("board", "10k"),
            &names("board", "10k").replace("UPDATE", "UPDATE OR IGNORE"),
            &names("board", "10k").replace("UPDATE", "UPDATE OR REPLACE"),
            "UPDATE part SET successor_id = randomblob(16) WHERE name = '10k'",
        ],
    );
}
