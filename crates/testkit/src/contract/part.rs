//! Parts and their numbers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use partwright_domain::category::Codes;
use partwright_domain::change::Room;
use partwright_domain::id::{ManufacturerPartId, PartId, SubcategoryId};
use partwright_domain::manufacturer_part::ManufacturerPart;
use partwright_domain::part::{Description, NewPart, Part, PartName, PartNumber, PartService, Sequence};
use partwright_domain::store::{StoreError, Verdict, Writing};
use partwright_domain::time::Timestamp;

use super::TestStore;
use crate::build;

fn sequence(number: u32) -> Sequence {
    Sequence::new(number).expect("a number of the sequence")
}

/// A part that is in no store yet, beside one that is; its number is the next but nobody took it.
fn beside(test: &TestStore, part: &Part) -> Part {
    let sequence = part.number.sequence.next().expect("a next number");
    Part { id: PartId(test.id()), number: PartNumber { sequence, ..part.number.clone() }, ..part.clone() }
}

/// 100000, 100001, 100002, whatever the category.
pub fn numbers_begin_at_100000_and_are_dense(test: &TestStore) {
    test.open();
    let numbers = ["EL-RES", "AS-PRD", "EL-RES"].map(|codes| build::part(codes).add_to(test.ports()).part.number);
    assert_eq!(numbers.map(|number| number.to_string()), ["EL-RES-100000", "AS-PRD-100001", "EL-RES-100002"]);
}

/// Asking for it takes none.
pub fn the_next_number_is_told_before_it_is_taken(test: &TestStore) {
    test.open();
    let next = || test.read(|snapshot| snapshot.parts().next_sequence());
    assert_eq!((next(), next()), (Some(sequence(100_000)), Some(sequence(100_000))));
    assert_eq!(build::part("EL-RES").add_to(test.ports()).part.number.sequence, sequence(100_000));
    assert_eq!(next(), Some(sequence(100_001)));
}

/// By an error, by a panic, or by an audit that is missing: the next part gets the number all the same.
pub fn a_unit_that_does_not_commit_takes_no_number(test: &TestStore) {
    let actor = test.open();
    let taken = test.attempt(|unit| {
        assert_eq!(unit.parts().take_sequence()?, sequence(100_000));
        assert_eq!(unit.parts().take_sequence()?, sequence(100_001), "in one unit they go on");
        Err(StoreError::BomCycle)
    });
    assert_eq!(taken, Err(StoreError::BomCycle));
    catch_unwind(AssertUnwindSafe(|| {
        test.attempt(|unit| {
            unit.parts().take_sequence()?;
            panic!("the closure's own panic");
        })
    }))
    .expect_err("a panic in a unit goes on to the caller");
    let name = actor.id;
    let unaudited = test.attempt(move |unit| {
        unit.parts().take_sequence()?;
        let person = unit.people().find(name)?.expect("who acts");
        unit.people().update(&person)
    });
    assert_eq!(unaudited, Err(StoreError::Unaudited));
    assert_eq!(build::part("EL-RES").add_to(test.ports()).part.number.sequence, sequence(100_000));
}

/// Taking a number is no change that anybody must be told of or that needs an audit entry.
pub fn taking_a_number_is_no_change(test: &TestStore) {
    test.open();
    let answer = test.store().unit(
        &Writing::named("test.take"),
        Box::new(|unit| {
            unit.parts().take_sequence().expect("a number");
            Verdict::Commit
        }),
    );
    assert_eq!(answer.map(|changes| changes.is_empty()), Ok(true));
}

/// Sixteen threads make twenty-five parts each: 400 different numbers without a gap.
pub fn threads_that_make_parts_get_different_dense_numbers(test: &TestStore) {
    const THREADS: u32 = 16;
    const PARTS: u32 = 25;
    let actor = test.open();
    let subcategory = build::subcategory(test.ports(), "EL-RES");
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let service = PartService::new(test.ports().clone());
            let name = PartName::parse("One of many").expect("a name");
            let description = Description::parse("").expect("a description");
            let new = NewPart { subcategory, name, description, manufacturer_part: None };
            let create = move |_| service.create(&actor, new.clone()).expect("a part").number.sequence.get();
            thread::spawn(move || (0..PARTS).map(create).collect::<Vec<_>>())
        })
        .collect();
    let mut numbers: Vec<u32> =
        threads.into_iter().flat_map(|thread| thread.join().expect("a thread that ends")).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (100_000..100_000 + THREADS * PARTS).collect::<Vec<_>>());
}

/// Names of any script, descriptions with lines, the longest there can be, and times before 1970.
pub fn a_part_comes_back_as_written(test: &TestStore) {
    let actor = test.open();
    let subcategory = build::subcategory(test.ports(), "EL-RES");
    for (name, description, created) in [
        ("Widerstand 4,7 kΩ ±1 % \"O'Neil\" 山田 🦀", "Lines\n\tand\r\ntabs; % _ \\", 0),
        ("x", "", i64::MIN),
        (&*"ß".repeat(200), &*"Ω".repeat(4000), i64::MAX),
    ] {
        let (id, name) = (PartId(test.id()), PartName::parse(name).expect("a name"));
        let (description, created) = (Description::parse(description).expect("a description"), Timestamp(created));
        let written = test.write(actor.id, move |unit| {
            let codes = unit.categories().find(subcategory)?.expect("a starter category").codes;
            let number = PartNumber { codes, sequence: unit.parts().take_sequence()? };
            let (name, description) = (name.clone(), description.clone());
            let part = Part { id, number, subcategory, name, description, created, successor: None };
            unit.parts().insert(&part)?;
            unit.note(Room::Part, id)?;
            Ok(part)
        });
        assert_eq!(test.read(|snapshot| snapshot.parts().find(id)), Some(written));
    }
}

/// By its id, and by its number with both codes; nothing is found by half of a number.
pub fn a_part_is_found_by_id_and_by_number(test: &TestStore) {
    test.open();
    let part = build::part("EL-RES").add_to(test.ports()).part;
    let other_codes = PartNumber { codes: Codes::parse("EL-CAP").expect("codes"), ..part.number.clone() };
    let other_number = beside(test, &part).number;
    test.read(|snapshot| {
        assert_eq!(snapshot.parts().find(part.id)?.as_ref(), Some(&part));
        assert_eq!(snapshot.parts().find_by_number(&part.number)?, Some(part));
        assert_eq!(snapshot.parts().find_by_number(&other_codes)?, None);
        assert_eq!(snapshot.parts().find_by_number(&other_number)?, None);
        assert_eq!(snapshot.parts().find(PartId(test.id()))?, None);
        assert_eq!(snapshot.parts().summary(PartId(test.id()))?, None);
        Ok(())
    });
}

/// The sequence is one for the whole workspace, so its number is taken under any codes.
pub fn a_part_number_stands_once(test: &TestStore) {
    test.open();
    let part = build::part("EL-RES").add_to(test.ports()).part;
    for codes in ["EL-RES", "EL-CAP"] {
        let number = PartNumber { codes: Codes::parse(codes).expect("codes"), ..part.number.clone() };
        let twin = Part { id: PartId(test.id()), number, ..part.clone() };
        assert_eq!(test.attempt(move |unit| unit.parts().insert(&twin)), Err(StoreError::PartNumberTaken));
    }
}

/// An update with another number is refused, be it another sequence or other codes.
pub fn a_part_keeps_its_number(test: &TestStore) {
    test.open();
    let part = build::part("EL-RES").add_to(test.ports()).part;
    let codes = PartNumber { codes: Codes::parse("EL-CAP").expect("codes"), ..part.number.clone() };
    for number in [codes, beside(test, &part).number] {
        let renumbered = Part { number, ..part.clone() };
        assert_eq!(test.attempt(move |unit| unit.parts().update(&renumbered)), Err(StoreError::PartNumberFixed));
    }
    assert_eq!(test.read(|snapshot| snapshot.parts().find(part.id)), Some(part));
}

/// Name, description and subcategory are replaced; the number keeps the codes it was given under.
pub fn a_part_is_described_anew(test: &TestStore) {
    let actor = test.open();
    let before = build::part("EL-RES").add_to(test.ports()).part;
    let after = Part {
        name: PartName::parse("Another name").expect("a name"),
        description: Description::parse("Another description").expect("a description"),
        subcategory: build::subcategory(test.ports(), "EL-CAP"),
        ..before.clone()
    };
    let row = after.clone();
    test.write_one(actor.id, Room::Part, after.id, move |unit| unit.parts().update(&row));
    test.read(|snapshot| {
        assert_eq!(snapshot.parts().find(after.id)?.as_ref(), Some(&after));
        assert_eq!(snapshot.parts().find_by_number(&before.number)?, Some(after.clone()));
        let summary = snapshot.parts().summary(after.id)?.expect("a part that is there");
        assert_eq!(summary.subcategory.codes.to_string(), "EL-CAP");
        assert_eq!(summary.part.number.to_string(), "EL-RES-100000");
        Ok(())
    });
}

/// A part in no subcategory, or one that is not there to be replaced, is refused.
pub fn a_part_needs_what_it_refers_to(test: &TestStore) {
    test.open();
    let part = build::part("EL-RES").add_to(test.ports()).part;
    let nowhere = SubcategoryId(test.id());
    let (inserted, replaced, absent) = (
        Part { subcategory: nowhere, ..beside(test, &part) },
        Part { subcategory: nowhere, ..part.clone() },
        beside(test, &part),
    );
    for answer in [
        test.attempt(move |unit| {
            unit.parts().take_sequence()?;
            unit.parts().insert(&inserted)
        }),
        test.attempt(move |unit| unit.parts().update(&replaced)),
        test.attempt(move |unit| unit.parts().update(&absent)),
    ] {
        assert!(matches!(answer, Err(StoreError::Missing { .. })), "{answer:?}");
    }
}

/// A number from beyond the sequence would stand in the way of the part that it is given to one day.
pub fn a_part_has_a_number_that_was_given(test: &TestStore) {
    test.open();
    let ahead = beside(test, &build::part("EL-RES").add_to(test.ports()).part);
    let answer = test.attempt(move |unit| unit.parts().insert(&ahead));
    assert_eq!(answer, Err(StoreError::Invalid { constraint: "part_number_was_given".to_owned() }));
    assert_eq!(build::part("EL-RES").add_to(test.ports()).part.number.to_string(), "EL-RES-100001");
}

/// All of them, and those whose subcategory of today is one of assemblies.
pub fn parts_and_assemblies_are_counted(test: &TestStore) {
    let actor = test.open();
    for codes in ["EL-RES", "EL-PCA", "AS-PRD", "EL-PCB"] {
        build::part(codes).add_to(test.ports());
    }
    assert_eq!(test.read(|snapshot| snapshot.parts().count()), (4, 2));
    let board = build::part("EL-PCA").add_to(test.ports()).part;
    let moved = Part { subcategory: build::subcategory(test.ports(), "EL-PCB"), ..board };
    test.write_one(actor.id, Room::Part, moved.id, move |unit| unit.parts().update(&moved));
    assert_eq!(test.read(|snapshot| snapshot.parts().count()), (5, 2));
}

/// The newest revision with its author and its value and footprint, and the first manufacturer part.
pub fn a_summary_says_what_the_other_rooms_know(test: &TestStore) {
    let actor = test.open();
    let plain = build::part("ME-FAS").add_to(test.ports());
    let summary = test.read(|snapshot| snapshot.parts().summary(plain.part.id)).expect("a part that is there");
    assert_eq!((summary.manufacturer_part, summary.value, summary.footprint), (None, None, None));

    let builder = build::part("EL-RES").mpn("Yageo", "ZZ-FIRST").mpn("Abracon", "AA-SECOND");
    let built = builder.value("10k").footprint("R_0402").property("Tolerance", "1 %").released().add_to(test.ports());
    let next = build::revise(test.ports(), &built.part);
    let revision = next.revision.id;
    test.write_one(actor.id, Room::Property, revision, move |unit| {
        unit.properties().set(revision, &build::text("Value", "12k"))
    });
    let summary = test.read(|snapshot| snapshot.parts().summary(built.part.id)).expect("a part that is there");
    assert_eq!(summary.part, built.part);
    assert_eq!(summary.subcategory.codes.to_string(), "EL-RES");
    assert_eq!(summary.revision, next.revision);
    assert_eq!(summary.author, "Ada Lovelace");
    let first = summary.manufacturer_part.expect("the first of two");
    assert_eq!(first.mpn.as_str(), "ZZ-FIRST");
    assert_eq!(summary.value.as_deref(), Some("12k"), "the newest revision's own");
    assert_eq!(summary.footprint, None, "and not an older one's");
}

/// A removed part's number, codes and all, and its id belong to it for ever: it may come back as itself, and as nothing else.
pub fn a_removed_parts_number_is_its_own_for_ever(test: &TestStore) {
    let actor = test.open();
    let part = beside(test, &build::part("EL-RES").add_to(test.ports()).part);
    let row = part.clone();
    test.write_one(actor.id, Room::Part, part.id, move |unit| {
        assert_eq!(unit.parts().take_sequence()?, row.number.sequence);
        unit.parts().insert(&row)
    });
    for _ in 0..2 {
        let id = part.id;
        test.write_one(actor.id, Room::Part, id, move |unit| unit.parts().remove(id));
        assert_eq!(test.read(|snapshot| snapshot.parts().find(id)), None);
        assert_eq!(test.read(|snapshot| snapshot.parts().find_by_number(&part.number)), None);
        let codes = PartNumber { codes: Codes::parse("EL-CAP").expect("codes"), ..part.number.clone() };
        let next = PartNumber { sequence: part.number.sequence.next().expect("a next"), ..part.number.clone() };
        for other in [
            Part { id: PartId(test.id()), ..part.clone() },
            Part { number: codes, ..part.clone() },
            Part { number: next, ..part.clone() },
        ] {
            let answer = test.attempt(move |unit| {
                unit.parts().take_sequence()?;
                unit.parts().insert(&other)
            });
            assert_eq!(answer, Err(StoreError::PartNumberTaken));
        }
        let row = part.clone();
        test.write_one(actor.id, Room::Part, part.id, move |unit| unit.parts().insert(&row));
        assert_eq!(test.read(|snapshot| snapshot.parts().find(part.id)).as_ref(), Some(&part));
    }
    let id = part.id;
    test.write_one(actor.id, Room::Part, id, move |unit| unit.parts().remove(id));
    let next = build::part("EL-RES").add_to(test.ports()).part.number.sequence;
    assert_eq!(Ok(next), part.number.sequence.next(), "the numbers go on after it");
}

/// Whatever refers to a part keeps it: a revision, a manufacturer part, a line, a substitute, what it is used instead of.
pub fn a_part_in_use_stays(test: &TestStore) {
    let actor = test.open();
    let ports = test.ports();
    let (board, plain) = (build::part("EL-PCA").add_to(ports), build::part("EL-RES").add_to(ports));
    let bare = || {
        let row = Part { id: PartId(test.id()), ..plain.part.clone() };
        test.write(actor.id, move |unit| {
            let number = PartNumber { sequence: unit.parts().take_sequence()?, ..row.number.clone() };
            let part = Part { number, ..row.clone() };
            unit.parts().insert(&part)?;
            unit.note(Room::Part, part.id)?;
            Ok(part)
        })
    };
    let [made, called_for, stands_in] = [bare(), bare(), bare()];
    let of = ManufacturerPart::of(ManufacturerPartId(test.id()), made.id, build::manufacturer_part("Yageo", "1"));
    test.write_one(actor.id, Room::ManufacturerPart, of.id, move |unit| unit.manufacturer_parts().insert(&of));
    let built = |part: &Part| build::Built { part: part.clone(), revision: plain.revision.clone() };
    let line = build::line(&board, &built(&called_for)).or(&built(&stands_in)).row(ports);
    test.write_one(actor.id, Room::Bom, line.id, move |unit| unit.boms().insert(&line));
    let instead = bare();
    let row = Part { successor: Some(instead.id), ..called_for.clone() };
    test.write_one(actor.id, Room::Part, row.id, move |unit| unit.parts().update(&row));
    let of = test.read(|snapshot| snapshot.parts().succeeded_by(instead.id));
    assert_eq!(of.iter().map(|part| part.id).collect::<Vec<_>>(), [called_for.id]);
    for kept in [plain.part.id, made.id, called_for.id, stands_in.id, instead.id] {
        assert_eq!(test.attempt(move |unit| unit.parts().remove(kept)), Err(StoreError::PartInUse));
        assert!(test.read(|snapshot| snapshot.parts().find(kept)).is_some());
    }
}

/// Nothing happens when a part that is not there is removed.
pub fn removing_no_part_is_no_change(test: &TestStore) {
    test.open();
    let nobody = PartId(test.id());
    let answer = test.store().unit(
        &Writing::named("test.remove"),
        Box::new(move |unit| {
            unit.parts().remove(nobody).expect("nothing to remove");
            Verdict::Commit
        }),
    );
    assert_eq!(answer.map(|changes| changes.is_empty()), Ok(true));
}

/// It comes back as written, is taken back, and is never the part itself or one that it succeeds; and a part begins without.
pub fn a_successor_is_kept_and_never_leads_back(test: &TestStore) {
    let actor = test.open();
    let [one, two, three] = [(); 3].map(|()| build::part("EL-RES").add_to(test.ports()).part);
    let named =
        |part: &Part, successor: Option<&Part>| Part { successor: successor.map(|part| part.id), ..part.clone() };
    let write = |part: Part| {
        let row = part.clone();
        test.write_one(actor.id, Room::Part, part.id, move |unit| unit.parts().update(&row));
        let number = part.number.clone();
        test.read(|snapshot| {
            assert_eq!(snapshot.parts().find(part.id)?.as_ref(), Some(&part));
            assert_eq!(snapshot.parts().find_by_number(&number)?.as_ref(), Some(&part));
            assert_eq!(snapshot.parts().summary(part.id)?.map(|summary| summary.part).as_ref(), Some(&part));
            Ok(())
        });
    };
    let attempt = |part: Part| test.attempt(move |unit| unit.parts().update(&part));
    write(named(&one, Some(&two)));
    write(named(&two, Some(&three)));
    for (part, successor) in [(&one, &one), (&two, &one), (&three, &one), (&three, &three)] {
        assert_eq!(attempt(named(part, Some(successor))), Err(StoreError::SuccessorLoop));
    }
    let nowhere = Part { successor: Some(PartId(test.id())), ..three.clone() };
    assert!(matches!(attempt(nowhere), Err(StoreError::Missing { .. })));
    write(named(&one, None));
    write(named(&three, Some(&one)));
    let born = Part { successor: Some(one.id), ..beside(test, &three) };
    let answer = test.attempt(move |unit| {
        unit.parts().take_sequence()?;
        unit.parts().insert(&born)
    });
    assert_eq!(answer, Err(StoreError::SuccessorLoop));
}
