//! Supplier parts: under which order code a supplier sells a manufacturer part, in which amounts, and at which prices.

mod choice;
mod price;
mod repository;
mod service;

pub use choice::{Choice, NoPrice, Source, choose, currencies, shortest_lead_time, sources};
pub use price::{Currency, PriceAt, PriceBreak, Prices, UnitPrice, cheapest};
pub use repository::{SupplierPartReader, SupplierPartRepository};
pub use service::SupplierPartService;

pub(crate) use service::{add, remove_all_of};

use std::fmt;

use serde::Serialize;

use crate::bom::Quantity;
use crate::error::refusals;
use crate::id::{ManufacturerPartId, SupplierPartId};
use crate::order::match_key;
use crate::text::text_value;

refusals! {
    /// Why something about a supplier part was refused.
    pub enum SupplierPartError {
        SupplierInvalid { found: String } = "supplier_part.supplier_invalid",
            "A supplier's name has 1 to 120 characters on one line; {found}.";
        OrderCodeInvalid { found: String } = "supplier_part.order_code_invalid",
            "An order code has 1 to 120 characters on one line; {found}.";
        PackagingInvalid { found: String } = "supplier_part.packaging_invalid",
            "A packaging has at most 80 characters on one line; {found}.";
        LeadTimeInvalid { text: String } = "supplier_part.lead_time_invalid",
            "\"{text}\" is not a lead time; write a whole number of days from 0 to 3650.";
        CurrencyInvalid { text: String } = "supplier_part.currency_invalid",
            "\"{text}\" is not a currency; write its three letters of ISO 4217, as EUR or USD.";
        PriceInvalid { text: String } = "supplier_part.price_invalid",
            "\"{text}\" is not a price; write a number from 0 on with at most six decimals, as 0.0125.";
        BreakTwice { quantity: Quantity } = "supplier_part.break_taken",
            "There are two prices from {quantity} on; write one price for a quantity.";
        NotFound = "supplier_part.not_found", "There is no such supplier part in this workspace.";
    }
}

text_value! {
    /// A supplier's name: 1 to 120 characters.
    Supplier, check_line(1..=120), SupplierPartError::SupplierInvalid
}

text_value! {
    /// The code under which a supplier takes orders: 1 to 120 characters.
    OrderCode, check_line(1..=120), SupplierPartError::OrderCodeInvalid
}

text_value! {
    /// How it comes, as a reel or a bag; empty when nobody said.
    Packaging, check_line(0..=80), SupplierPartError::PackagingInvalid
}

/// From the order to the delivery, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct LeadTime(u16);

impl LeadTime {
    const MOST: u16 = 3650;

    /// Takes a whole number of days, at most ten years.
    pub fn parse(text: &str) -> Result<Self, SupplierPartError> {
        let written = text.trim();
        let all_digits = written.bytes().all(|byte| byte.is_ascii_digit());
        let days = written.parse().ok().filter(|_| all_digits).and_then(Self::of_days);
        days.ok_or_else(|| SupplierPartError::LeadTimeInvalid { text: text.chars().take(40).collect() })
    }

    /// Takes a number of days, as stored.
    pub fn of_days(days: u16) -> Option<Self> {
        (days <= Self::MOST).then_some(Self(days))
    }

    /// The number of days.
    pub fn days(self) -> u16 {
        self.0
    }
}

impl fmt::Display for LeadTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What a supplier part says; everything but what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// Who sells it.
    pub supplier: Supplier,
    /// Under which code.
    pub order_code: OrderCode,
    /// How it comes.
    pub packaging: Packaging,
    /// How long a delivery takes, when that is known.
    pub lead_time: Option<LeadTime>,
    /// The least that is sold; `None` for any.
    pub minimum: Option<Quantity>,
    /// What amounts are sold in multiples of; `None` for any.
    pub multiple: Option<Quantity>,
    /// What its prices are in.
    pub currency: Currency,
    /// What one costs, by quantity.
    pub prices: Prices,
}

impl Offer {
    /// The supplier's name as matching sees it.
    pub fn supplier_key(&self) -> String {
        match_key(self.supplier.as_str())
    }

    /// The order code as matching sees it.
    pub fn order_code_key(&self) -> String {
        match_key(self.order_code.as_str())
    }

    /// The least that can be ordered and is enough; `None` where that is more than a quantity can be.
    pub fn order_for(&self, needed: Quantity) -> Option<Quantity> {
        let least = self.minimum.map_or(needed, |minimum| minimum.max(needed));
        let Some(multiple) = self.multiple else { return Some(least) };
        let (least, multiple) = (least.millionths(), multiple.millionths());
        Quantity::from_millionths((least - 1) / multiple * multiple + multiple)
    }
}

/// A supplier's offer of a manufacturer part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SupplierPart {
    /// Its id.
    pub id: SupplierPartId,
    /// What is sold.
    pub manufacturer_part: ManufacturerPartId,
    /// By whom, and how.
    #[serde(flatten)]
    pub offer: Offer,
}
