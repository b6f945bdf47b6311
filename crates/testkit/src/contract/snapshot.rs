//! Snapshots: one consistent state, and no waiting for writers.

use std::sync::{Arc, Barrier, mpsc};
use std::thread;

use partwright_domain::audit::AuditFilter;
use partwright_domain::change::Room;
use partwright_domain::store::{Snapshot, StoreError};

use super::unit::somebody;
use super::{TestStore, wait};
use crate::build;

/// All queries of one read see the state it began with, though another thread commits between them.
pub fn a_read_sees_one_state_while_another_thread_commits(test: &TestStore) {
    test.open();
    let (begin, has_begun) = mpsc::channel();
    let (done, committed) = mpsc::channel();
    let ports = test.ports();
    let count = |snapshot: &dyn Snapshot| snapshot.parts().count().map(|(parts, _)| parts);
    thread::scope(|scope| {
        scope.spawn(move || {
            wait(&has_begun).expect("a read that begins");
            build::part("EL-RES").add_to(ports);
            done.send(()).expect("a read that waits");
        });
        test.read(|snapshot| {
            let before = count(snapshot)?;
            begin.send(()).expect("a writer that waits");
            wait(&committed).expect("a commit that does not wait for this read");
            assert_eq!(count(snapshot)?, before, "the snapshot is as it was");
            assert_eq!(snapshot.audit().list(&everything())?.len(), 1, "and so is what it reads for the first time");
            Ok(())
        });
    });
    assert_eq!(test.read(count), 1, "the next read sees the commit");
}

fn everything() -> AuditFilter {
    AuditFilter { limit: 100, entries: 100, ..Default::default() }
}

/// A unit that has written and not ended: a read beside it answers, and sees nothing of it.
pub fn a_read_does_not_wait_for_an_open_unit_and_sees_nothing_of_it(test: &TestStore) {
    let actor = test.open();
    let grace = somebody(test, "Grace Hopper");
    let (added, ports) = (grace.clone(), test.ports().clone());
    let (wrote, has_written) = mpsc::channel();
    let (finish, may_finish) = mpsc::channel();
    let writer = thread::spawn(move || {
        build::write(&ports, actor.id, move |unit| {
            unit.people().insert(&added)?;
            unit.note(Room::Person, added.id)?;
            wrote.send(()).expect("a reader that waits");
            wait(&may_finish).map_err(|_| StoreError::Failed { detail: "the read waited for this unit".to_owned() })
        })
    });
    wait(&has_written).expect("a unit that is open");
    assert_eq!(test.read(|snapshot| snapshot.people().find(grace.id)), None, "an open unit is nobody's business");
    finish.send(()).expect("a unit that waits");
    assert_eq!(writer.join().expect("a thread that ends"), Ok(()));
    assert!(test.read(|snapshot| snapshot.people().find(grace.id)).is_some());
}

/// Readers do not wait for each other either: two are inside at once.
pub fn reads_run_side_by_side(test: &TestStore) {
    test.open();
    let inside = Arc::new(Barrier::new(2));
    let (done, ended) = mpsc::channel();
    for _ in 0..2 {
        let (store, inside, done) = (test.store(), Arc::clone(&inside), done.clone());
        thread::spawn(move || {
            let acting = store.read("test", |snapshot| {
                inside.wait();
                snapshot.people().acting()
            });
            done.send(acting).expect("a test that waits");
        });
    }
    for _ in 0..2 {
        let acting = wait(&ended).expect("two reads that meet inside").expect("a read that succeeds");
        assert!(acting.is_some());
    }
}

/// The error of a read's closure reaches the caller as it is.
pub fn a_read_answers_its_own_error(test: &TestStore) {
    let answer: Result<(), StoreError> = test.store().read("test", |_| Err(StoreError::BomCycle));
    assert_eq!(answer, Err(StoreError::BomCycle));
    test.read(|snapshot| snapshot.people().acting());
}
