//! Categories: codes that stand once, in order.

use partwright_domain::category::{Category, CategoryName, Code, Codes, Subcategory};
use partwright_domain::change::Room;
use partwright_domain::id::{CategoryId, PersonId, SubcategoryId};
use partwright_domain::property::PropertyName;
use partwright_domain::store::StoreError;

use super::TestStore;
use crate::build;

fn category(test: &TestStore, code: &str) -> Category {
    let name = CategoryName::parse("Ünïque ±").expect("a name");
    Category { id: CategoryId(test.id()), code: Code::parse(code).expect("a code"), name }
}

fn subcategory(test: &TestStore, category: &Category, code: &str, assembly: bool) -> Subcategory {
    let codes = Codes { category: category.code.clone(), subcategory: Code::parse(code).expect("a code") };
    let name = CategoryName::parse("Kinds & more").expect("a name");
    Subcategory { id: SubcategoryId(test.id()), category: category.id, codes, name, assembly }
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

/// By name; an empty list demands nothing, and a subcategory that is not there demands nothing either.
pub fn what_a_subcategory_demands_is_replaced_as_a_whole(test: &TestStore) {
    let actor = test.open();
    let id = build::subcategory(test.ports(), "EL-RES");
    let names =
        |names: &[&str]| names.iter().map(|name| PropertyName::parse(name).expect("a name")).collect::<Vec<_>>();
    for (written, read) in
        [(&["Value", "Footprint"][..], &["Footprint", "Value"][..]), (&["Rating"], &["Rating"]), (&[], &[])]
    {
        let demands = names(written);
        test.write_one(actor.id, Room::Category, id, move |unit| unit.categories().set_demands(id, &demands));
        assert_eq!(test.read(|snapshot| snapshot.categories().demands(id)), names(read));
    }
    let (twice, nowhere) = (names(&["Value", "Value"]), SubcategoryId(test.id()));
    let answer = test.attempt(move |unit| unit.categories().set_demands(id, &twice));
    assert!(matches!(answer, Err(StoreError::Invalid { .. })), "{answer:?}");
    let answer = test.attempt(move |unit| unit.categories().set_demands(nowhere, &[]));
    assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
}
