//! Every schema that was ever shipped is brought up to date, whole or not at all: also when the program is killed before
//! any statement, when the power goes, and when several programs do it at once.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use std::{env, fs};

use partwright_domain::audit::AuditFilter;
use partwright_domain::cancel::Cancel;
use partwright_faultfs::{Disk, Platter, Step, before_each_statement};
use partwright_persistence::{Settings, SqliteStore, verify};
use partwright_testkit::build::ports_on;
use partwright_testkit::dump::dump;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::older::{checksum, filled, filled_on, steps};
use crate::{claims, newest, open};

const FILE: &str = "PARTWRIGHT_UPGRADE_FILE";
/// How many statements a child runs before it ends itself.
const STATEMENTS: &str = "PARTWRIGHT_UPGRADE_STATEMENTS";
/// Set for a child that takes each step by itself, as one would who did not know of transactions.
const CARELESS: &str = "PARTWRIGHT_UPGRADE_CARELESS";
/// Set for a child that waits until it is told to go on.
const WAITS: &str = "PARTWRIGHT_UPGRADE_WAITS";
const THIS_TEST: &str = "upgrade::an_upgrade_that_is_killed_before_any_statement_is_whole_or_not_begun";

/// So many statements nobody runs.
const NEVER: u32 = u32::MAX;

/// An older file, and the folder it is in.
fn older(version: u32) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    filled(&path, version);
    (folder, path)
}

/// The same file in a folder of its own.
fn another(old: &Path) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    fs::copy(old, &path).expect("a file that nobody has open");
    (folder, path)
}

/// The schema of a new file.
static FRESH: LazyLock<BTreeSet<String>> = LazyLock::new(|| schema(&crate::fresh().raw()));

fn raw(path: &Path) -> Connection {
    Connection::open(path).expect("a connection")
}

fn texts(raw: &Connection, sql: &str) -> Vec<String> {
    let mut statement = raw.prepare(sql).expect(sql);
    let rows = statement.query_map([], |row| row.get(0)).expect(sql);
    rows.collect::<Result<_, _>>().expect(sql)
}

/// The schema of a file as it stands in it, the table of steps apart: that one is the engine's, and made before the first.
fn schema(raw: &Connection) -> BTreeSet<String> {
    let sql = "SELECT coalesce(sql, name) FROM sqlite_schema WHERE tbl_name <> 'schema_migration'";
    texts(raw, sql).into_iter().collect()
}

/// The tables with things of the workspace: not those that the search makes of them, nor the list of steps.
fn tables(raw: &Connection) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'
               AND name NOT LIKE 'sqlite%' AND name <> 'schema_migration'";
    texts(raw, sql)
}

fn columns(raw: &Connection, table: &str) -> Vec<String> {
    texts(raw, &format!("SELECT name FROM pragma_table_info('{table}') ORDER BY name"))
}

/// The rows of a table, a text each, of these columns.
fn rows(raw: &Connection, table: &str, columns: &[String]) -> Vec<String> {
    let quoted: Vec<_> = columns.iter().map(|column| format!("quote({column})")).collect();
    texts(raw, &format!("SELECT {} FROM {table} ORDER BY 1", quoted.join(" || '|' || ")))
}

/// What SQLite itself finds wrong with a file.
fn unsound(raw: &Connection) -> Vec<String> {
    let looked = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0));
    let said: String = looked.unwrap_or_else(|error| error.to_string());
    if said == "ok" { Vec::new() } else { vec![said] }
}

/// What is wrong with a file that was brought up to date from `old`; nothing when all is well.
fn faults(old: &Path, path: &Path) -> Vec<String> {
    let (old, raw) = (raw(old), raw(path));
    let mut faults = unsound(&raw);
    faults.extend(texts(&raw, "SELECT 'refers to nothing: ' || \"table\" FROM pragma_foreign_key_check"));
    faults.extend(schema(&raw).symmetric_difference(&FRESH).map(|sql| format!("not the schema of a new file: {sql}")));
    for table in tables(&old).into_iter().filter(|table| table != "audit_head") {
        let now = columns(&raw, &table);
        // The links of the history are put in when the store first opens the file.
        let is_link = |column: &String| table.starts_with("audit_") && (column == "previous" || column == "hash");
        let mut both = columns(&old, &table);
        both.retain(|column| now.contains(column) && !is_link(column));
        let (before, after) = (rows(&old, &table, &both), rows(&raw, &table, &both));
        if before != after {
            faults.push(format!("{table} was {before:?} and is {after:?}"));
        }
    }
    faults
}

/// What is wrong with a file after its upgrade to the newest schema was broken off; nothing when it is whole. It is brought
/// up to date by that, as by the next start.
fn broken(old: &Path, path: &Path) -> Vec<String> {
    let there = raw(path);
    let unsound = unsound(&there);
    if !unsound.is_empty() {
        return unsound;
    }
    let is_old = schema(&there) == schema(&raw(old));
    let is_new = schema(&there) == *FRESH;
    drop(there);
    let mut broken = Vec::new();
    if !is_old && !is_new {
        broken.push("half of the steps were taken".to_owned());
    }
    match SqliteStore::open(path, Settings { readers: 1, ..Settings::default() }) {
        Ok(store) => drop(store),
        Err(error) => {
            broken.push(format!("it does not open: {error}"));
            return broken;
        }
    }
    broken.extend(faults(old, path));
    broken
}

/// The copies that were made before an upgrade.
fn copies(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let is_copy = |path: &PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy();
        name.contains(".schema-") && !name.contains(".unfinished")
    };
    entries.filter(is_copy).collect()
}

/// What is missing beside a file that has the new schema: a copy of it as it was before.
fn without_a_copy(old: &Path, path: &Path) -> Option<String> {
    let is_upgraded = schema(&raw(path)) == *FRESH;
    let of_before = schema(&raw(old));
    let copies = copies(path.parent().expect("its folder"));
    let is_kept = copies.iter().any(|copy| schema(&raw(copy)) == of_before);
    (is_upgraded && !is_kept).then(|| format!("it is upgraded, and no copy of before is kept: {copies:?}"))
}

#[test]
fn every_schema_that_was_ever_shipped_becomes_that_of_a_new_file_and_keeps_what_is_in_it() {
    let mut seen = 0;
    for version in 1..=newest() {
        let (_old, old) = older(version);
        let (folder, path) = another(&old);
        let ports = ports_on(Arc::new(open(&path)));
        let lines = dump(&ports).len();
        assert!(lines >= seen, "version {version} shows {lines} things, and the one before {seen}");
        seen = lines;
        let all = AuditFilter { limit: 9, entries: 9, ..AuditFilter::default() };
        let units = ports.store.read("test", |snapshot| snapshot.audit().list(&all)).expect("an audit");
        assert_eq!(units.len(), usize::from(version >= 8) + usize::from(version >= 21), "version {version}");
        drop(ports);
        assert_eq!(faults(&old, &path), [""; 0], "version {version}");
        let copies = copies(folder.path());
        assert_eq!(copies.len(), usize::from(version < newest()), "version {version}");
        for copy in copies {
            let (copy, old) = (raw(&copy), raw(&old));
            assert_eq!(schema(&copy), schema(&old), "version {version}");
            for table in tables(&old) {
                let columns = columns(&old, &table);
                assert_eq!(rows(&copy, &table, &columns), rows(&old, &table, &columns), "version {version}");
            }
        }
    }
    assert!(seen > 20, "there was something in them: {seen}");
}

#[test]
fn an_upgrade_that_loses_a_row_or_forgets_an_index_is_caught() {
    let (_old, old) = older(27);
    let (_folder, path) = another(&old);
    drop(open(&path));
    let careless = raw(&path);
    careless.execute_batch("DROP INDEX part_by_mpn; DELETE FROM supplier_part_price").expect("a careless step");
    let faults = faults(&old, &path);
    assert!(faults.iter().any(|fault| fault.contains("part_by_mpn")), "{faults:#?}");
    assert!(faults.iter().any(|fault| fault.starts_with("supplier_part_price was")), "{faults:#?}");
}

static LEFT: AtomicU32 = AtomicU32::new(NEVER);

fn count_down() {
    if LEFT.fetch_sub(1, Ordering::Relaxed) == 1 {
        std::process::abort();
    }
}

/// What a child does: it opens the file, and says how many statements that took.
fn child(path: &Path) {
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse().ok());
    let statements = number(STATEMENTS).unwrap_or(NEVER);
    LEFT.store(statements, Ordering::Relaxed);
    before_each_statement(count_down);
    let wait = || {
        if env::var_os(WAITS).is_some() {
            writeln!(std::io::stdout(), "ready").expect("a parent that listens");
            std::io::stdin().lines().next().expect("to be told to go on").expect("a line");
        }
    };
    if env::var_os(CARELESS).is_some() {
        upgrade_carelessly(path, wait);
    } else {
        wait();
        drop(open(path));
    }
    let ran = statements - LEFT.load(Ordering::Relaxed);
    writeln!(std::io::stdout(), "statements {ran}").expect("a parent that listens");
}

/// Each statement by itself, as they stand in their files.
fn upgrade_carelessly(path: &Path, wait: impl Fn()) {
    let raw = raw(path);
    raw.busy_timeout(Duration::from_secs(20)).expect("a timeout");
    let taken: u32 = raw.query_row("SELECT count(*) FROM schema_migration", [], |row| row.get(0)).expect("a count");
    wait();
    for (number, file) in (1_u32..).zip(steps()).skip(taken as usize) {
        let sql = fs::read_to_string(&file).expect("a step");
        raw.execute_batch(&sql).expect("a step");
        let name = file.file_stem().expect("a name").to_string_lossy();
        raw.execute("INSERT INTO schema_migration VALUES (?1, ?2, ?3)", (number, name, checksum(&sql))).expect("a row");
    }
}

fn upgrading(path: &Path, careless: bool) -> Command {
    let mut command = Command::new(env::current_exe().expect("this test"));
    command.args(["--exact", THIS_TEST, "--nocapture"]).env(FILE, path);
    if careless {
        command.env(CARELESS, "1");
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// How many statements it takes to bring this file up to date.
fn statements(old: &Path, careless: bool) -> u32 {
    let (_folder, path) = another(old);
    let output = upgrading(&path, careless).output().expect("a child");
    let said = String::from_utf8(output.stdout).expect("text");
    let ran = said.lines().find_map(|line| line.split_once("statements ")?.1.parse().ok());
    ran.expect("a child that says how many")
}

/// Kills an upgrade before each `stride`-th statement and before the last ones, and answers how often, and what was lost.
fn kill(version: u32, kills: u32, careless: bool) -> (u32, Vec<String>) {
    let (_old, old) = older(version);
    let all = statements(&old, careless);
    let stride = (all / kills).max(1);
    let (mut killed, mut losses) = (0, Vec::new());
    for place in (1..=all).filter(|place| place % stride == 0 || place + 2 > all) {
        let (folder, path) = another(&old);
        let end = upgrading(&path, careless).env(STATEMENTS, place.to_string()).status().expect("a child");
        // How often the engine looks whether another program wrote depends on the time that it takes.
        assert!(end.code().is_none() || place + 9 > all, "it ended itself before statement {place} of {all}: {end}");
        killed += u32::from(end.code().is_none());
        let told = |fault| format!("version {version}, before statement {place} of {all}: {fault}");
        let whole = copies(folder.path()).into_iter().filter_map(|copy| verify(&copy, &Cancel::new()).err());
        losses.extend(whole.map(|error| told(error.to_string())));
        losses.extend(without_a_copy(&old, &path).map(told));
        losses.extend(broken(&old, &path).into_iter().map(told));
    }
    (killed, losses)
}

#[test]
fn an_upgrade_that_is_killed_before_any_statement_is_whole_or_not_begun() {
    // A child is this very test, started again with a file to open.
    if let Some(file) = env::var_os(FILE) {
        return child(Path::new(&file));
    }
    // From the first schema all steps are taken; the later one has something in most tables.
    let often = if claims::length() > 1 { NEVER } else { 6 };
    let (mut killed, mut losses) = kill(1, often, false);
    let more = kill(17, often, false);
    killed += more.0;
    losses.extend(more.1);
    claims::tell("upgrade", &[("kills", killed.into()), ("losses", losses.len() as u64)]);
    assert!(losses.is_empty(), "{losses:#?}");
    assert!(killed >= 12, "{killed} kills");
}

#[test]
fn an_upgrade_that_takes_each_step_by_itself_is_caught_when_it_is_killed() {
    let (_, losses) = kill(25, 3, true);
    assert!(losses.iter().any(|loss| loss.contains("half of the steps")), "{losses:#?}");
    assert!(losses.iter().any(|loss| loss.contains("no copy of before")), "{losses:#?}");
}

/// Lets several programs bring one file up to date at once, and answers what is wrong with it, and with them.
fn together(careless: bool) -> Vec<String> {
    let (_old, old) = older(17);
    let (folder, path) = another(&old);
    let start = |_| upgrading(&path, careless).env(WAITS, "1").spawn().expect("a child");
    let mut children: Vec<Child> = (0..3).map(start).collect();
    for child in &mut children {
        let lines = BufReader::new(child.stdout.as_mut().expect("its output")).lines();
        let mut lines = lines.map(|line| line.expect("a line"));
        assert!(lines.any(|line| line.ends_with("ready")), "a child that is ready");
    }
    for child in &children {
        writeln!(child.stdin.as_ref().expect("its input"), "go on").expect("a child that listens");
    }
    let ends: Vec<_> = children.into_iter().map(|child| child.wait_with_output().expect("its end").status).collect();
    let failed = ends.iter().filter(|end| !end.success()).count();
    let mut faults = broken(&old, &path);
    if failed > 0 {
        faults.push(format!("{failed} of them failed"));
    }
    if !careless && copies(folder.path()).len() != 1 {
        faults.push(format!("copies of before: {:?}", copies(folder.path())));
    }
    faults
}

#[test]
fn programs_that_open_an_older_workspace_at_once_bring_it_up_to_date_once() {
    assert_eq!(together(false), [""; 0]);
}

#[test]
fn programs_that_take_each_step_by_itself_are_caught_when_they_do_it_at_once() {
    let faults = together(true);
    assert!(faults.iter().any(|fault| fault.ends_with("of them failed")), "{faults:#?}");
}

/// Cuts the power at some steps of an upgrade, and answers how often and what was lost.
fn cut(deaf: bool, cuts: usize) -> (u64, Vec<String>) {
    let ((_old, old), folder) = (older(17), tempfile::tempdir().expect("a folder"));
    let (disk, name) = (Disk::new(), "cut.partwright");
    let path = folder.path().join(name);
    disk.record();
    filled_on(disk.name(), &path, 17);
    if deaf {
        disk.ignore_flushes();
    }
    disk.mark(0);
    let settings = Settings { file_system: Some(disk.name()), readers: 1, ..Settings::default() };
    drop(SqliteStore::open(&path, settings).expect("a workspace that opens"));
    let steps = disk.recorded();
    let begin = steps.iter().position(|step| *step == Step::Mark(0)).expect("a mark");
    let stride = ((steps.len() - begin) / cuts).max(1);
    let (mut platter, mut count, mut losses) = (Platter::default(), 0, Vec::new());
    for (place, step) in steps.iter().enumerate() {
        platter.take(step);
        if place < begin || !(place - begin).is_multiple_of(stride) {
            continue;
        }
        let left = tempfile::tempdir().expect("a folder");
        let sector = if place % 2 == 0 { 512 } else { 4_096 };
        platter.cut(sector, place as u64).put_into(left.path()).expect("what is left");
        count += 1;
        let told = |fault| format!("after step {place} of {}: {fault}", steps.len());
        losses.extend(broken(&old, &left.path().join(name)).into_iter().map(told));
    }
    (count, losses)
}

#[test]
fn an_upgrade_in_which_the_power_goes_is_whole_or_not_begun() {
    let (cuts, losses) = cut(false, if claims::length() > 1 { usize::MAX } else { 8 });
    claims::tell("upgrade_power_cut", &[("cuts", cuts), ("losses", losses.len() as u64)]);
    assert!(losses.is_empty(), "{losses:#?}");
    assert!(cuts >= 8, "{cuts} cuts");
}

#[test]
fn an_upgrade_on_a_disk_that_flushes_nothing_is_caught_when_the_power_goes() {
    let (_, losses) = cut(true, 16);
    assert!(!losses.is_empty());
}
