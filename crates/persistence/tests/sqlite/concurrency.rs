//! Threads, panics and other programs on one file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use partwright_domain::category::Codes;
use partwright_domain::change::Room;
use partwright_domain::id::{PartId, PersonId, SubcategoryId};
use partwright_domain::part::{Description, Part, PartName, PartNumber};
use partwright_domain::ports::Ports;
use partwright_domain::store::{Store, StoreError};
use partwright_domain::time::Timestamp;
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::{open as open_workspace, part, ports_on, subcategory, write};
use partwright_testkit::contract::Fixture;

use crate::fresh;

static_assertions::assert_impl_all!(SqliteStore: Send, Sync);

#[test]
fn a_unit_that_finds_no_turn_gives_up_at_its_deadline() {
    let folder = tempfile::tempdir().expect("a folder");
    // Long enough for opening, which waits no longer for its connections, on a busy machine.
    let settings = Settings { turn: Duration::from_millis(500), ..Settings::default() };
    let store: Arc<dyn Store> =
        Arc::new(SqliteStore::open(&folder.path().join("busy.partwright"), settings).expect("a workspace"));
    let (holds, held) = channel();
    let (release, released) = channel::<()>();
    let holder = {
        let store = Arc::clone(&store);
        // The channel's end is taken out of the closure once: a unit may be run again, and this one is not.
        let ends = Mutex::new((holds, released));
        thread::spawn(move || {
            store.write::<_, StoreError>("hold", move |_| {
                let (holds, released) = &*ends.lock().expect("the ends");
                holds.send(()).expect("somebody waits");
                released.recv().expect("to be released");
                Ok(())
            })
        })
    };
    held.recv().expect("a unit that holds the writer");
    let refused = store.write::<(), StoreError>("wait", |_| Ok(()));
    assert_eq!(refused, Err(StoreError::Exhausted { seconds: 1 }));
    release.send(()).expect("a holder");
    holder.join().expect("no panic").expect("a unit");
    store.write::<(), StoreError>("after", |_| Ok(())).expect("the store works on");
}

#[test]
fn a_unit_waits_for_another_program_and_gives_up_at_its_deadline() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shared.partwright");
    let settings = Settings { other_program: Duration::from_millis(50), ..Settings::default() };
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&path, settings).expect("a workspace"));
    let other = rusqlite::Connection::open(&path).expect("another program");
    other.execute_batch("BEGIN IMMEDIATE").expect("its transaction");
    let refused = store.write::<(), StoreError>("wait", |_| Ok(()));
    assert_eq!(refused, Err(StoreError::Busy { seconds: 1 }));
    // Readers do not wait for anybody.
    assert_eq!(store.read("test", |snapshot| snapshot.parts().count()).expect("a read"), (0, 0));
    other.execute_batch("ROLLBACK").expect("its end");
    store.write::<(), StoreError>("after", |_| Ok(())).expect("the store works on");
}

#[test]
fn two_stores_on_one_file_make_dense_numbers_together() {
    let fixture = fresh();
    let second: Arc<dyn Store> = Arc::new(crate::open(&fixture.path));
    let ports = [ports_on(fixture.store()), ports_on(second)];
    let _actor = open_workspace(&ports[0]);
    let makers: Vec<_> = ports
        .iter()
        .enumerate()
        .map(|(maker, ports)| {
            // Ids that count from the same start would be the same in both; the shipped source never is.
            let ports = Ports { ids: Arc::new(partwright_domain::id::TimeOrderedIds), ..ports.clone() };
            thread::spawn(move || {
                (0..40)
                    .map(|turn| {
                        part("EL-RES").named(&format!("{maker}-{turn}")).add_to(&ports).part.number.sequence.get()
                    })
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    let mut numbers: Vec<u32> = makers.into_iter().flat_map(|maker| maker.join().expect("no panic")).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (100_000..100_080).collect::<Vec<_>>());
}

#[test]
fn units_that_fail_or_panic_among_others_harm_nobody() {
    let fixture = fresh();
    let ports = ports_on(fixture.store());
    let actor = open_workspace(&ports);
    let resistors = subcategory(&ports, "EL-RES");
    let workers: Vec<_> = (0..8_u32)
        .map(|worker| {
            let ports = ports.clone();
            thread::spawn(move || {
                (0..60_u32).filter(|turn| made(&ports, actor.id, resistors, worker * 60 + turn)).count()
            })
        })
        .collect();
    let kept: usize = workers.into_iter().map(|worker| worker.join().expect("no panic gets out")).sum();
    let (there, _) = ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a count");
    assert_eq!(u64::try_from(kept).expect("few"), there, "what was acknowledged is there, and nothing else");
    let numbers: i64 = fixture
        .raw()
        .query_row("SELECT max(sequence) - min(sequence) + 1 FROM part", [], |row| row.get(0))
        .expect("a count");
    assert_eq!(numbers, i64::try_from(kept).expect("few"), "the numbers are dense");
    assert!(kept > 200, "most are made: {kept}");
}

/// Makes a part past the services; every fifth unit answers an error after its work is done, every seventh panics.
fn made(ports: &Ports, person: PersonId, subcategory: SubcategoryId, turn: u32) -> bool {
    let ids = Arc::clone(&ports.ids);
    let unit = || {
        write(ports, person, move |unit| {
            let sequence = unit.parts().take_sequence()?;
            let id = PartId(ids.next());
            let codes = Codes::parse("EL-RES").expect("codes");
            unit.parts().insert(&Part {
                id,
                number: PartNumber { codes, sequence },
                subcategory,
                name: PartName::parse("stress").expect("a name"),
                description: Description::parse("").expect("a description"),
                created: Timestamp(0),
                successor: None,
            })?;
            unit.note(Room::Part, id)?;
            assert!(!turn.is_multiple_of(7), "a unit that panics on purpose");
            if turn.is_multiple_of(5) { Err(StoreError::Unaudited) } else { Ok(()) }
        })
    };
    matches!(catch_unwind(AssertUnwindSafe(unit)), Ok(Ok(())))
}

#[test]
fn units_that_wait_for_another_program_all_give_up_when_the_first_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shared.partwright");
    let settings = Settings { other_program: Duration::from_millis(200), ..Settings::default() };
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&path, settings).expect("a workspace"));
    let other = rusqlite::Connection::open(&path).expect("another program");
    other.execute_batch("BEGIN IMMEDIATE").expect("its transaction");
    let start = Instant::now();
    let waiting: Vec<_> = (0..16)
        .map(|_| {
            let store = Arc::clone(&store);
            thread::spawn(move || store.write::<(), StoreError>("wait", |_| Ok(())))
        })
        .collect();
    for unit in waiting {
        assert_eq!(unit.join().expect("no panic"), Err(StoreError::Busy { seconds: 1 }));
    }
    // One after the other they would take 3.2 s; those that came while the first batch waited make a second one.
    assert!(start.elapsed() < Duration::from_millis(1600), "they waited in turn: {:?}", start.elapsed());
}

#[test]
fn a_unit_is_answered_when_its_own_transaction_is_durable() {
    let folder = tempfile::tempdir().expect("a folder");
    // Nothing joins a transaction that has begun, so each slow unit has one to itself.
    let settings = Settings { oldest_batch: Duration::ZERO, ..Settings::default() };
    let store: Arc<dyn Store> =
        Arc::new(SqliteStore::open(&folder.path().join("turns.partwright"), settings).expect("a workspace"));
    let (release, released) = channel::<()>();
    let released = Arc::new(Mutex::new(released));
    let slow: Vec<_> = (0..3)
        .map(|_| {
            let (store, released) = (Arc::clone(&store), Arc::clone(&released));
            thread::spawn(move || {
                store.write::<_, StoreError>("slow", move |_| {
                    released.lock().expect("the end").recv().expect("to be released");
                    Ok(())
                })
            })
        })
        .collect();
    // However they stand in the queue, as many as are released are answered, the leader among them.
    let mut slow = slow;
    while !slow.is_empty() {
        release.send(()).expect("a unit that waits");
        let answered = loop {
            if let Some(place) = slow.iter().position(thread::JoinHandle::is_finished) {
                break slow.swap_remove(place);
            }
            thread::yield_now();
        };
        answered.join().expect("no panic").expect("a unit");
    }
}
