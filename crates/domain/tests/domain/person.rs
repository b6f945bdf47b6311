//! People: renaming, and who may be named how.

use partwright_domain::audit::{Action, AuditFilter, RecordedUnit};
use partwright_domain::id::{PersonId, Uuid};
use partwright_domain::person::{self, Actor, PersonError, PersonName, PersonService, Role};
use partwright_domain::ports::Ports;
use partwright_testkit::build;

use crate::code;

fn newest_unit(ports: &Ports) -> RecordedUnit {
    let filter = AuditFilter { limit: 1, entries: 9, ..AuditFilter::default() };
    let units = ports.store.read("test", |snapshot| snapshot.audit().list(&filter)).expect("a read that succeeds");
    units.into_iter().next().expect("a unit")
}

fn name(text: &str) -> PersonName {
    PersonName::parse(text).expect("a name")
}

#[test]
fn a_person_is_renamed_and_the_audit_says_from_what() {
    let (ports, actor) = build::workspace();
    let renamed = PersonService::new(ports.clone()).rename(&actor, name("Ada King")).expect("a new name");
    assert_eq!((renamed.id, renamed.name.as_str(), renamed.role), (actor.id, "Ada King", Role::Admin));
    let unit = newest_unit(&ports);
    assert_eq!((unit.unit.operation.as_str(), unit.person_name.as_str()), ("person.rename", "Ada King"));
    let entry = &unit.entries[0];
    assert_eq!((entry.action, entry.part), (Action::Changed, None));
    assert_eq!(entry.before.as_ref().map(|person| &person["name"]), Some(&"Ada Lovelace".into()));
    assert_eq!(entry.after.as_ref().map(|person| &person["name"]), Some(&"Ada King".into()));
}

#[test]
fn the_same_name_again_is_no_change() {
    let (ports, actor) = build::workspace();
    PersonService::new(ports.clone()).rename(&actor, name("Ada Lovelace")).expect("the name she has");
    assert_eq!(newest_unit(&ports).sequence, 1);
}

#[test]
fn nobody_who_is_not_there_is_renamed() {
    let (ports, _) = build::workspace();
    let stranger = Actor { id: PersonId(Uuid::nil()), role: Role::Admin };
    assert_eq!(code(PersonService::new(ports).rename(&stranger, name("Eve"))), "person.not_found");
}

#[test]
fn a_name_is_one_line_of_1_to_80_characters() {
    assert!(PersonName::parse(&"Ж".repeat(80)).is_ok());
    for text in ["", " ", "a\nb", &*"Ж".repeat(81)] {
        assert_eq!(PersonName::parse(text).map_err(|error| error.code()), Err("person.name_invalid"), "{text:?}");
    }
}

#[test]
fn an_admin_adds_people_and_changes_their_roles_and_the_last_admin_stays_one() {
    let (ports, admin) = build::workspace();
    let people = PersonService::new(ports.clone());
    let grace = people.add(&admin, name("Grace Hopper"), Role::Designer).expect("a person");
    assert_eq!(newest_unit(&ports).unit.operation, "person.add");
    let designer = Actor::from(&grace);
    assert_eq!(code(people.add(&designer, name("Eve"), Role::Admin)), "person.right_missing");
    assert_eq!(code(people.change(&designer, grace.id, name("Grace"), Role::Admin)), "person.right_missing");
    for role in [Role::Viewer, Role::Designer] {
        let refused = people.change(&admin, admin.id, name("Ada"), role);
        assert_eq!(refused, Err(PersonError::LastAdmin.into()), "by the service, before the store is asked");
    }
    people.change(&admin, grace.id, grace.name.clone(), Role::Admin).expect("a second Admin");
    people.change(&Actor { role: Role::Admin, ..designer }, admin.id, name("Ada"), Role::Viewer).expect("one is left");
    assert_eq!(code(people.add(&admin, name("Eve"), Role::Viewer)), "person.right_missing", "the role of now counts");
}

#[test]
fn whoever_is_chosen_acts_and_the_audit_says_who_chose() {
    let (ports, admin) = build::workspace();
    let people = PersonService::new(ports.clone());
    let viewer = people.add(&admin, name("Vera"), Role::Viewer).expect("a person");
    people.act(&admin, viewer.id).expect("a hand-over");
    let unit = newest_unit(&ports);
    assert_eq!((unit.unit.operation.as_str(), unit.unit.person), ("person.act", admin.id));
    let acting = || ports.store.read("test", |snapshot| snapshot.people().acting()).expect("a read");
    assert_eq!(acting().as_ref(), Some(&viewer));
    people.act(&Actor::from(&viewer), viewer.id).expect("it is them already");
    assert_eq!(newest_unit(&ports).sequence, unit.sequence, "no change, no trace");
    people.act(&Actor::from(&viewer), admin.id).expect("a Viewer hands over as well");
    assert_eq!(acting().map(|person| person.id), Some(admin.id));
    assert_eq!(code(people.act(&admin, PersonId(Uuid::nil()))), "person.not_found");
}

#[test]
fn a_person_is_found_by_a_name_that_only_they_have() {
    let (ports, actor) = build::workspace();
    let people = PersonService::new(ports.clone());
    let grace = people.add(&actor, name("Grace Hopper"), Role::Designer).expect("a second person");
    let named = |written: &str| {
        let written = name(written);
        ports.store.read("test", |snapshot| person::named(snapshot, &written))
    };
    assert_eq!(named("Grace Hopper"), Ok(grace));
    let nobody = named("Grace").expect_err("half a name");
    let sentence = "There is nobody called Grace in this workspace; there are Ada Lovelace, Grace Hopper.";
    assert_eq!((nobody.code(), nobody.to_string().as_str()), ("person.name_unknown", sentence));
    people.add(&actor, name("Grace Hopper"), Role::Viewer).expect("a namesake");
    assert_eq!(code(named("Grace Hopper")), "person.name_shared");
}
