//! Reference designators: lists, ranges, and what only looks like a range.

use partwright_domain::bom::designator::{parse_list, parse_list_as_written};
use partwright_domain::bom::{BomError, Designator};
use partwright_testkit::strategy;
use proptest::prelude::*;

fn list(text: &str) -> Result<Vec<String>, &'static str> {
    parse_list(text).map(|list| list.iter().map(Designator::to_string).collect()).map_err(|error| error.code())
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let expected: Vec<_> = expected.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    assert_eq!(list(text), Ok(expected), "{text:?}");
}

#[test]
fn a_list_is_separated_by_commas_semicolons_or_white_space() {
    check("R1", "R1");
    check("R1,R2;R3 R4\tR5\nR6", "R1 R2 R3 R4 R5 R6");
    check(" , R1 ,, ;R2; ", "R1 R2");
    check("", "");
    check(" ,;\u{a0}", "");
    check("I/O LED2A Ω1 山田", "I/O LED2A Ω1 山田");
}

#[test]
fn a_range_stands_for_all_it_spans() {
    check("U1-U4", "U1 U2 U3 U4");
    check("U1-4", "U1 U2 U3 U4");
    check("BTN0-6", "BTN0 BTN1 BTN2 BTN3 BTN4 BTN5 BTN6");
    check("R9-R12, C1", "R9 R10 R11 R12 C1");
    check("R01-R12", "R01 R02 R03 R04 R05 R06 R07 R08 R09 R10 R11 R12");
    check("R099-R101", "R099 R100 R101");
    check("LED2A1-LED2A3", "LED2A1 LED2A2 LED2A3");
}

#[test]
fn what_only_looks_like_a_range_is_a_designator() {
    for word in ["TA-1", "J1-A", "J2-1", "R5-R5", "R1-C4", "1-4", "-", "R1-", "-R4", "R1-R4-R6", "A-B", "+3V3-2"] {
        check(word, word);
    }
}

#[test]
fn a_range_names_at_most_a_thousand() {
    assert_eq!(list("R1-R1000").map(|list| list.len()), Ok(1000));
    assert_eq!(list("R1-R1001"), Err("bom.range_too_long"));
    for range in ["R0-R4294967295", "R1-R4000000000", "R1-99999999999", "R1-R99999999999999999999"] {
        assert_eq!(list(range), Err("bom.range_too_long"), "{range}");
    }
}

#[test]
fn a_range_runs_forwards() {
    for range in ["R7-R5", "R9..R2", "R1, C10-C9", "R99999999999999999999-R5"] {
        assert_eq!(list(range), Err("bom.range_backwards"), "{range}");
    }
    let written = parse_list_as_written("R7-R5").expect("a list");
    assert_eq!(written.iter().map(Designator::as_str).collect::<Vec<_>>(), ["R7-R5"], "as written it is a name");
}

#[test]
fn a_list_names_at_most_ten_thousand() {
    let ranges =
        |count: usize| (0..count).map(|range| format!("R{range}000-R{range}999")).collect::<Vec<_>>().join(" ");
    assert_eq!(list(&ranges(10)).map(|list| list.len()), Ok(10_000));
    assert_eq!(list(&format!("{} X1", ranges(10))), Err("bom.too_many_designators"));
    assert_eq!(list(&ranges(80_000)), Err("bom.too_many_designators"), "a megabyte of ranges is no gigabyte of names");
}

#[test]
fn a_designator_is_written_once() {
    let twice = |designator: &str| Err(BomError::DesignatorTwice { designator: designator.to_owned() });
    assert_eq!(parse_list("R1 R2 R1"), twice("R1"));
    assert_eq!(parse_list("R1-R4, R3"), twice("R3"));
    assert_eq!(parse_list_as_written("R1-R4 R1-R4"), twice("R1-R4"));
    check("R1 r1", "R1 r1");
}

#[test]
fn as_written_a_range_is_one_designator() {
    let list = parse_list_as_written("R1-R4, C1").expect("a list");
    assert_eq!(list.iter().map(Designator::as_str).collect::<Vec<_>>(), ["R1-R4", "C1"]);
}

#[test]
fn a_designator_has_1_to_32_visible_characters() {
    assert!(Designator::parse(&"Ω".repeat(32)).is_ok());
    for text in ["", "  ", "R 1", "R,1", "R;1", "R\u{0}1", "R\u{2003}1", &*"R".repeat(33)] {
        assert_eq!(Designator::parse(text).map_err(|error| error.code()), Err("bom.designator_invalid"), "{text:?}");
    }
    assert_eq!(list(&"R".repeat(33)), Err("bom.designator_invalid"));
    assert_eq!(
        list(&format!("{}1-9", "R".repeat(32))),
        Err("bom.designator_invalid"),
        "nor may a range make a longer one"
    );
}

#[test]
fn letters_are_those_it_begins_with() {
    for (designator, letters) in [("RN12", "RN"), ("LED2A", "LED"), ("12", ""), ("I/O", "I"), ("ΩR1", ""), ("R", "R")]
    {
        assert_eq!(Designator::parse(designator).expect("a designator").letters(), letters);
    }
}

proptest! {
    #[test]
    fn a_list_is_read_back_from_its_text(list in prop::collection::hash_set(strategy::designator(), 0..30)) {
        let list: Vec<_> = list.into_iter().collect();
        let text = list.iter().map(Designator::as_str).collect::<Vec<_>>().join(", ");
        prop_assert_eq!(parse_list(&text), Ok(list.clone()));
        prop_assert_eq!(parse_list_as_written(&text), Ok(list));
    }

    #[test]
    fn a_range_that_is_too_long_or_runs_backwards_is_never_a_name(letters in "[A-Z]{1,3}", one: u64, other: u64) {
        let told = list(&format!("{letters}{one}-{letters}{other}"));
        match other.checked_sub(one) {
            None => prop_assert_eq!(told, Err("bom.range_backwards")),
            Some(1000..) => prop_assert_eq!(told, Err("bom.range_too_long")),
            Some(_) => prop_assert!(told.is_ok()),
        }
    }

    #[test]
    fn a_range_has_its_ends_and_its_length(letters in "[A-Z]{1,3}", start in 0_u32..9_000, more in 1_u32..1000) {
        let list = list(&format!("{letters}{start}-{letters}{}", start + more)).expect("a range");
        prop_assert_eq!(u32::try_from(list.len()), Ok(more + 1));
        prop_assert_eq!(&list[0], &format!("{letters}{start}"));
        prop_assert_eq!(&list[list.len() - 1], &format!("{letters}{}", start + more));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}") {
        if let Ok(list) = parse_list(&text) {
            for designator in list {
                prop_assert_eq!(Designator::parse(designator.as_str()), Ok(designator));
            }
        }
    }
}
