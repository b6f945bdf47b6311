//! Supplier parts in SQLite.

use std::error::Error;

use partwright_domain::bom::Quantity;
use partwright_domain::change::Room;
use partwright_domain::id::{ManufacturerPartId, SupplierPartId};
use partwright_domain::store::StoreError;
use partwright_domain::supplier_part::{
    Currency, LeadTime, Offer, OrderCode, Packaging, PriceBreak, Prices, Supplier, SupplierPart, SupplierPartReader,
    SupplierPartRepository, UnitPrice,
};
use rusqlite::params;

use crate::column::{self, Columns};
use crate::session::{Session, Writing};

fn supplier_part(columns: &mut Columns<'_>) -> rusqlite::Result<SupplierPart> {
    Ok(SupplierPart {
        id: SupplierPartId(columns.get()?),
        manufacturer_part: ManufacturerPartId(columns.get()?),
        offer: Offer {
            supplier: columns.text(Supplier::parse)?,
            order_code: columns.text(OrderCode::parse)?,
            packaging: columns.text(Packaging::parse)?,
            lead_time: columns.number_or_none(|days| LeadTime::of_days(u16::try_from(days).ok()?))?,
            minimum: columns.number_or_none(Quantity::from_millionths)?,
            multiple: columns.number_or_none(Quantity::from_millionths)?,
            currency: columns.text(Currency::parse)?,
            prices: columns.text(prices)?,
        },
    })
}

/// A JSON array of quantity and price, both in millionths.
fn prices(text: &str) -> Result<Prices, Box<dyn Error + Send + Sync>> {
    let rows: Vec<(i64, i64)> = serde_json::from_str(text)?;
    let read = |(quantity, price)| {
        Some(PriceBreak { quantity: Quantity::from_millionths(quantity)?, price: UnitPrice::from_millionths(price)? })
    };
    let breaks: Option<Vec<_>> = rows.into_iter().map(read).collect();
    Ok(Prices::of(breaks.ok_or("a price is out of range")?)?)
}

impl<A: Send + Sync> SupplierPartReader for Session<'_, A> {
    fn find(&self, id: SupplierPartId) -> Result<Option<SupplierPart>, StoreError> {
        self.first(include_str!("supplier_part/find.sql"), [id.0], supplier_part)
    }

    fn of(&self, manufacturer_part: ManufacturerPartId) -> Result<Vec<SupplierPart>, StoreError> {
        self.all(include_str!("supplier_part/of.sql"), [manufacturer_part.0], supplier_part)
    }
}

impl SupplierPartRepository for Session<'_, Writing> {
    fn insert(&self, supplier_part: &SupplierPart) -> Result<(), StoreError> {
        self.write_offer(supplier_part, include_str!("supplier_part/insert.sql"))
    }

    fn update(&self, supplier_part: &SupplierPart) -> Result<(), StoreError> {
        self.write_offer(supplier_part, include_str!("supplier_part/update.sql"))
    }

    fn remove(&self, id: SupplierPartId) -> Result<(), StoreError> {
        self.change_if_there(include_str!("supplier_part/remove.sql"), [id.0], (Room::SupplierPart, id))
    }
}

impl Session<'_, Writing> {
    /// Writes a supplier part's row by this statement, and its prices.
    fn write_offer(&self, supplier_part: &SupplierPart, sql: &str) -> Result<(), StoreError> {
        let SupplierPart { id, manufacturer_part, offer } = supplier_part;
        let Offer { supplier, order_code, packaging, lead_time, minimum, multiple, currency, prices } = offer;
        let pair = |each: &PriceBreak| (each.quantity.millionths(), each.price.millionths());
        let breaks = column::to_json(&prices.breaks().iter().map(pair).collect::<Vec<_>>())?;
        self.whole(|| {
            let params = params![
                id.0,
                manufacturer_part.0,
                supplier.as_str(),
                order_code.as_str(),
                packaging.as_str(),
                lead_time.map(LeadTime::days),
                minimum.map(Quantity::millionths),
                multiple.map(Quantity::millionths),
                currency.as_str(),
                offer.supplier_key(),
                offer.order_code_key(),
            ];
            self.change(sql, "manufacturer part", params, (Room::SupplierPart, *id))?;
            self.execute(include_str!("supplier_part/forget_prices.sql"), "supplier part", [id.0])?;
            self.execute(include_str!("supplier_part/price.sql"), "supplier part", params![id.0, breaks])?;
            Ok(())
        })
    }
}
