//! Manufacturer parts: put on parts, each once.

use partwright_domain::audit::AuditFilter;
use partwright_domain::id::{ManufacturerPartId, PartId, Uuid};
use partwright_domain::manufacturer_part::{
    Manufacturer, ManufacturerPart, ManufacturerPartService, Mpn, NewManufacturerPart, Status,
};
use partwright_domain::supplier_part::SupplierPartService;
use partwright_testkit::build::{self, manufacturer_part};

use crate::code;

#[test]
fn a_manufacturer_part_is_added_and_removed() {
    let (ports, actor) = build::workspace();
    let part = build::part("EL-RES").add_to(&ports).part.id;
    let service = ManufacturerPartService::new(ports.clone());
    let new = NewManufacturerPart { status: Status::Preferred, ..manufacturer_part("Yageo", "RC0402") };
    let added = service.add(&actor, part, new).expect("a manufacturer part");
    assert_eq!((added.part, added.mpn.as_str(), added.status), (part, "RC0402", Status::Preferred));
    assert_eq!(service.remove(&actor, added.id), Ok(added));
    assert_eq!(ports.store.read("test", |snapshot| snapshot.manufacturer_parts().of(part)), Ok(vec![]));
}

#[test]
fn what_a_manufacturer_part_says_can_be_changed_and_who_sells_it_stays() {
    let (ports, actor) = build::workspace();
    let part = build::part("EL-RES").mpn("Yageo", "RC0402").add_to(&ports).part.id;
    let service = ManufacturerPartService::new(ports.clone());
    let before = ports.store.read("test", |snapshot| snapshot.manufacturer_parts().of(part)).expect("one")[0].clone();
    let offer = build::offer("Digi-Key", "311-RC0402", "");
    let sold = SupplierPartService::new(ports.clone()).add(&actor, before.id, offer).expect("an offer");
    let obsolete = NewManufacturerPart { status: Status::Obsolete, ..manufacturer_part("YAGEO", "RC0402FR-07") };
    let changed = service.change(&actor, before.id, obsolete.clone()).expect("a change");
    assert_eq!(changed, ManufacturerPart::of(before.id, part, obsolete.clone()));
    let sellers = ports.store.read("test", |snapshot| snapshot.supplier_parts().of(before.id));
    assert_eq!(sellers, Ok(vec![sold]));
    let filter = AuditFilter { part: Some(part), limit: 9, entries: 9, ..AuditFilter::default() };
    let units = || ports.store.read("test", |snapshot| snapshot.audit().list(&filter)).expect("a history").len();
    let told = units();
    service.change(&actor, before.id, obsolete).expect("the same again");
    assert_eq!(units(), told, "what changes nothing leaves no trace");
}

#[test]
fn a_released_part_may_get_another_source() {
    let (ports, actor) = build::workspace();
    let part = build::part("EL-RES").released().add_to(&ports).part.id;
    assert!(ManufacturerPartService::new(ports).add(&actor, part, manufacturer_part("Yageo", "RC0402")).is_ok());
}

#[test]
fn each_refusal_has_its_code() {
    let (ports, actor) = build::workspace();
    let part = build::part("EL-RES").mpn("Yageo", "RC-0402").add_to(&ports).part.id;
    let service = ManufacturerPartService::new(ports);
    let twin = manufacturer_part("YAGEO", "rc\u{2212}0402");
    assert_eq!(code(service.add(&actor, part, twin.clone())), "manufacturer_part.taken");
    let other = service.add(&actor, part, manufacturer_part("Vishay", "CRCW0402")).expect("another");
    assert_eq!(code(service.change(&actor, other.id, twin.clone())), "manufacturer_part.taken");
    let nothing = ManufacturerPartId(Uuid::nil());
    assert_eq!(code(service.change(&actor, nothing, twin.clone())), "manufacturer_part.not_found");
    assert_eq!(code(service.add(&actor, PartId(Uuid::nil()), twin)), "part.not_found");
    assert_eq!(code(service.remove(&actor, ManufacturerPartId(Uuid::nil()))), "manufacturer_part.not_found");
}

#[test]
fn names_have_limits_and_statuses_names() {
    assert!(Manufacturer::parse("").is_ok(), "a BOM may give only the number");
    assert!(Manufacturer::parse(&"ß".repeat(121)).is_err());
    for mpn in ["", "a\nb", &*"x".repeat(121)] {
        assert_eq!(Mpn::parse(mpn).map_err(|error| error.code()), Err("manufacturer_part.mpn_invalid"), "{mpn:?}");
    }
    for status in Status::ALL {
        assert_eq!(Status::named(status.name()), Some(status));
        assert_eq!(serde_json::json!(status), status.name(), "the audit says the name");
    }
}
