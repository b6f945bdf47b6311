//! Reads that take long: seen by name, ended from another thread or by their age, and slow statements.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use partwright_domain::cancel::Cancel;
use partwright_domain::store::{Snapshot, Store, StoreError};
use partwright_domain::workspace::WorkspaceFile;
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::{self, part, ports_on};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

/// A workspace with some parts, on a file of its own.
fn workspace(settings: Settings) -> (Arc<SqliteStore>, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Arc::new(SqliteStore::open(&folder.path().join("long.partwright"), settings).expect("a workspace"));
    let ports = ports_on(Arc::clone(&store) as Arc<dyn Store>);
    build::open(&ports);
    for _ in 0..20 {
        part("EL-RES").named("e").add_to(&ports);
    }
    (store, folder)
}

#[test]
fn a_read_at_work_is_seen_and_cancelled() {
    let (store, _folder) = workspace(Settings::default());
    let cancel = Cancel::new();
    let (done, answers) = channel();
    let (begin, has_begun) = channel();
    let reader = {
        let (store, cancel): (Arc<dyn Store>, _) = (store.clone(), cancel.clone());
        let many = move |snapshot: &dyn Snapshot| {
            begin.send(()).expect("a test that listens");
            loop {
                snapshot.parts().count()?;
            }
        };
        thread::spawn(move || done.send(store.read_until::<(), StoreError>("test.many", &cancel, many)))
    };
    has_begun.recv_timeout(PATIENCE).expect("a read that begins");
    let open = store.status().open_snapshots;
    assert!(matches!(open[..], [("test.many", _)]), "{open:?}");
    cancel.cancel();
    assert_eq!(answers.recv_timeout(PATIENCE), Ok(Err(StoreError::Cancelled)));
    reader.join().expect("no panic").expect("a test that listened");
    let status = store.status();
    assert_eq!((status.open_snapshots, status.reads_ended), (vec![], 1));
}

#[test]
fn a_read_that_gets_too_old_is_ended() {
    let (store, _folder) = workspace(Settings { oldest_snapshot: Duration::from_millis(100), ..Settings::default() });
    let store: Arc<dyn Store> = store;
    let for_ever = |snapshot: &dyn Snapshot| -> Result<(), StoreError> {
        loop {
            snapshot.parts().count()?;
        }
    };
    assert_eq!(store.read("test", for_ever), Err(StoreError::TooOld { seconds: 1 }));
    let count = store.read("test", |snapshot| snapshot.parts().count());
    assert_eq!(count, Ok((20, 0)), "the store reads on, with the same connection");
}

#[test]
fn slow_statements_are_kept_with_their_plans() {
    let (store, _folder) = workspace(Settings { slow_statement: Duration::ZERO, ..Settings::default() });
    let ports = ports_on(Arc::clone(&store) as Arc<dyn Store>);
    let before = store.status().slow;
    let uses = |snapshot: &dyn Snapshot| snapshot.boms().uses(partwright_domain::id::PartId(ports.ids.next()));
    assert_eq!(ports.store.read("test", uses), Ok(vec![]));
    let status = store.status();
    assert!(status.slow > before, "every statement counts as slow here");
    let newest = status.slow_statements.first().expect("a slow statement");
    assert!(newest.statement.contains("line.child_part_id = ?1"), "{}", newest.statement);
    assert!(newest.plan.contains("bom_line USING INDEX"), "{}", newest.plan);
    assert_eq!(status.slow_statements.len(), 32, "the last ones are kept, not all");
}
