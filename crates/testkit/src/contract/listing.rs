//! Lists of parts: which fit, in which order, a page after the other.

use partwright_domain::category::{Code, Codes};
use partwright_domain::change::Room;
use partwright_domain::order::natural_key;
use partwright_domain::page::{Cursor, Page};
use partwright_domain::part::{Part, PartFilter, PartName, PartOrder, PartSort, PartSummary, PartTally};
use partwright_domain::revision::Lifecycle;

use super::TestStore;
use crate::build;

const SORTS: [PartSort; 5] = [PartSort::Number, PartSort::Name, PartSort::Category, PartSort::Mpn, PartSort::Created];

fn list(test: &TestStore, filter: &PartFilter) -> Page<PartSummary> {
    test.read(|snapshot| snapshot.parts().list(filter))
}

fn sequences(rows: &[PartSummary]) -> Vec<u32> {
    rows.iter().map(|row| row.part.number.sequence.get() - 100_000).collect()
}

/// Everything in this order, page by page.
fn walk(test: &TestStore, order: PartOrder, limit: u32) -> Vec<PartSummary> {
    let mut filter = PartFilter { order, limit, ..PartFilter::default() };
    let mut walked = Vec::new();
    loop {
        let page = list(test, &filter);
        assert!(page.rows.len() <= limit as usize, "no more rows than were asked for");
        assert_eq!(page.total, 14, "the total is of the whole list, on every page");
        walked.extend(page.rows);
        assert!(walked.len() <= 14, "a row came twice");
        let Some(next) = page.next else { return walked };
        // Cursors cross a wire as text.
        filter.after = Some(Cursor::parse(&next.encode()).expect("a cursor that is taken back"));
    }
}

/// Parts with equal names, equal MPNs, equal categories and numbers in names; two moved to other categories.
fn shelf(test: &TestStore) {
    let actor = test.open();
    let ports = test.ports();
    for (codes, name, mpn) in [
        ("EL-RES", "R10", "RC-10"),
        ("EL-CAP", "r2", "rc-2"),
        ("EL-RES", "R2", "RC-2"),
        ("AS-PRD", "", ""),
        ("EL-RES", "C10", ""),
        ("EL-CAP", "C2", "Ω-1"),
        ("EL-ICT", "C2", "RC-10"),
        ("ME-FAS", "Schraube M2,5", ""),
        ("ME-FAS", "Ärmel", "rc-10"),
        ("EL-RES", "R2", "RC-2"),
        ("EL-CAP", "R02", ""),
        ("DO-SPC", "2", "A:b:c"),
    ] {
        let named = if name.is_empty() { "Zubehör" } else { name };
        let builder = build::part(codes).named(named);
        if mpn.is_empty() { builder } else { builder.mpn("Maker", mpn).mpn("Other", "AAA") }.add_to(ports);
    }
    for _ in 0..2 {
        let part = build::part("EL-RES").named("Moved").add_to(ports).part;
        let moved = Part { subcategory: build::subcategory(ports, "AS-KIT"), ..part };
        test.write_one(actor.id, Room::Part, moved.id, move |unit| unit.parts().update(&moved));
    }
}

fn place(row: &PartSummary, order: PartOrder) -> Cursor {
    let (key, sequence) = key(row, order.sort);
    Cursor { key, sequence }
}

fn key(row: &PartSummary, sort: PartSort) -> (String, u32) {
    let key = match sort {
        PartSort::Number => row.part.number.codes.to_string(),
        PartSort::Name => natural_key(row.part.name.as_str()),
        PartSort::Category => row.subcategory.codes.to_string(),
        PartSort::Mpn => row.manufacturer_part.as_ref().map_or_else(String::new, |of| natural_key(of.mpn.as_str())),
        PartSort::Created => String::new(),
    };
    (key, row.part.number.sequence.get())
}

/// In every sort and direction, with equal keys and pages of any size: every part once, in the order that is documented.
pub fn pages_walk_through_every_part_once(test: &TestStore) {
    shelf(test);
    for sort in SORTS {
        for descending in [false, true] {
            for limit in [1, 2, 3, 5, 14, 99] {
                let order = PartOrder { sort, descending };
                let walked = walk(test, order, limit);
                let mut expected = walked.clone();
                expected.sort_by_key(|row| key(row, sort));
                if descending {
                    expected.reverse();
                }
                // Who has nothing to be sorted by comes last, whichever end comes first.
                expected.sort_by_key(|row| key(row, sort).0.is_empty());
                assert_eq!(sequences(&walked), sequences(&expected), "{order:?} in pages of {limit}");
                let mut once = sequences(&walked);
                once.sort_unstable();
                assert_eq!(once, (0..14).collect::<Vec<_>>(), "{order:?} in pages of {limit}");
            }
        }
    }
}

/// The orders written out, so that the keys themselves cannot drift.
pub fn lists_stand_in_the_order_of_their_sort(test: &TestStore) {
    shelf(test);
    let walked = |sort, descending| sequences(&walk(test, PartOrder { sort, descending }, 99));
    let order = |sort| walked(sort, false);
    assert_eq!(order(PartSort::Number), [3, 11, 1, 5, 10, 6, 0, 2, 4, 9, 12, 13, 7, 8]);
    assert_eq!(order(PartSort::Name), [11, 5, 6, 4, 12, 13, 1, 2, 9, 10, 0, 7, 3, 8]);
    assert_eq!(order(PartSort::Category), [12, 13, 3, 11, 1, 5, 10, 6, 0, 2, 4, 9, 7, 8]);
    assert_eq!(order(PartSort::Mpn), [11, 1, 2, 9, 0, 6, 8, 5, 3, 4, 7, 10, 12, 13]);
    assert_eq!(walked(PartSort::Mpn, true), [5, 8, 6, 0, 9, 2, 1, 11, 13, 12, 10, 7, 4, 3], "none come last here too");
    assert_eq!(order(PartSort::Created), (0..14).collect::<Vec<_>>());
}

/// A page that takes the last row is the last page; a list of nothing has one page without rows.
pub fn the_last_page_says_so(test: &TestStore) {
    shelf(test);
    let filter = |code: &str, limit| PartFilter {
        category: Some(Code::parse(code).expect("a code")),
        limit,
        ..PartFilter::default()
    };
    let exact = list(test, &filter("AS", 3));
    assert_eq!((exact.rows.len(), exact.next, exact.total), (3, None, 3));
    let none = list(test, &filter("ZZ", 2));
    assert_eq!((none.rows.len(), none.next, none.total), (0, None, 0));
    let beyond = Cursor { key: "\u{10FFFF}".to_owned(), sequence: u32::MAX };
    let after = list(test, &PartFilter { after: Some(beyond), limit: 2, ..PartFilter::default() });
    assert_eq!((after.rows.len(), after.next, after.total), (0, None, 14));
}

/// A page of no rows would never end: the least is one, and a wish for too many is no error.
pub fn a_limit_is_brought_into_bounds(test: &TestStore) {
    shelf(test);
    let rows = |limit| list(test, &PartFilter { limit, ..PartFilter::default() }).rows.len();
    assert_eq!(rows(0), 1);
    assert_eq!(rows(u32::MAX), 14);
}

/// The row a page ended with may be called otherwise by the time the next page is read.
pub fn a_list_goes_on_after_a_row_that_changed(test: &TestStore) {
    shelf(test);
    let order = PartOrder { sort: PartSort::Name, descending: false };
    let filter = PartFilter { order, limit: 3, ..PartFilter::default() };
    let first = list(test, &filter);
    assert_eq!(sequences(&first.rows), [11, 5, 6]);
    let renamed = Part { name: PartName::parse("ZZZ").expect("a name"), ..first.rows[2].part.clone() };
    let by = test.read(|snapshot| snapshot.people().acting()).expect("who acts").id;
    test.write_one(by, Room::Part, renamed.id, move |unit| unit.parts().update(&renamed));
    let second = list(test, &PartFilter { after: first.next, limit: 99, ..filter });
    assert_eq!(sequences(&second.rows), [4, 12, 13, 1, 2, 9, 10, 0, 7, 3, 6, 8]);
}

/// Only the category or subcategory the part is in today.
pub fn a_list_keeps_to_its_category(test: &TestStore) {
    shelf(test);
    let of = |category: Option<&str>, subcategory: Option<&str>| {
        let category = category.map(|code| Code::parse(code).expect("a code"));
        let subcategory = subcategory.map(|codes| Codes::parse(codes).expect("codes"));
        let page = list(test, &PartFilter { category, subcategory, limit: 99, ..PartFilter::default() });
        assert_eq!(page.total, page.rows.len() as u64);
        sequences(&page.rows)
    };
    assert_eq!(of(Some("AS"), None), [3, 12, 13]);
    assert_eq!(of(None, Some("AS-KIT")), [12, 13], "where they are, not where their number says");
    assert_eq!(of(None, Some("EL-RES")), [0, 2, 4, 9]);
    assert_eq!(of(Some("EL"), Some("EL-CAP")), [1, 5, 10]);
    assert_eq!(of(Some("ME"), Some("EL-CAP")), [0; 0]);
    assert_eq!(of(Some("ZZ"), None), [0; 0]);
}

/// Those that are made of other parts by the category they are in today, in every order and entered anywhere.
pub fn a_list_keeps_to_assemblies(test: &TestStore) {
    shelf(test);
    for order in SORTS.into_iter().flat_map(|sort| [false, true].map(|descending| PartOrder { sort, descending })) {
        let assemblies = PartFilter { assemblies: true, order, limit: 99, ..PartFilter::default() };
        let Page { rows: all, total, next } = list(test, &assemblies);
        assert!(all.is_sorted_by(|one, other| order.compare(&place(one, order), &place(other, order)).is_lt()));
        assert_eq!((all.iter().filter(|row| row.subcategory.assembly).count(), total, next), (3, 3, None), "{order:?}");
        let second = list(test, &PartFilter { skip: 1, limit: 1, ..assemblies });
        assert_eq!(sequences(&second.rows), sequences(&all[1..2]), "{order:?}");
    }
    let of = |code: &str| {
        let category = Some(Code::parse(code).expect("a code"));
        list(test, &PartFilter { category, assemblies: true, limit: 99, ..PartFilter::default() }).total
    };
    assert_eq!((of("AS"), of("EL")), (3, 0), "no board is there, so no assembly of electronics");
}

/// A list shows of a part what its summary says.
pub fn a_row_of_a_list_is_the_parts_summary(test: &TestStore) {
    test.open();
    let built = build::part("EL-RES").mpn("Yageo", "RC0402").mpn("Vishay", "CRCW").value("10k").add_to(test.ports());
    build::part("EL-PCA").add_to(test.ports());
    let rows = list(test, &PartFilter { limit: 9, ..PartFilter::default() }).rows;
    assert_eq!(rows.len(), 2, "a part with two manufacturer parts is one row");
    let summary = test.read(|snapshot| snapshot.parts().summary(built.part.id));
    assert_eq!(rows.into_iter().find(|row| row.part.id == built.part.id), summary);
}

/// Each part once, by its newest revision; and how many have no manufacturer part.
pub fn parts_are_tallied_by_their_newest_revisions(test: &TestStore) {
    test.open();
    let ports = test.ports();
    let tally = || test.read(|snapshot| snapshot.parts().tally());
    assert_eq!(tally(), PartTally::default());
    build::part("EL-RES").mpn("Yageo", "RC1").mpn("Other", "RC2").add_to(ports);
    let released = build::part("EL-RES").mpn("Yageo", "RC3").released().add_to(ports);
    build::part("EL-CAP").in_state(Lifecycle::Obsolete).add_to(ports);
    build::part("AS-PRD").add_to(ports);
    let expected = [(Lifecycle::Draft, 2), (Lifecycle::Released, 1), (Lifecycle::Obsolete, 1)];
    assert_eq!(tally(), PartTally { states: expected.into(), without_mpn: 2 });
    build::revise(ports, &released.part);
    assert_eq!(tally().states, [(Lifecycle::Draft, 3), (Lifecycle::Obsolete, 1)].into(), "what is newer counts");
}

/// Where a newest revision that is not obsolete itself calls for it; by number, and not more than were asked for.
pub fn what_is_obsolete_and_still_called_for_is_told(test: &TestStore) {
    test.open();
    let ports = test.ports();
    let told = |most| {
        let found = test.read(|snapshot| snapshot.parts().obsolete_in_use(most));
        found.into_iter().map(|part| part.number.to_string()).collect::<Vec<_>>()
    };
    let gone = |codes| build::part(codes).in_state(Lifecycle::Obsolete).add_to(ports);
    let (resistor, capacitor, unused) = (gone("EL-RES"), gone("EL-CAP"), gone("EL-RES"));
    let (draft, current) = (build::part("AS-PRD").add_to(ports), build::part("EL-RES").add_to(ports));
    assert_eq!(told(9), [""; 0]);
    build::line(&draft, &resistor).at("R1").add_to(ports);
    build::line(&draft, &current).at("R2").add_to(ports);
    let released = build::part("AS-PRD").add_to(ports);
    build::line(&released, &capacitor).at("C1").add_to(ports);
    build::line(&released, &unused).at("R1").add_to(ports);
    let numbers = [&capacitor, &resistor, &unused].map(|built| built.part.number.to_string());
    assert_eq!(told(9), numbers);
    assert_eq!(told(2), numbers[..2]);
    build::advance(ports, released.revision.id, Lifecycle::Obsolete);
    assert_eq!(told(9), numbers[1..2], "what calls for them is obsolete too");
}

/// From the middle on, the same rows as page by page; and none beyond the end.
pub fn a_list_is_entered_in_its_middle(test: &TestStore) {
    shelf(test);
    let category = Some(Code::parse("EL").expect("a code"));
    for order in SORTS.into_iter().flat_map(|sort| [false, true].map(|descending| PartOrder { sort, descending })) {
        for category in [None, category.clone()] {
            let whole = PartFilter { category, order, limit: 100, ..PartFilter::default() };
            let Page { rows: all, total, .. } = list(test, &whole);
            for skip in [1, 3, 7, 20] {
                let page = list(test, &PartFilter { skip, limit: 2, ..whole.clone() });
                let rest = all.get(skip as usize..).unwrap_or_default();
                assert_eq!(sequences(&page.rows), sequences(&rest[..rest.len().min(2)]), "{order:?}, {skip}");
                assert_eq!((page.total, page.next.is_some()), (total, rest.len() > 2), "{order:?}, {skip}");
            }
        }
    }
}
