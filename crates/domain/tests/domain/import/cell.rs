//! What cells say: amounts, and the many ways to write "do not populate".

use partwright_domain::bom::{Quantity, Unit};
use partwright_domain::import::cell::{
    self, Amount, Decimals, is_dnp_mark, is_unfitted_mark, plain_footprint, says_dnp, says_only_dnp, short_footprint,
    without_dnp,
};
use proptest::prelude::*;

fn amount(text: &str, unit: &str) -> Amount {
    cell::amount(text, unit, Decimals::Usual)
}

#[test]
fn an_amount_is_a_number_with_or_without_a_unit() {
    let given = |quantity: &str, unit| Amount::Given(Quantity::parse(quantity).expect("a quantity"), unit);
    for (text, expected) in [
        ("4", given("4", Unit::Each)),
        ("4 pcs", given("4", Unit::Each)),
        ("4 Stk", given("4", Unit::Each)),
        ("4x", given("4", Unit::Each)),
        ("0,25 m", given("0.25", Unit::Metre)),
        ("0.25m", given("0.25", Unit::Metre)),
        ("12,5", given("12.5", Unit::Each)),
        ("2.0", given("2", Unit::Each)),
        ("2x", given("2", Unit::Each)),
        ("x2", given("2", Unit::Each)),
        ("3 pc(s)", given("3", Unit::Each)),
        ("3 Stück", given("3", Unit::Each)),
        ("1.5 meters", given("1.5", Unit::Metre)),
        ("1,000.5", given("1000.5", Unit::Each)),
        ("1.000,5", given("1000.5", Unit::Each)),
        ("1,000,000", given("1000000", Unit::Each)),
        ("1 000", given("1000", Unit::Each)),
        ("1'000.25 m", given("1000.25", Unit::Metre)),
        ("12 000,5", given("12000.5", Unit::Each)),
        ("-", Amount::Missing),
        ("n/a", Amount::Missing),
        ("?", Amount::Missing),
        ("—", Amount::Missing),
        ("TBD", Amount::Missing),
        ("~2 m", given("2", Unit::Metre)),
        ("0,125", given("0.125", Unit::Each)),
        ("1,2345", given("1.2345", Unit::Each)),
        ("250 MM", given("250", Unit::Millimetre)),
        ("500gr", given("500", Unit::Gram)),
        ("1 set", given("1", Unit::Each)),
        ("2套", given("2", Unit::Each)),
        ("3 шт.", given("3", Unit::Each)),
        ("1500 мм", given("1500", Unit::Millimetre)),
        ("", Amount::Missing),
        ("  ", Amount::Missing),
        ("0", Amount::Zero),
        ("0.00", Amount::Zero),
        ("0,0", Amount::Zero),
        ("0 m", Amount::Zero),
    ] {
        assert_eq!(amount(text, ""), expected, "{text:?}");
    }
}

#[test]
fn an_amount_that_could_mean_two_things_is_refused() {
    // A thousand, or one with three decimals? Whoever guesses is wrong by a factor of a thousand.
    for text in ["1,000", "12,500 m", "1,", "1,00,000", "1,0000.5", "1.000.5", "10,00.000,5"] {
        assert_eq!(amount(text, ""), Amount::Invalid, "{text:?}");
    }
}

#[test]
fn one_sign_before_three_digits_means_what_the_other_numbers_of_the_file_say() {
    let given = |quantity: &str| Amount::Given(Quantity::parse(quantity).expect("a quantity"), Unit::Each);
    for (decimals, point, comma) in [
        (Decimals::Usual, given("1"), Amount::Invalid),
        (Decimals::Unknown, Amount::Invalid, Amount::Invalid),
        (Decimals::Point, given("1"), given("1000")),
        (Decimals::Comma, given("1000"), given("1")),
    ] {
        assert_eq!(cell::amount("1.000", "", decimals), point, "{decimals:?}");
        assert_eq!(cell::amount("1,000", "", decimals), comma, "{decimals:?}");
        for (text, expected) in
            [("1,5", "1.5"), ("1.5", "1.5"), ("0.125", "0.125"), ("0,125", "0.125"), ("1234,500", "1234.5")]
        {
            assert_eq!(cell::amount(text, "", decimals), given(expected), "{text:?}, {decimals:?}");
        }
    }
}

#[test]
fn what_is_no_amount_is_refused() {
    for text in ["x", "m", "-1", "1/2", "4 furlongs", "1e3", ".", "four", "0.0000001", "1000000000", "2 x 4"] {
        assert_eq!(amount(text, ""), Amount::Invalid, "{text:?}");
    }
}

#[test]
fn a_dnp_column_is_marked_by_anything_but_a_plain_no() {
    for mark in ["DNP", "x", "1", "yes", "true", "exclude", "Do not fit", "*"] {
        assert!(is_dnp_mark(mark), "{mark:?}");
    }
    for mark in ["", " ", "0", "no", "No", "FALSE", "-", "~", "n/a", "N/A", "None", "—", "fit", "Fitted", "populate"]
    {
        assert!(!is_dnp_mark(mark), "{mark:?}");
    }
}

#[test]
fn a_value_says_it_as_a_word() {
    for value in [
        "DNP",
        "100n DNP",
        "DNF/10k",
        "10k (dni)",
        "dnp,0402",
        "Do not install",
        "10k (not fitted)",
        "D.N.P.",
        "10k d.n.f",
        "10k.DNP",
        "10k, nicht bestückt",
        "100n n.b.",
        "Don't place",
        "Don’t place R1",
        "10k no stuff",
    ] {
        assert!(says_dnp(value), "{value:?}");
    }
    for value in ["", "10k", "DNP1", "ADNP", "SIDNI", "Nb", "NB", "nicht", "0.1u", "d.n.p.x", "SPST NO mount", "n.b.c."]
    {
        assert!(!says_dnp(value), "{value:?}");
    }
}

#[test]
fn a_cell_says_it_alone_or_something_of_the_part_too() {
    for cell in [
        "DNP",
        "(dnf)",
        " DNS ",
        "[DNI]",
        "Do not populate",
        "do-not-fit",
        "NOT FITTED",
        "D.N.P.",
        "(d.n.p)",
        "Nicht bestückt",
        "NICHT BESTÜCKEN",
        "n.b.",
        "Unbestückt",
        "No stuff",
        "Not placed",
        "Don't fit",
        "不贴",
    ] {
        assert!(says_only_dnp(cell), "{cell:?}");
    }
    for cell in
        ["", "-", "10k", "10k DNP", "DNP 0402", "do not", "not", "do not populate R5", "DNP1", "Not fitted here"]
    {
        assert!(!says_only_dnp(cell), "{cell:?}");
    }
}

#[test]
fn a_value_is_what_it_says_beside_that() {
    for value in [
        "10k DNP",
        "10k (DNP)",
        "10k, D.N.P.",
        "DNF/10k",
        "(DNP) 10k",
        "10k [do not fit]",
        "10k_DNP",
        "10k - nicht bestückt",
        "10k",
        "DNP 10k (not fitted)",
        "10k (n.b.)",
        "10k*DNP*",
    ] {
        assert_eq!(without_dnp(value), "10k", "{value:?}");
    }
    for value in ["DNP", "(D.N.P.)", "DNP - do not populate", "Nicht bestückt"] {
        assert_eq!(without_dnp(value), "", "{value:?}");
    }
    assert_eq!(without_dnp("10k (1%) DNP"), "10k (1%)");
    assert_eq!(without_dnp("DNP 4u7 (10V)"), "4u7 (10V)");
    assert_eq!(without_dnp("10k DNP 0402"), "10k DNP 0402", "nobody knows what stands behind it");
    assert_eq!(without_dnp(" 10k "), " 10k ");
}

proptest! {
    #[test]
    fn a_mark_beside_a_value_says_that_it_is_not_populated_and_nothing_else(
        value in "[1-9][0-9]{0,2}[kRnu]( [0-9]%)?",
        mark in prop::sample::select(&["DNP", "dnf", "D.N.P.", "n.b.", "Nicht bestückt", "do not populate", "no stuff"][..]),
        (open, close) in prop::sample::select(&[(" ", ""), (" (", ")"), ("/", ""), (", ", ""), (" [", "]")][..]),
        is_before: bool,
    ) {
        let open = if is_before { open.trim_start() } else { open };
        let beside = if is_before { format!("{open}{mark}{close} {value}") } else { format!("{value}{open}{mark}{close}") };
        prop_assert_eq!(without_dnp(&beside), &value);
        prop_assert!(says_dnp(&beside) && !says_only_dnp(&beside) && !says_dnp(&value));
        let alone = format!("{open}{mark}{close}");
        prop_assert!(says_only_dnp(&alone));
    }

    #[test]
    fn any_text_is_looked_through_for_it(text in ".{0,24}|(DNP|n\\.b\\.|do|not|[ .,(])*") {
        let rest = without_dnp(&text);
        prop_assert!(text.contains(rest));
        prop_assert!(says_dnp(&text) || rest == text);
    }
}

#[test]
fn a_footprints_library_and_its_mark_are_left_out_of_names() {
    assert_eq!(plain_footprint("Glasgow:C_0402_1005Metric_DNP"), "C_0402_1005Metric");
    assert_eq!(plain_footprint("R_0402-dnf"), "R_0402");
    for whole in ["DNP", "_DNP", "R_0402", "SIDNI_DNP1"] {
        assert_eq!(plain_footprint(whole), whole);
    }
    assert_eq!(short_footprint("Resistor_SMD:R_0402_1005Metric"), "R_0402_1005Metric");
    assert_eq!(short_footprint("R_0402"), "R_0402");
    assert_eq!(short_footprint(""), "");
}

#[test]
fn a_column_of_units_speaks_where_the_cell_does_not() {
    let given = |quantity: &str, unit| Amount::Given(Quantity::parse(quantity).expect("a quantity"), unit);
    assert_eq!(amount("0.3", "m"), given("0.3", Unit::Metre));
    assert_eq!(amount("3", "EA"), given("3", Unit::Each));
    assert_eq!(amount("3 mm", "m"), given("3", Unit::Millimetre));
    assert_eq!(amount("3", "furlongs"), Amount::Invalid);
    assert_eq!(amount("", "m"), Amount::Missing);
}

#[test]
fn a_fitted_column_is_unfitted_by_a_plain_no() {
    for mark in ["no", "N", "false", "0", "DNP", "not fitted", "Nein"] {
        assert!(is_unfitted_mark(mark), "{mark:?}");
    }
    for mark in ["", "yes", "1", "true", "Fitted", "x", "-", "top"] {
        assert!(!is_unfitted_mark(mark), "{mark:?}");
    }
}
