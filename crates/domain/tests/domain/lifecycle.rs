//! The lifecycle: a table of sixteen pairs.

use partwright_domain::revision::Lifecycle;

#[test]
fn of_sixteen_pairs_four_are_steps() {
    let table = [
        // to:       Draft, In Review, Released, Obsolete
        (Lifecycle::Draft, [false, true, false, false]),
        (Lifecycle::InReview, [true, false, true, false]),
        (Lifecycle::Released, [false, false, false, true]),
        (Lifecycle::Obsolete, [false, false, false, false]),
    ];
    for (from, row) in table {
        for (to, allowed) in Lifecycle::ALL.into_iter().zip(row) {
            assert_eq!(from.may_become(to), allowed, "{from} to {to}");
        }
    }
}

#[test]
fn released_and_obsolete_are_frozen() {
    assert_eq!(Lifecycle::ALL.map(Lifecycle::is_frozen), [false, false, true, true]);
}

#[test]
fn a_state_is_found_by_its_name_and_stored_by_it() {
    for state in Lifecycle::ALL {
        assert_eq!(Lifecycle::named(state.name()), Some(state));
        assert_eq!(serde_json::json!(state), state.name(), "the audit says the name");
    }
    assert_eq!(Lifecycle::named("draft"), None);
}
