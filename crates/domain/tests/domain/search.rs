//! What is typed into the search, and what it means.

use partwright_domain::decimal::Decimal;
use partwright_domain::property::PropertyName;
use partwright_domain::search::key::{BUCKETS, bucket, key};
use partwright_domain::search::{PropertyRange, Query, Unit, Value, fold, words};
use proptest::prelude::*;

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).expect("a number")
}

fn read(text: &str) -> Option<(String, Option<String>)> {
    let unit = |unit: Unit| unit.to_string();
    Value::parse(text).map(|value| (value.number.to_string(), value.unit.map(unit)))
}

#[test]
fn a_value_is_read_however_it_is_written() {
    for (text, number, unit) in [
        ("4k7", "4700", None),
        ("4K7", "4700", None),
        ("4.7k", "4700", None),
        ("4,7k", "4700", None),
        ("4700", "4700", None),
        ("4.7 kΩ", "4700", Some("Ω")),
        ("4.7k\u{2126}", "4700", Some("Ω")),
        ("4.7 kω", "4700", Some("Ω")),
        ("4k7Ω", "4700", Some("Ω")),
        ("4700 ohms", "4700", Some("Ω")),
        ("4700R", "4700", Some("Ω")),
        ("0R1", "0.1", Some("Ω")),
        ("4R7", "4.7", Some("Ω")),
        ("2u2", "0.0000022", None),
        ("2u2F", "0.0000022", Some("F")),
        ("3V3", "3.3", Some("V")),
        ("100nF", "0.0000001", Some("F")),
        ("100 NF", "0.0000001", Some("F")),
        ("0.1 \u{b5}F", "0.0000001", Some("F")),
        ("0.1\u{3bc}f", "0.0000001", Some("F")),
        ("\u{338c}1", "", None),
        (".1uF", "0.0000001", Some("F")),
        ("22p", "0.000000000022", None),
        ("22PF", "0.000000000022", Some("F")),
        ("47m", "0.047", None),
        ("47 m", "47", Some("m")),
        ("47M", "47000000", None),
        ("47 M", "47000000", None),
        ("1M5", "1500000", None),
        ("16MHz", "16000000", Some("Hz")),
        ("16 mhz", "16000000", Some("Hz")),
        ("16 mHz", "0.016", Some("Hz")),
        ("2.54 mm", "0.00254", Some("m")),
        ("5 cm", "0.05", Some("m")),
        ("10 %", "10", Some("%")),
        ("±1%", "1", Some("%")),
        ("1/4W", "0.25", Some("W")),
        ("1/16 W", "0.0625", Some("W")),
        ("-40 °C", "-40", Some("°C")),
        ("\u{2212}40\u{2103}", "-40", Some("°C")),
        ("0", "0", None),
        ("10K", "10000", None),
    ] {
        let expected = (!number.is_empty()).then(|| (number.to_owned(), unit.map(str::to_owned)));
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn what_only_looks_like_a_value_is_none() {
    for text in [
        "",
        "k",
        "0402",
        "00",
        "4k7k",
        "1/4",
        "1/3W",
        "1/0W",
        "2N3904",
        "SOT23",
        "4..7",
        "1e3",
        "10 frobs",
        "4k7V8",
        "1,000",
        "1234567890123456",
        "--4",
        "4.7.8",
        "3V3Ω",
        "cF",
        "5 cF",
    ] {
        assert_eq!(read(text), None, "{text:?}");
    }
}

#[test]
fn look_alikes_are_one() {
    for (one, other) in [
        ("µF", "μF"),
        ("µF", "uf"),
        ("kΩ", "K\u{2126}"),
        ("ÄRMEL", "a\u{308}rmel"),
        ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδος"),
        ("①½", "11⁄2"),
        ("ＲＣ０４０２", "rc0402"),
        ("ﬁlm", "FILM"),
    ] {
        assert_eq!(fold(one), fold(other), "{one} and {other}");
    }
}

#[test]
fn words_end_where_neither_a_letter_nor_a_digit_stands() {
    for (text, expected) in [
        ("EL-RES-100042", &["el", "res", "100042"][..]),
        ("4.7k, 1.", &["4.7k", "1"]),
        ("rev.b v1.2.3 .5", &["rev", "b", "v1.2.3", "5"]),
        ("Stackup_v3.pdf", &["stackup", "v3", "pdf"]),
        ("  \t\n", &[]),
        ("%*\"'()", &[]),
        ("कि", &["कि"]),
    ] {
        assert_eq!(words(text), expected, "{text:?}");
    }
}

#[test]
fn a_range_has_an_end_and_one_unit() {
    let range = |low, high| PropertyRange::parse(&PropertyName::parse("R").expect("a name"), low, high);
    let code = |low, high| range(low, high).expect_err("a range that is refused").code();
    assert_eq!(code("", " "), "search.range_empty");
    assert_eq!(code("much", ""), "search.value_invalid");
    assert_eq!(code("1V", "2A"), "search.range_of_two_units");
    assert_eq!(range("10k", "1k"), range("1k", "10k"), "the ends may stand in either order");
    let name = |text| PropertyRange::parse(&PropertyName::parse(text).expect("a name"), "1", "");
    assert_eq!(name("Größe"), name("GRÖSSE"));
}

#[test]
fn ranges_and_words_stand_side_by_side() {
    let ranges = |text: &str| {
        let query = Query::parse(text);
        let words: Vec<_> = query.terms().iter().flat_map(|term| term.words.clone()).collect();
        (query.ranges().len(), words.join(" "))
    };
    for (text, count, words) in [
        ("Resistance:1k..10k", 1, ""),
        ("thick Resistance:1k..10k film", 1, "thick film"),
        ("\"Rated voltage\":10V..", 1, ""),
        ("Value:4k7", 1, ""),
        ("Value:red", 0, "value red"),
        ("https://example.org/1..2", 0, "https example org 1 2"),
        ("1:100", 0, "1 100"),
        ("Resistance:", 0, "resistance"),
        ("Resistance:..", 0, "resistance"),
        (":1..2", 0, "1 2"),
    ] {
        assert_eq!(ranges(text), (count, words.to_owned()), "{text:?}");
    }
}

fn number() -> impl Strategy<Value = Decimal> {
    ("-?[0-9]{1,9}(\\.[0-9]{1,9})?", -12_i64..13).prop_map(|(text, power)| decimal(&text).shifted(power))
}

proptest! {
    #[test]
    fn any_text_is_a_query(text in any::<String>()) {
        let query = Query::parse(&text);
        for term in query.terms() {
            prop_assert!(!term.words.is_empty());
        }
    }

    #[test]
    fn any_text_of_signs_is_a_query(text in "[\"':. /,;()k7MmΩµ%0-9A-Za-z*-]{0,24}") {
        Query::parse(&text);
        Value::parse(&text);
    }

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn a_value_that_is_written_is_read_back(
        digits in "[1-9][0-9]{0,2}(\\.[0-9]{0,5}[1-9])?",
        power in -4_i64..5,
        unit in proptest::sample::select(vec!["", "Ω", "F", "H", "V", "A", "W", "Hz", "g", "s"]),
    ) {
        let number = decimal(&digits).shifted(3 * power);
        let value = Value { number, unit: Value::parse(&format!("1 {unit}")).and_then(|value| value.unit) };
        prop_assert_eq!(Value::parse(&value.to_string()), Some(value));
    }

    #[test]
    fn keys_stand_in_the_order_of_their_numbers(one in number(), other in number()) {
        prop_assert_eq!(key(&one).cmp(&key(&other)), one.cmp(&other), "{} and {}", one, other);
    }

    #[test]
    fn buckets_stand_in_the_order_of_their_numbers(one in number(), other in number()) {
        for count in BUCKETS {
            let (low, high) = if one <= other { (&one, &other) } else { (&other, &one) };
            prop_assert!(bucket(low, count) <= bucket(high, count), "{} and {} with {}", one, other, count);
            prop_assert!(key(&one).starts_with(&bucket(&one, count)), "{} with {}", one, count);
        }
    }
}
