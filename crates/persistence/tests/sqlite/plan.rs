//! How SQLite goes about our statements: none looks through a whole table where an index would tell.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::fresh;

/// What is small, or is no table: whatever else is scanned must be among [`SCANS`].
const SMALL: [&str; 14] = [
    "CONSTANT ROW",
    "category",
    "subcategory",
    "person",
    "part_sequence",
    // Recursive queries, which give each row once.
    "below",
    "assembly",
    "used",
    // The units of one part, found by an index.
    "concerned",
    // A JSON array, as long as it was given.
    "word",
    "subquery",
    "json_each",
    "bom_line_asked",
    "schema_migration",
];

/// The statements that look through a whole table, and why that is so.
const SCANS: [(&str, &str, &str); 3] = [
    ("part/count_fitting.sql", "part", "how many parts fit is asked of each part"),
    ("part/count.sql", "part", "how many parts there are, and of what kind"),
    ("audit/list.sql", "audit_unit", "the newest units; the statement ends after a page of them"),
];

/// What is no statement by itself, and what it is a part of.
const FRAGMENTS: [(&str, &str); 1] = [("part/fits.sql", "part/count_fitting.sql")];

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every statement by the path of its file, with the fragments put where they belong.
fn statements() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for room in fs::read_dir(sources()).expect("the sources").map(|entry| entry.expect("an entry").path()) {
        if !room.is_dir() {
            continue;
        }
        for file in fs::read_dir(&room).expect("a room").map(|entry| entry.expect("an entry").path()) {
            if file.extension().is_some_and(|extension| extension == "sql") {
                let name = file.strip_prefix(sources()).expect("a path below").to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(&file).expect("a statement"));
            }
        }
    }
    for (fragment, whole) in FRAGMENTS {
        let condition = found.remove(fragment).expect("a fragment that is there");
        let whole = found.get_mut(whole).expect("a statement that is there");
        *whole = format!("{whole}\nWHERE {condition}");
    }
    // As it is asked for one part; a page of parts has its order and its end from the code beside it.
    found.entry("part/summary.sql".to_owned()).and_modify(|sql| sql.push_str("\nWHERE part.id = ?1"));
    found
}

/// The steps of SQLite's plan, as `EXPLAIN QUERY PLAN` words them.
fn plan(raw: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = raw.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    let parameters: Vec<Option<i64>> = vec![None; statement.parameter_count()];
    let steps = statement.query_map(rusqlite::params_from_iter(parameters), |row| row.get(3))?;
    steps.collect()
}

/// What a step goes through from end to end: `part` of `SCAN part USING INDEX part_by_number`.
fn scanned(step: &str) -> Option<&str> {
    let rest = step.strip_prefix("SCAN ")?;
    Some(if rest.starts_with("CONSTANT ROW") { "CONSTANT ROW" } else { rest.split(' ').next().unwrap_or(rest) })
}

#[test]
fn no_statement_looks_through_a_big_table() {
    let fixture = fresh();
    let raw = fixture.raw();
    let statements = statements();
    assert!(statements.len() > 40, "all statements, not {}", statements.len());
    let mut found = BTreeSet::new();
    for (name, sql) in &statements {
        let steps = plan(&raw, sql).unwrap_or_else(|error| panic!("{name}: {error}"));
        let big = steps.iter().filter_map(|step| scanned(step)).filter(|table| !SMALL.contains(table));
        found.extend(big.map(|table| (name.clone(), table.to_owned())));
    }
    let known = SCANS.map(|(name, table, _)| (name.to_owned(), table.to_owned()));
    assert_eq!(found, BTreeSet::from(known), "what is scanned, and what is known to be, with a reason");
}

#[test]
fn no_statement_builds_an_index_for_itself() {
    let fixture = fresh();
    let raw = fixture.raw();
    for (name, sql) in &statements() {
        let steps = plan(&raw, sql).unwrap_or_else(|error| panic!("{name}: {error}"));
        let built = steps.iter().find(|step| step.contains("AUTOMATIC"));
        assert!(built.is_none(), "{name}: {steps:#?}");
    }
}

#[test]
fn a_scan_is_told_from_a_search() {
    for (step, expected) in [
        ("SCAN part", Some("part")),
        ("SCAN part USING INDEX part_by_number", Some("part")),
        ("SCAN CONSTANT ROW", Some("CONSTANT ROW")),
        ("SCAN newest USING COVERING INDEX revision_by_part", Some("newest")),
        ("SEARCH part USING INDEX part_by_number (codes=?)", None),
        ("USE TEMP B-TREE FOR ORDER BY", None),
    ] {
        assert_eq!(scanned(step), expected, "{step}");
    }
}
