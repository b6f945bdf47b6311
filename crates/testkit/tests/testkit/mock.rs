//! Mocks answer what they are told to, and fail at what nobody expected.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use partwright_domain::id::{PartId, Uuid};
use partwright_domain::store::{Store, StoreError};
use partwright_domain::time::{Clock, Timestamp};
use partwright_testkit::mock::{MockClock, MockSnapshot, MockStore, MockUnit, store_of};

#[test]
fn a_store_of_mocks_hands_out_its_snapshot_and_its_unit() {
    let (mut snapshot, mut unit) = (MockSnapshot::default(), MockUnit::default());
    snapshot.parts.expect_count().times(1).return_const(Ok((7, 2)));
    unit.boms.expect_contains().times(1).return_const(Err(StoreError::BomCycle));
    let store: Arc<dyn Store> = Arc::new(store_of(snapshot, unit));
    assert_eq!(store.read("test", |snapshot| snapshot.parts().count()), Ok((7, 2)));
    let part = PartId(Uuid::nil());
    assert_eq!(store.write("test.write", move |unit| unit.boms().contains(part, part)), Err(StoreError::BomCycle));
}

#[test]
fn a_mock_fails_at_what_nobody_expected() {
    let store: Arc<dyn Store> = Arc::new(MockStore::new());
    let read = || store.read("test", |_| -> Result<(), StoreError> { Ok(()) });
    catch_unwind(AssertUnwindSafe(read)).expect_err("no read was expected");
}

#[test]
fn a_mocked_clock_tells_the_time_it_is_given() {
    let mut clock = MockClock::new();
    clock.expect_now().times(1).return_const(Timestamp(42));
    assert_eq!(clock.now(), Timestamp(42));
}
