//! Two BOMs side by side: every line of both, and where a line stands that is only in one of them.

use partwright_domain::bom::{Beside, Difference, StructureLine, Unit, compare, side_by_side};
use partwright_domain::id::BomLineId;
use partwright_domain::ports::Ports;
use partwright_testkit::build::{self, Built};
use proptest::prelude::*;

/// A line: the place of its part among the parts there are, its quantity, and a designator, which makes the quantity 1.
type Says = (usize, u32, Option<u8>);

fn parts(ports: &Ports, count: usize) -> Vec<Built> {
    (0..count).map(|_| build::part("EL-RES").add_to(ports)).collect()
}

/// A BOM with these lines, in that order.
fn bom(ports: &Ports, made: &[Built], says: &[Says]) -> Vec<StructureLine> {
    let line = |(position, (part, quantity, designator)): (u32, &Says)| {
        let line = build::line(&made[0], &made[*part]).position(position);
        let line = match designator {
            Some(designator) => line.at(&format!("R{designator}")),
            None => line.quantity(&quantity.to_string(), Unit::Each),
        };
        StructureLine { line: line.row(ports), counts: None }
    };
    (0..).zip(says).map(line).collect()
}

/// `=` for what is alike, `-`, `+` and `~` for what was removed, added and changed, each with the part's place.
fn told(parts: &[Built], rows: &[Beside<'_>]) -> String {
    let tell = |row: &Beside<'_>| {
        let sign = match row {
            Beside::Alike { .. } => '=',
            Beside::Differs(Difference::Added(_)) => '+',
            Beside::Differs(Difference::Removed(_)) => '-',
            Beside::Differs(Difference::Changed { .. }) => '~',
        };
        let (before, after) = row.sides();
        let shown = after.or(before).expect("a line on one side at least");
        let place = parts.iter().position(|part| part.part.id == shown.line.child).expect("one of ours");
        format!("{sign}{place}")
    };
    rows.iter().map(tell).collect::<Vec<_>>().join(" ")
}

fn ids(lines: &[StructureLine]) -> Vec<BomLineId> {
    lines.iter().map(|entry| entry.line.id).collect()
}

/// What stands on either side, from the top down.
fn columns(rows: &[Beside<'_>]) -> (Vec<BomLineId>, Vec<BomLineId>) {
    let (before, after): (Vec<_>, Vec<_>) = rows.iter().map(Beside::sides).unzip();
    let ids = |side: Vec<Option<&StructureLine>>| side.into_iter().flatten().map(|entry| entry.line.id).collect();
    (ids(before), ids(after))
}

#[test]
fn what_was_removed_stands_after_what_it_stood_after() {
    let (ports, _) = build::workspace();
    let made = parts(&ports, 9);
    let one = |place: usize| (place, 1, None);
    for (before, after, expected) in [
        (vec![one(1), one(2), one(3)], vec![one(1), (2, 2, None), one(3)], "=1 ~2 =3"),
        (vec![one(8), one(1), one(7), one(6)], vec![one(5), one(1), one(4)], "-8 +5 =1 -7 -6 +4"),
        // Lines that moved take along what was removed behind them.
        (vec![one(1), one(8), one(2)], vec![one(2), one(3), one(1)], "=2 +3 =1 -8"),
        (vec![one(1), one(2)], vec![], "-1 -2"),
        (vec![], vec![one(1)], "+1"),
        (vec![], vec![], ""),
    ] {
        let (before, after) = (bom(&ports, &made, &before), bom(&ports, &made, &after));
        assert_eq!(told(&made, &side_by_side(&before, &after)), expected);
    }
}

#[test]
fn another_part_at_the_same_designator_stands_beside_the_one_before() {
    let (ports, _) = build::workspace();
    let made = parts(&ports, 4);
    let before = bom(&ports, &made, &[(1, 1, Some(1)), (2, 1, Some(2))]);
    let after = bom(&ports, &made, &[(1, 1, Some(1)), (3, 1, Some(2))]);
    assert_eq!(told(&made, &side_by_side(&before, &after)), "=1 ~3");
}

#[test]
fn a_bom_beside_itself_is_alike_line_by_line() {
    let (ports, _) = build::workspace();
    let lines = bom(&ports, &parts(&ports, 3), &[(1, 1, Some(1)), (2, 5, None), (1, 1, Some(2))]);
    for row in side_by_side(&lines, &lines) {
        let Beside::Alike { before, after } = row else { panic!("{row:?}") };
        assert_eq!(before.line.id, after.line.id);
    }
}

/// Lines that often have a part or a designator in common; a designator stands once in a BOM, as it does in a store.
fn lines() -> impl Strategy<Value = Vec<Says>> {
    let says = (1..6_usize, 1..4_u32, prop::option::of(1..9_u8));
    prop::collection::vec(says, 0..14).prop_map(|mut says| {
        let mut taken = Vec::new();
        for (_, _, designator) in &mut says {
            *designator = designator.filter(|one| !taken.contains(one));
            taken.extend(*designator);
        }
        says
    })
}

/// What becomes of a line that stays in its place.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Keep,
    Change,
    Remove,
    /// A line of another part is put before it.
    Precede,
}

proptest! {
    #[test]
    fn every_line_of_both_stands_there_once_and_the_second_keeps_its_order((before, after) in (lines(), lines())) {
        let (ports, _) = build::workspace();
        let made = parts(&ports, 6);
        let (before, after) = (bom(&ports, &made, &before), bom(&ports, &made, &after));
        let rows = side_by_side(&before, &after);
        let (mut first, second) = columns(&rows);
        prop_assert_eq!(second, ids(&after));
        first.sort_unstable();
        let mut all = ids(&before);
        all.sort_unstable();
        prop_assert_eq!(first, all);

        let comparison = compare(&before, &after);
        prop_assert_eq!(comparison.differences.len() + comparison.alike, rows.len());
        let differing: Vec<_> = rows.into_iter().filter_map(|row| match row {
            Beside::Differs(difference) => Some(difference),
            Beside::Alike { .. } => None,
        }).collect();
        prop_assert_eq!(comparison.differences, differing, "a list of the differences is what differs side by side");
    }

    #[test]
    fn both_keep_their_order_where_no_line_was_moved(
        edits in prop::collection::vec(prop::sample::select(vec![Edit::Keep, Edit::Change, Edit::Remove, Edit::Precede]), 0..12),
    ) {
        let (ports, _) = build::workspace();
        let made = parts(&ports, 25);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (place, edit) in (1..).zip(&edits) {
            before.push((place, 1, None));
            match edit {
                Edit::Keep => after.push((place, 1, None)),
                Edit::Change => after.push((place, 2, None)),
                Edit::Remove => {}
                Edit::Precede => after.extend([(place + 12, 1, None), (place, 1, None)]),
            }
        }
        let (before, after) = (bom(&ports, &made, &before), bom(&ports, &made, &after));
        let rows = side_by_side(&before, &after);
        prop_assert_eq!(columns(&rows), (ids(&before), ids(&after)));
        let lone = rows.iter().filter(|row| matches!(row.sides(), (None, _) | (_, None))).count();
        let expected = edits.iter().filter(|edit| matches!(edit, Edit::Remove | Edit::Precede)).count();
        prop_assert_eq!(lone, expected);
    }
}
