//! Part numbers: `EL-RES-100042`, from text and to text.

use partwright_domain::part::{PartError, PartNumber, Sequence};
use partwright_testkit::strategy;
use proptest::prelude::*;

#[test]
fn a_part_number_is_two_codes_and_six_digits_or_more() {
    for (text, number) in [
        ("EL-RES-100042", Some("EL-RES-100042")),
        (" el-res-100042 ", Some("EL-RES-100042")),
        ("AB123-C4-4294967295", Some("AB123-C4-4294967295")),
        ("EL-RES-99999", None),
        ("EL-RES-0100042", None),
        ("EL-RES-4294967296", None),
        ("EL-RES-+100042", None),
        ("EL-RES-", None),
        ("EL-RES", None),
        ("EL-100042", None),
        ("EL-RES-CAP-100042", None),
        ("E-RES-100042", None),
        ("EL-RESIST-100042", None),
        ("EL-1ES-100042", None),
        ("EL RES 100042", None),
        ("EL-RES-١٠٠٠٤٢", None),
        ("", None),
    ] {
        let found = text.parse::<PartNumber>().ok().map(|number| number.to_string());
        assert_eq!(found.as_deref(), number, "{text:?}");
    }
}

#[test]
fn a_refused_part_number_is_shortened_in_its_sentence() {
    let error = "x".repeat(500).parse::<PartNumber>().expect_err("no part number");
    assert_eq!(error, PartError::NumberInvalid { text: "x".repeat(80) });
}

#[test]
fn the_sequence_begins_at_100000_and_ends() {
    assert_eq!(Sequence::new(99_999), None);
    assert_eq!(Sequence::new(100_000), Some(Sequence::FIRST));
    assert_eq!(Sequence::FIRST.next().map(Sequence::get), Ok(100_001));
    let last = Sequence::new(u32::MAX).expect("the last");
    assert_eq!(last.next(), Err(PartError::NumbersUsedUp));
}

proptest! {
    #[test]
    fn a_part_number_is_read_back_from_its_text(number in strategy::part_number()) {
        let text = number.to_string();
        prop_assert_eq!(text.parse(), Ok(number.clone()));
        prop_assert_eq!(text.to_lowercase().parse(), Ok(number.clone()));
        prop_assert_eq!(serde_json::json!(number), text);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}") {
        if let Ok(number) = text.parse::<PartNumber>() {
            prop_assert_eq!(number.to_string(), text.trim().to_ascii_uppercase());
        }
    }
}
