//! Ranges of a property: `Resistance:1k..10k`.

use super::SearchError;
use super::unit::Unit;
use super::value::{Value, may_be};
use super::word::fold;
use crate::decimal::Decimal;
use crate::property::{Property, PropertyName};

/// Asks for parts whose newest revision has this property, with a value from one number to another, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyRange {
    /// The property's name, folded: case and look-alikes do not matter.
    name: String,
    low: Option<Decimal>,
    high: Option<Decimal>,
    unit: Option<Unit>,
}

impl PropertyRange {
    /// Takes a name and two values, of which one may be left out. They may stand in either order.
    pub fn parse(name: &PropertyName, low: &str, high: &str) -> Result<Self, SearchError> {
        let (low, high) = (end(low)?, end(high)?);
        let units = (low.as_ref().and_then(|low| low.unit.clone()), high.as_ref().and_then(|high| high.unit.clone()));
        if !may_be(units.0.as_ref(), units.1.as_ref()) {
            return Err(SearchError::RangeOfTwoUnits);
        }
        let (low, high) = (low.map(|low| low.number), high.map(|high| high.number));
        let is_turned = matches!((&low, &high), (Some(low), Some(high)) if low > high);
        let (low, high) = if is_turned { (high, low) } else { (low, high) };
        if low.is_none() && high.is_none() {
            return Err(SearchError::RangeEmpty);
        }
        Ok(Self { name: fold(name.as_str()), low, high, unit: units.0.or(units.1) })
    }

    /// Takes what stands behind the colon: `1k..10k`, `1k..`, `..10k`, or `4k7` alone.
    pub(super) fn written(name: &str, text: &str) -> Option<Self> {
        if !name.starts_with(char::is_alphabetic) {
            return None;
        }
        let (low, high) = text.split_once("..").unwrap_or((text, text));
        Self::parse(&PropertyName::parse(name).ok()?, low, high).ok()
    }

    /// The folded name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The least number, if there is one.
    pub fn low(&self) -> Option<&Decimal> {
        self.low.as_ref()
    }

    /// The greatest number, if there is one.
    pub fn high(&self) -> Option<&Decimal> {
        self.high.as_ref()
    }

    /// The unit, if one was written; properties of another one are not meant.
    pub fn unit(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    /// Whether a property lies in the range.
    pub fn takes(&self, property: &Property) -> bool {
        let within = |value: Value| {
            may_be(self.unit(), value.unit.as_ref())
                && self.low.as_ref().is_none_or(|low| *low <= value.number)
                && self.high.as_ref().is_none_or(|high| value.number <= *high)
        };
        fold(property.name.as_str()) == self.name && Value::of(&property.value).is_some_and(within)
    }
}

fn end(text: &str) -> Result<Option<Value>, SearchError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let invalid = || SearchError::ValueInvalid { text: text.chars().take(80).collect() };
    Value::parse(text).map(Some).ok_or_else(invalid)
}
