//! Prices: exact, by quantity, in one currency, and never made up.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{SupplierPart, SupplierPartError};
use crate::bom::Quantity;
use crate::decimal::{self, Decimal};
use crate::text::read_back;

/// What prices are in: the three letters of ISO 4217.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Currency(String);

impl Currency {
    /// Takes `EUR`, and `eur` as the same. Which currencies there are changes from year to year, so only the form is asked.
    pub fn parse(text: &str) -> Result<Self, SupplierPartError> {
        let written = text.trim();
        if written.len() == 3 && written.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            Ok(Self(written.to_ascii_uppercase()))
        } else {
            Err(SupplierPartError::CurrencyInvalid { text: text.chars().take(40).collect() })
        }
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

read_back!(Currency: String => |text| Self::parse(&text));

/// What one costs: a whole number of millionths between 0 and 999999999.999999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitPrice(i64);

impl UnitPrice {
    const MOST: i64 = 999_999_999_999_999;

    /// Takes `0`, `0.0125`, `1200`.
    pub fn parse(text: &str) -> Result<Self, SupplierPartError> {
        let read = decimal::read_millionths(text.trim()).and_then(Self::from_millionths);
        read.ok_or_else(|| SupplierPartError::PriceInvalid { text: text.chars().take(40).collect() })
    }

    /// Takes a number of millionths, as stored.
    pub fn from_millionths(millionths: i64) -> Option<Self> {
        (0..=Self::MOST).contains(&millionths).then_some(Self(millionths))
    }

    /// The number of millionths.
    pub fn millionths(self) -> i64 {
        self.0
    }

    /// The price as an exact number, for sums and products.
    pub fn to_decimal(self) -> Decimal {
        Decimal::from_millionths(self.0)
    }
}

impl fmt::Display for UnitPrice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        decimal::write_millionths(self.0, formatter)
    }
}

impl Serialize for UnitPrice {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

read_back!(UnitPrice: String => |text| Self::parse(&text));

/// A price that holds from a quantity on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceBreak {
    /// The least for which it holds.
    pub quantity: Quantity,
    /// What one costs then.
    pub price: UnitPrice,
}

/// The price breaks of a supplier part, by quantity; each quantity once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Prices(Vec<PriceBreak>);

/// What is known of the price at a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceAt {
    /// The break that holds.
    Known(PriceBreak),
    /// There are prices, but only from this quantity on.
    From(Quantity),
    /// There are no prices.
    Unknown,
}

impl Prices {
    /// Takes breaks in any order, each quantity once.
    pub fn of(mut breaks: Vec<PriceBreak>) -> Result<Self, SupplierPartError> {
        breaks.sort_by_key(|each| each.quantity);
        match breaks.windows(2).find(|pair| pair[0].quantity == pair[1].quantity) {
            None => Ok(Self(breaks)),
            Some(pair) => Err(SupplierPartError::BreakTwice { quantity: pair[0].quantity }),
        }
    }

    /// The breaks, by quantity.
    pub fn breaks(&self) -> &[PriceBreak] {
        &self.0
    }

    /// The price at a quantity: that of the highest break not above it. Below the smallest break there is none, and none is
    /// made up.
    pub fn at(&self, quantity: &Decimal) -> PriceAt {
        let reached = self.0.partition_point(|each| each.quantity.to_decimal() <= *quantity);
        match (reached.checked_sub(1).and_then(|last| self.0.get(last)), self.0.first()) {
            (Some(holds), _) => PriceAt::Known(*holds),
            (None, Some(first)) => PriceAt::From(first.quantity),
            (None, None) => PriceAt::Unknown,
        }
    }
}

read_back!(Prices: Vec<PriceBreak> => Self::of);

/// The cheapest at a quantity of those with prices in that currency; of equals the first. Currencies are never compared: no
/// rate is known, and tomorrow's is another.
pub fn cheapest<'p>(
    supplier_parts: impl IntoIterator<Item = &'p SupplierPart>,
    currency: &Currency,
    quantity: &Decimal,
) -> Option<(&'p SupplierPart, UnitPrice)> {
    let priced = supplier_parts.into_iter().filter(|of| of.offer.currency == *currency).filter_map(|of| {
        let PriceAt::Known(holds) = of.offer.prices.at(quantity) else { return None };
        Some((of, holds.price))
    });
    priced.min_by_key(|(_, price)| *price)
}
