//! Units of measurement as they are written on parts, and the prefixes before them.

use std::fmt;

use super::word::fold;

/// Each unit with its spellings; the first of them is how we write it.
const UNITS: [&[&str]; 30] = [
    &["Ω", "ω", "ohm", "ohms", "R"],
    &["F"],
    &["H"],
    &["V", "VDC", "VAC"],
    &["A"],
    &["W"],
    &["Hz"],
    &["m"],
    &["g"],
    &["s"],
    &["l"],
    &["J"],
    &["N"],
    &["Pa"],
    &["bar"],
    &["Ah"],
    &["Wh"],
    &["VA"],
    &["lm"],
    &["cd"],
    &["B"],
    &["bit"],
    &["%"],
    &["ppm"],
    &["°C"],
    &["dB"],
    &["dBm"],
    &["rpm"],
    &["in"],
    &["mil"],
];

/// Each prefix with its power of ten. Case is meant: M is a million, m a thousandth.
const PREFIXES: [(char, i64); 12] = [
    ('T', 12),
    ('G', 9),
    ('M', 6),
    ('k', 3),
    ('K', 3),
    ('m', -3),
    ('u', -6),
    // Both micro signs, as NFKC leaves them.
    ('μ', -6),
    ('U', -6),
    ('n', -9),
    ('p', -12),
    ('c', -2),
];

/// What a number counts, without a prefix: `Ω`, `F`, or a word that we do not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit(String);

impl Unit {
    /// The unit as we write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes a unit that we know, without a prefix; case is looked at only where it has to be.
    pub(super) fn known(text: &str) -> Option<Self> {
        let exact = UNITS.iter().find(|spellings| spellings.contains(&text));
        let is_alike = |spelling: &&str| spelling.eq_ignore_ascii_case(text);
        let alike = || UNITS.iter().find(|spellings| spellings.iter().any(is_alike));
        exact.or_else(alike).map(|spellings| Self(spellings[0].to_owned()))
    }

    /// Takes a unit as a property has it: with or without a prefix, and as it is where we do not know it.
    pub(super) fn of_property(text: &str) -> Option<(i64, Self)> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        Some(scaled(text).unwrap_or_else(|| (0, Self(fold(text)))))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The power of ten of a prefix.
pub(super) fn prefix(character: char) -> Option<i64> {
    PREFIXES.iter().find(|(prefix, _)| *prefix == character).map(|(_, power)| *power)
}

/// A unit that we know, with its prefix's power of ten: `kΩ`, `mm`, `%`.
pub(super) fn scaled(text: &str) -> Option<(i64, Unit)> {
    if let Some(unit) = Unit::known(text) {
        return Some((0, unit));
    }
    // Nobody who writes the unit so means thousandths of it.
    if text == "mhz" {
        return Some((6, Unit::known("Hz")?));
    }
    let first = text.chars().next()?;
    let unit = Unit::known(&text[first.len_utf8()..])?;
    // A hundredth is used of the metre alone.
    (first != 'c' || unit.as_str() == "m").then_some(())?;
    // Capital letters that are no prefixes of their own are written for small ones: 10NF, 22PF.
    let power = prefix(first).or(match first {
        'N' => Some(-9),
        'P' => Some(-12),
        _ => None,
    })?;
    Some((power, unit))
}
