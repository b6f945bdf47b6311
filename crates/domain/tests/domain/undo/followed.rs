//! Undo that somebody follows, and ends.

use std::sync::{Arc, Mutex};

use partwright_domain::audit::UndoService;
use partwright_domain::cancel::Cancel;
use partwright_domain::part::{PartName, PartService};
use partwright_domain::watch::Watch;
use partwright_testkit::build;
use partwright_testkit::deed::{World, world};
use partwright_testkit::dump::dump;

use crate::code;

/// Something that was made in one unit with several entries: its place, and how many.
fn made(world: &World) -> (u64, u64) {
    let parts = PartService::new(world.ports.clone());
    parts.duplicate(&world.admin, world.board.part.id, PartName::parse("Alike").expect("a name")).expect("a board");
    let unit = world.newest();
    let found = world.read(|snapshot| snapshot.audit().find(unit)).expect("the unit");
    assert!(found.entry_count > 2, "{found:?}");
    (unit, found.entry_count)
}

#[test]
fn an_undo_and_a_redo_tell_of_each_entry_that_is_behind() {
    let world = world(&build::memory_ports());
    let (unit, entries) = made(&world);
    let undo = UndoService::new(world.ports.clone());
    let hear = |way: fn(&UndoService, &World, u64, Watch)| {
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&told);
        let watch = Watch::new(Cancel::new(), move |progress| {
            heard.lock().expect("a list").push((progress.done, progress.total));
        });
        way(&undo, &world, unit, watch);
        told.lock().expect("a list").clone()
    };
    let each: Vec<_> = (1..=entries).map(|done| (done, entries)).collect();
    let undone = hear(|undo, world, unit, watch| drop(undo.undo_until(&world.admin, unit, watch).expect("an undo")));
    assert_eq!(undone, each);
    let redone = hear(|undo, world, unit, watch| drop(undo.redo_until(&world.admin, unit, watch).expect("a redo")));
    assert_eq!(redone, each, "what an undo wrote is as long");
}

#[test]
fn an_undo_that_is_ended_at_any_entry_leaves_all_as_it_was() {
    let world = world(&build::memory_ports());
    let (unit, entries) = made(&world);
    let undo = UndoService::new(world.ports.clone());
    let until = |ends_at: u64| {
        let cancel = Cancel::new();
        let ends = cancel.clone();
        Watch::new(cancel, move |progress| {
            if progress.done == ends_at {
                ends.cancel();
            }
        })
    };
    let before = dump(&world.ports);
    for ends_at in 1..=entries {
        assert_eq!(code(undo.undo_until(&world.admin, unit, until(ends_at))), "store.cancelled", "at entry {ends_at}");
        assert_eq!(dump(&world.ports), before, "at entry {ends_at}");
    }
    undo.undo(&world.admin, unit).expect("an undo that nobody ends");
    let undone = dump(&world.ports);
    for ends_at in 1..=entries {
        assert_eq!(code(undo.redo_until(&world.admin, unit, until(ends_at))), "store.cancelled", "at entry {ends_at}");
        assert_eq!(dump(&world.ports), undone, "at entry {ends_at}");
    }
}
