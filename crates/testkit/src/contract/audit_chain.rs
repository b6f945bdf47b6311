//! The chain of the audit: each entry has the hash of what it tells and of the one before it, whoever writes and however.

use std::thread;

use partwright_domain::audit::{
    AuditFilter, ChainError, Chained, Head, Linked, Place, START, Step, Told, UndoService, check_chain, link,
};
use partwright_domain::cancel::Cancel;
use partwright_domain::change::Room;
use partwright_domain::error::Error;
use partwright_domain::file::ContentHash;
use partwright_domain::store::{Store, StoreError};
use partwright_domain::workspace::Progress;

use super::TestStore;
use super::audit::{entry, head};
use crate::build;
use crate::deed::{undoable, world};

/// Walks along the chain of a store.
pub fn walk(store: &dyn Store, noted: Option<ContentHash>) -> Chained {
    let walked = store.read("test", |snapshot| check_chain(snapshot, noted, &Cancel::new(), &mut |_| ()));
    walked.expect("a chain that can be read")
}

fn whole(test: &TestStore) -> Head {
    let Chained { head, faults, .. } = walk(&*test.store(), None);
    assert_eq!(faults, [], "the chain is whole");
    head
}

fn links(test: &TestStore) -> Vec<Linked> {
    test.read(|snapshot| snapshot.audit().links(None, 10_000))
}

/// From the first on, whatever is done and undone; and how it ends is kept beside it.
pub fn every_entry_follows_on_the_one_before_it(test: &TestStore) {
    assert_eq!(whole(test), Head::EMPTY, "nothing was done yet");
    let world = world(test.ports());
    for (_, run) in undoable() {
        if run(&world).is_ok() {
            let unit = world.newest();
            UndoService::new(world.ports.clone()).undo(&world.admin, unit).expect("an undo");
        }
    }
    let head = whole(test);
    let links = links(test);
    let mut last = START;
    for link in &links {
        assert_eq!(link.previous, Some(last), "{}", link.place);
        last = link.hash.expect("a hash");
    }
    assert_eq!(head, Head { count: links.len() as u64, hash: last });
    let undos = links.iter().filter(|link| link.place.step == Step::Undo).count();
    assert!(undos > 20, "what a unit undoes is a link too: {undos}");
    assert!(links.is_sorted_by_key(|link| link.place));
    let after = links[4].place;
    assert_eq!(test.read(|snapshot| snapshot.audit().links(Some(after), 3)), links[5..8], "piece by piece");
    let undo = links.iter().position(|link| link.place.step == Step::Undo).expect("an undo");
    assert_eq!(test.read(|snapshot| snapshot.audit().links(Some(links[undo].place), 1)), links[undo + 1..undo + 2]);
    assert_eq!(test.read(|snapshot| snapshot.audit().links(Some(links[undo - 1].place), 1)), links[undo..=undo]);
}

/// The hash is that of the unit's head and of the entry as everybody reads them.
pub fn a_link_tells_who_when_and_what(test: &TestStore) {
    test.open();
    build::part("EL-RES").mpn("Yageo", "RC0402").add_to(test.ports());
    let links = links(test);
    let mut next = links.iter();
    let filter = AuditFilter { limit: 100, entries: 10_000, ..AuditFilter::default() };
    let mut units = test.read(|snapshot| snapshot.audit().list(&filter));
    units.reverse();
    let mut last = START;
    for unit in &units {
        for (entry, position) in unit.entries.iter().zip(1..) {
            let written = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string);
            let (before, after) = (written(&entry.before), written(&entry.after));
            let told = Told::entry(&unit.unit, entry, before.as_deref(), after.as_deref());
            let place = Place::entry(i64::try_from(unit.sequence).expect("few"), position);
            let Linked { place: at, told: kept, previous, hash } = next.next().expect("a link for each entry");
            assert_eq!((*at, kept.as_ref(), *previous), (place, Some(&told), Some(last)));
            last = link(&last, &told, place);
            assert_eq!(*hash, Some(last));
        }
    }
    assert_eq!(next.next(), None, "and for nothing else");
}

/// Neither a unit that fails nor a step that is undone leaves a link, nor a hole.
pub fn what_is_not_kept_is_no_link(test: &TestStore) {
    let actor = test.open();
    let before = whole(test);
    let (unit, told) = (head(test, actor.id), entry(Room::Part, test.id()));
    let (undone, kept) = (told.clone(), told.clone());
    let refused = {
        let unit = unit.clone();
        test.attempt(move |open| {
            open.audit().append(&unit, &told)?;
            Err(StoreError::Cancelled)
        })
    };
    assert_eq!((refused, whole(test)), (Err(StoreError::Cancelled), before));
    let answer = test.attempt(move |open| {
        let answer = open.step(|step| {
            step.audit().append(&unit, &undone)?;
            Err::<(), _>(StoreError::Cancelled)
        });
        assert_eq!(answer, Err(StoreError::Cancelled));
        open.audit().append(&unit, &kept)
    });
    assert_eq!((answer, whole(test).count), (Ok(()), before.count + 1));
}

/// So the order of the chain is that of units, of entries, and of the undo.
pub fn nothing_comes_after_what_a_unit_undoes(test: &TestStore) {
    let actor = test.open();
    let before = whole(test);
    let (unit, told) = (head(test, actor.id), entry(Room::Part, test.id()));
    let answer = test.attempt(move |open| {
        open.audit().append(&unit, &told)?;
        open.audit().undoes(1)?;
        open.audit().append(&unit, &told)
    });
    assert_eq!((answer, whole(test)), (Err(StoreError::AuditAppendOnly), before));
}

/// Whoever comes next follows on whoever came before, however the store puts them together.
pub fn units_of_many_threads_make_one_chain(test: &TestStore) {
    test.open();
    let before = whole(test).count;
    let writers: Vec<_> = (0..6)
        .map(|_| {
            let ports = test.ports().clone();
            thread::spawn(move || {
                for _ in 0..10 {
                    build::part("EL-RES").add_to(&ports);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().expect("no panic");
    }
    assert!(whole(test).count >= before + 60);
}

/// A store that is opened again goes on where the chain ended.
pub fn the_chain_goes_on_after_reopening(test: &TestStore) {
    test.open();
    let head = whole(test);
    let (clock, ids) = (test.ports().clock.clone(), test.ports().ids.clone());
    let Some(store) = test.reopen() else { return };
    assert_eq!(walk(&*store, None), Chained { head, faults: vec![], missing: 0 });
    build::part("EL-RES").add_to(&partwright_domain::ports::Ports { store: store.clone(), clock, ids });
    let after = walk(&*store, Some(head.hash));
    assert!(after.faults.is_empty() && after.head.count > head.count, "{after:?}");
}

/// A hash with which the chain once ended stays in it; another one is missed.
pub fn a_hash_that_was_noted_is_found_again(test: &TestStore) {
    test.open();
    let noted = whole(test).hash;
    build::part("EL-RES").add_to(test.ports());
    let newest = whole(test).hash;
    for noted in [noted, newest] {
        assert_eq!(walk(&*test.store(), Some(noted)).faults, []);
    }
    let other = ContentHash([7; 32]);
    let missed = ChainError::NotedMissing { hash: other.to_string() };
    assert_eq!(walk(&*test.store(), Some(other)).faults, [missed]);
}

/// It is long where the history is, tells how far it is, and ends when it is told to.
pub fn a_walk_along_the_chain_is_cancelled(test: &TestStore) {
    test.open();
    let cancel = Cancel::new();
    let mut told = Vec::new();
    let store = test.store();
    let answer =
        store.read("test", |snapshot| check_chain(snapshot, None, &cancel, &mut |progress| told.push(progress)));
    let count = answer.expect("a chain").head.count;
    assert_eq!(told.last(), Some(&Progress { done: count, total: count }));
    cancel.cancel();
    let answer = store.read("test", |snapshot| check_chain(snapshot, None, &cancel, &mut |_| ()));
    assert_eq!(answer, Err(Error::Store(StoreError::Cancelled)));
}
