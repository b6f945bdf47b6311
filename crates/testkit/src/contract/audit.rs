//! The audit: no change without its entry, and a history that reads as it was written.

use std::sync::{Arc, Barrier};
use std::thread;

use partwright_domain::audit::{Action, AuditEntry, AuditFilter, AuditUnit, RecordedUnit};
use partwright_domain::change::Room;
use partwright_domain::id::{PartId, PersonId, Uuid};
use partwright_domain::part::PartService;
use partwright_domain::person::{Person, PersonName, PersonService};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use serde_json::json;

use super::TestStore;
use super::unit::somebody;
use crate::build;

fn all() -> AuditFilter {
    AuditFilter { limit: 1000, entries: 1000, ..AuditFilter::default() }
}

fn list(test: &TestStore, filter: &AuditFilter) -> Vec<RecordedUnit> {
    test.read(|snapshot| snapshot.audit().list(filter))
}

fn sequences(units: &[RecordedUnit]) -> Vec<u64> {
    units.iter().map(|unit| unit.sequence).collect()
}

/// An entry that covers a thing and says nothing else.
pub(super) fn entry(room: Room, subject: impl Into<Uuid>) -> AuditEntry {
    let subject = subject.into();
    let title = "an entry".to_owned();
    AuditEntry { room, subject, part: None, action: Action::Created, title, before: None, after: None }
}

/// The head of a unit by that person.
pub(super) fn head(test: &TestStore, person: PersonId) -> AuditUnit {
    AuditUnit { at: test.ports().clock.now(), person, operation: "test.write".to_owned() }
}

/// Inserts somebody with these entries, and answers how that ended.
fn insert_with(test: &TestStore, by: PersonId, person: Person, entries: Vec<AuditEntry>) -> Result<(), StoreError> {
    let head = head(test, by);
    test.attempt(move |unit| {
        unit.people().insert(&person)?;
        entries.iter().try_for_each(|entry| unit.audit().append(&head, entry))
    })
}

/// No entry, one of another room, one of another thing: the unit is refused, and nothing of it is kept.
pub fn a_change_without_its_own_entry_is_refused(test: &TestStore) {
    let actor = test.open();
    let before = list(test, &all());
    let grace = somebody(test, "Grace Hopper");
    let (other_room, other_id) = (entry(Room::Part, grace.id), entry(Room::Person, test.id()));
    for entries in [vec![], vec![other_room], vec![other_id]] {
        assert_eq!(insert_with(test, actor.id, grace.clone(), entries), Err(StoreError::Unaudited));
        assert_eq!(test.read(|snapshot| snapshot.people().find(grace.id)), None, "the change is not kept");
        assert_eq!(list(test, &all()), before, "nor are the entries that came with it");
    }
    let own = entry(Room::Person, grace.id);
    assert_eq!(insert_with(test, actor.id, grace, vec![own]), Ok(()), "with its own entry it is taken");
}

/// One entry is enough for one thing, however often it changed; each thing needs its own.
pub fn every_changed_thing_needs_an_entry(test: &TestStore) {
    let actor = test.open();
    let (one, two) = (somebody(test, "One"), somebody(test, "Two"));
    let (head, covered) = (head(test, actor.id), entry(Room::Person, one.id));
    let answer = test.attempt(move |unit| {
        unit.people().insert(&one)?;
        unit.people().update(&one)?;
        unit.people().insert(&two)?;
        unit.audit().append(&head, &covered)
    });
    assert_eq!(answer, Err(StoreError::Unaudited));
}

/// A unit done by a person who is not there has no place in the audit.
pub fn a_unit_by_nobody_is_refused(test: &TestStore) {
    test.open();
    let before = list(test, &all());
    let (grace, nobody) = (somebody(test, "Grace Hopper"), PersonId(test.id()));
    let own = entry(Room::Person, grace.id);
    let answer = insert_with(test, nobody, grace.clone(), vec![own]);
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
    assert_eq!(test.read(|snapshot| snapshot.people().find(grace.id)), None);
    assert_eq!(list(test, &all()), before);
    build::part("EL-RES").add_to(test.ports());
}

/// Many threads write at once, and one of them by a person who is not there: each is refused or kept for itself, however
/// the store puts them together.
pub fn a_unit_by_nobody_harms_no_other(test: &TestStore) {
    const INNOCENT: usize = 7;
    const ROUNDS: usize = 20;
    let actor = test.open();
    let together = Arc::new(Barrier::new(INNOCENT + 1));
    let threads: Vec<_> = (0..=INNOCENT)
        .map(|number| {
            let by = if number == INNOCENT { PersonId(test.id()) } else { actor.id };
            let people: Vec<_> = (0..ROUNDS).map(|_| somebody(test, "One of many")).collect();
            let (together, ports) = (Arc::clone(&together), test.ports().clone());
            thread::spawn(move || {
                let write = |person: Person| {
                    together.wait();
                    build::write(&ports, by, move |unit| {
                        unit.people().insert(&person)?;
                        unit.note(Room::Person, person.id)
                    })
                };
                people.into_iter().map(write).collect::<Vec<Result<(), StoreError>>>()
            })
        })
        .collect();
    for (number, thread) in threads.into_iter().enumerate() {
        for answer in thread.join().expect("a thread that ends") {
            let is_right =
                if number == INNOCENT { matches!(answer, Err(StoreError::Missing { .. })) } else { answer.is_ok() };
            assert!(is_right, "thread {number}: {answer:?}");
        }
    }
    assert_eq!(list(test, &all()).len(), 1 + INNOCENT * ROUNDS);
}

/// Newest first, numbered from 1; what was not kept leaves no gap, and a unit without entries no trace.
pub fn units_stand_newest_first_without_gaps(test: &TestStore) {
    let actor = test.open();
    build::part("EL-RES").add_to(test.ports());
    let refused: Result<(), StoreError> = build::write(test.ports(), actor.id, |unit| {
        unit.note(Room::Part, Uuid::nil())?;
        Err(StoreError::BomCycle)
    });
    assert_eq!(refused, Err(StoreError::BomCycle));
    assert_eq!(insert_with(test, actor.id, somebody(test, "Nobody"), vec![]), Err(StoreError::Unaudited));
    assert_eq!(test.attempt(|_| Ok(())), Ok(()));
    build::part("EL-CAP").add_to(test.ports());
    let units = list(test, &all());
    assert_eq!(sequences(&units), [3, 2, 1]);
    let operations: Vec<_> = units.iter().map(|recorded| recorded.unit.operation.as_str()).collect();
    assert_eq!(operations, ["part.create", "part.create", "workspace.start"]);
}

/// Page after page by the last unit of the one before: everything once.
pub fn the_audit_is_read_in_pages(test: &TestStore) {
    test.open();
    (0..4).for_each(|_| drop(build::part("EL-RES").add_to(test.ports())));
    let page = |before| sequences(&list(test, &AuditFilter { before, limit: 2, entries: 0, ..AuditFilter::default() }));
    assert_eq!(page(None), [5, 4]);
    assert_eq!(page(Some(4)), [3, 2]);
    assert_eq!(page(Some(2)), [1]);
    assert_eq!(page(Some(1)), [0; 0]);
    let few = list(test, &AuditFilter { limit: 1, entries: 2, ..AuditFilter::default() });
    assert_eq!((few[0].entry_count, few[0].entries.len()), (2, 2));
    let start = list(test, &AuditFilter { before: Some(2), limit: 1, entries: 3, ..AuditFilter::default() });
    assert_eq!(start[0].entries.len(), 3, "no more entries than were asked for");
    assert!(start[0].entry_count > 30, "but all are counted");
}

/// What is read is what was written: every room and action, with values of any kind, in the order of writing.
pub fn entries_come_back_as_they_were_written(test: &TestStore) {
    let actor = test.open();
    let part = PartId(test.id());
    let value = json!({ "name": "Ω ≤ 4,7 µF \"x\" \\ 🦀", "n": [1, -2, 1.5, null, true], "long": "9".repeat(500) });
    let mut entries = Vec::new();
    for room in Room::ALL {
        for action in Action::ALL {
            let (before, after) = match action {
                Action::Created => (None, Some(value.clone())),
                Action::Changed => (Some(value.clone()), Some(json!({}))),
                Action::Removed => (Some(json!("gone")), None),
            };
            let title = format!("{} {} ±", room.name(), action.name());
            let subject = test.id();
            entries.push(AuditEntry { room, subject, part: Some(part), action, title, before, after });
        }
    }
    entries.push(AuditEntry { part: None, ..entry(Room::Category, test.id()) });
    let unit = AuditUnit { at: Timestamp(-1), person: actor.id, operation: "test.ünit".to_owned() };
    let (head, written) = (unit.clone(), entries.clone());
    let answer = test.attempt(move |unit| written.iter().try_for_each(|entry| unit.audit().append(&head, entry)));
    assert_eq!(answer, Ok(()));
    let recorded = &list(test, &all())[0];
    assert_eq!(recorded.unit, unit);
    assert_eq!(recorded.person_name, "Ada Lovelace");
    assert_eq!(recorded.entry_count, entries.len() as u64);
    assert_eq!(recorded.entries, entries);
}

/// The first entry brings the unit's head. One with another is refused: it would be recorded as done by another person, at
/// another time, or for another purpose. The unit may go on without it.
pub fn a_unit_has_one_head(test: &TestStore) {
    let actor = test.open();
    let first = head(test, actor.id);
    let grace = somebody(test, "Grace Hopper");
    let others = [
        AuditUnit { operation: "test.second".to_owned(), ..first.clone() },
        AuditUnit { at: Timestamp(first.at.0 + 1), ..first.clone() },
        AuditUnit { person: grace.id, ..first.clone() },
        AuditUnit { person: PersonId(test.id()), ..first.clone() },
    ];
    let (one, two, head) = (entry(Room::Person, grace.id), entry(Room::Part, test.id()), first.clone());
    let refused = entry(Room::Part, test.id());
    let answer = test.attempt(move |unit| {
        unit.people().insert(&grace)?;
        unit.audit().append(&head, &one)?;
        for other in &others {
            assert_eq!(unit.audit().append(other, &refused), Err(StoreError::AuditHeadDiffers));
        }
        unit.audit().append(&head, &two)
    });
    assert_eq!(answer, Ok(()));
    let recorded = &list(test, &all())[0];
    assert_eq!((recorded.unit.clone(), recorded.entry_count, recorded.sequence), (first, 2, 2));
}

/// Under a part's filter there are only units that concern it, and of those only the entries that do.
pub fn a_parts_history_holds_what_concerns_it(test: &TestStore) {
    let actor = test.open();
    let (board, resistor) = (build::part("EL-PCA").add_to(test.ports()), build::part("EL-RES").add_to(test.ports()));
    build::line(&board, &resistor).at("R1").add_to(test.ports());
    let (one, two) = (board.part.id, resistor.part.id);
    let entries: Vec<_> =
        [Some(one), Some(two), None, Some(one)].map(|part| AuditEntry { part, ..entry(Room::Bom, test.id()) }).into();
    let (head, written) = (head(test, actor.id), entries.clone());
    assert_eq!(
        test.attempt(move |unit| written.iter().try_for_each(|entry| unit.audit().append(&head, entry))),
        Ok(())
    );
    let of = |part, limit| {
        let units = list(test, &AuditFilter { part: Some(part), limit, entries: 1, ..AuditFilter::default() });
        units.iter().map(|unit| (unit.sequence, unit.entry_count, unit.entries.len())).collect::<Vec<_>>()
    };
    assert_eq!(of(one, 9), [(5, 2, 1), (4, 1, 1), (2, 2, 1)]);
    assert_eq!(of(two, 9), [(5, 1, 1), (3, 2, 1)]);
    assert_eq!(of(one, 2), [(5, 2, 1), (4, 1, 1)], "the limit counts units that fit");
    assert_eq!(of(PartId(test.id()), 9), []);
    let units = list(test, &AuditFilter { part: Some(two), limit: 1, entries: 9, ..AuditFilter::default() });
    assert_eq!(units[0].entries, entries[1..2]);
}

/// History keeps the person and shows the name of today.
pub fn history_shows_the_name_of_today(test: &TestStore) {
    let actor = test.open();
    let name = PersonName::parse("Ada King").expect("a name");
    PersonService::new(test.ports().clone()).rename(&actor, name).expect("a person that is renamed");
    let names: Vec<_> = list(test, &all()).into_iter().map(|unit| unit.person_name).collect();
    assert_eq!(names, ["Ada King", "Ada King"]);
}

/// A service that finds nothing to change leaves nothing in the audit.
pub fn a_unit_that_changes_nothing_leaves_no_trace(test: &TestStore) {
    let actor = test.open();
    let built = build::part("EL-RES").add_to(test.ports());
    let (part, name) = (&built.part, built.part.name.clone());
    let parts = PartService::new(test.ports().clone());
    parts.describe(&actor, part.id, name, part.description.clone()).expect("a part that stays as it is");
    assert_eq!(sequences(&list(test, &all())), [2, 1], "a unit that changes nothing leaves no trace");
}
