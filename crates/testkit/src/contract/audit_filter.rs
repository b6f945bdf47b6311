//! What history is narrowed to: who, what, when, of which part; and that a long one is looked through in bounded pages.

use partwright_domain::audit::{AuditEntry, AuditFilter, AuditUnit, Operations, page};
use partwright_domain::change::Room;
use partwright_domain::id::{PartId, PersonId};
use partwright_domain::time::Timestamp;

use super::TestStore;
use super::audit::entry;
use super::unit::somebody;

/// A workspace with a history that is easy to name: each unit by its place.
struct Past {
    ada: PersonId,
    grace: PersonId,
    part: PartId,
}

/// Writes the history: 1 is the workspace's start, 2 brings Grace, 3 to 8 are these.
fn past(test: &TestStore) -> Past {
    let ada = test.open().id;
    let somebody = somebody(test, "Grace Hopper");
    let (grace, part) = (somebody.id, PartId(test.id()));
    test.write_one(ada, Room::Person, grace, move |unit| unit.people().insert(&somebody));
    let units = [
        (ada, "bom.add_line", 1_000, Some(part)),
        (grace, "bom.change_line", 2_000, Some(part)),
        (ada, "bomb.add", 3_000, None),
        (grace, "part.create", 4_000, Some(part)),
        // The clock was set back.
        (ada, "bom", 1_500, None),
        (grace, "bom.add_line_twice", 5_000, None),
    ];
    for (person, operation, at, part) in units {
        let head = AuditUnit { at: Timestamp(at), person, operation: operation.to_owned() };
        let entry = AuditEntry { part, ..entry(Room::Bom, test.id()) };
        assert_eq!(test.attempt(move |unit| unit.audit().append(&head, &entry)), Ok(()));
    }
    Past { ada, grace, part }
}

fn places(test: &TestStore, filter: AuditFilter) -> Vec<u64> {
    let units = test.read(|snapshot| snapshot.audit().list(&AuditFilter { limit: 99, entries: 1, ..filter }));
    units.into_iter().map(|unit| unit.sequence).collect()
}

fn done(operations: &str) -> Operations {
    Operations::parse(operations).expect("operations")
}

/// Only what somebody did, between two places too.
pub fn history_is_narrowed_to_a_person(test: &TestStore) {
    let past = past(test);
    let of = |person, before, after| {
        places(test, AuditFilter { person: Some(person), before, after, ..AuditFilter::default() })
    };
    assert_eq!(of(past.grace, None, None), [8, 6, 4]);
    assert_eq!(of(past.ada, None, None), [7, 5, 3, 2, 1]);
    assert_eq!(of(past.ada, Some(7), Some(2)), [5, 3]);
    assert_eq!(of(PersonId(test.id()), None, None), [0; 0]);
}

/// A group of operations is all that begin with its name and a dot; one operation is that one.
pub fn history_is_narrowed_to_what_was_done(test: &TestStore) {
    past(test);
    let of = |operations| places(test, AuditFilter { operations: Some(done(operations)), ..AuditFilter::default() });
    assert_eq!(of("bom"), [8, 7, 4, 3]);
    assert_eq!(of("bom.add_line"), [3]);
    assert_eq!(of("bomb"), [5]);
    assert_eq!(of("bom.add"), [0; 0]);
    assert_eq!(of("workspace.start"), [1]);
}

/// From a moment on, and up to another that is no part of it, whatever the order in which they stand.
pub fn history_is_narrowed_to_a_time(test: &TestStore) {
    past(test);
    let between = |from: Option<i64>, until: Option<i64>| {
        let (from, until) = (from.map(Timestamp), until.map(Timestamp));
        places(test, AuditFilter { from, until, ..AuditFilter::default() })
    };
    assert_eq!(between(None, Some(2_000)), [7, 3]);
    assert_eq!(between(Some(1_500), Some(4_000)), [7, 5, 4]);
    assert_eq!(between(Some(4_000), Some(5_001)), [8, 6]);
    assert_eq!(between(Some(2_000), Some(2_000)), [0; 0]);
}

/// All that is asked for holds at once; of a part only what concerns it is counted.
pub fn filters_of_history_hold_together(test: &TestStore) {
    let past = past(test);
    let of_part = AuditFilter { part: Some(past.part), ..AuditFilter::default() };
    assert_eq!(places(test, of_part.clone()), [6, 4, 3]);
    assert_eq!(places(test, AuditFilter { person: Some(past.grace), ..of_part.clone() }), [6, 4]);
    assert_eq!(places(test, AuditFilter { operations: Some(done("bom")), ..of_part.clone() }), [4, 3]);
    assert_eq!(places(test, AuditFilter { from: Some(Timestamp(2_000)), ..of_part.clone() }), [6, 4]);
    assert_eq!(places(test, AuditFilter { until: Some(Timestamp(2_000)), ..of_part.clone() }), [3]);
    assert_eq!(places(test, AuditFilter { before: Some(6), after: Some(3), ..of_part }), [4]);
    let of_grace = AuditFilter { person: Some(past.grace), operations: Some(done("bom")), ..AuditFilter::default() };
    assert_eq!(places(test, of_grace.clone()), [8, 4]);
    assert_eq!(places(test, AuditFilter { until: Some(Timestamp(5_000)), ..of_grace }), [4]);
}

/// A page looks through so many units and says where to go on, also when none of them fits; the pages together are the whole.
pub fn few_that_fit_are_found_page_by_page(test: &TestStore) {
    let past = past(test);
    let page = |filter: &AuditFilter, before| {
        let filter = AuditFilter { before, entries: 1, ..filter.clone() };
        let page = test.read(|snapshot| Ok(page(snapshot, &filter, 3).expect("a page")));
        (page.units.iter().map(|unit| unit.sequence).collect::<Vec<_>>(), page.next)
    };
    let adding = AuditFilter { operations: Some(done("bom.add_line")), limit: 9, ..AuditFilter::default() };
    assert_eq!(page(&adding, None), (vec![], Some(6)), "8, 7 and 6 were looked at");
    assert_eq!(page(&adding, Some(6)), (vec![3], Some(3)));
    assert_eq!(page(&adding, Some(3)), (vec![], None), "there is nothing before the first");
    let two = AuditFilter { until: Some(Timestamp(9_000)), limit: 1, ..AuditFilter::default() };
    assert_eq!(page(&two, None), (vec![8], Some(8)), "a full page goes on behind its last");
    assert_eq!(page(&AuditFilter { after: Some(6), ..adding }, None), (vec![], None), "nobody asks for more");
    let by_index = AuditFilter { person: Some(past.ada), limit: 9, ..AuditFilter::default() };
    assert_eq!(page(&by_index, None), (vec![7, 5, 3, 2, 1], None), "what an index leads to needs no bound");
    assert_eq!(page(&AuditFilter { limit: 2, ..by_index }, None), (vec![7, 5], Some(5)));
}

/// By the newest unit that concerns a part, whatever its clock said; nothing of a part that has no history.
pub fn parts_are_known_by_when_they_changed_last(test: &TestStore) {
    let ada = test.open().id;
    let [mut one, mut other, unknown] = [test.id(), test.id(), test.id()].map(PartId);
    if other < one {
        std::mem::swap(&mut one, &mut other);
    }
    for (at, parts) in [(9_000, vec![Some(one)]), (1_000, vec![None, Some(other), Some(one)]), (5_000, vec![None])] {
        let head = AuditUnit { at: Timestamp(at), person: ada, operation: "bom.add_line".to_owned() };
        let entries: Vec<_> =
            parts.into_iter().map(|part| AuditEntry { part, ..entry(Room::Bom, test.id()) }).collect();
        let answer = test.attempt(move |unit| entries.iter().try_for_each(|entry| unit.audit().append(&head, entry)));
        assert_eq!(answer, Ok(()));
    }
    let last = |parts: &[PartId]| test.read(|snapshot| snapshot.audit().last_of(parts));
    assert_eq!(last(&[other, one, unknown, other]), [(one, Timestamp(1_000)), (other, Timestamp(1_000))]);
    assert_eq!(last(&[]), []);
}
