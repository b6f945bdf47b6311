//! Roll-ups: what a whole BOM comes to, computed from its parts.

use std::collections::{BTreeSet, HashMap};

use super::flat::flat_until;
use super::{BomLine, Structure, Unit, flat};
use crate::Result;
use crate::decimal::Decimal;
use crate::id::PartId;
use crate::property::{MASS, PropertyName, PropertyReader, PropertyValue};
use crate::revision::Lifecycle;

/// What all fitted lines of a BOM come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollUp {
    /// The worst state that a part has in the revision that counts; `None` where nothing is fitted.
    pub worst: Option<Lifecycle>,
    /// The mass in grams of all parts whose mass is known.
    pub grams: Decimal,
    /// The parts whose mass is not known, and which are therefore not in the sum.
    pub without_mass: BTreeSet<PartId>,
}

/// The mass in grams that a property says: a number that is not negative, in kg, g or mg.
pub fn grams(value: &PropertyValue) -> Option<Decimal> {
    let PropertyValue::Number { number, unit } = value else { return None };
    let unit = Unit::parse(unit.as_str()).ok()?;
    if *number < Decimal::zero() {
        return None;
    }
    Some(number.clone() * grams_in(unit)?)
}

/// How many grams a unit of mass is.
fn grams_in(unit: Unit) -> Option<Decimal> {
    let millionths = match unit {
        Unit::Kilogram => 1_000_000_000,
        Unit::Gram => 1_000_000,
        Unit::Milligram => 1_000,
        Unit::Each | Unit::Metre | Unit::Centimetre | Unit::Millimetre | Unit::Litre | Unit::Millilitre => return None,
    };
    Some(Decimal::from_millionths(millionths))
}

/// What a piece weighs in grams, for each part of a structure that says so in the revision that counts.
pub fn masses(structure: &Structure, properties: &dyn PropertyReader) -> Result<HashMap<PartId, Decimal>> {
    let name = PropertyName::parse(MASS)?;
    let mut masses = HashMap::new();
    for (part, revision) in structure.parts() {
        let mass = properties.find(revision, &name)?.and_then(|property| grams(&property.value));
        masses.extend(mass.map(|mass| (part, mass)));
    }
    Ok(masses)
}

/// Rolls a structure up. `masses` says in grams what a piece of a part weighs, where that is known.
///
/// A line that is measured in kg, g or mg weighs what it says. Otherwise a part's own mass counts; an assembly without one
/// weighs what its fitted lines weigh. A part that is measured by length or volume has no mass by the piece.
pub fn roll_up(structure: &Structure, masses: &HashMap<PartId, Decimal>) -> RollUp {
    let is_fitted = |amount: &Decimal| *amount > Decimal::zero();
    let everything = flat(structure);
    let fitted = everything.iter().filter(|line| is_fitted(&line.amount.fitted));
    let worst = fitted.filter_map(|line| structure.state_of(line.part)).max_by_key(|state| badness(*state));
    let ends = |line: &BomLine| grams_in(line.unit).is_some() || masses.contains_key(&line.child);
    let (mut sum, mut without_mass) = (Decimal::zero(), BTreeSet::new());
    for line in flat_until(structure, ends).into_iter().filter(|line| is_fitted(&line.amount.fitted)) {
        let own = masses.get(&line.part);
        let each = match (grams_in(line.unit), own, line.unit) {
            (Some(grams), _, _) => Some(grams),
            (None, Some(own), Unit::Each) => Some(own.clone()),
            (None, _, _) => None,
        };
        match each {
            Some(each) => sum = sum + line.amount.fitted * each,
            // Its lines are in the list, and weigh for it.
            None if line.assembly && own.is_none() => {}
            None => {
                without_mass.insert(line.part);
            }
        }
    }
    RollUp { worst, grams: sum, without_mass }
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
