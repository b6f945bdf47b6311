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

/// Tables with a handful of rows, however large the workspace. All others grow with it, those of later migrations too.
const SMALL: [&str; 10] = [
    "audit_head",
    "category",
    "kicad_library",
    "part_count",
    "part_sequence",
    "person",
    "schema_migration",
    "setting",
    "subcategory",
    "workflow",
];

/// Statements that do read a big table from end to end, and why they may.
const ALLOWED: [(&str, &str, &str); 7] = [
    ("approval/open.sql", "approval_request", "goes along an index in which only the open ones stand"),
    ("audit/is_unlinked.sql", "audit_entry", "goes up the key and stops at the first entry, at the opening"),
    ("file/contents.sql", "file_content", "names every content there is, so that the others can be collected"),
    ("part/obsolete_in_use.sql", "revision", "goes along an index in which only the obsolete ones stand"),
    ("part/tally.sql", "revision", "counts each part once, for the dashboard, which waits for it beside what it shows"),
    ("search/due.sql", "search_due", "goes up the key and stops at the limit; mostly there is no row"),
    ("workspace/count_parts.sql", "part", "counts the parts of a backup once, for the question before a restore"),
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
    // What is salvaged is looked at from end to end, once, in a file that nobody uses yet.
    statements.retain(|(name, _)| !PIECES.contains(&name.as_str()) && !name.starts_with("workspace/salvage/"));
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

/// The schema's tables, and the texts of its views, whose tables the planner calls by the names they have there.
struct Schema {
    big: Vec<String>,
    views: Vec<String>,
    triggers: Vec<(String, String)>,
}

impl Schema {
    fn of(raw: &Connection) -> Self {
        let named = |kind: &str| -> Vec<(String, String)> {
            let mut statement =
                raw.prepare("SELECT name, sql FROM sqlite_schema WHERE type = ?1").expect("a statement");
            let rows = statement.query_map([kind], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
            rows.collect::<Result<_, _>>().expect("the schema")
        };
        let tables = named("table").into_iter().map(|(name, _)| name);
        let views = named("view").into_iter().map(|(_, sql)| sql);
        Self {
            big: tables.filter(|name| !SMALL.contains(&name.as_str())).collect(),
            views: views.collect(),
            triggers: named("trigger"),
        }
    }

    /// The big tables that a statement reads from end to end.
    fn scans(&self, raw: &Connection, sql: &str) -> Vec<String> {
        let says = |text: &str| sql.contains(text) || self.views.iter().any(|view| view.contains(text));
        let steps = steps(raw, sql);
        let whole = steps.iter().filter(|step| !goes_by_index(step));
        let scanned = whole.filter_map(|step| step.strip_prefix("SCAN ")?.split(' ').next());
        let tables = scanned.filter_map(|name| {
            let is = |table: &&String| {
                *table == name || says(&format!("{table} AS {name} ")) || says(&format!("{table} AS {name}\n"))
            };
            let through_view =
                ["bom_line_whole", "bom_line_counting"].iter().any(|view| says(&format!("{view} AS {name}")));
            let table = self.big.iter().find(is).cloned();
            table.or_else(|| through_view.then(|| "bom_line".to_owned()))
        });
        tables.collect()
    }
}

/// Whether a virtual table is asked for what fits and nothing else: a full-text table says so behind the colon, the list of
/// its terms by a number. What the planner calls them is a scan all the same.
fn goes_by_index(step: &str) -> bool {
    let Some((table, index)) = step.split_once(" VIRTUAL TABLE INDEX ") else { return false };
    if table == "SCAN search_term" { !index.starts_with("0:") } else { !index.ends_with(':') }
}

/// The statements of a trigger, and its condition as one, with nothing in the place of the row that it is about.
fn statements_of(trigger: &str) -> Vec<String> {
    let (head, body) = trigger.split_once("\nBEGIN\n").expect("a body");
    let body = body.strip_suffix("END").expect("an end");
    let condition = head.split_once("\nWHEN ").map(|(_, condition)| format!("SELECT 1 WHERE {condition}"));
    let statements = body.split(";\n").filter(|statement| !statement.trim().is_empty()).map(str::to_owned);
    let is_name = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    let free = |sql: String| {
        let mut free = sql.replace("RAISE(ABORT, ", "coalesce(1, ");
        for row in ["NEW.", "OLD."] {
            let parts: Vec<&str> = free.split(row).collect();
            let rest = parts[1..].iter().map(|part| format!("?1{}", part.trim_start_matches(is_name)));
            free = std::iter::once(parts[0].to_owned()).chain(rest).collect();
        }
        free
    };
    condition.into_iter().chain(statements).map(free).collect()
}

#[test]
fn no_trigger_reads_a_big_table_from_end_to_end() {
    let fixture = fresh();
    let raw = fixture.raw();
    let schema = Schema::of(&raw);
    assert!(schema.triggers.len() > 60, "the triggers are found");
    let mut wrong = Vec::new();
    for (name, trigger) in &schema.triggers {
        for sql in statements_of(trigger) {
            wrong.extend(schema.scans(&raw, &sql).into_iter().map(|table| format!("{name} scans {table}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_statement_reads_a_big_table_from_end_to_end() {
    let fixture = fresh();
    let raw = fixture.raw();
    let schema = Schema::of(&raw);
    let statements = statements();
    assert!(statements.len() > 40, "the statements are found");
    let mut wrong = Vec::new();
    for (name, sql) in &statements {
        for table in schema.scans(&raw, sql) {
            if !ALLOWED.iter().any(|(file, of, _)| file == name && *of == table) {
                wrong.push(format!("{name} scans {table}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (file, table, why) in ALLOWED {
        let (_, sql) = statements.iter().find(|(name, _)| name == file).expect("a statement that is allowed to");
        assert!(schema.scans(&raw, sql).contains(&table.to_owned()), "{file} needs no leave any more: {why}");
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
                    let filter = PartFilter { subcategory, order, after, limit: 10, ..PartFilter::default() };
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
fn a_page_begins_at_its_place_among_many_parts_with_the_same_key() {
    let plans = plans_of_lists();
    let is_of_same_key =
        |sql: &str| ["codes", "name_key", "mpn_key"].iter().any(|key| sql.contains(&format!("part.{key} = ?1")));
    let pages: Vec<_> = plans.iter().filter(|(sql, _)| is_of_same_key(sql)).collect();
    assert!(pages.len() > 20, "the pages are found");
    for (sql, plan) in pages {
        assert!(plan.contains("=? AND sequence"), "{sql}\n{plan}");
    }
    let walking = plans.iter().find(|(sql, _)| sql.contains(", part.sequence) ") && !sql.contains("search MATCH"));
    assert!(walking.is_none(), "{walking:?}");
}

#[test]
fn a_scan_is_seen() {
    let fixture = fresh();
    let raw = fixture.raw();
    let schema = Schema::of(&raw);
    for sql in [
        "SELECT 1 FROM bom_line WHERE note = 'x'",
        "SELECT 1 FROM revision AS newest WHERE newest.label = 'A'",
        "SELECT 1 FROM bom_line_whole AS line WHERE line.note = 'x'",
    ] {
        assert_eq!(schema.scans(&raw, sql).len(), 1, "{sql}");
    }
    assert!(schema.scans(&raw, "SELECT 1 FROM part WHERE id = ?1").is_empty());
    let trigger = "CREATE TRIGGER slow BEFORE INSERT ON part\nWHEN NEW.name = 'x'\nBEGIN\n    \
        SELECT RAISE(ABORT, 'slow') WHERE EXISTS (SELECT 1 FROM part AS other WHERE other.name = NEW.name);\nEND";
    let found: Vec<_> = statements_of(trigger).iter().flat_map(|sql| schema.scans(&raw, sql)).collect();
    assert_eq!(found, ["part"], "in a trigger too");
}
