//! Labels: numbers and letters, far past 10 and Z.

use std::collections::BTreeSet;

use partwright_domain::revision::LabelScheme;
use proptest::prelude::*;

#[test]
fn labels_are_counted_as_people_count() {
    let table = [
        // ordinal, Numeric, Letters, Clear letters
        (1, ["1", "A", "A"]),
        (8, ["8", "H", "H"]),
        (9, ["9", "I", "J"]),
        (10, ["10", "J", "K"]),
        (11, ["11", "K", "L"]),
        (20, ["20", "T", "Y"]),
        (21, ["21", "U", "AA"]),
        (26, ["26", "Z", "AF"]),
        (27, ["27", "AA", "AG"]),
        (52, ["52", "AZ", "BM"]),
        (53, ["53", "BA", "BN"]),
        (702, ["702", "ZZ", "ARB"]),
        (703, ["703", "AAA", "ARC"]),
    ];
    for (ordinal, labels) in table {
        assert_eq!(LabelScheme::ALL.map(|scheme| scheme.label(ordinal)), labels, "{ordinal}");
    }
}

#[test]
fn what_is_no_label_names_no_revision() {
    for (scheme, labels) in [
        (LabelScheme::Numeric, &["", "0", "01", "+1", "-1", "A", "4294967296", "1 "][..]),
        (LabelScheme::Letters, &["", "a", "1", "A1", "Ä", "ZZZZZZZZ", " A"]),
        (LabelScheme::ClearLetters, &["", "I", "O", "Q", "S", "X", "Z", "AI", "a"]),
    ] {
        for label in labels {
            assert_eq!(scheme.ordinal(label), None, "{scheme}: {label:?}");
        }
    }
}

#[test]
fn a_scheme_is_found_by_its_name() {
    for scheme in LabelScheme::ALL {
        assert_eq!(LabelScheme::named(scheme.name()), Some(scheme));
        assert_eq!(serde_json::json!(scheme), scheme.name(), "the audit says the name");
    }
    assert_eq!(LabelScheme::named("Roman"), None);
}

#[test]
fn a_label_that_another_scheme_took_is_passed_over() {
    // Nine revisions with clear letters end in J; the tenth with all letters would be a second J.
    let taken: Vec<String> = (1..=9).map(|ordinal| LabelScheme::ClearLetters.label(ordinal)).collect();
    let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
    assert_eq!(LabelScheme::Letters.next_label(10, &taken), "K");
    assert_eq!(LabelScheme::Numeric.next_label(10, &taken), "10");
}

proptest! {
    #[test]
    fn each_label_names_its_own_revision_in_every_scheme(ordinal in 1..=u32::MAX) {
        for scheme in LabelScheme::ALL {
            prop_assert_eq!(scheme.ordinal(&scheme.label(ordinal)), Some(ordinal));
        }
    }

    #[test]
    fn clear_letters_have_none_that_is_taken_for_another(ordinal in 1..=u32::MAX) {
        let label = LabelScheme::ClearLetters.label(ordinal);
        prop_assert!(!label.contains(['I', 'O', 'Q', 'S', 'X', 'Z']), "{}", label);
    }

    #[test]
    fn labels_in_a_row_are_all_different_and_grow_no_shorter(first in 1..u32::MAX - 100) {
        for scheme in LabelScheme::ALL {
            let labels: Vec<String> = (first..first + 100).map(|ordinal| scheme.label(ordinal)).collect();
            prop_assert!(labels.is_sorted_by_key(String::len));
            prop_assert_eq!(labels.into_iter().collect::<BTreeSet<_>>().len(), 100);
        }
    }

    /// A longer label is a later one, and of two that are as long the one that stands later in the alphabet.
    #[test]
    fn labels_sort_as_their_revisions_do(one in 1..=u32::MAX, other in 1..=u32::MAX) {
        for scheme in LabelScheme::ALL {
            let [first, second] = [one, other].map(|ordinal| scheme.label(ordinal));
            prop_assert_eq!((first.len(), &first).cmp(&(second.len(), &second)), one.cmp(&other), "{} {}", first, second);
        }
    }

    /// Whatever schemes a part went through, its next label is none that it has.
    #[test]
    fn the_next_label_is_always_free(schemes in proptest::collection::vec(0_usize..3, 1..60)) {
        let mut labels: Vec<String> = Vec::new();
        for (ordinal, scheme) in (1..).zip(schemes) {
            let taken: Vec<&str> = labels.iter().map(String::as_str).collect();
            let label = LabelScheme::ALL[scheme].next_label(ordinal, &taken);
            prop_assert!(!labels.contains(&label), "{} twice", label);
            labels.push(label);
        }
    }
}
