//! Undo and redo: what they give back, what they write down, and what comes next.

use partwright_domain::approval::{ApprovalService, Comment};
use partwright_domain::audit::{Action, AuditFilter, RecordedUnit, Thing, UndoService, next};
use partwright_domain::change::Room;
use partwright_domain::id::PersonId;
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::ports::Ports;
use partwright_domain::store::StoreError;

use super::TestStore;
use super::audit::{entry, head};
use crate::build;
use crate::deed::{World, undoable, world};
use crate::dump::{difference, dump};

fn undo(world: &World) -> UndoService {
    UndoService::new(world.ports.clone())
}

/// A workspace is in that state.
#[track_caller]
pub(super) fn assert_is(ports: &Ports, wanted: &[String], what: &str) {
    let now = dump(ports);
    assert!(now == wanted, "{what}\n{}", difference(wanted, &now));
}

/// Each verb in turn: undone it is as if it had not been, redone it is as if it had not been undone, and so on.
pub fn undo_and_redo_give_back_exactly_what_was(test: &TestStore) {
    let world = world(test.ports());
    let undo = undo(&world);
    for (deed, run) in undoable() {
        let before = dump(&world.ports);
        run(&world).expect(deed);
        let (unit, after) = (world.newest(), dump(&world.ports));
        assert!(before != after, "{deed} does something");
        undo.undo(&world.admin, unit).expect(deed);
        assert_is(&world.ports, &before, &format!("{deed}, undone"));
        undo.redo(&world.admin, unit).expect(deed);
        assert_is(&world.ports, &after, &format!("{deed}, redone"));
        undo.undo(&world.admin, unit).expect(deed);
        assert_is(&world.ports, &before, &format!("{deed}, undone again"));
    }
}

/// All of them one after the other, and then back the whole way and forth again, in the order of time.
pub fn a_long_history_is_undone_and_redone_step_by_step(test: &TestStore) {
    let world = world(test.ports());
    let mut states = vec![dump(&world.ports)];
    let first = world.newest();
    for (deed, run) in undoable() {
        // What one deed takes away another cannot change: then it is not done.
        if run(&world).is_ok() {
            states.push(dump(&world.ports));
        }
        assert_eq!(world.newest(), first + states.len() as u64 - 1, "{deed} is one unit or none");
    }
    assert!(states.len() > 20, "most of it can be done in one workspace: {}", states.len());
    let next_of = || test.read(|snapshot| Ok(next(snapshot, world.admin.id).expect("a next")));
    for wanted in states.iter().rev().skip(1) {
        let unit = next_of().undo.expect("something to undo");
        undo(&world).undo(&world.admin, unit.sequence).expect("an undo");
        assert_is(&world.ports, wanted, &unit.unit.operation);
    }
    for wanted in states.iter().skip(1) {
        let unit = next_of().redo.expect("something to redo");
        undo(&world).redo(&world.admin, unit.sequence).expect("a redo");
        assert_is(&world.ports, wanted, &unit.unit.operation);
    }
    assert_eq!(next_of().redo, None, "there is nothing left to redo");
}

fn recorded(test: &TestStore, sequence: u64) -> RecordedUnit {
    test.read(|snapshot| snapshot.audit().find(sequence)).expect("a unit that is there")
}

/// An undo is a unit like every other, by whoever undid; it says what it undoes, and that unit says what became of it.
pub fn an_undo_is_a_unit_of_its_own(test: &TestStore) {
    let world = world(test.ports());
    world.set("Note", "second").expect("a property");
    let unit = world.newest();
    let answer = undo(&world).undo(&world.grace, unit).expect("an undo");
    assert_eq!((answer.sequence, answer.unit.operation.as_str()), (unit, "property.set"));
    let undone = unit + 1;
    let list =
        |limit| test.read(|snapshot| snapshot.audit().list(&AuditFilter { limit, entries: 9, ..Default::default() }));
    let newest = list(1).remove(0);
    assert_eq!((newest.sequence, newest.unit.operation.as_str()), (undone, "audit.undo"));
    assert_eq!((newest.unit.person, newest.entry_count), (world.grace.id, 1));
    let told = &newest.entries[0];
    assert_eq!((told.room, told.action), (Room::Property, Action::Changed));
    let value = |json: &Option<serde_json::Value>| json.as_ref().expect("a value")["value"]["text"].clone();
    assert_eq!((value(&told.before), value(&told.after)), ("second".into(), "first".into()));
    let origin = newest.origin.expect("what it undoes");
    assert_eq!((origin.sequence, origin.operation.as_str()), (unit, "property.set"));
    let undoing = list(2)[1].undoing.clone().expect("what became of it");
    assert_eq!((undoing.sequence, undoing.person_name.as_str()), (undone, "Grace Hopper"));
    assert!(undoing.is_undone && recorded(test, unit).is_undone());
    assert_eq!(undo(&world).undo(&world.admin, unit).expect_err("twice").code(), "audit.undone");

    undo(&world).redo(&world.admin, unit).expect("a redo");
    let redo = recorded(test, undone + 1);
    assert_eq!((redo.unit.operation.as_str(), redo.origin.expect("what it redoes").sequence), ("audit.redo", unit));
    assert!(!recorded(test, unit).is_undone() && recorded(test, undone).is_undone());
    assert_eq!(undo(&world).redo(&world.admin, unit).expect_err("twice").code(), "audit.not_undone");
    undo(&world).undo(&world.admin, undone).expect("by the name of any unit of its chain");
    assert!(recorded(test, unit).is_undone());
    assert_eq!(undo(&world).undo(&world.admin, 999).expect_err("no such unit").code(), "audit.not_found");
}

/// A workspace that was closed and opened again undoes what was done before, and redoes it after another time.
pub fn undo_outlives_a_restart(test: &TestStore) {
    let world = world(test.ports());
    let before = dump(&world.ports);
    build::part("EL-CAP").mpn("Murata", "GRM9").add_to(&world.ports);
    let (unit, after) = (world.newest(), dump(&world.ports));
    drop(world.files);
    let (admin, clock, ids) = (world.admin, test.ports().clock.clone(), test.ports().ids.clone());
    let reopened = || test.reopen().map(|store| Ports { store, clock: clock.clone(), ids: ids.clone() });
    let Some(ports) = reopened() else { return };
    let last_two = [unit, unit - 1];
    for unit in last_two {
        UndoService::new(ports.clone()).undo(&admin, unit).expect("an undo");
    }
    assert_is(&ports, &before, "undone");
    drop(ports);
    let Some(ports) = reopened() else { return };
    for unit in last_two.into_iter().rev() {
        UndoService::new(ports.clone()).redo(&admin, unit).expect("a redo");
    }
    assert_is(&ports, &after, "redone");
}

/// One's own newest that holds; what was undone last comes back first, until something else is done.
pub fn what_comes_next_is_ones_own(test: &TestStore) {
    let world = world(test.ports());
    let undo = undo(&world);
    let next_of = |actor: &Actor| {
        let next = test.read(|snapshot| Ok(next(snapshot, actor.id).expect("a next")));
        let sequence = |unit: Option<RecordedUnit>| unit.map(|unit| unit.sequence);
        (sequence(next.undo), sequence(next.redo))
    };
    let do_it = |value: &str| {
        world.set("Note", value).expect("a property");
        world.newest()
    };
    assert_eq!(next_of(&world.grace), (None, None), "Grace did nothing");
    let (one, two) = (do_it("one"), do_it("two"));
    assert_eq!(next_of(&world.admin), (Some(two), None));
    assert_eq!(next_of(&world.grace), (None, None), "and what others did is not hers to undo next");
    undo.undo(&world.admin, two).expect("an undo");
    assert_eq!(next_of(&world.admin), (Some(one), Some(two)));
    undo.undo(&world.admin, one).expect("an undo");
    undo.redo(&world.admin, one).expect("a redo");
    assert_eq!(next_of(&world.admin), (Some(one), Some(two)));
    PersonService::new(world.ports.clone()).act(&world.admin, world.grace.id).expect("Grace acts");
    assert_eq!(next_of(&world.admin), (Some(one), Some(two)), "who acts is not undone");
    let three = do_it("three");
    assert_eq!(next_of(&world.admin), (Some(three), None), "after something else there is nothing to redo");
    undo.undo(&world.grace, three).expect("an undo by somebody else");
    assert_eq!(next_of(&world.admin), (Some(one), None));
    assert_eq!(next_of(&world.grace), (None, Some(three)));
}

/// What one did last is what one means by an undo. Where that stands for ever it is said, until one has gone past it knowingly.
pub fn what_stands_is_not_passed_over_in_silence(test: &TestStore) {
    let world = world(test.ports());
    let next_of = || test.read(|snapshot| Ok(next(snapshot, world.admin.id).expect("a next")));
    let stands = || next_of().stands.map(|unit| unit.sequence);
    build::demand_nothing(&world.ports);
    world.set("Note", "one").expect("a property");
    let before = world.newest();
    assert_eq!((stands(), next_of().to_undo().expect("an undo").sequence), (None, before));
    ApprovalService::new(world.ports.clone())
        .submit(&world.admin, world.unused.revision.id, Comment::parse("").expect("a comment"))
        .expect("a submission");
    let submitted = world.newest();
    assert_eq!((stands(), next_of().undo.map(|unit| unit.sequence)), (Some(submitted), Some(before)));
    let withdraws = || next_of().withdraws.map(|(revision, part)| (revision.id, part.id));
    assert_eq!(withdraws(), Some((world.unused.revision.id, world.unused.part.id)), "they may take it back");
    assert_eq!(next_of().to_undo().expect_err("it stands").code(), "audit.last_stands");

    undo(&world).undo(&world.admin, before).expect("by its number");
    let next = next_of();
    assert_eq!((next.stands, next.redo.map(|unit| unit.sequence)), (None, Some(before)), "they know of it by now");
    undo(&world).redo(&world.admin, before).expect("a redo");
    assert_eq!(stands(), None, "what was redone is what they did last");

    world.set("Note", "two").expect("a property");
    assert_eq!((stands(), next_of().to_undo().expect("an undo").sequence), (None, world.newest()));
    undo(&world).undo(&world.admin, world.newest()).expect("an undo");
    assert_eq!(stands(), None, "what was redone since stands between");
    ApprovalService::new(world.ports.clone()).withdraw(&world.admin, world.unused.revision.id).expect("a withdrawal");
    assert_eq!((stands(), withdraws()), (Some(world.newest()), None), "it is taken back, which stands");
}

/// The workspace's beginning is not offered.
pub fn before_the_first_change_there_is_nothing_to_undo(test: &TestStore) {
    let actor = test.open();
    assert_eq!(test.read(|snapshot| Ok(next(snapshot, actor.id).expect("a next"))).undo, None);
}

/// Writes a unit of the store with an entry, past the services, and says that it undoes others.
fn undoing(test: &TestStore, by: PersonId, undone: Vec<u64>) -> Result<(), StoreError> {
    let (head, told) = (head(test, by), entry(Room::Part, test.id()));
    test.attempt(move |unit| {
        unit.audit().append(&head, &told)?;
        undone.iter().try_for_each(|undone| unit.audit().undoes(*undone))
    })
}

/// A unit undoes one unit before it, and that is undone once; the unit itself has to be there first.
pub fn a_unit_is_undone_once(test: &TestStore) {
    let actor = test.open();
    assert_eq!(undoing(test, actor.id, vec![1]), Ok(()));
    assert_eq!(undoing(test, actor.id, vec![1]), Err(StoreError::Undone));
    assert_eq!(undoing(test, actor.id, vec![2]), Ok(()), "but its undo is undone in its turn");
    for later in [4, 5, u64::MAX, 0] {
        let answer = undoing(test, actor.id, vec![later]);
        assert!(matches!(answer, Err(StoreError::Invalid { .. })), "{later}: {answer:?}");
    }
    assert_eq!(undoing(test, actor.id, vec![3, 3]), Err(StoreError::AuditAppendOnly), "a unit undoes one");
    let answer = test.attempt(|unit| unit.audit().undoes(3));
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "without an entry there is no unit: {answer:?}");
}

/// By its place, by who did it, by what it is about; entries from the last to the first, page by page.
pub fn units_and_entries_are_found_again(test: &TestStore) {
    let world = world(test.ports());
    let start = recorded(test, 1);
    assert_eq!((start.unit.operation.as_str(), start.entries.len()), ("workspace.start", 0));
    assert!(start.entry_count > 30 && start.origin.is_none() && start.undoing.is_none());
    assert_eq!(test.read(|snapshot| snapshot.audit().find(u64::MAX)), None);

    let by = |person, before, limit| {
        let units = test.read(|snapshot| snapshot.audit().by(person, before, limit));
        units.iter().map(|unit| unit.sequence).collect::<Vec<_>>()
    };
    let newest = world.newest();
    assert_eq!(by(world.admin.id, None, 2), [newest, newest - 1]);
    assert_eq!(by(world.admin.id, Some(2), 9), [1]);
    assert_eq!(by(world.grace.id, None, 9), [0; 0]);

    let page = |before| test.read(|snapshot| snapshot.audit().entries(1, before, 20));
    let (mut before, mut places) = (None, Vec::new());
    loop {
        let entries = page(before);
        let Some((last, _)) = entries.last() else { break };
        before = Some(*last);
        places.extend(entries.into_iter().map(|(place, _)| place));
    }
    let count = u32::try_from(start.entry_count).expect("few");
    assert_eq!(places, (1..=count).rev().collect::<Vec<_>>());
    assert_eq!(page(Some(2))[0].1.room, Room::Person, "the first entry is of the first person");

    let (room, id, part) = (Room::Property, world.board.revision.id.0, Some(world.board.part.id));
    let about = |name, after| {
        let thing = Thing { room, id, part, name: Some(name) };
        test.read(|snapshot| snapshot.audit().last_about(&thing, after)).map(|unit| unit.sequence)
    };
    world.set("Note", "second").expect("a property");
    let set = world.newest();
    world.set("Other", "x").expect("another property");
    assert_eq!((about("Note", 1), about("Note", set), about("Other", set)), (Some(set), None, Some(set + 1)));
    let category = test.read(|snapshot| snapshot.categories().categories())[0].id.0;
    let thing = Thing { room: Room::Category, id: category, part: None, name: None };
    let last = test.read(|snapshot| snapshot.audit().last_about(&thing, 0)).expect("the start").sequence;
    assert_eq!(last, 1);
}

/// The oldest entry about a person after a place has who they were there as what was before.
pub fn what_a_person_was_at_a_place_is_told_by_what_came_after(test: &TestStore) {
    let world = world(test.ports());
    let people = PersonService::new(test.ports().clone());
    let first = |after| {
        let entry = test.read(|snapshot| snapshot.audit().first_about(world.grace.id, after));
        entry.map(|entry| entry.before.map(|before| before["name"].clone()))
    };
    let made = world.newest();
    assert_eq!(first(made), None, "nothing came after");
    for name in ["Grace H.", "Rear Admiral Hopper"] {
        let name = PersonName::parse(name).expect("a name");
        people.change(&world.admin, world.grace.id, name, Role::Designer).expect("another name");
    }
    assert_eq!(first(made), Some(Some("Grace Hopper".into())));
    assert_eq!(first(made + 1), Some(Some("Grace H.".into())));
    assert_eq!(first(made + 2), None);
    assert_eq!(first(0), Some(None), "she came to be");
}
