//! What KiCad is shown: mappings, and which parts are candidates.

use partwright_domain::change::Room;
use partwright_domain::id::{PartId, SubcategoryId, Uuid};
use partwright_domain::kicad::{Candidate, Library, Mapping, OfferFilter};
use partwright_domain::part::Sequence;
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;

use super::TestStore;
use crate::build;

fn found(test: &TestStore, subcategory: SubcategoryId) -> Option<Mapping> {
    test.read(|snapshot| snapshot.kicad().mapping(subcategory))
}

/// It offers no drafts, and knows no mapping.
pub fn a_fresh_store_says_nothing_of_kicad(test: &TestStore) {
    assert_eq!(test.read(|snapshot| snapshot.kicad().library()), Library { drafts: false });
    let actor = test.open();
    assert_eq!(found(test, build::subcategory(test.ports(), "EL-RES")), None);
    for drafts in [true, false] {
        let library = Library { drafts };
        test.write_one(actor.id, Room::Kicad, Uuid::nil(), move |unit| unit.kicad().set_library(&library));
        assert_eq!(test.read(|snapshot| snapshot.kicad().library()), library);
    }
}

/// With its fields in their order; a second one takes the place of the first, and nothing of it is left.
pub fn a_mapping_comes_back_as_written_and_goes(test: &TestStore) {
    let actor = test.open();
    let resistors = build::subcategory(test.ports(), "EL-RES");
    let full = build::mapping(resistors);
    let bare = Mapping { offered: false, symbol: None, reference: None, fields: Vec::new(), ..full.clone() };
    let reversed = Mapping { fields: full.fields.iter().rev().cloned().collect(), ..full.clone() };
    for mapping in [full, bare, reversed] {
        let row = mapping.clone();
        test.write_one(actor.id, Room::Kicad, resistors, move |unit| unit.kicad().set_mapping(&row));
        assert_eq!(found(test, resistors), Some(mapping));
    }
    assert_eq!(found(test, build::subcategory(test.ports(), "EL-CAP")), None, "another subcategory has its own");
    test.write_one(actor.id, Room::Kicad, resistors, move |unit| unit.kicad().remove_mapping(resistors));
    assert_eq!(found(test, resistors), None);
    assert_eq!(test.attempt(move |unit| unit.kicad().remove_mapping(resistors)), Ok(()), "nothing was there");
}

/// And of no other.
pub fn a_mapping_is_of_a_subcategory_that_is_there(test: &TestStore) {
    test.open();
    let orphan = build::mapping(SubcategoryId(test.id()));
    let answer = test.attempt(move |unit| unit.kicad().set_mapping(&orphan));
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
}

/// As long as something is said of it: what was said would be of nothing.
pub fn a_mapped_subcategory_stays(test: &TestStore) {
    let actor = test.open();
    let fuses = build::subcategory(test.ports(), "EL-FUS");
    let mapping = build::mapping(fuses);
    test.write_one(actor.id, Room::Kicad, fuses, move |unit| unit.kicad().set_mapping(&mapping));
    let answer = test.attempt(move |unit| unit.categories().remove(fuses));
    assert!(matches!(answer, Err(StoreError::Invalid { .. })), "{answer:?}");
}

/// Upper and lower case are alike; and a refused mapping leaves the one that was there.
pub fn a_property_becomes_a_field_once(test: &TestStore) {
    let actor = test.open();
    let resistors = build::subcategory(test.ports(), "EL-RES");
    let good = build::mapping(resistors);
    let row = good.clone();
    test.write_one(actor.id, Room::Kicad, resistors, move |unit| unit.kicad().set_mapping(&row));
    let mut twice = Mapping { reference: None, ..good.clone() };
    twice.fields.push(partwright_domain::kicad::MappedField {
        property: partwright_domain::property::PropertyName::parse("TOLERANCE").expect("a name"),
        visible: false,
    });
    let answer = test.attempt(move |unit| unit.kicad().set_mapping(&twice));
    assert_eq!(answer, Err(StoreError::KicadFieldTwice));
    assert_eq!(found(test, resistors), Some(good));
}

fn candidates(test: &TestStore, codes: &str, drafts: bool, after: Option<Sequence>, limit: u32) -> Vec<Candidate> {
    let subcategory = build::subcategory(test.ports(), codes);
    test.read(|snapshot| snapshot.kicad().candidates(&OfferFilter { subcategory, drafts, after, limit }))
}

fn ids(candidates: &[Candidate]) -> Vec<PartId> {
    candidates.iter().map(|candidate| candidate.part.id).collect()
}

/// In the order of their numbers; a page goes on where the one before ended, whatever parts came between.
pub fn candidates_are_of_one_subcategory_and_in_pages(test: &TestStore) {
    test.open();
    build::demand_nothing(test.ports());
    let mut resistors = Vec::new();
    for count in 0..7 {
        resistors.push(build::part("EL-RES").value(&format!("{count}k")).released().add_to(test.ports()).part);
        build::part("EL-CAP").released().add_to(test.ports());
        build::part("EL-RES").add_to(test.ports());
    }
    let (mut paged, mut after) = (Vec::new(), None);
    loop {
        let page = candidates(test, "EL-RES", false, after, 3);
        assert!(page.len() <= 3, "{}", page.len());
        let Some(last) = page.last() else { break };
        after = Some(last.part.number.sequence);
        paged.extend(ids(&page));
    }
    assert_eq!(paged, resistors.iter().map(|part| part.id).collect::<Vec<_>>());
    assert_eq!(candidates(test, "EL-RES", false, None, 0).len(), 1, "a page has at least one row");
    assert_eq!(candidates(test, "EL-FUS", false, None, 10), []);
}

/// With the properties of the revision that is shown, and all makers of the part.
pub fn candidates_are_shown_as_they_were_released(test: &TestStore) {
    test.open();
    build::demand_nothing(test.ports());
    let ports = test.ports();
    let built = build::part("EL-RES")
        .value("10k")
        .property("Tolerance", "1 %")
        .mpn("Yageo", "RC0402")
        .mpn("Vishay", "CRCW")
        .released()
        .add_to(ports);
    let gone = build::part("EL-RES").released().add_to(ports);
    build::advance(ports, gone.revision.id, Lifecycle::Obsolete);
    let again = build::revise(ports, &built.part);
    let draft = again.revision.id;
    let actor = build::open(ports);
    test.write_one(actor.id, Room::Property, draft, move |unit| {
        unit.properties().set(draft, &build::text("Value", "22k"))
    });
    build::revise(ports, &gone.part);

    for drafts in [false, true] {
        let listed = candidates(test, "EL-RES", drafts, None, 10);
        assert_eq!(ids(&listed), [built.part.id], "one is obsolete, and its draft changes nothing");
        let [Candidate { part, revision, properties, manufacturer_parts }] = &listed[..] else { panic!("one") };
        assert_eq!((part, revision.id), (&built.part, built.revision.id));
        let (of_revision, of_part) = test.read(|snapshot| {
            Ok((snapshot.properties().of(built.revision.id)?, snapshot.manufacturer_parts().of(built.part.id)?))
        });
        assert_eq!((properties, manufacturer_parts), (&of_revision, &of_part));
        assert_eq!((properties.len(), manufacturer_parts.len()), (2, 2));
    }
}

/// Those in review too; a part that was ever released is shown as it was released.
pub fn drafts_are_candidates_when_they_are_asked_for(test: &TestStore) {
    test.open();
    build::demand_nothing(test.ports());
    let ports = test.ports();
    let draft = build::part("EL-RES").value("1k").add_to(ports);
    let reviewed = build::part("EL-RES").add_to(ports);
    build::advance(ports, reviewed.revision.id, Lifecycle::InReview);
    let released = build::part("EL-RES").released().add_to(ports);
    build::revise(ports, &released.part);

    assert_eq!(ids(&candidates(test, "EL-RES", false, None, 10)), [released.part.id]);
    let all = candidates(test, "EL-RES", true, None, 10);
    assert_eq!(ids(&all), [draft.part.id, reviewed.part.id, released.part.id]);
    let states: Vec<_> = all.iter().map(|candidate| candidate.revision.state).collect();
    assert_eq!(states, [Lifecycle::Draft, Lifecycle::InReview, Lifecycle::Released]);
    assert_eq!(all[0].properties, [build::text("Value", "1k")]);
}
