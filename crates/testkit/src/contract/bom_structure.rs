//! BOMs over all levels: what stands below a revision and above a part, on BOMs made by chance.
//!
//! What is computed from these two reads is compared with what a reader would find who follows the lines one by one.

use std::collections::BTreeMap;

use partwright_domain::bom::{
    Amount, BomLine, Designator, Dnp, ExplodedLine, Explosion, Structure, Unit, flat, used_in,
};
use partwright_domain::decimal::Decimal;
use partwright_domain::id::{BomLineId, PartId, RevisionId};
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::{Snapshot, StoreError};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::TestStore;
use crate::build::{self, Built};
use crate::strategy;

/// How many parts a company has, and how many companies are made.
const PARTS: usize = 7;
const COMPANIES: usize = 6;

/// A line by chance: from which part to which, how many in which unit, and whether it is fitted.
type Edge = (usize, usize, String, Unit, bool);

fn edge() -> impl Strategy<Value = Edge> {
    let unit = prop_oneof![3 => Just(Unit::Each), 1 => Just(Unit::Metre)];
    (0..PARTS, 0..PARTS, strategy::quantity(), unit, prop::bool::weighted(0.2))
        .prop_map(|(one, other, quantity, unit, dnp)| (one.min(other), one.max(other), quantity.to_string(), unit, dnp))
}

/// First BOMs, which parts are revised, and the BOMs of their next revisions.
fn company() -> impl Strategy<Value = (Vec<Edge>, Vec<bool>, Vec<Edge>)> {
    let edges = || prop::collection::vec(edge(), 16..32);
    (edges(), prop::collection::vec(any::<bool>(), PARTS), edges())
}

fn draw(ports: &Ports, parts: &[Built], edges: &[Edge], is_drawn: impl Fn(usize) -> bool) {
    for (parent, child, quantity, unit, dnp) in edges {
        if parent == child || !is_drawn(*parent) {
            continue;
        }
        let line = build::line(&parts[*parent], &parts[*child]).quantity(quantity, *unit);
        if *dnp { line.dnp() } else { line }.add_to(ports);
    }
}

/// Makes some companies of parts, every BOM of which leads from a part to a later one.
fn companies(test: &TestStore) -> Vec<Vec<Built>> {
    let mut runner = TestRunner::deterministic();
    let ports = test.ports();
    let make = |_| {
        let (first, revised, next) = company().new_tree(&mut runner).expect("a company").current();
        let mut parts: Vec<Built> = (0..PARTS).map(|_| build::part("EL-PCA").add_to(ports)).collect();
        draw(ports, &parts, &first, |_| true);
        for (part, _) in parts.iter_mut().zip(&revised).filter(|(_, revised)| **revised) {
            build::advance(ports, part.revision.id, Lifecycle::Released);
            *part = build::revise(ports, &part.part);
        }
        draw(ports, &parts, &next, |parent| revised[parent]);
        parts
    };
    (0..COMPANIES).map(make).collect()
}

/// A line of an explosion that was found by following lines one by one.
#[derive(Debug, Clone, PartialEq)]
struct Followed {
    path: Vec<BomLineId>,
    line: BomLine,
    quantity: Decimal,
    dnp: bool,
}

fn follow(
    snapshot: &dyn Snapshot,
    revision: RevisionId,
    above: Option<&Followed>,
    found: &mut Vec<Followed>,
) -> Result<(), StoreError> {
    for line in snapshot.boms().lines(revision)? {
        let own = line.quantity.to_decimal();
        let mut followed = Followed { path: vec![line.id], quantity: own.clone(), dnp: line.dnp, line };
        if let Some(above) = above {
            followed.path = above.path.iter().copied().chain([followed.line.id]).collect();
            followed.quantity = above.quantity.clone() * own;
            followed.dnp |= above.dnp;
        }
        found.push(followed.clone());
        let newest = snapshot.revisions().newest(followed.line.child)?.expect("a part with a revision");
        follow(snapshot, newest.id, Some(&followed), found)?;
    }
    Ok(())
}

fn followed(snapshot: &dyn Snapshot, revision: RevisionId) -> Result<Vec<Followed>, StoreError> {
    let mut found = Vec::new();
    follow(snapshot, revision, None, &mut found)?;
    Ok(found)
}

/// What the lines that are followed need in all, by `key`.
fn sums<K: Ord>(lines: &[Followed], key: impl Fn(&BomLine) -> K) -> BTreeMap<K, Amount> {
    let mut sums = BTreeMap::new();
    for Followed { line, quantity, dnp, .. } in lines {
        let sum = sums.entry(key(line)).or_insert_with(Amount::zero);
        let place = if *dnp { &mut sum.not_fitted } else { &mut sum.fitted };
        *place = place.clone() + quantity.clone();
    }
    sums
}

/// Each revision of each part, the old ones too.
fn revisions(snapshot: &dyn Snapshot, parts: &[Built]) -> Result<Vec<RevisionId>, StoreError> {
    let mut all = Vec::new();
    for part in parts {
        all.extend(snapshot.revisions().of(part.part.id)?.iter().map(|revision| revision.id));
    }
    Ok(all)
}

/// Explosions have the lines, paths and exact quantities that one finds step by step; each line is read once.
pub fn an_explosion_is_what_following_the_lines_finds(test: &TestStore) {
    test.open();
    let mut lines = 0;
    for parts in companies(test) {
        test.read(|snapshot| {
            for revision in revisions(snapshot, &parts)? {
                let below = snapshot.boms().below(revision)?;
                let mut ids: Vec<_> = below.iter().map(|below| below.line.id).collect();
                ids.sort();
                ids.dedup();
                assert_eq!(ids.len(), below.len(), "each line once");
                for below in &below {
                    let newest = snapshot.revisions().newest(below.line.child)?.expect("a part with a revision");
                    assert_eq!((newest.id, newest.state), (below.child_revision, below.child_state));
                }
                let structure = Structure::new(revision, below);
                let expected = followed(snapshot, revision)?;
                lines += expected.len();
                let exploded: Vec<_> = Explosion::new(&structure, Dnp::Mark).map(followed_from).collect();
                assert_eq!(exploded, expected);
                let fitted: Vec<_> = Explosion::new(&structure, Dnp::Skip).map(followed_from).collect();
                assert_eq!(fitted, expected.into_iter().filter(|line| !line.dnp).collect::<Vec<_>>());
            }
            Ok(())
        });
    }
    assert!(lines > 500, "BOMs with something in them, not {lines} lines");
}

fn followed_from(line: ExplodedLine<'_>) -> Followed {
    let ExplodedLine { level, path, line, quantity, dnp, has_lines: _ } = line;
    assert_eq!(level, path.len());
    Followed { path, line: line.clone(), quantity, dnp }
}

/// The sum of an explosion by part and unit, without making the explosion.
pub fn a_flat_list_is_the_sum_of_the_explosion(test: &TestStore) {
    test.open();
    for parts in companies(test) {
        test.read(|snapshot| {
            for revision in revisions(snapshot, &parts)? {
                let list = flat(&Structure::read(snapshot.boms(), revision)?);
                let found: BTreeMap<(PartId, Unit), Amount> =
                    list.into_iter().map(|line| ((line.part, line.unit), line.amount)).collect();
                assert_eq!(found, sums(&followed(snapshot, revision)?, |line| (line.child, line.unit)));
            }
            Ok(())
        });
    }
}

/// A part is used in what has it below, and as often as it stands there; only newest revisions count.
pub fn a_part_is_used_in_all_that_has_it_below(test: &TestStore) {
    test.open();
    for parts in companies(test) {
        test.read(|snapshot| {
            for child in parts.iter().map(|built| built.part.id) {
                let mut expected = BTreeMap::new();
                for built in &parts {
                    let mut lines = followed(snapshot, built.revision.id)?;
                    lines.retain(|followed| followed.line.child == child);
                    if let Some(level) = lines.iter().map(|followed| followed.path.len()).min() {
                        expected.insert(built.part.id, (built.revision.id, level, sums(&lines, |line| line.unit)));
                    }
                }
                let used = used_in(child, &snapshot.boms().above(child)?);
                for used in &used {
                    let used_itself = !snapshot.boms().above(used.part)?.is_empty();
                    assert_eq!(used.top, !used_itself);
                }
                assert!(used.is_sorted_by_key(|used| used.level));
                let found: BTreeMap<_, _> =
                    used.into_iter().map(|used| (used.part, (used.revision, used.level, used.amounts))).collect();
                assert_eq!(found, expected);
            }
            Ok(())
        });
    }
}

/// What stands nowhere has nothing above; what has no lines has nothing below.
pub fn there_is_nothing_above_the_top_and_below_the_bottom(test: &TestStore) {
    test.open();
    let (board, chip) = (build::part("EL-PCA").add_to(test.ports()), build::part("EL-ICT").add_to(test.ports()));
    let line = build::line(&board, &chip).at("U1").add_to(test.ports());
    assert_eq!(line.designators, [Designator::parse("U1").expect("a designator")]);
    test.read(|snapshot| {
        assert_eq!(snapshot.boms().above(board.part.id)?, []);
        assert_eq!(snapshot.boms().below(chip.revision.id)?, []);
        assert_eq!(snapshot.boms().above(chip.part.id)?[0].line, line, "as it was written");
        assert_eq!(snapshot.boms().below(board.revision.id)?[0].line, line, "as it was written");
        Ok(())
    });
}
