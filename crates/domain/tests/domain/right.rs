//! Rights: whoever may not change anything is refused by every service, before anything is asked of the store.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use partwright_domain::approval::{ApprovalService, Comment};
use partwright_domain::audit::UndoService;
use partwright_domain::bom::{BomService, CopyMode, FindNumber, LineContent, Note, Quantity, Unit};
use partwright_domain::cancel::Cancel;
use partwright_domain::category::{
    CategoryName, CategoryService, Code, NewCategory, NewSubcategory, SubcategoryContent,
};
use partwright_domain::file::FileRole;
use partwright_domain::id::{
    BomLineId, CategoryId, FileId, ManufacturerPartId, PartId, PersonId, RevisionId, SubcategoryId, SupplierPartId,
    Uuid, WorkflowId,
};
use partwright_domain::import::{ImportService, LayoutKey, Request, SetRequest, Target};
use partwright_domain::kicad::{KicadService, Library};
use partwright_domain::manufacturer_part::ManufacturerPartService;
use partwright_domain::part::{Description, NewPart, PartName, PartService};
use partwright_domain::person::{Actor, PersonName, PersonService, Right, Role};
use partwright_domain::ports::Ports;
use partwright_domain::property::{PropertyName, PropertyService};
use partwright_domain::release::{Exception, ReleaseService};
use partwright_domain::revision::{Act, LabelScheme, RevisionService, Sweep};
use partwright_domain::setting::{SettingService, Settings};
use partwright_domain::store::StoreError;
use partwright_domain::supplier_part::SupplierPartService;
use partwright_domain::watch::Watch;
use partwright_domain::workflow::WorkflowService;
use partwright_domain::{Error, Result};
use partwright_testkit::build;
use partwright_testkit::mock::{MockClock, MockIdSource, MockStore};
use partwright_testkit::rows::{self, RowSet};

#[test]
fn the_table_of_rights_is_this_one() {
    let table = [
        // Viewer, Designer, Admin
        (Right::Act, [true, true, true]),
        (Right::Edit, [false, true, true]),
        (Right::Approve, [false, true, true]),
        (Right::Release, [false, true, true]),
        (Right::Override, [false, false, true]),
        (Right::Administer, [false, false, true]),
    ];
    assert_eq!(table.map(|(right, _)| right), Right::ALL);
    for (right, row) in table {
        assert_eq!(Role::ALL.map(|role| role.may(right)), row, "{right}");
    }
    for role in Role::ALL {
        assert_eq!(Role::named(role.name()), Some(role));
    }
    assert_eq!(Role::named("Owner"), None);
}

fn line_content() -> LineContent {
    LineContent {
        quantity: Quantity::ONE,
        unit: Unit::Each,
        designators: Vec::new(),
        quantity_intended: false,
        dnp: false,
        find_number: FindNumber::parse("").expect("a find number"),
        note: Note::parse("").expect("a note"),
        properties: Vec::new(),
        origin: None,
    }
}

/// Every method of a service that changes something, as `service.method`, and what it answers an actor.
fn every_change(ports: &Ports, actor: &Actor) -> Vec<(&'static str, Result<()>)> {
    let name = || PartName::parse("A part").expect("a name");
    let description = || Description::parse("").expect("a description");
    let (part, revision, line) = (PartId(Uuid::nil()), RevisionId(Uuid::nil()), BomLineId(Uuid::nil()));
    let (subcategory, maker_part) = (SubcategoryId(Uuid::nil()), ManufacturerPartId(Uuid::nil()));
    let new = NewPart { subcategory, name: name(), description: description(), manufacturer_part: None };
    let property = PropertyName::parse("Value").expect("a name");
    let (supplier_part, offer) = (SupplierPartId(Uuid::nil()), || build::offer("S", "A", "1:1"));
    let (category, category_name) = (CategoryId(Uuid::nil()), || CategoryName::parse("A name").expect("a name"));
    let code = || Code::parse("ZZ").expect("a code");
    let content = || SubcategoryContent { name: category_name(), assembly: false, demands: Vec::new() };
    let new_subcategory = NewSubcategory { code: code(), content: content() };

    let of_parts = PartService::new(ports.clone());
    let of_properties = PropertyService::new(ports.clone());
    let of_maker_parts = ManufacturerPartService::new(ports.clone());
    let of_supplier_parts = SupplierPartService::new(ports.clone());
    let of_boms = BomService::new(ports.clone());
    let of_people = PersonService::new(ports.clone());
    let of_revisions = RevisionService::new(ports.clone());
    let of_approvals = ApprovalService::new(ports.clone());
    let of_releases = ReleaseService::new(ports.clone());
    let of_settings = SettingService::new(ports.clone());
    let of_kicad = KicadService::new(ports.clone());
    let of_workflows = WorkflowService::new(ports.clone());
    let of_audit = UndoService::new(ports.clone());
    let of_categories = CategoryService::new(ports.clone());
    let (person, eve) = (PersonId(Uuid::nil()), || PersonName::parse("Eve").expect("a name"));
    let comment = || Comment::parse("because").expect("a comment");
    let settings = Settings { labels: LabelScheme::Letters, ..Settings::default() };
    let exception = Exception::parse("because").expect("a reason");
    let sweep = Sweep::new(Act::Revise, None, comment()).expect("what can be done with many");
    let mut all = vec![
        ("category.add", of_categories.add(actor, NewCategory { code: code(), name: category_name() }).map(drop)),
        ("category.rename", of_categories.rename(actor, category, category_name()).map(drop)),
        ("category.remove", of_categories.remove(actor, category).map(drop)),
        ("category.add_subcategory", of_categories.add_subcategory(actor, category, new_subcategory).map(drop)),
        ("category.change_subcategory", of_categories.change_subcategory(actor, subcategory, content()).map(drop)),
        ("category.remove_subcategory", of_categories.remove_subcategory(actor, subcategory).map(drop)),
        ("revision.revise", of_revisions.revise(actor, part).map(drop)),
        ("revision.obsolete", of_revisions.obsolete(actor, revision, None).map(drop)),
        ("revision.advance", of_revisions.advance(actor, revision).map(drop)),
        ("revision.act_on_all", of_revisions.act_on_all(actor, vec![part], sweep, Watch::default()).map(drop)),
        ("workflow.save", of_workflows.save(actor, build::long_workflow()).map(drop)),
        ("workflow.take", of_workflows.take(actor, WorkflowId(Uuid::nil())).map(drop)),
        ("approval.submit", of_approvals.submit(actor, revision, comment()).map(drop)),
        ("approval.withdraw", of_approvals.withdraw(actor, revision).map(drop)),
        ("approval.approve", of_approvals.approve(actor, revision, comment()).map(drop)),
        ("approval.reject", of_approvals.reject(actor, revision, comment()).map(drop)),
        ("approval.overrule", of_approvals.overrule(actor, revision, comment()).map(drop)),
        ("release.release", of_releases.release(actor, revision, exception).map(drop)),
        ("release.release_together", of_releases.release_together(actor, revision, Vec::new()).map(drop)),
        ("setting.change", of_settings.change(actor, settings).map(drop)),
        ("kicad.change", of_kicad.change(actor, Library { drafts: true }).map(drop)),
        ("kicad.map", of_kicad.map(actor, build::mapping(subcategory)).map(drop)),
        ("kicad.unmap", of_kicad.unmap(actor, subcategory).map(drop)),
        ("person.add", of_people.add(actor, eve(), Role::Viewer).map(drop)),
        ("person.change", of_people.change(actor, person, eve(), Role::Viewer).map(drop)),
        ("person.act", of_people.act(actor, person).map(drop)),
        ("part.create_all", of_parts.create_all(actor, vec![new.clone()]).map(drop)),
        ("part.create", of_parts.create(actor, new).map(drop)),
        ("part.describe", of_parts.describe(actor, part, name(), description()).map(drop)),
        ("part.duplicate", of_parts.duplicate(actor, part, name()).map(drop)),
        ("part.remove", of_parts.remove(actor, part).map(drop)),
        ("audit.undo", of_audit.undo(actor, 9).map(drop)),
        ("audit.redo", of_audit.redo(actor, 9).map(drop)),
        ("audit.undo_until", of_audit.undo_until(actor, 9, Watch::default()).map(drop)),
        ("audit.redo_until", of_audit.redo_until(actor, 9, Watch::default()).map(drop)),
        ("part.succeed", of_parts.succeed(actor, part, None).map(drop)),
        (
            "property.set_on_all",
            of_properties.set_on_all(actor, vec![part], build::text("Value", "10k"), Watch::default()).map(drop),
        ),
        ("property.set", of_properties.set(actor, revision, build::text("Value", "10k"))),
        ("property.set_over", of_properties.set_over(actor, revision, None, build::text("Value", "10k"))),
        ("property.change", of_properties.change(actor, revision, vec![build::text("Value", "10k")], Vec::new())),
        ("property.remove", of_properties.remove(actor, revision, property)),
        ("manufacturer_part.add", of_maker_parts.add(actor, part, build::manufacturer_part("Yageo", "RC")).map(drop)),
        (
            "manufacturer_part.change",
            of_maker_parts.change(actor, maker_part, build::manufacturer_part("Yageo", "RC")).map(drop),
        ),
        ("manufacturer_part.remove", of_maker_parts.remove(actor, maker_part).map(drop)),
        ("supplier_part.add", of_supplier_parts.add(actor, maker_part, offer()).map(drop)),
        ("supplier_part.change", of_supplier_parts.change(actor, supplier_part, offer()).map(drop)),
        ("supplier_part.remove", of_supplier_parts.remove(actor, supplier_part).map(drop)),
        ("bom.add_line", of_boms.add_line(actor, revision, part, line_content()).map(drop)),
        ("bom.change_line", of_boms.change_line(actor, line, line_content()).map(drop)),
        ("bom.move_line", of_boms.move_line(actor, line, None).map(drop)),
        ("bom.pin", of_boms.pin(actor, line, None).map(drop)),
        ("bom.substitute", of_boms.substitute(actor, line, Vec::new()).map(drop)),
        ("bom.copy", of_boms.copy(actor, revision, revision, CopyMode::Append).map(drop)),
        ("bom.replace", of_boms.replace(actor, part, PartId(Uuid::max()), String::new()).map(drop)),
        ("bom.remove_line", of_boms.remove_line(actor, line).map(drop)),
        ("person.rename", of_people.rename(actor, PersonName::parse("Eve").expect("a name")).map(drop)),
    ];
    all.extend(every_file(ports, actor));
    all.extend(every_import(ports, actor));
    all
}

fn every_file(ports: &Ports, actor: &Actor) -> Vec<(&'static str, Result<()>)> {
    let (of_files, _) = build::files(ports);
    let (file, cancel, mut nothing) = (FileId(Uuid::nil()), Cancel::new(), io::empty());
    let revision = RevisionId(Uuid::nil());
    vec![
        ("file.attach", of_files.attach(actor, revision, build::new_file("a"), &mut nothing, &cancel).map(drop)),
        ("file.replace", of_files.replace(actor, file, &mut nothing, &cancel).map(drop)),
        ("file.change_role", of_files.change_role(actor, file, FileRole::Other).map(drop)),
        ("file.remove", of_files.remove(actor, file).map(drop)),
        ("file.collect", of_files.collect(actor, Vec::new()).map(drop)),
    ]
}

fn every_import(ports: &Ports, actor: &Actor) -> Vec<(&'static str, Result<()>)> {
    let of_imports = ImportService::new(ports.clone());
    let target = Target::New { subcategory: SubcategoryId(Uuid::nil()), name: "A board".to_owned() };
    let request = Request::into_target(target);
    let set = RowSet::default().file("ASY-1.csv", "IPN,Qty\nSCR-1-1,1\n");
    vec![
        (
            "import.apply",
            of_imports
                .apply(actor, rows::rows("Reference,Value\nR1,10k\n"), request, String::new(), Watch::default())
                .map(drop),
        ),
        ("import.forget_layout", of_imports.forget_layout(actor, LayoutKey::of(&[])).map(drop)),
        (
            "import.apply_set",
            of_imports
                .apply_set(actor, Arc::new(set), SetRequest::default(), String::new(), Watch::default())
                .map(drop),
        ),
    ]
}

#[test]
fn a_viewer_is_refused_before_the_store_hears_of_it() {
    let viewer = Actor { id: PersonId(Uuid::nil()), role: Role::Viewer };
    // Neither the clock nor the source of ids expects anything, and the store one unit: that of handing over to somebody
    // else, which everybody may.
    let mut store = MockStore::new();
    store.expect_unit().times(1).returning(|writing, _| {
        assert_eq!(writing.operation, "person.act");
        Err(StoreError::Cancelled)
    });
    let ports = Ports { store: Arc::new(store), clock: Arc::new(MockClock::new()), ids: Arc::new(MockIdSource::new()) };
    for (change, answer) in every_change(&ports, &viewer) {
        let wanted = if change == "person.act" { "store.cancelled" } else { "person.right_missing" };
        assert_eq!(answer.map_err(|error| error.code()), Err(wanted), "{change}");
    }
}

#[test]
fn an_admin_gets_as_far_as_what_is_not_there() {
    let (ports, admin) = build::workspace();
    for (change, answer) in every_change(&ports, &admin) {
        let code = answer.as_ref().map_err(Error::code);
        let found = code.is_err_and(|code| code.ends_with("not_found") || code == "import.plan_changed");
        let is_done = [
            "person.rename",
            "person.add",
            "setting.change",
            "kicad.change",
            "workflow.save",
            "category.add",
            "file.collect",
            "import.forget_layout",
            "property.set_on_all",
            "revision.act_on_all",
        ]
        .contains(&change);
        assert!(found || is_done, "{change}: {answer:?}");
    }
}

/// The methods that take an actor, read from the sources of the services.
fn declared() -> BTreeSet<String> {
    let rooms = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("a folder");
    let mut methods = BTreeSet::new();
    for room in rooms {
        let path = room.expect("an entry").path();
        let Ok(text) = fs::read_to_string(path.join("service.rs")) else { continue };
        let room = path.file_name().and_then(|name| name.to_str()).expect("a room's name").to_owned();
        for method in text.split("\n    pub fn ").skip(1) {
            let (name, rest) = method.split_once('(').expect("a method");
            let (arguments, _) = rest.split_once(')').expect("its arguments");
            if arguments.contains("actor: &Actor") {
                methods.insert(format!("{room}.{name}"));
            }
        }
    }
    methods
}

#[test]
fn no_method_that_changes_something_was_left_out() {
    let (ports, admin) = build::workspace();
    let tried: BTreeSet<_> = every_change(&ports, &admin).into_iter().map(|(change, _)| change.to_owned()).collect();
    assert_eq!(tried, declared());
}
