//! A figure with what it must be.

use serde_json::{Value, json};

/// What a figure must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Must {
    AtLeast(f64),
    AtMost(f64),
}

impl Must {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
        }
    }

    pub(crate) fn text(self) -> String {
        match self {
            Self::AtLeast(least) => format!(">= {least}"),
            Self::AtMost(most) => format!("<= {most}"),
        }
    }
}

/// A measured value under its name.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) id: String,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
    /// Nothing is demanded of a figure that only explains others.
    pub(crate) must: Option<Must>,
}

impl Figure {
    pub(crate) fn is_met(&self) -> Option<bool> {
        self.must.map(|must| must.is_met(self.value))
    }

    pub(crate) fn json(&self) -> Value {
        let value = (self.value * 1000.0).round() / 1000.0;
        let must = self.must.map(Must::text);
        json!({ "id": self.id, "value": value, "unit": self.unit, "must": must, "met": self.is_met() })
    }
}

/// The value in the middle; of two, the mean.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        count if count.is_multiple_of(2) => f64::midpoint(values[count / 2 - 1], values[count / 2]),
        count => values[count / 2],
    }
}

/// The value that so large a share of all lie below.
pub(crate) fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * share) as usize;
    values.get(place.min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}
