//! Properties: on drafts only, each once.

use partwright_domain::Result;
use partwright_domain::audit::AuditFilter;
use partwright_domain::change::Changes;
use partwright_domain::id::{PartId, RevisionId, Uuid};
use partwright_domain::property::{
    Link, Property, PropertyName, PropertyService, PropertyText, PropertyUnit, PropertyValue,
};
use partwright_domain::revision::{Lifecycle, Outcome};
use partwright_domain::store::StoreError;
use partwright_domain::watch::Watch;
use partwright_testkit::build::{self, text};
use std::sync::{Arc, Mutex, PoisonError};

use crate::code;

fn name(text: &str) -> PropertyName {
    PropertyName::parse(text).expect("a name")
}

#[test]
fn a_property_is_set_replaced_and_removed() {
    let (ports, actor) = build::workspace();
    let revision = build::part("EL-RES").add_to(&ports).revision.id;
    let service = PropertyService::new(ports.clone());
    let of = || -> Result<Vec<Property>, StoreError> {
        ports.store.read("test", |snapshot| snapshot.properties().of(revision))
    };
    service.set(&actor, revision, text("Value", "10k")).expect("a property");
    service.set(&actor, revision, text("Value", "12k")).expect("another value");
    assert_eq!(of(), Ok(vec![text("Value", "12k")]));
    service.remove(&actor, revision, name("Value")).expect("a property that is there");
    assert_eq!(of(), Ok(vec![]));
    assert_eq!(code(service.remove(&actor, revision, name("Value"))), "property.not_found");
}

#[test]
fn setting_what_is_set_changes_nothing() {
    let (ports, actor) = build::workspace();
    let revision = build::part("EL-RES").value("10k").add_to(&ports).revision.id;
    let told: Arc<Mutex<Vec<Changes>>> = Arc::default();
    let tell = Arc::clone(&told);
    ports.store.subscribe(Arc::new(move |changes| {
        tell.lock().unwrap_or_else(PoisonError::into_inner).push(changes.clone());
    }));
    PropertyService::new(ports).set(&actor, revision, text("Value", "10k")).expect("no change");
    assert_eq!(*told.lock().unwrap_or_else(PoisonError::into_inner), []);
}

#[test]
fn only_a_drafts_properties_change() {
    let (ports, actor) = build::workspace();
    let service = PropertyService::new(ports.clone());
    for state in [Lifecycle::InReview, Lifecycle::Released, Lifecycle::Obsolete] {
        let revision = build::part("EL-RES").value("10k").add_to(&ports).revision.id;
        build::advance(&ports, revision, state);
        assert_eq!(code(service.set(&actor, revision, text("Value", "12k"))), "revision.not_draft", "{state}");
        assert_eq!(code(service.set(&actor, revision, text("New", "x"))), "revision.not_draft", "{state}");
        assert_eq!(code(service.remove(&actor, revision, name("Value"))), "revision.not_draft", "{state}");
    }
    let nothing = RevisionId(Uuid::nil());
    assert_eq!(code(service.set(&actor, nothing, text("Value", "12k"))), "revision.not_found");
    assert_eq!(code(service.remove(&actor, nothing, name("Value"))), "revision.not_found");
}

#[test]
fn a_refusal_names_the_revision_and_its_state() {
    let (ports, actor) = build::workspace();
    let revision = build::part("EL-RES").released().add_to(&ports).revision.id;
    let refused = PropertyService::new(ports).set(&actor, revision, text("Value", "10k"));
    assert_eq!(
        refused.map_err(|error| error.to_string()),
        Err("EL-RES-100000 revision 1 is Released; only a Draft can be changed. Make a new revision of the part."
            .to_owned())
    );
}

#[test]
fn a_link_leads_to_the_web_and_nowhere_else() {
    for link in ["https://example.org/a.pdf", "http://localhost:80", " https://例え.jp/ä "] {
        assert_eq!(Link::parse(link).map(|link| link.as_str().to_owned()), Ok(link.trim().to_owned()));
    }
    for link in
        ["javascript:alert(1)", "file:///etc/passwd", "ftp://x", "https://", "HTTPS://x y", "https://a\nb", "x", ""]
    {
        assert_eq!(Link::parse(link).map_err(|error| error.code()), Err("property.link_invalid"), "{link:?}");
    }
    assert!(Link::parse(&format!("https://{}", "a".repeat(1992))).is_ok());
    assert!(Link::parse(&format!("https://{}", "a".repeat(1993))).is_err());
}

#[test]
fn names_texts_and_units_have_limits() {
    for (fits, code) in [
        (PropertyName::parse(&"ß".repeat(81)).map_err(|error| error.code()).map(drop), "property.name_invalid"),
        (PropertyText::parse("").map_err(|error| error.code()).map(drop), "property.text_invalid"),
        (PropertyText::parse(&"ß".repeat(4001)).map_err(|error| error.code()).map(drop), "property.text_invalid"),
        (PropertyUnit::parse(&"Ω".repeat(21)).map_err(|error| error.code()).map(drop), "property.unit_invalid"),
    ] {
        assert_eq!(fits, Err(code));
    }
    assert!(PropertyUnit::parse("").is_ok());
    assert!(PropertyText::parse("a\n\tb").is_ok());
}

#[test]
fn several_properties_are_set_and_removed_as_one_change_or_not_at_all() {
    let (ports, actor) = build::workspace();
    let revision = build::part("EL-RES").value("10k").add_to(&ports).revision.id;
    let service = PropertyService::new(ports.clone());
    let of = || -> Result<Vec<Property>, StoreError> {
        ports.store.read("test", |snapshot| snapshot.properties().of(revision))
    };
    let set = vec![text("Footprint", "0402"), text("Tolerance", "1%")];
    service.change(&actor, revision, set.clone(), vec![name("Value")]).expect("a change");
    assert_eq!(of(), Ok(set.clone()));
    let more = vec![text("Power", "63 mW")];
    let refused = service.change(&actor, revision, more, vec![name("Tolerance"), name("Value")]);
    assert_eq!(code(refused), "property.not_found");
    assert_eq!(of(), Ok(set), "nothing of a change that is refused stays");
    build::advance(&ports, revision, Lifecycle::InReview);
    assert_eq!(code(service.change(&actor, revision, vec![text("A", "b")], Vec::new())), "revision.not_draft");
}

#[test]
fn yes_and_no_are_read_as_they_are_written() {
    for (written, boolean) in [("yes", true), ("No", false), (" true ", true), ("false", false)] {
        assert_eq!(PropertyValue::parse_boolean(written), Ok(PropertyValue::Boolean { boolean }), "{written}");
    }
    let refused = PropertyValue::parse_boolean("maybe").expect_err("neither");
    assert_eq!(refused.code(), "property.boolean_invalid");
}

#[test]
fn a_property_is_set_on_many_parts_as_one_unit_and_what_is_frozen_stays() {
    let (ports, actor) = build::workspace();
    let service = PropertyService::new(ports.clone());
    let [draft, same, released] = [
        build::part("EL-RES").add_to(&ports),
        build::part("EL-RES").property("Tolerance", "1 %").add_to(&ports),
        build::part("EL-RES").released().add_to(&ports),
    ];
    let gone = PartId(Uuid::nil());
    let there = [&released, &draft, &same, &draft].map(|built| built.part.id);
    let all: Vec<PartId> = there.into_iter().chain([gone]).collect();
    let said = |outcomes: Vec<Outcome>| {
        let said = |outcome: Outcome| match outcome.said {
            Ok(changes) => format!("{} {}", outcome.part.number, changes.is_some()),
            Err(refused) => format!("{} {}", outcome.part.number, refused.code()),
        };
        outcomes.into_iter().map(said).collect::<Vec<_>>()
    };
    let expected = ["EL-RES-100000 true", "EL-RES-100001 false", "EL-RES-100002 revision.not_draft"];
    let units = || {
        let filter = AuditFilter { limit: 1, ..AuditFilter::default() };
        ports
            .store
            .read::<_, StoreError>("test", |snapshot| Ok(snapshot.audit().list(&filter)?[0].sequence))
            .expect("a unit")
    };
    let before = units();
    let looked = service.look_at_all(&all, &text("Tolerance", "1 %"), &Watch::default());
    assert_eq!(said(looked.expect("a look")), expected);
    assert_eq!(units(), before, "a look changes nothing");
    let done = service.set_on_all(&actor, all, text("Tolerance", "1 %"), Watch::default()).expect("they are set");
    assert_eq!(said(done), expected);
    assert_eq!(units(), before + 1, "one unit, and one undo");
    let of = |revision| ports.store.read::<_, StoreError>("test", |snapshot| snapshot.properties().of(revision));
    assert_eq!(of(draft.revision.id), Ok(vec![text("Tolerance", "1 %")]));
    assert_eq!(of(released.revision.id), Ok(Vec::new()));
}
