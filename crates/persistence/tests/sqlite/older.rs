//! Files as older programs left them, one for every schema that was ever shipped. They are made by the steps that those
//! programs took: a step is never edited, so what it made then it makes now, and what is put in is put in between, as it
//! was then.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};

/// The steps there are, in their order.
pub(crate) fn steps() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let entries = fs::read_dir(folder).expect("the migrations").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = entries.filter(|file| file.extension().is_some_and(|ending| ending == "sql")).collect();
    files.sort();
    files
}

/// What comes into a file right after the step of that number. `#01` stands for an id, `#hash` for a hash.
const DATA: &[(u32, &str)] = &[
    (
        1,
        "INSERT INTO person (id, name, role, acting) VALUES (#01, 'Ada', 'Admin', 1), (#02, 'Grace', 'Designer', 0)",
    ),
    (
        2,
        "INSERT INTO category (id, code, name) VALUES (#03, 'EL', 'Electronics');
         INSERT INTO subcategory (id, category_id, code, name, assembly)
         VALUES (#04, #03, 'RES', 'Resistors', 0), (#05, #03, 'PCA', 'Boards', 1)",
    ),
    (
        3,
        "INSERT INTO part (id, subcategory_id, codes, sequence, name, description, created, name_key, search_key)
         VALUES (#06, #04, 'EL-RES', 100000, '10k', 'of carbon', 1, '10k', '10k'),
             (#07, #05, 'EL-PCA', 100001, 'Lamp', '', 2, 'lamp', 'lamp');
         UPDATE part_sequence SET next = next + 1;
         UPDATE part_sequence SET next = next + 1",
    ),
    (
        4,
        "INSERT INTO revision (id, part_id, ordinal, label, state, author_id, created)
         VALUES (#08, #06, 1, '1', 'Draft', #01, 1), (#09, #07, 1, '1', 'Draft', #02, 2)",
    ),
    (
        5,
        "INSERT INTO property (revision_id, name, name_key, kind, text, unit)
         VALUES (#08, 'Value', 'value', 'text', '10k', ''), (#08, 'Height', 'height', 'number', '0.35', 'mm')",
    ),
    (
        6,
        "INSERT INTO manufacturer_part
             (added, id, part_id, manufacturer, mpn, status, manufacturer_key, mpn_key, sort_key, search_key)
         VALUES (1, #10, #06, 'Yageo', 'RC0402', 'Preferred', 'yageo', 'rc0402', 'rc0402', 'rc0402')",
    ),
    (
        7,
        "INSERT INTO bom_line (revision_id, id, position, child_part_id, quantity, unit, designators, quantity_intended,
             dnp, find_number, note)
         VALUES (#09, #11, 1, #06, 2000000, 'each', '[\"R1\",\"R2\"]', 0, 0, '10', 'by hand')",
    ),
    (
        8,
        "INSERT INTO audit_unit (sequence, at, person_id, operation) VALUES (1, 7, #01, 'workspace.start');
         INSERT INTO audit_entry (unit_sequence, position, room, subject, action, title)
         VALUES (1, 1, 'person', #01, 'created', 'Ada')",
    ),
    (10, "INSERT INTO subcategory_demand (subcategory_id, position, name) VALUES (#04, 1, 'Value')"),
    (
        11,
        "INSERT INTO supplier_part (added, id, manufacturer_part_id, supplier, order_code, packaging, lead_time, minimum,
             multiple, currency, supplier_key, order_code_key)
         VALUES (1, #12, #10, 'Digi-Key', '311-10K', 'Reel', 14, 1000000, NULL, 'EUR', 'digi-key', '311-10k');
         INSERT INTO supplier_part_price (supplier_part_id, quantity, price) VALUES (#12, 1000000, 100000)",
    ),
    (
        12,
        "INSERT INTO file_content (hash, size) VALUES (#hash, 9);
         INSERT INTO file (id, revision_id, name, name_key, sort_key, role, hash, added, added_by_id)
         VALUES (#13, #09, 'lamp.pdf', 'lamp.pdf', 'lamp.pdf', 'Drawing', #hash, 3, #01)",
    ),
    (13, "UPDATE setting SET labels = 'Letters'"),
    (
        14,
        "INSERT INTO approval_request (revision_id, round, person_id, asked, needed, note, open)
         VALUES (#08, 1, #01, 3, 1, 'please', 1);
         UPDATE revision SET state = 'In Review' WHERE id = #08;
         INSERT INTO approval (revision_id, round, person_id, verdict, comment, given)
         VALUES (#08, 1, #02, 'Approved', '', 4)",
    ),
    (
        15,
        "INSERT INTO release (revision_id, person_id, at, form, hash, exception)
         VALUES (#08, #01, 5, 1, lower(hex(#hash)), '');
         UPDATE revision SET state = 'Released', released = 5 WHERE id = #08",
    ),
    (
        16,
        "INSERT INTO part (id, subcategory_id, codes, sequence, name, description, created, name_key, search_key)
         VALUES (#14, #04, 'EL-RES', 100002, '10k thin', '', 5, '10k thin', '10k thin');
         UPDATE part_sequence SET next = next + 1;
         INSERT INTO revision (id, part_id, ordinal, label, state, author_id, created)
         VALUES (#15, #14, 1, '1', 'Draft', #01, 5);
         INSERT INTO bom_substitute (revision_id, line_id, priority, part_id, note)
         VALUES (#09, #11, 1, #14, 'as good');
         UPDATE bom_line SET pinned_revision_id = #08 WHERE id = #11",
    ),
    (17, "UPDATE part SET successor_id = #14 WHERE id = #06"),
    (
        21,
        "INSERT INTO audit_unit (sequence, at, person_id, operation) VALUES (2, 8, #01, 'audit.undo');
         INSERT INTO audit_entry (unit_sequence, position, room, subject, action, title)
         VALUES (2, 1, 'person', #01, 'changed', 'Ada');
         INSERT INTO audit_undo (unit_sequence, undone_sequence) VALUES (2, 1)",
    ),
    (
        22,
        "UPDATE part_sequence SET next = next + 1;
         INSERT INTO part (id, subcategory_id, codes, sequence, name, description, created, name_key, search_key)
         VALUES (#16, #04, 'EL-RES', 100003, 'gone', '', 6, 'gone', 'gone');
         DELETE FROM part WHERE id = #16",
    ),
    (
        25,
        "INSERT INTO import_file (id, name, sha256, columns, imported_at, imported_by)
         VALUES (#17, 'lamp.csv', lower(hex(#hash)), '[\"Part\"]', 6, #01);
         INSERT INTO import_row (file_id, number, cells) VALUES (#17, 2, '[\"R1\"]');
         INSERT INTO import_layout (key, roles, encoding, delimiter) VALUES ('part', '[]', 'UTF-8', ',');
         INSERT INTO import_choice (kind, key, part_id) VALUES ('described', '10k', #06)",
    ),
    (
        26,
        "UPDATE bom_line
         SET properties = '[[\"Side\",\"top\"]]', origin_file_id = #17, origin_rows = '[2]' WHERE id = #11",
    ),
    (
        27,
        "INSERT INTO kicad_mapping (subcategory_id, offered, symbol_property, symbol, reference, footprint_property,
             no_bom, no_board, no_simulation)
         VALUES (#04, 1, 'Symbol', 'Device:R', 'R', 'Footprint', 0, 0, 0);
         INSERT INTO kicad_field (subcategory_id, position, property, visible) VALUES (#04, 1, 'Value', 1);
         UPDATE kicad_library SET drafts = 1",
    ),
    (
        28,
        "INSERT INTO import_file (id, name, sha256, columns, imported_at, imported_by)
         VALUES (#18, 'desk.csv', lower(hex(#hash)), '[\"Part\"]', 7, #01);
         INSERT INTO import_row (file_id, number, cells) VALUES (#18, 2, '[\"R1\"]');
         INSERT INTO import_complete (file_id) VALUES (#18)",
    ),
];

/// Takes the first steps in this file, by itself and past the store.
pub(crate) fn older(path: &Path, count: u32) {
    take(&Connection::open(path).expect("a file"), count, &[]);
}

/// The same, with something in every table that there was.
pub(crate) fn filled(path: &Path, count: u32) {
    take(&Connection::open(path).expect("a file"), count, DATA);
}

/// The same on a file system of its own.
pub(crate) fn filled_on(file_system: &str, path: &Path, count: u32) {
    let uri = format!("file:{}?vfs={file_system}", path.display());
    take(&Connection::open_with_flags(uri, OpenFlags::default()).expect("a file"), count, DATA);
}

fn take(raw: &Connection, count: u32, data: &[(u32, &str)]) {
    raw.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA foreign_keys = ON;
         BEGIN;
         CREATE TABLE schema_migration (
    version INTEGER NOT NULL CONSTRAINT schema_migration_version PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
) STRICT",
    )
    .expect("a table");
    for (number, file) in (1..=count).zip(steps()) {
        let sql = fs::read_to_string(&file).expect("a migration");
        raw.execute_batch(&sql).expect("a step");
        let name = file.file_stem().expect("a name").to_string_lossy();
        raw.execute("INSERT INTO schema_migration VALUES (?1, ?2, ?3)", (number, name, checksum(&sql))).expect("a row");
        for (_, sql) in data.iter().filter(|(after, _)| *after == number) {
            raw.execute_batch(&spelled(sql)).unwrap_or_else(|error| panic!("after step {number}: {error}"));
        }
        raw.pragma_update(None, "user_version", number).expect("a version");
    }
    raw.pragma_update(None, "application_id", 0x5057_7274).expect("an id");
    raw.execute_batch("COMMIT").expect("a file");
}

/// What stands in the list of steps for one.
pub(crate) fn checksum(sql: &str) -> String {
    Sha256::digest(sql).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn spelled(sql: &str) -> String {
    let mut sql = sql.replace("#hash", &format!("x'{}'", "ab".repeat(32)));
    for number in 1..=18 {
        // A UUID of version 7, as the program makes them.
        sql = sql.replace(&format!("#{number:02}"), &format!("x'01890000000070008000000000000{number:03}'"));
    }
    sql
}
