//! Supplier parts: in the order in which they came, each once on a manufacturer part, with exact prices.

use partwright_domain::bom::Quantity;
use partwright_domain::change::{Changes, Room};
use partwright_domain::id::{ManufacturerPartId, PersonId, SupplierPartId};
use partwright_domain::store::{StoreError, Verdict, Writing};
use partwright_domain::supplier_part::{LeadTime, Offer, Packaging, SupplierPart};

use super::TestStore;
use crate::build::{self, offer};

fn of(test: &TestStore, manufacturer_part: ManufacturerPartId, offer: Offer) -> SupplierPart {
    SupplierPart { id: SupplierPartId(test.id()), manufacturer_part, offer }
}

fn add(test: &TestStore, by: PersonId, added: &SupplierPart) {
    let row = added.clone();
    test.write_one(by, Room::SupplierPart, added.id, move |unit| unit.supplier_parts().insert(&row));
}

fn found(test: &TestStore, id: SupplierPartId) -> Option<SupplierPart> {
    test.read(|snapshot| snapshot.supplier_parts().find(id))
}

/// Two manufacturer parts of one part.
fn sold(test: &TestStore) -> [ManufacturerPartId; 2] {
    let part = build::part("EL-RES").mpn("Yageo", "RC0402").mpn("Vishay", "CRCW0402").add_to(test.ports()).part.id;
    let parts = test.read(|snapshot| snapshot.manufacturer_parts().of(part));
    [parts[0].id, parts[1].id]
}

fn codes(test: &TestStore, of: ManufacturerPartId) -> Vec<String> {
    let listed = test.read(|snapshot| snapshot.supplier_parts().of(of));
    listed.into_iter().map(|each| each.offer.order_code.to_string()).collect()
}

/// With all it can say and with as little as it may; prices to the last decimal, from nothing to the most there is.
pub fn a_supplier_part_comes_back_as_written(test: &TestStore) {
    let actor = test.open();
    let [manufacturer_part, _] = sold(test);
    let quantity = |text| Some(Quantity::parse(text).expect("a quantity"));
    let full = Offer {
        packaging: Packaging::parse("Rolle, 7″ \"cut\"").expect("a packaging"),
        lead_time: Some(LeadTime::parse("0").expect("days")),
        minimum: quantity("0.000001"),
        multiple: quantity("999999999.999999"),
        ..offer("Würth & 山田", "RC-0402 Ω", "0.5:999999999.999999,999999999.999999:0,1:0.000001,10000:0.1")
    };
    let lead_time = Some(LeadTime::parse("3650").expect("days"));
    for said in [full, Offer { lead_time, ..offer("S", "slow", "1:1") }, offer("S", "no prices", "")] {
        let added = of(test, manufacturer_part, said);
        add(test, actor.id, &added);
        assert_eq!(found(test, added.id), Some(added));
    }
    assert_eq!(found(test, SupplierPartId(test.id())), None);
}

/// Not in that of their names, nor in that of their coming: what is put back after being taken off stands where it stood.
pub fn supplier_parts_stand_in_the_order_of_their_ids(test: &TestStore) {
    let actor = test.open();
    let [one, two] = sold(test);
    let zebra = of(test, one, offer("Z", "ZEBRA", ""));
    let (second, third) = (of(test, one, offer("S", "SECOND", "1:1")), of(test, one, offer("S", "THIRD", "")));
    for added in [&third, &zebra, &second, &of(test, two, offer("S", "ELSEWHERE", ""))] {
        add(test, actor.id, added);
    }
    assert_eq!(codes(test, one), ["ZEBRA", "SECOND", "THIRD"]);
    assert_eq!(codes(test, two), ["ELSEWHERE"]);
    assert_eq!(codes(test, ManufacturerPartId(test.id())), [""; 0]);
    let id = zebra.id;
    test.write_one(actor.id, Room::SupplierPart, id, move |unit| unit.supplier_parts().remove(id));
    assert_eq!(codes(test, one), ["SECOND", "THIRD"]);
    add(test, actor.id, &zebra);
    assert_eq!(codes(test, one), ["ZEBRA", "SECOND", "THIRD"]);
}

/// It keeps its place, and no price of before is left.
pub fn a_supplier_part_is_replaced_with_its_prices(test: &TestStore) {
    let actor = test.open();
    let [manufacturer_part, _] = sold(test);
    let before = of(test, manufacturer_part, offer("S", "A", "1:3,10:2,100:1"));
    add(test, actor.id, &before);
    add(test, actor.id, &of(test, manufacturer_part, offer("S", "B", "")));
    for prices in ["10:2.5", "1:3,10:2.5,5:2.75", ""] {
        let after = SupplierPart { offer: offer("T", "C", prices), ..before.clone() };
        let row = after.clone();
        test.write_one(actor.id, Room::SupplierPart, before.id, move |unit| unit.supplier_parts().update(&row));
        assert_eq!(found(test, before.id), Some(after));
    }
    assert_eq!(codes(test, manufacturer_part), ["C", "B"]);
    let nowhere = of(test, manufacturer_part, offer("S", "D", ""));
    let answer = test.attempt(move |unit| unit.supplier_parts().update(&nowhere));
    assert_eq!(answer, Err(StoreError::Missing { what: "supplier part".to_owned() }));
}

/// Supplier and order code together, as matching sees them. What is refused leaves everything as it was.
pub fn a_supplier_part_stands_once_on_a_manufacturer_part(test: &TestStore) {
    let actor = test.open();
    let [one, two] = sold(test);
    let there = of(test, one, offer("Digi Key", "311-10K", "1:3"));
    let beside = of(test, one, offer("Digi Key", "other", "1:3"));
    add(test, actor.id, &there);
    add(test, actor.id, &beside);
    for (supplier, code) in [("Digi Key", "311-10K"), ("DIGIKEY", "311\u{2212}10k"), ("digikey", "311 - 10K")] {
        let twin = of(test, one, offer(supplier, code, "1:2"));
        let answer = test.attempt(move |unit| unit.supplier_parts().insert(&twin));
        assert_eq!(answer, Err(StoreError::SupplierPartTaken), "{supplier} {code}");
        let (id, kept) = (beside.id, beside.clone());
        let renamed = SupplierPart { offer: offer(supplier, code, "1:2"), ..beside.clone() };
        test.write_one(actor.id, Room::SupplierPart, id, move |unit| {
            assert_eq!(unit.supplier_parts().update(&renamed), Err(StoreError::SupplierPartTaken));
            unit.supplier_parts().update(&kept)
        });
        assert_eq!(found(test, id), Some(beside.clone()));
    }
    for (manufacturer_part, supplier, code) in [(two, "Digi Key", "311-10K"), (one, "Mouser", "311-10K")] {
        add(test, actor.id, &of(test, manufacturer_part, offer(supplier, code, "")));
    }
}

/// What is sold under an order code does not become something else.
pub fn a_supplier_part_stays_on_its_manufacturer_part(test: &TestStore) {
    let actor = test.open();
    let [one, two] = sold(test);
    let there = of(test, one, offer("S", "A", ""));
    add(test, actor.id, &there);
    let moved = SupplierPart { manufacturer_part: two, ..there };
    let answer = test.attempt(move |unit| unit.supplier_parts().update(&moved));
    assert_eq!(answer, Err(StoreError::Invalid { constraint: "supplier_part_stays_in_place".to_owned() }));
}

/// What is sold must be there.
pub fn a_supplier_part_needs_its_manufacturer_part(test: &TestStore) {
    test.open();
    let orphan = of(test, ManufacturerPartId(test.id()), offer("S", "A", "1:1"));
    let answer = test.attempt(move |unit| unit.supplier_parts().insert(&orphan));
    assert_eq!(answer, Err(StoreError::Missing { what: "manufacturer part".to_owned() }));
}

/// Nothing goes along in silence: its supplier parts are removed first, each with its entry.
pub fn a_manufacturer_part_that_is_sold_stays(test: &TestStore) {
    let actor = test.open();
    let [one, _] = sold(test);
    let there = of(test, one, offer("S", "A", "1:1"));
    add(test, actor.id, &there);
    let answer = test.attempt(move |unit| unit.manufacturer_parts().remove(one));
    assert_eq!(answer, Err(StoreError::ManufacturerPartInUse));
    let id = there.id;
    test.write_one(actor.id, Room::SupplierPart, id, move |unit| unit.supplier_parts().remove(id));
    test.write_one(actor.id, Room::ManufacturerPart, one, move |unit| unit.manufacturer_parts().remove(one));
    assert_eq!(test.read(|snapshot| snapshot.manufacturer_parts().find(one)), None);
}

/// Removing what is not there is no change and no error.
pub fn removing_no_supplier_part_is_no_change(test: &TestStore) {
    test.open();
    let nothing = SupplierPartId(test.id());
    let answer = test.store().unit(
        &Writing::named("test.remove"),
        Box::new(move |unit| {
            unit.supplier_parts().remove(nothing).expect("no error");
            Verdict::Commit
        }),
    );
    assert_eq!(answer, Ok(Changes::default()));
}
