//! The rules that the schema holds, tried with raw SQL through a second connection: the door no service guards.

use partwright_domain::revision::Lifecycle;
use partwright_testkit::build::{advance, line, part};
use partwright_testkit::contract::TestStore;
use rusqlite::Connection;

use crate::fresh;

/// A workspace with a released board that has one resistor, and a draft that has another.
fn board() -> (TestStore, Connection) {
    let fixture = fresh();
    let raw = fixture.raw();
    let test = TestStore::new(fixture);
    let _actor = test.open();
    let ports = test.ports();
    let resistor = part("EL-RES").named("10k").value("10k").add_to(ports);
    let released = part("EL-PCA").named("released").value("v1").add_to(ports);
    line(&released, &resistor).at("R1").add_to(ports);
    advance(ports, released.revision.id, Lifecycle::Released);
    let draft = part("EL-PCA").named("draft").add_to(ports);
    line(&draft, &resistor).at("R2").add_to(ports);
    (test, raw)
}

/// What SQLite says to a statement that it must refuse.
fn refused(raw: &Connection, sql: &str) -> String {
    match raw.execute(sql, []) {
        Ok(rows) => panic!("{rows} rows changed by: {sql}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_released_revision_is_frozen_for_every_statement() {
    let (_test, raw) = board();
    let released = "(SELECT revision.id FROM revision WHERE state = 'Released')";
    let draft_line =
        "(SELECT bom_line.id FROM bom_line JOIN revision ON revision.id = revision_id WHERE state = 'Draft' LIMIT 1)";
    for sql in [
        format!("UPDATE bom_line SET note = 'x' WHERE revision_id = {released}"),
        format!("UPDATE OR REPLACE bom_line SET quantity_intended = 1 WHERE revision_id = {released}"),
        format!("DELETE FROM bom_line WHERE revision_id = {released}"),
        format!("INSERT OR REPLACE INTO bom_line SELECT {released}, randomblob(16), 9, child_part_id, quantity, unit, '[\"R9\"]', 0, 0, '', '' FROM bom_line WHERE revision_id = {released}"),
        format!("INSERT OR REPLACE INTO bom_line SELECT {released}, id, 9, child_part_id, quantity, unit, '[]', 1, 0, '', '' FROM bom_line WHERE revision_id = {released}"),
        format!("UPDATE bom_line SET revision_id = {released} WHERE id = {draft_line}"),
        format!("DELETE FROM bom_designator WHERE revision_id = {released}"),
        format!("UPDATE bom_designator SET designator = 'R7' WHERE revision_id = {released}"),
        format!("INSERT INTO bom_designator SELECT {released}, 'R8', id FROM bom_line WHERE revision_id = {released}"),
        format!("INSERT INTO property VALUES ({released}, 'Colour', 'colour', 'text', 'red', '')"),
        format!("UPDATE property SET text = 'v2' WHERE revision_id = {released}"),
        format!("DELETE FROM property WHERE revision_id = {released}"),
        "UPDATE revision SET label = 'Z' WHERE state = 'Released'".to_owned(),
        "UPDATE revision SET author_id = id WHERE state = 'Released'".to_owned(),
        "DELETE FROM revision WHERE state = 'Released'".to_owned(),
        "INSERT OR REPLACE INTO revision SELECT id, part_id, 7, '7', 'Draft', author_id, created FROM revision WHERE state = 'Released'".to_owned(),
    ] {
        let said = refused(&raw, &sql);
        assert!(["revision.frozen", "bom_line_stays_in_place", "bom_line_id_is_unique"].iter().any(|rule| said.contains(rule)), "{sql}\n{said}");
    }
}

#[test]
fn a_line_of_a_draft_cannot_take_the_id_of_a_frozen_line() {
    let (_test, raw) = board();
    let said = refused(
        &raw,
        "INSERT OR REPLACE INTO bom_line
         SELECT (SELECT revision_id FROM bom_line JOIN revision ON revision.id = revision_id WHERE state = 'Draft'), bom_line.id, 9, child_part_id, quantity, unit, '[]', 1, 0, '', ''
         FROM bom_line JOIN revision ON revision.id = revision_id WHERE state = 'Released'",
    );
    assert!(said.contains("bom_line_id_is_unique"), "{said}");
}

#[test]
fn the_lifecycle_has_no_other_steps() {
    let (_test, raw) = board();
    for (from, to) in [
        ("Released", "Draft"),
        ("Released", "In Review"),
        ("Draft", "Released"),
        ("Draft", "Obsolete"),
        ("Draft", "Draft"),
    ] {
        let said = refused(&raw, &format!("UPDATE revision SET state = '{to}' WHERE state = '{from}'"));
        assert!(said.contains("revision.step_unknown"), "{from} to {to}: {said}");
    }
    raw.execute("UPDATE revision SET state = 'Obsolete' WHERE state = 'Released'", []).expect("a step there is");
}

#[test]
fn a_cycle_is_refused_at_any_depth() {
    let (test, raw) = board();
    let _actor = test.open();
    let ports = test.ports();
    let [top, middle, bottom] = ["top", "middle", "bottom"].map(|name| part("EL-PCA").named(name).add_to(ports));
    line(&top, &middle).add_to(ports);
    line(&middle, &bottom).add_to(ports);
    for child in ["bottom", "middle", "top"] {
        let said = refused(
            &raw,
            &format!(
                "INSERT INTO bom_line SELECT revision.id, randomblob(16), 1, (SELECT id FROM part WHERE name = '{}'), 1000000, 'each', '[]', 0, 0, '', ''
                 FROM revision JOIN part ON part.id = part_id WHERE name = 'bottom'",
                if child == "bottom" { "bottom" } else { "top" }
            ),
        );
        assert!(said.contains("bom.cycle"), "{child}: {said}");
    }
    let said = refused(
        &raw,
        "UPDATE bom_line SET child_part_id = (SELECT id FROM part WHERE name = 'top')
         WHERE revision_id = (SELECT revision.id FROM revision JOIN part ON part.id = part_id WHERE name = 'middle')",
    );
    assert!(said.contains("bom.cycle"), "{said}");
    let said = refused(
        &raw,
        "UPDATE revision SET part_id = (SELECT id FROM part WHERE name = 'bottom'), ordinal = 9, label = '9'
         WHERE part_id = (SELECT id FROM part WHERE name = 'top')",
    );
    assert!(said.contains("revision.frozen"), "a revision cannot be carried to another part: {said}");
}

#[test]
fn quantities_and_designators_agree() {
    let (_test, raw) = board();
    let draft = "(SELECT id FROM bom_line WHERE designators = '[\"R2\"]')";
    for (change, rule) in [
        ("quantity = 2000000", "bom_line_quantity_agrees"),
        ("designators = '[\"R2\",\"R3\"]'", "bom_line_quantity_agrees"),
        ("unit = 'm'", "bom_line_quantity_agrees"),
        ("designators = 'R2'", "bom_line_designators_are_a_list"),
        ("quantity = 0", "bom_line_quantity_in_range"),
        ("unit = 'furlong'", "bom_line_unit_known"),
    ] {
        let said = refused(&raw, &format!("UPDATE bom_line SET {change} WHERE id = {draft}"));
        assert!(said.contains(rule) || said.contains("malformed JSON"), "{change}: {said}");
    }
    let said = refused(
        &raw,
        &format!(
            "INSERT INTO bom_line SELECT revision_id, randomblob(16), 2, child_part_id, 1000000, 'each', '[\"R2\"]', 0, 0, '', '' FROM bom_line WHERE id = {draft}"
        ),
    );
    assert!(said.contains("bom_designator"), "a designator stands once: {said}");
}

#[test]
fn part_numbers_are_fixed_and_never_replaced() {
    let (_test, raw) = board();
    for (sql, rule) in [
        ("UPDATE part SET sequence = 777777 WHERE name = '10k'", "part.number_fixed"),
        ("UPDATE part SET codes = 'EL-CAP' WHERE name = '10k'", "part.number_fixed"),
        (
            "INSERT OR REPLACE INTO part SELECT randomblob(16), subcategory_id, codes, sequence, 'x', '', 0, 'x', 'x' FROM part WHERE name = '10k'",
            "part.number_taken",
        ),
        (
            "INSERT OR REPLACE INTO part SELECT id, subcategory_id, codes, 888888, 'x', '', 0, 'x', 'x' FROM part WHERE name = '10k'",
            "part.number_taken",
        ),
        ("DELETE FROM part WHERE name = '10k'", "FOREIGN KEY"),
    ] {
        let said = refused(&raw, sql);
        assert!(said.contains(rule), "{sql}\n{said}");
    }
}

#[test]
fn the_audit_is_only_added_to() {
    let (_test, raw) = board();
    for sql in [
        "UPDATE audit_unit SET operation = 'nothing' WHERE sequence = 1",
        "DELETE FROM audit_unit WHERE sequence = 1",
        "UPDATE audit_entry SET title = 'nothing'",
        "DELETE FROM audit_entry WHERE unit_sequence = 1",
        "INSERT OR REPLACE INTO audit_unit SELECT 1, at, person_id, 'nothing' FROM audit_unit WHERE sequence = 2",
        "INSERT INTO audit_unit SELECT 1000, at, person_id, 'gap' FROM audit_unit WHERE sequence = 2",
        "INSERT INTO audit_entry SELECT 1, 1000, room, subject, part_id, action, title, before, after FROM audit_entry LIMIT 1",
        "INSERT OR REPLACE INTO audit_entry SELECT unit_sequence, position, room, subject, part_id, action, 'nothing', before, after FROM audit_entry WHERE unit_sequence = (SELECT max(sequence) FROM audit_unit)",
    ] {
        let said = refused(&raw, sql);
        assert!(said.contains("audit.append_only"), "{sql}\n{said}");
    }
}
