//! The order people expect, what searches see, and what matching sees.

use partwright_domain::order::{match_key, natural_key, search_key};
use proptest::prelude::*;

#[test]
fn numbers_in_names_sort_as_numbers() {
    let sorted = ["", "2", "10", "C", "C2", "C10", "c10a", "C11", "R1C2", "R1C10", "R2", "ä", "Ω"];
    for pair in sorted.windows(2) {
        assert!(natural_key(pair[0]) < natural_key(pair[1]), "{} before {}", pair[0], pair[1]);
    }
}

#[test]
fn case_leading_zeros_and_white_space_at_the_ends_make_no_difference() {
    for (one, other) in [("C2", "c02"), ("R007", "r7"), (" R1 ", "R1"), ("Ä", "ä"), ("0", "000")] {
        assert_eq!(natural_key(one), natural_key(other), "{one:?} and {other:?}");
    }
    assert_ne!(natural_key("R 1"), natural_key("R1"));
}

#[test]
fn searches_see_one_mu_and_one_ohm() {
    assert_eq!(search_key("10 \u{b5}F"), search_key("10 \u{3bc}F"));
    assert_eq!(search_key("\u{39c}"), search_key("\u{b5}"));
    assert_eq!(search_key("k\u{2126}"), search_key("k\u{3a9}"));
    assert_eq!(search_key("ÄÖÜ Straße"), "äöü straße");
}

#[test]
fn matching_sees_no_case_no_white_space_and_one_dash() {
    assert_eq!(match_key("CAT24M01YI\u{2212}GT3"), "CAT24M01YI-GT3");
    for dash in "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}".chars() {
        assert_eq!(match_key(&format!("a{dash}b")), "A-B", "U+{:04X}", u32::from(dash));
    }
    assert_eq!(match_key(" cat\u{a0}24\tm01 "), "CAT24M01");
    assert_eq!(match_key("Würth Elektronik"), "WÜRTHELEKTRONIK");
    assert_ne!(match_key("LM317"), match_key("LM-317"), "a dash is part of a number");
    assert_ne!(match_key("1.5"), match_key("15"));
}

proptest! {
    #[test]
    fn equal_letters_sort_by_their_numbers(letters in "[A-Za-z]{1,4}", one in 0_u32..1_000_000, other in 0_u32..1_000_000) {
        let (left, right) = (natural_key(&format!("{letters}{one}")), natural_key(&format!("{letters}{other}")));
        prop_assert_eq!(left.cmp(&right), one.cmp(&other));
    }

    #[test]
    fn texts_without_digits_sort_as_their_small_letters_do(one in "[A-Za-z µΩäß-]{0,8}", other in "[A-Za-z µΩäß-]{0,8}") {
        let small = |text: &str| text.trim().to_lowercase();
        prop_assert_eq!(natural_key(&one).cmp(&natural_key(&other)), small(&one).cmp(&small(&other)));
    }

    #[test]
    fn keys_are_kept_by_being_made_again(text in "\\PC{0,30}") {
        prop_assert_eq!(search_key(&search_key(&text)), search_key(&text));
        prop_assert_eq!(match_key(&match_key(&text)), match_key(&text));
    }
}
