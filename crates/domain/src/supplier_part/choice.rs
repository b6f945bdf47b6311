//! Which supplier part is taken for an amount: the same one for the same prices, whoever asks.

use std::collections::BTreeMap;

use super::{Currency, LeadTime, PriceAt, SupplierPart, SupplierPartReader, UnitPrice};
use crate::bom::Quantity;
use crate::decimal::Decimal;
use crate::id::PartId;
use crate::manufacturer_part::{ManufacturerPart, ManufacturerPartReader};
use crate::store::StoreError;

/// One way to come by a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What is made.
    pub manufacturer_part: ManufacturerPart,
    /// How it is sold.
    pub supplier_part: SupplierPart,
}

/// All ways to come by a part: its manufacturer parts in the order in which they were added, and those who sell each.
pub fn sources(
    manufacturer_parts: &dyn ManufacturerPartReader,
    supplier_parts: &dyn SupplierPartReader,
    part: PartId,
) -> Result<Vec<Source>, StoreError> {
    let mut sources = Vec::new();
    for manufacturer_part in manufacturer_parts.of(part)? {
        let sold = supplier_parts.of(manufacturer_part.id)?.into_iter();
        sources.extend(sold.map(|supplier_part| {
            let manufacturer_part = manufacturer_part.clone();
            Source { manufacturer_part, supplier_part }
        }));
    }
    Ok(sources)
}

/// What is taken, and what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice<'s> {
    /// Where it comes from.
    pub source: &'s Source,
    /// How much is ordered: the least that can be ordered and is enough.
    pub order: Quantity,
    /// What one costs in an order of that size.
    pub price: UnitPrice,
}

impl Choice<'_> {
    /// What the order costs.
    pub fn total(&self) -> Decimal {
        self.order.to_decimal() * self.price.to_decimal()
    }
}

/// Why nothing is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPrice {
    /// No supplier part has prices in the currency.
    NotOffered,
    /// There are prices in the currency, but only for orders from this quantity on.
    OnlyFrom(Quantity),
    /// The part is needed in several dimensions, and nobody knows which of them a price is for.
    SeveralUnits,
    /// More is needed than can be ordered.
    TooMuch,
}

/// The supplier part that is taken for a quantity.
///
/// Of those with a price in the currency for what would have to be ordered: the manufacturer part whose status is
/// preferred most, then the order that costs least, then the one that was added first.
pub fn choose<'s>(sources: &'s [Source], currency: &Currency, needed: Quantity) -> Result<Choice<'s>, NoPrice> {
    let (mut best, mut least): (Option<(u8, Choice<'s>)>, Option<Quantity>) = (None, None);
    let mut too_much = false;
    for source in sources.iter().filter(|source| source.supplier_part.offer.currency == *currency) {
        let offer = &source.supplier_part.offer;
        let Some(order) = offer.order_for(needed) else {
            too_much = true;
            continue;
        };
        let price = match offer.prices.at(&order.to_decimal()) {
            PriceAt::Known(holds) => holds.price,
            PriceAt::From(from) => {
                least = Some(least.map_or(from, |least| least.min(from)));
                continue;
            }
            PriceAt::Unknown => continue,
        };
        let choice = Choice { source, order, price };
        let place = source.manufacturer_part.status.preference();
        let is_better = best.as_ref().is_none_or(|(first, other)| (place, choice.total()) < (*first, other.total()));
        if is_better {
            best = Some((place, choice));
        }
    }
    match (best, least) {
        (Some((_, choice)), _) => Ok(choice),
        (None, Some(from)) => Err(NoPrice::OnlyFrom(from)),
        (None, None) if too_much => Err(NoPrice::TooMuch),
        (None, None) => Err(NoPrice::NotOffered),
    }
}

/// The shortest lead time that any of them has, whatever its prices are in.
pub fn shortest_lead_time(sources: &[Source]) -> Option<LeadTime> {
    sources.iter().filter_map(|source| source.supplier_part.offer.lead_time).min()
}

/// The currencies in which parts have prices, and how many parts each has prices for; the one with most first.
pub fn currencies<'s>(parts: impl IntoIterator<Item = &'s [Source]>) -> Vec<(Currency, usize)> {
    let mut counts: BTreeMap<&Currency, usize> = BTreeMap::new();
    for sources in parts {
        let offers = sources.iter().map(|source| &source.supplier_part.offer);
        let mut priced: Vec<_> =
            offers.filter(|offer| !offer.prices.breaks().is_empty()).map(|offer| &offer.currency).collect();
        priced.sort_unstable();
        priced.dedup();
        for currency in priced {
            *counts.entry(currency).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().map(|(currency, count)| (currency.clone(), count)).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}
