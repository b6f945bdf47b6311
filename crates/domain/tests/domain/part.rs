//! Parts: made with a number and a first revision, and described.

use partwright_domain::audit::{Action, AuditFilter, RecordedUnit, duplicated_from};
use partwright_domain::cancel::Cancel;
use partwright_domain::change::Room;
use partwright_domain::id::{PartId, SubcategoryId, Uuid};
use partwright_domain::part::{Description, NewPart, PartName, PartService};
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use partwright_testkit::build;
use partwright_testkit::fault::FaultStore;
use serde_json::json;
use std::sync::Arc;

use crate::code;

fn new(ports: &Ports, codes: &str, name: &str) -> NewPart {
    NewPart {
        subcategory: build::subcategory(ports, codes),
        name: PartName::parse(name).expect("a name"),
        description: Description::parse("What it is").expect("a description"),
        manufacturer_part: Some(build::manufacturer_part("Yageo", "RC0402")),
    }
}

fn newest_unit(ports: &Ports) -> RecordedUnit {
    let filter = AuditFilter { limit: 1, entries: 99, ..AuditFilter::default() };
    let units = ports.store.read("test", |snapshot| snapshot.audit().list(&filter)).expect("a read that succeeds");
    units.into_iter().next().expect("a unit")
}

#[test]
fn many_parts_are_made_in_one_unit_or_none_of_them() {
    let (ports, actor) = build::workspace();
    let service = PartService::new(ports.clone());
    let all = || vec![new(&ports, "EL-RES", "10k"), new(&ports, "EL-CAP", "100 nF")];
    let made = service.create_all(&actor, all()).expect("both parts");
    let numbers: Vec<String> = made.iter().map(|part| part.number.to_string()).collect();
    assert_eq!(numbers, ["EL-RES-100000", "EL-CAP-100001"]);
    let unit = newest_unit(&ports);
    assert_eq!((unit.unit.operation.as_str(), unit.entry_count), ("part.create", 6), "one unit tells of both");

    let nowhere = NewPart { subcategory: SubcategoryId(Uuid::from_u128(9)), ..new(&ports, "EL-RES", "4k7") };
    let refused = service.create_all(&actor, [all(), vec![nowhere]].concat()).expect_err("a place that is not there");
    assert_eq!(refused.code(), "category.not_found");
    let (count, _) = ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a count");
    assert_eq!(count, 2, "nothing of the second unit is left");
}

#[test]
fn a_part_is_made_with_number_revision_and_manufacturer_part_in_one_unit() {
    let (ports, actor) = build::workspace();
    let part = PartService::new(ports.clone()).create(&actor, new(&ports, "EL-RES", "10k")).expect("a part");
    assert_eq!(part.number.to_string(), "EL-RES-100000");
    let summary =
        ports.store.read("test", |snapshot| snapshot.parts().summary(part.id)).expect("a read").expect("the part");
    let revision = &summary.revision;
    assert_eq!((revision.ordinal, revision.label.as_str(), revision.state), (1, "1", Lifecycle::Draft));
    assert_eq!((revision.author, revision.created), (actor.id, part.created));
    assert_eq!(summary.manufacturer_part.expect("its first").mpn.as_str(), "RC0402");

    let unit = newest_unit(&ports);
    assert_eq!(unit.unit.operation, "part.create");
    assert_eq!((unit.unit.at, unit.unit.person), (part.created, actor.id));
    let entries: Vec<_> = unit.entries.iter().map(|entry| (entry.room, entry.action, entry.title.as_str())).collect();
    assert_eq!(
        entries,
        [
            (Room::Part, Action::Created, "EL-RES-100000 10k"),
            (Room::Revision, Action::Created, "EL-RES-100000 revision 1"),
            (Room::ManufacturerPart, Action::Created, "EL-RES-100000: Yageo RC0402"),
        ]
    );
    assert!(unit.entries.iter().all(|entry| entry.part == Some(part.id) && entry.before.is_none()));
    let told = json!({
        "id": part.id,
        "number": "EL-RES-100000",
        "subcategory": part.subcategory,
        "name": "10k",
        "description": "What it is",
        "created": part.created.0,
    });
    assert_eq!(unit.entries[0].after, Some(told), "the audit tells all there is to tell of a part");
}

#[test]
fn a_part_is_made_in_a_category_that_there_is() {
    let (ports, actor) = build::workspace();
    let nowhere = NewPart { subcategory: SubcategoryId(Uuid::nil()), ..new(&ports, "EL-RES", "10k") };
    assert_eq!(code(PartService::new(ports).create(&actor, nowhere)), "category.not_found");
}

#[test]
fn a_part_whose_commit_fails_takes_no_number() {
    let (memory, actor) = build::workspace();
    let full = StoreError::Failed { detail: "the disk is full".to_owned() };
    let store = FaultStore::on(Arc::clone(&memory.store)).failing_commit(1, full.clone());
    let service = PartService::new(Ports { store: Arc::new(store), ..memory.clone() });
    assert_eq!(service.create(&actor, new(&memory, "EL-RES", "10k")), Err(full.into()));
    let part = service.create(&actor, new(&memory, "EL-CAP", "100n")).expect("a part");
    assert_eq!(part.number.to_string(), "EL-CAP-100000");
}

#[test]
fn a_duplicate_has_all_that_is_no_one_elses() {
    let (ports, actor) = build::workspace();
    let service = PartService::new(ports.clone());
    let resistor = build::part("EL-RES").value("10k").mpn("Yageo", "RC0402").add_to(&ports);
    let board =
        build::part("EL-PCA").described("Four layers").property("Finish", "ENIG").mpn("Us", "X1").add_to(&ports);
    build::line(&board, &resistor).at("R1 R2").add_to(&ports);
    let (files, _) = build::files(&ports);
    let attached =
        files.attach(&actor, board.revision.id, build::new_file("board.pdf"), &mut &b"x"[..], &Cancel::new());
    attached.expect("a file");
    let copy = service.duplicate(&actor, board.part.id, PartName::parse("Board B").expect("a name")).expect("a part");
    assert_eq!((copy.number.to_string().as_str(), copy.name.as_str()), ("EL-PCA-100002", "Board B"));
    assert_eq!(copy.description.as_str(), "Four layers");
    let said = ports.store.read::<_, StoreError>("test", |snapshot| {
        let newest = snapshot.revisions().newest(copy.id)?.expect("a revision");
        let lines = snapshot.boms().lines(newest.id)?;
        let properties = snapshot.properties().of(newest.id)?;
        let files = snapshot.files().of(newest.id)?;
        let makers = snapshot.manufacturer_parts().of(copy.id)?;
        let designators = lines.iter().map(|line| line.designators.len()).sum::<usize>();
        Ok((newest.state, lines.len(), designators, properties.len(), files.len(), makers.len()))
    });
    assert_eq!(said, Ok((Lifecycle::Draft, 1, 2, 1, 1, 0)), "its MPN stays the other's");
    let unit = newest_unit(&ports);
    assert_eq!(unit.unit.operation, "part.duplicate");
    let made = unit.entries.iter().find(|entry| entry.subject == copy.id.0).expect("an entry");
    assert_eq!(duplicated_from(made), Some(board.part.number.to_string()));
    assert_eq!(code(service.duplicate(&actor, PartId(Uuid::nil()), copy.name)), "part.not_found");
}

#[test]
fn a_part_is_described_anew() {
    let (ports, actor) = build::workspace();
    let part = build::part("EL-RES").named("Before").add_to(&ports).part;
    let (name, description) = (PartName::parse("After"), Description::parse("Lines\nof text"));
    let (name, description) = (name.expect("a name"), description.expect("a description"));
    let service = PartService::new(ports.clone());
    let after = service.describe(&actor, part.id, name.clone(), description.clone()).expect("a part");
    assert_eq!((after.name.as_str(), after.number.clone()), ("After", part.number));
    assert_eq!(newest_unit(&ports).entries[0].before.as_ref().map(|part| &part["name"]), Some(&"Before".into()));

    let sequence = newest_unit(&ports).sequence;
    service.describe(&actor, part.id, name.clone(), description.clone()).expect("the same again");
    assert_eq!(newest_unit(&ports).sequence, sequence, "the same again is no change");
    assert_eq!(code(service.describe(&actor, PartId(Uuid::nil()), name, description)), "part.not_found");
}

#[test]
fn names_and_descriptions_have_limits() {
    assert!(PartName::parse(&"ß".repeat(200)).is_ok());
    assert!(Description::parse(&"ß".repeat(4000)).is_ok());
    assert_eq!(Description::parse(" \n ").map(|text| text.to_string()), Ok(String::new()));
    for text in ["", "a\tb", "a\nb", "a\u{7f}b", &*"ß".repeat(201)] {
        assert_eq!(PartName::parse(text).map_err(|error| error.code()), Err("part.name_invalid"), "{text:?}");
    }
    for text in ["a\u{0}b", &*"ß".repeat(4001)] {
        let refused = Description::parse(text).map_err(|error| error.code());
        assert_eq!(refused, Err("part.description_invalid"), "{text:?}");
    }
}
