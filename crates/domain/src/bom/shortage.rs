//! The shortage list: what is missing for a number of builds, what on hand could stand in for it, and what to order.

use super::cost::Market;
use super::requirement::Call;
use super::{Builds, Requirement, Requirements, Sources, Stock, Structure, requirements};
use crate::decimal::Decimal;
use crate::id::PartId;
use crate::supplier_part::{Choice, Currency, NoPrice};

/// A substitute on hand that could stand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    /// The substitute.
    pub part: PartId,
    /// For how much of what is short.
    pub amount: Decimal,
}

/// A part that a number of builds needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortageLine<'s> {
    /// How much of which part is needed, and how much of that is on hand.
    pub requirement: Requirement,
    /// How much is on hand in all, needed or not.
    pub on_hand: Decimal,
    /// How much is short.
    pub short: Decimal,
    /// What could stand in for that, as far as it is on hand and not needed for itself.
    pub stand_ins: Vec<StandIn>,
    /// What is ordered for all that is short; `None` where nothing is short, and where it is built.
    pub order: Option<Result<Choice<'s>, NoPrice>>,
}

/// What is missing for a number of builds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage<'s> {
    /// Every part that is needed, in the order in which they were made.
    pub lines: Vec<ShortageLine<'s>>,
    /// What all orders cost.
    pub ordered: Decimal,
    /// How many of the parts that are short and bought have no price; they are not in the sum.
    pub unpriced: usize,
}

/// What is missing for a number of builds, with what is on hand. What could stand in is told and not taken off: whether it
/// is used is for people to decide.
pub fn shortage<'s>(
    structure: &Structure,
    builds: Builds,
    stock: &Stock,
    sources: &'s Sources,
    currency: Option<&Currency>,
) -> Shortage<'s> {
    let Requirements { parts, calls, mut left } = requirements(structure, &builds.to_decimal(), stock.clone());
    let market = Market::new(&parts, sources, currency);
    let mut shortage = Shortage { lines: Vec::new(), ordered: Decimal::zero(), unpriced: 0 };
    for (requirement, calls) in parts.iter().zip(&calls) {
        let short = requirement.short();
        let is_short = short > Decimal::zero();
        let stand_ins = if is_short { stand_ins(requirement, calls, &mut left) } else { Vec::new() };
        let is_bought = is_short && !requirement.built;
        let order = is_bought.then(|| market.buy(requirement.part, requirement.dimension, &short));
        match &order {
            Some(Ok(choice)) => shortage.ordered = shortage.ordered.clone() + choice.total(),
            Some(Err(_)) => shortage.unpriced += 1,
            None => {}
        }
        let on_hand = stock.get(&(requirement.part, requirement.dimension)).cloned().unwrap_or_else(Decimal::zero);
        shortage.lines.push(ShortageLine { requirement: requirement.clone(), on_hand, short, stand_ins, order });
    }
    shortage
}

/// What could stand in on each line, by the line's priorities. What there is of the part itself goes first to lines that
/// have no substitute, then to the others in their order; what is left of a substitute is given out once.
fn stand_ins(requirement: &Requirement, calls: &[Call<'_>], left: &mut Stock) -> Vec<StandIn> {
    let (alone, open): (Vec<_>, Vec<_>) = calls.iter().partition(|call| call.entry.line.substitutes.is_empty());
    let alone = alone.into_iter().map(|call| call.needed.clone()).sum();
    let mut own = requirement.from_stock.without(&alone);
    let mut found: Vec<StandIn> = Vec::new();
    for Call { entry, needed } in open {
        let mut lacking = needed.without(&own);
        own = own.without(needed);
        for substitute in &entry.line.substitutes {
            let Some(there) = left.get_mut(&(substitute.part, requirement.dimension)) else { continue };
            let amount = there.clone().min(lacking.clone());
            if amount == Decimal::zero() {
                continue;
            }
            *there = there.without(&amount);
            lacking = lacking.without(&amount);
            match found.iter_mut().find(|stand_in| stand_in.part == substitute.part) {
                Some(stand_in) => stand_in.amount = stand_in.amount.clone() + amount,
                None => found.push(StandIn { part: substitute.part, amount }),
            }
        }
    }
    found
}
