//! History in words: what an entry says became another, and why.

use partwright_domain::Result;
use partwright_domain::audit::{Action, AuditEntry, differences, duplicated_from, reason};
use partwright_domain::change::Room;
use partwright_domain::id::Uuid;
use serde_json::{Value, json};

const KNOWN: Uuid = Uuid::from_u128(1);

fn entry(room: Room, action: Action, before: &Value, after: &Value) -> AuditEntry {
    let side = |value: &Value| (!value.is_null()).then(|| value.clone());
    let (before, after) = (side(before), side(after));
    AuditEntry { room, subject: Uuid::nil(), part: None, action, title: "a thing".to_owned(), before, after }
}

/// What a change from one value to another says, a field after the other.
#[track_caller]
fn said(room: Room, before: &Value, after: &Value) -> Vec<String> {
    let action = match (before.is_null(), after.is_null()) {
        (true, _) => Action::Created,
        (_, true) => Action::Removed,
        _ => Action::Changed,
    };
    let name_of = |id: Uuid| -> Result<Option<String>> { Ok((id == KNOWN).then(|| "EL-RES-100001".to_owned())) };
    let found = differences(&entry(room, action, before, after), &name_of).expect("names that are known");
    let or_nothing = |side: Option<String>| side.unwrap_or_else(|| "nothing".to_owned());
    found
        .into_iter()
        .map(|each| format!("{}: {} → {}", each.field, or_nothing(each.before), or_nothing(each.after)))
        .collect()
}

#[test]
fn a_change_says_what_became_another_and_nothing_else() {
    let before =
        json!({ "id": Uuid::from_u128(9), "quantity": "6", "dnp": false, "note": "", "unit": "each", "position": 1 });
    let after = json!({ "id": Uuid::from_u128(9), "quantity": "7", "dnp": true, "note": "by hand", "unit": "each", "position": 2 });
    assert_eq!(said(Room::Bom, &before, &after), ["dnp: no → yes", "note: nothing → by hand", "quantity: 6 → 7"]);
    assert_eq!(said(Room::Bom, &before, &before), [""; 0]);
}

#[test]
fn lists_and_small_values_are_read_as_people_write_them() {
    let (none, other) = (Uuid::from_u128(2), KNOWN);
    for (before, after, wanted) in [
        (json!({ "designators": ["R1", "R2"] }), json!({ "designators": ["R1"] }), "designators: R1, R2 → R1"),
        (json!({ "child": none }), json!({ "child": other }), "child: nothing → EL-RES-100001"),
        (
            json!({ "substitutes": [] }),
            json!({ "substitutes": [{ "part": other, "note": "only in winter" }] }),
            "substitutes: nothing → EL-RES-100001: only in winter",
        ),
        (
            json!({ "prices": [{ "quantity": "1", "price": "0.2" }] }),
            json!({ "prices": [{ "quantity": "1", "price": "0.1" }, { "quantity": "100", "price": "0.05" }] }),
            "prices: 1: 0.2 → 1: 0.1, 100: 0.05",
        ),
        (json!({ "hash": "a".repeat(64) }), json!({ "hash": "b".repeat(64) }), "hash: aaaaaaaaaaaa → bbbbbbbbbbbb"),
    ] {
        assert_eq!(said(Room::Bom, &before, &after), [wanted]);
    }
}

#[test]
fn a_property_says_its_value_when_it_comes_and_when_it_goes() {
    let value = json!({ "name": "Mass", "value": { "type": "number", "number": "4.7", "unit": "g" } });
    assert_eq!(said(Room::Property, &Value::Null, &value), ["value: nothing → 4.7 g"]);
    assert_eq!(said(Room::Property, &value, &Value::Null), ["value: 4.7 g → nothing"]);
    assert_eq!(said(Room::Part, &Value::Null, &json!({ "name": "New" })), [""; 0], "a title says what came");
}

#[test]
fn a_reason_is_told_where_somebody_gave_one() {
    let why = |room, after: Value| reason(&entry(room, Action::Created, &Value::Null, &after));
    assert_eq!(why(Room::Approval, json!({ "comment": "R2 is too small" })).as_deref(), Some("R2 is too small"));
    assert_eq!(why(Room::Approval, json!({ "note": "please" })).as_deref(), Some("please"));
    assert_eq!(why(Room::Approval, json!({ "reason": "of long standing" })).as_deref(), Some("of long standing"));
    assert_eq!(why(Room::Release, json!({ "exception": "a prototype" })).as_deref(), Some("a prototype"));
    assert_eq!(why(Room::Approval, json!({ "comment": "" })), None);
    assert_eq!(why(Room::Bom, json!({ "note": "a line's note is no reason" })), None);
}

#[test]
fn a_part_that_was_made_like_another_says_like_which() {
    let from = |room, action, after: Value| duplicated_from(&entry(room, action, &Value::Null, &after));
    let after = json!({ "name": "Board B", "duplicated_from": "EL-PCA-100042" });
    assert_eq!(from(Room::Part, Action::Created, after.clone()).as_deref(), Some("EL-PCA-100042"));
    assert_eq!(from(Room::Part, Action::Created, json!({ "name": "Board" })), None);
    assert_eq!(from(Room::Property, Action::Created, after), None, "a property may be called so");
}

#[test]
fn a_state_that_is_called_as_its_phase_is_told_once() {
    let of = |phase: &str, state: &str| json!({ "state": phase, "workflow_state": state });
    let released = said(Room::Revision, &of("In Review", "In Review"), &of("Released", "Released"));
    assert_eq!(released, ["state: In Review → Released"]);
    let checked = said(Room::Revision, &of("In Review", "Check"), &of("Released", "Prototype"));
    assert_eq!(checked, ["state: In Review → Released", "workflow_state: Check → Prototype"]);
}
