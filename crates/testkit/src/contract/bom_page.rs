//! A long BOM without reading all of it: its lines in pages, their order, what they come to, where a designator stands.

use partwright_domain::bom::{BomLine, Designator, FindNumber, Unit, designator, total};
use partwright_domain::change::Room;
use partwright_domain::id::RevisionId;
use partwright_domain::revision::Lifecycle;

use super::TestStore;
use crate::build::{self, Built};

fn part(test: &TestStore) -> Built {
    build::part("EL-PCA").add_to(test.ports())
}

/// Whatever the page, it is that piece of the whole: lines that came in another order, of equal positions, with what counts.
pub fn pages_are_the_lines_in_their_order(test: &TestStore) {
    let actor = test.open();
    let (board, other, child) = (part(test), part(test), part(test));
    for position in [30, 4, 100, 7, 7, 1] {
        for parent in [&board, &other] {
            let line = build::line(parent, &child).position(position).row(test.ports());
            test.write_one(actor.id, Room::Bom, line.id, move |unit| unit.boms().insert(&line));
        }
    }
    let revision = board.revision.id;
    test.read(|snapshot| {
        let boms = snapshot.boms();
        let whole = boms.counting(revision)?;
        for skip in 0..8_u32 {
            for most in 0..8_u32 {
                let expected: Vec<_> = whole.iter().skip(skip as usize).take(most as usize).cloned().collect();
                assert_eq!(boms.page(revision, skip.into(), most)?, expected, "{most} after {skip}");
            }
        }
        assert_eq!(boms.page(revision, u64::MAX, u32::MAX)?, []);
        assert_eq!(boms.page(RevisionId(test.id()), 0, 10)?, []);
        let order: Vec<_> = whole.iter().map(|entry| (entry.line.id, entry.line.position)).collect();
        assert_eq!(boms.order(revision)?, order);
        assert_eq!(boms.order(RevisionId(test.id()))?, []);
        Ok(())
    });
}

/// Exactly, in each unit, also where the sum is more than an integer holds.
pub fn sums_are_what_adding_up_line_by_line_says(test: &TestStore) {
    let actor = test.open();
    let (board, child) = (part(test), part(test));
    let (ports, revision) = (test.ports(), board.revision.id);
    test.read(|snapshot| {
        let sums = snapshot.boms().sums(revision)?;
        assert_eq!((sums.lines, sums.designators, sums.total.to_string().as_str(), sums.numbered), (0, 0, "0", false));
        Ok(())
    });
    let great = |_| build::line(&board, &child).quantity("999999999.999999", Unit::Kilogram).row(ports);
    let mut lines: Vec<BomLine> = (0..9_300).map(great).collect();
    lines.push(build::line(&board, &child).quantity("0.000001", Unit::Kilogram).row(ports));
    lines.push(build::line(&board, &child).quantity("12.5", Unit::Millimetre).row(ports));
    lines.push(build::line(&board, &child).at("R1-R7").dnp().row(ports));
    lines.push(BomLine {
        find_number: FindNumber::parse("7").expect("a number"),
        ..build::line(&board, &child).row(ports)
    });
    let rows = lines.clone();
    test.write(actor.id, move |unit| {
        unit.boms().insert_all(&rows)?;
        rows.iter().try_for_each(|line| unit.note(Room::Bom, line.id))
    });
    test.read(|snapshot| {
        let sums = snapshot.boms().sums(revision)?;
        assert_eq!((sums.lines, sums.designators), (lines.len() as u64, 7));
        assert_eq!((&sums.total, sums.numbered), (&total(&lines), true));
        Ok(())
    });
}

/// As the lines count, and not by what their parts have in other revisions.
pub fn sums_know_whether_anything_below_has_lines(test: &TestStore) {
    test.open();
    let (board, module, resistor) = (part(test), part(test), part(test));
    let has_levels = || test.read(|snapshot| Ok(snapshot.boms().sums(board.revision.id)?.has_levels));
    build::line(&board, &resistor).add_to(test.ports());
    build::line(&board, &module).add_to(test.ports());
    assert!(!has_levels());
    build::line(&module, &resistor).add_to(test.ports());
    assert!(has_levels());
    build::advance(test.ports(), module.revision.id, Lifecycle::Released);
    build::revise(test.ports(), &module.part);
    assert!(!has_levels(), "the newest revision counts, and is empty");
}

/// In the order asked for, and only where they stand in this BOM.
pub fn designators_are_held_by_their_lines(test: &TestStore) {
    test.open();
    let (board, other, child) = (part(test), part(test), part(test));
    let one = build::line(&board, &child).at("R1 R2").add_to(test.ports());
    let two = build::line(&board, &child).at("C1 山\"\\田").add_to(test.ports());
    build::line(&other, &child).at("U1").add_to(test.ports());
    let list = |text: &str| designator::parse_list(text).expect("designators");
    let held = |asked: &[Designator]| test.read(|snapshot| snapshot.boms().holders(board.revision.id, asked));
    let names =
        |held: Vec<(Designator, _)>| held.into_iter().map(|(name, line)| (name.to_string(), line)).collect::<Vec<_>>();
    assert_eq!(held(&[]), []);
    assert_eq!(held(&list("U1 R3 r1")), []);
    let expected = [("山\"\\田", two.id), ("R2", one.id), ("C1", two.id)].map(|(name, line)| (name.to_owned(), line));
    assert_eq!(names(held(&list("U1 山\"\\田 R2 R9 C1"))), expected);
}
