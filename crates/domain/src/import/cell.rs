//! What a cell says: quantities with units and decimal commas, and the many ways to write "do not populate".

use crate::bom::{Quantity, Unit};

/// A quantity as a BOM may write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// The cell is empty.
    Missing,
    /// The cell says 0.
    Zero,
    /// The cell says how many, or how much.
    Given(Quantity, Unit),
    /// The cell says something else.
    Invalid,
}

/// Reads `4`, `4 pcs`, `0,25 m`, `0.25m`.
pub fn amount(text: &str) -> Amount {
    let text = text.trim();
    if text.is_empty() {
        return Amount::Missing;
    }
    let end = text
        .find(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | ',')))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    // One comma and no point is a decimal comma, but for 1,000, which could be a thousand; whatever else has a comma could
    // mean two things as well. Those are refused.
    let number = match number.split_once(',') {
        Some((whole, decimals)) if decimals.len() != 3 || whole.starts_with('0') => format!("{whole}.{decimals}"),
        _ => number.to_owned(),
    };
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "pc" | "pcs" | "pcs." | "ea" | "x" | "stk" => Unit::Each,
        other => match Unit::parse(other) {
            Ok(unit) => unit,
            Err(_) => return Amount::Invalid,
        },
    };
    let is_zero = number.contains('0') && number.chars().all(|character| matches!(character, '0' | '.'));
    match Quantity::parse(&number) {
        Ok(quantity) => Amount::Given(quantity, unit),
        Err(_) if is_zero => Amount::Zero,
        Err(_) => Amount::Invalid,
    }
}

/// Whether a cell of a DNP column says that the row is not populated: anything but empty or a plain no.
pub fn is_dnp_mark(text: &str) -> bool {
    !matches!(
        text.trim().to_ascii_lowercase().as_str(),
        "" | "0" | "no" | "n" | "false" | "-" | "~" | "fit" | "fitted" | "populate"
    )
}

/// Whether a value says it among other words: `DNP`, `100n DNP`, `DNF/10k`.
pub fn says_dnp(value: &str) -> bool {
    value
        .split(|character: char| !character.is_alphanumeric())
        .any(|word| matches!(word.to_ascii_uppercase().as_str(), "DNP" | "DNF" | "DNI" | "NOFIT" | "NOSTUFF"))
}

/// The name of a footprint without its library: `R_0402_1005Metric` of `Resistor_SMD:R_0402_1005Metric`.
pub fn short_footprint(footprint: &str) -> &str {
    footprint.rsplit_once(':').map_or(footprint, |(_, name)| name)
}
