//! Files that are not a workspace: each gets a sentence, and is left byte for byte as it was.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use partwright_domain::cancel::Cancel;
use partwright_domain::store::StoreError;
use partwright_domain::workspace::WorkspaceFile;
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::{self, part, ports_on};
use partwright_testkit::contract::TestStore;

use crate::{copy_of, fresh, open};

fn refused(path: &Path) -> StoreError {
    SqliteStore::open(path, Settings::default()).expect_err("a file that is refused")
}

/// Writes a file and lets `refuse` try to open it; answers what it says, and what is not as it was before.
fn try_by(refuse: fn(&Path) -> StoreError, content: &[u8]) -> (StoreError, Vec<&'static str>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file.partwright");
    fs::write(&path, content).expect("a file");
    let error = refuse(&path);
    let mut touched = Vec::new();
    if fs::read(&path).expect("the file") != content {
        touched.push("the file is another");
    }
    if fs::read_dir(folder.path()).expect("the folder").count() > 1 {
        touched.push("something was made beside it");
    }
    (error, touched)
}

/// Writes a file, tries to open it, and looks that it is as it was, with nothing beside it.
fn try_file(content: &[u8]) -> StoreError {
    let (error, touched) = try_by(refused, content);
    assert_eq!(touched, [""; 0], "{error}");
    error
}

/// A database of another program, with this application id.
fn foreign(application_id: u32) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("other.db");
    let connection = rusqlite::Connection::open(&path).expect("a database");
    connection.pragma_update(None, "application_id", application_id).expect("an id");
    connection
        .execute_batch("CREATE TABLE theirs (data TEXT); INSERT INTO theirs VALUES ('precious')")
        .expect("a table");
    drop(connection);
    fs::read(&path).expect("the database")
}

#[test]
fn what_is_not_a_workspace_is_refused_and_left_alone() {
    for content in [b"hello".to_vec(), b"%PDF-1.7 ".repeat(100), foreign(0), foreign(0x1234_5678)] {
        let error = try_file(&content);
        assert!(matches!(error, StoreError::NotAWorkspace { .. }), "{error:?}");
    }
}

/// The harness itself: a program that lets SQLite have the file before it looks whose it is, and one that keeps a copy.
#[test]
fn a_program_that_touches_what_is_not_its_own_is_caught() {
    let (_, touched) = try_by(
        |path| {
            let raw = rusqlite::Connection::open(path).expect("a database");
            raw.pragma_update(None, "journal_mode", "WAL").expect("a mode");
            drop(raw);
            refused(path)
        },
        &foreign(0),
    );
    assert_eq!(touched, ["the file is another"]);
    let (_, touched) = try_by(
        |path| {
            fs::copy(path, path.with_extension("before")).expect("a copy");
            refused(path)
        },
        b"hello",
    );
    assert_eq!(touched, ["something was made beside it"]);
}

/// The journal that SQLite begins before it changes a file that had so many pages.
fn journal(pages: u32) -> Vec<u8> {
    let mut journal = vec![0; 512];
    journal[..8].copy_from_slice(&[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);
    for (place, number) in [(16, pages), (20, 512), (24, 4_096)] {
        journal[place..place + 4].copy_from_slice(&number.to_be_bytes());
    }
    journal
}

/// What a power cut may leave of a file that was being made: of its first page not the beginning, and its journal.
#[test]
fn a_new_file_that_was_torn_becomes_a_workspace_and_nobody_elses_zeros_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, beside) = (folder.path().join("new.partwright"), folder.path().join("new.partwright-journal"));
    let torn = [vec![0; 512], vec![7; 3_584]].concat();
    fs::write(&path, &torn).expect("a torn file");
    let others = [
        ("no journal", None),
        ("a journal of a file that had pages", Some(journal(3))),
        ("half the head of a journal", Some(journal(0)[..19].to_vec())),
        ("no journal of SQLite's", Some(vec![0; 512])),
    ];
    for (what, other) in others {
        if let Some(other) = &other {
            fs::write(&beside, other).expect("a journal");
        }
        let error = refused(&path);
        assert!(matches!(error, StoreError::Damaged { .. }), "{what}: {error:?}");
        assert_eq!(fs::read(&path).expect("the file"), torn, "{what}: the file is as it was");
        assert_eq!(fs::read(&beside).ok(), other, "{what}: and so is what is beside it");
    }
    fs::write(&beside, journal(0)).expect("its journal");
    drop(open(&path));
    assert!(!beside.exists(), "there is nothing left to go back to");
    drop(open(&path));
}

#[test]
fn a_damaged_workspace_is_called_damaged() {
    let fixture = fresh();
    let path = fixture.path.clone();
    let test = TestStore::new(fixture);
    let _actor = test.open();
    part("EL-RES").named("10k").add_to(test.ports());
    let copy = path.with_file_name("copy.partwright");
    // A copy through SQLite has everything in the one file; then its first page is overwritten behind the header.
    rusqlite::Connection::open(&path).expect("raw").execute("VACUUM INTO ?1", [copy.to_str()]).expect("a copy");
    let mut content = fs::read(&copy).expect("the copy");
    content[100..4096].fill(0xAA);
    fs::remove_file(&copy).expect("room for another");
    let error = try_file(&content);
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

#[test]
fn a_folder_and_a_file_that_cannot_be_made_are_unreachable() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = refused(folder.path());
    assert!(matches!(&error, StoreError::Unreachable { detail, .. } if detail.contains("folder")), "{error:?}");
    let error = refused(&folder.path().join("no such folder").join("file.partwright"));
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
}

#[test]
fn an_empty_file_becomes_a_workspace() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ein Ordner, 部品 & 100%?#.partwright");
    fs::write(&path, b"").expect("a file");
    drop(open(&path));
    drop(open(&path));
}

#[test]
fn a_file_whose_first_units_are_still_in_the_wal_is_known_as_ours() {
    let fixture = fresh();
    let path = fixture.path.clone();
    let test = TestStore::new(fixture);
    let _actor = test.open();
    part("EL-RES").named("10k").add_to(test.ports());
    // What a crash leaves: the file as it is on the disk now, and its WAL, both copied while the store is open.
    let left = tempfile::tempdir().expect("a folder");
    for ending in ["", "-wal"] {
        let name = format!("{}{ending}", path.display());
        fs::copy(&name, left.path().join(format!("left.partwright{ending}"))).expect("a copy");
    }
    let store = open(&left.path().join("left.partwright"));
    let count = (&store as &dyn partwright_domain::store::Store).read("test", |snapshot| snapshot.parts().count());
    assert_eq!(count.expect("a read"), (1, 0));
}

#[test]
fn a_closed_workspace_is_one_file() {
    let mut fixture = fresh();
    let ports = ports_on(partwright_testkit::contract::Fixture::store(&fixture));
    build::open(&ports);
    part("EL-RES").named("10k").add_to(&ports);
    let wal = crate::log_of(&fixture.path);
    assert!(wal.exists(), "an open workspace has its newest changes in the WAL");
    drop((ports, fixture.store.take()));
    assert!(!wal.exists(), "and a closed one has none");
}

/// What somebody else does with the file while it is open.
type Handled = fn(&Path);

#[test]
fn nothing_is_acknowledged_once_the_file_that_is_open_is_not_at_its_path() {
    let ways: [(&str, Handled); 3] = [
        ("removed", |path| fs::remove_file(path).expect("to remove it")),
        ("moved", |path| fs::rename(path, path.with_extension("moved")).expect("to move it")),
        ("replaced", |path| {
            let other = path.with_extension("other");
            fs::copy(path, &other).and_then(|_| fs::rename(&other, path)).expect("to replace it");
        }),
    ];
    for (way, handle) in ways {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("held.partwright");
        let store = Arc::new(open(&path));
        let ports = ports_on(Arc::<SqliteStore>::clone(&store));
        build::open(&ports);
        handle(&path);
        let told = ports.store.read("test", |snapshot| snapshot.parts().count());
        assert_eq!(told, Err(StoreError::Gone { path: path.display().to_string() }), "{way}");
        let told = ports.store.write("test", |_| Ok::<_, StoreError>(()));
        assert_eq!(told.map_err(|error| error.code()), Err("workspace.gone"), "{way}");
        let told = store.check(&Cancel::new());
        assert_eq!(told.map_err(|error| error.code()), Err("workspace.gone"), "{way}, and looked through");
        let copy = folder.path().join("copy.partwright");
        let told = copy_of(&store, &copy, &Cancel::new(), &mut |_| ());
        assert_eq!(told.map_err(|error| error.code()), Err("workspace.gone"), "{way}, and copied");
        assert!(!copy.exists(), "{way}: there is no copy");
        if way == "moved" {
            fs::rename(path.with_extension("moved"), &path).expect("to put it back");
            assert!(ports.store.read("test", |snapshot| snapshot.parts().count()).is_ok(), "it is the same again");
        }
    }
}

#[test]
fn a_unit_is_not_acknowledged_whose_file_went_while_it_ran() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("held.partwright");
    let ports = ports_on(Arc::new(open(&path)));
    build::open(&ports);
    let gone = path.clone();
    let told = ports.store.write("test", move |_| {
        fs::remove_file(&gone).expect("to remove it");
        Ok::<_, StoreError>(())
    });
    assert_eq!(told.map_err(|error| error.code()), Err("workspace.gone"));
}
