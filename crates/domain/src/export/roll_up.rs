//! What a BOM comes to, as a document says it at its end.

use super::catalogue::Shelf;
use super::{Cell, Column, Fact, Kind};
use crate::Result;
use crate::bom::{self, BomLine, Builds, Costs, RollUp, Sources, Structure};
use crate::decimal::Decimal;
use crate::store::Snapshot;
use crate::supplier_part::{self, Currency};

/// Where the parts of a structure come from, and in which currency they are told.
pub(super) struct Prices {
    pub(super) sources: Sources,
    pub(super) currency: Option<Currency>,
}

impl Prices {
    /// Reads where the parts come from. The currency is the one that was asked for, else the one in which most parts have
    /// prices.
    pub(super) fn read(seen: &dyn Snapshot, structure: &Structure, asked: Option<&Currency>) -> Result<Self> {
        let sources = bom::read_sources(seen.manufacturer_parts(), seen.supplier_parts(), structure)?;
        let most = || supplier_part::currencies(sources.values().map(Vec::as_slice)).into_iter().next();
        let currency = asked.cloned().or_else(|| most().map(|(currency, _)| currency));
        Ok(Self { sources, currency })
    }

    pub(super) fn costs<'s>(&'s self, structure: &Structure, builds: Builds) -> Costs<'s> {
        bom::costs(structure, builds, &self.sources, self.currency.as_ref())
    }
}

/// What lines come to by themselves.
pub(super) fn own<'l>(lines: impl Iterator<Item = &'l BomLine> + Clone) -> Vec<Fact> {
    let fitted = lines.clone().filter(|line| !line.dnp);
    vec![
        Fact::count("lines", "Lines", lines.clone().count()),
        Fact::count("lines_dnp", "Lines not fitted", lines.filter(|line| line.dnp).count()),
        Fact::count("placements", "Placements", fitted.clone().map(|line| line.designators.len()).sum()),
        Fact::text("quantity", "Quantity fitted", &bom::total(fitted)),
    ]
}

/// What one weighs, as far as it is known, and the state that is furthest from being built.
pub(super) fn mass(shelf: Shelf<'_>, structure: &Structure) -> Result<Vec<Fact>> {
    let masses = bom::masses(structure, |revision, name| shelf.property(revision, name))?;
    let RollUp { mass, without_mass, worst } = bom::roll_up(structure, &masses);
    let mut facts = vec![
        Fact::decimal("mass_kg", "Mass of one (kg)", mass),
        Fact::count("parts_without_mass", "Parts without a mass", without_mass.len()),
    ];
    facts.extend(worst.map(|state| Fact::text("worst_state", "Worst state", &state)));
    Ok(facts)
}

/// What the market says: how long builds take and, where anything has a price, what they cost.
pub(super) fn market(structure: &Structure, prices: &Prices, builds: Builds) -> Vec<Fact> {
    let costs = prices.costs(structure, builds);
    let mut facts = vec![
        Fact::decimal("builds", "Builds", builds.to_decimal()),
        Fact::count("parts_without_price", "Parts without a price", costs.unpriced),
    ];
    if let Some((longest, _)) = &costs.slowest {
        let days = Cell::Whole(u64::from(longest.days()));
        facts.push(Fact::new(Column::whole("lead_time_days", "Longest lead time (days)"), days));
    }
    if let Some(currency) = &prices.currency {
        facts.extend(money(&costs, currency));
    }
    facts
}

/// What builds cost, in a currency.
fn money(costs: &Costs<'_>, currency: &Currency) -> [Fact; 3] {
    let fact = |key, name, amount: &Decimal| {
        Fact::new(Column::new(key, name, Kind::Money(currency.clone())), Cell::number(amount))
    };
    [
        fact("cost_each", "Cost of one", &costs.each),
        fact("cost_used", "Cost of all builds", &costs.used),
        fact("cost_ordered", "Cost of the orders", &costs.ordered),
    ]
}
