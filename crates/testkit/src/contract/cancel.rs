//! Giving up a read from another thread.

use std::sync::mpsc;
use std::thread;

use partwright_domain::audit::AuditFilter;
use partwright_domain::cancel::Cancel;
use partwright_domain::store::{Snapshot, StoreError};

use super::{TestStore, wait};

fn acting(snapshot: &dyn Snapshot) -> Result<bool, StoreError> {
    Ok(snapshot.people().acting()?.is_some())
}

/// What is cancelled before it begins gets no answer from any query.
pub fn a_read_that_is_cancelled_before_it_begins_fails(test: &TestStore) {
    test.open();
    let cancel = Cancel::new();
    cancel.cancel();
    assert_eq!(test.store().read_until("test", &cancel, acting), Err(StoreError::Cancelled));
    assert!(test.read(acting), "the next read is not disturbed");
}

/// Cancelled by another thread in its middle, a read fails at its next query, in every room.
pub fn a_read_is_cancelled_from_another_thread(test: &TestStore) {
    let actor = test.open();
    let cancel = Cancel::new();
    let (begin, has_begun) = mpsc::channel();
    let (done, is_cancelled) = mpsc::channel();
    let theirs = cancel.clone();
    let canceller = thread::spawn(move || {
        wait(&has_begun).expect("a read that begins");
        theirs.cancel();
        done.send(()).expect("a read that waits");
    });
    let answers = test.store().read_until("test", &cancel, |snapshot| {
        assert_eq!(acting(snapshot), Ok(true), "nobody cancelled yet");
        begin.send(()).expect("a thread that waits");
        wait(&is_cancelled).expect("a thread that cancels");
        Ok::<_, StoreError>([
            snapshot.people().find(actor.id).map(drop),
            snapshot.categories().categories().map(drop),
            snapshot.parts().count().map(drop),
            snapshot.audit().list(&AuditFilter::default()).map(drop),
        ])
    });
    assert_eq!(answers, Ok([const { Err(StoreError::Cancelled) }; 4]));
    canceller.join().expect("no panic");
    assert!(test.read(acting), "the next read is not disturbed");
}

/// A read hears only its own cancel; a cancelled one beside it changes nothing.
pub fn a_cancel_ends_its_own_read_only(test: &TestStore) {
    test.open();
    let (mine, theirs) = (Cancel::new(), Cancel::new());
    let store = test.store();
    let answer = test.store().read_until("test", &mine, |snapshot| {
        theirs.cancel();
        let other = thread::scope(|scope| scope.spawn(|| store.read_until("other", &theirs, acting)).join());
        assert_eq!(other.expect("no panic"), Err(StoreError::Cancelled));
        acting(snapshot)
    });
    assert_eq!(answer, Ok(true));
}

/// A read that has all its answers when it is cancelled keeps them.
pub fn a_read_that_is_cancelled_too_late_answers(test: &TestStore) {
    test.open();
    let cancel = Cancel::new();
    let answer = test.store().read_until("test", &cancel, |snapshot| {
        let answer = acting(snapshot);
        cancel.cancel();
        answer
    });
    assert_eq!(answer, Ok(true));
}
