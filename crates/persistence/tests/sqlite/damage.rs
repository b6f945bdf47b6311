//! Damage of every kind: a sentence that says what is wrong and what can be done, and a file that stays as it is.

mod byte;
mod log;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use partwright_domain::cancel::Cancel;
use partwright_domain::part::PartFilter;
use partwright_domain::person::{Actor, PersonName, PersonService};
use partwright_domain::store::StoreError;
use partwright_domain::workspace::WorkspaceFile;
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::ports_on;
use rusqlite::Connection;

use crate::claims;
use crate::salvage::Sample;

const PAGE: usize = 4096;

/// What came of opening a file, and looking at all of it where it opens.
#[derive(Debug)]
enum Found {
    Refused(StoreError),
    Problems(Vec<String>),
}

/// How a file is opened, looked through and closed: as the store does, but where a fault is planted.
type Look = fn(&Path) -> Found;

fn as_the_store_does(file: &Path) -> Found {
    match SqliteStore::open(file, Settings { readers: 1, ..Settings::default() }) {
        Err(error) => Found::Refused(error),
        Ok(store) => match store.check(&Cancel::new()) {
            Err(error) => Found::Refused(error),
            Ok(problems) => Found::Problems(problems),
        },
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut beside = file.as_os_str().to_owned();
    beside.push(ending);
    beside.into()
}

/// What came of a look at a file, and what is not as it was before.
fn look_by(look: Look, file: &Path) -> (Found, Vec<String>) {
    let bytes = fs::read(file).ok();
    let found = look(file);
    let mut touched = Vec::new();
    if fs::read(file).ok() != bytes {
        touched.push("the file was changed".to_owned());
    }
    let left = ["-wal", "-shm", "-journal"].into_iter().filter(|ending| beside(file, ending).exists());
    touched.extend(left.map(|ending| format!("a {ending} is left")));
    (found, touched)
}

/// What came of opening a file and looking at all of it, as the store does; the file and what is beside it are as before.
fn look(file: &Path) -> Found {
    let (found, touched) = look_by(as_the_store_does, file);
    assert_eq!(touched, [""; 0], "{}", file.display());
    found
}

/// Bytes that nothing can be made of, the same in every run.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    (0..length)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .collect()
}

/// A change to the bytes of a sound workspace.
type Change = fn(&mut Vec<u8>);

/// What is done to the file, the code it is refused with, and what the sentence says can be done.
const KINDS: &[(&str, Change, &str, &str)] = &[
    ("cut within its magic", |bytes| bytes.truncate(5), "workspace.damaged", "salvage"),
    ("cut within its header", |bytes| bytes.truncate(60), "workspace.damaged", "salvage"),
    ("cut within its first page", |bytes| bytes.truncate(2_000), "workspace.damaged", "backup"),
    ("cut to its first page", |bytes| bytes.truncate(PAGE), "workspace.damaged", "backup"),
    ("wrong magic", |bytes| bytes[..16].fill(b'x'), "workspace.damaged", "salvage"),
    ("header overwritten", |bytes| bytes[..100].fill(b'x'), "workspace.foreign", "salvage"),
    ("first page of zeros", |bytes| bytes[..PAGE].fill(0), "workspace.damaged", "salvage"),
    ("first page flipped", |bytes| bytes[100..PAGE].fill(0xAA), "workspace.damaged", "backup"),
    ("page size of nothing", |bytes| bytes[16..18].fill(0xFF), "workspace.damaged", "backup"),
    ("written as by nobody", |bytes| bytes[18] = 9, "workspace.damaged", "backup"),
    ("read as by nobody", |bytes| bytes[19] = 9, "workspace.damaged", "backup"),
    ("a schema as nobody's", |bytes| bytes[47] = 9, "workspace.damaged", "backup"),
    ("encrypted", |bytes| *bytes = noise(bytes.len()), "workspace.foreign", "Choose another file"),
    ("zeros", |bytes| bytes.fill(0), "workspace.damaged", "backup"),
];

/// What is wrong with how each kind of damage is met.
fn faults_with_kinds(sample: &Sample, look: Look) -> Vec<String> {
    let mut faults = Vec::new();
    for (kind, change, code, remedy) in KINDS {
        let (found, mut wrong) = look_by(look, &sample.damaged(change));
        match found {
            Found::Problems(_) => wrong.push("it opens".to_owned()),
            Found::Refused(error) => {
                let said = error.to_string();
                if error.code() != *code {
                    wrong.push(format!("it is {}: {said}", error.code()));
                }
                if !said.contains(remedy) || !said.contains("damaged.partwright") {
                    wrong.push(format!("it is not told what can be done, or where: {said}"));
                }
            }
        }
        faults.extend(wrong.into_iter().map(|what| format!("{kind}: {what}")));
    }
    faults
}

#[test]
fn each_kind_of_damage_is_told_with_a_way_on_and_the_file_stays_as_it_is() {
    assert_eq!(faults_with_kinds(&Sample::new(), as_the_store_does), [""; 0]);
}

/// The harness itself: a program that begins anew where it cannot read, one that says something else, one that leaves
/// something.
#[test]
fn a_program_that_writes_over_a_damaged_file_misnames_it_or_leaves_something_beside_it_is_caught() {
    let sample = Sample::new();
    let overwrites = faults_with_kinds(&sample, |file| {
        fs::write(file, "").expect("to write over it");
        as_the_store_does(file)
    });
    for (kind, ..) in KINDS {
        for what in ["the file was changed", "it opens"] {
            assert!(overwrites.contains(&format!("{kind}: {what}")), "{kind}, {what}: {overwrites:#?}");
        }
    }
    let misnames = faults_with_kinds(&sample, |_| Found::Refused(StoreError::Full));
    assert_eq!(misnames.len(), 2 * KINDS.len(), "{misnames:#?}");
    let leaves = faults_with_kinds(&sample, |file| {
        let found = as_the_store_does(file);
        fs::write(beside(file, "-journal"), "begun").expect("a journal");
        found
    });
    assert!(leaves.iter().any(|fault| fault.ends_with("a -journal is left")), "{leaves:#?}");
}

#[test]
fn a_newer_and_an_edited_workspace_stay_as_they_are() {
    let sample = Sample::new();
    for (sql, code, remedy) in [
        ("INSERT INTO schema_migration VALUES (9999, 'later', 'x')", "workspace.newer", "Update Partwright"),
        ("UPDATE schema_migration SET checksum = 'x' WHERE version = 3", "workspace.migration_edited", "backup"),
    ] {
        let file = sample.damaged(|_| ());
        Connection::open(&file).and_then(|raw| raw.execute(sql, [])).expect(sql);
        let Found::Refused(error) = look(&file) else { panic!("{sql}: it opens") };
        let said = error.to_string();
        assert_eq!(error.code(), code, "{said}");
        assert!(said.contains(remedy), "{said}");
    }
}

#[test]
fn a_workspace_without_the_list_of_the_steps_of_its_schema_is_damaged() {
    let sample = Sample::new();
    let file = sample.damaged(|_| ());
    Connection::open(&file).and_then(|raw| raw.execute_batch("DROP TABLE schema_migration")).expect("one table less");
    let Found::Refused(error) = look(&file) else { panic!("it opens") };
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

#[test]
fn a_file_that_ends_too_early_is_found() {
    let sample = Sample::new();
    for pages in [2, 20, sample.pages() / 2, sample.pages() - 20] {
        for more in [0, 1_000] {
            match look(&sample.damaged(|bytes| bytes.truncate(pages * PAGE + more))) {
                Found::Refused(StoreError::Damaged { .. }) => {}
                Found::Problems(problems) if !problems.is_empty() => {}
                found => panic!("{pages} pages and {more} bytes: {found:?}"),
            }
        }
    }
}

/// Where damaged pages were noticed.
#[derive(Default)]
struct Noticed {
    /// When the file was opened.
    refused: u64,
    /// By a check.
    checked: u64,
    /// Nowhere, or otherwise than it should be.
    faults: Vec<String>,
}

/// Damages one page after the other: each, or one of each kind of each tree that differs from the others in how it is kept.
fn damage_pages(sample: &Sample, is_short: bool, look: Look) -> Noticed {
    let kinds = sample.kinds();
    let seen: BTreeSet<&str> = kinds.values().map(|(_, kind)| kind.as_str()).collect();
    assert_eq!(seen, ["free", "internal", "leaf", "overflow"].into(), "the sample has pages of each kind");
    let trees = ["sqlite_schema", "part", "part_by_name", "bom_line", "audit_entry", "search_data", "free"];
    let mut tried = BTreeSet::new();
    let mut noticed = Noticed::default();
    for (page, kind) in &kinds {
        if is_short && (!trees.contains(&kind.0.as_str()) || !tried.insert(kind)) {
            continue;
        }
        let file = sample.damaged(|bytes| bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5));
        let (found, mut wrong) = look_by(look, &file);
        match found {
            Found::Refused(StoreError::Damaged { .. } | StoreError::NotAWorkspace { .. }) => noticed.refused += 1,
            Found::Problems(problems) if !problems.is_empty() => noticed.checked += 1,
            // What is free is read by nobody.
            Found::Problems(_) if kind.1 == "free" => {}
            found => wrong.push(format!("{found:?}")),
        }
        noticed.faults.extend(wrong.into_iter().map(|what| format!("page {page}, {kind:?}: {what}")));
    }
    noticed
}

#[test]
fn a_damaged_page_of_any_kind_is_found_by_a_check_at_the_latest() {
    let Noticed { refused, checked, faults } = damage_pages(&Sample::new(), claims::length() == 1, as_the_store_does);
    let unseen = faults.len() as u64;
    claims::tell(
        "damaged pages",
        &[("refused at opening", refused), ("found by a check", checked), ("unseen", unseen)],
    );
    assert_eq!(faults, [""; 0]);
    assert!(refused > 0 && checked > 0, "{refused} refused, {checked} found by a check");
}

/// What stands in a column of JSON is none: to ask the CHECK of that column, how many designators there are, is an error itself.
#[test]
fn a_value_that_a_rule_of_the_schema_cannot_be_asked_of_is_found_by_a_check() {
    let sample = Sample::new();
    let pages = sample.kinds().into_iter().filter(|(_, (tree, _))| tree == "bom_line").map(|(page, _)| page);
    let places = pages.flat_map(|page| (page - 1) * PAGE..page * PAGE);
    let place = places.into_iter().find(|place| sample.bytes[*place..].starts_with(b"[\"")).expect("designators");
    let Found::Problems(problems) = look(&sample.damaged(|bytes| bytes[place] = b'x')) else { panic!("it is refused") };
    assert!(problems.iter().any(|problem| problem.contains("JSON")), "{problems:?}");
}

/// The harness itself: one that opens a file and calls that a check.
#[test]
fn a_check_that_does_not_look_at_every_page_is_caught() {
    let noticed = damage_pages(&Sample::new(), true, |file| {
        match SqliteStore::open(file, Settings { readers: 1, ..Settings::default() }) {
            Err(error) => Found::Refused(error),
            Ok(_) => Found::Problems(Vec::new()),
        }
    });
    assert!(noticed.refused > 0 && noticed.checked == 0);
    assert!(noticed.faults.iter().any(|fault| fault.ends_with("Problems([])")), "{:#?}", noticed.faults);
}

/// A byte within a value can be any other, and SQLite cannot know. Everything else ends with an answer, and nothing panics.
#[test]
fn flipped_bytes_end_with_an_answer_and_without_a_panic() {
    let sample = Sample::new();
    let places = noise(4 * 25 * usize::try_from(claims::length()).expect("a small number"));
    for four in places.chunks_exact(4) {
        let place = four.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)) % sample.bytes.len();
        let file = sample.damaged(|bytes| bytes[place] ^= four[0] | 1);
        match look(&file) {
            Found::Problems(_)
            | Found::Refused(
                StoreError::Damaged { .. }
                | StoreError::NotAWorkspace { .. }
                | StoreError::Newer { .. }
                | StoreError::MigrationEdited { .. }
                | StoreError::Unreachable { .. },
            ) => {}
            Found::Refused(error) => panic!("byte {place}: {error:?}"),
        }
    }
}

#[test]
fn damage_that_is_met_while_working_is_named_and_from_then_on_nothing_is_written() {
    let sample = Sample::new();
    let pages: Vec<usize> =
        sample.kinds().into_iter().filter(|(_, (tree, _))| tree == "part").map(|(page, _)| page).collect();
    let file = sample.damaged(|bytes| {
        for page in pages {
            bytes[(page - 1) * PAGE..page * PAGE].fill(0xA5);
        }
    });
    let before = fs::read(&file).expect("the file");
    let ports = ports_on(Arc::new(crate::open(&file)));
    let person = ports.store.read("test", |snapshot| snapshot.people().acting()).expect("people can be read");
    let actor = Actor::from(&person.expect("somebody"));
    let filter = PartFilter { limit: 10, ..PartFilter::default() };
    let list = || ports.store.read("test", |snapshot| snapshot.parts().list(&filter));
    for _ in 0..2 {
        let error = list().map(drop).expect_err("no parts can be read");
        let StoreError::Damaged { path, .. } = &error else { panic!("{error:?}") };
        assert_eq!(*path, file.display().to_string());
    }
    let name = PersonName::parse("Grace Hopper").expect("a name");
    let refused = PersonService::new(ports.clone()).rename(&actor, name).expect_err("nothing is written any more");
    assert_eq!(refused.code(), "workspace.damaged");
    drop(ports);
    assert!(fs::read(&file).expect("the file") == before, "the file was changed");
}

#[test]
fn damage_is_told_on_a_path_with_spaces_and_other_letters() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ein Ordner, 部品 & 100%?#.partwright");
    fs::write(&file, noise(9_000)).expect("a file");
    let Found::Refused(error) = look(&file) else { panic!("it opens") };
    assert!(error.to_string().contains("部品 & 100%?#.partwright"), "{error}");
}

#[test]
fn what_may_only_be_read_is_told_and_stays_as_it_is() {
    let sample = Sample::new();
    let place = sample.folder.path().join("read only");
    fs::create_dir(&place).expect("a folder");
    // Who is root may write whatever its rights say; for them it takes a disk that cannot be written to.
    let mounts = |arguments: &[&str]| {
        let mounted = Command::new("mount").args(arguments).arg(&place).output();
        mounted.is_ok_and(|mounted| mounted.status.success())
    };
    let is_mounted = mounts(&["-t", "tmpfs", "tmpfs"]);
    let file = place.join("kept.partwright");
    fs::write(&file, &sample.bytes).expect("a copy");
    if is_mounted {
        assert!(mounts(&["-o", "remount,ro"]), "a disk that cannot be written to");
    } else {
        for path in [&file, &place] {
            let mut rights = fs::metadata(path).expect("rights").permissions();
            rights.set_readonly(true);
            fs::set_permissions(path, rights).expect("rights");
        }
    }
    let found = look(&file);
    if is_mounted {
        let gone = Command::new("umount").arg(&place).status();
        assert!(gone.is_ok_and(|gone| gone.success()), "the disk goes");
    }
    let Found::Refused(error) = found else { panic!("it opens: {found:?}") };
    assert_eq!(error.code(), "workspace.unreachable", "{error}");
    assert!(error.to_string().contains("may be written"), "{error}");
}
