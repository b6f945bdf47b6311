//! Flat lists: how many of each part one piece of the top needs, over all levels.

use std::collections::{BTreeMap, HashMap};

use super::{BomLine, Structure, Unit};
use crate::decimal::Decimal;
use crate::id::PartId;

/// An exact quantity, told apart by whether it is fitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// What is fitted.
    pub fitted: Decimal,
    /// What stands in lines that are not fitted, or below them.
    pub not_fitted: Decimal,
}

impl Amount {
    /// Nothing of either.
    pub fn zero() -> Self {
        Self { fitted: Decimal::zero(), not_fitted: Decimal::zero() }
    }

    /// One piece that is fitted.
    pub(super) fn one() -> Self {
        Self { fitted: Decimal::from_millionths(1_000_000), not_fitted: Decimal::zero() }
    }

    /// What a line needs when so much of its parent is needed.
    pub(super) fn times(&self, line: &BomLine) -> Self {
        let quantity = line.quantity.to_decimal();
        if line.dnp {
            let all = self.fitted.clone() + self.not_fitted.clone();
            return Self { fitted: Decimal::zero(), not_fitted: all * quantity };
        }
        Self { fitted: self.fitted.clone() * quantity.clone(), not_fitted: self.not_fitted.clone() * quantity }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.fitted = std::mem::replace(&mut self.fitted, Decimal::zero()) + other.fitted;
        self.not_fitted = std::mem::replace(&mut self.not_fitted, Decimal::zero()) + other.not_fitted;
    }
}

/// A part in a flat list; a part that is needed in two units stands there once for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlatLine {
    /// The part.
    pub part: PartId,
    /// The unit of the quantity.
    pub unit: Unit,
    /// How much of it one piece of the top needs.
    pub amount: Amount,
    /// How many lines call for it, in all BOMs of the structure.
    pub lines: usize,
    /// Whether it has lines of its own, which are in the list too.
    pub assembly: bool,
}

/// The flat list of a structure, in the order of ids and units.
pub fn flat(structure: &Structure) -> Vec<FlatLine> {
    flat_until(structure, |_| false)
}

/// Like [`flat`], but what stands below the lines for which `ends` holds is not needed.
pub(super) fn flat_until(structure: &Structure, ends: impl Fn(&BomLine) -> bool) -> Vec<FlatLine> {
    let mut list: BTreeMap<(PartId, Unit), FlatLine> = BTreeMap::new();
    let mut needed = HashMap::from([(structure.root(), Amount::one())]);
    // An assembly's turn comes when all lines that call for it have said how much they need.
    let (mut waiting, mut ready) = (structure.uses(), vec![structure.root()]);
    while let Some(revision) = ready.pop() {
        let above = needed.remove(&revision).unwrap_or_else(Amount::zero);
        for line in structure.lines(revision) {
            let amount = above.times(line);
            if let Some(child) = structure.revision_of(line.child) {
                if !ends(line) {
                    needed.entry(child).or_insert_with(Amount::zero).add(amount.clone());
                }
                if let Some(uses) = waiting.get_mut(&child) {
                    *uses -= 1;
                    if *uses == 0 {
                        ready.push(child);
                    }
                }
            }
            let row = list.entry((line.child, line.unit)).or_insert_with(|| FlatLine {
                part: line.child,
                unit: line.unit,
                amount: Amount::zero(),
                lines: 0,
                assembly: !structure.lines_of(line.child).is_empty(),
            });
            row.amount.add(amount);
            row.lines += 1;
        }
    }
    list.into_values().collect()
}
