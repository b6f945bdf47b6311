//! What SQLite means to do for each statement: no big table is read from end to end where an index should serve.

use std::fs;
use std::path::{Path, PathBuf};

use partwright_domain::category::Codes;
use partwright_domain::page::Cursor;
use partwright_domain::part::{PartFilter, PartOrder, PartSort};
use partwright_domain::search::{Query, Search};
use partwright_domain::store::{Store, StoreError};
use partwright_domain::workspace::WorkspaceFile;
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build;
use rusqlite::Connection;
use std::sync::Arc;
use std::time::Duration;

use crate::fresh;

/// Tables that grow with a workspace. The others have a handful of rows.
const BIG: [&str; 11] = [
    "part",
    "file",
    "search_due",
    "revision",
    "bom_line",
    "bom_designator",
    "bom_substitute",
    "property",
    "manufacturer_part",
    "audit_unit",
    "audit_entry",
];

/// Statements that do read a big table from end to end, and why they may.
const ALLOWED: [(&str, &str, &str); 2] = [
    ("audit/list.sql", "audit_unit", "goes down the key and stops at the limit"),
    ("search/due.sql", "search_due", "goes up the key and stops at the limit; mostly there is no row"),
];

/// Files that are put together with others and are no statement by themselves.
const PIECES: [&str; 2] = ["search/fits.sql", "part/summary.sql"];

fn statements() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![folder.clone()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "sql") {
                files.push(path);
            }
        }
    }
    files.sort();
    let named = |path: &PathBuf| {
        let name = path.strip_prefix(&folder).expect("inside").to_string_lossy().replace('\\', "/");
        (name, fs::read_to_string(path).expect("a statement"))
    };
    let mut statements: Vec<_> = files.iter().map(named).collect();
    let summary = fs::read_to_string(folder.join("part/summary.sql")).expect("a statement");
    statements.push(("part/summary.sql of one".to_owned(), format!("{summary}\nWHERE part.id = ?1")));
    statements.retain(|(name, _)| !PIECES.contains(&name.as_str()));
    statements
}

/// The steps of SQLite's plan. Parameters stay NULL: the plan does not depend on them.
fn steps(raw: &Connection, sql: &str) -> Vec<String> {
    let mut statement = raw.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect(sql);
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().expect("a plan") {
        steps.push(row.get(3).expect("a step"));
    }
    steps
}

/// The big tables that a statement reads from end to end. The planner tells them by the names the statement gives them.
fn scans(raw: &Connection, sql: &str) -> Vec<String> {
    let mut found = Vec::new();
    for step in steps(raw, sql) {
        let Some(name) = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next()) else { continue };
        let is = |table: &&str| *table == name || sql.contains(&format!("{table} AS {name}"));
        found.extend(BIG.iter().find(|table| is(table)).map(|table| (*table).to_owned()));
        let is_line_view =
            ["bom_line_whole", "bom_line_counting"].iter().any(|view| sql.contains(&format!("{view} AS {name}")));
        if is_line_view {
            found.push("bom_line".to_owned());
        }
    }
    found
}

#[test]
fn no_statement_reads_a_big_table_from_end_to_end() {
    let fixture = fresh();
    let raw = fixture.raw();
    let statements = statements();
    assert!(statements.len() > 40, "the statements are found");
    let mut wrong = Vec::new();
    for (name, sql) in &statements {
        for table in scans(&raw, sql) {
            if !ALLOWED.iter().any(|(file, of, _)| file == name && *of == table) {
                wrong.push(format!("{name} scans {table}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (file, table, why) in ALLOWED {
        let (_, sql) = statements.iter().find(|(name, _)| name == file).expect("a statement that is allowed to");
        assert!(scans(&raw, sql).contains(&table.to_owned()), "{file} needs no leave any more: {why}");
    }
}

#[test]
fn no_statement_builds_an_index_for_itself() {
    let fixture = fresh();
    let raw = fixture.raw();
    for (name, sql) in &statements() {
        let steps = steps(&raw, sql);
        assert!(!steps.iter().any(|step| step.contains("AUTOMATIC")), "{name}: {steps:#?}");
    }
}

/// Every page of parts there can be, and searches by each way, on a store that keeps all statements with their plans.
fn plans_of_lists() -> Vec<(String, String)> {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = Settings { slow_statement: Duration::ZERO, ..Settings::default() };
    let store = Arc::new(SqliteStore::open(&folder.path().join("test.partwright"), settings).expect("a workspace"));
    let ports = build::ports_on(Arc::clone(&store) as Arc<dyn Store>);
    build::open(&ports);
    for place in 0..40 {
        build::part(if place == 0 { "ME-FAS" } else { "EL-RES" }).named("Resistor").mpn("M", "X1").add_to(&ports);
    }
    let mut plans = Vec::new();
    let mut keep = |read: &dyn Fn() -> Result<(), StoreError>| {
        read().expect("a read");
        let shown = store.status().slow_statements.into_iter().map(|slow| (slow.statement, slow.plan));
        plans.extend(shown);
    };
    let after = [None, Some(Cursor { key: "EL-RES".to_owned(), sequence: 100_003 })];
    let subcategories =
        [None, Some("EL-RES"), Some("ME-FAS")].map(|codes| codes.map(|codes| Codes::parse(codes).expect("codes")));
    for sort in [PartSort::Number, PartSort::Name, PartSort::Category, PartSort::Mpn, PartSort::Created] {
        for descending in [false, true] {
            for after in &after {
                let order = PartOrder { sort, descending };
                for subcategory in &subcategories {
                    let (after, subcategory) = (after.clone(), subcategory.clone());
                    let filter = PartFilter { category: None, subcategory, order, after, limit: 10 };
                    keep(&|| store_of(&store).read("test", |snapshot| snapshot.parts().list(&filter).map(drop)));
                }
                let after = after.clone();
                let search = Search {
                    query: Query::parse("resistor"),
                    order: Some(order),
                    after,
                    limit: 10,
                    ..Search::default()
                };
                keep(&|| store_of(&store).read("test", |snapshot| snapshot.search().find(&search).map(drop)));
            }
        }
    }
    plans
}

fn store_of(store: &Arc<SqliteStore>) -> &dyn Store {
    &**store
}

#[test]
fn a_page_of_parts_is_read_from_an_index_and_from_nothing_else() {
    let plans = plans_of_lists();
    let pages: Vec<_> = plans.iter().filter(|(sql, _)| sql.starts_with("SELECT part.sequence, ")).collect();
    assert!(pages.len() > 60, "the pages are found");
    for (sql, plan) in pages {
        // Parts that were found are taken together, whatever their order, and sorted; they may be few.
        let is_found = sql.contains("search MATCH");
        assert!(is_found || !plan.contains("TEMP B-TREE"), "{sql}\n{plan}");
    }
}

#[test]
fn a_scan_is_seen() {
    let fixture = fresh();
    let raw = fixture.raw();
    for sql in [
        "SELECT 1 FROM bom_line WHERE note = 'x'",
        "SELECT 1 FROM revision AS newest WHERE newest.label = 'A'",
        "SELECT 1 FROM bom_line_whole AS line WHERE line.note = 'x'",
    ] {
        assert_eq!(scans(&raw, sql).len(), 1, "{sql}");
    }
    assert!(scans(&raw, "SELECT 1 FROM part WHERE id = ?1").is_empty());
}
