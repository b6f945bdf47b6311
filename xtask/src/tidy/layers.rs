//! The layers keep to themselves what is theirs: SQL below, the window system above, one wiring each.

use super::{
    rooms,
    source::{Finding, Source},
    text,
};

/// The only places that may know there is a database with SQL. The guides' code shows other designs for one.
const DATABASE: [&str; 4] = ["crates/persistence/", "crates/faultfs/", "benches/", "docs/guides/code/"];
const ENGINE: &str = "crates/persistence/src/engine/";
const BACKEND: &str = "crates/app-tauri/ui/src/backend/tauri.ts";
/// Looks whether there is a shell at all, and leaves it at that.
const CHOICE: &str = "crates/app-tauri/ui/src/backend/choose.ts";
/// The shells, each with the one file that chooses its adapters.
const SHELLS: [(&str, &str); 2] = [
    ("crates/app-tauri/src/", "crates/app-tauri/src/wiring.rs"),
    ("crates/app-cli/src/", "crates/app-cli/src/wiring.rs"),
];
/// What a shell would take from the persistence crate.
const ADAPTERS: [&str; 4] = ["SqliteStore", "DiskVault", "DiskRecent", "partwright_persistence"];

/// The files of the persistence crate that other crates see into.
const DOOR: [&str; 2] = ["crates/persistence/src/lib.rs", "crates/persistence/src/store.rs"];
/// What a connection comes from.
const DRIVERS: [&str; 3] = ["rusqlite", "r2d2", "r2d2_sqlite"];

/// How statements begin; in capitals, as nobody writes a sentence.
const STATEMENTS: [&str; 5] = ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "PRAGMA "];

pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let rooms = rooms::of_the_domain(sources);
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| !source.is_a_rule()) {
        findings.extend(driver(source));
        findings.extend(statements(source));
        findings.extend(engine(source, &rooms));
        findings.extend(door(source));
        findings.extend(web_api(source));
        findings.extend(wiring(source));
    }
    findings
}

/// The library under the database is a matter of the persistence crate alone.
fn driver(source: &Source) -> Option<Finding> {
    let is_manifest = source.name() == "Cargo.toml" && source.path != "Cargo.toml";
    if source.is_below(&DATABASE) || !(source.ends_in(&["rs"]) || is_manifest) {
        return None;
    }
    first(source, |line| text::has_word(line, "rusqlite"))
        .map(|line| source.breach(Some(line), "names rusqlite; only crates/persistence knows which database there is"))
}

/// The door of the persistence crate names no driver at all, so that no connection can go out through it: a public
/// function that answers one would have to say its type here, or bring it in.
fn door(source: &Source) -> Option<Finding> {
    if !DOOR.contains(&source.path.as_str()) {
        return None;
    }
    let names = |line: &str| DRIVERS.into_iter().any(|driver| text::has_word(line, driver));
    first(source, |line| !line.trim_start().starts_with("//") && names(line)).map(|line| {
        source.breach(Some(line), "names the driver where other crates see in; a connection must not leave this one")
    })
}

/// A heuristic: a string that begins like a statement is one.
fn statements(source: &Source) -> Vec<Finding> {
    if source.is_below(&DATABASE) || !source.ends_in(&["rs", "ts", "svelte"]) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (start, quote) in source.text.match_indices(['"', '\'', '`']) {
        let string =
            source.text[start + 1..].trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\\');
        let string = string.split(quote).next().unwrap_or_default();
        let updates = string.starts_with("UPDATE ") && text::has_word(string, "SET");
        if updates || STATEMENTS.iter().any(|statement| string.starts_with(statement)) {
            let line = source.text[..start].matches('\n').count() + 1;
            findings.push(source.breach(Some(line), "holds SQL; it belongs into crates/persistence, behind a port"));
        }
    }
    findings
}

/// The engine would serve any other application as well, and so it knows none of our nouns.
fn engine(source: &Source, rooms: &[&str]) -> Vec<Finding> {
    if !source.is_below(&[ENGINE]) {
        return Vec::new();
    }
    let steps = ["partwright_domain", "crate"].map(|root| text::steps_from(root, &source.text)).concat();
    let named = rooms.iter().filter(|room| steps.contains(room));
    named
        .map(|room| {
            source.breach(None, format!("names the room `{room}`; the engine serves every room and knows none"))
        })
        .collect()
}

/// One door to the shell, so that a test can stand in for it.
fn web_api(source: &Source) -> Option<Finding> {
    let asks_whether_there_is_one = source.path == CHOICE;
    let found = |line: &str| {
        line.contains("@tauri-apps/") && (line.contains("import") || line.contains("from"))
            || line.contains("__TAURI") && !asks_whether_there_is_one
    };
    if source.path == BACKEND
        || !source.is_below(&["crates/app-tauri/ui/src/"])
        || !source.ends_in(&["ts", "js", "svelte"])
    {
        return None;
    }
    first(source, found)
        .map(|line| source.breach(Some(line), format!("uses the shell's own interface; only {BACKEND} does")))
}

/// One place in each shell decides which adapters there are.
fn wiring(source: &Source) -> Option<Finding> {
    let (_, wiring) = SHELLS.into_iter().find(|(shell, _)| source.is_below(&[*shell]))?;
    if source.path == wiring {
        return None;
    }
    let named = |line: &str| ADAPTERS.into_iter().find(|adapter| text::has_word(line, adapter));
    let (line, adapter) = source.lines().find_map(|(number, line)| Some((number, named(line)?)))?;
    Some(source.breach(Some(line), format!("names {adapter}; only {wiring} chooses the adapters")))
}

fn first(source: &Source, holds: impl Fn(&str) -> bool) -> Option<usize> {
    source.lines().find(|(_, line)| holds(line)).map(|(number, _)| number)
}

#[cfg(test)]
mod examples {
    use super::super::source::examples::{bites, sources, spares};
    use super::*;

    #[test]
    fn a_layer_that_knows_too_much_is_found() {
        bites(
            check,
            &[
                ("crates/domain/src/part.rs", "use rusqlite::Row;\n"),
                ("crates/app-tauri/Cargo.toml", "rusqlite.workspace = true\n"),
                ("docs/guides/other/src/lib.rs", "use rusqlite::Connection;\n"),
                ("crates/app-tauri/src/commands/part.rs", "let sql = \"SELECT id FROM part\";\n"),
                ("crates/domain/src/part.rs", "let sql = r#\"\n    INSERT INTO part VALUES (1)\"#;\n"),
                ("crates/domain/src/part.rs", "let sql = \"\\\n  UPDATE part SET name = ?1\";\n"),
                ("crates/app-tauri/ui/src/rooms/part/list.ts", "run(`DELETE FROM part`);\n"),
                ("crates/app-tauri/ui/src/rooms/part/List.svelte", "import { invoke } from '@tauri-apps/api/core';\n"),
                ("crates/app-tauri/ui/src/rooms/part/list.ts", "window.__TAURI_INTERNALS__.invoke('part_list');\n"),
                ("crates/app-tauri/ui/src/rooms/part/List.svelte", "const shell = window['__TAURI__'];\n"),
                ("crates/app-tauri/src/commands/part.rs", "use partwright_persistence::SqliteStore;\n"),
                ("crates/app-cli/src/commands/workspace.rs", "partwright_persistence::restore(path, from)?;\n"),
                ("crates/app-cli/src/call.rs", "let vault = DiskVault::beside(path, clock);\n"),
                (
                    "crates/persistence/src/store.rs",
                    "//! A store.\nimpl SqliteStore {\n    pub fn connection(&self) -> &rusqlite::Connection {\n",
                ),
                ("crates/persistence/src/store.rs", "use rusqlite::Connection;\n"),
                (
                    "crates/persistence/src/store.rs",
                    "pub struct SqliteStore {\n    pub pool: r2d2::Pool<Manager>,\n}\n",
                ),
                (
                    "crates/persistence/src/lib.rs",
                    "pub use {engine::Settings,\n    r2d2_sqlite::SqliteConnectionManager};\n",
                ),
            ],
        );
    }

    #[test]
    fn each_layer_may_know_its_own() {
        spares(
            check,
            &[
                ("Cargo.toml", "rusqlite = \"0.40\"\n"),
                ("crates/persistence/src/part.rs", "use rusqlite::Row; const SQL: &str = \"SELECT 1\";\n"),
                ("benches/src/bin/write.rs", "use rusqlite::Connection;\n"),
                ("docs/guides/code/src/notes.rs", "const COUNT: &str = \"SELECT count(*) FROM note\";\n"),
                ("crates/domain/src/part.rs", "\"UPDATE is a word\"; \"SELECTED \"; \"Select a part\";\n"),
                ("crates/app-tauri/ui/src/backend/tauri.ts", "import { invoke } from '@tauri-apps/api/core';\n"),
                ("crates/app-tauri/ui/src/backend/choose.ts", "if (!('__TAURI_INTERNALS__' in window)) {\n"),
                ("crates/app-tauri/ui/e2e/threads.e2e.ts", "window.__TAURI_INTERNALS__.invoke(command);\n"),
                ("crates/app-tauri/src/wiring.rs", "use partwright_persistence::SqliteStore;\n"),
                ("crates/app-cli/src/wiring.rs", "use partwright_persistence::SqliteStore;\n"),
                ("crates/app-cli/tests/cli/care.rs", "use partwright_persistence::SqliteStore;\n"),
                ("crates/persistence/src/lib.rs", "//! Over rusqlite.\npub use engine::Settings;\n"),
            ],
        );
    }

    #[test]
    fn the_engine_names_no_room() {
        let domain = ("crates/domain/src/lib.rs", "//! Rooms.\npub mod store;\npub mod part;\npub mod bom;\n");
        let engine = |text| check(&sources(&[domain, ("crates/persistence/src/engine/pool.rs", text)])).len();
        assert_eq!(engine("use partwright_domain::{store::StoreError, part::Part};\nuse crate::bom::rows;\n"), 2);
        assert_eq!(engine("use partwright_domain::store::StoreError;\nlet part = crate::engine::pool();\n"), 0);
    }
}
