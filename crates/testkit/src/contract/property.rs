//! Properties: every type, exactly as written.

use partwright_domain::change::{Changes, Room};
use partwright_domain::decimal::Decimal;
use partwright_domain::id::RevisionId;
use partwright_domain::property::{
    Link, NameInUse, Property, PropertyName, PropertyService, PropertyText, PropertyUnit, PropertyValue,
};
use partwright_domain::revision::RevisionService;
use partwright_domain::store::{StoreError, Verdict, Writing};
use partwright_domain::time::CivilDate;

use super::TestStore;
use crate::build;

fn named(name: &str, value: PropertyValue) -> Property {
    Property { name: PropertyName::parse(name).expect("a name"), value }
}

fn number(number: &str, unit: &str) -> PropertyValue {
    let number = Decimal::parse(number).expect("a number");
    PropertyValue::Number { number, unit: PropertyUnit::parse(unit).expect("a unit") }
}

fn text(text: &str) -> PropertyValue {
    PropertyValue::Text { text: PropertyText::parse(text).expect("a text") }
}

fn date(date: &str) -> PropertyValue {
    PropertyValue::Date { date: CivilDate::parse(date).expect("a date") }
}

fn link(link: &str) -> PropertyValue {
    PropertyValue::Link { link: Link::parse(link).expect("a link") }
}

/// Texts that look like other types, numbers that no float holds, dates at the ends of the calendar, either boolean.
pub fn every_type_of_property_comes_back_as_written(test: &TestStore) {
    let actor = test.open();
    let revision = build::part("EL-RES").add_to(test.ports()).revision.id;
    let values = [
        text("4k7 ±1 % Ω 山田 🦀 \"O'Neil\"\nsecond line\ttab \\ %"),
        text("1"),
        text("true"),
        text("2026-01-31"),
        text("https://example.org"),
        text(&"ß".repeat(4000)),
        number("0", ""),
        number("-0.000000000000000000000000000000000001", "µΩ"),
        number("123456789012345678901234567890.123456789", "kg·m²/s"),
        number("0.1", "V"),
        number("100", "%"),
        PropertyValue::Boolean { boolean: true },
        PropertyValue::Boolean { boolean: false },
        date("2024-02-29"),
        date("0001-01-01"),
        date("9999-12-31"),
        link("https://example.org/ä?q=1&r=%20#x"),
        link("http://localhost"),
    ];
    for (index, value) in values.into_iter().enumerate() {
        let property = named(&format!("P{index}"), value);
        let row = property.clone();
        test.write_one(actor.id, Room::Property, revision, move |unit| unit.properties().set(revision, &row));
        let found = test.read(|snapshot| snapshot.properties().find(revision, &property.name));
        assert_eq!(found.as_ref().map(|found| found.value.to_string()), Some(property.value.to_string()));
        assert_eq!(found, Some(property));
    }
}

/// P2 before P10, upper and lower case alike; only the revision's own.
pub fn properties_stand_in_natural_order(test: &TestStore) {
    test.open();
    let names = ["P10", "Value", "p2", "Ω", "Footprint", "P1", "Çap"];
    let builder = names.iter().fold(build::part("EL-RES"), |builder, name| builder.property(name, "x"));
    let built = builder.add_to(test.ports());
    build::part("EL-RES").property("Another part's", "x").add_to(test.ports());
    let listed = test.read(|snapshot| snapshot.properties().of(built.revision.id));
    let names: Vec<_> = listed.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(names, ["Footprint", "P1", "p2", "P10", "Value", "Çap", "Ω"]);
    assert_eq!(test.read(|snapshot| snapshot.properties().of(RevisionId(test.id()))), []);
}

/// A name stands once on a revision: setting it again replaces what it said, of whatever type.
pub fn setting_a_property_replaces_it(test: &TestStore) {
    let actor = test.open();
    let built = build::part("EL-RES").property("P", "a text").add_to(test.ports());
    let revision = built.revision.id;
    let changed = named("P", number("4.7", "kΩ"));
    let row = changed.clone();
    test.write_one(actor.id, Room::Property, revision, move |unit| unit.properties().set(revision, &row));
    assert_eq!(test.read(|snapshot| snapshot.properties().of(revision)), [changed]);
}

/// What is removed is gone, and only that; removing what is not there is no change and no error.
pub fn a_property_is_removed(test: &TestStore) {
    let actor = test.open();
    let revision = build::part("EL-RES").property("P", "x").property("Q", "y").add_to(test.ports()).revision.id;
    let name = PropertyName::parse("P").expect("a name");
    let gone = name.clone();
    test.write_one(actor.id, Room::Property, revision, move |unit| unit.properties().remove(revision, &gone));
    assert_eq!(test.read(|snapshot| snapshot.properties().find(revision, &name)), None);
    assert_eq!(test.read(|snapshot| snapshot.properties().of(revision)).len(), 1);
    let again = test.store().unit(
        &Writing::named("test.remove"),
        Box::new(move |unit| {
            unit.properties().remove(revision, &name).expect("no error");
            Verdict::Commit
        }),
    );
    assert_eq!(again, Ok(Changes::default()));
}

/// The revision it is about must be there.
pub fn a_property_needs_its_revision(test: &TestStore) {
    test.open();
    let nothing = RevisionId(test.id());
    let answer = test.attempt(move |unit| unit.properties().set(nothing, &named("P", text("x"))));
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
}

/// By the newest revisions of the parts with the newest numbers: the most used first, then in natural order. Names are told
/// apart to the letter.
pub fn names_in_use_are_told_with_how_often(test: &TestStore) {
    let actor = test.open();
    let ports = test.ports();
    let names = |among, most| -> Vec<(String, u64)> {
        let names = test.read(|snapshot| snapshot.properties().names(among, most));
        names.into_iter().map(|NameInUse { name, parts }| (name.to_string(), parts)).collect()
    };
    let told =
        |names: &[(&str, u64)]| names.iter().map(|(name, parts)| ((*name).to_owned(), *parts)).collect::<Vec<_>>();
    assert_eq!(names(9, 9), [], "an empty workspace uses none");
    build::part("EL-RES").property("Old", "x").property("P10", "x").add_to(ports);
    let second = build::part("EL-RES").property("Mass", "x").property("Gone", "x").released().add_to(ports);
    let newer = RevisionService::new(ports.clone()).revise(&actor, second.part.id).expect("a revision");
    let name = PropertyName::parse("Gone").expect("a name");
    PropertyService::new(ports.clone()).remove(&actor, newer.id, name).expect("one property less");
    build::part("EL-CAP").property("mass", "x").property("P9", "x").property("P10", "x").add_to(ports);
    let all = [("P10", 2), ("Mass", 1), ("mass", 1), ("Old", 1), ("P9", 1)];
    assert_eq!(names(3, 9), told(&all));
    assert_eq!(names(u32::MAX, 2), told(&all[..2]));
    assert_eq!(names(2, 9), told(&[("Mass", 1), ("mass", 1), ("P9", 1), ("P10", 1)]));
}
