//! What only the memory store has: a unit that is run twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use partwright_domain::audit::AuditFilter;
use partwright_domain::part::{PartFilter, Sequence};
use partwright_domain::store::{Store, StoreError};
use partwright_testkit::contract::{self, Fixture, TestStore};
use partwright_testkit::memory::MemoryStore;
use partwright_testkit::{build, sample};

struct Rehearsing(Arc<MemoryStore>);

impl Fixture for Rehearsing {
    fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.0) as Arc<dyn Store>
    }
}

#[test]
fn services_keep_their_promises_when_every_unit_is_run_twice() {
    for promise in [
        contract::import::an_import_is_one_unit,
        contract::import::an_import_that_fails_midway_leaves_nothing,
        contract::part::threads_that_make_parts_get_different_dense_numbers,
        contract::bom_rule::two_threads_never_make_a_cycle_together,
        contract::person::a_workspace_opened_by_many_at_once_starts_once,
        contract::observer::observers_are_told_in_the_order_of_commits,
    ] {
        promise(&TestStore::new(Rehearsing(Arc::new(MemoryStore::rehearsing()))));
    }
}

#[test]
fn a_rehearsing_store_runs_a_unit_twice_and_keeps_it_once() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::rehearsing());
    let runs = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&runs);
    let answer = store.write("test.write", move |unit| -> Result<_, StoreError> {
        count.fetch_add(1, Ordering::SeqCst);
        unit.parts().take_sequence()
    });
    assert_eq!(answer.map(Sequence::get), Ok(100_000), "the first run took no number");
    assert_eq!(runs.load(Ordering::SeqCst), 2);
}

#[test]
fn the_sample_comes_out_the_same_when_every_unit_is_run_twice() {
    let describe = |store: MemoryStore| {
        let ports = build::ports_on(Arc::new(store));
        sample::company(&ports);
        let read = ports.store.read("test", |snapshot| -> Result<_, StoreError> {
            let filter = PartFilter { limit: 999, ..PartFilter::default() };
            let mut told = Vec::new();
            for row in snapshot.parts().list(&filter)?.rows {
                let lines = snapshot.boms().lines(row.revision.id)?;
                let places: Vec<_> = lines.into_iter().map(|line| (line.quantity, line.designators)).collect();
                told.push((row.part.number, row.part.name, row.revision.label, row.value, places));
            }
            let units = snapshot.audit().list(&AuditFilter { limit: 999, ..AuditFilter::default() })?;
            Ok((told, units.into_iter().map(|unit| (unit.sequence, unit.entry_count)).collect::<Vec<_>>()))
        });
        read.expect("a read that succeeds")
    };
    assert_eq!(describe(MemoryStore::new()), describe(MemoryStore::rehearsing()));
}
