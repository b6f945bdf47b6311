//! What the schema holds of undo and of removed parts, tried with raw SQL through a second connection; and how long it takes.

use std::fmt::Write as _;
use std::time::Instant;

use partwright_domain::audit::UndoService;
use partwright_domain::part::PartService;
use partwright_domain::person::Actor;
use partwright_testkit::build::part;
use partwright_testkit::contract::TestStore;
use partwright_testkit::rows;
use rusqlite::Connection;

use crate::fresh;
use crate::schema::{board, refused, refused_either_way};

/// A workspace with one part left, one that was removed, and a unit that undid another.
fn removed() -> (TestStore, Connection, Actor) {
    let fixture = fresh();
    let raw = fixture.raw();
    let test = TestStore::new(fixture);
    let actor = test.open();
    let parts = PartService::new(test.ports().clone());
    part("EL-RES").named("stays").add_to(test.ports());
    let gone = part("EL-CAP").named("gone").mpn("Murata", "GRM").value("1uF").add_to(test.ports()).part;
    parts.remove(&actor, gone.id).expect("a part that is removed");
    part("EL-RES").named("undone").add_to(test.ports());
    UndoService::new(test.ports().clone()).undo(&actor, 7).expect("the last part's making");
    (test, raw, actor)
}

fn count(raw: &Connection, sql: &str) -> i64 {
    raw.query_row(sql, [], |row| row.get(0)).expect(sql)
}

#[test]
fn every_number_that_was_given_is_a_parts_or_was() {
    let (test, raw, actor) = removed();
    let dense = |raw: &Connection| {
        let known = "SELECT sequence FROM part UNION SELECT sequence FROM part_removed";
        let given = count(raw, "SELECT next - 100000 FROM part_sequence");
        assert_eq!(count(raw, &format!("SELECT count(*) FROM ({known})")), given, "no number is unexplained");
        assert_eq!(
            count(raw, &format!("SELECT max(sequence) - 99999 FROM ({known})")),
            given,
            "and none was not given"
        );
    };
    dense(&raw);
    assert_eq!(count(&raw, "SELECT count(*) FROM part_removed"), 2);
    UndoService::new(test.ports().clone()).redo(&actor, 7).expect("a redo");
    dense(&raw);
    assert_eq!(count(&raw, "SELECT count(*) FROM part WHERE name = 'undone'"), 1);
    part("EL-RES").named("new").add_to(test.ports());
    dense(&raw);
    let new = "SELECT sequence FROM part WHERE name = 'new'";
    assert_eq!(count(&raw, new), 100_003, "the numbers go on, whatever came and went");
}

#[test]
fn a_removed_parts_number_is_taken_for_every_statement() {
    let (_test, raw, _) = removed();
    let columns = "id, subcategory_id, codes, sequence, name, description, created, name_key, search_key";
    for of in ["100001", "100002"] {
        for (id, codes, sequence, rule) in [
            ("randomblob(16)", "gone.codes", "gone.sequence", "part.number_taken"),
            ("gone.id", "'EL-ZZZ'", "gone.sequence", "part.number_taken"),
            ("gone.id", "gone.codes", "777777", "part_number_was_given"),
        ] {
            for verb in ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"] {
                let said = refused(
                    &raw,
                    &format!(
                        "{verb} INTO part ({columns})
                         SELECT {id}, subcategory_id, {codes}, {sequence}, 'x', '', 0, 'x', 'x'
                         FROM part CROSS JOIN part_removed AS gone WHERE gone.sequence = {of}"
                    ),
                );
                assert!(said.contains(rule), "{verb} {id} {codes} {sequence}\n{said}");
            }
        }
    }
}

#[test]
fn what_is_known_of_removed_parts_stays() {
    let (_test, raw, _) = removed();
    refused_either_way(
        &raw,
        &[
            "DELETE FROM part_removed",
            "UPDATE part_removed SET id = randomblob(16)",
            "UPDATE OR REPLACE part_removed SET sequence = 100001 WHERE sequence = 100002",
            "UPDATE part_removed SET codes = 'EL-ZZZ'",
            "INSERT OR REPLACE INTO part_removed SELECT sequence, codes, randomblob(16) FROM part_removed LIMIT 1",
            "INSERT OR REPLACE INTO part_removed SELECT 100009, codes, id FROM part_removed LIMIT 1",
            "INSERT INTO part_removed SELECT sequence, codes, id FROM part",
            "INSERT INTO part_removed SELECT 100009, codes, id FROM part",
        ],
    );
}

#[test]
fn a_part_or_a_revision_that_something_refers_to_stays_for_every_statement() {
    let (_test, raw) = board();
    for (sql, rule) in [
        ("DELETE FROM part WHERE name = 'draft'", "part.in_use"),
        ("DELETE FROM revision WHERE part_id = (SELECT id FROM part WHERE name = 'draft')", "revision.in_use"),
        ("DELETE FROM revision WHERE part_id = (SELECT id FROM part WHERE name = '10k')", "revision.in_use"),
        ("DELETE FROM revision WHERE part_id = (SELECT id FROM part WHERE name = 'released')", "revision.frozen"),
    ] {
        let said = refused(&raw, sql);
        assert!(said.contains(rule), "{sql}\n{said}");
    }
    // Also where foreign keys are not asked at all.
    raw.pragma_update(None, "foreign_keys", "OFF").expect("no foreign keys");
    for sql in ["DELETE FROM part", "DELETE FROM revision"] {
        refused(&raw, sql);
    }
}

#[test]
fn what_undid_what_is_only_added_to() {
    let (_test, raw, _) = removed();
    let newest = "(SELECT max(sequence) FROM audit_unit)";
    refused_either_way(
        &raw,
        &[
            "DELETE FROM audit_undo",
            "UPDATE audit_undo SET undone_sequence = 2",
            "UPDATE OR REPLACE audit_undo SET unit_sequence = 3",
            &format!("INSERT OR REPLACE INTO audit_undo VALUES ({newest}, 2, randomblob(32), randomblob(32))"),
            "INSERT INTO audit_undo VALUES (3, 2, randomblob(32), randomblob(32))",
        ],
    );
    raw.execute_batch(
        "INSERT INTO audit_unit SELECT (SELECT max(sequence) + 1 FROM audit_unit), at, person_id, 'x' FROM audit_unit LIMIT 1",
    )
    .expect("a unit");
    for (undone, rule) in
        [("7", "audit.undone"), (newest, "audit_undo_is_of_earlier"), ("0", "audit_undo_is_of_earlier")]
    {
        for verb in ["INSERT", "INSERT OR REPLACE"] {
            let said = refused(
                &raw,
                &format!("{verb} INTO audit_undo VALUES ({newest}, {undone}, randomblob(32), randomblob(32))"),
            );
            assert!(said.contains(rule), "{verb} {undone}\n{said}");
        }
    }
}

/// An import of many rows is undone and redone as one unit, in a time that grows with its rows and not with their square.
#[test]
fn a_big_import_is_undone_in_a_time_like_that_of_the_import() {
    const ROWS: usize = 300;
    let test = TestStore::new(fresh());
    let actor = test.open();
    let mut content = "Reference,Qty,Value,MPN,Manufacturer\n".to_owned();
    for row in 0..ROWS {
        writeln!(content, "R{row},1,{row}R,MPN-{row},Yageo").expect("a row");
    }
    let (file, request) = (rows::rows(&content), rows::into_board(test.ports()));
    let import = Instant::now();
    let done = rows::import(test.ports(), &actor, &file, request).expect("an import");
    let import = import.elapsed();
    assert_eq!(done.new_parts, ROWS);
    let undo = UndoService::new(test.ports().clone());
    let back = Instant::now();
    undo.undo(&actor, 2).expect("an undo");
    let back = back.elapsed();
    assert_eq!(test.read(|snapshot| snapshot.parts().count()), (0, 0));
    undo.redo(&actor, 2).expect("a redo");
    assert_eq!(test.read(|snapshot| snapshot.parts().count()), (ROWS as u64 + 1, 1));
    assert!(back < import * 10, "the import took {import:?}, its undo {back:?}");
}
