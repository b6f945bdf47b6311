//! What only the memory store has: a unit that is run twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use partwright_domain::audit::AuditFilter;
use partwright_domain::part::{PartFilter, Sequence};
use partwright_domain::store::{Store, StoreError};
use partwright_testkit::memory::MemoryStore;
use partwright_testkit::{build, sample};

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
        let read = ports.store.read(|snapshot| -> Result<_, StoreError> {
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
