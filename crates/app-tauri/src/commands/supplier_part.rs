//! Supplier parts, and what a part costs at a quantity.

use partwright_domain::bom::Quantity;
use partwright_domain::edit::Edit;
use partwright_domain::id::{ManufacturerPartId, PartId};
use partwright_domain::manufacturer_part::ManufacturerPartError;
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::supplier_part::{
    Currency, LeadTime, Offer, OrderCode, Packaging, PriceAt, PriceBreak, Prices, Supplier, SupplierPart, UnitPrice,
    cheapest,
};
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::manufacturer_part::{self, ManufacturerPartView};
use super::{id, show_done};
use crate::app::App;
use crate::error::WireError;

/// A price that holds from a quantity on; both are exact texts.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(rename = "PriceBreak")]
pub struct PriceBreakView {
    quantity: String,
    price: String,
}

/// What a supplier part says, as it is written: an empty text says nothing.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(rename = "SupplierOffer")]
pub struct SupplierOfferView {
    supplier: String,
    order_code: String,
    packaging: String,
    /// In days.
    lead_time: String,
    /// The least that is sold.
    minimum: String,
    /// What amounts are sold in multiples of.
    multiple: String,
    /// Three letters of ISO 4217.
    currency: String,
    /// By quantity.
    prices: Vec<PriceBreakView>,
}

/// A supplier's offer of a manufacturer part.
#[derive(Debug, Serialize, TS)]
pub struct SupplierPartView {
    id: String,
    offer: SupplierOfferView,
}

/// Adds a supplier part to a manufacturer part.
#[derive(Debug, Deserialize, TS)]
pub struct SupplierPartAddRequest {
    manufacturer_part: String,
    offer: SupplierOfferView,
}

/// Replaces what a supplier part says.
#[derive(Debug, Deserialize, TS)]
pub struct SupplierPartChangeRequest {
    supplier_part: String,
    offer: SupplierOfferView,
    /// What whoever changes it saw; where nothing is said, it is written over whatever is there.
    #[serde(default)]
    #[ts(optional)]
    seen: Option<SupplierOfferView>,
}

/// Removes a supplier part.
#[derive(Debug, Deserialize, TS)]
pub struct SupplierPartRemoveRequest {
    supplier_part: String,
}

/// Asks what a part costs at a quantity.
#[derive(Debug, Deserialize, TS)]
pub struct SupplierPartPriceRequest {
    part: String,
    quantity: String,
}

/// What a supplier part costs at a quantity.
#[derive(Debug, Serialize, TS)]
pub struct SupplierPartPrice {
    supplier_part: String,
    /// The price of one; null where there is none for so few.
    price: Option<String>,
    /// The price of all.
    total: Option<String>,
    /// The smallest quantity with a price, where the asked one is below it.
    from: Option<String>,
    /// The least that can be ordered and is enough; null where that is more than a quantity can be.
    order: Option<String>,
    /// Whether no other supplier part with prices in its currency is cheaper.
    cheapest: bool,
}

/// Adds a supplier part, and answers all manufacturer parts of its part.
pub fn add(app: &App, request: SupplierPartAddRequest) -> Result<Vec<ManufacturerPartView>, WireError> {
    let SupplierPartAddRequest { manufacturer_part, offer } = request;
    let manufacturer_part = id(&manufacturer_part, "supplier_part_add")?;
    let offer = parse(&offer)?;
    let workspace = app.workspace()?;
    workspace.supplier_parts.add(&workspace.actor()?, manufacturer_part, offer)?;
    show_done(&workspace, |snapshot| beside(snapshot, manufacturer_part))
}

/// Changes a supplier part, and answers all manufacturer parts of its part.
pub fn change(app: &App, request: SupplierPartChangeRequest) -> Result<Vec<ManufacturerPartView>, WireError> {
    let SupplierPartChangeRequest { supplier_part, offer, seen } = request;
    let supplier_part = id(&supplier_part, "supplier_part_change")?;
    let offer = Edit::new(seen.as_ref().map(parse).transpose()?, parse(&offer)?);
    let workspace = app.workspace()?;
    let changed = workspace.supplier_parts.change(&workspace.actor()?, supplier_part, offer)?;
    show_done(&workspace, |snapshot| beside(snapshot, changed.manufacturer_part))
}

/// Removes a supplier part, and answers all manufacturer parts of its part.
pub fn remove(app: &App, request: SupplierPartRemoveRequest) -> Result<Vec<ManufacturerPartView>, WireError> {
    let SupplierPartRemoveRequest { supplier_part } = request;
    let supplier_part = id(&supplier_part, "supplier_part_remove")?;
    let workspace = app.workspace()?;
    let removed = workspace.supplier_parts.remove(&workspace.actor()?, supplier_part)?;
    show_done(&workspace, |snapshot| beside(snapshot, removed.manufacturer_part))
}

/// What each supplier part of a part costs at a quantity.
pub fn price(app: &App, request: SupplierPartPriceRequest) -> Result<Vec<SupplierPartPrice>, WireError> {
    let SupplierPartPriceRequest { part, quantity } = request;
    let part: PartId = id(&part, "supplier_part_price")?;
    let quantity = Quantity::parse(&quantity).map_err(Error::from)?;
    let sold = app.workspace()?.store.read::<_, StoreError>("supplier_part.price", |snapshot| {
        let mut sold = Vec::new();
        for of in snapshot.manufacturer_parts().of(part)? {
            sold.extend(snapshot.supplier_parts().of(of.id)?);
        }
        Ok(sold)
    })?;
    Ok(sold.iter().map(|of| priced(of, &sold, quantity)).collect())
}

fn priced(of: &SupplierPart, among: &[SupplierPart], quantity: Quantity) -> SupplierPartPrice {
    let exact = quantity.to_decimal();
    let (price, from) = match of.offer.prices.at(&exact) {
        PriceAt::Known(holds) => (Some(holds.price), None),
        PriceAt::From(least) => (None, Some(least.to_string())),
        PriceAt::Unknown => (None, None),
    };
    let best = cheapest(among, &of.offer.currency, &exact).map(|(_, price)| price);
    SupplierPartPrice {
        supplier_part: of.id.to_string(),
        price: price.map(|price| price.to_string()),
        total: price.map(|price| (price.to_decimal() * exact).to_string()),
        from,
        order: of.offer.order_for(quantity).map(|order| order.to_string()),
        cheapest: price.is_some() && price == best,
    }
}

/// All manufacturer parts of the part that this one is good for.
fn beside(snapshot: &dyn Snapshot, of: ManufacturerPartId) -> Result<Vec<ManufacturerPartView>> {
    let of = snapshot.manufacturer_parts().find(of)?.ok_or(ManufacturerPartError::NotFound)?;
    Ok(manufacturer_part::of(snapshot, of.part)?)
}

fn parse(offer: &SupplierOfferView) -> Result<Offer> {
    let SupplierOfferView { supplier, order_code, packaging, lead_time, minimum, multiple, currency, prices } = offer;
    let price = |each: &PriceBreakView| -> Result<PriceBreak> {
        let PriceBreakView { quantity, price } = each;
        Ok(PriceBreak { quantity: Quantity::parse(quantity)?, price: UnitPrice::parse(price)? })
    };
    Ok(Offer {
        supplier: Supplier::parse(supplier)?,
        order_code: OrderCode::parse(order_code)?,
        packaging: Packaging::parse(packaging)?,
        lead_time: given(lead_time).map(LeadTime::parse).transpose()?,
        minimum: given(minimum).map(Quantity::parse).transpose()?,
        multiple: given(multiple).map(Quantity::parse).transpose()?,
        currency: Currency::parse(currency)?,
        prices: Prices::of(prices.iter().map(price).collect::<Result<_>>()?)?,
    })
}

/// What was written, if anything was.
fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.trim().is_empty())
}

impl From<SupplierPart> for SupplierPartView {
    fn from(of: SupplierPart) -> Self {
        fn written(value: Option<impl ToString>) -> String {
            value.map_or_else(String::new, |value| value.to_string())
        }
        let SupplierPart { id, manufacturer_part: _, offer } = of;
        let Offer { supplier, order_code, packaging, lead_time, minimum, multiple, currency, prices } = offer;
        let price =
            |each: &PriceBreak| PriceBreakView { quantity: each.quantity.to_string(), price: each.price.to_string() };
        Self {
            id: id.to_string(),
            offer: SupplierOfferView {
                supplier: supplier.to_string(),
                order_code: order_code.to_string(),
                packaging: packaging.to_string(),
                lead_time: written(lead_time),
                minimum: written(minimum),
                multiple: written(multiple),
                currency: currency.to_string(),
                prices: prices.breaks().iter().map(price).collect(),
            },
        }
    }
}
