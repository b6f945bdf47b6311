//! The flat list: how much of each part goes into one of a revision, at all levels together.

use std::collections::{BTreeMap, HashMap};

use super::{Counting, Dimension, Structure};
use crate::decimal::Decimal;
use crate::id::{PartId, RevisionId};

/// How much, apart into what is fitted and what is only documented (DNP).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// What is fitted.
    pub fitted: Decimal,
    /// What stands on a line that is not populated, or below one.
    pub not_fitted: Decimal,
}

impl Amount {
    /// Nothing.
    pub fn zero() -> Self {
        Self { fitted: Decimal::zero(), not_fitted: Decimal::zero() }
    }

    /// One piece, fitted.
    pub fn one() -> Self {
        Self { fitted: Decimal::one(), not_fitted: Decimal::zero() }
    }

    /// So many times this, on a line that is populated or not.
    #[must_use]
    pub fn times(&self, quantity: &Decimal, dnp: bool) -> Self {
        let [fitted, not_fitted] = [&self.fitted, &self.not_fitted].map(|part| part.clone() * quantity.clone());
        if dnp {
            Self { fitted: Decimal::zero(), not_fitted: fitted + not_fitted }
        } else {
            Self { fitted, not_fitted }
        }
    }

    /// Adds another amount.
    pub fn add(&mut self, other: Self) {
        let Self { fitted, not_fitted } = std::mem::replace(self, Self::zero());
        *self = Self { fitted: fitted + other.fitted, not_fitted: not_fitted + other.not_fitted };
    }
}

/// A part in a flat list. Revisions of a part are told apart, and so are pieces from metres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlatLine {
    /// The part.
    pub part: PartId,
    /// Its revision that counts.
    pub counts: Option<Counting>,
    /// What its amount measures.
    pub dimension: Dimension,
    /// How much of it, in the dimension's base unit.
    pub amount: Amount,
    /// Whether it has lines of its own, which then stand in the list as well.
    pub has_lines: bool,
    /// How many lines call for it, each counted once.
    pub lines: usize,
}

/// The flat list of a structure, by part, revision and dimension. Takes a time that grows with the lines, not with the
/// places where they stand.
pub fn flat(structure: &Structure) -> Vec<FlatLine> {
    let mut times = HashMap::from([(structure.root(), Amount::one())]);
    let mut list: BTreeMap<(PartId, Option<RevisionId>, Dimension), FlatLine> = BTreeMap::new();
    for revision in structure.revisions() {
        // Each revision comes after all that call for it, so how often it is used is known by now.
        let Some(used) = times.remove(revision) else { continue };
        for entry in structure.lines(*revision) {
            let (line, below) = (&entry.line, structure.below(entry));
            let amount = used.times(&line.quantity.in_base(line.unit), line.dnp);
            if let Some(below) = below {
                times.entry(below).or_insert_with(Amount::zero).add(amount.clone());
            }
            let dimension = line.unit.dimension();
            let key = (line.child, entry.counts.map(|counting| counting.revision), dimension);
            let listed = list.entry(key).or_insert_with(|| FlatLine {
                part: line.child,
                counts: entry.counts,
                dimension,
                amount: Amount::zero(),
                has_lines: below.is_some(),
                lines: 0,
            });
            listed.amount.add(amount);
            listed.lines += 1;
        }
    }
    list.into_values().collect()
}
