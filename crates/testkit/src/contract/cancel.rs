//! Giving up a read or a unit from another thread.

use std::sync::{Arc, mpsc};
use std::thread;

use partwright_domain::audit::AuditFilter;
use partwright_domain::cancel::Cancel;
use partwright_domain::change::{Changes, Room};
use partwright_domain::person::Person;
use partwright_domain::store::{Snapshot, StoreError, UnitOfWork, Verdict, Writing};

use super::audit::{entry, head};
use super::unit::{is_there, somebody};
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

/// Adds a person, says so in the audit, and goes on with `then`; whatever the store answers, the unit asks to be committed.
fn add_until(
    test: &TestStore,
    cancel: &Cancel,
    person: &Person,
    then: impl Fn(&dyn UnitOfWork) + Send + 'static,
) -> Result<Changes, StoreError> {
    let (head, person) = (head(test, test.open().id), person.clone());
    let writing = Writing { operation: "test.write", cancel: Some(cancel.clone()) };
    let work = move |unit: &dyn UnitOfWork| {
        unit.people().insert(&person).expect("a person that is new");
        unit.audit().append(&head, &entry(Room::Person, person.id)).expect("an entry that is taken");
        then(unit);
        Verdict::Commit
    };
    test.store().unit(&writing, Box::new(work))
}

/// What is cancelled before it begins is not begun.
pub fn a_unit_that_is_cancelled_before_it_begins_is_not_run(test: &TestStore) {
    test.open();
    let cancel = Cancel::new();
    cancel.cancel();
    let writing = Writing { operation: "test.write", cancel: Some(cancel) };
    let answer = test.store().unit(&writing, Box::new(|_| panic!("this is not run")));
    assert_eq!(answer, Err(StoreError::Cancelled));
    assert!(test.read(acting), "the next read is not disturbed");
}

/// Cancelled in its middle, a unit gets no answer any more, in any room; and nothing of it is kept, although it asks for that.
pub fn a_unit_is_cancelled_in_its_middle_and_keeps_nothing(test: &TestStore) {
    test.open();
    let (cancel, grace) = (Cancel::new(), somebody(test, "Grace Hopper"));
    let (theirs, other) = (cancel.clone(), somebody(test, "Joan Clarke"));
    let answer = add_until(test, &cancel, &grace, move |unit| {
        theirs.cancel();
        let answers = [
            unit.people().insert(&other),
            unit.people().find(other.id).map(drop),
            unit.categories().categories().map(drop),
            unit.audit().list(&AuditFilter::default()).map(drop),
        ];
        assert_eq!(answers, [const { Err(StoreError::Cancelled) }; 4]);
    });
    assert_eq!(answer, Err(StoreError::Cancelled));
    assert!(!is_there(test, &grace), "what it did before is undone");
    assert_eq!(add_until(test, &Cancel::new(), &grace, |_| {}).map(|changes| changes.iter().count()), Ok(1));
}

/// Up to the commit there is a way back: also when the unit asks nothing more, and only the store has something left to do.
pub fn a_unit_that_is_cancelled_when_it_has_said_all_is_not_committed(test: &TestStore) {
    test.open();
    let (cancel, grace) = (Cancel::new(), somebody(test, "Grace Hopper"));
    let theirs = cancel.clone();
    assert_eq!(add_until(test, &cancel, &grace, move |_| theirs.cancel()), Err(StoreError::Cancelled));
    assert!(!is_there(test, &grace));
}

/// What is committed stays, whoever cancels then.
pub fn a_unit_that_is_cancelled_after_its_commit_stays(test: &TestStore) {
    test.open();
    let (cancel, grace) = (Cancel::new(), somebody(test, "Grace Hopper"));
    let theirs = cancel.clone();
    test.store().subscribe(Arc::new(move |_| theirs.cancel()));
    assert_eq!(add_until(test, &cancel, &grace, |_| {}).map(|changes| changes.iter().count()), Ok(1));
    assert!(cancel.is_cancelled() && is_there(test, &grace));
}
