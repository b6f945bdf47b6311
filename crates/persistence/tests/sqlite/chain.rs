//! Whoever writes into the file past Partwright is found out, and told where. Each fault here is planted with the triggers
//! dropped, as somebody does who has a tool of their own.

use partwright_domain::audit::{ChainError, Chained, Told, What, link};
use partwright_domain::file::ContentHash;
use partwright_testkit::build::{self, part};
use partwright_testkit::contract::Fixture;
use partwright_testkit::contract::audit_chain::walk;
use partwright_testkit::deed::world;
use rusqlite::{Connection, params};

use crate::{OnFile, claims, fresh};

const TRIGGERS: &[&str] = &[
    "audit_unit_comes_last",
    "audit_unit_keeps",
    "audit_unit_stays",
    "audit_entry_comes_last",
    "audit_entry_is_linked",
    "audit_entry_keeps",
    "audit_entry_stays",
    "audit_undo_comes_last",
    "audit_undo_is_linked",
    "audit_undo_keeps",
    "audit_undo_stays",
    "audit_head_is_alone",
    "audit_head_goes_on",
    "audit_head_stays",
];

/// A workspace with a start of many entries (#1), some parts (of two entries each), and an undo at the end.
fn workspace() -> OnFile {
    let fixture = fresh();
    let ports = build::ports_on(fixture.store());
    let world = world(&ports);
    for _ in 0..4 {
        part("EL-RES").add_to(&ports);
    }
    let undo = partwright_domain::audit::UndoService::new(ports);
    undo.undo(&world.admin, world.newest()).expect("an undo");
    fixture
}

/// What a walk says after somebody did this past Partwright, one code and its sentence a line.
fn after(tampering: &str) -> Vec<String> {
    let fixture = workspace();
    let newest = newest(&fixture);
    let raw = tool(&fixture);
    let tampering = tampering.replace("$newest", &newest.to_string()).replace("$some", &(newest - 3).to_string());
    raw.execute_batch(&tampering).expect("a tool of their own");
    said(&fixture)
        .into_iter()
        .map(|line| {
            line.replace(&format!("#{newest}"), "#newest")
                .replace(&format!("#{}", newest - 3), "#some")
                .replace(&format!("#{}", newest - 2), "#next")
        })
        .collect()
}

fn newest(fixture: &OnFile) -> i64 {
    fixture.raw().query_row("SELECT max(sequence) FROM audit_unit", [], |row| row.get(0)).expect("a unit")
}

fn tool(fixture: &OnFile) -> Connection {
    let raw = fixture.raw();
    raw.pragma_update(None, "foreign_keys", "OFF").expect("a setting");
    for trigger in TRIGGERS {
        raw.execute_batch(&format!("DROP TRIGGER {trigger}")).expect(trigger);
    }
    raw
}

fn said(fixture: &OnFile) -> Vec<String> {
    let Chained { faults, .. } = walk(&*fixture.store(), None);
    faults.iter().map(|fault| format!("{}: {fault}", fault.code())).collect()
}

/// Each line that was said begins as it should, and no line is too many.
#[track_caller]
fn assert_said(tampering: &str, wanted: &[&str]) {
    let said = after(tampering);
    assert!(
        said.len() == wanted.len() && said.iter().zip(wanted).all(|(line, wanted)| line.starts_with(wanted)),
        "{tampering}\n{said:#?}"
    );
}

/// A walk tells the end that is there, for whoever notes it, also where another was written down.
#[test]
fn the_end_that_is_told_is_in_the_history() {
    let fixture = workspace();
    let raw = tool(&fixture);
    let newest = newest(&fixture);
    raw.execute_batch(&format!(
        "DELETE FROM audit_undo WHERE unit_sequence = {newest}; DELETE FROM audit_entry WHERE unit_sequence = {newest};
        DELETE FROM audit_unit WHERE sequence = {newest}"
    ))
    .expect("a tool of their own");
    let last = "SELECT hash, count(*) OVER () FROM audit_entry ORDER BY unit_sequence DESC, position DESC LIMIT 1";
    let last =
        raw.query_row(last, [], |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, i64>(1)?))).expect("a last entry");
    let Chained { head, faults, .. } = walk(&*fixture.store(), None);
    assert!(matches!(&faults[..], [ChainError::EndMissing { .. }]), "{faults:#?}");
    assert_eq!((head.hash.0, head.count.cast_signed()), last);
}

#[test]
fn a_workspace_that_nobody_tampered_with_has_a_whole_chain() {
    assert_said("", &[]);
}

#[test]
fn a_changed_byte_of_an_entry_is_found() {
    let place = "WHERE unit_sequence = $some AND position = 1";
    for change in [
        "room = 'bom'",
        "subject = randomblob(16)",
        "part_id = NULL",
        "action = 'removed'",
        "title = title || ' '",
        "before = 'null'",
        "after = replace(after, '{', '{ ')",
        "after = NULL",
    ] {
        let changed = "audit.entry_changed: Entry 1 of change #some is not what was written";
        assert_said(&format!("UPDATE audit_entry SET {change} {place}"), &[changed]);
    }
}

#[test]
fn a_changed_head_of_a_unit_is_found_at_each_of_its_entries() {
    for change in ["at = at + 1", "person_id = randomblob(16)", "operation = 'part.remove'"] {
        let changed = "audit.entry_changed: Each of the entries 1 to 2 of change #some is not what was written";
        assert_said(&format!("UPDATE audit_unit SET {change} WHERE sequence = $some"), &[changed]);
    }
    assert_said(
        "DELETE FROM audit_unit WHERE sequence = $some",
        &["audit.entry_changed: Each of the entries 1 to 2 of change #some"],
    );
}

#[test]
fn a_removed_entry_is_found() {
    let delete = |place: &str| format!("DELETE FROM audit_entry WHERE unit_sequence = {place}");
    assert_said(&delete("1 AND position = 7"), &["audit.entry_missing: Entry 7 of change #1 is not there"]);
    assert_said(
        &delete("1 AND position BETWEEN 7 AND 9"),
        &["audit.entry_missing: Each of the entries 7 to 9 of change #1"],
    );
    assert_said(&delete("$some AND position = 1"), &["audit.entry_missing: Entry 1 of change #some is not there"]);
    // No number is missing then; what follows says that it followed on something else.
    assert_said(
        &delete("$some AND position = 2"),
        &["audit.entry_unlinked: Entry 1 of change #next was written after something else"],
    );
    assert_said(&delete("$some"), &["audit.entry_missing: What change #some told is not there"]);
    assert_said(&delete("1 AND position = 1"), &["audit.entry_missing: Entry 1 of change #1 is not there"]);
}

#[test]
fn a_change_that_tells_nothing_is_found_also_after_others_worked_on() {
    let put_in = "INSERT INTO audit_unit SELECT $newest + 1, at + 1, person_id, 'release.create' FROM audit_unit WHERE sequence = 1";
    assert_said(put_in, &["audit.change_empty: Change #"]);
    let fixture = workspace();
    let newest = newest(&fixture);
    tool(&fixture).execute_batch(&put_in.replace("$newest", &newest.to_string())).expect("a tool of their own");
    part("EL-CAP").add_to(&build::ports_on(fixture.store()));
    let wanted = format!("audit.entry_missing: What change #{} told is not there", newest + 1);
    assert!(matches!(&said(&fixture)[..], [line] if line.starts_with(&wanted)), "{:#?}", said(&fixture));
}

#[test]
fn a_removed_end_is_found() {
    assert_said(
        "DELETE FROM audit_undo WHERE unit_sequence = $newest",
        &["audit.end_missing: The history ends with entry 2 of change #newest, and 1 more were written"],
    );
    assert_said(
        "DELETE FROM audit_undo WHERE unit_sequence = $newest; DELETE FROM audit_entry WHERE unit_sequence = $newest;
         DELETE FROM audit_unit WHERE sequence = $newest",
        &["audit.end_missing: The history ends with entry 2 of change #"],
    );
    assert_said(
        "DELETE FROM audit_undo; DELETE FROM audit_entry; DELETE FROM audit_unit",
        &["audit.end_missing: The history ends with nothing"],
    );
    assert_said(
        "UPDATE audit_head SET count = count + 1",
        &["audit.end_differs: The history ends with what change #newest undoes"],
    );
    assert_said(
        "UPDATE audit_head SET hash = zeroblob(32)",
        &["audit.end_differs: The history ends with what change #newest undoes"],
    );
    assert_said("DELETE FROM audit_head", &["audit.end_differs: The history ends with what change #newest undoes"]);
}

/// An end that was removed is missed also after others have worked on, and took its numbers.
#[test]
fn a_removed_end_is_found_after_others_worked_on() {
    let fixture = workspace();
    let newest = newest(&fixture);
    tool(&fixture)
        .execute_batch(&format!(
            "DELETE FROM audit_undo WHERE unit_sequence = {newest}; DELETE FROM audit_entry WHERE unit_sequence = {newest};
             DELETE FROM audit_unit WHERE sequence = {newest}"
        ))
        .expect("a tool");
    part("EL-CAP").add_to(&build::ports_on(fixture.store()));
    let said = said(&fixture);
    let wanted = format!("audit.entry_unlinked: Entry 1 of change #{newest} was written after something else");
    assert!(said.len() == 1 && said[0].starts_with(&wanted), "{said:?}");
}

#[test]
fn entries_that_changed_places_are_found_and_it_is_told_whence_they_came() {
    let swap = |one: i64, other: i64| {
        let set = |from: i64, to: i64| {
            format!("UPDATE audit_entry SET position = {to} WHERE unit_sequence = 1 AND position = {from};")
        };
        [set(one, 1000), set(other, one), set(1000, other)].concat()
    };
    for (one, other) in [(3, 9), (3, 4)] {
        let moved = |at: i64, from: i64| {
            format!("audit.entry_moved: Entry {at} of change #1 was written as another, entry {from} of change #1")
        };
        let (one_told, other_told) = (moved(one, other), moved(other, one));
        assert_said(&swap(one, other), &[&one_told, &other_told]);
    }
    let across = "UPDATE audit_entry SET unit_sequence = 1000 WHERE unit_sequence = $some AND position = 1;
        UPDATE audit_entry SET unit_sequence = $some WHERE unit_sequence = $newest AND position = 1;
        UPDATE audit_entry SET unit_sequence = $newest WHERE unit_sequence = 1000";
    // Who and when come with the unit: an entry in another unit says another thing.
    assert_said(
        across,
        &["audit.entry_changed: Entry 1 of change #some", "audit.entry_changed: Entry 1 of change #newest"],
    );
}

/// Somebody who closes the gap of what they removed moves all that came after it.
#[test]
fn a_gap_that_was_closed_is_found() {
    let close = "DELETE FROM audit_entry WHERE unit_sequence = $some AND position = 1;
        UPDATE audit_entry SET position = position - 1 WHERE unit_sequence = $some";
    assert_said(close, &["audit.entry_moved: Entry 1 of change #some was written as another, entry 2 of change #some"]);
}

#[test]
fn an_entry_that_was_put_in_is_found() {
    let put = |hashes: &str| {
        format!(
            "INSERT INTO audit_entry SELECT $some, 3, room, subject, part_id, action, title, before, after, {hashes}
             FROM audit_entry WHERE unit_sequence = $some AND position = 1"
        )
    };
    for hashes in ["previous, hash", "NULL, NULL", "randomblob(32), randomblob(32)"] {
        let said = after(&put(hashes));
        let is_told = said.len() == 1 && (said[0].contains("Entry 3 of change #some") && !said[0].contains("missing"));
        assert!(is_told, "{hashes}: {said:?}");
    }
}

/// One who knows how hashes are made writes an entry anew, with a hash that fits it. What follows on it gives it away.
#[test]
fn an_entry_that_was_forged_with_its_hash_is_found_by_what_follows() {
    let fixture = workspace();
    let some = newest(&fixture) - 3;
    let store = fixture.store();
    let links = store.read("test", |snapshot| snapshot.audit().links(None, 10_000)).expect("links");
    let forged = links.iter().find(|link| link.place.sequence == some).expect("a link");
    let mut told: Told<'static> = forged.told.clone().expect("what it tells");
    if let What::Entry { title, .. } = &mut told.what {
        *title = b"forged".as_slice().into();
    }
    let hash: ContentHash = link(&forged.previous.expect("a hash"), &told, forged.place);
    tool(&fixture)
        .execute(
            "UPDATE audit_entry SET title = 'forged', hash = ?2 WHERE unit_sequence = ?1 AND position = 1",
            params![some, hash.0],
        )
        .expect("a forgery");
    let said = said(&fixture);
    let wanted = format!("audit.entry_unlinked: Entry 2 of change #{some} was written after something else");
    assert!(said.len() == 1 && said[0].starts_with(&wanted), "{said:?}");
}

#[test]
fn a_changed_hash_is_found() {
    for column in ["hash", "previous"] {
        for value in ["randomblob(32)", "NULL"] {
            let change = format!("UPDATE audit_entry SET {column} = {value} WHERE unit_sequence = 1 AND position = 5");
            assert_said(&change, &["audit.entry_changed: Entry 5 of change #1 is not what was written"]);
        }
    }
    let last = "UPDATE audit_undo SET hash = randomblob(32) WHERE unit_sequence = $newest";
    assert_said(last, &["audit.entry_changed: What change #newest undoes is not what was written"]);
}

#[test]
fn a_changed_undo_is_found() {
    let change = "UPDATE audit_undo SET undone_sequence = 1 WHERE unit_sequence = $newest";
    assert_said(change, &["audit.entry_changed: What change #newest undoes is not what was written"]);
}

/// Two faults far from each other are two, and one does not hide the other.
#[test]
fn every_fault_is_told() {
    let said = after(
        "UPDATE audit_entry SET title = 'x' WHERE unit_sequence = 1 AND position IN (2, 20);
         DELETE FROM audit_entry WHERE unit_sequence = 1 AND position = 10",
    );
    let codes: Vec<_> = said.iter().map(|line| line.split(':').next().expect("a code")).collect();
    assert_eq!(codes, ["audit.entry_changed", "audit.entry_missing", "audit.entry_changed"], "{said:?}");
}

/// The claim of the harnesses that kill and cut: a chain that is not whole is one that is broken.
#[test]
fn the_harnesses_catch_a_chain_that_is_not_whole() {
    let mut fixture = workspace();
    tool(&fixture).execute_batch("DELETE FROM audit_entry WHERE unit_sequence = 1 AND position = 3").expect("a tool");
    drop(fixture.store.take());
    let broken = claims::broken(&fixture.path, &claims::Acknowledged::default());
    assert!(broken.iter().any(|claim| claim.starts_with("the chain is not whole: Entry 3 of change #1")), "{broken:?}");
}

/// The rules of the schema on the chain, for whoever leaves the triggers where they are.
#[test]
fn no_statement_adds_without_a_link_nor_turns_the_head_back() {
    let fixture = workspace();
    let raw = fixture.raw();
    let newest = newest(&fixture);
    for statement in [
        "UPDATE audit_head SET count = count - 1",
        "UPDATE audit_head SET count = count + 1, hash = randomblob(32)",
        "UPDATE audit_head SET id = 1, count = count",
        "DELETE FROM audit_head",
        "INSERT INTO audit_head VALUES (1, 0, zeroblob(32))",
        "INSERT OR REPLACE INTO audit_head VALUES (1, 0, zeroblob(32))",
        "UPDATE audit_entry SET previous = previous",
        "UPDATE audit_entry SET hash = NULL, previous = NULL",
        "UPDATE OR REPLACE audit_undo SET hash = randomblob(32)",
        "INSERT INTO audit_entry (unit_sequence, position, room, subject, action, title) VALUES ($newest, 9, 'part', randomblob(16), 'created', 'x')",
        "INSERT INTO audit_entry (unit_sequence, position, room, subject, action, title, previous, hash) VALUES ($newest, 9, 'part', randomblob(16), 'created', 'x', randomblob(32), randomblob(32))",
    ] {
        let statement = statement.replace("$newest", &newest.to_string());
        let refused = raw.execute_batch(&statement).expect_err(&statement).to_string();
        assert!(refused.contains("audit.append_only"), "{statement}: {refused}");
    }
    assert_eq!(said(&fixture), [""; 0]);
}
