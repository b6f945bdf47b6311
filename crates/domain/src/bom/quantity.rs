//! Quantities: exact, above zero, with at most six decimals, in a known unit.

use std::fmt;

use serde::Serialize;

use super::BomError;
use crate::decimal::{self, Decimal};
use crate::text::read_back;

const MILLION: i64 = 1_000_000;

/// How many, or how much: a whole number of millionths between 0.000001 and 999999999.999999.
///
/// Six decimals measure a micrometre in metres and a milligram in kilograms; whole millionths add, compare and are stored
/// without loss, in Rust and in SQL alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

impl Quantity {
    /// One piece.
    pub const ONE: Self = Self(MILLION);

    const MOST: i64 = 1_000_000_000 * MILLION - 1;

    /// Takes `4`, `0.25`, `1000.5`.
    pub fn parse(text: &str) -> Result<Self, BomError> {
        let read = decimal::read_millionths(text.trim()).and_then(Self::from_millionths);
        read.ok_or_else(|| BomError::QuantityInvalid { text: text.chars().take(40).collect() })
    }

    /// A number of pieces, as many as there are designators.
    pub fn pieces(count: usize) -> Self {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        Self(count.saturating_mul(MILLION).clamp(1, Self::MOST))
    }

    /// What a line needs where no quantity is said: a piece for each designator, and one where there is none.
    pub fn counted(designators: usize) -> Self {
        Self::pieces(designators.max(1))
    }

    /// Takes a number of millionths, as stored.
    pub fn from_millionths(millionths: i64) -> Option<Self> {
        (1..=Self::MOST).contains(&millionths).then_some(Self(millionths))
    }

    /// The smallest quantity that is not below an amount; `None` where it is nothing, or more than a quantity can be.
    pub fn at_least(amount: &Decimal) -> Option<Self> {
        amount.to_millionths().and_then(Self::from_millionths)
    }

    /// The number of millionths.
    pub fn millionths(self) -> i64 {
        self.0
    }

    /// The quantity as an exact number, for sums and products.
    pub fn to_decimal(self) -> Decimal {
        Decimal::from_millionths(self.0)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        decimal::write_millionths(self.0, formatter)
    }
}

impl Serialize for Quantity {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

read_back!(Quantity: String => |text| Self::parse(&text));

/// What a quantity counts or measures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Pieces.
    #[default]
    Each,
    /// Metres.
    Metre,
    /// Centimetres.
    Centimetre,
    /// Millimetres.
    Millimetre,
    /// Kilograms.
    Kilogram,
    /// Grams.
    Gram,
    /// Milligrams.
    Milligram,
    /// Litres.
    Litre,
    /// Millilitres.
    Millilitre,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 9] = [
        Self::Each,
        Self::Metre,
        Self::Centimetre,
        Self::Millimetre,
        Self::Kilogram,
        Self::Gram,
        Self::Milligram,
        Self::Litre,
        Self::Millilitre,
    ];

    /// The unit's symbol: `each`, or the SI symbol.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Metre => "m",
            Self::Centimetre => "cm",
            Self::Millimetre => "mm",
            Self::Kilogram => "kg",
            Self::Gram => "g",
            Self::Milligram => "mg",
            Self::Litre => "l",
            Self::Millilitre => "ml",
        }
    }

    /// Takes a symbol; an empty text means pieces.
    pub fn parse(text: &str) -> Result<Self, BomError> {
        let written = text.trim();
        if written.is_empty() {
            return Ok(Self::Each);
        }
        Self::ALL.into_iter().find(|unit| unit.symbol() == written).ok_or_else(|| BomError::UnitUnknown {
            unit: written.chars().take(40).collect(),
            known: Self::ALL.map(Self::symbol).join(", "),
        })
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.symbol())
    }
}

impl Serialize for Unit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

read_back!(Unit: String => |text| Self::parse(&text));
