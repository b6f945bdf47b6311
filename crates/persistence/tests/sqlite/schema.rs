//! The rules that the schema holds, tried with raw SQL through a second connection: the door no service guards.

use partwright_domain::bom::designator;
use partwright_domain::cancel::Cancel;
use partwright_domain::id::RevisionId;
use partwright_domain::revision::Lifecycle;
use partwright_testkit::build::{advance, files, line, new_file, part, revise};
use partwright_testkit::contract::TestStore;
use rusqlite::{Connection, ErrorCode};

use crate::fresh;

/// A workspace with a released board that has one resistor, and a draft that has another.
pub(crate) fn board() -> (TestStore, Connection) {
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

/// Every row that must stay, as text: two of them are alike when nothing was changed.
pub(crate) fn everything(raw: &Connection) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, columns) in [
        ("person", "hex(id), name, role, acting"),
        ("category", "hex(id), code, name"),
        ("subcategory", "hex(id), hex(category_id), code, name"),
        ("subcategory_demand", "hex(subcategory_id), position, name"),
        ("manufacturer_part", "hex(id), hex(part_id), mpn"),
        (
            "supplier_part",
            "hex(id), hex(manufacturer_part_id), supplier, order_code, lead_time, minimum, multiple, currency",
        ),
        ("supplier_part_price", "hex(supplier_part_id), quantity, price"),
        ("part", "hex(id), codes, sequence, name"),
        ("part_sequence", "only, next"),
        (
            "revision",
            "hex(id), hex(part_id), ordinal, label, state, hex(workflow_id), workflow_state, hex(author_id), created, released, obsolete",
        ),
        ("setting", "only, labels, hex(workflow_id)"),
        ("kicad_library", "only, drafts"),
        ("kicad_mapping", "hex(subcategory_id), offered, symbol_property, symbol, reference, footprint_property"),
        ("kicad_field", "hex(subcategory_id), position, property, visible"),
        ("workflow", "hex(id), name, version, start, states, transitions"),
        ("approval_request", "hex(revision_id), round, hex(person_id), asked, workflow_state, needed, note, open"),
        ("approval", "hex(revision_id), round, hex(person_id), verdict, comment, given"),
        ("approval_override", "hex(revision_id), round, hex(person_id), reason, given"),
        ("release", "hex(revision_id), hex(person_id), at, form, hash, exception"),
        ("release_line", "hex(revision_id), hex(line_id), hex(child_revision_id)"),
        ("property", "hex(revision_id), name, kind, text, unit"),
        (
            "bom_line",
            "hex(id), hex(revision_id), position, hex(child_part_id), quantity, designators, hex(pinned_revision_id), properties, hex(origin_file_id), origin_rows",
        ),
        ("bom_substitute", "hex(revision_id), hex(line_id), priority, hex(part_id), note"),
        ("bom_designator", "hex(revision_id), designator, hex(line_id)"),
        ("file_content", "hex(hash), size"),
        ("file", "hex(id), hex(revision_id), name, name_key, role, hex(hash), added, hex(added_by_id)"),
        ("audit_unit", "sequence, at, hex(person_id), operation"),
        ("audit_entry", "unit_sequence, position, room, hex(subject), title"),
        ("audit_undo", "unit_sequence, undone_sequence"),
        ("part_removed", "sequence, codes, hex(id)"),
        ("import_file", "hex(id), name, sha256, columns, imported_at, hex(imported_by)"),
        ("import_row", "hex(file_id), number, cells"),
        ("import_complete", "hex(file_id)"),
        ("import_layout", "key, roles, encoding, delimiter"),
        ("import_choice", "kind, key, hex(part_id)"),
    ] {
        let mut statement = raw
            .prepare(&format!("SELECT concat_ws(' ', '{table}', {columns}) FROM {table} ORDER BY 1"))
            .expect("a query");
        rows.extend(
            statement.query_map([], |row| row.get::<_, String>(0)).expect("rows").map(|row| row.expect("a row")),
        );
    }
    rows
}

/// Tries each of these transactions with foreign keys on and off; each must be refused, and change nothing.
pub(crate) fn refused_either_way(raw: &Connection, transactions: &[&str]) {
    let before = everything(raw);
    for foreign_keys in [true, false] {
        raw.pragma_update(None, "foreign_keys", foreign_keys).expect("foreign keys");
        for sql in transactions {
            let answer = raw.execute_batch(&format!("BEGIN; PRAGMA defer_foreign_keys = ON; {sql}; COMMIT;"));
            if !raw.is_autocommit() {
                raw.execute_batch("ROLLBACK").expect("a rollback");
            }
            let said = answer.map_err(|error| (error.sqlite_error_code(), error.to_string()));
            // By a rule, or because the table has no rowid that could be written to.
            assert!(
                said.as_ref().is_err_and(|(code, text)| *code == Some(ErrorCode::ConstraintViolation)
                    || text.contains("no such column: ")
                    || text.contains("has no column named rowid")),
                "foreign keys {foreign_keys}: {sql}\n{said:?}"
            );
            assert_eq!(everything(raw), before, "foreign keys {foreign_keys}: {sql}");
        }
    }
}

/// What SQLite says to a statement that it must refuse.
pub(crate) fn refused(raw: &Connection, sql: &str) -> String {
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
        format!("INSERT OR REPLACE INTO bom_line SELECT {released}, randomblob(16), 9, child_part_id, quantity, unit, '[\"R9\"]', 0, 0, '', '', NULL, '[]', NULL, NULL FROM bom_line WHERE revision_id = {released}"),
        format!("INSERT OR REPLACE INTO bom_line SELECT {released}, id, 9, child_part_id, quantity, unit, '[]', 1, 0, '', '', NULL, '[]', NULL, NULL FROM bom_line WHERE revision_id = {released}"),
        format!("UPDATE bom_line SET revision_id = {released} WHERE id = {draft_line}"),
        format!("DELETE FROM bom_designator WHERE revision_id = {released}"),
        format!("UPDATE bom_designator SET designator = 'R7' WHERE revision_id = {released}"),
        format!("INSERT INTO bom_designator SELECT {released}, 'R8', id FROM bom_line WHERE revision_id = {released}"),
        format!("INSERT INTO property VALUES ({released}, 'Colour', 'colour', 'text', 'red', '')"),
        format!("UPDATE property SET text = 'v2' WHERE revision_id = {released}"),
        format!("DELETE FROM property WHERE revision_id = {released}"),
        "UPDATE revision SET label = 'Z' WHERE state = 'Released'".to_owned(),
        "UPDATE revision SET created = 0 WHERE state = 'Released'".to_owned(),
        "DELETE FROM revision WHERE state = 'Released'".to_owned(),
        "INSERT OR REPLACE INTO revision SELECT id, part_id, 7, '7', 'Draft', author_id, created, NULL, NULL, workflow_id, 'Draft' FROM revision WHERE state = 'Released'".to_owned(),
    ] {
        let said = refused(&raw, &sql);
        let rules = ["revision.frozen", "revision_keeps_head", "revision_keeps_author", "revision_id", "bom_designator_keeps", "bom_designator_stays", "bom_line_stays_in_place", "bom_line_id_is_unique"];
        assert!(rules.iter().any(|rule| said.contains(rule)), "{sql}\n{said}");
    }
}

#[test]
fn a_line_of_a_draft_cannot_take_the_id_of_a_frozen_line() {
    let (_test, raw) = board();
    let said = refused(
        &raw,
        "INSERT OR REPLACE INTO bom_line
         SELECT (SELECT revision_id FROM bom_line JOIN revision ON revision.id = revision_id WHERE state = 'Draft'), bom_line.id, 9, child_part_id, quantity, unit, '[]', 1, 0, '', '', NULL, '[]', NULL, NULL
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
        for states in [format!("state = '{to}'"), format!("state = '{to}', workflow_state = '{to}'")] {
            let said = refused(&raw, &format!("UPDATE revision SET {states} WHERE state = '{from}'"));
            assert!(said.contains("revision.step_unknown"), "{from} to {to}: {said}");
        }
    }
    raw.execute(
        "UPDATE revision SET state = 'Obsolete', workflow_state = 'Obsolete', obsolete = 7 WHERE state = 'Released'",
        [],
    )
    .expect("a step there is");
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
                "INSERT INTO bom_line SELECT revision.id, randomblob(16), 1, (SELECT id FROM part WHERE name = '{}'), 1000000, 'each', '[]', 0, 0, '', '', NULL, '[]', NULL, NULL
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
    assert!(said.contains("revision_keeps_head"), "a revision cannot be carried to another part: {said}");
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
            "INSERT INTO bom_line SELECT revision_id, randomblob(16), 2, child_part_id, 1000000, 'each', '[\"R2\"]', 0, 0, '', '', NULL, '[]', NULL, NULL FROM bom_line WHERE id = {draft}"
        ),
    );
    assert!(said.contains("bom.designator_taken"), "a designator stands once: {said}");
}

#[test]
fn part_numbers_are_fixed_and_never_replaced() {
    let (_test, raw) = board();
    for (sql, rule) in [
        ("UPDATE part SET sequence = 777777 WHERE name = '10k'", "part.number_fixed"),
        ("UPDATE part SET codes = 'EL-CAP' WHERE name = '10k'", "part.number_fixed"),
        (
            "INSERT OR REPLACE INTO part SELECT randomblob(16), subcategory_id, codes, sequence, 'x', '', 0, 'x', 'x', NULL, '' FROM part WHERE name = '10k'",
            "part.number_taken",
        ),
        (
            "INSERT OR REPLACE INTO part SELECT id, subcategory_id, codes, 888888, 'x', '', 0, 'x', 'x', NULL, '' FROM part WHERE name = '10k'",
            "part_number_was_given",
        ),
        ("DELETE FROM part WHERE name = '10k'", "part.in_use"),
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
        "INSERT INTO audit_entry SELECT 1, 1000, room, subject, part_id, action, title, before, after, previous, hash FROM audit_entry LIMIT 1",
        "INSERT OR REPLACE INTO audit_entry SELECT unit_sequence, position, room, subject, part_id, action, 'nothing', before, after, previous, hash FROM audit_entry WHERE unit_sequence = (SELECT max(sequence) FROM audit_unit)",
    ] {
        let said = refused(&raw, sql);
        assert!(said.contains("audit.append_only"), "{sql}\n{said}");
    }
}

/// REPLACE takes away the row that is in the way, whichever of its keys is: id, ordinal, label, rowid.
#[test]
fn nothing_takes_the_place_of_a_revision() {
    let (test, raw) = board();
    let ports = test.ports();
    let bare = part("EL-RES").named("bare").released().add_to(ports);
    revise(ports, &bare.part);
    let (released, next) = (
        "(SELECT id FROM revision WHERE part_id = (SELECT id FROM part WHERE name = 'released'))",
        "part_id = (SELECT id FROM part WHERE name = 'bare') AND ordinal = 2",
    );
    let draft = "part_id = (SELECT id FROM part WHERE name = 'draft')";
    refused_either_way(
        &raw,
        &[
            &format!("UPDATE OR REPLACE revision SET id = {released} WHERE {next}"),
            &format!("UPDATE OR REPLACE revision SET id = {released} WHERE {draft}"),
            &format!("UPDATE OR REPLACE revision SET ordinal = 1, label = '1' WHERE {next}"),
            &format!("UPDATE revision SET ordinal = 7 WHERE {next}"),
            &format!("UPDATE revision SET label = 'B' WHERE {next}"),
            &format!("UPDATE revision SET id = randomblob(16) WHERE {next}"),
            &format!("UPDATE revision SET part_id = (SELECT id FROM part WHERE name = '10k') WHERE {next}"),
            &format!("UPDATE OR REPLACE revision SET rowid = (SELECT rowid FROM revision WHERE id = {released}) WHERE {next}"),
            &format!("UPDATE OR REPLACE revision SET _rowid_ = 1 WHERE {next}"),
            &format!("INSERT OR REPLACE INTO revision (rowid, id, part_id, ordinal, label, state, author_id, created)
                SELECT rowid, randomblob(16), (SELECT id FROM part WHERE name = '10k'), 9, '9', 'Draft', author_id, 0 FROM revision WHERE id = {released}"),
            &format!("INSERT OR REPLACE INTO revision SELECT id, part_id, 9, '9', 'Draft', author_id, 0, NULL, NULL, workflow_id, 'Draft' FROM revision WHERE id = {released}"),
            "INSERT OR REPLACE INTO revision SELECT randomblob(16), part_id, 1, '9', 'Draft', author_id, 0, NULL, NULL, workflow_id, 'Draft' FROM revision WHERE state = 'Released'",
            "INSERT OR REPLACE INTO revision SELECT randomblob(16), part_id, 9, '1', 'Draft', author_id, 0, NULL, NULL, workflow_id, 'Draft' FROM revision WHERE state = 'Released'",
            &format!("INSERT OR REPLACE INTO revision SELECT randomblob(16), part_id, 9, '9', 'Draft', author_id, 0, NULL, NULL, workflow_id, 'Draft' FROM revision WHERE {next}"),
            "DELETE FROM revision WHERE state = 'Released'",
        ],
    );
}

#[test]
fn a_revision_begins_as_a_draft() {
    let (_test, raw) = board();
    for state in ["In Review", "Released", "Obsolete"] {
        let said = refused(
            &raw,
            &format!(
                "INSERT INTO revision SELECT randomblob(16), part_id, 2, '2', '{state}', author_id, 0, NULL, NULL, workflow_id, 'Draft' FROM revision WHERE state = 'Released'"
            ),
        );
        assert!(said.contains("revision.step_unknown"), "{state}: {said}");
    }
}

/// Content that waits for its revision would pass every question that is asked of the revision.
#[test]
fn no_content_comes_before_its_revision() {
    let (_test, raw) = board();
    let id = "x'0102030405060708090a0b0c0d0e0f10'";
    let line = |child: &str| {
        format!(
            "INSERT INTO bom_line SELECT {id}, randomblob(16), 1, id, 1000000, 'each', '[\"R1\"]', 0, 0, '', '', NULL, '[]', NULL, NULL FROM part WHERE name = '{child}'"
        )
    };
    let revision = |part: &str, state: &str| {
        format!(
            "INSERT INTO revision SELECT {id}, part.id, 2, '2', '{state}', person.id, 0, NULL, NULL, x'00000000000000000000000000000001', 'Draft' FROM part, person WHERE part.name = '{part}'"
        )
    };
    let property = format!("INSERT INTO property VALUES ({id}, 'Colour', 'colour', 'text', 'red', '')");
    refused_either_way(
        &raw,
        &[
            &format!("{}; {}", line("released"), revision("released", "Draft")),
            &format!("{}; {}", line("10k"), revision("released", "Released")),
            &format!("{property}; {}", revision("released", "Draft")),
            &line("10k"),
            &property,
            &format!("UPDATE property SET revision_id = {id} WHERE text = '10k'"),
            &format!("UPDATE bom_line SET revision_id = {id} WHERE designators = '[\"R2\"]'"),
            // A draft that is taken out from under its lines and comes back as another part's.
            "CREATE TEMP TABLE gone AS SELECT * FROM revision WHERE part_id = (SELECT id FROM part WHERE name = 'draft');
             DELETE FROM revision WHERE id = (SELECT id FROM gone);
             INSERT INTO revision SELECT id, (SELECT id FROM part WHERE name = 'released'), 2, '2', 'Draft', author_id, created, NULL, NULL, workflow_id, 'Draft' FROM gone",
        ],
    );
}

#[test]
fn nothing_takes_the_place_of_a_part_a_person_or_a_category() {
    let (_test, raw) = board();
    refused_either_way(
        &raw,
        &[
            "INSERT OR REPLACE INTO part (rowid, id, subcategory_id, codes, sequence, name, description, created, name_key, search_key)
                SELECT sequence, randomblob(16), subcategory_id, codes, sequence, 'x', '', 0, 'x', 'x' FROM part WHERE name = '10k'",
            "UPDATE OR REPLACE part SET rowid = (SELECT rowid FROM part WHERE name = '10k') WHERE name = 'draft'",
            "UPDATE OR REPLACE part SET _rowid_ = _rowid_ + 50 WHERE name = 'draft'",
            "UPDATE OR REPLACE part SET id = (SELECT id FROM part WHERE name = '10k') WHERE name = 'draft'",
            "UPDATE part SET id = randomblob(16) WHERE name = 'draft'",
            "UPDATE part SET oid = 999999, name = 'x' WHERE name = 'draft'",
            "DELETE FROM part WHERE name = 'draft'",
            "INSERT OR REPLACE INTO person (rowid, id, name, role) SELECT rowid, randomblob(16), 'x', 'Viewer' FROM person",
            "INSERT OR REPLACE INTO person SELECT id, 'x', 'Viewer', 0 FROM person",
            "INSERT OR REPLACE INTO person SELECT randomblob(16), 'x', 'Viewer', 1",
            "INSERT INTO person SELECT randomblob(16), 'x', 'Viewer', 0; UPDATE OR REPLACE person SET acting = 1 WHERE name = 'x'",
            "INSERT INTO person SELECT randomblob(16), 'x', 'Viewer', 0; UPDATE OR REPLACE person SET id = (SELECT id FROM person WHERE acting = 1) WHERE name = 'x'",
            "INSERT OR REPLACE INTO category (rowid, id, code, name) SELECT rowid, randomblob(16), 'XX', 'x' FROM category LIMIT 1",
            "INSERT OR REPLACE INTO category SELECT id, 'XX', 'x' FROM category LIMIT 1",
            "INSERT OR REPLACE INTO category SELECT randomblob(16), code, 'x' FROM category LIMIT 1",
            "UPDATE OR REPLACE category SET id = (SELECT max(id) FROM category) WHERE id = (SELECT min(id) FROM category)",
            "INSERT OR REPLACE INTO subcategory (rowid, id, category_id, code, name, assembly) SELECT rowid, randomblob(16), category_id, 'XX', 'x', 0 FROM subcategory LIMIT 1",
            "INSERT OR REPLACE INTO subcategory SELECT id, category_id, 'XX', 'x', 0 FROM subcategory LIMIT 1",
            "INSERT OR REPLACE INTO subcategory SELECT randomblob(16), category_id, code, 'x', 0 FROM subcategory LIMIT 1",
            "UPDATE OR REPLACE subcategory SET id = (SELECT max(id) FROM subcategory) WHERE id = (SELECT min(id) FROM subcategory)",
        ],
    );
    // The rowid is the sequence: a statement that names both writes one of them, and the part that has it stays.
    for columns in ["rowid, sequence", "sequence, rowid", "_rowid_, sequence"] {
        for numbers in ["sequence, 888888", "888888, sequence"] {
            raw.execute_batch("SAVEPOINT try").expect("a savepoint");
            // Taken as another part or refused: both are fine.
            drop(raw.execute(
                &format!(
                    "INSERT OR REPLACE INTO part ({columns}, id, subcategory_id, codes, name, description, created, name_key, search_key)
                     SELECT {numbers}, randomblob(16), subcategory_id, codes, 'x', '', 0, 'x', 'x' FROM part WHERE name = '10k'"
                ),
                [],
            ));
            let there: i64 =
                raw.query_row("SELECT count(*) FROM part WHERE name = '10k'", [], |row| row.get(0)).expect("a count");
            assert_eq!(there, 1, "({columns}) of {numbers}");
            raw.execute_batch("ROLLBACK TO try; RELEASE try").expect("a rollback");
        }
    }
}

#[test]
fn the_sequence_of_part_numbers_goes_on_by_one() {
    let (_test, raw) = board();
    refused_either_way(
        &raw,
        &[
            "UPDATE part_sequence SET next = next + 2",
            "UPDATE part_sequence SET next = next - 1",
            "UPDATE part_sequence SET next = next",
            "UPDATE part_sequence SET next = next + 1, rowid = 2",
            "UPDATE part_sequence SET only = 2",
            "DELETE FROM part_sequence",
            "INSERT INTO part_sequence VALUES (2, 100000)",
            "INSERT OR REPLACE INTO part_sequence VALUES (1, 100000)",
            "INSERT INTO part_sequence VALUES (1, 100000) ON CONFLICT DO UPDATE SET next = 100000",
        ],
    );
    assert_eq!(raw.execute("UPDATE part_sequence SET next = next + 1", []), Ok(1));
}

#[test]
fn an_entry_of_the_audit_is_not_replaced_by_its_row() {
    let (_test, raw) = board();
    refused_either_way(
        &raw,
        &[
            "INSERT OR REPLACE INTO audit_entry (rowid, unit_sequence, position, room, subject, part_id, action, title)
                SELECT 1, (SELECT max(sequence) FROM audit_unit), 999, room, subject, part_id, action, 'nothing' FROM audit_entry LIMIT 1",
            "INSERT OR REPLACE INTO audit_entry SELECT unit_sequence, position, room, subject, part_id, action, 'nothing', before, after, previous, hash
                FROM audit_entry WHERE unit_sequence = (SELECT max(sequence) FROM audit_unit)",
            "INSERT OR REPLACE INTO audit_unit (rowid, sequence, at, person_id, operation) SELECT 1, 1, at, person_id, 'nothing' FROM audit_unit LIMIT 1",
            "INSERT OR REPLACE INTO audit_unit (sequence, at, person_id, operation) SELECT NULL, at, person_id, 'nothing' FROM audit_unit LIMIT 1",
            "UPDATE OR REPLACE audit_unit SET rowid = 1 WHERE sequence = 2",
        ],
    );
}

/// Nobody is asked at the commit, which many units share: who acts is asked when the head is written.
#[test]
fn no_foreign_key_waits_for_the_commit() {
    let (_test, raw) = board();
    let deferred: i64 = raw
        .query_row("SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%DEFERRABLE%'", [], |row| row.get(0))
        .expect("a count");
    assert_eq!(deferred, 0);
    let said = refused(
        &raw,
        "INSERT INTO audit_unit SELECT max(sequence) + 1, 0, randomblob(16), 'by nobody' FROM audit_unit",
    );
    assert!(said.contains("FOREIGN KEY"), "{said}");
}

#[test]
fn a_designator_stands_once_whatever_the_statement_says_of_conflicts() {
    let (_test, raw) = board();
    let draft = "FROM bom_line WHERE designators = '[\"R2\"]'";
    let line = |conflict: &str, quantity: u32, designators: &str| {
        format!(
            "INSERT {conflict} INTO bom_line SELECT revision_id, randomblob(16), 2, child_part_id, {quantity}000000, 'each', '{designators}', 0, 0, '', '', NULL, '[]', NULL, NULL {draft}"
        )
    };
    let holder = "INSERT INTO bom_designator SELECT revision_id, 'R3', id";
    refused_either_way(
        &raw,
        &[
            &line("OR REPLACE", 1, "[\"R2\"]"),
            &line("OR IGNORE", 1, "[\"R2\"]"),
            &line("OR FAIL", 2, "[\"R3\",\"R2\"]"),
            &line("OR REPLACE", 2, "[\"R3\",\"R3\"]"),
            &format!(
                "{}; UPDATE OR REPLACE bom_line SET designators = '[\"R2\"]' WHERE position = 2",
                line("", 1, "[\"R4\"]")
            ),
            &format!(
                "UPDATE OR REPLACE bom_line SET designators = '[\"R2\",\"R2\"]', quantity = 2000000 WHERE id = (SELECT id {draft})"
            ),
            &format!("DELETE FROM bom_designator WHERE designator = 'R2'; {}", line("", 1, "[\"R2\"]")),
            &format!("{holder} {draft}; UPDATE bom_designator SET designator = 'R4' WHERE designator = 'R3'"),
            &format!("{holder} {draft}; INSERT OR REPLACE INTO bom_designator SELECT revision_id, 'R2', id {draft}"),
        ],
    );
}

/// What Rust takes for a designator, the schema takes, and nothing else, so that every BOM can be read.
#[test]
fn designators_are_texts_that_can_be_read() {
    let (test, raw) = board();
    let set = |designators: &str| {
        raw.execute(
            "UPDATE bom_line SET designators = ?1, quantity = 1000000 WHERE revision_id NOT IN (SELECT id FROM revision WHERE state = 'Released')",
            [designators],
        )
    };
    let long = format!("[\"{}\"]", "R".repeat(33));
    for designators in [
        "[1]",
        "[null]",
        "[[\"R1\"]]",
        "[{}]",
        "[true]",
        "[\"\"]",
        "[\" \"]",
        "[\"R 1\"]",
        "[\"R1,\"]",
        "[\"R1;\"]",
        "[\"R\u{a0}1\"]",
        "[\"R\u{2003}1\"]",
        "[\"R\u{3000}\"]",
        "[\"R\u{85}\"]",
        "[\"R\u{7f}\"]",
        "[\"R\u{2028}\"]",
        r#"["R\u0000"]"#,
        r#"["R\ud800"]"#,
        r#"["R\t1"]"#,
        r#"["R\u0020"]"#,
        &long,
    ] {
        let said = set(designators).expect_err(designators).to_string();
        assert!(said.contains("bom_line_designators_are_texts"), "{designators}: {said}");
    }
    let longest = "Ω".repeat(32);
    for designator in
        ["R12", "I/O", "LED2A", "Ω\u{1f980}\u{fffd}", "a\"b", "a\\b", r"a\u0000", "[]*?^-", "x\u{200b}", &longest]
    {
        set(&serde_json::to_string(&[designator]).expect("JSON")).expect(designator);
        let (parsed, draft) = (
            designator::parse_list(designator).expect(designator),
            raw.query_row(
                "SELECT revision_id FROM bom_line JOIN revision ON revision.id = revision_id WHERE state = 'Draft'",
                [],
                |row| row.get(0),
            )
            .expect("a draft"),
        );
        assert_eq!(test.read(|snapshot| snapshot.boms().lines(RevisionId(draft)))[0].designators, parsed);
        let held: String = raw
            .query_row("SELECT group_concat(designator) FROM bom_designator WHERE revision_id = ?1", [draft], |row| {
                row.get(0)
            })
            .expect("a designator");
        assert_eq!(held, designator);
    }
}

/// A released and a draft board, each with a line of one resistor that another stands in for, and a connection to them.
fn substituted() -> (TestStore, Connection) {
    let fixture = fresh();
    let raw = fixture.raw();
    let test = TestStore::new(fixture);
    let _actor = test.open();
    let ports = test.ports();
    let [resistor, other, third] = ["one", "other", "third"].map(|name| part("EL-RES").named(name).add_to(ports));
    let released = part("EL-PCA").named("released").add_to(ports);
    line(&released, &resistor).pinned(&resistor).or(&other).add_to(ports);
    advance(ports, released.revision.id, Lifecycle::Released);
    let draft = part("EL-PCA").named("draft").add_to(ports);
    line(&draft, &resistor).or(&other).add_to(ports);
    let deep = part("EL-PCA").named("deep").add_to(ports);
    line(&draft, &third).or(&deep).add_to(ports);
    (test, raw)
}

#[test]
fn pins_and_substitutes_keep_their_rules_for_every_statement() {
    let (_test, raw) = substituted();
    let part = |name: &str| format!("(SELECT id FROM part WHERE name = '{name}')");
    let revision =
        |name: &str| format!("(SELECT revision.id FROM revision JOIN part ON part.id = part_id WHERE name = '{name}')");
    let line = |name: &str| {
        format!("FROM bom_line WHERE revision_id = {} AND child_part_id = {}", revision(name), part("one"))
    };
    let insert = |conflict: &str, of: &str, priority: u32, by: &str| {
        format!(
            "INSERT {conflict} INTO bom_substitute SELECT revision_id, id, {priority}, {}, '' {}",
            part(by),
            line(of)
        )
    };
    let statements = [
        // What is released.
        insert("", "released", 2, "third"),
        insert("OR REPLACE", "released", 1, "third"),
        format!("DELETE FROM bom_substitute WHERE revision_id = {}", revision("released")),
        format!("UPDATE bom_substitute SET note = 'x' WHERE revision_id = {}", revision("released")),
        format!("UPDATE bom_line SET pinned_revision_id = NULL WHERE revision_id = {}", revision("released")),
        // The same part twice, the child, and whose place is taken.
        insert("", "draft", 2, "other"),
        insert("OR REPLACE", "draft", 2, "other"),
        insert("OR REPLACE", "draft", 1, "third"),
        insert("", "draft", 2, "one"),
        insert("", "draft", 0, "third"),
        format!(
            "UPDATE bom_line SET child_part_id = {} WHERE revision_id = {} AND child_part_id = {}",
            part("other"),
            revision("draft"),
            part("one")
        ),
        // Neither moved nor without a line.
        format!(
            "UPDATE OR REPLACE bom_substitute SET revision_id = {} WHERE revision_id = {}",
            revision("released"),
            revision("draft")
        ),
        format!("INSERT INTO bom_substitute SELECT {}, randomblob(16), 1, {}, ''", revision("draft"), part("third")),
        // A cycle, as a substitute and below one.
        insert("", "draft", 2, "draft"),
        format!(
            "INSERT INTO bom_line SELECT {}, randomblob(16), 1, {}, 1000000, 'each', '[]', 0, 0, '', '', NULL, '[]', NULL, NULL",
            revision("deep"),
            part("draft")
        ),
        // A pin to what is no revision of the child.
        format!(
            "UPDATE bom_line SET pinned_revision_id = {} WHERE revision_id = {}",
            revision("deep"),
            revision("draft")
        ),
        format!("UPDATE bom_line SET pinned_revision_id = randomblob(16) WHERE revision_id = {}", revision("draft")),
        format!(
            "INSERT INTO bom_line SELECT {}, randomblob(16), 9, {}, 1000000, 'each', '[]', 0, 0, '', '', {}, '[]', NULL, NULL",
            revision("draft"),
            part("one"),
            revision("other")
        ),
        // What a pin points to goes.
        format!("DELETE FROM revision WHERE id = {}", revision("one")),
    ];
    refused_either_way(&raw, &statements.iter().map(String::as_str).collect::<Vec<_>>());
    raw.pragma_update(None, "foreign_keys", true).expect("foreign keys");
    raw.execute_batch(&insert("", "draft", 2, "third")).expect("another substitute is taken");
    raw.execute_batch(&format!("DELETE FROM bom_line WHERE revision_id = {}", revision("draft")))
        .expect("a line may go");
    let left: i64 = raw.query_row("SELECT count(*) FROM bom_substitute", [], |row| row.get(0)).expect("a count");
    assert_eq!(left, 1, "and takes its substitutes along");
}

#[test]
fn codes_stay_and_what_is_in_use_stays() {
    let (_test, raw) = board();
    let (resistors, electronics) =
        ("(SELECT subcategory_id FROM part WHERE name = '10k')", "(SELECT id FROM category WHERE code = 'EL')");
    refused_either_way(
        &raw,
        &[
            "UPDATE category SET code = 'XX' WHERE code = 'EL'",
            "UPDATE OR REPLACE category SET code = 'ME' WHERE code = 'EL'",
            &format!("UPDATE subcategory SET code = 'XXX' WHERE id = {resistors}"),
            &format!("UPDATE OR REPLACE subcategory SET code = 'CAP' WHERE id = {resistors}"),
            &format!(
                "UPDATE subcategory SET category_id = (SELECT id FROM category WHERE code = 'ME') WHERE id = {resistors}"
            ),
            &format!("DELETE FROM subcategory WHERE id = {resistors}"),
            &format!("DELETE FROM category WHERE id = {electronics}"),
        ],
    );
    for (sql, rule) in [
        ("UPDATE category SET code = 'XX'".to_owned(), "category.code_fixed"),
        (format!("DELETE FROM subcategory WHERE id = {resistors}"), "category.in_use"),
        (format!("DELETE FROM category WHERE id = {electronics}"), "category.not_empty"),
    ] {
        let said = refused(&raw, &sql);
        assert!(said.contains(rule), "{sql}\n{said}");
    }
    raw.pragma_update(None, "foreign_keys", true).expect("foreign keys");
    raw.execute("UPDATE category SET name = 'Other'", []).expect("a name changes");
    raw.execute("DELETE FROM subcategory WHERE code = 'TPT'", []).expect("what nobody uses goes");
    let demands: i64 = raw
        .query_row(
            "SELECT count(*) FROM subcategory_demand WHERE subcategory_id NOT IN (SELECT id FROM subcategory)",
            [],
            |row| row.get(0),
        )
        .expect("a count");
    assert_eq!(demands, 0, "with its demands");
}

#[test]
fn a_demand_stands_once_and_is_a_name() {
    let (_test, raw) = board();
    let resistors = "(SELECT subcategory_id FROM part WHERE name = '10k')";
    for (values, rule) in [
        ("3, 'VALUE'", "subcategory_demand.subcategory_id, subcategory_demand.name"),
        ("1, 'Mass'", "subcategory_demand.subcategory_id, subcategory_demand.position"),
        ("0, 'Mass'", "subcategory_demand_position_counts"),
        ("3, ''", "subcategory_demand_name_given"),
    ] {
        let said = refused(&raw, &format!("INSERT INTO subcategory_demand SELECT {resistors}, {values}"));
        assert!(said.contains(rule), "{values}\n{said}");
    }
}

#[test]
fn supplier_parts_and_prices_keep_their_limits() {
    let (test, raw) = board();
    part("EL-RES").named("sold").mpn("Yageo", "RC0402").add_to(test.ports());
    raw.execute_batch(
        "INSERT INTO supplier_part SELECT 1, randomblob(16), id, 'S', 'A', '', 0, 1, 1, 'EUR', 'S', 'A' FROM manufacturer_part;
         INSERT INTO supplier_part_price SELECT id, 1000000, 0 FROM supplier_part",
    )
    .expect("a supplier part with a price");
    for (change, rule) in [
        ("lead_time = -1", "supplier_part_lead_time_in_range"),
        ("lead_time = 3651", "supplier_part_lead_time_in_range"),
        ("minimum = 0", "supplier_part_minimum_in_range"),
        ("multiple = 1000000000000000", "supplier_part_multiple_in_range"),
        ("currency = 'eur'", "supplier_part_currency_is_code"),
        ("currency = 'EURO'", "supplier_part_currency_is_code"),
        ("supplier = ''", "supplier_part_supplier_given"),
        ("order_code = ''", "supplier_part_order_code_given"),
        ("id = randomblob(16)", "supplier_part_stays_in_place"),
        ("manufacturer_part_id = randomblob(16)", "supplier_part_stays_in_place"),
    ] {
        let said = refused(&raw, &format!("UPDATE supplier_part SET {change}"));
        assert!(said.contains(rule), "{change}\n{said}");
    }
    for (values, rule) in [
        ("1000000, 7", "supplier_part_price.supplier_part_id, supplier_part_price.quantity"),
        ("0, 7", "supplier_part_price_quantity_in_range"),
        ("2000000, -1", "supplier_part_price_in_range"),
        ("2000000, 1000000000000000", "supplier_part_price_in_range"),
    ] {
        let said = refused(&raw, &format!("INSERT INTO supplier_part_price SELECT id, {values} FROM supplier_part"));
        assert!(said.contains(rule), "{values}\n{said}");
    }
    refused_either_way(&raw, &["DELETE FROM manufacturer_part"]);
    assert!(refused(&raw, "DELETE FROM manufacturer_part").contains("manufacturer_part.in_use"));
    raw.pragma_update(None, "foreign_keys", true).expect("foreign keys");
    raw.execute("DELETE FROM supplier_part", []).expect("what is sold no longer goes");
    let prices: i64 = raw.query_row("SELECT count(*) FROM supplier_part_price", [], |row| row.get(0)).expect("a count");
    assert_eq!(prices, 0, "with its prices");
}

/// A released part and a draft, each with a file of its own.
fn attached() -> (TestStore, Connection) {
    let fixture = fresh();
    let raw = fixture.raw();
    let test = TestStore::new(fixture);
    let (actor, ports) = (test.open(), test.ports());
    let (service, _) = files(ports);
    for (name, state) in [("frozen.pdf", Lifecycle::Released), ("free.pdf", Lifecycle::Draft)] {
        let revision = part("EL-ICT").add_to(ports).revision.id;
        let attached = service.attach(&actor, revision, new_file(name), &mut name.as_bytes(), &Cancel::new());
        attached.expect("a file that is attached");
        advance(ports, revision, state);
    }
    (test, raw)
}

#[test]
fn the_files_of_a_released_revision_are_frozen_for_every_statement() {
    let (_test, raw) = attached();
    let frozen = "(SELECT id FROM file WHERE name = 'frozen.pdf')";
    let free = "(SELECT id FROM file WHERE name = 'free.pdf')";
    let released = "(SELECT id FROM revision WHERE state = 'Released')";
    let draft = "(SELECT revision_id FROM file WHERE name = 'free.pdf')";
    let other = "(SELECT hash FROM file WHERE name = 'free.pdf')";
    let copy = |id: &str, revision: &str, name: &str| {
        format!(
            "SELECT {id}, {revision}, '{name}', '{name}', '{name}', 'Other', hash, added, added_by_id FROM file WHERE name = 'free.pdf'"
        )
    };
    refused_either_way(
        &raw,
        &[
            &format!("UPDATE file SET role = 'Other' WHERE id = {frozen}"),
            &format!("UPDATE file SET hash = {other} WHERE id = {frozen}"),
            &format!("UPDATE file SET name = 'x', name_key = 'x' WHERE id = {frozen}"),
            &format!("UPDATE OR REPLACE file SET added = 0 WHERE id = {frozen}"),
            &format!("DELETE FROM file WHERE id = {frozen}"),
            &format!("INSERT INTO file {}", copy("randomblob(16)", released, "more.pdf")),
            &format!("INSERT OR REPLACE INTO file {}", copy("randomblob(16)", released, "frozen.pdf")),
            &format!("INSERT OR REPLACE INTO file {}", copy(frozen, draft, "other.pdf")),
            &format!("UPDATE OR REPLACE file SET id = {frozen} WHERE id = {free}"),
            &format!("UPDATE file SET revision_id = {released} WHERE id = {free}"),
            &format!("UPDATE file SET revision_id = {draft} WHERE id = {frozen}"),
        ],
    );
    assert!(refused(&raw, &format!("DELETE FROM file WHERE id = {frozen}")).contains("revision.frozen"));
}

#[test]
fn a_content_is_never_forgotten_and_never_changes() {
    let (_test, raw) = attached();
    refused_either_way(
        &raw,
        &[
            "DELETE FROM file_content",
            "UPDATE file_content SET size = size + 1",
            "UPDATE file_content SET hash = randomblob(32)",
            "INSERT OR REPLACE INTO file_content SELECT hash, size + 1 FROM file_content",
            "INSERT INTO file_content VALUES (randomblob(31), 1)",
            "INSERT INTO file_content VALUES (randomblob(32), -1)",
            "UPDATE file SET hash = randomblob(32) WHERE name = 'free.pdf'",
            "DELETE FROM file; DELETE FROM file_content",
        ],
    );
}

#[test]
fn a_file_has_a_name_a_role_and_a_revision() {
    let (_test, raw) = attached();
    let row = |revision: &str, name: &str, role: &str| {
        format!(
            "INSERT INTO file SELECT randomblob(16), {revision}, {name}, {name}, {name}, '{role}', hash, added, added_by_id FROM file WHERE name = 'free.pdf'"
        )
    };
    let rows = [
        row("randomblob(16)", "'a'", "Other"),
        row("revision_id", "'a'", "Novel"),
        row("revision_id", "'free.pdf'", "Other"),
        row("revision_id", "''", "Other"),
        row("revision_id", "'.'", "Other"),
        row("revision_id", "'..'", "Other"),
        row("revision_id", "'a/b'", "Other"),
        row("revision_id", "'a\\b'", "Other"),
        row("revision_id", "'a' || char(10) || 'b'", "Other"),
        row("revision_id", "'a' || char(0) || 'b'", "Other"),
        row("revision_id", "'a' || char(127)", "Other"),
        row("revision_id", "replace(hex(zeroblob(128)), '0', 'a')", "Other"),
    ];
    refused_either_way(&raw, &rows.each_ref().map(String::as_str));
    let taken = row("revision_id", "'free.pdf'", "Other").replace("INSERT", "INSERT OR REPLACE");
    assert!(refused(&raw, &taken).contains("file.name_taken"));
    raw.execute(&row("revision_id", "replace(hex(zeroblob(127)), '0', 'a') || 'b'", "Other"), []).expect("255 bytes");
}
