//! Files that are not a workspace: each gets a sentence, and is left byte for byte as it was.

use std::fs;
use std::path::Path;

use partwright_domain::store::StoreError;
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::part;
use partwright_testkit::contract::TestStore;

use crate::{fresh, open};

fn refused(path: &Path) -> StoreError {
    SqliteStore::open(path, Settings::default()).expect_err("a file that is refused")
}

/// Writes a file, tries to open it, and looks that it is as it was, with nothing beside it.
fn try_file(content: &[u8]) -> StoreError {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file.partwright");
    fs::write(&path, content).expect("a file");
    let error = refused(&path);
    assert_eq!(fs::read(&path).expect("the file"), content, "the file is as it was");
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "nothing was made beside it");
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
    for content in [b"hello".to_vec(), vec![0; 4096], b"%PDF-1.7 ".repeat(100), foreign(0), foreign(0x1234_5678)] {
        let error = try_file(&content);
        assert!(matches!(error, StoreError::NotAWorkspace { .. }), "{error:?}");
    }
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
    let ports = partwright_testkit::build::ports_on(partwright_testkit::contract::Fixture::store(&fixture));
    partwright_testkit::build::open(&ports);
    part("EL-RES").named("10k").add_to(&ports);
    let wal = fixture.path.with_extension("partwright-wal");
    assert!(wal.exists(), "an open workspace has its newest changes in the WAL");
    drop((ports, fixture.store.take()));
    assert!(!wal.exists(), "and a closed one has none");
}
