//! BOMs as they are read: lines in order, where a part is used, what stands below it.

use std::sync::mpsc;
use std::thread;

use partwright_domain::bom::{BomLine, FindNumber, Note, Quantity, Unit, designator};
use partwright_domain::change::Room;
use partwright_domain::decimal::Decimal;
use partwright_domain::id::{BomLineId, PartId, PersonId, RevisionId};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;

use super::{TestStore, wait};
use crate::build::{self, Built};

fn insert(test: &TestStore, by: PersonId, line: &BomLine) {
    let row = line.clone();
    test.write_one(by, Room::Bom, line.id, move |unit| unit.boms().insert(&row));
}

fn part(test: &TestStore) -> Built {
    build::part("EL-PCA").add_to(test.ports())
}

/// The least and the greatest quantity in every unit, many designators of many scripts, the longest texts.
pub fn a_line_comes_back_as_written(test: &TestStore) {
    let actor = test.open();
    let (board, child) = (part(test), part(test));
    let mut lines = Vec::new();
    for unit in Unit::ALL {
        for quantity in ["0.000001", "0.25", "1", "999999999.999999"] {
            lines.push(build::line(&board, &child).quantity(quantity, unit).row(test.ports()));
        }
    }
    lines.push(build::line(&board, &child).at("R1-R1000").row(test.ports()));
    lines.push(build::line(&board, &child).at("Ω1 I/O LED\"2' \\ {x} 山田").dnp().row(test.ports()));
    lines.push(build::line(&board, &child).at("C10 C9 C100").quantity("2.5", Unit::Metre).intended().row(test.ports()));
    lines.push(build::line(&board, &child).intended().row(test.ports()));
    for (index, line) in lines.iter_mut().enumerate() {
        line.position = u32::try_from(index).expect("few lines");
    }
    let last = lines.last_mut().expect("lines");
    last.find_number = FindNumber::parse(&"Ω".repeat(20)).expect("a find number");
    last.note = Note::parse(&"line\n\t\"ß\"".repeat(180)).expect("a note");
    last.position = u32::MAX;
    for line in &lines {
        insert(test, actor.id, line);
        assert_eq!(test.read(|snapshot| snapshot.boms().find(line.id)).as_ref(), Some(line));
    }
    let total: Decimal = lines.iter().map(|line| line.quantity.to_decimal()).sum();
    let read = test.read(|snapshot| snapshot.boms().lines(board.revision.id));
    assert_eq!(read, lines);
    assert_eq!(read.iter().map(|line| line.quantity.to_decimal()).sum::<Decimal>(), total);
    assert_eq!(test.read(|snapshot| snapshot.boms().find(BomLineId(test.id()))), None);
}

/// By position, in whatever order they came.
pub fn lines_stand_in_the_order_of_their_positions(test: &TestStore) {
    let actor = test.open();
    let (board, other, child) = (part(test), part(test), part(test));
    for position in [30, 4, 100, 7] {
        insert(test, actor.id, &build::line(&board, &child).position(position).row(test.ports()));
    }
    insert(test, actor.id, &build::line(&other, &child).position(5).row(test.ports()));
    let lines = test.read(|snapshot| snapshot.boms().lines(board.revision.id));
    let positions: Vec<_> = lines.iter().map(|line| line.position).collect();
    assert_eq!(positions, [4, 7, 30, 100]);
    test.read(|snapshot| {
        assert_eq!(snapshot.boms().count(board.revision.id)?, 4);
        assert_eq!(snapshot.boms().count(RevisionId(test.id()))?, 0);
        assert_eq!(snapshot.boms().lines(RevisionId(test.id()))?, []);
        Ok(())
    });
    let moved = BomLine { position: 1, ..lines[3].clone() };
    test.write_one(actor.id, Room::Bom, moved.id, move |unit| unit.boms().update(&moved));
    let lines = test.read(|snapshot| snapshot.boms().lines(board.revision.id));
    assert_eq!(lines.iter().map(|line| line.position).collect::<Vec<_>>(), [1, 4, 7, 30]);
}

/// Everything a line says is replaced: its child too. What it held before is free again.
pub fn a_line_is_replaced(test: &TestStore) {
    let actor = test.open();
    let (board, child, other) = (part(test), part(test), part(test));
    let line = build::line(&board, &child).at("R1 R2 R3").add_to(test.ports());
    let after = BomLine {
        child: other.part.id,
        position: 8,
        quantity: Quantity::pieces(2),
        designators: designator::parse_list("R3 R4").expect("designators"),
        dnp: true,
        find_number: FindNumber::parse("12").expect("a find number"),
        note: Note::parse("a note").expect("a note"),
        ..line
    };
    let row = after.clone();
    test.write_one(actor.id, Room::Bom, after.id, move |unit| unit.boms().update(&row));
    assert_eq!(test.read(|snapshot| snapshot.boms().lines(board.revision.id)), [after]);
    assert_eq!(test.read(|snapshot| snapshot.boms().uses(child.part.id)), []);
    build::line(&board, &child).at("R1 R2").add_to(test.ports());
}

/// What is removed is gone from the BOM and from the uses of its child, and its designators are free.
pub fn a_line_is_removed(test: &TestStore) {
    let actor = test.open();
    let (board, child) = (part(test), part(test));
    let line = build::line(&board, &child).at("R1").add_to(test.ports()).id;
    test.write_one(actor.id, Room::Bom, line, move |unit| unit.boms().remove(line));
    test.read(|snapshot| {
        assert_eq!(snapshot.boms().find(line)?, None);
        assert_eq!(snapshot.boms().lines(board.revision.id)?, []);
        assert_eq!(snapshot.boms().uses(child.part.id)?, []);
        assert!(!snapshot.boms().contains(board.part.id, child.part.id)?, "nor does it stand below any more");
        Ok(())
    });
    build::line(&board, &child).at("R1").add_to(test.ports());
}

/// By the parent's number, its codes first; then by revision, then by position.
pub fn uses_stand_by_part_number_revision_and_position(test: &TestStore) {
    let actor = test.open();
    let screw = build::part("ME-FAS").add_to(test.ports());
    let (product, board) = (build::part("EL-PCA").add_to(test.ports()), build::part("AS-PRD").add_to(test.ports()));
    let late = build::part("EL-PCA").add_to(test.ports());
    let mut expected = Vec::new();
    for (place, parent, position) in [(3, &product, 9), (4, &late, 1), (0, &board, 5), (2, &product, 2)] {
        let line = build::line(parent, &screw).position(position).row(test.ports());
        insert(test, actor.id, &line);
        expected.push((place, line.id));
    }
    build::advance(test.ports(), board.revision.id, Lifecycle::Released);
    let second = build::revise(test.ports(), &board.part);
    let line = build::line(&second, &screw).position(1).row(test.ports());
    insert(test, actor.id, &line);
    expected.push((1, line.id));
    build::line(&late, &board).add_to(test.ports());
    expected.sort_unstable();
    let uses = test.read(|snapshot| snapshot.boms().uses(screw.part.id));
    let expected: Vec<_> = expected.into_iter().map(|(_, id)| id).collect();
    assert_eq!(uses.iter().map(|line| line.id).collect::<Vec<_>>(), expected);
    assert_eq!(test.read(|snapshot| snapshot.boms().uses(product.part.id)), []);
}

fn contains(test: &TestStore, outer: &Built, inner: &Built) -> bool {
    test.read(|snapshot| snapshot.boms().contains(outer.part.id, inner.part.id))
}

/// At any depth, by more than one way, and never upwards or by being the same.
pub fn a_part_contains_what_stands_below_it_at_any_depth(test: &TestStore) {
    test.open();
    let chain: Vec<_> = (0..12).map(|_| part(test)).collect();
    for pair in chain.windows(2) {
        build::line(&pair[0], &pair[1]).add_to(test.ports());
    }
    // A second way from the top to the bottom, so that the bottom is reached twice.
    build::line(&chain[0], &chain[11]).add_to(test.ports());
    let apart = part(test);
    assert!(contains(test, &chain[0], &chain[1]));
    assert!(contains(test, &chain[0], &chain[11]));
    assert!(contains(test, &chain[3], &chain[11]));
    assert!(!contains(test, &chain[11], &chain[0]), "containing goes downwards only");
    assert!(!contains(test, &chain[5], &chain[5]), "a part does not contain itself by being itself");
    assert!(!contains(test, &chain[0], &apart));
    assert!(!contains(test, &apart, &chain[0]));
    assert!(!test.read(|snapshot| snapshot.boms().contains(PartId(test.id()), chain[0].part.id)));
}

/// In any revision, the newest or an older one, of any part on the way.
pub fn a_part_contains_what_any_of_its_revisions_does(test: &TestStore) {
    test.open();
    let (top, middle, old, new) = (part(test), part(test), part(test), part(test));
    build::line(&top, &middle).add_to(test.ports());
    build::line(&middle, &old).add_to(test.ports());
    build::advance(test.ports(), middle.revision.id, Lifecycle::Obsolete);
    let second = build::revise(test.ports(), &middle.part);
    build::line(&second, &new).add_to(test.ports());
    for child in [&old, &new] {
        assert!(contains(test, &middle, child));
        assert!(contains(test, &top, child));
    }
}

/// Levels of assemblies that share all their children: a search by paths would take two thousand million steps.
pub fn a_lattice_is_searched_by_parts_and_not_by_paths(test: &TestStore) {
    test.open();
    let levels: Vec<_> = (0..32).map(|_| [part(test), part(test)]).collect();
    for pair in levels.windows(2) {
        for parent in &pair[0] {
            for child in &pair[1] {
                build::line(parent, child).add_to(test.ports());
            }
        }
    }
    let (top, bottom, apart) = (levels[0][0].part.id, levels[31][1].part.id, part(test).part.id);
    let (store, (done, found)) = (test.store(), mpsc::channel());
    thread::spawn(move || {
        let both = store.read("test", |snapshot| {
            Ok::<_, StoreError>((snapshot.boms().contains(top, bottom)?, snapshot.boms().contains(top, apart)?))
        });
        done.send(both).expect("a test that waits");
    });
    assert_eq!(wait(&found).expect("an answer in reasonable time"), Ok((true, false)));
}

/// As if each had been added by itself, whatever it says; when one is refused, none of them is there.
pub fn many_lines_are_added_at_once_or_not_at_all(test: &TestStore) {
    let actor = test.open();
    let ports = test.ports();
    let [board, child, other] = [(); 3].map(|()| build::part("EL-ICT").add_to(ports));
    let file = build::imported_file(ports, actor.id);
    let row = file.clone();
    test.write_one(actor.id, Room::Import, file.id, move |unit| unit.imports().add_file(&row));
    let line = || build::line(&board, &child);
    let many = [
        line().at("R1 R\"2 C\\\\3").position(1),
        line().quantity("0.25", Unit::Metre).numbered("10").noted("a \"note\"\nof two lines, 4 µ").position(2),
        line().at("U1").quantity("2", Unit::Each).intended().dnp().pinned(&child).position(3),
        line().property("Height", "\"2\" \\ mm").property("[]", "null").from(file.id, &[1, 12]).position(4),
    ];
    let mut rows: Vec<BomLine> = many.into_iter().map(|line| line.row(ports)).collect();
    for with_substitute in [false, true] {
        if with_substitute {
            for row in &mut rows {
                row.id = BomLineId(test.id());
            }
            rows[1].substitutes = build::line(&board, &child).or(&other).row(ports).substitutes;
            let there = test.read(|snapshot| snapshot.boms().lines(board.revision.id));
            test.write(actor.id, move |unit| {
                there.iter().try_for_each(|line| {
                    unit.boms().remove(line.id)?;
                    unit.note(Room::Bom, line.id)
                })
            });
        }
        let added = rows.clone();
        test.write(actor.id, move |unit| {
            unit.boms().insert_all(&added)?;
            added.iter().try_for_each(|line| unit.note(Room::Bom, line.id))
        });
        assert_eq!(test.read(|snapshot| snapshot.boms().lines(board.revision.id)), rows);
    }
    let wrong: [(BomLine, StoreError); 3] = [
        (line().at("R1").row(ports), StoreError::DesignatorTaken),
        (line().at("R7 R8").quantity("3", Unit::Each).row(ports), StoreError::QuantityDisagrees),
        (build::line(&board, &board).row(ports), StoreError::BomCycle),
    ];
    for (wrong, expected) in wrong {
        let lines = [line().at("R9").row(ports), wrong, line().at("R10").row(ports)];
        assert_eq!(test.attempt(move |unit| unit.boms().insert_all(&lines)), Err(expected));
    }
    assert_eq!(test.read(|snapshot| snapshot.boms().lines(board.revision.id)), rows);
    test.write(actor.id, |unit| unit.boms().insert_all(&[]));
}
