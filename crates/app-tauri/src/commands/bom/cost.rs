//! What the parts of a BOM cost for a number of builds, and what is missing for them.

use std::collections::HashMap;

use partwright_domain::bom::{
    self, Builds, CostLine, Costs, OnHandOutcome, OnHandRow, Requirement, Shortage, ShortageLine, Sources, StandIn,
    Structure,
};
use partwright_domain::category::Subcategory;
use partwright_domain::decimal::Decimal;
use partwright_domain::id::PartId;
use partwright_domain::part::Part;
use partwright_domain::store::Snapshot;
use partwright_domain::supplier_part::{self, Choice, Currency, LeadTime, NoPrice, Offer, Source, SupplierPart};
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::level::{Parts, structure};
use crate::app::App;
use crate::commands::id;
use crate::commands::manufacturer_part::ManufacturerPartStatus;
use crate::commands::part::PartRow;
use crate::error::WireError;

/// Asks what the parts of a revision cost.
#[derive(Debug, Deserialize, TS)]
pub struct BomCostRequest {
    revision: String,
    /// How many are built.
    builds: String,
    /// Null for the currency in which most parts have prices.
    currency: Option<String>,
}

/// What the parts of a BOM cost.
#[derive(Debug, Serialize, TS)]
pub struct RolledCost {
    each: String,
    currency: String,
    /// How many parts have no price, and are not in the sum.
    unpriced: usize,
}

/// Asks what is missing for a number of builds.
#[derive(Debug, Deserialize, TS)]
pub struct BomShortageRequest {
    revision: String,
    builds: String,
    /// A row a part: its number or an MPN, a quantity, and a unit where it is not pieces.
    on_hand: String,
    currency: Option<String>,
}

/// What the parts of a revision cost; all amounts of money are exact, and in one currency.
#[derive(Debug, Serialize, TS)]
pub struct BomCostView {
    /// Null where no part has a price.
    currency: Option<String>,
    currencies: Vec<BomCurrencyView>,
    /// What goes into one build, at the prices of the orders for all.
    each: String,
    /// The same for all builds.
    used: String,
    /// What all orders cost, with what minimums and multiples make them more.
    ordered: String,
    /// How many parts have no price; they are in no sum.
    unpriced: usize,
    /// The longest lead time, in days; null where none is known.
    lead_time: Option<String>,
    /// The parts that take so long.
    slowest: Vec<BomPartView>,
    without_lead_time: usize,
    /// What goes into all builds by subcategory, the dearest first; what has no price is in none.
    by_subcategory: Vec<BomSubcategoryCost>,
    /// By part number.
    lines: Vec<BomCostLineView>,
}

/// What the parts of a subcategory cost.
#[derive(Debug, Serialize, TS)]
pub struct BomSubcategoryCost {
    /// `EL-RES`
    codes: String,
    name: String,
    used: String,
}

/// A currency in which parts have prices.
#[derive(Debug, Serialize, TS)]
pub struct BomCurrencyView {
    currency: String,
    /// How many parts.
    parts: usize,
}

/// A part by its names.
#[derive(Debug, Serialize, TS)]
pub struct BomPartView {
    number: String,
    name: String,
}

impl From<&Part> for BomPartView {
    fn from(part: &Part) -> Self {
        Self { number: part.number.to_string(), name: part.name.to_string() }
    }
}

/// A part that is bought.
#[derive(Debug, Serialize, TS)]
pub struct BomCostLineView {
    child: PartRow,
    /// For all builds.
    needed: String,
    unit: String,
    purchase: Option<BomPurchaseView>,
    /// Why there is no purchase; null where there is one.
    no_price: Option<NoPriceView>,
    /// In days.
    lead_time: Option<String>,
}

/// What is ordered of a part.
#[derive(Debug, Serialize, TS)]
pub struct BomPurchaseView {
    manufacturer: String,
    mpn: String,
    /// How far the manufacturer part may be used.
    status: ManufacturerPartStatus,
    supplier: String,
    order_code: String,
    order: String,
    /// Of one.
    price: String,
    total: String,
}

/// Why a part has no price.
#[derive(Debug, Serialize, TS)]
pub struct NoPriceView {
    kind: NoPriceKind,
    /// The quantity from which on there are prices, where that is why.
    from: Option<String>,
}

/// The kinds of reasons why a part has no price.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoPriceKind {
    NotOffered,
    OnlyFrom,
    SeveralUnits,
    TooMuch,
}

/// What is missing for a number of builds.
#[derive(Debug, Serialize, TS)]
pub struct BomShortageView {
    currency: Option<String>,
    currencies: Vec<BomCurrencyView>,
    /// What each row of what is on hand was taken for.
    rows: Vec<OnHandRowView>,
    /// By part number.
    lines: Vec<ShortageLineView>,
    /// How many parts are short.
    short: usize,
    /// What all orders cost.
    ordered: String,
    /// How many parts are to be ordered and have no price; they are not in the sum.
    unpriced: usize,
}

/// A row of what is on hand.
#[derive(Debug, Serialize, TS)]
pub struct OnHandRowView {
    row: usize,
    written: String,
    outcome: OnHandKind,
    part: Option<BomPartView>,
    amount: Option<String>,
    unit: Option<String>,
    /// Why the row counts for nothing.
    refusal: Option<WireError>,
}

/// What a row was taken for.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "OnHandOutcome")]
pub enum OnHandKind {
    Counted,
    /// A part that this BOM has no use for.
    Unused,
    Heading,
    Refused,
}

/// A part that a number of builds needs.
#[derive(Debug, Serialize, TS)]
pub struct ShortageLineView {
    child: PartRow,
    unit: String,
    /// Whether it is built from lines of its own, and not bought.
    built: bool,
    needed: String,
    on_hand: String,
    short: String,
    /// What on hand could stand in for what is short.
    stand_ins: Vec<StandInView>,
    purchase: Option<BomPurchaseView>,
    no_price: Option<NoPriceView>,
}

/// A substitute on hand.
#[derive(Debug, Serialize, TS)]
pub struct StandInView {
    part: BomPartView,
    amount: String,
}

/// What the parts of a revision cost.
pub fn cost(app: &App, request: BomCostRequest) -> Result<BomCostView, WireError> {
    let BomCostRequest { revision, builds, currency } = request;
    let revision = id(&revision, "bom_cost")?;
    let builds = Builds::parse(&builds).map_err(Error::from)?;
    let currency = parse_currency(currency.as_deref())?;
    Ok(app.workspace()?.store.read("bom.cost", |snapshot| {
        let structure = structure(snapshot, revision)?;
        let sources = bom::read_sources(snapshot.manufacturer_parts(), snapshot.supplier_parts(), &structure)?;
        let (currency, currencies) = choose_currency(currency.clone(), &sources);
        let costs = bom::costs(&structure, builds, &sources, currency.as_ref());
        let by_subcategory = by_subcategory(snapshot, &costs)?;
        let Costs { lines, each, used, ordered, unpriced, slowest, without_lead_time } = costs;
        let mut parts = Parts::new(snapshot);
        let (lead_time, slowest) = slowest.unzip();
        let slowest = slowest.unwrap_or_default();
        let lines = parts.by_number(lines, |line| (line.part, None))?;
        Ok::<_, Error>(BomCostView {
            currency: currency.map(|currency| currency.to_string()),
            currencies,
            each: each.to_string(),
            used: used.to_string(),
            ordered: ordered.to_string(),
            unpriced,
            lead_time: days(lead_time),
            slowest: slowest.into_iter().map(|part| part_view(snapshot, part)).collect::<Result<_>>()?,
            without_lead_time,
            by_subcategory,
            lines: lines.into_iter().map(|line| cost_line(&mut parts, line)).collect::<Result<_>>()?,
        })
    })?)
}

/// What the parts of one build cost.
pub(super) fn rolled(snapshot: &dyn Snapshot, structure: &Structure) -> Result<Option<RolledCost>> {
    let sources = bom::read_sources(snapshot.manufacturer_parts(), snapshot.supplier_parts(), structure)?;
    let (Some(currency), _) = choose_currency(None, &sources) else { return Ok(None) };
    let Costs { each, unpriced, .. } = bom::costs(structure, Builds::ONE, &sources, Some(&currency));
    Ok(Some(RolledCost { each: each.to_string(), currency: currency.to_string(), unpriced }))
}

fn by_subcategory(snapshot: &dyn Snapshot, costs: &Costs<'_>) -> Result<Vec<BomSubcategoryCost>> {
    let ids: Vec<PartId> = costs.lines.iter().map(|line| line.part).collect();
    let parts = snapshot.parts().find_all(&ids)?;
    let subcategories = snapshot.categories().subcategories()?;
    let of: HashMap<PartId, &Subcategory> = parts
        .iter()
        .filter_map(|part| Some((part.id, subcategories.iter().find(|found| found.id == part.subcategory)?)))
        .collect();
    let kinds = costs.by_kind(|part| of.get(&part).map(|found| (found.codes.to_string(), found.name.to_string())));
    let named = kinds.into_iter().filter_map(|(kind, used)| Some((kind?, used)));
    Ok(named.map(|((codes, name), used)| BomSubcategoryCost { codes, name, used: used.to_string() }).collect())
}

/// What is missing for a number of builds of a revision.
pub fn shortage(app: &App, request: BomShortageRequest) -> Result<BomShortageView, WireError> {
    let BomShortageRequest { revision, builds, on_hand, currency } = request;
    let revision = id(&revision, "bom_shortage")?;
    let builds = Builds::parse(&builds).map_err(Error::from)?;
    let currency = parse_currency(currency.as_deref())?;
    Ok(app.workspace()?.store.read("bom.shortage", |snapshot| {
        let structure = structure(snapshot, revision)?;
        let rows = bom::read_on_hand(&on_hand, snapshot.parts(), snapshot.manufacturer_parts(), &structure)?;
        let sources = bom::read_sources(snapshot.manufacturer_parts(), snapshot.supplier_parts(), &structure)?;
        let (currency, currencies) = choose_currency(currency.clone(), &sources);
        let Shortage { lines, ordered, unpriced } =
            bom::shortage(&structure, builds, &bom::stock(&rows), &sources, currency.as_ref());
        let mut parts = Parts::new(snapshot);
        let lines = parts.by_number(lines, |line| (line.requirement.part, None))?;
        Ok::<_, Error>(BomShortageView {
            currency: currency.map(|currency| currency.to_string()),
            currencies,
            rows: rows.into_iter().map(on_hand_row).collect(),
            short: lines.iter().filter(|line| line.short > Decimal::zero()).count(),
            lines: lines.into_iter().map(|line| shortage_line(snapshot, &mut parts, line)).collect::<Result<_>>()?,
            ordered: ordered.to_string(),
            unpriced,
        })
    })?)
}

fn parse_currency(written: Option<&str>) -> Result<Option<Currency>> {
    Ok(written.map(Currency::parse).transpose()?)
}

/// The currency that was asked for, else the one in which most parts have prices.
fn choose_currency(asked: Option<Currency>, sources: &Sources) -> (Option<Currency>, Vec<BomCurrencyView>) {
    let found = supplier_part::currencies(sources.values().map(Vec::as_slice));
    let chosen = asked.or_else(|| found.first().map(|(currency, _)| currency.clone()));
    let view = |(currency, parts): (Currency, usize)| BomCurrencyView { currency: currency.to_string(), parts };
    (chosen, found.into_iter().map(view).collect())
}

fn part_view(snapshot: &dyn Snapshot, id: PartId) -> Result<BomPartView> {
    Ok((&snapshot.parts().get(id)?).into())
}

fn days(lead_time: Option<LeadTime>) -> Option<String> {
    lead_time.map(|lead_time| lead_time.to_string())
}

fn cost_line(parts: &mut Parts<'_>, line: CostLine<'_>) -> Result<BomCostLineView> {
    let CostLine { part, dimension, needed, bought, lead_time } = line;
    let (purchase, no_price) = purchase(Some(bought));
    Ok(BomCostLineView {
        child: parts.row(part, None)?,
        needed: needed.to_string(),
        unit: dimension.base().to_string(),
        purchase,
        no_price,
        lead_time: days(lead_time),
    })
}

fn shortage_line(snapshot: &dyn Snapshot, parts: &mut Parts<'_>, line: ShortageLine<'_>) -> Result<ShortageLineView> {
    let ShortageLine { requirement, on_hand, short, stand_ins, order } = line;
    let Requirement { part, dimension, built, needed, from_stock: _ } = requirement;
    let (purchase, no_price) = purchase(order);
    let stand_in = |StandIn { part, amount }: StandIn| {
        Ok::<_, Error>(StandInView { part: part_view(snapshot, part)?, amount: amount.to_string() })
    };
    Ok(ShortageLineView {
        child: parts.row(part, None)?,
        unit: dimension.base().to_string(),
        built,
        needed: needed.to_string(),
        on_hand: on_hand.to_string(),
        short: short.to_string(),
        stand_ins: stand_ins.into_iter().map(stand_in).collect::<Result<_>>()?,
        purchase,
        no_price,
    })
}

/// What is ordered, or why nothing is; neither where nothing is to be ordered.
fn purchase(bought: Option<Result<Choice<'_>, NoPrice>>) -> (Option<BomPurchaseView>, Option<NoPriceView>) {
    let choice = match bought {
        None => return (None, None),
        Some(Err(reason)) => return (None, Some(reason.into())),
        Some(Ok(choice)) => choice,
    };
    let total = choice.total().to_string();
    let Choice { source: Source { manufacturer_part, supplier_part }, order, price } = choice;
    let SupplierPart { id: _, manufacturer_part: _, offer } = supplier_part;
    let Offer { supplier, order_code, .. } = offer;
    let view = BomPurchaseView {
        manufacturer: manufacturer_part.manufacturer.to_string(),
        mpn: manufacturer_part.mpn.to_string(),
        status: manufacturer_part.status.into(),
        supplier: supplier.to_string(),
        order_code: order_code.to_string(),
        order: order.to_string(),
        price: price.to_string(),
        total,
    };
    (Some(view), None)
}

fn on_hand_row(row: OnHandRow) -> OnHandRowView {
    let OnHandRow { row, written, outcome } = row;
    let none = OnHandRowView {
        row,
        written,
        outcome: OnHandKind::Heading,
        part: None,
        amount: None,
        unit: None,
        refusal: None,
    };
    match outcome {
        OnHandOutcome::Heading => none,
        OnHandOutcome::Refused(error) => {
            OnHandRowView { outcome: OnHandKind::Refused, refusal: Some(error.into()), ..none }
        }
        OnHandOutcome::Counted { part, amount, dimension, used } => OnHandRowView {
            outcome: if used { OnHandKind::Counted } else { OnHandKind::Unused },
            part: Some((&*part).into()),
            amount: Some(amount.to_string()),
            unit: Some(dimension.base().to_string()),
            ..none
        },
    }
}

impl From<NoPrice> for NoPriceView {
    fn from(reason: NoPrice) -> Self {
        let (kind, from) = match reason {
            NoPrice::NotOffered => (NoPriceKind::NotOffered, None),
            NoPrice::OnlyFrom(from) => (NoPriceKind::OnlyFrom, Some(from.to_string())),
            NoPrice::SeveralUnits => (NoPriceKind::SeveralUnits, None),
            NoPrice::TooMuch => (NoPriceKind::TooMuch, None),
        };
        Self { kind, from }
    }
}
