//! The roll-up: what is known of the parts below a revision, told of the revision as a whole.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Dimension, Structure, Unit, flat};
use crate::Result;
use crate::decimal::Decimal;
use crate::id::{PartId, RevisionId};
use crate::property::{MASS, Property, PropertyName, PropertyValue};
use crate::revision::Lifecycle;

/// What the parts below a revision come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollUp {
    /// The mass of one, in kilograms: of all parts whose mass is known.
    pub mass: Decimal,
    /// The parts whose mass is not known; the mass is at least what it says.
    pub without_mass: BTreeSet<PartId>,
    /// The state that is furthest from being built, of all that is populated: Obsolete, then Draft, then In Review.
    pub worst: Option<Lifecycle>,
}

/// The mass in kilograms that a property says: a number that is not negative, in kg, g or mg.
pub fn kilograms(value: &PropertyValue) -> Option<Decimal> {
    let PropertyValue::Number { number, unit } = value else { return None };
    let kilograms = Unit::parse(unit.as_str()).ok()?.convert(number, Unit::Kilogram).ok()?;
    (kilograms >= Decimal::zero()).then_some(kilograms)
}

/// The masses that the revisions below the top of a structure say they have, in kilograms: their property `Mass`, a number in kg, g or
/// mg, which `find` finds. For a part that is measured it is the mass of one metre or one litre.
pub fn masses(
    structure: &Structure,
    find: impl Fn(RevisionId, &PropertyName) -> Result<Option<Property>>,
) -> Result<BTreeMap<RevisionId, Decimal>> {
    let name = PropertyName::parse(MASS)?;
    let below = structure.revisions().iter().flat_map(|revision| structure.lines(*revision));
    let revisions: HashSet<RevisionId> = below.filter_map(|entry| Some(entry.counts?.revision)).collect();
    let mut masses = BTreeMap::new();
    for revision in revisions {
        let mass = find(revision, &name)?.and_then(|property| kilograms(&property.value));
        masses.extend(mass.map(|mass| (revision, mass)));
    }
    Ok(masses)
}

/// Rolls a structure up. A mass that a revision says of itself counts before the sum of what is in it; what is not
/// populated weighs nothing.
pub fn roll_up(structure: &Structure, masses: &BTreeMap<RevisionId, Decimal>) -> RollUp {
    let fitted = flat(structure).into_iter().filter(|line| line.amount.fitted > Decimal::zero());
    let worst = fitted.filter_map(|line| Some(line.counts?.state)).max_by_key(|state| badness(*state));
    let mut sums: BTreeMap<RevisionId, Decimal> = masses.clone();
    for revision in structure.revisions().iter().rev().filter(|revision| !masses.contains_key(revision)) {
        let fitted = structure.lines(*revision).iter().filter(|entry| !entry.line.dnp);
        let sum = fitted
            .filter_map(|entry| {
                let amount = entry.line.quantity.in_base(entry.line.unit);
                if entry.line.unit.dimension() == Dimension::Mass {
                    return Some(amount);
                }
                Some(amount * sums.get(&entry.counts?.revision)?.clone())
            })
            .sum();
        sums.insert(*revision, sum);
    }
    let mass = sums.remove(&structure.root()).unwrap_or_else(Decimal::zero);
    RollUp { mass, without_mass: without_mass(structure, masses), worst }
}

/// The parts that are weighed by themselves, are populated, and have no mass.
fn without_mass(structure: &Structure, masses: &BTreeMap<RevisionId, Decimal>) -> BTreeSet<PartId> {
    let mut missing = BTreeSet::new();
    let mut summed = HashSet::from([structure.root()]);
    for revision in structure.revisions() {
        if masses.contains_key(revision) || !summed.contains(revision) {
            continue;
        }
        for entry in structure.lines(*revision).iter().filter(|entry| !entry.line.dnp) {
            let known = entry.counts.is_some_and(|counting| masses.contains_key(&counting.revision));
            if known || entry.line.unit.dimension() == Dimension::Mass {
                continue;
            }
            match structure.below(entry) {
                Some(below) => {
                    summed.insert(below);
                }
                None => {
                    missing.insert(entry.line.child);
                }
            }
        }
    }
    missing
}

/// How far a state is from what one would build: what may not be used any more is worst, then what may still change.
fn badness(state: Lifecycle) -> u8 {
    match state {
        Lifecycle::Released => 0,
        Lifecycle::InReview => 1,
        Lifecycle::Draft => 2,
        Lifecycle::Obsolete => 3,
    }
}
