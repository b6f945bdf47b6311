//! Threads, panics and other programs on one file.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use partwright_domain::store::{Store, StoreError};
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::{open as open_workspace, part, ports_on};
use partwright_testkit::contract::Fixture;

use crate::fresh;

static_assertions::assert_impl_all!(SqliteStore: Send, Sync);

#[test]
fn a_unit_that_finds_no_turn_gives_up_at_its_deadline() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = Settings { turn: Duration::from_millis(50), ..Settings::default() };
    let store: Arc<dyn Store> =
        Arc::new(SqliteStore::open(&folder.path().join("busy.partwright"), settings).expect("a workspace"));
    let (holds, held) = channel();
    let (release, released) = channel::<()>();
    let holder = {
        let store = Arc::clone(&store);
        // The channel's end is taken out of the closure once: a unit may be run again, and this one is not.
        let ends = std::sync::Mutex::new((holds, released));
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
    assert_eq!(refused, Err(StoreError::Exhausted { seconds: 0 }));
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
    assert_eq!(refused, Err(StoreError::Busy { seconds: 0 }));
    // Readers do not wait for anybody.
    assert_eq!(store.read(|snapshot| snapshot.parts().count()).expect("a read"), (0, 0));
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
            let ports = partwright_domain::ports::Ports {
                ids: Arc::new(partwright_domain::id::TimeOrderedIds),
                ..ports.clone()
            };
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
