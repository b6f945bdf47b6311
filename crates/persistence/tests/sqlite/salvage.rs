//! Salvage: whatever page is damaged, what is in the new file was in the old one, and what is not is told.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use partwright_domain::Error;
use partwright_domain::audit::{AuditFilter, ChainError, UndoService};
use partwright_domain::cancel::Cancel;
use partwright_domain::id::TimeOrderedIds;
use partwright_domain::person::PersonName;
use partwright_domain::revision::Lifecycle;
use partwright_domain::time::SystemClock;
use partwright_domain::workspace::{SALVAGE, Salvage, Salvager, Start, WorkspaceService};
use partwright_persistence::{DiskSalvager, Settings, SqliteStore};
use partwright_testkit::build::{self, advance, line, part, ports_on};
use partwright_testkit::contract::audit_chain::walk;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tempfile::TempDir;

use crate::{claims, open};

const PAGE: usize = 4096;

/// The rows of each table that are not made from others.
pub(crate) type Rows = BTreeMap<String, BTreeSet<String>>;

/// A closed workspace that has something in most tables, and pages of every kind.
pub(crate) struct Sample {
    pub(crate) folder: TempDir,
    pub(crate) file: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

impl Sample {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("sample.partwright");
        let ports = ports_on(Arc::new(open(&file)));
        let name = PersonName::parse("Ada Lovelace").expect("a name");
        WorkspaceService::new(ports.clone()).open(name, Start::Demo).expect("a demo");
        build::demand_nothing(&ports);
        let resistor = part("EL-RES").named("resistor").mpn("Yageo", "RC0402").released().add_to(&ports);
        let board = part("EL-PCA").named("board").property("Colour", "green").add_to(&ports);
        line(&board, &resistor).at("R1 R2").add_to(&ports);
        // Longer than a page: its row goes on to further ones.
        let many = part("EL-PCA").named("many").add_to(&ports);
        line(&many, &resistor).at("R1-R900").add_to(&ports);
        advance(&ports, board.revision.id, Lifecycle::Released);
        for _ in 0..60 {
            part("EL-CAP").named("capacitor").mpn("Murata", "GRM155R71C104KA88D").add_to(&ports);
        }
        drop(ports);
        // Pages that are free, as after a removal.
        let raw = Connection::open(&file).expect("the file");
        raw.execute_batch("CREATE TABLE gone (text TEXT); INSERT INTO gone VALUES (zeroblob(40000)); DROP TABLE gone")
            .expect("free pages");
        drop(raw);
        let bytes = fs::read(&file).expect("the file");
        Self { folder, file, bytes }
    }

    pub(crate) fn pages(&self) -> usize {
        self.bytes.len() / PAGE
    }

    /// The file with what `damage` makes of its bytes.
    pub(crate) fn damaged(&self, damage: impl FnOnce(&mut Vec<u8>)) -> PathBuf {
        let mut bytes = self.bytes.clone();
        damage(&mut bytes);
        let file = self.folder.path().join("damaged.partwright");
        fs::write(&file, bytes).expect("a damaged file");
        file
    }

    /// What each page is, by the name of its tree and its kind there; of free pages the kind is the name.
    pub(crate) fn kinds(&self) -> BTreeMap<usize, (String, String)> {
        let raw = Connection::open(&self.file).expect("the file");
        let mut statement = raw.prepare("SELECT pageno, name, pagetype FROM dbstat").expect("the pages");
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, u32>(0)? as usize, (row.get(1)?, row.get(2)?))))
            .expect("the pages");
        let mut kinds: BTreeMap<usize, _> = rows.collect::<Result<_, _>>().expect("the pages");
        for page in 1..=self.pages() {
            kinds.entry(page).or_insert_with(|| ("free".to_owned(), "free".to_owned()));
        }
        kinds
    }
}

/// How a damaged file is salvaged: as the program does, but where a fault is planted.
type Salvaging = fn(&Path, &Path) -> Result<Salvage, Error>;

fn salvage(from: &Path, to: &Path) -> Result<Salvage, Error> {
    let salvager = DiskSalvager::new(Arc::new(SystemClock), Arc::new(TimeOrderedIds));
    salvager.salvage((from, to), &Cancel::new(), &mut |_| ())
}

/// What came of a salvage.
struct Salvaged {
    report: Salvage,
    /// What is in the new file.
    now: Rows,
    /// What is wrong with it, and with what became of the damaged one.
    faults: Vec<String>,
}

/// Salvages into a new file beside it; `before` is what was in the file when it was sound.
fn salvage_by(salvage: Salvaging, from: &Path, before: &Rows) -> Result<Salvaged, Error> {
    let to = from.with_file_name("salvaged.partwright");
    let bytes = fs::read(from).expect("the damaged file");
    let report = salvage(from, &to);
    let mut faults = Vec::new();
    if fs::read(from).expect("the damaged file") != bytes {
        faults.push("the damaged file was changed".to_owned());
    }
    let report = match report {
        Ok(report) => report,
        Err(error) => {
            assert!(!to.exists(), "what failed left a file");
            return Err(error);
        }
    };
    // It opens, as a user would do next, and is sound; where nothing was lost, its history is a whole chain.
    let store = SqliteStore::open(&to, Settings::default())?;
    let breaks = walk(&store, None).faults;
    drop(store);
    if report.is_whole() {
        faults.extend(breaks.iter().map(|fault| format!("the chain is not whole: {fault}")));
    }
    faults.extend(unsound(&to).into_iter().map(|what| format!("it is not sound: {what}")));
    let now = rows(&to);
    fs::remove_file(&to).expect("the salvaged file");
    if !report.losses.iter().any(|loss| loss.what.contains("made anew")) {
        faults.extend(invented(before, &now).into_iter().map(|row| format!("it was not there: {row}")));
    }
    let gone = missing(before, &now);
    if gone > 0 && report.is_whole() {
        faults.push(format!("{gone} rows are lost and not told"));
    }
    faults.extend(miscounted(&report, before, &now));
    if HISTORY.iter().any(|table| fewer(table, before, &now) > 0) && breaks.is_empty() {
        faults.push("its history is not whole, and no check says so".to_owned());
    }
    Ok(Salvaged { report, now, faults })
}

/// What SQLite finds wrong with a file.
fn unsound(file: &Path) -> Vec<String> {
    let raw = Connection::open(file).expect("the file");
    let said = ["PRAGMA integrity_check", "PRAGMA foreign_key_check"].into_iter().flat_map(|sql| {
        let mut statement = raw.prepare(sql).expect(sql);
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect(sql);
        rows.collect::<Result<Vec<_>, _>>().expect(sql)
    });
    said.filter(|said| said != "ok").collect()
}

fn rows(file: &Path) -> Rows {
    read_rows(file).expect("rows")
}

pub(crate) fn read_rows(file: &Path) -> rusqlite::Result<Rows> {
    let raw = Connection::open(file)?;
    let mut tables = raw.prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
         AND name NOT LIKE 'sqlite_%' AND name NOT IN ('part_count', 'search_due', 'audit_head')",
    )?;
    let names: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let rows_of = |table: String| {
        let mut statement = raw.prepare(&format!("SELECT * FROM {table}"))?;
        let count = statement.column_count();
        let rows = statement.query_map([], |row| {
            let values = (0..count).map(|place| row.get_ref(place).map(shown));
            Ok(values.collect::<Result<Vec<_>, _>>()?.join(", "))
        })?;
        Ok((table, rows.collect::<Result<BTreeSet<_>, _>>()?))
    };
    names.into_iter().map(rows_of).collect()
}

/// A value as it is told. A text of a damaged file need not be one.
fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
        other => format!("{other:?}"),
    }
}

/// Rows that are there now and were not before.
fn invented(before: &Rows, now: &Rows) -> Vec<String> {
    let of_table = |(table, rows): (&String, &BTreeSet<String>)| {
        rows.difference(&before[table]).map(|row| format!("{table}: {row}")).collect::<Vec<_>>()
    };
    now.iter()
        .flat_map(of_table)
        .filter(|row| !row.contains(SALVAGE) && !row.contains("salvaged from a damaged file"))
        // Which number is next follows from the parts that are left.
        .filter(|row| !row.starts_with("part_sequence: "))
        .collect()
}

/// The tables in which the history stands.
const HISTORY: [&str; 3] = ["audit_unit", "audit_entry", "audit_undo"];

/// How many rows less a table has, what the salvage itself put in left out.
fn fewer(table: &str, before: &Rows, now: &Rows) -> u64 {
    let is_own = |row: &&String| row.contains(SALVAGE) || row.contains("salvaged from a damaged file");
    let own = now[table].iter().filter(is_own).count();
    (before[table].len() + own).saturating_sub(now[table].len()) as u64
}

/// Tables that lack more rows than are told, where nothing says that there may be more; and such as are told with other numbers
/// than the list has.
fn miscounted(report: &Salvage, before: &Rows, now: &Rows) -> Vec<String> {
    let mut faults = Vec::new();
    for table in before.keys().filter(|table| *table != "bom_designator" && *table != "schema_migration") {
        let told = report.tables.iter().find(|told| told.name == *table);
        let (lost, is_unsure) = told.map_or((0, false), |told| (told.lost, told.is_unsure));
        let fewer = fewer(table, before, now);
        if fewer > lost && !is_unsure {
            faults.push(format!("{table} has {fewer} rows less, of which {lost} are told"));
        }
        let listed = report.losses.iter().filter(|loss| loss.table == *table);
        let single = listed.clone().filter(|loss| loss.what.starts_with("Row ") && !loss.what.contains("kept without"));
        let single = single.count() as u64;
        if single > lost || (lost > 0 || is_unsure) && report.more == 0 && listed.count() == 0 {
            faults.push(format!("{table}: {single} rows are listed as lost, {lost} are counted"));
        }
    }
    faults
}

fn missing(before: &Rows, now: &Rows) -> u64 {
    before.iter().map(|(table, rows)| rows.difference(&now[table]).count() as u64).sum()
}

#[test]
fn of_a_sound_file_everything_is_salvaged() {
    let sample = Sample::new();
    let before = rows(&sample.file);
    let Salvaged { report, now, faults } = salvage_by(salvage, &sample.file, &before).expect("a salvage");
    assert_eq!((report.losses, report.more, faults), (vec![], 0, vec![]));
    assert_eq!(missing(&before, &now), 0);
}

#[test]
fn whichever_page_is_damaged_what_is_salvaged_was_there_and_what_is_not_is_told() {
    let sample = Sample::new();
    let before = rows(&sample.file);
    let stride = if claims::length() > 1 { 1 } else { 23 };
    let kinds = sample.kinds();
    let (mut salvages, mut kept, mut lost) = (0, 0, 0);
    let (mut worst, mut wrong) = ((0, String::new()), Vec::new());
    for page in (1..=sample.pages()).step_by(stride) {
        let place = format!("page {page}, {:?}", kinds[&page]);
        let from = sample.damaged(|bytes| bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5));
        let Salvaged { report, now, faults } =
            salvage_by(salvage, &from, &before).unwrap_or_else(|error| panic!("{place}: {error}"));
        wrong.extend(faults.into_iter().map(|fault| format!("{place}: {fault}")));
        let gone = missing(&before, &now);
        salvages += 1;
        kept += report.kept();
        lost += gone;
        if gone > worst.0 {
            worst = (gone, place);
        }
    }
    let faults = wrong.len() as u64;
    claims::tell("salvages", &[("salvages", salvages), ("kept", kept), ("lost", lost), ("faults", faults)]);
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(kept > lost * 4, "{kept} kept, {lost} lost, worst {worst:?}");
}

/// The harness itself: salvages that do one thing wrong after all was done right.
#[test]
fn a_salvage_that_invents_keeps_silent_or_touches_what_it_should_not_is_caught() {
    let sample = Sample::new();
    let before = rows(&sample.file);
    let page = sample.kinds().into_iter().find(|(_, (tree, kind))| tree == "part" && kind == "leaf").expect("parts").0;
    let from = sample.damaged(|bytes| bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5));
    let faults = |salvaging| salvage_by(salvaging, &from, &before).expect("a salvage").faults;
    assert_eq!(faults(salvage), [""; 0]);
    let invents = faults(|from, to| {
        let report = salvage(from, to)?;
        let nobody = "INSERT INTO person (id, name, role) VALUES (randomblob(16), 'Nobody', 'Viewer')";
        Connection::open(to).expect("the new file").execute(nobody, []).expect("a person");
        Ok(report)
    });
    assert!(matches!(&invents[..], [one] if one.starts_with("it was not there: person")), "{invents:#?}");
    let is_silent = faults(|from, to| Ok(Salvage { losses: Vec::new(), tables: Vec::new(), ..salvage(from, to)? }));
    assert!(is_silent.iter().any(|fault| fault.ends_with("rows are lost and not told")), "{is_silent:#?}");
    let is_unsound = faults(|from, to| {
        let report = salvage(from, to)?;
        let raw = Connection::open(to).expect("the new file");
        raw.execute_batch("PRAGMA ignore_check_constraints = ON; UPDATE part SET name = ''").expect("parts of no name");
        Ok(report)
    });
    assert!(is_unsound.iter().any(|fault| fault.starts_with("it is not sound")), "{is_unsound:#?}");
    // The last one, because the damaged file is not the same afterwards.
    let touches = faults(|from, to| {
        let report = salvage(from, to)?;
        let mut bytes = fs::read(from).expect("the damaged file");
        bytes.push(0);
        fs::write(from, bytes).expect("a byte more");
        Ok(report)
    });
    assert_eq!(touches, ["the damaged file was changed"]);
}

#[test]
fn wherever_a_file_is_cut_off_counts_and_list_agree() {
    let sample = Sample::new();
    let before = rows(&sample.file);
    let mut wrong = Vec::new();
    let step = if claims::length() > 1 { PAGE } else { 9 * PAGE };
    for length in (5 * PAGE + 1..sample.bytes.len()).step_by(step) {
        let from = sample.damaged(|bytes| bytes.truncate(length));
        let Ok(Salvaged { faults, .. }) = salvage_by(salvage, &from, &before) else { continue };
        wrong.extend(faults.into_iter().map(|fault| format!("cut to {length}: {fault}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Salvages the sample without any page of these trees.
fn without(sample: &Sample, is_lost: impl Fn(&str, &str) -> bool) -> (Salvaged, Rows) {
    let from = sample.damaged(|bytes| {
        for (page, _) in sample.kinds().iter().filter(|(_, (tree, kind))| is_lost(tree, kind)) {
            bytes[(page - 1) * PAGE..page * PAGE].fill(0);
        }
    });
    let before = rows(&sample.file);
    (salvage_by(salvage, &from, &before).expect("a salvage"), before)
}

#[test]
fn a_table_that_is_lost_as_a_whole_is_told_so_with_what_is_known() {
    let sample = Sample::new();
    let (Salvaged { report, faults, .. }, before) =
        without(&sample, |tree, _| ["part", "property", "setting"].contains(&tree));
    assert_eq!(faults, [""; 0]);
    let told = |table: &str| report.losses.iter().find(|loss| loss.table == table).map(|loss| loss.what.clone());
    let parts = before["part"].len() as u64;
    assert_eq!(told("part"), Some(format!("All of the table is lost: rows {parts}.")));
    // Only some of its rows are in an index, and of settings none is.
    let some = told("property").is_some_and(|told| {
        told.starts_with("All of the table is lost: rows ") && told.ends_with(", and perhaps more.")
    });
    assert!(some, "{:?}", told("property"));
    let unknown = "All of the table is lost; how many rows it had, if any, is not known.";
    assert_eq!(told("setting").as_deref(), Some(unknown));
    let of = |name: &str| report.tables.iter().find(|table| table.name == name).expect("a table");
    assert_eq!((of("part").lost, of("part").is_unsure, of("property").is_unsure), (parts, false, true));
    assert!(report.is_unsure() && !report.is_whole());
}

#[test]
fn whatever_is_lost_of_the_history_is_told_by_the_salvage_and_by_each_check_after_it() {
    type IsLost<'l> = &'l dyn Fn(usize, &str) -> bool;

    let sample = Sample::new();
    let kinds = sample.kinds();
    let is_history = |tree: &str| tree.starts_with("audit_") || tree.starts_with("sqlite_autoindex_audit_");
    let leaves: Vec<usize> = kinds
        .iter()
        .filter(|(_, (tree, kind))| tree == "audit_entry" && kind == "leaf")
        .map(|(page, _)| *page)
        .collect();
    let (first, last) = (leaves[0], leaves[leaves.len() - 1]);
    let is_at = |pages: &[usize], page: usize| pages.contains(&page);
    let losses: [(&str, IsLost<'_>); 5] = [
        ("all", &|_, tree| is_history(tree)),
        ("all entries", &|_, tree| tree == "audit_entry"),
        ("its units", &|_, tree| tree == "audit_unit"),
        ("its beginning", &|page, _| is_at(&[first], page)),
        ("its end and what was written down of it", &|page, tree| tree == "audit_head" || is_at(&[last], page)),
    ];
    for (what, is_lost) in losses {
        let from = sample.damaged(|bytes| {
            for (page, _) in kinds.iter().filter(|(page, (tree, _))| is_lost(**page, tree)) {
                bytes[(page - 1) * PAGE..page * PAGE].fill(0);
            }
        });
        let to = sample.folder.path().join("new.partwright");
        let report = salvage(&from, &to).expect("a salvage");
        let is_told =
            report.losses.iter().any(|loss| loss.table == "history" && loss.what.starts_with("It is not whole"));
        assert!(is_told, "{what}: {report:#?}");
        let store = open(&to);
        let codes: Vec<_> = walk(&store, None).faults.iter().map(ChainError::code).collect();
        drop(store);
        assert!(codes.contains(&"audit.salvaged"), "{what}: {codes:?}");
        fs::remove_file(&to).expect("the salvaged file");
    }
}

#[test]
fn what_was_written_down_of_the_end_of_the_history_is_made_anew() {
    let sample = Sample::new();
    let (Salvaged { report, faults, now }, before) = without(&sample, |tree, _| tree == "audit_head");
    assert_eq!(faults, [""; 0]);
    assert!(!report.is_whole() && report.losses.iter().all(|loss| loss.table == "audit_head"), "{:#?}", report.losses);
    assert_eq!(missing(&before, &now), 0);
}

#[test]
fn where_everything_is_found_nothing_is_told_as_lost() {
    let sample = Sample::new();
    // The first page of the list of tables; the others have the rest of it.
    let from = sample.damaged(|bytes| bytes[..PAGE].fill(0));
    let before = rows(&sample.file);
    let Salvaged { report, faults, now } = salvage_by(salvage, &from, &before).expect("a salvage");
    assert_eq!((&report.losses[..], faults), (&[][..], vec![]));
    assert!(report.is_whole() && missing(&before, &now) == 0);
}

#[test]
fn people_and_the_categories_of_parts_are_made_anew_from_the_history() {
    let sample = Sample::new();
    let kinds = sample.kinds();
    let lost = ["person", "category", "subcategory"];
    let from = sample.damaged(|bytes| {
        for (page, _) in kinds.iter().filter(|(_, (tree, _))| lost.contains(&tree.as_str())) {
            bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5);
        }
    });
    let before = rows(&sample.file);
    let Salvaged { report, now, faults } = salvage_by(salvage, &from, &before).expect("a salvage");
    assert_eq!(faults, [""; 0]);
    for table in ["part", "revision", "bom_line", "audit_unit", "person"] {
        let gone: Vec<_> = before[table].difference(&now[table]).collect();
        assert!(gone.is_empty(), "{table}: {gone:?}");
    }
    let told = report.losses.iter().filter(|loss| loss.what.contains("made anew")).count();
    assert_eq!(told, 3, "{:?}", report.losses);
}

#[test]
fn imported_lines_stay_when_what_is_known_of_their_file_is_lost() {
    let mut sample = Sample::new();
    let raw = Connection::open(&sample.file).expect("the file");
    raw.execute_batch(
        "INSERT INTO import_file (id, name, sha256, columns, imported_at, imported_by)
            SELECT randomblob(16), 'board.csv', lower(hex(zeroblob(32))), '[]', 0, id FROM person LIMIT 1;
        UPDATE bom_line SET origin_file_id = (SELECT id FROM import_file), origin_rows = '[1]'
            WHERE revision_id IN (SELECT id FROM revision WHERE state = 'Draft');",
    )
    .expect("imported lines");
    drop(raw);
    sample.bytes = fs::read(&sample.file).expect("the file");
    let before = rows(&sample.file);
    let kinds = sample.kinds();
    let imports = ["import_file", "import_row"];
    let from = sample.damaged(|bytes| {
        for (page, _) in kinds.iter().filter(|(_, (tree, _))| imports.contains(&tree.as_str())) {
            bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5);
        }
    });
    let Salvaged { report, now, .. } = salvage_by(salvage, &from, &before).expect("a salvage");
    assert!(now["import_file"].is_empty() && !before["import_file"].is_empty(), "the file is lost");
    assert_eq!(now["bom_line"].len(), before["bom_line"].len(), "{:?}", report.losses);
    let told =
        report.losses.iter().filter(|loss| loss.table == "bom_line" && loss.what.contains("kept without")).count();
    assert!(told > 0, "{:?}", report.losses);
}

#[test]
fn a_hole_in_the_history_is_told_by_the_salvage() {
    let sample = Sample::new();
    let kinds = sample.kinds();
    let leaf = kinds.iter().find(|(_, (tree, kind))| tree == "audit_entry" && kind == "leaf");
    let page = *leaf.expect("a page of the history").0;
    let from = sample.damaged(|bytes| bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5));
    let report = salvage(&from, &sample.folder.path().join("new.partwright")).expect("a salvage");
    let told = report.losses.iter().find(|loss| loss.table == "history");
    assert!(told.is_some_and(|loss| loss.what.contains("was lost when the workspace was salvaged")), "{report:?}");
}

#[test]
fn what_is_still_in_the_log_is_salvaged_too() {
    let sample = Sample::new();
    let ports = ports_on(Arc::new(open(&sample.file)));
    let last = part("EL-RES").named("only in the log").add_to(&ports).part;
    let left = sample.folder.path().join("left.partwright");
    for ending in ["", "-wal"] {
        fs::copy(format!("{}{ending}", sample.file.display()), format!("{}{ending}", left.display())).expect("a copy");
    }
    drop(ports);
    let before = rows(&sample.file);
    let Salvaged { report, now, faults } = salvage_by(salvage, &left, &before).expect("a salvage");
    assert!(report.is_whole() && faults.is_empty(), "{:?} {faults:#?}", report.losses);
    assert!(now["part"].iter().any(|row| row.contains(last.name.as_str())), "the newest part is there");
}

#[test]
fn a_salvage_replaces_nothing_and_a_cancelled_one_leaves_nothing() {
    let sample = Sample::new();
    let to = sample.folder.path().join("new.partwright");
    fs::write(&to, "somebody's").expect("a file");
    let taken = salvage(&sample.file, &to).expect_err("a name that is taken");
    assert_eq!((taken.code(), fs::read(&to).expect("the file")), ("workspace.path_taken", b"somebody's".to_vec()));
    fs::remove_file(&to).expect("room");
    let cancel = Cancel::new();
    let salvager = DiskSalvager::new(Arc::new(SystemClock), Arc::new(TimeOrderedIds));
    let cancelled = salvager.salvage((&sample.file, &to), &cancel, &mut |_| cancel.cancel()).expect_err("cancelled");
    assert_eq!(cancelled.code(), "store.cancelled");
    let left = fs::read_dir(sample.folder.path()).expect("the folder").count();
    assert_eq!(left, 1, "only the sample is there");
}

#[test]
fn what_is_foreign_or_newer_is_not_salvaged() {
    let sample = Sample::new();
    let to = sample.folder.path().join("new.partwright");
    let foreign = sample.damaged(|bytes| bytes.fill(b'x'));
    assert_eq!(salvage(&foreign, &to).expect_err("nothing of ours").code(), "workspace.foreign");
    let newer = sample.damaged(|bytes| bytes[60..64].fill(1));
    assert_eq!(salvage(&newer, &to).expect_err("a newer one").code(), "workspace.newer");
    let nowhere = sample.folder.path().join("no such file");
    assert_eq!(salvage(&nowhere, &to).expect_err("nothing").code(), "workspace.unreachable");
    assert!(!to.exists());
}

#[test]
fn the_history_of_a_salvaged_workspace_says_what_it_is_and_is_not_undone() {
    let sample = Sample::new();
    let kinds = sample.kinds();
    let page = kinds.iter().find(|(_, (tree, _))| tree == "part").map(|(page, _)| *page).expect("a page of parts");
    let from = sample.damaged(|bytes| bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5));
    let to = sample.folder.path().join("new.partwright");
    let report = salvage(&from, &to).expect("a salvage");
    let ports = ports_on(Arc::new(open(&to)));
    let filter = AuditFilter { limit: 1, entries: 10, ..AuditFilter::default() };
    let last = ports.store.read("test", |snapshot| snapshot.audit().list(&filter)).expect("the history").remove(0);
    assert_eq!((last.unit.operation.as_str(), last.may_be_undone()), (SALVAGE, false));
    let after = last.entries[0].after.clone().expect("what was salvaged");
    assert_eq!(after["from"], from.display().to_string());
    assert_eq!(after["rows_lost"], report.lost());
    let actor = build::open(&ports);
    let refused = UndoService::new(ports).undo(&actor, last.sequence).expect_err("no way back");
    assert_eq!(refused.code(), "audit.stands");
}

#[test]
fn a_file_of_which_nothing_is_left_is_told_so() {
    let sample = Sample::new();
    for length in [1, 16, 60, 2_000] {
        let file = sample.damaged(|bytes| bytes.truncate(length));
        let refused = salvage(&file, &sample.folder.path().join("new")).expect_err("nothing to salvage");
        assert_eq!(refused.code(), "workspace.nothing_left", "{length}: {refused}");
    }
}
