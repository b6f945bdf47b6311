//! Rule 5: a part keeps its number, and no two have one.

use partwright_domain::id::PartId;
use partwright_domain::part::{Part, PartNumber};

use super::{House, blob};

#[test]
fn a_number_is_given_once_through_every_door() {
    let house = House::new();
    let twin = Part { id: PartId(house.test.id()), ..house.draft.part.clone() };
    house.shut("PartRepository::insert", "part.number_taken", || house.unit(move |unit| unit.parts().insert(&twin)));
    let sequence = house.draft.part.number.sequence.get();
    for conflict in ["", "OR REPLACE ", "OR IGNORE "] {
        let sql = format!(
            "INSERT {conflict}INTO part SELECT randomblob(16), subcategory_id, codes, sequence, name, description, created, name_key, search_key, successor_id, mpn_key FROM part WHERE sequence = {sequence}"
        );
        house.shut(&sql, "part.number_taken", || house.raw(&sql));
    }
}

#[test]
fn a_part_keeps_its_number_through_every_door() {
    let house = House::new();
    let number = PartNumber {
        sequence: house.draft.part.number.sequence.next().expect("a next"),
        ..house.draft.part.number.clone()
    };
    let renumbered = Part { number, ..house.draft.part.clone() };
    house.shut("PartRepository::update", "part.number_fixed", || {
        house.unit(move |unit| unit.parts().update(&renumbered))
    });
    let id = blob(house.draft.part.id);
    for set in ["sequence = 123456", "codes = 'EL-CAP'", "rowid = 123456", "id = randomblob(16)"] {
        let sql = format!("UPDATE OR REPLACE part SET {set} WHERE id = {id}");
        house.shut(&sql, "part.number_fixed", || house.raw(&sql));
    }
    for next in ["next + 2", "next - 1", "100000"] {
        let sql = format!("UPDATE part_sequence SET next = {next}");
        house.shut(&sql, "part_sequence_counts", || house.raw(&sql));
    }
}

#[test]
fn no_door_takes_a_number_that_was_not_given() {
    let house = House::new();
    let beyond = house.draft.part.number.sequence.next().expect("a next");
    let number = PartNumber { sequence: beyond, ..house.draft.part.number.clone() };
    let ahead = Part { id: PartId(house.test.id()), number, ..house.draft.part.clone() };
    let wanted = "store.invalid";
    house.shut("PartRepository::insert", wanted, || house.unit(move |unit| unit.parts().insert(&ahead)));
    let beyond = beyond.get();
    for sql in [
        format!(
            "INSERT OR REPLACE INTO part SELECT randomblob(16), subcategory_id, codes, {beyond}, name, description, created, name_key, search_key, NULL, '' FROM part LIMIT 1"
        ),
        format!("INSERT OR IGNORE INTO part_removed VALUES ({beyond}, 'EL-RES', randomblob(16))"),
    ] {
        house.shut(&sql, "part_number_was_given", || house.raw(&sql));
    }
}
