//! Migrations: each once, never edited, never downwards.

use std::sync::{Arc, Barrier};
use std::thread;

use partwright_domain::store::StoreError;
use partwright_persistence::{Settings, SqliteStore};

use crate::{fresh, open};

#[test]
fn a_newer_workspace_is_refused_with_both_versions() {
    let mut fixture = fresh();
    drop(fixture.store.take());
    fixture.raw().execute("INSERT INTO schema_migration VALUES (10, '0010_from_tomorrow', 'x')", []).expect("a row");
    let error = SqliteStore::open(&fixture.path, Settings::default()).expect_err("a newer file");
    assert_eq!(error, StoreError::Newer { file: 10, program: 9 });
}

#[test]
fn an_edited_migration_is_refused() {
    let mut fixture = fresh();
    drop(fixture.store.take());
    fixture.raw().execute("UPDATE schema_migration SET checksum = 'x' WHERE version = 3", []).expect("a row");
    let error = SqliteStore::open(&fixture.path, Settings::default()).expect_err("an edited file");
    assert_eq!(error, StoreError::MigrationEdited { version: 3 });
}

#[test]
fn a_workspace_with_the_first_steps_takes_the_others() {
    let mut fixture = fresh();
    drop(fixture.store.take());
    let raw = fixture.raw();
    raw.execute_batch(
        "DROP TABLE audit_entry; DROP TABLE audit_unit; DELETE FROM schema_migration WHERE version >= 8;",
    )
    .expect("the state before step 8");
    drop(raw);
    drop(open(&fixture.path));
    let tables: i64 = fixture
        .raw()
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name IN ('audit_entry', 'audit_unit')", [], |row| {
            row.get(0)
        })
        .expect("a count");
    assert_eq!(tables, 2);
}

#[test]
fn threads_that_open_a_new_file_at_once_migrate_it_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new.partwright");
    let together = Arc::new(Barrier::new(6));
    let openers: Vec<_> = (0..6)
        .map(|_| {
            let (path, together) = (path.clone(), Arc::clone(&together));
            thread::spawn(move || {
                together.wait();
                SqliteStore::open(&path, Settings::default()).map(drop)
            })
        })
        .collect();
    for opener in openers {
        opener.join().expect("no panic").expect("a workspace that opens");
    }
    let raw = rusqlite::Connection::open(&path).expect("a connection");
    let steps: i64 = raw.query_row("SELECT count(*) FROM schema_migration", [], |row| row.get(0)).expect("a count");
    assert_eq!(steps, 9);
}
