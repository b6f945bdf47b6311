//! Quantities: exact, bounded, with six decimals.

use partwright_domain::bom::{Quantity, Unit};
use partwright_testkit::strategy::{self, MOST_MILLIONTHS};
use proptest::prelude::*;

fn parse(text: &str) -> Option<i64> {
    Quantity::parse(text).ok().map(Quantity::millionths)
}

#[test]
fn a_quantity_is_a_plain_number_with_at_most_six_decimals() {
    for (text, millionths) in [
        ("4", Some(4_000_000)),
        ("0.25", Some(250_000)),
        (" 1000.5 ", Some(1_000_500_000)),
        ("007", Some(7_000_000)),
        ("1.50000000", Some(1_500_000)),
        ("0.000001", Some(1)),
        ("999999999.999999", Some(MOST_MILLIONTHS)),
        ("0.0000001", None),
        ("0", None),
        ("0.000000", None),
        ("1000000000", None),
        ("999999999.9999991", None),
        ("-1", None),
        ("+1", None),
        ("1e3", None),
        ("1,5", None),
        (".5", None),
        ("5.", None),
        ("1.2.3", None),
        ("", None),
        ("٣", None),
        ("1 000", None),
        ("99999999999999999999999999", None),
    ] {
        assert_eq!(parse(text), millionths, "{text:?}");
    }
}

#[test]
fn a_refusal_says_what_was_written() {
    let error = Quantity::parse(&"9".repeat(99)).expect_err("far too much");
    assert_eq!(error.code(), "bom.quantity_invalid");
    assert_eq!(error.fields(), [("text", "9".repeat(40))]);
}

#[test]
fn pieces_stay_within_the_limits() {
    assert_eq!(Quantity::pieces(3).to_string(), "3");
    assert_eq!(Quantity::pieces(usize::MAX).millionths(), MOST_MILLIONTHS);
}

#[test]
fn where_no_quantity_is_said_each_designator_counts_and_a_line_without_any_is_one() {
    assert_eq!([0, 1, 4].map(Quantity::counted).map(|quantity| quantity.to_string()), ["1", "1", "4"]);
}

#[test]
fn only_millionths_within_the_limits_are_taken() {
    for (millionths, taken) in
        [(0, false), (-1, false), (1, true), (MOST_MILLIONTHS, true), (MOST_MILLIONTHS + 1, false)]
    {
        assert_eq!(Quantity::from_millionths(millionths).is_some(), taken, "{millionths}");
    }
}

#[test]
fn units_are_written_as_their_symbols() {
    for unit in Unit::ALL {
        assert_eq!(Unit::parse(unit.symbol()), Ok(unit));
    }
    assert_eq!(Unit::parse("  "), Ok(Unit::Each));
    let error = Unit::parse("furlong").expect_err("no unit");
    assert_eq!(error.to_string(), "\"furlong\" is not a unit; the units are each, m, cm, mm, kg, g, mg, l, ml.");
    assert!(Unit::parse("M").is_err(), "a symbol is written as it is");
}

proptest! {
    #[test]
    fn a_quantity_is_read_back_from_its_text(quantity in strategy::quantity()) {
        prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
        prop_assert_eq!(Quantity::from_millionths(quantity.millionths()), Some(quantity));
        prop_assert_eq!(quantity.to_decimal().to_string(), quantity.to_string());
    }

    #[test]
    fn quantities_sort_as_numbers(one in strategy::quantity(), other in strategy::quantity()) {
        prop_assert_eq!(one.cmp(&other), one.to_decimal().cmp(&other.to_decimal()));
    }

    #[test]
    fn whatever_is_written_is_taken_exactly_or_refused(text in "[0-9.]{0,20}") {
        if let Ok(quantity) = Quantity::parse(&text) {
            let number = partwright_domain::decimal::Decimal::parse(&text).expect("a number");
            prop_assert_eq!(quantity.to_decimal(), number);
        }
    }
}
