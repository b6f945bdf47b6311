//! What building something so many times takes: of every part below it, how much is needed, and how much of that is there.

use std::collections::{BTreeMap, HashMap};

use super::{BomError, Dimension, Structure, StructureLine};
use crate::decimal::Decimal;
use crate::id::{PartId, RevisionId};

/// How often something is built: a whole number from 1 to 999999999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Builds(u32);

impl Builds {
    /// One.
    pub const ONE: Self = Self(1);

    const MOST: u32 = 999_999_999;

    /// Takes `1`, `250`.
    pub fn parse(text: &str) -> Result<Self, BomError> {
        let written = text.trim();
        let all_digits = written.bytes().all(|byte| byte.is_ascii_digit());
        let number = written.parse().ok().filter(|number| all_digits && (1..=Self::MOST).contains(number));
        number.map(Self).ok_or_else(|| BomError::BuildsInvalid { text: text.chars().take(40).collect() })
    }

    /// The number, for products.
    pub fn to_decimal(self) -> Decimal {
        Decimal::whole(self.0)
    }
}

/// What is on hand: of each part in each dimension, in the dimension's base unit.
pub type Stock = BTreeMap<(PartId, Dimension), Decimal>;

/// How much of a part is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The part; all its revisions together.
    pub part: PartId,
    /// What it is measured in; amounts are in the base unit.
    pub dimension: Dimension,
    /// Whether it is made of lines of its own, so that it is built and not bought.
    pub built: bool,
    /// How much is needed.
    pub needed: Decimal,
    /// How much of that is on hand.
    pub from_stock: Decimal,
}

impl Requirement {
    /// How much is neither there nor made yet.
    pub fn short(&self) -> Decimal {
        self.needed.without(&self.from_stock)
    }
}

/// A line of a BOM, and how much of it all the assemblies that are built need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call<'s> {
    pub(super) entry: &'s StructureLine,
    pub(super) needed: Decimal,
}

/// What building something takes, and what stock contributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirements<'s> {
    /// The parts, in the order in which they were made.
    pub parts: Vec<Requirement>,
    /// The lines that call for each of them.
    pub(super) calls: Vec<Vec<Call<'s>>>,
    /// What is on hand and not needed.
    pub(super) left: Stock,
}

/// What `times` of the top of a structure take.
///
/// What is not fitted takes nothing. From the top down, what is on hand is used first, and only what is short is built: a
/// board that lies on the shelf needs no more parts. Of the top itself as many are built as were asked for. Takes a time
/// that grows with the lines, not with the places where they stand.
pub fn requirements<'s>(structure: &'s Structure, times: &Decimal, stock: Stock) -> Requirements<'s> {
    let mut met: BTreeMap<Key, (Requirement, Vec<Call<'s>>)> = BTreeMap::new();
    let mut left = stock;
    // Of each revision that is built, what the lines above it call for.
    let mut called: HashMap<RevisionId, BTreeMap<Key, Decimal>> = HashMap::new();
    for revision in structure.revisions() {
        // Each revision comes after all that call for it, so what is needed of it is known by now.
        let build: Decimal = match called.remove(revision) {
            Some(needed) => {
                needed.iter().filter_map(|(of, needed)| Some(met.get_mut(of)?.0.take(needed, &mut left))).sum()
            }
            None if *revision == structure.root() => times.clone(),
            None => continue,
        };
        if build == Decimal::zero() {
            continue;
        }
        for entry in structure.lines(*revision).iter().filter(|entry| !entry.line.dnp) {
            let needed = build.clone() * entry.line.quantity.in_base(entry.line.unit);
            let below = structure.below(entry);
            let of = Key { part: entry.line.child, dimension: entry.line.unit.dimension(), built: below.is_some() };
            if let Some(below) = below {
                let sum = called.entry(below).or_default().entry(of).or_insert_with(Decimal::zero);
                *sum = sum.clone() + needed.clone();
            }
            let (_, calls) = met.entry(of).or_insert_with(|| (Requirement::none(of), Vec::new()));
            calls.push(Call { entry, needed });
        }
    }
    for (requirement, calls) in met.values_mut().filter(|(requirement, _)| !requirement.built) {
        let needed = calls.iter().map(|call| call.needed.clone()).sum();
        requirement.take(&needed, &mut left);
    }
    let (parts, calls) = met.into_values().unzip();
    Requirements { parts, calls, left }
}

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    part: PartId,
    dimension: Dimension,
    built: bool,
}

impl Requirement {
    fn none(Key { part, dimension, built }: Key) -> Self {
        Self { part, dimension, built, needed: Decimal::zero(), from_stock: Decimal::zero() }
    }

    /// Needs so much more, takes what there is from what is left, and answers what is short of it.
    fn take(&mut self, needed: &Decimal, left: &mut Stock) -> Decimal {
        self.needed = self.needed.clone() + needed.clone();
        let Some(stock) = left.get_mut(&(self.part, self.dimension)) else { return needed.clone() };
        let taken = stock.clone().min(needed.clone());
        *stock = stock.without(&taken);
        self.from_stock = self.from_stock.clone() + taken.clone();
        needed.without(&taken)
    }
}
