//! Exact decimal numbers: sums and products of quantities lose nothing.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul, Sub};
use std::str::FromStr;

use bigdecimal::{BigDecimal, RoundingMode};
use serde::Serialize;

use crate::error::refusals;

/// The most digits a number may be written with; more is a mistake or an attack, not a measurement.
const MOST_DIGITS: usize = 60;

refusals! {
    /// Why a number was refused.
    pub enum DecimalError {
        Invalid { text: String } = "number.invalid",
            "\"{text}\" is not a number; write digits with a point before the decimals, as 12.5, at most 60 digits.";
    }
}

/// A decimal number of any size, kept exactly. Serialised as a string, because a JSON number would be read as a float.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(BigDecimal);

impl Decimal {
    /// Zero.
    pub fn zero() -> Self {
        Self(BigDecimal::from(0))
    }

    /// One.
    pub fn one() -> Self {
        Self(BigDecimal::from(1))
    }

    /// Takes `-12`, `12.5`, `0.001`; no exponent, no thousands separator, at most 60 digits.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let invalid = || DecimalError::Invalid { text: text.chars().take(80).collect() };
        let written = text.trim();
        let digits = written.strip_prefix('-').unwrap_or(written);
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let count = digits.bytes().filter(u8::is_ascii_digit).count();
        if !all_digits(whole) || !all_digits(decimals) || count > MOST_DIGITS {
            return Err(invalid());
        }
        BigDecimal::from_str(written).map(|number| Self(number.normalized())).map_err(|_| invalid())
    }

    /// A whole number of millionths.
    pub fn from_millionths(millionths: i64) -> Self {
        Self(BigDecimal::new(millionths.into(), 6).normalized())
    }

    /// A whole number.
    pub fn whole(number: u32) -> Self {
        Self(BigDecimal::from(number))
    }

    /// The smallest whole number that is not below it.
    #[must_use]
    pub fn to_whole(&self) -> Self {
        Self(self.0.with_scale_round(0, RoundingMode::Ceiling))
    }

    /// The smallest number of millionths that is not below it; `None` where that is more than can be stored.
    pub fn to_millionths(&self) -> Option<i64> {
        let (millionths, _) = self.0.with_scale_round(6, RoundingMode::Ceiling).into_bigint_and_exponent();
        i64::try_from(millionths).ok()
    }

    /// What is left when so much is taken away, and nothing where that is more.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        if self > other { self.clone() - other.clone() } else { Self::zero() }
    }

    /// The number times ten to the power of `exponent`, exactly.
    #[must_use]
    pub fn shifted(&self, exponent: i64) -> Self {
        let (digits, scale) = self.0.as_bigint_and_exponent();
        Self(BigDecimal::new(digits, scale - exponent).normalized())
    }

    /// Its digits without zeros at either end, and the power of ten of the first of them; no digits for zero.
    pub fn digits(&self) -> (Sign, String, i64) {
        let (number, scale) = self.0.normalized().into_bigint_and_exponent();
        let digits = number.magnitude().to_string();
        match number.sign() {
            bigdecimal::num_bigint::Sign::NoSign => (Sign::Zero, String::new(), 0),
            sign => {
                let power = i64::try_from(digits.len()).unwrap_or(i64::MAX) - 1 - scale;
                let sign = if sign == bigdecimal::num_bigint::Sign::Minus { Sign::Below } else { Sign::Above };
                (sign, digits, power)
            }
        }
    }
}

/// On which side of zero a number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// It is below zero.
    Below,
    /// It is zero.
    Zero,
    /// It is above zero.
    Above,
}

const MILLION: i64 = 1_000_000;

/// Takes digits with at most six decimals as a whole number of millionths.
pub(crate) fn read_millionths(text: &str) -> Option<i64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // Zeros at the end say nothing, so 1.50000000 is as good as 1.5.
    let decimals = if all_digits(decimals) { decimals.trim_end_matches('0') } else { return None };
    if !all_digits(whole) || decimals.len() > 6 {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let millionths: i64 = format!("{decimals:0<6}").parse().ok()?;
    whole.checked_mul(MILLION)?.checked_add(millionths)
}

/// Writes a number of millionths from 0 on, without zeros at its end.
pub(crate) fn write_millionths(millionths: i64, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (whole, decimals) = (millionths / MILLION, millionths % MILLION);
    if decimals == 0 {
        return write!(formatter, "{whole}");
    }
    let decimals = format!("{decimals:06}");
    write!(formatter, "{whole}.{}", decimals.trim_end_matches('0'))
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.normalized().to_plain_string())
    }
}

impl Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Add for Decimal {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Decimal {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Mul for Decimal {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}

impl Sum for Decimal {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::zero(), Add::add)
    }
}
