//! Manufacturer parts: in the order in which they came, each once on a part.

use partwright_domain::change::{Changes, Room};
use partwright_domain::id::{ManufacturerPartId, PartId, PersonId};
use partwright_domain::manufacturer_part::{ManufacturerPart, Status};
use partwright_domain::order::match_key;
use partwright_domain::store::{StoreError, Verdict, Writing};

use super::TestStore;
use crate::build;

fn of(test: &TestStore, part: PartId, manufacturer: &str, mpn: &str) -> ManufacturerPart {
    ManufacturerPart::of(ManufacturerPartId(test.id()), part, build::manufacturer_part(manufacturer, mpn))
}

fn add(test: &TestStore, by: PersonId, added: &ManufacturerPart) {
    let row = added.clone();
    test.write_one(by, Room::ManufacturerPart, added.id, move |unit| unit.manufacturer_parts().insert(&row));
}

fn mpns(found: &[ManufacturerPart]) -> Vec<&str> {
    found.iter().map(|of| of.mpn.as_str()).collect()
}

/// With every status, an empty maker, and names of many scripts.
pub fn a_manufacturer_part_comes_back_as_written(test: &TestStore) {
    let actor = test.open();
    let part = build::part("EL-RES").add_to(test.ports()).part.id;
    for (number, status) in Status::ALL.into_iter().enumerate() {
        let maker = if number == 0 { "" } else { "Würth Elektronik \"山田\" & Co" };
        let added = ManufacturerPart { status, ..of(test, part, maker, &format!("CAT24M01YI\u{2212}GT{number} Ω")) };
        add(test, actor.id, &added);
        assert_eq!(test.read(|snapshot| snapshot.manufacturer_parts().find(added.id)), Some(added));
    }
    assert_eq!(test.read(|snapshot| snapshot.manufacturer_parts().find(ManufacturerPartId(test.id()))), None);
}

/// Not in that of their names, nor in that of their coming: what is put back after being taken off stands where it stood,
/// in the list as in the part's summary.
pub fn manufacturer_parts_stand_in_the_order_of_their_ids(test: &TestStore) {
    let actor = test.open();
    let part = build::part("EL-RES").add_to(test.ports()).part.id;
    let zebra = of(test, part, "Z", "ZEBRA");
    let (second, third) = (of(test, part, "M", "SECOND"), of(test, part, "M", "THIRD"));
    for added in [&third, &zebra, &second] {
        add(test, actor.id, added);
    }
    let list = |part| test.read(|snapshot| snapshot.manufacturer_parts().of(part));
    let first = || test.read(|snapshot| snapshot.parts().summary(part)).expect("a part").manufacturer_part;
    assert_eq!(mpns(&list(part)), ["ZEBRA", "SECOND", "THIRD"]);
    assert_eq!(first().as_ref(), Some(&zebra));
    let id = zebra.id;
    test.write_one(actor.id, Room::ManufacturerPart, id, move |unit| unit.manufacturer_parts().remove(id));
    assert_eq!(mpns(&list(part)), ["SECOND", "THIRD"]);
    assert_eq!(first().as_ref(), Some(&second));
    add(test, actor.id, &zebra);
    assert_eq!(mpns(&list(part)), ["ZEBRA", "SECOND", "THIRD"]);
    assert_eq!(first().as_ref(), Some(&zebra));
    assert_eq!(list(PartId(test.id())), []);
}

/// By the key of the number alone, over all parts, in the order of their ids.
pub fn manufacturer_parts_are_matched_by_the_key_of_their_number(test: &TestStore) {
    let actor = test.open();
    let (one, two) =
        (build::part("EL-ICT").add_to(test.ports()).part.id, build::part("EL-ICT").add_to(test.ports()).part.id);
    for (part, mpn) in
        [(two, "cat24m01yi\u{2212}gt3"), (one, "CAT24M01YI-GT3"), (one, "CAT24M01 YI\u{2013}GT4"), (two, "straße")]
    {
        add(test, actor.id, &of(test, part, "onsemi", mpn));
    }
    let matching = |mpn: &str| test.read(|snapshot| snapshot.manufacturer_parts().matching(&match_key(mpn)));
    assert_eq!(mpns(&matching("CAT24M01YI\u{2010}GT3 ")), ["cat24m01yi\u{2212}gt3", "CAT24M01YI-GT3"]);
    assert_eq!(mpns(&matching("cat24m01yi-gt4")), ["CAT24M01 YI\u{2013}GT4"]);
    assert_eq!(mpns(&matching("STRASSE")), ["straße"]);
    assert_eq!(mpns(&matching("CAT24M01YI-GT")), [""; 0], "a key is matched whole");
}

/// Maker and number together, as matching sees them; another part may have the same, and another maker the same number.
pub fn a_manufacturer_part_stands_once_on_a_part(test: &TestStore) {
    let actor = test.open();
    let (one, two) =
        (build::part("EL-ICT").add_to(test.ports()).part.id, build::part("EL-ICT").add_to(test.ports()).part.id);
    add(test, actor.id, &of(test, one, "onsemi", "CAT24-GT3"));
    for (maker, mpn) in [("onsemi", "CAT24-GT3"), ("ON SEMI", "cat24\u{2212}gt3"), ("Onsemi", "CAT 24-GT3")] {
        let twin = of(test, one, maker, mpn);
        let answer = test.attempt(move |unit| unit.manufacturer_parts().insert(&twin));
        assert_eq!(answer, Err(StoreError::ManufacturerPartTaken), "{maker} {mpn}");
    }
    for (part, maker) in [(two, "onsemi"), (one, ""), (one, "Catalyst")] {
        add(test, actor.id, &of(test, part, maker, "CAT24-GT3"));
    }
}

/// Its maker, its number and its status: what it is found by follows, its place stays. Where another stands already it
/// cannot be, and on another part it is not there.
pub fn a_manufacturer_part_is_replaced_on_its_part(test: &TestStore) {
    let actor = test.open();
    let (part, other) =
        (build::part("EL-ICT").add_to(test.ports()).part.id, build::part("EL-ICT").add_to(test.ports()).part.id);
    let (first, second) = (of(test, part, "onsemi", "CAT24-GT3"), of(test, part, "Microchip", "24AA01"));
    add(test, actor.id, &first);
    add(test, actor.id, &second);
    let changed = ManufacturerPart { status: Status::Obsolete, ..of(test, part, "ON Semi", "CAT24-GT4") };
    let changed = ManufacturerPart { id: first.id, ..changed };
    let row = changed.clone();
    test.write_one(actor.id, Room::ManufacturerPart, first.id, move |unit| unit.manufacturer_parts().update(&row));
    assert_eq!(test.read(|snapshot| snapshot.manufacturer_parts().of(part)), [changed.clone(), second.clone()]);
    let matching = |mpn: &str| test.read(|snapshot| snapshot.manufacturer_parts().matching(&match_key(mpn)));
    assert_eq!((mpns(&matching("CAT24-GT3")), matching("cat24-gt4")), (vec![], vec![changed.clone()]));
    let first = test.read(|snapshot| snapshot.parts().summary(part)).expect("a part").manufacturer_part;
    assert_eq!(first.as_ref(), Some(&changed));

    let twin = ManufacturerPart { id: second.id, ..changed.clone() };
    let answer = test.attempt(move |unit| unit.manufacturer_parts().update(&twin));
    assert_eq!(answer, Err(StoreError::ManufacturerPartTaken));
    for elsewhere in [ManufacturerPart { part: other, ..second }, of(test, part, "onsemi", "CAT25")] {
        let answer = test.attempt(move |unit| unit.manufacturer_parts().update(&elsewhere));
        assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
    }
}

/// Removing what is not there is no change and no error.
pub fn removing_no_manufacturer_part_is_no_change(test: &TestStore) {
    test.open();
    let nothing = ManufacturerPartId(test.id());
    let answer = test.store().unit(
        &Writing::named("test.remove"),
        Box::new(move |unit| {
            unit.manufacturer_parts().remove(nothing).expect("no error");
            Verdict::Commit
        }),
    );
    assert_eq!(answer, Ok(Changes::default()));
}

/// The part it is good for must be there.
pub fn a_manufacturer_part_needs_its_part(test: &TestStore) {
    test.open();
    let orphan = of(test, PartId(test.id()), "Yageo", "RC0402");
    let answer = test.attempt(move |unit| unit.manufacturer_parts().insert(&orphan));
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
}
