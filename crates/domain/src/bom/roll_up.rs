//! The roll-up: what is known of the parts below a revision, told of the revision as a whole.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Dimension, Structure, Unit};
use crate::Result;
use crate::decimal::Decimal;
use crate::id::{PartId, RevisionId};
use crate::property::{MASS, PropertyName, PropertyReader, PropertyValue};
use crate::revision::Lifecycle;

/// What the parts below a revision come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollUp {
    /// The mass of one, in kilograms: of all parts whose mass is known.
    pub mass: Decimal,
    /// The parts whose mass is not known; the mass is at least what it says.
    pub without_mass: BTreeSet<PartId>,
    /// How many different revisions below are in each state.
    pub states: BTreeMap<Lifecycle, usize>,
}

impl RollUp {
    /// The state that is furthest from being built: Obsolete, then Draft, then In Review; `None` without any line.
    pub fn worst_state(&self) -> Option<Lifecycle> {
        [Lifecycle::Obsolete, Lifecycle::Draft, Lifecycle::InReview, Lifecycle::Released]
            .into_iter()
            .find(|state| self.states.contains_key(state))
    }
}

/// The masses that the revisions of a structure say they have, in kilograms: their property `Mass`, a number in kg, g or
/// mg. For a part that is measured it is the mass of one metre or one litre.
pub fn masses(properties: &dyn PropertyReader, structure: &Structure) -> Result<HashMap<RevisionId, Decimal>> {
    let name = PropertyName::parse(MASS)?;
    let below = structure.revisions().iter().flat_map(|revision| structure.lines(*revision));
    let mut revisions: HashSet<RevisionId> = below.filter_map(|entry| Some(entry.counts?.revision)).collect();
    revisions.insert(structure.root());
    let mut masses = HashMap::new();
    for revision in revisions {
        let property = properties.find(revision, &name)?;
        if let Some(PropertyValue::Number { number, unit }) = property.map(|property| property.value)
            && let Ok(unit) = Unit::parse(unit.as_str())
            && let Ok(kilograms) = unit.convert(&number, Unit::Kilogram)
        {
            masses.insert(revision, kilograms);
        }
    }
    Ok(masses)
}

/// Rolls a structure up. A mass that a revision says of itself counts before the sum of what is in it; what is not
/// populated weighs nothing.
pub fn roll_up(structure: &Structure, masses: &HashMap<RevisionId, Decimal>) -> RollUp {
    let mut states = BTreeMap::new();
    let mut seen = HashSet::new();
    for entry in structure.revisions().iter().flat_map(|revision| structure.lines(*revision)) {
        if let Some(counting) = entry.counts.filter(|counting| seen.insert(counting.revision)) {
            *states.entry(counting.state).or_default() += 1;
        }
    }
    let mut sums: HashMap<RevisionId, Decimal> = masses.clone();
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
    RollUp { mass, without_mass: without_mass(structure, masses), states }
}

/// The parts that are weighed by themselves, are populated, and have no mass.
fn without_mass(structure: &Structure, masses: &HashMap<RevisionId, Decimal>) -> BTreeSet<PartId> {
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
