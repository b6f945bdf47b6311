//! Decimals: exact, whatever is added and multiplied.

use partwright_domain::decimal::Decimal;
use proptest::prelude::*;

/// The text of `number` divided by ten to the power of `decimals`, worked out in integers alone.
fn text(number: i128, decimals: usize) -> String {
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let fraction = fraction.trim_end_matches('0');
    let sign = if number < 0 { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

fn decimal(number: i128, decimals: usize) -> Decimal {
    Decimal::parse(&text(number, decimals)).expect("a number")
}

#[test]
fn a_number_is_digits_with_a_point_at_most() {
    for (written, read) in [
        ("12", Some("12")),
        ("-12.50", Some("-12.5")),
        (" 0.001 ", Some("0.001")),
        ("-0", Some("0")),
        ("0.000", Some("0")),
        ("007.0", Some("7")),
        ("100", Some("100")),
        ("1e3", None),
        ("1,5", None),
        ("1 000", None),
        ("+1", None),
        ("--1", None),
        (".5", None),
        ("5.", None),
        ("", None),
        ("-", None),
        ("NaN", None),
        ("inf", None),
        ("٣", None),
    ] {
        let found = Decimal::parse(written).ok().map(|number| number.to_string());
        assert_eq!(found.as_deref(), read, "{written:?}");
    }
}

#[test]
fn a_number_has_at_most_sixty_digits() {
    let sixty = "1".repeat(60);
    for (written, fits) in [
        (sixty.clone(), true),
        (format!("-{sixty}"), true),
        (format!("{}.{}", &sixty[..30], &sixty[..30]), true),
        (format!("1{sixty}"), false),
        (format!("{sixty}.1"), false),
    ] {
        assert_eq!(Decimal::parse(&written).is_ok(), fits, "{written}");
    }
}

#[test]
fn a_tenth_ten_times_is_one() {
    let tenths = std::iter::repeat_n(Decimal::parse("0.1").expect("a number"), 10);
    assert_eq!(tenths.sum::<Decimal>().to_string(), "1");
    assert_eq!(Decimal::from_millionths(-250_000).to_string(), "-0.25");
    assert_eq!(std::iter::empty().sum::<Decimal>(), Decimal::zero());
}

#[test]
fn a_number_is_text_in_json() {
    assert_eq!(serde_json::json!(decimal(1, 30)), "0.000000000000000000000000000001");
}

proptest! {
    #[test]
    fn a_number_is_read_back_from_its_text(number in any::<i64>(), decimals in 0_usize..20) {
        let written = text(number.into(), decimals);
        prop_assert_eq!(decimal(number.into(), decimals).to_string(), written);
    }

    #[test]
    fn sums_are_those_of_integers(numbers in prop::collection::vec(any::<i64>(), 0..40), decimals in 0_usize..12) {
        let sum: Decimal = numbers.iter().map(|&number| decimal(number.into(), decimals)).sum();
        prop_assert_eq!(sum.to_string(), text(numbers.iter().map(|&number| i128::from(number)).sum(), decimals));
    }

    #[test]
    fn products_are_those_of_integers(one in any::<i64>(), other in any::<i64>(), left in 0_usize..12, right in 0_usize..12) {
        let product = decimal(one.into(), left) * decimal(other.into(), right);
        prop_assert_eq!(product.to_string(), text(i128::from(one) * i128::from(other), left + right));
    }

    #[test]
    fn equal_numbers_are_equal_however_they_were_written(number in any::<i32>(), zeros in 0_usize..9) {
        let plain = decimal(number.into(), 3);
        let padded = if plain.to_string().contains('.') { "0".repeat(zeros) } else { format!(".0{}", "0".repeat(zeros)) };
        prop_assert_eq!(Decimal::parse(&format!("{plain}{padded}")), Ok(plain));
    }
}
