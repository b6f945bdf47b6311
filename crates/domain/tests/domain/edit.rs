//! Edits: what two people change at once, told apart by field, and never lost unseen.

use partwright_domain::bom::{BomService, LineContent, Note, Quantity, Substitute};
use partwright_domain::edit::{Edit, EditError};
use partwright_domain::manufacturer_part::{ManufacturerPartService, Mpn, NewManufacturerPart, Status};
use partwright_domain::part::{Description, PartName, PartService};
use partwright_domain::property::PropertyService;
use partwright_domain::revision::RevisionService;
use partwright_domain::supplier_part::{Offer, Packaging, SupplierPartService};
use partwright_testkit::build::{self, text};

use crate::code;

fn over(seen: Option<&str>, wanted: &str, now: &str) -> Result<String, EditError> {
    Edit::new(seen.map(str::to_owned), wanted.to_owned()).over("name", &now.to_owned())
}

#[test]
fn what_nobody_else_changed_is_taken() {
    assert_eq!(over(Some("a"), "b", "a").as_deref(), Ok("b"));
}

#[test]
fn what_is_left_as_it_was_seen_stays_as_somebody_else_made_it() {
    assert_eq!(over(Some("a"), "a", "c").as_deref(), Ok("c"));
}

#[test]
fn what_both_changed_to_the_same_is_no_conflict() {
    assert_eq!(over(Some("a"), "b", "b").as_deref(), Ok("b"));
}

#[test]
fn what_both_changed_is_refused_with_what_it_was_and_is() {
    let (field, seen, now) = ("name".to_owned(), "a".to_owned(), "c".to_owned());
    assert_eq!(over(Some("a"), "b", "c"), Err(EditError::ChangedMeanwhile { field, seen, now }));
}

#[test]
fn whoever_does_not_say_what_they_saw_writes_over_it() {
    assert_eq!(over(None, "b", "c").as_deref(), Ok("b"));
}

#[test]
fn one_persons_name_and_another_persons_description_do_not_meet() {
    let (ports, actor) = build::workspace();
    let part = build::part("EL-RES").add_to(&ports).part;
    let service = PartService::new(ports);
    let name = |text| PartName::parse(text).expect("a name");
    let description = |text| Description::parse(text).expect("a description");
    let (seen_name, seen_description) = (part.name.clone(), part.description.clone());
    let renamed = Edit::new(Some(seen_name.clone()), name("10k"));
    service
        .describe(&actor, part.id, renamed, Edit::new(Some(seen_description.clone()), seen_description.clone()))
        .expect("a name");
    let described = Edit::new(Some(seen_description), description("Thick film"));
    let after = service
        .describe(&actor, part.id, Edit::new(Some(seen_name.clone()), seen_name.clone()), described)
        .expect("a description");
    assert_eq!((after.name, after.description), (name("10k"), description("Thick film")), "nothing is lost");
    let late = Edit::new(Some(seen_name), name("12k"));
    assert_eq!(code(service.describe(&actor, part.id, late, description("Thick film"))), "edit.changed_meanwhile");
}

#[test]
fn one_persons_quantity_and_another_persons_note_do_not_meet_in_a_line() {
    let (ports, actor) = build::workspace();
    let (board, child) = (build::part("EL-PCA").add_to(&ports), build::part("EL-RES").add_to(&ports));
    let service = BomService::new(ports);
    let content = build::line(&board, &child).content();
    let line = service.add_line(&actor, board.revision.id, child.part.id, content).expect("a line");
    let seen = LineContent::from(line.clone());
    let more = LineContent { quantity: Quantity::parse("4").expect("a quantity"), ..seen.clone() };
    let noted = LineContent { note: Note::parse("By hand").expect("a note"), ..seen.clone() };
    service.change_line(&actor, line.id, Edit::new(Some(seen.clone()), more.clone())).expect("nobody else was here");
    let after =
        service.change_line(&actor, line.id, Edit::new(Some(seen.clone()), noted.clone())).expect("another field");
    assert_eq!((after.quantity, after.note), (more.quantity, noted.note), "nothing is lost");
    let fewer = LineContent { quantity: Quantity::parse("2").expect("a quantity"), ..seen.clone() };
    let refused = service.change_line(&actor, line.id, Edit::new(Some(seen), fewer));
    assert_eq!(code(refused), "edit.changed_meanwhile");
}

#[test]
fn one_persons_substitutes_are_not_written_over_by_another_who_has_not_seen_them() {
    let (ports, actor) = build::workspace();
    let (board, child) = (build::part("EL-PCA").add_to(&ports), build::part("EL-RES").add_to(&ports));
    let others = [(); 2].map(|()| build::part("EL-RES").add_to(&ports).part);
    let service = BomService::new(ports);
    let content = build::line(&board, &child).content();
    let line = service.add_line(&actor, board.revision.id, child.part.id, content).expect("a line").id;
    let [first, second] =
        others.each_ref().map(|part| vec![Substitute { part: part.id, note: Note::parse("").expect("no note") }]);
    service.substitute(&actor, line, Edit::new(Some(Vec::new()), first.clone())).expect("nobody else was here");
    let refused = service.substitute(&actor, line, Edit::new(Some(Vec::new()), second.clone()));
    let refused = refused.expect_err("somebody was");
    assert_eq!(refused.code(), "edit.changed_meanwhile");
    assert!(refused.to_string().contains(&others[0].number.to_string()), "{refused}");
    let after = service.substitute(&actor, line, Edit::new(Some(first), second.clone())).expect("they have looked");
    assert_eq!(after.substitutes, second);
}

#[test]
fn one_persons_successor_is_not_written_over_by_another_who_has_not_seen_it() {
    let (ports, actor) = build::workspace();
    let [old, first, second] = [(); 3].map(|()| build::part("EL-RES").released().add_to(&ports));
    RevisionService::new(ports.clone()).obsolete(&actor, old.revision.id, None).expect("a step");
    let (service, part) = (PartService::new(ports), old.part.id);
    service.succeed(&actor, part, Edit::new(Some(None), Some(first.part.id))).expect("nobody else was here");
    let refused = service.succeed(&actor, part, Edit::new(Some(None), Some(second.part.id)));
    assert_eq!(code(refused), "edit.changed_meanwhile");
    let seen = Edit::new(Some(Some(first.part.id)), Some(second.part.id));
    assert_eq!(service.succeed(&actor, part, seen).expect("they have looked").successor, Some(second.part.id));
}

#[test]
fn a_property_is_set_in_place_of_what_was_seen_there() {
    let (ports, actor) = build::workspace();
    let revision = build::part("EL-RES").value("10k").add_to(&ports).revision.id;
    let service = PropertyService::new(ports.clone());
    let seen = Some(text("Value", "10k").value);
    service.set_over(&actor, revision, seen.clone(), text("Value", "12k")).expect("nobody else was here");
    assert_eq!(code(service.set_over(&actor, revision, seen, text("Value", "15k"))), "edit.changed_meanwhile");
    assert_eq!(code(service.set_over(&actor, revision, None, text("Value", "15k"))), "edit.changed_meanwhile");
    service.set_over(&actor, revision, None, text("Mass", "1 g")).expect("a new one");
}

#[test]
fn one_persons_packaging_and_another_persons_prices_do_not_meet_in_an_offer() {
    let (ports, actor) = build::workspace();
    let part = build::part("EL-RES").mpn("Yageo", "RC0402").add_to(&ports).part.id;
    let of = ports.store.read("test", |snapshot| snapshot.manufacturer_parts().of(part)).expect("one")[0].id;
    let service = SupplierPartService::new(ports);
    let prices = |texts| build::offer("Digi-Key", "311-RC", texts).prices;
    let seen = build::offer("Digi-Key", "311-RC", "1:0.10");
    let sold = service.add(&actor, of, seen.clone()).expect("an offer").id;
    let reeled = Offer { packaging: Packaging::parse("Reel").expect("a packaging"), ..seen.clone() };
    let cheaper = Offer { prices: prices("1:0.10,100:0.04"), ..seen.clone() };
    service.change(&actor, sold, Edit::new(Some(seen.clone()), reeled.clone())).expect("nobody else was here");
    let after = service.change(&actor, sold, Edit::new(Some(seen.clone()), cheaper.clone())).expect("another field");
    assert_eq!(after.offer, Offer { packaging: reeled.packaging, ..cheaper }, "nothing is lost");
    let dearer = Offer { prices: prices("1:0.12"), ..seen.clone() };
    let refused = service.change(&actor, sold, Edit::new(Some(seen), dearer.clone()));
    let told = refused.expect_err("a conflict").to_string();
    assert!(told.contains("it was \"0.1 from 1\" and is \"0.1 from 1, 0.04 from 100\""), "{told}");
    assert_eq!(service.change(&actor, sold, dearer.clone()).map(|sold| sold.offer), Ok(dearer), "who saw nothing");
}

#[test]
fn one_persons_status_and_another_persons_number_do_not_meet_in_a_manufacturer_part() {
    let (ports, actor) = build::workspace();
    let part = build::part("EL-RES").add_to(&ports).part.id;
    let service = ManufacturerPartService::new(ports);
    let seen = build::manufacturer_part("Yageo", "RC0402");
    let id = service.add(&actor, part, seen.clone()).expect("one").id;
    let old = NewManufacturerPart { status: Status::NotRecommended, ..seen.clone() };
    let longer = NewManufacturerPart { mpn: Mpn::parse("RC0402FR-07").expect("a number"), ..seen.clone() };
    service.change(&actor, id, Edit::new(Some(seen.clone()), old)).expect("nobody else was here");
    let after = service.change(&actor, id, Edit::new(Some(seen.clone()), longer)).expect("another field");
    assert_eq!((after.mpn.as_str(), after.status), ("RC0402FR-07", Status::NotRecommended), "nothing is lost");
    let late = NewManufacturerPart { status: Status::Preferred, ..seen.clone() };
    assert_eq!(code(service.change(&actor, id, Edit::new(Some(seen), late))), "edit.changed_meanwhile");
}
