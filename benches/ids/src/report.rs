//! The figures as a table for people and as JSON for whoever keeps them.

use measure::{Failure, Origin};
use serde_json::{Value, json};

use crate::variant::Variant;
use crate::work::{FIGURES, Measured};

/// `rounds[variant][round]`.
pub(crate) fn table(variants: &[Variant], rounds: &[Vec<Measured>]) -> String {
    let mut text = format!("{:<28}", "median (least – most)");
    for variant in variants {
        text += &format!("{:>30}", variant.title);
    }
    text += &format!("{:>8}{:>8}\n", "b÷a", "c÷a");
    for (index, (_, title, unit)) in FIGURES.iter().enumerate() {
        text += &format!("{:<28}", format!("{title}, {unit}"));
        for measured in rounds {
            let values = sorted(measured, index);
            let (least, most) = (values[0], values[values.len() - 1]);
            text += &format!("{:>30}", format!("{:.1} ({least:.1} – {most:.1})", median(measured, index)));
        }
        for measured in &rounds[1..] {
            text += &format!("{:>8.2}", median(measured, index) / median(&rounds[0], index));
        }
        text += "\n";
    }
    text
}

pub(crate) fn json(variants: &[Variant], rounds: &[Vec<Measured>]) -> Result<Value, Failure> {
    let mut figures = vec![];
    for (index, (key, _, unit)) in FIGURES.iter().enumerate() {
        for (variant, measured) in variants.iter().zip(rounds) {
            figures.push(figure(&format!("ids.{}.{key}", variant.key), median(measured, index), unit));
        }
        for (variant, measured) in variants.iter().zip(rounds).skip(1) {
            let ratio = median(measured, index) / median(&rounds[0], index);
            figures.push(figure(&format!("ids.{}.{key}.to_integer", variant.key), ratio, "ratio"));
        }
    }
    let Origin { machine, commit, date } = Origin::find()?;
    Ok(json!({ "figures": figures, "machine": machine, "commit": commit, "date": date }))
}

/// Nothing is demanded of these figures: they inform a decision.
fn figure(id: &str, value: f64, unit: &str) -> Value {
    let value = (value * 1000.0).round() / 1000.0;
    json!({ "id": id, "value": value, "unit": unit, "must": null, "met": null })
}

fn median(measured: &[Measured], index: usize) -> f64 {
    let values = sorted(measured, index);
    values[values.len() / 2]
}

fn sorted(measured: &[Measured], index: usize) -> Vec<f64> {
    let mut values: Vec<f64> = measured.iter().map(|round| round.values[index]).collect();
    values.sort_by(f64::total_cmp);
    values
}
