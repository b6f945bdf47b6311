//! Categories: codes that stand once, in order.

use partwright_domain::category::{Category, CategoryName, Code, Codes, Subcategory};
use partwright_domain::change::{Changes, Room};
use partwright_domain::id::{CategoryId, PersonId, SubcategoryId};
use partwright_domain::property::PropertyName;
use partwright_domain::store::{StoreError, Verdict, Writing};

use super::TestStore;
use crate::build;

fn category(test: &TestStore, code: &str) -> Category {
    let name = CategoryName::parse("Ünïque ±").expect("a name");
    Category { id: CategoryId(test.id()), code: Code::parse(code).expect("a code"), name }
}

fn subcategory(test: &TestStore, category: &Category, code: &str, assembly: bool) -> Subcategory {
    let codes = Codes { category: category.code.clone(), subcategory: Code::parse(code).expect("a code") };
    let name = CategoryName::parse("Kinds & more").expect("a name");
    Subcategory { id: SubcategoryId(test.id()), category: category.id, codes, name, assembly, demands: Vec::new() }
}

fn add_category(test: &TestStore, by: PersonId, code: &str) -> Category {
    let added = category(test, code);
    let row = added.clone();
    test.write_one(by, Room::Category, added.id, move |unit| unit.categories().insert_category(&row));
    added
}

fn add(test: &TestStore, by: PersonId, of: &Category, code: &str, assembly: bool) -> Subcategory {
    let added = subcategory(test, of, code, assembly);
    let row = added.clone();
    test.write_one(by, Room::Category, added.id, move |unit| unit.categories().insert(&row));
    added
}

/// However they were added.
pub fn categories_are_listed_by_code(test: &TestStore) {
    let actor = test.open();
    let added = ["ZZ", "AA", "EL2"].map(|code| add_category(test, actor.id, code));
    let listed = test.read(|snapshot| snapshot.categories().categories());
    let codes: Vec<_> = listed.iter().map(|category| category.code.as_str()).collect();
    assert_eq!(codes, ["AA", "AS", "DO", "EL", "EL2", "ME", "ZZ"]);
    for category in added {
        assert!(listed.contains(&category), "{category:?} comes back as it was written");
    }
}

/// The upper code first, then the lower one.
pub fn subcategories_are_listed_by_their_codes(test: &TestStore) {
    let actor = test.open();
    let (second, first) = (add_category(test, actor.id, "ZZ"), add_category(test, actor.id, "AA"));
    let added = [(&second, "AAA"), (&first, "ZZZ"), (&first, "B2"), (&first, "B10")]
        .map(|(of, code)| add(test, actor.id, of, code, code == "B2"));
    let listed = test.read(|snapshot| snapshot.categories().subcategories());
    let codes: Vec<_> = listed.iter().map(|subcategory| subcategory.codes.to_string()).collect();
    assert_eq!(codes[..4], ["AA-B10", "AA-B2", "AA-ZZZ", "AS-KIT"]);
    assert_eq!(codes.last().map(String::as_str), Some("ZZ-AAA"));
    for subcategory in added {
        assert!(listed.contains(&subcategory), "{subcategory:?} comes back as it was written");
    }
}

/// By its id and by its codes; and nothing is found that is not there.
pub fn a_subcategory_is_found_by_id_and_by_codes(test: &TestStore) {
    let actor = test.open();
    let of = add_category(test, actor.id, "AA");
    let added = add(test, actor.id, &of, "BBB", true);
    let unknown = Codes::parse("AA-CCC").expect("codes");
    test.read(|snapshot| {
        let categories = snapshot.categories();
        assert_eq!(categories.find(added.id)?.as_ref(), Some(&added));
        assert_eq!(categories.find_by_codes(&added.codes)?, Some(added));
        assert_eq!(categories.find(SubcategoryId(test.id()))?, None);
        assert_eq!(categories.find_by_codes(&unknown)?, None);
        Ok(())
    });
}

/// A second category with the code is refused, whatever its id and name.
pub fn a_categorys_code_stands_once(test: &TestStore) {
    test.open();
    let twin = category(test, "EL");
    assert_eq!(test.attempt(move |unit| unit.categories().insert_category(&twin)), Err(StoreError::CategoryTaken));
}

/// Once within its category; another category may use the same code.
pub fn a_subcategorys_code_stands_once_in_its_category(test: &TestStore) {
    let actor = test.open();
    let (one, other) = (add_category(test, actor.id, "AA"), add_category(test, actor.id, "BB"));
    add(test, actor.id, &one, "RES", false);
    let twin = subcategory(test, &one, "RES", true);
    assert_eq!(test.attempt(move |unit| unit.categories().insert(&twin)), Err(StoreError::CategoryTaken));
    add(test, actor.id, &other, "RES", false);
}

/// Its category must be there.
pub fn a_subcategory_needs_its_category(test: &TestStore) {
    test.open();
    let orphan = subcategory(test, &category(test, "AA"), "RES", false);
    let answer = test.attempt(move |unit| unit.categories().insert(&orphan));
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
}

fn names(names: &[&str]) -> Vec<PropertyName> {
    names.iter().map(|name| PropertyName::parse(name).expect("a name")).collect()
}

fn found(test: &TestStore, id: SubcategoryId) -> Option<Subcategory> {
    test.read(|snapshot| snapshot.categories().find(id))
}

/// Not in that of their letters; and wherever the subcategory is read.
pub fn demands_come_back_in_their_order(test: &TestStore) {
    let actor = test.open();
    let of = add_category(test, actor.id, "AA");
    let added = Subcategory {
        demands: names(&["Value", "Größe \"x\" [µ]", "Footprint", "C10", "C2"]),
        ..subcategory(test, &of, "BBB", false)
    };
    let row = added.clone();
    test.write_one(actor.id, Room::Category, added.id, move |unit| unit.categories().insert(&row));
    assert_eq!(found(test, added.id).as_ref(), Some(&added));
    assert_eq!(test.read(|snapshot| snapshot.categories().find_by_codes(&added.codes)).as_ref(), Some(&added));
    assert!(test.read(|snapshot| snapshot.categories().subcategories()).contains(&added));
    let part = build::part("AA-BBB").add_to(test.ports()).part.id;
    assert_eq!(test.read(|snapshot| snapshot.parts().summary(part)).map(|of| of.subcategory), Some(added));
}

/// Its name is another one then; another code is refused, because part numbers begin with it.
pub fn a_category_is_renamed_and_keeps_its_code(test: &TestStore) {
    let actor = test.open();
    let before = add_category(test, actor.id, "AA");
    let after = Category { name: CategoryName::parse("Another").expect("a name"), ..before.clone() };
    let row = after.clone();
    test.write_one(actor.id, Room::Category, before.id, move |unit| unit.categories().update_category(&row));
    assert_eq!(test.read(|snapshot| snapshot.categories().find_category(before.id)), Some(after.clone()));
    let recoded = Category { code: Code::parse("BB").expect("a code"), ..after.clone() };
    let answer = test.attempt(move |unit| unit.categories().update_category(&recoded));
    assert_eq!(answer, Err(StoreError::CategoryCodeFixed));
    let nowhere = category(test, "ZZ");
    let answer = test.attempt(move |unit| unit.categories().update_category(&nowhere));
    assert_eq!(answer, Err(StoreError::Missing { what: "category".to_owned() }));
    assert_eq!(test.read(|snapshot| snapshot.categories().find_category(before.id)), Some(after));
}

/// Name, assembly and demands are others then; another code and another category are refused.
pub fn a_subcategory_is_changed_and_keeps_its_codes(test: &TestStore) {
    let actor = test.open();
    let (of, other) = (add_category(test, actor.id, "AA"), add_category(test, actor.id, "BB"));
    let before = add(test, actor.id, &of, "RES", false);
    let name = CategoryName::parse("Another").expect("a name");
    for demands in [names(&["Value", "Footprint"]), names(&["Footprint", "Value", "Mass"]), Vec::new()] {
        let after = Subcategory { name: name.clone(), assembly: true, demands, ..before.clone() };
        let row = after.clone();
        test.write_one(actor.id, Room::Category, before.id, move |unit| unit.categories().update(&row));
        assert_eq!(found(test, before.id), Some(after));
    }
    let kept = found(test, before.id);
    let recoded = Codes { subcategory: Code::parse("CAP").expect("a code"), ..before.codes.clone() };
    for moved in
        [Subcategory { codes: recoded, ..before.clone() }, Subcategory { category: other.id, ..before.clone() }]
    {
        let answer = test.attempt(move |unit| unit.categories().update(&moved));
        assert_eq!(answer, Err(StoreError::CategoryCodeFixed));
    }
    let nowhere = subcategory(test, &of, "CAP", false);
    let answer = test.attempt(move |unit| unit.categories().update(&nowhere));
    assert_eq!(answer, Err(StoreError::Missing { what: "category".to_owned() }));
    assert_eq!(found(test, before.id), kept);
}

/// Until its last subcategory is gone.
pub fn a_category_with_subcategories_stays(test: &TestStore) {
    let actor = test.open();
    let of = add_category(test, actor.id, "AA").id;
    let below =
        add(test, actor.id, &test.read(|snapshot| snapshot.categories().find_category(of)).expect("AA"), "RES", true);
    let answer = test.attempt(move |unit| unit.categories().remove_category(of));
    assert_eq!(answer, Err(StoreError::CategoryNotEmpty));
    let id = below.id;
    test.write_one(actor.id, Room::Category, id, move |unit| unit.categories().remove(id));
    test.write_one(actor.id, Room::Category, of, move |unit| unit.categories().remove_category(of));
    assert_eq!(test.read(|snapshot| snapshot.categories().find_category(of)), None);
    add_category(test, actor.id, "AA");
}

/// A part keeps its place; a subcategory without parts goes with its demands, and may come back.
pub fn a_subcategory_with_parts_stays(test: &TestStore) {
    let actor = test.open();
    let resistors = build::subcategory(test.ports(), "EL-RES");
    let count = |id| test.read(|snapshot| snapshot.categories().part_count(id));
    assert_eq!(count(resistors), 0);
    build::part("EL-RES").add_to(test.ports());
    build::part("EL-RES").add_to(test.ports());
    build::part("EL-CAP").add_to(test.ports());
    assert_eq!(count(resistors), 2);
    assert_eq!(test.attempt(move |unit| unit.categories().remove(resistors)), Err(StoreError::CategoryInUse));
    assert!(found(test, resistors).is_some());
    let coils = found(test, build::subcategory(test.ports(), "EL-IND")).expect("inductors");
    assert_ne!(coils.demands, []);
    let id = coils.id;
    test.write_one(actor.id, Room::Category, id, move |unit| unit.categories().remove(id));
    assert_eq!(found(test, id), None);
    let again = Subcategory { demands: Vec::new(), ..coils };
    let row = again.clone();
    test.write_one(actor.id, Room::Category, id, move |unit| unit.categories().insert(&row));
    assert_eq!(found(test, id), Some(again), "the old demands went with it");
}

/// Upper and lower case are alike. What is refused leaves everything as it was.
pub fn a_subcategory_demands_each_property_once(test: &TestStore) {
    let actor = test.open();
    let of = add_category(test, actor.id, "AA");
    let there = add(test, actor.id, &of, "RES", false);
    let twice = names(&["Value", "Mass", "VALUE"]);
    let name = CategoryName::parse("Another").expect("a name");
    let changed = Subcategory { name, demands: twice.clone(), ..there.clone() };
    let added = Subcategory { demands: twice, ..subcategory(test, &of, "CAP", false) };
    let (id, audited) = (there.id, there.clone());
    test.write_one(actor.id, Room::Category, id, move |unit| {
        assert_eq!(unit.categories().update(&changed), Err(StoreError::DemandTwice));
        assert_eq!(unit.categories().insert(&added), Err(StoreError::DemandTwice));
        unit.categories().update(&audited)
    });
    assert_eq!(found(test, id), Some(there));
    assert_eq!(
        test.read(|snapshot| snapshot.categories().find_by_codes(&Codes::parse("AA-CAP").expect("codes"))),
        None
    );
}

/// Removing what is not there is no change and no error.
pub fn removing_no_category_is_no_change(test: &TestStore) {
    test.open();
    let (category, subcategory) = (CategoryId(test.id()), SubcategoryId(test.id()));
    let answer = test.store().unit(
        &Writing::named("test.remove"),
        Box::new(move |unit| {
            unit.categories().remove_category(category).expect("no error");
            unit.categories().remove(subcategory).expect("no error");
            Verdict::Commit
        }),
    );
    assert_eq!(answer, Ok(Changes::default()));
}
