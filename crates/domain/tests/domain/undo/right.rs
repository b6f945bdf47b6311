//! Who may undo what: it takes the rights that the changes took.

use partwright_domain::audit::{UndoService, next};
use partwright_domain::category::{CategoryName, CategoryService, SubcategoryContent};
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::property::PropertyName;
use partwright_domain::revision::LabelScheme;
use partwright_domain::setting::{SettingService, Settings};
use partwright_testkit::build;
use partwright_testkit::deed::world;

use crate::code;

fn name(text: &str) -> PersonName {
    PersonName::parse(text).expect("a name")
}

#[test]
fn a_designer_undoes_what_others_designed_and_nothing_that_is_an_admins() {
    let world = world(&build::memory_ports());
    let (undo, people) = (UndoService::new(world.ports.clone()), PersonService::new(world.ports.clone()));
    world.set("Note", "second").expect("a property");
    undo.undo(&world.grace, world.newest()).expect("the Admin's property");

    let settings = Settings { labels: LabelScheme::Letters, ..Settings::default() };
    SettingService::new(world.ports.clone()).change(&world.admin, settings).expect("settings");
    let set = world.newest();
    let content = SubcategoryContent {
        name: CategoryName::parse("Resistors").expect("a name"),
        assembly: false,
        demands: vec![PropertyName::parse("Mass").expect("a name")],
    };
    let resistors = build::subcategory(&world.ports, "EL-RES");
    CategoryService::new(world.ports.clone()).change_subcategory(&world.admin, resistors, content).expect("a demand");
    let demanded = world.newest();
    people.change(&world.admin, world.grace.id, name("Grace"), Role::Viewer).expect("a Viewer");
    people.change(&world.admin, world.grace.id, name("Grace"), Role::Designer).expect("a Designer again");
    for of_an_admin in [set, demanded, world.newest()] {
        assert_eq!(code(undo.undo(&world.grace, of_an_admin)), "person.right_missing");
    }
    undo.undo(&world.admin, set).expect("an Admin may");
}

#[test]
fn ones_own_name_is_ones_own_and_anothers_is_an_admins() {
    let world = world(&build::memory_ports());
    let (undo, people) = (UndoService::new(world.ports.clone()), PersonService::new(world.ports.clone()));
    people.rename(&world.grace, name("Rear Admiral Hopper")).expect("a new name");
    undo.undo(&world.grace, world.newest()).expect("her own");
    people.rename(&world.admin, name("Countess Lovelace")).expect("a new name");
    let anothers = world.newest();
    assert_eq!(code(undo.undo(&world.grace, anothers)), "person.right_missing");
}

#[test]
fn a_viewer_undoes_nothing_and_neither_does_who_became_one() {
    let world = world(&build::memory_ports());
    let (undo, people) = (UndoService::new(world.ports.clone()), PersonService::new(world.ports.clone()));
    world.set("Note", "second").expect("a property");
    let set = world.newest();
    assert_eq!(code(undo.undo(&Actor { role: Role::Viewer, ..world.grace }, set)), "person.right_missing");
    people.change(&world.admin, world.grace.id, name("Grace"), Role::Viewer).expect("a Viewer");
    assert_eq!(code(undo.undo(&world.grace, set)), "person.right_missing", "the role in the workspace counts");
}

#[test]
fn nobody_has_anything_to_undo_before_they_did_something() {
    let world = world(&build::memory_ports());
    let next = world.ports.store.read("test", |snapshot| next(snapshot, world.grace.id)).expect("a next");
    assert_eq!((next.undo, next.redo), (None, None));
}

#[test]
fn what_stands_for_ever_is_in_nobodys_way() {
    let world = world(&build::memory_ports());
    world.set("Note", "second").expect("a property");
    let set = world.newest();
    PersonService::new(world.ports.clone()).add(&world.admin, name("Eve"), Role::Viewer).expect("somebody for ever");
    assert!(world.newest() > set);
    let next = world.ports.store.read("test", |snapshot| next(snapshot, world.admin.id)).expect("a next");
    assert_eq!(next.undo.map(|unit| unit.sequence), Some(set));
}
