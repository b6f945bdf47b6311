//! BOMs over all levels on made-up companies: explosion, flat list, where-used, comparison, roll-up, costs and shortages are
//! what the [oracle](crate::oracle) says.

use std::collections::{BTreeMap, BTreeSet};

use partwright_domain::bom::{
    Amount, Builds, Comparison, CostLine, Difference, Dimension, Dnp, ExplodedLine, Explosion, Levels, Quantity,
    RollUp, Shortage, Sources, Stock, Structure, StructureLine, compare, compare_flat, costs, flat, masses,
    read_sources, roll_up, shortage, where_used,
};
use partwright_domain::decimal::Decimal;
use partwright_domain::id::{BomLineId, PartId, RevisionId};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::supplier_part::Currency;

use super::TestStore;
use crate::build::{self, Built};
use crate::oracle::{self, Place};
use crate::strategy;

/// Makes companies of many shapes, and looks at each. What was made before stays: it is another part of the workspace.
fn on_made_up_companies(
    test: &TestStore,
    look: impl Fn(&dyn Snapshot, &[Vec<Built>], usize) -> Result<(), StoreError>,
) {
    const SHAPES: usize = 16;
    test.open();
    for (shape, made_up) in strategy::companies(SHAPES).iter().enumerate() {
        let built = build::company(test.ports(), made_up);
        test.read(|snapshot| look(snapshot, &built, shape));
    }
}

fn revisions(built: &[Vec<Built>]) -> impl Iterator<Item = RevisionId> {
    built.iter().flatten().map(|built| built.revision.id)
}

fn sum(amounts: &mut BTreeMap<Dimension, Amount>, place: &Place) {
    let (fitted, not_fitted) =
        if place.dnp { (Decimal::zero(), place.total.clone()) } else { (place.total.clone(), Decimal::zero()) };
    amounts.entry(place.dimension()).or_insert_with(Amount::zero).add(Amount { fitted, not_fitted });
}

/// A line of an explosion as the oracle says it.
fn told(line: ExplodedLine<'_>) -> Place {
    let ExplodedLine { level, path, line, counts, total, dnp, has_lines } = line;
    assert_eq!((path.len(), path.last()), (level, Some(&line.id)), "the way down to it");
    Place { level, line: line.clone(), dnp, total, counts: counts.map(|counts| counts.revision), has_lines }
}

/// Every line at every level, also on from any of them.
pub fn an_explosion_is_what_going_down_step_by_step_says(test: &TestStore) {
    on_made_up_companies(test, |snapshot, built, shape| {
        for top in revisions(built) {
            let (structure, places) = (Structure::read(snapshot.boms(), top)?, oracle::places(snapshot, top)?);
            let all: Vec<_> = Explosion::new(&structure, Dnp::Mark).map(told).collect();
            assert_eq!(all, places, "shape {shape}");
            let fitted: Vec<_> = Explosion::new(&structure, Dnp::Skip).map(told).collect();
            let expected: Vec<_> = places.iter().filter(|place| !place.dnp).cloned().collect();
            assert_eq!(fitted, expected, "shape {shape}");
            for (place, line) in Explosion::new(&structure, Dnp::Mark).enumerate().take(40) {
                let rest = Explosion::after(&structure, Dnp::Mark, &line.path).expect("a place that is there");
                assert!(rest.map(told).eq(places[place + 1..].iter().cloned()), "shape {shape}");
            }
        }
        Ok(())
    });
}

/// Page by page, each of its own window, whatever a page holds.
pub fn windows_on_an_explosion_show_what_the_whole_shows(test: &TestStore) {
    on_made_up_companies(test, |snapshot, built, shape| {
        for (top, page) in revisions(built).zip((1..6_usize).cycle()) {
            let structure = Structure::read(snapshot.boms(), top)?;
            for dnp in [Dnp::Mark, Dnp::Skip] {
                let whole: Vec<_> = Explosion::new(&structure, dnp).map(told).take(60).collect();
                let (mut shown, mut after): (Vec<Place>, Option<Vec<BomLineId>>) = (Vec::new(), None);
                while shown.len() < whole.len() {
                    let window = Levels::window(snapshot.boms(), top, dnp, after.as_deref(), page)?;
                    let lines = match &after {
                        None => Explosion::new(&window, dnp),
                        Some(path) => Explosion::after(&window, dnp, path).expect("a place that is there"),
                    };
                    let lines: Vec<_> = lines.take(page).collect();
                    after = lines.last().map(|line| line.path.clone());
                    assert!(!lines.is_empty(), "shape {shape}");
                    shown.extend(lines.into_iter().map(told));
                }
                assert_eq!(shown[..whole.len()], whole, "shape {shape}, {page} a page");
            }
        }
        Ok(())
    });
}

/// The places of each part in each revision, added up.
pub fn a_flat_list_is_the_sum_of_all_places(test: &TestStore) {
    on_made_up_companies(test, |snapshot, built, shape| {
        for top in revisions(built) {
            let mut sums: BTreeMap<(PartId, Option<RevisionId>), BTreeMap<Dimension, Amount>> = BTreeMap::new();
            for place in oracle::places(snapshot, top)? {
                sum(sums.entry((place.line.child, place.counts)).or_default(), &place);
            }
            let mut told: BTreeMap<_, BTreeMap<Dimension, Amount>> = BTreeMap::new();
            for line in flat(&Structure::read(snapshot.boms(), top)?) {
                let counts = line.counts.map(|counts| counts.revision);
                told.entry((line.part, counts)).or_default().insert(line.dimension, line.amount);
            }
            assert_eq!(told, sums, "shape {shape}");
        }
        Ok(())
    });
}

/// Every revision with a place of the part, how near the nearest is, and what all come to; as a substitute, each line.
pub fn uses_are_found_from_every_place(test: &TestStore) {
    on_made_up_companies(test, |snapshot, built, shape| {
        let mut everything = BTreeMap::new();
        for top in revisions(built) {
            everything.insert(top, oracle::places(snapshot, top)?);
        }
        let lines: Vec<_> = everything.values().flatten().filter(|place| place.level == 1).collect();
        for part in built.iter().map(|built| built[0].part.id) {
            let mut expected = BTreeMap::new();
            for (revision, places) in &everything {
                let places: Vec<_> = places.iter().filter(|place| place.line.child == part).collect();
                let Some(level) = places.iter().map(|place| place.level).min() else { continue };
                let mut amounts = BTreeMap::new();
                for place in places {
                    sum(&mut amounts, place);
                }
                let called = lines.iter().any(|line| line.counts == Some(*revision));
                expected.insert(*revision, (level, amounts, !called));
            }
            let above = snapshot.boms().above(part)?;
            let told: BTreeMap<_, _> = where_used(part, &above)?
                .into_iter()
                .map(|used| (used.revision, (used.level, used.amounts, used.top)))
                .collect();
            assert_eq!(told, expected, "shape {shape}");
            let unique: BTreeSet<_> = above.iter().map(|line| line.line.id).collect();
            assert_eq!(unique.len(), above.len(), "each line once");

            let direct: BTreeSet<_> = snapshot.boms().uses(part)?.into_iter().map(|line| line.id).collect();
            let instead: BTreeSet<_> = snapshot.boms().substitute_uses(part)?.into_iter().map(|line| line.id).collect();
            let is_child = |line: &&&Place| line.line.child == part;
            let is_substitute = |line: &&&Place| line.line.substitutes.iter().any(|one| one.part == part);
            assert_eq!(direct, lines.iter().filter(is_child).map(|line| line.line.id).collect(), "shape {shape}");
            assert_eq!(instead, lines.iter().filter(is_substitute).map(|line| line.line.id).collect(), "shape {shape}");
        }
        Ok(())
    });
}

/// Which lines are paired, in what they differ, and of which parts another amount is needed at all levels.
pub fn a_comparison_is_what_pairing_line_by_line_says(test: &TestStore) {
    on_made_up_companies(test, |snapshot, built, shape| {
        let all: Vec<_> = revisions(built).collect();
        for (first, second) in all.iter().zip(all.iter().skip(1)) {
            let [before, after] = [first, second].map(|revision| snapshot.boms().counting(*revision));
            check_lines(&before?, &after?, shape);
            let mut sums: BTreeMap<(PartId, Dimension), [Option<Amount>; 2]> = BTreeMap::new();
            for (side, revision) in [first, second].into_iter().enumerate() {
                for place in oracle::places(snapshot, *revision)? {
                    let mut amounts = BTreeMap::new();
                    sum(&mut amounts, &place);
                    for (dimension, amount) in amounts {
                        let both = sums.entry((place.line.child, dimension)).or_default();
                        both[side].get_or_insert_with(Amount::zero).add(amount);
                    }
                }
            }
            let expected: Vec<_> = sums.into_iter().filter(|(_, [before, after])| before != after).collect();
            let [before, after] = [first, second].map(|top| Structure::read(snapshot.boms(), *top));
            let told: Vec<_> = compare_flat(&flat(&before?), &flat(&after?))
                .into_iter()
                .map(|differs| ((differs.part, differs.dimension), [differs.before, differs.after]))
                .collect();
            assert_eq!(told, expected, "shape {shape}");
        }
        Ok(())
    });
}

fn check_lines(before: &[StructureLine], after: &[StructureLine], shape: usize) {
    let Comparison { differences, alike } = compare(before, after);
    let pairs = oracle::pairs(before, after);
    let id = |entry: &StructureLine| entry.line.id;
    let is_alike =
        |(one, other): &&oracle::Pair<'_>| one.line.child == other.line.child && oracle::aspects(one, other).is_empty();
    assert_eq!(alike, pairs.iter().filter(is_alike).count(), "shape {shape}");
    let mut expected: BTreeSet<_> = pairs
        .iter()
        .filter(|pair| !is_alike(pair))
        .map(|(one, other)| (Some(id(one)), Some(id(other)), oracle::aspects(one, other)))
        .collect();
    let alone =
        |entry: &&StructureLine| pairs.iter().all(|(one, other)| id(one) != id(entry) && id(other) != id(entry));
    expected.extend(before.iter().filter(alone).map(|entry| (Some(id(entry)), None, Vec::new())));
    expected.extend(after.iter().filter(alone).map(|entry| (None, Some(id(entry)), Vec::new())));
    let told = differences.into_iter().map(|difference| match difference {
        Difference::Added(entry) => (None, Some(id(entry)), Vec::new()),
        Difference::Removed(entry) => (Some(id(entry)), None, Vec::new()),
        Difference::Changed { before, after, aspects } => (Some(id(before)), Some(id(after)), aspects),
    });
    assert_eq!(told.collect::<BTreeSet<_>>(), expected, "shape {shape}");
}

/// Mass and worst state, added up and looked for from place to place.
pub fn a_roll_up_is_what_place_by_place_says(test: &TestStore) {
    on_made_up_companies(test, |snapshot, built, shape| {
        for top in revisions(built) {
            let structure = Structure::read(snapshot.boms(), top)?;
            let masses = masses(&structure, |revision, name| Ok(snapshot.properties().find(revision, name)?));
            let masses = masses.expect("masses");
            let RollUp { mass, without_mass, worst } = roll_up(&structure, &masses);
            let (expected, missing) = oracle::mass(snapshot, top, true)?;
            assert_eq!((mass, without_mass), (expected, missing.into_iter().collect()), "shape {shape}");
            let mut states = Vec::new();
            for place in oracle::places(snapshot, top)?.into_iter().filter(|place| !place.dnp) {
                let counts = place.counts.expect("a revision that counts");
                states.push(snapshot.revisions().find(counts)?.expect("a revision").state);
            }
            let order = [Lifecycle::Obsolete, Lifecycle::Draft, Lifecycle::InReview, Lifecycle::Released];
            assert_eq!(worst, order.into_iter().find(|state| states.contains(state)), "shape {shape}");
        }
        Ok(())
    });
}

/// What is bought, at which price, and how long it takes.
pub fn costs_are_what_looking_at_every_offer_says(test: &TestStore) {
    on_made_up_companies(test, |snapshot, built, shape| {
        let euros = Currency::parse("EUR").expect("a currency");
        for (top, builds) in revisions(built).zip(["1", "7", "1000"].into_iter().cycle()) {
            let structure = Structure::read(snapshot.boms(), top)?;
            let sources = read_sources(snapshot.manufacturer_parts(), snapshot.supplier_parts(), &structure)?;
            let builds = Builds::parse(builds).expect("builds");
            let told = costs(&structure, builds, &sources, Some(&euros));
            let mut needed = Stock::new();
            for place in oracle::places(snapshot, top)?.iter().filter(|place| !place.dnp && !place.has_lines) {
                let sum = needed.entry((place.line.child, place.dimension())).or_insert_with(Decimal::zero);
                *sum = sum.clone() + place.total.clone() * builds.to_decimal();
            }
            let lines: Stock =
                told.lines.iter().map(|line| ((line.part, line.dimension), line.needed.clone())).collect();
            assert_eq!(lines, needed, "shape {shape}");
            let (mut used, mut ordered) = (Decimal::zero(), Decimal::zero());
            for CostLine { part, dimension, needed: amount, bought, lead_time } in &told.lines {
                let several = needed.keys().filter(|(other, _)| other == part).count() > 1;
                let whole = if *dimension == Dimension::Count { amount.to_whole() } else { amount.clone() };
                let least = Quantity::at_least(&whole).filter(|_| !several);
                let expected = match least {
                    Some(least) => oracle::purchase(snapshot, *part, least, &euros)?,
                    None => None,
                };
                let choice = bought.as_ref().ok();
                let taken = choice.map(|choice| (choice.order, choice.price.to_decimal(), *lead_time));
                assert_eq!(taken, expected, "shape {shape}");
                if let Some((order, price, _)) = expected {
                    used = used + amount.clone() * price.clone();
                    ordered = ordered + order.to_decimal() * price;
                }
            }
            assert_eq!((&told.used, &told.ordered), (&used, &ordered), "shape {shape}");
            assert_eq!(told.each * builds.to_decimal(), used, "shape {shape}");
            assert_eq!(told.unpriced, told.lines.iter().filter(|line| line.bought.is_err()).count());
        }
        Ok(())
    });
}

/// What is built and bought when some of it is on hand, followed from each revision up to the top.
pub fn a_shortage_is_what_following_every_call_says(test: &TestStore) {
    on_made_up_companies(test, |snapshot, built, shape| {
        // Of a part in one revision it is plain where its stock goes.
        let some = built.iter().filter(|built| built.len() == 1).zip([3, 0, 40, 7].into_iter().cycle());
        let stock: Stock = some
            .flat_map(|(built, amount)| {
                let of = |dimension| ((built[0].part.id, dimension), Decimal::whole(amount));
                [Dimension::Count, Dimension::Length].map(of)
            })
            .collect();
        for top in revisions(built) {
            let structure = Structure::read(snapshot.boms(), top)?;
            let mut boms: BTreeMap<RevisionId, Vec<StructureLine>> = BTreeMap::new();
            for revision in structure.revisions() {
                boms.insert(*revision, snapshot.boms().counting(*revision)?);
            }
            let builds = Builds::parse("5").expect("builds");
            let sources = Sources::new();
            let Shortage { lines, .. } = shortage(&structure, builds, &stock, &sources, None);
            let mut needed = oracle::needed(&boms, top, &builds.to_decimal(), &stock, |_| true);
            needed.retain(|_, amount| *amount > Decimal::zero());
            let (mut told, mut free) = (Stock::new(), stock.clone());
            for line in &lines {
                let of = (line.requirement.part, line.requirement.dimension);
                let sum = told.entry(of).or_insert_with(Decimal::zero);
                *sum = sum.clone() + line.requirement.needed.clone();
                if let Some(free) = free.get_mut(&of) {
                    *free = free.without(&line.requirement.needed);
                    assert!(line.short == line.requirement.needed.without(&line.on_hand), "shape {shape}");
                }
            }
            assert_eq!(told, needed, "shape {shape}");
            for line in &lines {
                let mut stood_in = Decimal::zero();
                for one in &line.stand_ins {
                    let of = (one.part, line.requirement.dimension);
                    let there = free.get(&of).cloned().unwrap_or_else(Decimal::zero);
                    assert!(one.amount > Decimal::zero() && one.amount <= there, "what is free, once; shape {shape}");
                    free.insert(of, there.without(&one.amount));
                    stood_in = stood_in + one.amount.clone();
                    let names_it = |entry: &&StructureLine| {
                        entry.line.child == line.requirement.part
                            && entry.line.substitutes.iter().any(|substitute| substitute.part == one.part)
                    };
                    assert!(boms.values().flatten().any(|entry| names_it(&entry)), "shape {shape}");
                }
                assert!(stood_in <= line.short, "no more than is short; shape {shape}");
            }
        }
        Ok(())
    });
}
