//! Nesting: a store inside itself is refused at once, and never waits for itself.

use std::sync::mpsc;
use std::thread;

use partwright_domain::change::Room;
use partwright_domain::store::StoreError;

use super::unit::somebody;
use super::{TestStore, wait};
use crate::build;

fn nested(inner: &'static str, outer: &'static str) -> Result<(), StoreError> {
    Err(StoreError::Nested { inner, outer })
}

/// The refusal names what was inside what.
pub fn a_read_inside_a_read_is_refused(test: &TestStore) {
    let store = test.store();
    let inner = test.read(|_| Ok(store.read("test", |_| Ok(()))));
    assert_eq!(inner, nested("read", "read"));
}

/// The refusal names what was inside what.
pub fn a_write_inside_a_read_is_refused(test: &TestStore) {
    let store = test.store();
    let inner = test.read(|_| Ok(store.write("test.inner", |_| Ok(()))));
    assert_eq!(inner, nested("write", "read"));
}

/// The refusal names what was inside what.
pub fn a_read_inside_a_write_is_refused(test: &TestStore) {
    let store = test.store();
    let inner =
        test.store().write("test.outer", move |_| -> Result<_, StoreError> { Ok(store.read("test", |_| Ok(()))) });
    assert_eq!(inner, Ok(nested("read", "write")));
}

/// The refusal names what was inside what.
pub fn a_write_inside_a_write_is_refused(test: &TestStore) {
    let store = test.store();
    let inner = test
        .store()
        .write("test.outer", move |_| -> Result<_, StoreError> { Ok(store.write("test.inner", |_| Ok(()))) });
    assert_eq!(inner, Ok(nested("write", "write")));
}

/// A unit in which something nested was refused is whole, and commits.
pub fn a_unit_outlives_a_refused_nesting(test: &TestStore) {
    let actor = test.open();
    let grace = somebody(test, "Grace Hopper");
    let (added, store) = (grace.clone(), test.store());
    test.write_one(actor.id, Room::Person, grace.id, move |unit| {
        unit.people().insert(&added)?;
        assert_eq!(store.read("test", |_| Ok(())), nested("read", "write"));
        assert_eq!(store.write("test.inner", |_| Ok(())), nested("write", "write"));
        Ok(())
    });
    assert!(test.read(|snapshot| snapshot.people().find(grace.id)).is_some());
}

/// A refusal leaves no mark: the same thread may read and write again as soon as it is outside.
pub fn after_a_refused_nesting_the_thread_is_free(test: &TestStore) {
    test.open();
    a_read_inside_a_read_is_refused(test);
    a_write_inside_a_write_is_refused(test);
    let built = build::part("EL-RES").add_to(test.ports());
    assert!(test.read(|snapshot| snapshot.parts().find(built.part.id)).is_some());
}

/// Inside is a matter of threads: another thread may read while this one does.
pub fn another_thread_is_not_inside(test: &TestStore) {
    test.open();
    let store = test.store();
    let (tell, told) = mpsc::channel();
    let elsewhere = test.read(|_| {
        thread::spawn(move || tell.send(store.read("test", |snapshot| snapshot.people().acting())));
        Ok(wait(&told))
    });
    assert!(elsewhere.expect("a read that waits for nobody").expect("a read that is not nested").is_some());
}
