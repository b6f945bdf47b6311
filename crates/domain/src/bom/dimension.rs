//! Dimensions: which units can be turned into each other, and by how much, exactly.

use super::{BomError, Quantity, Unit};
use crate::decimal::Decimal;

const MILLION: i64 = 1_000_000;

/// What a unit measures. Units of one dimension are turned into each other; across dimensions nothing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Pieces.
    Count,
    /// Length, in metres.
    Length,
    /// Mass, in kilograms.
    Mass,
    /// Volume, in litres.
    Volume,
}

impl Dimension {
    /// The unit in which sums over lines are told.
    pub const fn base(self) -> Unit {
        match self {
            Self::Count => Unit::Each,
            Self::Length => Unit::Metre,
            Self::Mass => Unit::Kilogram,
            Self::Volume => Unit::Litre,
        }
    }
}

impl Unit {
    /// What it measures, and how many millionths of the dimension's base unit it is.
    const fn measure(self) -> (Dimension, i64) {
        match self {
            Self::Each => (Dimension::Count, MILLION),
            Self::Metre => (Dimension::Length, MILLION),
            Self::Centimetre => (Dimension::Length, 10_000),
            Self::Millimetre => (Dimension::Length, 1_000),
            Self::Kilogram => (Dimension::Mass, MILLION),
            Self::Gram => (Dimension::Mass, 1_000),
            Self::Milligram => (Dimension::Mass, 1),
            Self::Litre => (Dimension::Volume, MILLION),
            Self::Millilitre => (Dimension::Volume, 1_000),
        }
    }

    /// What it measures.
    pub const fn dimension(self) -> Dimension {
        self.measure().0
    }

    /// Turns a number of these into the number of `to` that is as much, without loss.
    pub fn convert(self, number: &Decimal, to: Self) -> Result<Decimal, BomError> {
        let ((dimension, size), (other, other_size)) = (self.measure(), to.measure());
        if dimension != other {
            return Err(BomError::UnitsDiffer { from: self.to_string(), to: to.to_string() });
        }
        // The sizes are powers of ten no more than a million apart, so the quotient is a whole number of millionths.
        Ok(number.clone() * Decimal::from_millionths(size * MILLION / other_size))
    }
}

impl Quantity {
    /// How many of its dimension's base unit it is, without loss.
    pub fn in_base(self, unit: Unit) -> Decimal {
        let (_, size) = unit.measure();
        if size == MILLION { self.to_decimal() } else { self.to_decimal() * Decimal::from_millionths(size) }
    }
}
