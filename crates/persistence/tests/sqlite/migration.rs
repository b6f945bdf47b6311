//! Migrations: each once, never edited, never downwards.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::thread;

use partwright_domain::audit::Chained;
use partwright_domain::cancel::Cancel;
use partwright_domain::revision::{LabelScheme, Lifecycle};
use partwright_domain::store::{Store, StoreError};
use partwright_domain::workflow::Workflow;
use partwright_domain::workspace::Accepted;
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::needing;
use partwright_testkit::contract::audit_chain::walk;

use crate::older::{self, older};
use crate::{fresh, newest, open};

#[test]
fn a_newer_workspace_is_refused_with_both_versions() {
    let mut fixture = fresh();
    drop(fixture.store.take());
    let program = newest();
    let file = program + 1;
    fixture.raw().execute("INSERT INTO schema_migration VALUES (?1, 'from_tomorrow', 'x')", [file]).expect("a row");
    let error = SqliteStore::open(&fixture.path, Settings::default()).expect_err("a newer file");
    let path = fixture.path.display().to_string();
    assert_eq!(error, StoreError::Newer { path, file, program });
}

/// What is wrong with how `open` meets a workspace of a newer program; nothing when it is refused with both versions, and
/// nothing of it is changed.
fn faults_with_a_newer_workspace(open: fn(&Path) -> Result<(), StoreError>) -> Vec<String> {
    let mut fixture = fresh();
    drop(fixture.store.take());
    let raw = fixture.raw();
    let file = newest() + 1;
    // As a copy is: not in the mode in which the store opens files, so that to open it is to write to it.
    raw.execute_batch("PRAGMA journal_mode = DELETE").expect("a mode");
    raw.execute("INSERT INTO schema_migration VALUES (?1, 'from_tomorrow', 'x')", [file]).expect("a row");
    raw.pragma_update(None, "user_version", file).expect("a version");
    drop(raw);
    let before = fs::read(&fixture.path).expect("the file");
    let answer = open(&fixture.path);
    let mut faults = Vec::new();
    let path = fixture.path.display().to_string();
    if answer != Err(StoreError::Newer { path, file, program: newest() }) {
        faults.push(format!("it was answered {answer:?}"));
    }
    if fs::read(&fixture.path).expect("the file") != before {
        faults.push("a byte of it is another".to_owned());
    }
    let folder = fixture.path.parent().expect("a folder");
    if fs::read_dir(folder).expect("the folder").count() > 1 {
        faults.push("something came beside it".to_owned());
    }
    faults
}

fn open_and_close(path: &Path) -> Result<(), StoreError> {
    SqliteStore::open(path, Settings::default()).map(drop)
}

#[test]
fn a_newer_workspace_is_left_as_it_is() {
    assert_eq!(faults_with_a_newer_workspace(open_and_close), [""; 0]);
}

#[test]
fn a_program_that_touches_a_newer_workspace_or_names_it_otherwise_is_caught() {
    // SQLite has it first, as it would where the header was not looked at before.
    let touches = faults_with_a_newer_workspace(|path| {
        let raw = rusqlite::Connection::open(path).expect("a file");
        raw.pragma_update(None, "journal_mode", "WAL").expect("a mode");
        drop(raw);
        open_and_close(path)
    });
    assert_eq!(touches, ["a byte of it is another"]);
    let copies = faults_with_a_newer_workspace(|path| {
        fs::copy(path, path.with_extension("before")).expect("a copy");
        open_and_close(path)
    });
    assert_eq!(copies, ["something came beside it"]);
    let misnames = faults_with_a_newer_workspace(|path| {
        let misnamed = StoreError::Newer { path: path.display().to_string(), file: newest(), program: newest() };
        open_and_close(path).map_err(|_| misnamed)
    });
    assert_eq!(misnames.len(), 1, "{misnames:?}");
    let opens = faults_with_a_newer_workspace(|path| {
        open_and_close(path).expect_err("a newer file");
        Ok(())
    });
    assert_eq!(opens, ["it was answered Ok(())"]);
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
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    older(&path, 7);
    drop(open(&path));
    let raw = rusqlite::Connection::open(&path).expect("a connection");
    let tables: i64 = raw
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
    open_at_once(&path);
    assert_eq!(steps(&path), newest());
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "a file in the making is no older one");
}

fn open_at_once(path: &Path) {
    let together = Arc::new(Barrier::new(6));
    let openers: Vec<_> = (0..6)
        .map(|_| {
            let (path, together) = (path.to_owned(), Arc::clone(&together));
            thread::spawn(move || {
                together.wait();
                SqliteStore::open(&path, Settings::default()).map(drop)
            })
        })
        .collect();
    for opener in openers {
        opener.join().expect("no panic").expect("a workspace that opens");
    }
}

fn steps(path: &Path) -> u32 {
    let raw = rusqlite::Connection::open(path).expect("a connection");
    raw.query_row("SELECT count(*) FROM schema_migration", [], |row| row.get(0)).expect("a count")
}

/// Something in a file that has taken eight steps.
fn fill(path: &Path) {
    let raw = rusqlite::Connection::open(path).expect("a file");
    raw.execute_batch(
        "INSERT INTO person (id, name, role, acting) VALUES (zeroblob(16), 'Ada', 'Admin', 1);
         INSERT INTO audit_unit (sequence, at, person_id, operation) VALUES (1, 7, zeroblob(16), 'workspace.start');
         INSERT INTO audit_entry (unit_sequence, position, room, subject, action, title)
         VALUES (1, 1, 'person', zeroblob(16), 'created', 'Ada')",
    )
    .expect("something in it");
}

#[test]
fn an_older_workspace_is_brought_up_to_date_after_a_copy() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    older(&path, 8);
    fill(&path);
    drop(open(&path));
    let look = |path: &Path| {
        let raw = rusqlite::Connection::open(path).expect("a connection");
        let number = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, u32>(0)).expect(sql);
        let sound: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a check");
        let steps = number("SELECT count(*) FROM schema_migration");
        (steps, number("SELECT count(*) FROM audit_entry WHERE title = 'Ada'"), sound)
    };
    let copy = folder.path().join("older.partwright.schema-8");
    assert_eq!(look(&path), (newest(), 1, "ok".to_owned()), "the file has the newest schema, and what was in it");
    assert_eq!(look(&copy), (8, 1, "ok".to_owned()), "and its copy the old one");
    let fresh = fresh();
    let schema = |path: &Path| -> Vec<String> {
        let raw = rusqlite::Connection::open(path).expect("a connection");
        let mut statement = raw
            .prepare(
                "SELECT coalesce(sql, name) FROM sqlite_schema WHERE name <> 'schema_migration' ORDER BY type, name",
            )
            .expect("a statement");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("texts")
    };
    for (old, new) in schema(&path).into_iter().zip(schema(&fresh.path)) {
        assert_eq!(old, new, "an old file and a new one have one schema");
    }
    assert_eq!(schema(&path).len(), schema(&fresh.path).len());
}

#[test]
fn a_new_workspace_leaves_no_copy() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new.partwright");
    drop(open(&path));
    drop(open(&path));
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
}

#[test]
fn threads_that_open_an_older_workspace_at_once_bring_it_up_to_date_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    older(&path, 8);
    open_at_once(&path);
    assert_eq!(steps(&path), newest());
    assert_eq!(steps(&folder.path().join("older.partwright.schema-8")), 8, "the copy is of before");
}

#[test]
fn a_migration_that_fails_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    older(&path, 7);
    let raw = rusqlite::Connection::open(&path).expect("a connection");
    // Step 8 can be taken, and step 9 finds this in its way.
    raw.execute_batch("CREATE TABLE audit_entry_anew (id INTEGER)").expect("a table");
    drop(raw);
    SqliteStore::open(&path, Settings::default()).expect_err("a step that cannot be taken");
    assert_eq!(steps(&path), 7, "not even the step that could be taken");
}

#[test]
fn a_workspace_that_came_back_to_an_old_schema_is_copied_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    older(&path, 8);
    drop(open(&path));
    let copy = folder.path().join("older.partwright.schema-8");
    partwright_persistence::restore((&path, &copy), Accepted::Sound, &Cancel::new(), &mut |_| ())
        .expect("the way back");
    fill(&path);
    drop(open(&path));
    let raw = rusqlite::Connection::open(folder.path().join("older.partwright.schema-8-2")).expect("a second copy");
    let entries: u32 =
        raw.query_row("SELECT count(*) FROM audit_entry WHERE title = 'Ada'", [], |row| row.get(0)).expect("a count");
    assert_eq!(entries, 1, "with what was done in between");
}

#[test]
fn a_migration_that_fails_again_leaves_one_copy() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    older(&path, 8);
    let raw = rusqlite::Connection::open(&path).expect("a connection");
    raw.execute_batch("CREATE TABLE audit_entry_anew (id INTEGER)").expect("a table in the way");
    drop(raw);
    for _ in 0..2 {
        SqliteStore::open(&path, Settings::default()).expect_err("a step that cannot be taken");
    }
    let copies = fs::read_dir(folder.path()).expect("the folder").map(|entry| entry.expect("an entry").file_name());
    let copies: Vec<_> = copies.filter(|name| name.to_string_lossy().contains("schema-8")).collect();
    assert_eq!(copies, ["older.partwright.schema-8"]);
}

/// How many steps there are before the one of that name.
fn before(name: &str) -> u32 {
    let ending = format!("_{name}.sql");
    let place = older::steps().iter().position(|file| file.to_string_lossy().ends_with(&ending));
    u32::try_from(place.expect("a step of that name")).expect("not that many")
}

#[test]
fn what_was_there_before_workflows_follows_the_standard_one_with_as_many_approvals_as_were_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    older(&path, before("workflow_create"));
    let raw = rusqlite::Connection::open(&path).expect("a connection");
    let id = "x'0102030405060708090a0b0c0d0e0f10'";
    raw.execute_batch(&format!(
        "INSERT INTO person (id, name, role, acting) VALUES ({id}, 'Ada', 'Admin', 1);
         INSERT INTO category (id, code, name) VALUES ({id}, 'EL', 'Electronics');
         INSERT INTO subcategory (id, category_id, code, name, assembly) VALUES ({id}, {id}, 'RES', 'Resistors', 0);
         INSERT INTO part (id, subcategory_id, codes, sequence, name, description, created, name_key, search_key)
         VALUES ({id}, {id}, 'EL-RES', 100000, '10k', '', 0, '10k', '10k');
         INSERT INTO revision (id, part_id, ordinal, label, state, author_id, created)
         VALUES ({id}, {id}, 1, '1', 'Draft', {id}, 0);
         UPDATE setting SET approvals = 2;
         INSERT INTO approval_request (revision_id, round, person_id, asked, needed, note, open)
         VALUES ({id}, 1, {id}, 0, 2, '', 1);
         UPDATE revision SET state = 'In Review';
         UPDATE setting SET approvals = 3, labels = 'Letters'"
    ))
    .expect("a resistor in review");
    drop(raw);
    let store = SqliteStore::open(&path, Settings::default()).expect("a workspace that opens");
    let store: &dyn Store = &store;
    let found = store.read("test", |snapshot| {
        let standard = snapshot.workflows().find(Workflow::STANDARD)?.expect("the standard workflow");
        assert_eq!(standard, Workflow { design: needing(3), ..Workflow::standard() });
        let settings = snapshot.settings().get()?;
        assert_eq!((settings.workflow, settings.labels), (Workflow::STANDARD, LabelScheme::Letters));
        let request = snapshot.approvals().open()?.remove(0);
        assert_eq!((request.state, request.needed.get()), (Lifecycle::InReview.into(), 2), "as it was when it began");
        snapshot.revisions().find(request.revision)
    });
    let revision = found.expect("a read").expect("a revision");
    assert_eq!((revision.state, revision.workflow), (Lifecycle::InReview, Workflow::STANDARD));
    assert_eq!(revision.workflow_state, Lifecycle::InReview.into());
}

#[test]
fn a_file_that_was_imported_before_files_were_complete_takes_no_more_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    older(&path, before("import_complete"));
    let raw = rusqlite::Connection::open(&path).expect("a connection");
    let hash = "0".repeat(64);
    raw.execute_batch(&format!(
        "INSERT INTO person (id, name, role, acting) VALUES (zeroblob(16), 'Ada', 'Admin', 1);
         INSERT INTO import_file (id, name, sha256, columns, imported_at, imported_by)
         VALUES (zeroblob(16), 'lamp.csv', '{hash}', '[]', 0, zeroblob(16));
         INSERT INTO import_row (file_id, number, cells) VALUES (zeroblob(16), 2, '[\"R1\"]')"
    ))
    .expect("an import");
    drop(raw);
    drop(SqliteStore::open(&path, Settings::default()).expect("a workspace that opens"));
    let raw = rusqlite::Connection::open(&path).expect("a connection");
    let more = "INSERT INTO import_row (file_id, number, cells) VALUES (zeroblob(16), 3, '[\"R2\"]')";
    let refused = raw.execute(more, []).expect_err("no row comes to a file that is all there");
    assert!(refused.to_string().contains("import.fixed"), "{refused}");
    let rows: i64 = raw.query_row("SELECT count(*) FROM import_row", [], |row| row.get(0)).expect("a count");
    assert_eq!(rows, 1);
}

/// What was written before there was a chain is linked at the first opening, whatever it says, and guarded from then on.
#[test]
fn a_history_from_before_the_chain_is_linked_at_the_first_opening() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    older(&path, before("audit_chain"));
    let raw = rusqlite::Connection::open(&path).expect("a connection");
    raw.execute_batch(
        "INSERT INTO person (id, name, role, acting) VALUES (zeroblob(16), 'Ada', 'Admin', 1);
         CREATE TEMP TABLE number (n INTEGER);
         WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 700) INSERT INTO number SELECT n FROM up;
         INSERT INTO audit_unit (sequence, at, person_id, operation) VALUES (1, 7, zeroblob(16), 'workspace.start');
         INSERT INTO audit_entry (unit_sequence, position, room, subject, action, title, after)
         SELECT 1, n, 'person', zeroblob(16), 'created', 'Ada ' || n, '{ \"name\" : \"Ada\" }' FROM number;
         INSERT INTO audit_unit (sequence, at, person_id, operation) VALUES (2, 8, zeroblob(16), 'audit.undo');
         INSERT INTO audit_entry (unit_sequence, position, room, subject, action, title, part_id)
         VALUES (2, 1, 'part', zeroblob(16), 'removed', '', zeroblob(16));
         INSERT INTO audit_undo (unit_sequence, undone_sequence) VALUES (2, 1)",
    )
    .expect("a history");
    drop(raw);
    let whole = |count: u64| {
        let Chained { head, faults, .. } = walk(&open(&path), None);
        assert_eq!((head.count, faults), (count, vec![]));
        head
    };
    let head = whole(702);
    assert_eq!(whole(702), head, "once");
    let raw = rusqlite::Connection::open(&path).expect("a connection");
    let links = "UPDATE audit_entry SET previous = zeroblob(32), hash = zeroblob(32)";
    let refused = raw.execute(links, []).expect_err("a link that stands");
    assert!(refused.to_string().contains("audit.append_only"), "{refused}");
}

#[test]
fn threads_that_open_a_history_from_before_the_chain_at_once_link_it_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("older.partwright");
    older(&path, before("audit_chain"));
    fill(&path);
    open_at_once(&path);
    let Chained { head, faults, .. } = walk(&open(&path), None);
    assert_eq!((head.count, faults), (1, vec![]));
}

#[test]
fn no_step_is_edited_once_it_is_shipped() {
    // The files that people have were made by these very steps; a new one adds its line.
    let shipped = include_str!("shipped.txt");
    let fixture = fresh();
    let raw = fixture.raw();
    let mut statement =
        raw.prepare("SELECT name || ' ' || checksum FROM schema_migration ORDER BY version").expect("it");
    let steps: Vec<String> =
        statement.query_map([], |row| row.get(0)).expect("rows").map(|row| row.expect("it")).collect();
    assert_eq!(steps, shipped.lines().collect::<Vec<_>>());
}
