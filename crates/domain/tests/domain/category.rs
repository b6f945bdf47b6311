//! Categories: codes, names, and the starter set.

use std::collections::BTreeSet;

use partwright_domain::category::{CategoryName, Code, Codes, starter};
use partwright_testkit::strategy;
use proptest::prelude::*;

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
        assert!(subcategories.iter().all(|(_, name, _)| CategoryName::parse(name).is_ok()));
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
