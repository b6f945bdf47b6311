//! Categories: codes, names, and the starter set.

use std::collections::BTreeSet;

use partwright_domain::audit::AuditFilter;
use partwright_domain::category::{
    CategoryName, CategoryService, Code, Codes, NewCategory, NewSubcategory, SubcategoryContent, missing, starter,
};
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::property::PropertyName;
use partwright_domain::store::StoreError;
use partwright_testkit::{build, strategy};
use proptest::prelude::*;

use crate::code;

#[test]
fn a_code_has_2_to_5_capitals_or_digits_and_begins_with_a_letter() {
    for code in ["EL", "RES", "M3", "ABCDE", "A1234"] {
        assert_eq!(Code::parse(code).map(|code| code.to_string()), Ok(code.to_owned()));
    }
    for code in ["", "E", "ABCDEF", "el", "3M", "E-L", "É1", "EL ", "E L"] {
        assert_eq!(Code::parse(code).map_err(|error| error.code()), Err("category.code_invalid"), "{code:?}");
    }
    for codes in ["EL", "EL-", "-RES", "EL-RES-X", "el-res"] {
        assert_eq!(Codes::parse(codes).map_err(|error| error.code()), Err("category.code_invalid"), "{codes:?}");
    }
}

#[test]
fn a_name_is_one_line_of_1_to_80_characters() {
    assert_eq!(CategoryName::parse("  Dioden & LEDs ").map(|name| name.to_string()), Ok("Dioden & LEDs".to_owned()));
    assert!(CategoryName::parse(&"ß".repeat(80)).is_ok());
    for (name, found) in
        [("", "it is empty"), (" \t ", "it is empty"), ("a\nb", "it contains the control character U+000A")]
    {
        let error = CategoryName::parse(name).expect_err("no name");
        assert_eq!(error.to_string(), format!("A category's name has 1 to 80 characters; {found}."));
    }
    assert!(CategoryName::parse(&"ß".repeat(81)).is_err());
}

fn starter_codes() -> BTreeSet<String> {
    let subcategories = starter::CATEGORIES.iter().flat_map(|(code, _, subcategories)| {
        subcategories.iter().map(move |(subcode, ..)| format!("{code}-{subcode}"))
    });
    subcategories.collect()
}

#[test]
fn the_starter_set_is_well_formed_and_without_twins() {
    let count: usize = starter::CATEGORIES.iter().map(|(_, _, subcategories)| subcategories.len()).sum();
    let codes = starter_codes();
    assert_eq!(codes.len(), count, "no code stands twice");
    for code in &codes {
        assert!(Codes::parse(code).is_ok(), "{code}");
    }
    for (_, name, subcategories) in starter::CATEGORIES {
        assert!(CategoryName::parse(name).is_ok());
        assert!(subcategories.iter().all(|(_, name, ..)| CategoryName::parse(name).is_ok()));
    }
}

#[test]
fn every_suggestion_is_in_the_starter_set_and_is_no_assembly() {
    let codes = starter_codes();
    for (letters, suggested) in [
        ("R", "EL-RES"),
        ("C", "EL-CAP"),
        ("FB", "EL-IND"),
        ("LED", "EL-DIO"),
        ("U", "EL-ICT"),
        ("BTN", "EL-SWI"),
        ("MOD", "EL-MOD"),
        ("H", "ME-OTH"),
        ("QQ", "EL-OTH"),
        ("", "EL-OTH"),
        ("r", "EL-OTH"),
    ] {
        assert_eq!(starter::suggested_by(letters), suggested, "{letters:?}");
    }
    for one in 'A'..='Z' {
        for other in std::iter::once(String::new()).chain(('A'..='Z').map(String::from)) {
            let suggested = starter::suggested_by(&format!("{one}{other}"));
            assert!(codes.contains(suggested), "{one}{other} suggests {suggested}");
        }
    }
}

proptest! {
    #[test]
    fn codes_are_read_back_from_their_text(codes in strategy::codes()) {
        prop_assert_eq!(Codes::parse(&codes.to_string()), Ok(codes));
    }
}

fn names(names: &[&str]) -> Vec<PropertyName> {
    names.iter().map(|name| PropertyName::parse(name).expect("a name")).collect()
}

#[test]
fn what_is_demanded_and_not_there_is_missing_in_the_order_of_the_demands() {
    let demands = names(&["Value", "Footprint", "Größe"]);
    for (there, expected) in [
        (vec![], vec!["Value", "Footprint", "Größe"]),
        (vec!["Footprint", "Colour"], vec!["Value", "Größe"]),
        (vec!["VALUE", "GRÖSSE"], vec!["Footprint", "Größe"]),
        (vec!["größe", "footprint", "value"], vec![]),
    ] {
        let properties: Vec<_> = there.iter().map(|name| build::text(name, "x")).collect();
        assert_eq!(missing(&demands, &properties), names(&expected), "{there:?}");
    }
    assert_eq!(missing(&[], &[build::text("Value", "10k")]), []);
}

proptest! {
    #[test]
    fn missing_and_met_demands_are_all_demands(
        demands in prop::collection::btree_set("[A-C][0-9]", 0..12), there in prop::collection::btree_set("[A-C][0-9]", 0..12),
    ) {
        let demanded = names(&demands.iter().map(String::as_str).collect::<Vec<_>>());
        let properties: Vec<_> = there.iter().map(|name| build::text(name, "x")).collect();
        let expected: Vec<_> = demands.difference(&there).map(String::as_str).collect();
        prop_assert_eq!(missing(&demanded, &properties), names(&expected));
    }
}

fn content(name: &str, demands: &[&str]) -> SubcategoryContent {
    SubcategoryContent { name: CategoryName::parse(name).expect("a name"), assembly: false, demands: names(demands) }
}

fn optics() -> NewCategory {
    NewCategory { code: Code::parse("OP").expect("a code"), name: CategoryName::parse("Optics").expect("a name") }
}

#[test]
fn a_classification_is_added_renamed_and_removed() {
    let (ports, actor) = build::workspace();
    let service = CategoryService::new(ports.clone());
    let category = service.add(&actor, optics()).expect("a category");
    let renamed = service.rename(&actor, category.id, CategoryName::parse("Light").expect("a name")).expect("a name");
    assert_eq!((renamed.id, renamed.code.as_str(), renamed.name.as_str()), (category.id, "OP", "Light"));
    let new = NewSubcategory { code: Code::parse("LEN").expect("a code"), content: content("Lenses", &["Material"]) };
    let lenses = service.add_subcategory(&actor, category.id, new).expect("a subcategory");
    assert_eq!((lenses.codes.to_string().as_str(), &lenses.demands), ("OP-LEN", &names(&["Material"])));
    let after = service.change_subcategory(&actor, lenses.id, content("Lens", &["Focal length", "Material"]));
    let after = after.expect("a change");
    assert_eq!((after.name.as_str(), &after.demands), ("Lens", &names(&["Focal length", "Material"])));
    assert_eq!(ports.store.read("test", |snapshot| snapshot.categories().find(lenses.id)), Ok(Some(after.clone())));
    assert_eq!(code(service.remove(&actor, category.id)), "category.not_empty");
    let part = build::part("OP-LEN").add_to(&ports).part;
    assert_eq!(part.number.codes, lenses.codes);
    let refused = service.remove_subcategory(&actor, lenses.id).expect_err("a subcategory in use");
    assert_eq!(refused.to_string(), "OP-LEN has parts (1) and cannot be removed; parts keep their place.");
    let mirrors = NewSubcategory { code: Code::parse("MIR").expect("a code"), content: content("Mirrors", &[]) };
    let mirrors = service.add_subcategory(&actor, category.id, mirrors).expect("a subcategory");
    assert_eq!(service.remove_subcategory(&actor, mirrors.id), Ok(mirrors));
}

#[test]
fn what_a_release_asks_of_parts_is_said_by_an_admin_and_a_name_by_a_designer_too() {
    let (ports, admin) = build::workspace();
    let people = PersonService::new(ports.clone());
    let grace = people.add(&admin, PersonName::parse("Grace").expect("a name"), Role::Designer).expect("a person");
    let (service, grace) = (CategoryService::new(ports.clone()), Actor::from(&grace));
    let resistors = build::subcategory(&ports, "EL-RES");
    service.change_subcategory(&admin, resistors, content("Resistors", &["Value"])).expect("a demand");
    service.change_subcategory(&grace, resistors, content("Resistances", &["Value"])).expect("a name");
    let built = SubcategoryContent { assembly: true, ..content("Resistances", &["Value"]) };
    for asking_another in [content("Resistances", &[]), content("Resistances", &["Mass"]), built] {
        assert_eq!(code(service.change_subcategory(&grace, resistors, asking_another)), "person.right_missing");
    }
}

#[test]
fn each_refusal_has_its_code() {
    let (ports, actor) = build::workspace();
    let service = CategoryService::new(ports.clone());
    let resistors = build::subcategory(&ports, "EL-RES");
    let twice = content("Resistors", &["Value", "value"]);
    assert_eq!(code(service.change_subcategory(&actor, resistors, twice.clone())), "category.demand_twice");
    let category = service.add(&actor, optics()).expect("a category").id;
    assert_eq!(code(service.add(&actor, optics())), "category.code_taken");
    let new = |content| NewSubcategory { code: Code::parse("LEN").expect("a code"), content };
    assert_eq!(code(service.add_subcategory(&actor, category, new(twice))), "category.demand_twice");
    service.add_subcategory(&actor, category, new(content("Lenses", &[]))).expect("a subcategory");
    assert_eq!(code(service.add_subcategory(&actor, category, new(content("Lenses", &[])))), "category.code_taken");
}

#[test]
fn what_changes_nothing_leaves_no_trace() {
    let (ports, actor) = build::workspace();
    let service = CategoryService::new(ports.clone());
    let (categories, resistors) = ports
        .store
        .read::<_, StoreError>("test", |snapshot| {
            let codes = Codes::parse("EL-RES").expect("codes");
            Ok((snapshot.categories().categories()?, snapshot.categories().find_by_codes(&codes)?.expect("resistors")))
        })
        .expect("categories");
    let units = || {
        let filter = AuditFilter { limit: 9, ..AuditFilter::default() };
        ports.store.read("test", |snapshot| snapshot.audit().list(&filter)).expect("a history").len()
    };
    let before = units();
    service.rename(&actor, categories[0].id, categories[0].name.clone()).expect("the same name");
    let (name, assembly, demands) = (resistors.name, resistors.assembly, resistors.demands);
    let content = SubcategoryContent { name, assembly, demands };
    service.change_subcategory(&actor, resistors.id, content).expect("the same content");
    assert_eq!(units(), before);
}
