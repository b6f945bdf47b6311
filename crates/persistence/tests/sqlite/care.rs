//! Care of the file: copies that are checked, a check of all of it, and a way back.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use partwright_domain::cancel::Cancel;
use partwright_domain::file::ContentHash;
use partwright_domain::ports::Ports;
use partwright_domain::store::StoreError;
use partwright_domain::workspace::{Accepted, CopyChecked, Progress, PutBack, WorkspaceFile};
use partwright_persistence::{SqliteStore, verify};
use partwright_testkit::build::{self, part, ports_on};
use partwright_testkit::contract::Fixture;

use crate::{OnFile, copy_of, fresh, open};

fn workspace(count: usize) -> (OnFile, Ports) {
    let fixture = fresh();
    let ports = ports_on(fixture.store());
    build::open(&ports);
    for _ in 0..count {
        part("EL-RES").named("kept").add_to(&ports);
    }
    (fixture, ports)
}

fn store(fixture: &OnFile) -> Arc<SqliteStore> {
    Arc::clone(fixture.store.as_ref().expect("an open store"))
}

fn close(fixture: &mut OnFile, ports: Ports) {
    drop((ports, fixture.store.take()));
}

fn parts_in(path: &Path) -> u64 {
    let ports = ports_on(Arc::new(open(path)));
    ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a count").0
}

/// The names in a file's folder that begin with that file's name and are not the file's.
fn beside(path: &Path) -> Vec<String> {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let entries = fs::read_dir(path.parent().expect("a folder")).expect("the folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter_map(|other| other.strip_prefix(&name).filter(|ending| !ending.is_empty()).map(str::to_owned)).collect()
}

#[test]
fn a_backup_is_made_while_others_write() {
    let (fixture, ports) = workspace(10);
    let copy = fixture.path.with_file_name("copy.partwright");
    let is_over = AtomicBool::new(false);
    let (mut steps, mut parts_at_its_end) = (Vec::new(), 0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    part("EL-RES").named("meanwhile").mpn("Yageo", "RC0402").add_to(&ports);
                }
            });
        }
        let made = copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |progress| steps.push(progress));
        parts_at_its_end = ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a count").0;
        is_over.store(true, Ordering::Relaxed);
        made.expect("a backup");
    });
    assert_eq!(beside(&copy), [""; 0], "a backup is one file");
    let raw = rusqlite::Connection::open(&copy).expect("the copy");
    let number = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, u32>(0)).expect(sql);
    let copied = number("SELECT count(*) FROM part");
    assert!((10..=parts_at_its_end).contains(&copied.into()), "it is of one moment: {copied} parts");
    assert_eq!(number("SELECT count(*) FROM revision"), copied, "with no half unit");
    assert_eq!(number("SELECT next - 100000 FROM part_sequence"), copied);
    let last = steps.last().expect("progress");
    assert_eq!(last.done, last.total, "it went up to its end");
    assert!(steps.is_sorted_by_key(|Progress { done, .. }| *done) && last.total > 10, "{steps:?}");
}

#[test]
fn a_backup_that_is_cancelled_leaves_nothing() {
    let (fixture, _ports) = workspace(1);
    let copy = fixture.path.with_file_name("copy.partwright");
    let cancel = Cancel::new();
    let answer = copy_of(&store(&fixture), &copy, &cancel, &mut |_| cancel.cancel());
    assert_eq!(answer, Err(StoreError::Cancelled));
    assert!(!copy.exists() && beside(&copy).is_empty(), "{:?}", beside(&copy));
    assert_eq!(store(&fixture).check(&cancel), Err(StoreError::Cancelled), "a check is cancelled too");
}

#[test]
fn a_backup_replaces_nothing() {
    let (fixture, _ports) = workspace(1);
    let copy = fixture.path.with_file_name("copy.partwright");
    fs::write(&copy, "somebody's").expect("a file");
    let answer = copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ());
    assert_eq!(answer, Err(StoreError::Taken { path: copy.display().to_string() }));
    assert_eq!(fs::read(&copy).expect("the file"), b"somebody's");
    let nowhere = fixture.path.with_file_name("no such folder").join("copy.partwright");
    let answer = copy_of(&store(&fixture), &nowhere, &Cancel::new(), &mut |_| ());
    assert!(matches!(answer, Err(StoreError::Unreachable { .. })), "{answer:?}");
}

/// Overwrites the middle of the first page of that index, with the file closed.
fn damage(path: &Path, index: &str) {
    let raw = rusqlite::Connection::open(path).expect("the file");
    let page: u32 = raw
        .query_row("SELECT min(pageno) FROM dbstat WHERE name = ?1", [index], |row| row.get(0))
        .expect("a page of the index");
    drop(raw);
    let mut content = fs::read(path).expect("the file");
    let end = page as usize * 4096;
    content[end - 2048..end].fill(0xAA);
    fs::write(path, content).expect("the file");
}

#[test]
fn a_check_names_what_is_wrong() {
    let (mut fixture, ports) = workspace(50);
    assert_eq!(store(&fixture).check(&Cancel::new()), Ok(vec![]));
    close(&mut fixture, ports);
    damage(&fixture.path, "part_by_name");
    let answer = open(&fixture.path).check(&Cancel::new());
    assert!(matches!(&answer, Ok(problems) if !problems.is_empty()), "{answer:?}");
    let is_a_line = |problem: &String| !problem.contains('\n') && !problem.contains("***");
    assert!(answer.as_ref().is_ok_and(|problems| problems.iter().all(is_a_line)), "each is one line: {answer:?}");
}

#[test]
fn a_check_names_what_of_the_schema_was_changed() {
    let (fixture, _ports) = workspace(2);
    let check = || store(&fixture).check(&Cancel::new()).expect("a check");
    let raw = rusqlite::Connection::open(&fixture.path).expect("another program");
    raw.execute_batch("ANALYZE").expect("statistics");
    assert_eq!(check(), [""; 0], "what SQLite makes for itself is nobody's change");
    for (sql, said) in [
        ("DROP TRIGGER person_last_admin_stays", "the trigger person_last_admin_stays of the schema is not there"),
        (
            "CREATE TRIGGER t AFTER INSERT ON part BEGIN SELECT 1; END",
            "the trigger t of the schema is not Partwright's",
        ),
        ("ALTER TABLE part ADD COLUMN more TEXT", "the table part of the schema is not as Partwright makes it"),
    ] {
        raw.execute_batch(sql).expect("a change of the schema");
        assert!(check().iter().any(|problem| problem.starts_with(said)), "{sql}: {:#?}", check());
    }
}

#[test]
fn a_backup_of_a_damaged_workspace_says_which_is_damaged() {
    let (mut fixture, ports) = workspace(50);
    close(&mut fixture, ports);
    damage(&fixture.path, "part_by_name");
    let copy = fixture.path.with_file_name("copy.partwright");
    let answer = copy_of(&open(&fixture.path), &copy, &Cancel::new(), &mut |_| ());
    assert!(
        matches!(&answer, Err(StoreError::Damaged { path, detail })
            if *path == fixture.path.display().to_string() && !detail.contains('\n') && !detail.contains("***")),
        "{answer:?}"
    );
    assert!(!copy.exists());
}

#[test]
fn a_backup_has_no_name_that_sqlite_takes_for_its_own() {
    let (fixture, _ports) = workspace(1);
    for ending in ["-journal", "-wal", "-shm"] {
        let copy = fixture.path.with_file_name(format!("other.partwright{ending}"));
        let answer = copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ());
        assert!(
            matches!(&answer, Err(StoreError::Unreachable { detail, .. }) if detail.contains(ending)),
            "{answer:?}"
        );
        assert!(!copy.exists());
    }
}

#[test]
fn a_check_finds_what_refers_to_nothing() {
    let (fixture, _ports) = workspace(2);
    let raw = rusqlite::Connection::open(&fixture.path).expect("another program");
    raw.execute_batch(
        "PRAGMA foreign_keys = OFF; DROP TRIGGER person_last_admin_stays; DELETE FROM person WHERE acting = 1;",
    )
    .expect("a person that goes");
    let problems = store(&fixture).check(&Cancel::new()).expect("a check");
    assert!(problems.iter().any(|problem| problem.starts_with("audit_unit")), "{problems:?}");
}

fn restore(path: &Path, from: &Path) -> Result<Option<PathBuf>, StoreError> {
    put_back(path, from, Accepted::Sound).map(|put_back| put_back.kept)
}

fn put_back(path: &Path, from: &Path, accepted: Accepted) -> Result<PutBack, StoreError> {
    partwright_persistence::restore((path, from), accepted, &Cancel::new(), &mut |_| ())
}

/// Takes a rule out of the schema, and changes an entry of the history, as somebody does who has a tool of their own.
fn tamper(path: &Path) {
    let raw = rusqlite::Connection::open(path).expect("a tool");
    raw.execute_batch(
        "DROP TRIGGER audit_entry_keeps; DROP TRIGGER part_is_counted;
        UPDATE audit_entry SET title = 'another' WHERE unit_sequence = 2 AND position = 1",
    )
    .expect("a changed workspace");
}

/// What is found in a file that was tampered with.
const TAMPERED: [&str; 3] = [
    "the trigger audit_entry_keeps of the schema is not there",
    "the trigger part_is_counted of the schema is not there",
    "Entry 1 of change #2 is not what was written",
];

fn assert_tampered(problems: &[String]) {
    let is_each = problems.iter().zip(TAMPERED).all(|(problem, begins)| problem.starts_with(begins));
    assert!(is_each && problems.len() == TAMPERED.len(), "{problems:#?}");
}

#[test]
fn a_backup_of_a_workspace_that_was_tampered_with_is_made_and_says_what_a_check_says() {
    let (fixture, _ports) = workspace(3);
    let copy = fixture.path.with_file_name("copy.partwright");
    assert_eq!(copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ()), Ok(vec![]));
    tamper(&fixture.path);
    let again = fixture.path.with_file_name("again.partwright");
    assert_tampered(&copy_of(&store(&fixture), &again, &Cancel::new(), &mut |_| ()).expect("a copy"));
    assert_eq!(parts_in(&again), 3, "it is the best that there is");
}

#[test]
fn a_backup_that_was_tampered_with_is_put_back_only_as_it_is() {
    let (mut fixture, ports) = workspace(3);
    let copy = fixture.path.with_file_name("copy.partwright");
    copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ()).expect("a backup");
    close(&mut fixture, ports);
    tamper(&copy);
    assert_tampered(&verify(&copy, &Cancel::new()).expect("a look").problems);
    let before = (fs::read(&fixture.path).expect("the file"), beside(&fixture.path));
    let refused = put_back(&fixture.path, &copy, Accepted::Sound).expect_err("no sound backup");
    assert!(TAMPERED.iter().all(|found| refused.to_string().contains(found)), "{refused}");
    assert!(matches!(refused, StoreError::Changed { .. }), "{refused:?}");
    assert!((fs::read(&fixture.path).expect("the file"), beside(&fixture.path)) == before, "nothing is replaced");
    let PutBack { kept, problems } = put_back(&fixture.path, &copy, Accepted::AsItIs).expect("the only copy");
    assert_tampered(&problems);
    assert_eq!((kept.map(|kept| parts_in(&kept)), parts_in(&fixture.path)), (Some(3), 3));
}

#[test]
fn a_look_along_the_history_of_a_copy_is_cancelled() {
    let (fixture, _ports) = workspace(200);
    let copy = fixture.path.with_file_name("copy.partwright");
    let cancel = Cancel::new();
    let told = |progress: Progress| {
        if progress.done == progress.total {
            cancel.cancel();
        }
    };
    assert_eq!(copy_of(&store(&fixture), &copy, &cancel, &mut { told }), Err(StoreError::Cancelled));
    assert!(beside(&copy).is_empty() && !copy.exists(), "it leaves nothing");
}

#[test]
fn a_workspace_is_not_restored_from_itself() {
    let (mut fixture, ports) = workspace(1);
    close(&mut fixture, ports);
    assert!(matches!(restore(&fixture.path, &fixture.path), Err(StoreError::OwnBackup { .. })));
    let link = fixture.path.with_file_name("second name.partwright");
    fs::hard_link(&fixture.path, &link).expect("a second name");
    assert!(matches!(restore(&fixture.path, &link), Err(StoreError::OwnBackup { .. })));
    assert_eq!(beside(&fixture.path), [""; 0], "nothing is left beside it");
}

#[cfg(unix)]
#[test]
fn a_restored_file_has_the_mode_of_the_replaced_one_and_its_owner_may_write_it_and_no_empty_log_is_kept() {
    use std::os::unix::fs::PermissionsExt;

    let (mut fixture, ports) = workspace(1);
    let copy = fixture.path.with_file_name("copy.partwright");
    copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ()).expect("a backup");
    close(&mut fixture, ports);
    fs::write(fixture.path.with_extension("partwright-wal"), "").expect("an empty log");
    fs::set_permissions(&fixture.path, fs::Permissions::from_mode(0o440)).expect("a file to read");
    let kept = restore(&fixture.path, &copy).expect("a way back").expect("a replaced file");
    for (path, expected) in [(&fixture.path, 0o640), (&kept, 0o440)] {
        let mode = fs::metadata(path).expect("a file").permissions().mode() & 0o777;
        assert_eq!(mode, expected, "{}", path.display());
    }
    assert_eq!(beside(&fixture.path), [".replaced-1"], "the log was empty");
}

#[test]
fn a_restored_backup_takes_the_place_and_the_replaced_file_is_kept() {
    let (mut fixture, ports) = workspace(3);
    let copy = fixture.path.with_file_name("copy.partwright");
    copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ()).expect("a backup");
    part("EL-RES").named("since").add_to(&ports);
    close(&mut fixture, ports);
    let kept = restore(&fixture.path, &copy).expect("a way back").expect("a replaced file");
    assert_eq!(parts_in(&fixture.path), 3, "the backup is in its place");
    assert_eq!(parts_in(&kept), 4, "what it replaced is kept");
    assert_eq!(parts_in(&copy), 3, "and the backup stays");
    let again = restore(&fixture.path, &copy).expect("a second time").expect("a replaced file");
    assert_ne!(again, kept, "no kept file is replaced by another");
}

#[test]
fn a_damaged_file_is_replaced_together_with_its_log() {
    let (mut fixture, ports) = workspace(3);
    let copy = fixture.path.with_file_name("copy.partwright");
    copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ()).expect("a backup");
    close(&mut fixture, ports);
    fs::write(&fixture.path, "no longer a database").expect("damage");
    let log = crate::log_of(&fixture.path);
    fs::write(&log, "its log").expect("a log");
    let kept = restore(&fixture.path, &copy).expect("a way back").expect("a replaced file");
    assert_eq!(fs::read(&kept).expect("the replaced file"), b"no longer a database");
    assert_eq!(fs::read(format!("{}-wal", kept.display())).expect("its log"), b"its log");
    assert_eq!(parts_in(&fixture.path), 3);
}

#[test]
fn what_is_no_sound_backup_is_not_restored() {
    let (mut fixture, ports) = workspace(50);
    let copy = fixture.path.with_file_name("copy.partwright");
    copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ()).expect("a backup");
    close(&mut fixture, ports);
    damage(&copy, "part_by_name");
    let before = fs::read(&fixture.path).expect("the file");
    assert!(matches!(restore(&fixture.path, &copy), Err(StoreError::Damaged { .. })));
    fs::write(&copy, "a letter").expect("a file");
    assert!(matches!(restore(&fixture.path, &copy), Err(StoreError::NotAWorkspace { .. })));
    fs::remove_file(&copy).expect("the file");
    assert!(matches!(restore(&fixture.path, &copy), Err(StoreError::Unreachable { .. })));
    assert_eq!(fs::read(&fixture.path).expect("the file"), before, "the workspace is as it was");
    assert_eq!(beside(&fixture.path), [""; 0], "and nothing was left beside it");
}

#[test]
fn a_copy_that_could_not_be_opened_is_not_restored_and_nothing_is_left_beside_it() {
    let (mut fixture, ports) = workspace(3);
    let backups = tempfile::tempdir().expect("a folder");
    let copy = backups.path().join("copy.partwright");
    close(&mut fixture, ports);
    let mut newer = fs::read(&fixture.path).expect("the file");
    newer[60..64].copy_from_slice(&40_u32.to_be_bytes());
    fs::write(&copy, newer).expect("a copy");
    assert!(matches!(restore(&fixture.path, &copy), Err(StoreError::Newer { file: 40, .. })));
    assert_eq!(parts_in(&fixture.path), 3, "the workspace is as it was");
    fs::copy(&fixture.path, &copy).expect("a copy");
    restore(&fixture.path, &copy).expect("a way back");
    let beside: Vec<_> =
        fs::read_dir(backups.path()).expect("the folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(beside, ["copy.partwright"], "nothing stands beside the backup");
}

#[cfg(unix)]
#[test]
fn a_workspace_behind_a_link_is_restored_where_it_is() {
    let (mut fixture, ports) = workspace(3);
    let copy = fixture.path.with_file_name("copy.partwright");
    copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ()).expect("a backup");
    part("EL-RES").named("since").add_to(&ports);
    close(&mut fixture, ports);
    let links = tempfile::tempdir().expect("a folder");
    let link = links.path().join("link.partwright");
    std::os::unix::fs::symlink(&fixture.path, &link).expect("a link");
    let kept = restore(&link, &copy).expect("a way back").expect("a replaced file");
    assert!(link.is_symlink(), "the link stays one");
    assert_eq!((parts_in(&fixture.path), parts_in(&kept)), (3, 4));
}

#[test]
fn a_backup_is_looked_through_and_stays_as_it_is() {
    let (mut fixture, ports) = workspace(50);
    let hash = attach(&ports);
    let copy = fixture.path.with_file_name("copy.partwright");
    copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ()).expect("a backup");
    close(&mut fixture, ports);
    let before = fs::read(&copy).expect("the copy");
    let CopyChecked { problems, contents } = verify(&copy, &Cancel::new()).expect("a sound copy");
    assert_eq!(problems, [""; 0]);
    assert_eq!(contents.into_iter().map(|(hash, _)| hash).collect::<Vec<_>>(), [hash], "what its vault is to have");
    assert!(fs::read(&copy).expect("the copy") == before && beside(&copy).is_empty(), "{:?}", beside(&copy));
    let cancel = Cancel::new();
    cancel.cancel();
    assert_eq!(verify(&copy, &cancel), Err(StoreError::Cancelled));
    damage(&copy, "part_by_name");
    assert!(matches!(verify(&copy, &Cancel::new()), Err(StoreError::Damaged { .. })));
    fs::write(&copy, "a letter").expect("a file");
    assert!(matches!(verify(&copy, &Cancel::new()), Err(StoreError::NotAWorkspace { .. })));
    fs::remove_file(&copy).expect("the file");
    assert!(matches!(verify(&copy, &Cancel::new()), Err(StoreError::Unreachable { .. })));
}

/// Attaches a drawing to a new part, and answers its hash.
fn attach(ports: &Ports) -> ContentHash {
    let (files, _) = build::files(ports);
    let revision = part("EL-ICT").add_to(ports).revision.id;
    let new = build::new_file("drawing.pdf");
    let actor = build::open(ports);
    files.attach(&actor, revision, new, &mut &b"drawn"[..], &Cancel::new()).expect("a file").content.hash
}

#[test]
fn the_status_counts() {
    let (fixture, ports) = workspace(0);
    let before = store(&fixture).status();
    part("EL-RES").named("counted").add_to(&ports);
    let refused: Result<(), StoreError> = ports.store.write("test", |_| Err(StoreError::BomCycle));
    assert_eq!(refused, Err(StoreError::BomCycle));
    ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a read");
    let after = store(&fixture).status();
    assert_eq!(after.units_undone - before.units_undone, 1);
    assert!(after.units - before.units >= 2 && after.commits > before.commits);
    assert!(after.snapshots > before.snapshots && after.largest_batch >= 1);
    assert!(after.running > before.running && after.committing > before.committing);
    assert!(after.file_bytes > 0 && after.log_bytes > 0);
}

#[test]
fn an_empty_file_is_no_backup() {
    let (mut fixture, ports) = workspace(3);
    close(&mut fixture, ports);
    let copy = fixture.path.with_file_name("copy.partwright");
    fs::write(&copy, "").expect("an empty file, as a copy to a full disk leaves");
    assert!(matches!(restore(&fixture.path, &copy), Err(StoreError::NotAWorkspace { .. })));
    assert_eq!(parts_in(&fixture.path), 3);
}

#[test]
fn a_log_that_outlived_its_file_is_not_taken_for_the_restored_ones() {
    let (mut fixture, ports) = workspace(3);
    let copy = fixture.path.with_file_name("copy.partwright");
    copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ()).expect("a backup");
    for _ in 0..200 {
        part("EL-RES").named("since").add_to(&ports);
    }
    let log = crate::log_of(&fixture.path);
    let content = fs::read(&log).expect("a log");
    close(&mut fixture, ports);
    fs::remove_file(&fixture.path).expect("the file goes");
    fs::write(&log, content).expect("its log is left");
    restore(&fixture.path, &copy).expect("a way back");
    assert_eq!(parts_in(&fixture.path), 3);
    let raw = rusqlite::Connection::open(&fixture.path).expect("a connection");
    let sound: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a check");
    assert_eq!(sound, "ok");
}

#[test]
fn a_log_that_is_in_the_way_of_a_copy_is_left_there() {
    let (fixture, _ports) = workspace(1);
    let copy = fixture.path.with_file_name("copy.partwright");
    fs::write(fixture.path.with_file_name("copy.partwright-wal"), "somebody's").expect("a log without its file");
    let answer = copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ());
    assert!(matches!(answer, Err(StoreError::Taken { .. })), "{answer:?}");
}

#[test]
fn a_file_that_is_open_is_not_replaced() {
    let (fixture, ports) = workspace(3);
    let copy = fixture.path.with_file_name("copy.partwright");
    copy_of(&store(&fixture), &copy, &Cancel::new(), &mut |_| ()).expect("a backup");
    assert!(matches!(restore(&fixture.path, &copy), Err(StoreError::Busy { .. })));
    part("EL-RES").named("acknowledged").add_to(&ports);
    assert_eq!(parts_in(&fixture.path), 4);
}
