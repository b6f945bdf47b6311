//! The store that fails fails when it is told to, and only then.

use std::sync::Arc;

use partwright_domain::Error;
use partwright_domain::part::{Description, NewPart, PartName, PartService};
use partwright_domain::ports::Ports;
use partwright_domain::store::{Store, StoreError};
use partwright_testkit::build;
use partwright_testkit::fault::FaultStore;

const FULL: StoreError = StoreError::Exhausted { seconds: 3 };

fn create(ports: &Ports, memory: &Ports) -> Result<u32, Error> {
    let new = NewPart {
        subcategory: build::subcategory(memory, "EL-RES"),
        name: PartName::parse("A resistor")?,
        description: Description::parse("")?,
        manufacturer_part: None,
    };
    let actor = build::open(memory);
    Ok(PartService::new(ports.clone()).create(&actor, new)?.number.sequence.get())
}

fn faulty(with: impl Fn(FaultStore) -> FaultStore) -> (Ports, Ports) {
    let (memory, _) = build::workspace();
    let store: Arc<dyn Store> = Arc::new(with(FaultStore::on(Arc::clone(&memory.store))));
    (Ports { store, ..memory.clone() }, memory)
}

#[test]
fn a_unit_that_fails_is_never_run() {
    let (ports, memory) = faulty(|store| store.failing_unit(2, FULL));
    assert_eq!(create(&ports, &memory), Ok(100_000));
    let unit: Result<(), StoreError> = ports.store.write("test.write", |_| panic!("the failing unit was run"));
    assert_eq!(unit, Err(FULL));
    assert_eq!(create(&ports, &memory), Ok(100_001));
}

#[test]
fn a_commit_that_fails_keeps_nothing_of_its_unit() {
    let (ports, memory) = faulty(|store| store.failing_commit(1, FULL).failing_commit(2, FULL));
    for _ in 0..2 {
        assert_eq!(create(&ports, &memory), Err(FULL.into()));
        let count = memory.store.read("test", |snapshot| snapshot.parts().count());
        assert_eq!(count, Ok((0, 0)));
    }
    assert_eq!(create(&ports, &memory), Ok(100_000), "the failed ones took no number");
}

#[test]
fn a_read_that_fails_is_never_run_and_units_are_counted_apart() {
    let (ports, memory) = faulty(|store| store.failing_read(1, FULL));
    assert_eq!(create(&ports, &memory), Ok(100_000));
    let read: Result<(), StoreError> = ports.store.read("test", |_| panic!("the failing read was run"));
    assert_eq!(read, Err(FULL));
    assert_eq!(ports.store.read("test", |snapshot| snapshot.parts().count()), Ok((1, 0)));
}
