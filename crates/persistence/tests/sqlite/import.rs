//! What the schema holds of imports, and of what a line says by name, tried with raw SQL through a second connection.

use partwright_domain::change::Room;
use partwright_domain::import::ChoiceKind;
use partwright_testkit::build;
use partwright_testkit::contract::TestStore;
use rusqlite::Connection;

use crate::schema::{board, refused_either_way};

/// The board of the other tests, a file with a row, and a choice.
fn imported() -> (TestStore, Connection) {
    let (test, raw) = board();
    let actor = test.open();
    let file = build::imported_file(test.ports(), actor.id);
    let part = build::part("EL-RES").add_to(test.ports()).part.id;
    let (id, row) = (file.id, file.clone());
    test.write_one(actor.id, Room::Import, id, move |unit| {
        unit.imports().add_file(&row)?;
        unit.imports().add_rows(id, &[build::imported_row(1, ["R1", "1 %"])])?;
        unit.imports().complete(id)
    });
    test.write_one(actor.id, Room::Import, uuid::Uuid::nil(), move |unit| {
        unit.imports().remember_choice(ChoiceKind::Described, "10k", part)
    });
    (test, raw)
}

#[test]
fn what_was_read_from_a_file_never_changes_by_any_statement() {
    let (_test, raw) = imported();
    refused_either_way(
        &raw,
        &[
            "UPDATE import_file SET name = 'other.csv'",
            "DELETE FROM import_file",
            "INSERT OR REPLACE INTO import_file SELECT id, 'x', sha256, columns, 0, imported_by FROM import_file",
            "INSERT INTO import_file SELECT randomblob(16), 'x', 'no hash', columns, 0, imported_by FROM import_file",
            "INSERT INTO import_file SELECT randomblob(16), '', sha256, columns, 0, imported_by FROM import_file",
            "INSERT INTO import_file SELECT randomblob(16), 'x', sha256, '{}', 0, imported_by FROM import_file",
            "UPDATE import_row SET cells = '[]'",
            "UPDATE OR REPLACE import_row SET number = 2",
            "DELETE FROM import_row",
            "INSERT OR REPLACE INTO import_row SELECT file_id, 1, '[]' FROM import_row",
            "INSERT INTO import_row SELECT file_id, 0, '[]' FROM import_row",
            "INSERT INTO import_row SELECT file_id, 2, 'R1' FROM import_row",
            "INSERT INTO import_row SELECT file_id, 2, '[]' FROM import_row",
            "INSERT OR IGNORE INTO import_row SELECT file_id, 2, '[]' FROM import_row",
            "INSERT OR REPLACE INTO import_row SELECT file_id, 2, '[]' FROM import_row",
            "DELETE FROM import_complete",
            "UPDATE import_complete SET file_id = randomblob(16)",
            "INSERT OR REPLACE INTO import_complete SELECT file_id FROM import_complete",
        ],
    );
}

#[test]
fn a_line_says_pairs_each_once_and_names_rows_of_a_file() {
    let (_test, raw) = imported();
    let draft = "(SELECT revision_id FROM bom_line JOIN revision ON revision.id = revision_id WHERE state = 'Draft')";
    let insert = |properties: &str| {
        format!(
            "INSERT INTO bom_line SELECT revision_id, randomblob(16), 9, child_part_id, 1000000, 'each', '[]', 0, 0, '', '', NULL, '{properties}', NULL, NULL FROM bom_line WHERE revision_id = {draft}"
        )
    };
    let wrong = [
        "{}",
        "nothing",
        "[1]",
        "[[\"A\"]]",
        "[[\"A\", 1]]",
        "[[\"A\", \"b\", \"c\"]]",
        "[[\"A\", \"b\"], [\"a\", \"c\"]]",
    ];
    let mut statements: Vec<String> = wrong.iter().map(|properties| insert(properties)).collect();
    statements.extend(
        wrong
            .iter()
            .map(|properties| format!("UPDATE bom_line SET properties = '{properties}' WHERE revision_id = {draft}")),
    );
    for origin in ["origin_rows = '[1]'", "origin_file_id = (SELECT id FROM import_file)"] {
        statements.push(format!("UPDATE bom_line SET {origin} WHERE revision_id = {draft}"));
    }
    let file = "origin_file_id = (SELECT id FROM import_file)";
    statements.push(format!("UPDATE bom_line SET {file}, origin_rows = '{{}}' WHERE revision_id = {draft}"));
    refused_either_way(&raw, &statements.iter().map(String::as_str).collect::<Vec<_>>());
    let right = format!(
        "UPDATE bom_line SET {file}, origin_rows = '[1]', properties = '[[\"A\",\"b\"]]' WHERE revision_id = {draft}"
    );
    assert_eq!(raw.execute(&right, []), Ok(1), "and what is right is taken");
}
