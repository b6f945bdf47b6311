//! What each repository's writes are called: the thing that observers are told of and that an audit entry must cover.

use partwright_domain::approval::{Approval, Comment, Verdict};
use partwright_domain::bom::BomLine;
use partwright_domain::category::{Category, CategoryName, Code, Codes, Subcategory};
use partwright_domain::change::{Changes, Room};
use partwright_domain::file::{File, FileRole};
use partwright_domain::id::{
    CategoryId, ManufacturerPartId, PartId, PersonId, RevisionId, SubcategoryId, SupplierPartId, Uuid, WorkflowId,
};
use partwright_domain::import::{ChoiceKind, Layout, LayoutKey};
use partwright_domain::kicad::Library;
use partwright_domain::manufacturer_part::{ManufacturerPart, Status};
use partwright_domain::part::{Part, PartName, PartNumber};
use partwright_domain::person::{Person, Role};
use partwright_domain::property::PropertyName;
use partwright_domain::revision::{LabelScheme, Lifecycle, Revision};
use partwright_domain::setting::Settings;
use partwright_domain::store::{self, StoreError, UnitOfWork, Writing};
use partwright_domain::supplier_part::SupplierPart;
use partwright_domain::time::Timestamp;
use partwright_domain::workflow::Workflow;

use super::TestStore;
use super::approval::add_person;
use super::audit::{entry, head};
use super::unit::somebody;
use crate::build::{self, Built};

type Run = Box<dyn Fn(&dyn UnitOfWork) -> Result<(), StoreError> + Send>;

/// A write that a store takes, and the thing it changes.
struct Write {
    room: Room,
    id: Uuid,
    run: Run,
}

fn write(
    room: Room,
    id: impl Into<Uuid>,
    run: impl Fn(&dyn UnitOfWork) -> Result<(), StoreError> + Send + 'static,
) -> Write {
    Write { room, id: id.into(), run: Box::new(run) }
}

/// Adds a part, once the sequence has given out its number.
fn add(unit: &dyn UnitOfWork, part: &Part) -> Result<(), StoreError> {
    while unit.parts().take_sequence()? < part.number.sequence {}
    unit.parts().insert(part)
}

/// Every write that the ports have, on a workspace with a board of one line.
fn every_write(test: &TestStore, by: PersonId) -> Vec<Write> {
    let ports = test.ports();
    let (board, child) =
        (build::part("EL-PCA").property("P", "x").add_to(ports), build::part("EL-RES").mpn("M", "1").add_to(ports));
    let line = build::line(&board, &child).at("R1").add_to(ports);
    let other = build::line(&board, &child).position(2).at("R2").row(ports);
    let another = build::line(&board, &child).position(3).at("R4").row(ports);
    let changed = build::line(&board, &child).at("R3").row(ports);
    let changed = BomLine { id: line.id, ..changed };
    let (line, revision) = (line.id, board.revision.id);
    let mut writes = vec![
        write(Room::Property, revision, move |unit| unit.properties().set(revision, &build::text("Q", "y"))),
        write(Room::Property, revision, move |unit| {
            unit.properties().remove(revision, &PropertyName::parse("P").expect("a name"))
        }),
        write(Room::Bom, other.id, move |unit| unit.boms().insert(&other)),
        write(Room::Bom, another.id, move |unit| unit.boms().insert_all(std::slice::from_ref(&another))),
        write(Room::Bom, line, move |unit| unit.boms().update(&changed)),
        write(Room::Bom, line, move |unit| unit.boms().remove(line)),
    ];
    writes.extend(file_writes(test, &board));
    writes.extend(import_writes(test, by, &child));
    writes.extend(review_writes(test, by));
    writes.extend(category_writes(test, by));
    writes.extend(supplier_part_writes(test, by, &child));
    writes.extend(person_writes(test, by));
    writes.extend(part_writes(test, by, &child));
    writes.extend(kicad_writes(test, by));
    writes
}

/// The writes of a review, on a Draft that nobody has submitted, one that somebody asked for, and one in review.
fn review_writes(test: &TestStore, by: PersonId) -> [Write; 8] {
    let grace = add_person(test, by, Role::Designer).id;
    let [draft, asked, reviewed] = [(); 3].map(|()| build::part("EL-RES").add_to(test.ports()).revision.id);
    let at = Timestamp(7);
    test.write_one(by, Room::Approval, asked, move |unit| build::ask(unit, asked, by, at));
    build::advance(test.ports(), reviewed, Lifecycle::InReview);
    let settings = Settings { labels: LabelScheme::Letters, ..Settings::default() };
    let workflow = Workflow { id: WorkflowId(test.id()), version: 1, design: build::long_workflow() };
    let (comment, verdict) = (Comment::parse("fine").expect("a comment"), Verdict::Approved);
    let approval = Approval { revision: reviewed, round: 1, person: grace, verdict, comment, given: at };
    [
        write(Room::Setting, Uuid::nil(), move |unit| unit.settings().set(&settings)),
        write(Room::Workflow, workflow.id, move |unit| unit.workflows().insert(&workflow)),
        write(Room::Approval, draft, move |unit| build::ask(unit, draft, by, at)),
        write(Room::Revision, asked, move |unit| unit.revisions().set_state(asked, &Lifecycle::InReview.into(), at)),
        write(Room::Approval, reviewed, move |unit| unit.approvals().give(&approval)),
        write(Room::Approval, reviewed, move |unit| build::overrule(unit, reviewed, by, at)),
        write(Room::Release, reviewed, move |unit| build::record_release(unit, reviewed, by, at)),
        write(Room::Person, grace, move |unit| unit.people().set_acting(grace)),
    ]
}

fn import_writes(test: &TestStore, by: PersonId, child: &Built) -> [Write; 6] {
    let [file, there] = [(); 2].map(|()| build::imported_file(test.ports(), by));
    let (row, part) = (there.clone(), child.part.id);
    test.write_one(by, Room::Import, there.id, move |unit| unit.imports().add_file(&row));
    let layout = Layout { roles: Vec::new(), encoding: None, delimiter: None };
    let known = layout.clone();
    test.write_one(by, Room::Import, Uuid::nil(), move |unit| {
        unit.imports().remember_layout(&LayoutKey::of(&["there".to_owned()]), &known)
    });
    let of = there.id;
    [
        write(Room::Import, file.id, move |unit| unit.imports().add_file(&file)),
        write(Room::Import, of, move |unit| unit.imports().add_rows(of, &[build::imported_row(1, ["", ""])])),
        write(Room::Import, of, move |unit| unit.imports().complete(of)),
        write(Room::Import, Uuid::nil(), move |unit| unit.imports().remember_layout(&LayoutKey::of(&[]), &layout)),
        write(Room::Import, Uuid::nil(), move |unit| {
            unit.imports().remember_choice(ChoiceKind::Described, "new", part)
        }),
        write(Room::Import, Uuid::nil(), |unit| unit.imports().forget_layout(&LayoutKey::of(&["there".to_owned()]))),
    ]
}

fn kicad_writes(test: &TestStore, by: PersonId) -> [Write; 3] {
    let [resistors, capacitors] = ["EL-RES", "EL-CAP"].map(|codes| build::subcategory(test.ports(), codes));
    let (added, there) = (build::mapping(resistors), build::mapping(capacitors));
    test.write_one(by, Room::Kicad, capacitors, move |unit| unit.kicad().set_mapping(&there));
    [
        write(Room::Kicad, Uuid::nil(), |unit| unit.kicad().set_library(&Library { drafts: true })),
        write(Room::Kicad, resistors, move |unit| unit.kicad().set_mapping(&added)),
        write(Room::Kicad, capacitors, move |unit| unit.kicad().remove_mapping(capacitors)),
    ]
}

fn category_writes(test: &TestStore, by: PersonId) -> [Write; 6] {
    let name = CategoryName::parse("A name").expect("a name");
    let category = Category { id: CategoryId(test.id()), code: Code::parse("ZZ").expect("a code"), name: name.clone() };
    let electronics = test.read(|snapshot| snapshot.categories().categories());
    let electronics = electronics.into_iter().find(|category| category.code.as_str() == "EL").expect("EL").id;
    let renamed = Category { id: electronics, code: Code::parse("EL").expect("a code"), name: name.clone() };
    let unused = build::subcategory(test.ports(), "EL-TPT");
    let changed = build::subcategory(test.ports(), "EL-FUS");
    let changed = test.read(|snapshot| snapshot.categories().find(changed)).expect("fuses");
    let changed = Subcategory { assembly: true, demands: vec![PropertyName::parse("Q").expect("a name")], ..changed };
    let (empty, code) = (CategoryId(test.id()), Code::parse("YY").expect("a code"));
    let row = Category { id: empty, code, name: name.clone() };
    test.write_one(by, Room::Category, empty, move |unit| unit.categories().insert_category(&row));
    let (id, codes) = (SubcategoryId(test.id()), Codes::parse("EL-ZZZ").expect("codes"));
    let subcategory = Subcategory { id, category: electronics, codes, name, assembly: false, demands: Vec::new() };
    [
        write(Room::Category, category.id, move |unit| unit.categories().insert_category(&category)),
        write(Room::Category, subcategory.id, move |unit| unit.categories().insert(&subcategory)),
        write(Room::Category, renamed.id, move |unit| unit.categories().update_category(&renamed)),
        write(Room::Category, changed.id, move |unit| unit.categories().update(&changed)),
        write(Room::Category, empty, move |unit| unit.categories().remove_category(empty)),
        write(Room::Category, unused, move |unit| unit.categories().remove(unused)),
    ]
}

fn supplier_part_writes(test: &TestStore, by: PersonId, sold: &Built) -> [Write; 3] {
    let of = test.read(|snapshot| snapshot.manufacturer_parts().of(sold.part.id))[0].id;
    // Sold under another manufacturer part than the one that is removed beside it.
    let other = ManufacturerPart::of(ManufacturerPartId(test.id()), sold.part.id, build::manufacturer_part("M", "3"));
    let manufacturer_part = other.id;
    test.write_one(by, Room::ManufacturerPart, other.id, move |unit| unit.manufacturer_parts().insert(&other));
    assert_ne!(of, manufacturer_part);
    let row = |code: &str| {
        let (id, offer) = (SupplierPartId(test.id()), build::offer("S", code, "1:2,10:1"));
        SupplierPart { id, manufacturer_part, offer }
    };
    let (there, added) = (row("1"), row("2"));
    let (id, inserted) = (there.id, there.clone());
    test.write_one(by, Room::SupplierPart, id, move |unit| unit.supplier_parts().insert(&inserted));
    let changed = SupplierPart { offer: build::offer("S", "1", "1:3"), ..there };
    [
        write(Room::SupplierPart, added.id, move |unit| unit.supplier_parts().insert(&added)),
        write(Room::SupplierPart, id, move |unit| unit.supplier_parts().update(&changed)),
        write(Room::SupplierPart, id, move |unit| unit.supplier_parts().remove(id)),
    ]
}

fn file_writes(test: &TestStore, board: &Built) -> [Write; 3] {
    let (there, added) = (build::file(test.ports(), board, "a.pdf"), build::file(test.ports(), board, "b.pdf"));
    let (row, id) = (there.clone(), there.id);
    test.write_one(there.added_by, Room::File, id, move |unit| unit.files().insert(&row));
    let changed = File { role: FileRole::Drawing, ..there };
    [
        write(Room::File, added.id, move |unit| unit.files().insert(&added)),
        write(Room::File, id, move |unit| unit.files().update(&changed)),
        write(Room::File, id, move |unit| unit.files().remove(id)),
    ]
}

fn person_writes(test: &TestStore, by: PersonId) -> [Write; 2] {
    let added = somebody(test, "Grace Hopper");
    let renamed = Person { id: by, role: Role::Admin, ..somebody(test, "Ada King") };
    [
        write(Room::Person, added.id, move |unit| unit.people().insert(&added)),
        write(Room::Person, by, move |unit| unit.people().update(&renamed)),
    ]
}

fn part_writes(test: &TestStore, by: PersonId, there: &Built) -> [Write; 8] {
    let draft = build::revise(test.ports(), &build::part("EL-RES").released().add_to(test.ports()).part).revision.id;
    let renamed = Part { name: PartName::parse("Another name").expect("a name"), ..there.part.clone() };
    let released = build::part("EL-RES").released().add_to(test.ports());
    let (id, label) = (RevisionId(test.id()), "2".to_owned());
    let revision =
        Revision { ordinal: 2, label, ..Revision::first(id, released.part.id, released.revision.author, Timestamp(7)) };
    let maker_part = build::manufacturer_part("M", "2");
    let maker_part = ManufacturerPart::of(ManufacturerPartId(test.id()), there.part.id, maker_part);
    let known = test.read(|snapshot| snapshot.manufacturer_parts().of(there.part.id))[0].clone();
    let outdated = ManufacturerPart { status: Status::Obsolete, ..known.clone() };
    let known = known.id;
    let sequence = released.part.number.sequence.next().expect("a next number");
    let number = PartNumber { sequence, ..there.part.number.clone() };
    let added = Part { id: PartId(test.id()), number, ..there.part.clone() };
    let number = PartNumber { sequence: sequence.next().expect("a next number"), ..there.part.number.clone() };
    let bare = Part { id: PartId(test.id()), number, ..there.part.clone() };
    let (unused, row) = (bare.id, bare);
    test.write_one(by, Room::Part, unused, move |unit| add(unit, &row));
    [
        write(Room::Part, added.id, move |unit| add(unit, &added)),
        write(Room::Part, renamed.id, move |unit| unit.parts().update(&renamed)),
        write(Room::Part, unused, move |unit| unit.parts().remove(unused)),
        write(Room::Revision, draft, move |unit| unit.revisions().remove(draft)),
        write(Room::Revision, revision.id, move |unit| unit.revisions().insert(&revision)),
        write(Room::ManufacturerPart, maker_part.id, move |unit| unit.manufacturer_parts().insert(&maker_part)),
        write(Room::ManufacturerPart, known, move |unit| unit.manufacturer_parts().update(&outdated)),
        write(Room::ManufacturerPart, known, move |unit| unit.manufacturer_parts().remove(known)),
    ]
}

/// There is no write that passes without an audit entry.
pub fn no_repository_writes_past_the_audit(test: &TestStore) {
    let actor = test.open();
    for (number, Write { room, id, run }) in every_write(test, actor.id).into_iter().enumerate() {
        assert_eq!(test.attempt(run), Err(StoreError::Unaudited), "write {number}, of {room:?} {id}");
    }
}

/// Each write is told as its room with the id that [`Room`] documents, and as nothing else.
pub fn each_write_is_told_as_its_room_and_id(test: &TestStore) {
    let actor = test.open();
    for (number, Write { room, id, run }) in every_write(test, actor.id).into_iter().enumerate() {
        let mut expected = Changes::default();
        expected.note(room, id);
        let head = head(test, actor.id);
        let told = test.store().unit(
            &Writing::named("test.write"),
            Box::new(move |unit| {
                run(unit).expect("a write that is taken");
                let entry = entry(room, id);
                unit.audit().append(&head, &entry).expect("an entry that is taken");
                store::Verdict::Commit
            }),
        );
        assert_eq!(told, Ok(expected), "write {number}, of {room:?} {id}");
    }
}

/// An id that is there already is refused in every room, also where everything else of the row is new, and told as what
/// it is: neither as a number that is taken nor as a revision that is frozen.
pub fn an_id_stands_once(test: &TestStore) {
    let actor = test.open();
    let ports = test.ports();
    let (board, child) =
        (build::part("EL-RES").released().add_to(ports), build::part("EL-RES").mpn("M", "1").add_to(ports));
    let draft = build::revise(ports, &board.part);
    let there = build::line(&draft, &child).at("R1").add_to(ports);
    let line = BomLine { id: there.id, ..build::line(&draft, &child).position(2).at("R2").row(ports) };
    let sequence = child.part.number.sequence.next().expect("a next number");
    let part = Part { number: PartNumber { sequence, ..child.part.number.clone() }, ..child.part.clone() };
    let frozen = Revision {
        ordinal: 3,
        label: "3".to_owned(),
        state: Lifecycle::Draft,
        workflow_state: Lifecycle::Draft.into(),
        released: None,
        ..board.revision
    };
    let known = test.read(|snapshot| snapshot.manufacturer_parts().of(child.part.id))[0].id;
    let maker_part = ManufacturerPart::of(known, child.part.id, build::manufacturer_part("M", "2"));
    let person = Person { id: actor.id, ..somebody(test, "Another") };
    let (sold, row) = (SupplierPartId(test.id()), build::offer("S", "1", ""));
    let row = SupplierPart { id: sold, manufacturer_part: known, offer: row };
    let inserted = row.clone();
    test.write_one(actor.id, Room::SupplierPart, sold, move |unit| unit.supplier_parts().insert(&inserted));
    let supplier_part = SupplierPart { offer: build::offer("S", "2", ""), ..row };
    let category = test.read(|snapshot| snapshot.categories().categories())[0].clone();
    let subcategory = test.read(|snapshot| snapshot.categories().subcategories())[0].clone();
    let category = Category { code: Code::parse("ZZ").expect("a code"), ..category };
    let codes = Codes { subcategory: Code::parse("ZZZ").expect("a code"), ..subcategory.codes.clone() };
    let subcategory = Subcategory { codes, ..subcategory };
    let file = build::file(ports, &draft, "a.pdf");
    let row = file.clone();
    test.write_one(actor.id, Room::File, file.id, move |unit| unit.files().insert(&row));
    let file = File { id: file.id, ..build::file(ports, &draft, "b.pdf") };
    let runs: [Run; 9] = [
        Box::new(move |unit| add(unit, &part)),
        Box::new(move |unit| unit.revisions().insert(&frozen)),
        Box::new(move |unit| unit.boms().insert(&line)),
        Box::new(move |unit| unit.manufacturer_parts().insert(&maker_part)),
        Box::new(move |unit| unit.supplier_parts().insert(&supplier_part)),
        Box::new(move |unit| unit.files().insert(&file)),
        Box::new(move |unit| unit.people().insert(&person)),
        Box::new(move |unit| unit.categories().insert_category(&category)),
        Box::new(move |unit| unit.categories().insert(&subcategory)),
    ];
    for (number, run) in runs.into_iter().enumerate() {
        let answer = test.attempt(run);
        assert!(matches!(answer, Err(StoreError::Invalid { .. })), "insert {number}: {answer:?}");
    }
}
