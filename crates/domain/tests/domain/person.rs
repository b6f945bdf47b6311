//! People: renaming, and who may be named how.

use partwright_domain::audit::{Action, AuditFilter, RecordedUnit};
use partwright_domain::id::{PersonId, Uuid};
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
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
