//! Where parts are placed, as people really write it.

use partwright_domain::bom::{Designator, Quantity, Unit};
use partwright_domain::import::cell::Amount;
use partwright_domain::import::places::{Places, read};

fn places(text: &str, count: Option<usize>) -> Places {
    let amount = count.map_or(Amount::Missing, |count| Amount::Given(Quantity::pieces(count), Unit::Each));
    read(text, amount).expect("designators")
}

fn names(places: &Places) -> String {
    places.designators.iter().map(Designator::as_str).collect::<Vec<_>>().join(" ")
}

#[test]
fn separators_of_all_kinds_are_understood() {
    for (text, expected) in [
        ("R1,R2;R3 R4\nR5", "R1 R2 R3 R4 R5"),
        ("U1, U2, ", "U1 U2"),
        ("R1/R2/R3", "R1 R2 R3"),
        ("R1+R2+R3", "R1 R2 R3"),
        ("R1 /  R2", "R1 R2"),
        ("—", ""),
        ("n/a", ""),
        ("R1 and R2 & R3", "R1 R2 R3"),
        ("R1，R2、R3；R4", "R1 R2 R3 R4"),
        ("C  2,C  3,C  1", "C2 C3 C1"),
        ("GND VCC 5V", "GND VCC 5V"),
        ("I/O", "I/O"),
        ("G***", "G***"),
        ("TA-1 U1/2 J1-A", "TA-1 U1/2 J1-A"),
    ] {
        assert_eq!(names(&places(text, None)), expected, "{text:?}");
    }
}

#[test]
fn ranges_are_expanded_however_they_are_written() {
    for text in [
        "R1-R4",
        "R1–R4",
        "R1..R4",
        "R1...R4",
        "R1…R4",
        "R1 - R4",
        "R1 to R4",
        "R1 – 4",
        "R1-4",
        "R1 thru R4",
        "R1 bis R4",
    ] {
        assert_eq!(names(&places(text, None)), "R1 R2 R3 R4", "{text:?}");
    }
    for text in ["R1:R4", "R1~R4", "- R1", "to"] {
        assert_eq!(names(&places(text, None)), text, "{text:?} could mean anything");
    }
}

#[test]
fn the_quantity_decides_what_a_word_means() {
    assert_eq!(names(&places("BTN0-6", Some(7))), "BTN0 BTN1 BTN2 BTN3 BTN4 BTN5 BTN6");
    assert_eq!(names(&places("J1-J2", Some(1))), "J1-J2");
    assert_eq!(names(&places("U1A, U1B", Some(1))), "U1", "two units of one component");
    assert_eq!(names(&places("U1A, U1B", Some(2))), "U1A U1B");
    assert_eq!(names(&places("U1A, U1B", None)), "U1A U1B");
    assert_eq!(names(&places("R1~R3", Some(3))), "R1 R2 R3");
    assert_eq!(names(&places("R1~R3", Some(1))), "R1~R3");
}

#[test]
fn a_range_that_is_none_is_refused_unless_the_quantity_says_that_it_is_a_name() {
    for (text, code) in [("R7-R5", "bom.range_backwards"), ("R1-R4000000000", "bom.range_too_long")] {
        for count in [None, Some(3)] {
            let amount = count.map_or(Amount::Missing, |count| Amount::Given(Quantity::pieces(count), Unit::Each));
            assert_eq!(read(text, amount).map_err(|error| error.code()), Err(code), "{text} {count:?}");
        }
        assert_eq!(names(&places(text, Some(1))), text);
    }
    for text in ["R7~R5", "R1:R4000000000"] {
        assert_eq!(names(&places(text, None)), text, "{text} could mean anything");
    }
}

#[test]
fn words_are_no_designators() {
    for text in ["main board CPU location", "USB Kabel A/mini B", "Mini PCI module U?1", "screws, power supply"] {
        assert_eq!(places(text, Some(1)), Places { is_words: true, ..Places::default() }, "{text:?}");
    }
    assert_eq!(names(&places("Reset Boot", Some(2))), "Reset Boot", "the quantity says that they are two");
    for text in ["Reset", "Led1 Led2", "TP_scl TP_sda1 TP1"] {
        assert!(!places(text, None).is_words, "{text:?}");
    }
}

#[test]
fn a_designator_that_is_written_twice_counts_once_and_is_told() {
    let found = places("LED1-LED2,LED2A-LED2,LED4A,LED4A", Some(8));
    assert_eq!(names(&found), "LED1 LED2 LED2A-LED2 LED4A");
    assert_eq!(found.twice.iter().map(Designator::as_str).collect::<Vec<_>>(), ["LED4A"]);
}

#[test]
fn what_stands_behind_the_names_may_say_that_they_are_not_fitted() {
    for text in ["R1 R2 DNP", "R1 R2 (DNP)", "R1(DNP), R2(DNP)", "R1_DNP R2_DNF", "R1-DNP R2-DNP"] {
        let found = places(text, None);
        assert_eq!((names(&found).as_str(), found.dnp), ("R1 R2", true), "{text:?}");
    }
    let some = places("R1(DNP), R2", None);
    assert_eq!((names(&some).as_str(), some.dnp), ("R1(DNP) R2", false), "a row is fitted or not as a whole");
    assert_eq!(names(&places("DNP", None)), "DNP");
}
