//! Figures with what they must be.

use serde_json::{Value, json};

use crate::Origin;

/// What a figure must be.
#[derive(Debug, Clone, Copy)]
pub enum Must {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
}

impl Must {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
        }
    }

    /// As the reports write it.
    pub fn text(self) -> String {
        match self {
            Self::AtLeast(least) => format!(">= {least}"),
            Self::AtMost(most) => format!("<= {most}"),
        }
    }
}

/// A measured value under its name.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its name, which stays the same from run to run.
    pub id: String,
    /// What was measured.
    pub value: f64,
    /// In which unit.
    pub unit: &'static str,
    /// Nothing is demanded of a figure that only explains others.
    pub must: Option<Must>,
}

impl Figure {
    /// Whether it is what it must be.
    pub fn is_met(&self) -> Option<bool> {
        self.must.map(|must| must.is_met(self.value))
    }

    fn json(&self) -> Value {
        let value = (self.value * 1000.0).round() / 1000.0;
        let must = self.must.map(Must::text);
        json!({ "id": self.id, "value": value, "unit": self.unit, "must": must, "met": self.is_met() })
    }
}

/// The figures of a run.
#[derive(Debug)]
pub struct Figures {
    limits: &'static [(&'static str, Must)],
    all: Vec<Figure>,
}

impl Figures {
    /// None yet; `limits` names those of which something is demanded.
    pub fn with_limits(limits: &'static [(&'static str, Must)]) -> Self {
        Self { limits, all: Vec::new() }
    }

    /// Adds one. A ratio to something that was left out is not a figure.
    pub fn add(&mut self, id: impl Into<String>, value: f64, unit: &'static str) {
        if value.is_finite() {
            let id = id.into();
            let must = self.limits.iter().find(|(name, _)| *name == id).map(|(_, must)| *must);
            self.all.push(Figure { id, value, unit, must });
        }
    }

    /// All of them, in the order in which they were measured.
    pub fn all(&self) -> &[Figure] {
        &self.all
    }

    /// Every figure of which something is demanded, and whether it is met.
    pub fn verdicts(&self) -> String {
        let mut text = format!("{:<28}{:>16}{:>16}\n", "figure", "value", "must be");
        for figure in &self.all {
            if let (Some(must), Some(met)) = (figure.must, figure.is_met()) {
                let met = if met { "met" } else { "NOT MET" };
                text += &format!("{:<28}{:>16.2}{:>16}  {met}\n", figure.id, figure.value, must.text());
            }
        }
        text
    }

    /// A table as documents have it: first what is demanded, then all the others.
    pub fn table(&self) -> String {
        let mut text = "| figure | value | must be | |\n| --- | ---: | ---: | --- |\n".to_owned();
        for figure in &self.all {
            if let (Some(must), Some(met)) = (figure.must, figure.is_met()) {
                let met = if met { "met" } else { "NOT MET" };
                text += &format!("| {} | {:.2} | {} | {met} |\n", figure.id, figure.value, must.text());
            }
        }
        text += "\n| measured | value | |\n| --- | ---: | --- |\n";
        for figure in self.all.iter().filter(|figure| figure.must.is_none()) {
            text += &format!("| {} | {:.2} | {} |\n", figure.id, figure.value, figure.unit);
        }
        text
    }

    /// All of them with their origin.
    pub fn json(&self, origin: &Origin) -> Value {
        let figures: Vec<Value> = self.all.iter().map(Figure::json).collect();
        let Origin { machine, commit, date } = origin;
        json!({ "figures": figures, "machine": machine, "commit": commit, "date": date })
    }
}

/// The value in the middle; of two, the mean.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        count if count.is_multiple_of(2) => f64::midpoint(values[count / 2 - 1], values[count / 2]),
        count => values[count / 2],
    }
}

/// The value that so large a share of all lie below.
pub fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * share) as usize;
    values.get(place.min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}
