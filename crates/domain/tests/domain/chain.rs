//! The chain's bytes: as they are described, different for different things, and the same for ever.

use std::fmt::Write;

use std::borrow::Cow;

use partwright_domain::audit::{
    Action, AuditEntry, AuditUnit, ChainError, Place, START, Step, Told, What, canonical, link, parse_noted,
};
use partwright_domain::change::Room;
use partwright_domain::file::ContentHash;
use partwright_domain::id::{PartId, PersonId, Uuid};
use partwright_domain::time::Timestamp;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

fn id(last: u8) -> Uuid {
    Uuid::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last])
}

fn unit() -> AuditUnit {
    AuditUnit { at: Timestamp(1_700_000_000_000), person: PersonId(id(1)), operation: "part.describe".to_owned() }
}

/// The worked example of the guide: change #7 describes a part, and what it says is undone by change #8.
#[test]
fn the_bytes_and_hashes_are_those_that_the_guide_works_out() {
    let (before, after) = (json!({ "name": "10k" }), json!({ "name": "10 kΩ" }));
    let entry = AuditEntry {
        room: Room::Part,
        subject: id(2),
        part: Some(PartId(id(2))),
        action: Action::Changed,
        title: "EL-RES-100001".to_owned(),
        before: Some(before.clone()),
        after: Some(after.clone()),
    };
    let (unit, texts) = (unit(), (before.to_string(), after.to_string()));
    let told = Told::entry(&unit, &entry, Some(&texts.0), Some(&texts.1));
    let hex = |bytes: &[u8]| {
        bytes.iter().fold(String::new(), |mut written, byte| {
            write!(written, "{byte:02x}").expect("a string takes all");
            written
        })
    };
    let length = |length: u8| format!("00000000000000{length:02x}");
    let text = |text: &str| length(u8::try_from(text.len()).expect("short")) + &hex(text.as_bytes());
    let pieces = [
        hex(b"partwright audit 1\n"),
        "00".repeat(32),
        "0000018bcfe56800".to_owned(),
        length(16) + "00000000000000000000000000000001",
        text("part.describe"),
        hex(b"E"),
        text("part"),
        length(16) + "00000000000000000000000000000002",
        "01".to_owned() + &length(16) + "00000000000000000000000000000002",
        text("changed"),
        text("EL-RES-100001"),
        "01".to_owned() + &text("{\"name\":\"10k\"}"),
        "01".to_owned() + &text("{\"name\":\"10 kΩ\"}"),
        "0000000000000007".to_owned() + "0000000000000001",
    ];
    let place = Place::entry(7, 1);
    assert_eq!(hex(&canonical(&START, &told, place)), pieces.concat());
    let first = link(&START, &told, place);
    assert_eq!(first.to_string(), "90f34b168309167b74d3f6bc36a4647d1bb34e6ee07e42a562ba9725ee8e46d9");
    let undo = AuditUnit { at: Timestamp(1_700_000_060_000), operation: "audit.undo".to_owned(), ..unit };
    let told = Told::undo(&undo, 7);
    let pieces = [
        hex(b"partwright audit 1\n"),
        first.to_string(),
        "0000018bcfe65260".to_owned(),
        length(16) + "00000000000000000000000000000001",
        text("audit.undo"),
        hex(b"U"),
        "0000000000000007".to_owned(),
        "0000000000000008".to_owned() + "0000000000000000",
    ];
    assert_eq!(hex(&canonical(&first, &told, Place::undo(8))), pieces.concat());
    assert_eq!(
        link(&first, &told, Place::undo(8)).to_string(),
        "bcc7008d6e3e71a93da8c7be4f9c1ef9ec76b4a3f70a709c66d8f25cb72aed20"
    );
}

#[test]
fn a_noted_hash_is_64_digits() {
    let hash = "0a".repeat(32);
    assert_eq!(parse_noted(&format!(" {hash}\n")), Ok(ContentHash([10; 32])));
    for text in ["", "0a", &hash.to_uppercase(), &format!("{hash}0")] {
        assert_eq!(parse_noted(text), Err(ChainError::NotedInvalid { text: text.to_owned() }));
    }
}

/// Few bytes and short pieces, so that what stands at the end of one and the beginning of the next are often alike.
fn piece() -> impl Strategy<Value = Cow<'static, [u8]>> {
    vec(prop_oneof![Just(0_u8), Just(1), Just(b'E')], 0..4).prop_map(Cow::Owned)
}

fn what() -> impl Strategy<Value = What<'static>> {
    let entry = (piece(), piece(), option::of(piece()), piece(), piece(), option::of(piece()), option::of(piece()));
    prop_oneof![
        9 => entry.prop_map(|(room, subject, part, action, title, before, after)| What::Entry {
            room, subject, part, action, title, before, after
        }),
        1 => (0..3_i64).prop_map(|undone| What::Undo { undone }),
    ]
}

prop_compose! {
    fn linked()(
        previous in prop_oneof![Just([0; 32]), Just([1; 32])],
        at in 0..2_i64,
        person in piece(),
        operation in piece(),
        what in what(),
        sequence in 0..2_i64,
        position in 1..3_i64,
    ) -> (ContentHash, Told<'static>, Place) {
        let step = if matches!(what, What::Undo { .. }) { Step::Undo } else { Step::Entry(position) };
        (ContentHash(previous), Told { at, person, operation, what }, Place { sequence, step })
    }
}

/// One thing with one field changed, and one in which a byte went over to the next field.
fn neighbours(told: &Told<'static>) -> Vec<Told<'static>> {
    let mut all = Vec::new();
    let push = |bytes: &Cow<'static, [u8]>| Cow::Owned([bytes, &[0_u8][..]].concat());
    all.push(Told { at: told.at + 1, ..told.clone() });
    all.push(Told { person: push(&told.person), ..told.clone() });
    all.push(Told { operation: push(&told.operation), ..told.clone() });
    if let Some((last, rest)) = told.person.split_last() {
        let operation = Cow::Owned([&[*last], &told.operation[..]].concat());
        all.push(Told { person: Cow::Owned(rest.to_vec()), operation, ..told.clone() });
    }
    if let What::Entry { room, subject, part, action, title, before, after } = told.what.clone() {
        let entry = |title, before, after| What::Entry {
            room: room.clone(),
            subject: subject.clone(),
            part: part.clone(),
            action: action.clone(),
            title,
            before,
            after,
        };
        let mut whats = vec![entry(push(&title), before.clone(), after.clone())];
        if before != after {
            whats.push(entry(title.clone(), after.clone(), before.clone()));
        }
        whats.push(match &before {
            None => entry(title.clone(), Some(Cow::Borrowed(b"")), after.clone()),
            Some(_) => entry(title.clone(), None, after.clone()),
        });
        all.extend(whats.into_iter().map(|what| Told { what, ..told.clone() }));
    }
    all
}

proptest! {
    /// No two things have the same bytes, however alike they are.
    #[test]
    fn different_links_have_different_bytes(one in linked(), other in linked()) {
        let bytes = |(previous, told, place): &(ContentHash, Told<'_>, Place)| canonical(previous, told, *place);
        prop_assert_eq!(one == other, bytes(&one) == bytes(&other));
    }

    #[test]
    fn a_field_that_differs_makes_another_hash((previous, told, place) in linked()) {
        let hash = link(&previous, &told, place);
        for other in neighbours(&told) {
            prop_assert_ne!(link(&previous, &other, place), hash, "{:?}", other);
        }
        prop_assert_ne!(link(&ContentHash([2; 32]), &told, place), hash);
        prop_assert_ne!(link(&previous, &told, Place { sequence: place.sequence + 1, ..place }), hash);
        if let Step::Entry(position) = place.step {
            prop_assert_ne!(link(&previous, &told, Place::entry(place.sequence, position + 1)), hash);
        }
    }
}
