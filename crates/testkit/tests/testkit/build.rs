//! Builders, clock, ids and the sample.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;

use partwright_domain::id::IdSource;
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use partwright_domain::time::Clock;
use partwright_testkit::clock::{CountingIds, StepClock};
use partwright_testkit::{build, sample};

#[test]
fn ids_are_version_7_in_order_and_different_on_every_thread() {
    let ids = Arc::new(CountingIds::default());
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let ids = Arc::clone(&ids);
            thread::spawn(move || (0..500).map(|_| ids.next()).collect::<Vec<_>>())
        })
        .collect();
    let mut all = BTreeSet::new();
    for thread in threads {
        let given = thread.join().expect("a thread that ends");
        assert!(given.is_sorted(), "a thread gets its ids in order");
        all.extend(given);
    }
    assert_eq!(all.len(), 2000);
    for id in all {
        assert_eq!(id.get_version_num(), 7, "{id}");
        assert_eq!(id.as_bytes()[8] >> 6, 0b10, "{id} has the variant of RFC 9562");
    }
}

#[test]
fn the_clock_goes_on_by_one_step() {
    let clock = StepClock::default();
    assert_eq!([clock.now(), clock.now()].map(|time| time.0 - StepClock::START.0), [0, StepClock::STEP]);
}

#[test]
fn a_builder_takes_a_part_all_the_way() {
    let (ports, _) = build::workspace();
    let built = build::part("EL-RES").named("10k").mpn("Yageo", "RC").value("10k").released().add_to(&ports);
    assert_eq!((built.part.name.as_str(), built.revision.state), ("10k", Lifecycle::Released));
    let next = build::revise(&ports, &built.part);
    assert_eq!((next.revision.label.as_str(), next.revision.state), ("2", Lifecycle::Draft));
}

#[test]
fn the_sample_holds_what_it_says() {
    let ports = build::memory_ports();
    let company = sample::company(&ports);
    assert_eq!(company.power_module.revision.state, Lifecycle::Released);
    ports
        .store
        .read("test", |snapshot| -> Result<(), StoreError> {
            let boms = snapshot.boms();
            assert_eq!(boms.count(company.power_module.revision.id)?, 4);
            assert_eq!(boms.count(company.next_power_module.revision.id)?, 1);
            assert!(boms.contains(company.monitor.id, company.resistor.part.id)?);
            assert_eq!(boms.uses(company.resistor.part.id)?.len(), 3);
            assert_eq!(snapshot.people().acting()?.map(|person| person.id), Some(company.admin.id));
            Ok(())
        })
        .expect("a read that succeeds");
}
