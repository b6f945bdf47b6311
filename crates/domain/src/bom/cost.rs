//! What the parts for building something cost, in one currency, and how long the slowest of them takes.

use std::collections::{BTreeMap, HashMap};

use super::{Builds, Dimension, Quantity, Requirement, Requirements, Stock, Structure, requirements};
use crate::decimal::Decimal;
use crate::id::PartId;
use crate::manufacturer_part::ManufacturerPartReader;
use crate::store::StoreError;
use crate::supplier_part::{
    Choice, Currency, LeadTime, NoPrice, Source, SupplierPartReader, choose, shortest_lead_time, sources,
};

/// By part, all ways to come by it.
pub type Sources = BTreeMap<PartId, Vec<Source>>;

/// Reads where the parts below a structure come from: of those that are fitted and have no lines of their own.
pub fn read_sources(
    manufacturer_parts: &dyn ManufacturerPartReader,
    supplier_parts: &dyn SupplierPartReader,
    structure: &Structure,
) -> Result<Sources, StoreError> {
    let mut found = Sources::new();
    for entry in structure.revisions().iter().flat_map(|revision| structure.lines(*revision)) {
        let part = entry.line.child;
        if !entry.line.dnp && structure.below(entry).is_none() && !found.contains_key(&part) {
            found.insert(part, sources(manufacturer_parts, supplier_parts, part)?);
        }
    }
    Ok(found)
}

/// A part that is bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine<'s> {
    /// The part; all its revisions together.
    pub part: PartId,
    /// What it is measured in; amounts are in the base unit.
    pub dimension: Dimension,
    /// How much all builds need.
    pub needed: Decimal,
    /// What is ordered for that, or why nothing is.
    pub bought: Result<Choice<'s>, NoPrice>,
    /// How long that takes; of a part without a choice, the shortest lead time that one of its supplier parts has.
    pub lead_time: Option<LeadTime>,
}

/// What a number of builds costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Costs<'s> {
    /// The parts that are bought, in the order in which they were made.
    pub lines: Vec<CostLine<'s>>,
    /// What goes into one build: each amount at the price of one in the order for all builds.
    pub each: Decimal,
    /// The same for all builds.
    pub used: Decimal,
    /// What all orders cost: also for what minimums and multiples make one order more.
    pub ordered: Decimal,
    /// How many parts have no price; they are in none of the sums.
    pub unpriced: usize,
    /// The longest lead time, and the parts that take so long.
    pub slowest: Option<(LeadTime, Vec<PartId>)>,
    /// How many parts have no lead time.
    pub without_lead_time: usize,
}

/// What the parts below a structure cost for a number of builds, in one currency. Without one, nothing has a price.
pub fn costs<'s>(
    structure: &Structure,
    builds: Builds,
    sources: &'s Sources,
    currency: Option<&Currency>,
) -> Costs<'s> {
    let Requirements { parts, .. } = requirements(structure, &Decimal::one(), Stock::new());
    let mut costs = Costs {
        lines: Vec::new(),
        each: Decimal::zero(),
        used: Decimal::zero(),
        ordered: Decimal::zero(),
        unpriced: 0,
        slowest: None,
        without_lead_time: 0,
    };
    let market = Market::new(&parts, sources, currency);
    for Requirement { part, dimension, built: _, needed, from_stock: _ } in parts.iter().filter(|each| !each.built) {
        let all = needed.clone() * builds.to_decimal();
        let bought = market.buy(*part, *dimension, &all);
        match &bought {
            Ok(choice) => {
                costs.each = costs.each.clone() + needed.clone() * choice.price.to_decimal();
                costs.ordered = costs.ordered.clone() + choice.total();
            }
            Err(_) => costs.unpriced += 1,
        }
        let lead_time = market.lead_time(*part, &bought);
        costs.wait(*part, lead_time);
        costs.lines.push(CostLine { part: *part, dimension: *dimension, needed: all, bought, lead_time });
    }
    costs.used = costs.each.clone() * builds.to_decimal();
    costs
}

impl Costs<'_> {
    /// What goes into all builds, by what kind of part it is, the dearest first; equal ones in the order of their kinds. Parts
    /// without a price are in none.
    pub fn by_kind<K: Ord>(&self, kind: impl Fn(PartId) -> K) -> Vec<(K, Decimal)> {
        let mut kinds: BTreeMap<K, Decimal> = BTreeMap::new();
        for line in &self.lines {
            if let Ok(choice) = &line.bought {
                let sum = kinds.entry(kind(line.part)).or_insert_with(Decimal::zero);
                *sum = sum.clone() + line.needed.clone() * choice.price.to_decimal();
            }
        }
        let mut kinds: Vec<(K, Decimal)> = kinds.into_iter().collect();
        kinds.sort_by(|(_, one), (_, other)| other.cmp(one));
        kinds
    }

    fn wait(&mut self, part: PartId, lead_time: Option<LeadTime>) {
        let Some(lead_time) = lead_time else {
            self.without_lead_time += 1;
            return;
        };
        match &mut self.slowest {
            Some((longest, parts)) if *longest == lead_time => parts.push(part),
            Some((longest, _)) if *longest > lead_time => {}
            slowest => *slowest = Some((lead_time, vec![part])),
        }
    }
}

/// Where parts are bought.
pub(super) struct Market<'s, 'c> {
    sources: &'s Sources,
    currency: Option<&'c Currency>,
    /// In how many dimensions each part is needed.
    dimensions: HashMap<PartId, usize>,
}

impl<'s, 'c> Market<'s, 'c> {
    /// A market for these parts.
    pub(super) fn new(parts: &[Requirement], sources: &'s Sources, currency: Option<&'c Currency>) -> Self {
        let mut dimensions: HashMap<PartId, usize> = HashMap::new();
        for part in parts.iter().filter(|part| !part.built) {
            *dimensions.entry(part.part).or_default() += 1;
        }
        Self { sources, currency, dimensions }
    }

    /// What is ordered of a part; pieces are bought whole, everything else to the millionth of its base unit.
    pub(super) fn buy(&self, part: PartId, dimension: Dimension, amount: &Decimal) -> Result<Choice<'s>, NoPrice> {
        if self.dimensions.get(&part).is_some_and(|dimensions| *dimensions > 1) {
            return Err(NoPrice::SeveralUnits);
        }
        let whole = if dimension == Dimension::Count { amount.to_whole() } else { amount.clone() };
        let needed = Quantity::at_least(&whole).ok_or(NoPrice::TooMuch)?;
        choose(self.of(part), self.currency.ok_or(NoPrice::NotOffered)?, needed)
    }

    /// How long a part takes: what was chosen, else the fastest there is.
    pub(super) fn lead_time(&self, part: PartId, bought: &Result<Choice<'s>, NoPrice>) -> Option<LeadTime> {
        match bought {
            Ok(choice) => choice.source.supplier_part.offer.lead_time,
            Err(_) => shortest_lead_time(self.of(part)),
        }
    }

    fn of(&self, part: PartId) -> &'s [Source] {
        self.sources.get(&part).map_or(&[], Vec::as_slice)
    }
}
