//! The order of a BOM: a line is moved, few others give way, and one undo puts all of it back.

use partwright_domain::audit::AuditFilter;
use partwright_domain::bom::{BomLine, BomService};
use partwright_domain::change::Room;
use partwright_domain::id::{BomLineId, Uuid};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_testkit::build::{self, Built};
use proptest::prelude::*;

use crate::code;

struct Bench {
    ports: Ports,
    actor: Actor,
    service: BomService,
    board: Built,
}

impl Bench {
    /// A Draft with lines at these positions, written past the service.
    fn new(positions: &[u32]) -> Self {
        let (ports, actor) = build::workspace();
        let [board, child] = ["EL-PCA", "EL-RES"].map(|codes| build::part(codes).add_to(&ports));
        let row = |position: &u32| build::line(&board, &child).position(*position).row(&ports);
        let rows: Vec<BomLine> = positions.iter().map(row).collect();
        let work = move |unit: &build::Audited<'_>| {
            unit.boms().insert_all(&rows)?;
            rows.iter().try_for_each(|line| unit.note(Room::Bom, line.id))
        };
        build::write(&ports, actor.id, work).expect("lines");
        Self { service: BomService::new(ports.clone()), ports, actor, board }
    }

    fn lines(&self) -> Vec<BomLine> {
        self.ports.store.read("test", |snapshot| snapshot.boms().lines(self.board.revision.id)).expect("lines")
    }

    /// How many changes there are in the history.
    fn units(&self) -> usize {
        let filter = AuditFilter { limit: 1_000, ..AuditFilter::default() };
        self.ports.store.read("test", |snapshot| snapshot.audit().list(&filter)).expect("the history").len()
    }

    fn ids(&self) -> Vec<BomLineId> {
        self.lines().iter().map(|line| line.id).collect()
    }
}

#[test]
fn a_line_is_moved_and_as_few_others_as_possible_give_way() {
    // From, before which, and the positions of the lines as they stand afterwards.
    let cases: [(&[u32], usize, Option<usize>, &[u32]); 9] = [
        (&[1, 2, 3, 4], 0, None, &[2, 3, 4, 5]),
        (&[1, 2, 3, 4], 3, Some(0), &[0, 1, 2, 3]),
        (&[0, 1, 2, 3], 3, Some(0), &[0, 1, 2, 3]),
        (&[0, 1, 2, 3, 7], 3, Some(1), &[0, 1, 2, 3, 7]),
        (&[10, 20, 30], 2, Some(1), &[10, 15, 20]),
        (&[5, 6, 7, 8, 9], 4, Some(1), &[4, 5, 6, 7, 8]),
        (&[5, 6, 7, 8, 9], 0, Some(3), &[6, 7, 8, 9, 10]),
        (&[3, 3, 3], 2, Some(1), &[3, 4, 5]),
        (&[0, u32::MAX - 1, u32::MAX], 0, None, &[u32::MAX - 2, u32::MAX - 1, u32::MAX]),
    ];
    for (positions, from, before, expected) in cases {
        let bench = Bench::new(positions);
        let mut ids = bench.ids();
        let moved = bench.service.move_line(&bench.actor, ids[from], before.map(|before| ids[before]));
        let moved = moved.expect("a move");
        let target = before.map(|before| ids[before]);
        let id = ids.remove(from);
        ids.insert(target.map_or(ids.len(), |target| ids.iter().position(|id| *id == target).expect("there")), id);
        let lines = bench.lines();
        assert_eq!(bench.ids(), ids, "{positions:?}, {from} before {before:?}");
        assert_eq!(lines.iter().find(|line| line.id == id), Some(&moved));
        let after: Vec<_> = lines.iter().map(|line| line.position).collect();
        assert_eq!(after, expected, "{positions:?}, {from} before {before:?}");
    }
}

#[test]
fn a_line_that_stands_there_already_leaves_no_trace() {
    let bench = Bench::new(&[1, 2, 3]);
    let (ids, before) = (bench.ids(), bench.units());
    for target in [Some(ids[1]), Some(ids[2])] {
        bench.service.move_line(&bench.actor, ids[1], target).expect("nothing to do");
    }
    bench.service.move_line(&bench.actor, ids[2], None).expect("nothing to do");
    assert_eq!(bench.units(), before);
}

#[test]
fn a_move_is_refused_in_what_is_released_and_between_two_boms() {
    let bench = Bench::new(&[1, 2]);
    let ids = bench.ids();
    let move_line = |line, before| bench.service.move_line(&bench.actor, line, before);
    let nowhere = BomLineId(Uuid::from_u128(1));
    assert_eq!(code(move_line(nowhere, None)), "bom.line_not_found");
    assert_eq!(code(move_line(ids[0], Some(nowhere))), "bom.line_not_found");
    build::advance(&bench.ports, bench.board.revision.id, Lifecycle::Released);
    assert_eq!(code(move_line(ids[0], None)), "revision.not_draft");
    assert_eq!(bench.ids(), ids);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the positions and the moves: the order is the one asked for, nobody else changes places, and where no two
    /// stand at one position, no more lines are written than lie between the two places.
    #[test]
    fn any_row_of_moves_gives_the_order_that_a_list_gives(
        positions in proptest::collection::vec(0..12_u32, 1..9),
        moves in proptest::collection::vec((0..9_usize, 0..10_usize), 1..8),
    ) {
        let bench = Bench::new(&positions);
        for (from, to) in moves {
            let (before, mut expected) = (bench.lines(), bench.ids());
            let (from, to) = (from % expected.len(), to % (expected.len() + 1));
            bench.service.move_line(&bench.actor, expected[from], expected.get(to).copied()).expect("a move");
            let id = expected.remove(from);
            expected.insert(if to > from { to - 1 } else { to }, id);
            prop_assert_eq!(bench.ids(), expected);
            let after = bench.lines();
            let written = after.iter().filter(|line| !before.contains(line)).count();
            if before.is_sorted_by(|one, next| one.position < next.position) {
                prop_assert!(written <= from.abs_diff(to) + 1, "{} written from {} to {}", written, from, to);
            }
        }
    }
}
