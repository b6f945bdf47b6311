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

    /// Takes a unit that we know, without a prefix.
    pub(super) fn known(text: &str) -> Option<Self> {
        Self::exact(text).or_else(|| Self::alike(text))
    }

    fn exact(text: &str) -> Option<Self> {
        UNITS.iter().find(|spellings| spellings.contains(&text)).map(|spellings| Self(spellings[0].to_owned()))
    }

    /// Upper and lower case alike.
    fn alike(text: &str) -> Option<Self> {
        let has = |spellings: &&&[&str]| spellings.iter().any(|spelling| spelling.eq_ignore_ascii_case(text));
        UNITS.iter().find(has).map(|spellings| Self(spellings[0].to_owned()))
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

/// A unit that we know, with its prefix's power of ten: `kΩ`, `mm`, `%`. Case decides where it can: pA is not Pa.
pub(super) fn scaled(text: &str) -> Option<(i64, Unit)> {
    // Nobody who writes the unit so means thousandths of it.
    if text == "mhz" {
        return Some((6, Unit::exact("Hz")?));
    }
    let whole = |read: fn(&str) -> Option<Unit>| read(text).map(|unit| (0, unit));
    whole(Unit::exact)
        .or_else(|| prefixed(text, Unit::exact))
        .or_else(|| whole(Unit::alike))
        .or_else(|| prefixed(text, Unit::alike))
}

fn prefixed(text: &str, read: fn(&str) -> Option<Unit>) -> Option<(i64, Unit)> {
    let first = text.chars().next()?;
    let unit = read(&text[first.len_utf8()..])?;
    // Capital letters that are no prefixes of their own are written for small ones: 10NF, 22PF.
    let power = prefix(first).or(match first {
        'N' => Some(-9),
        'P' => Some(-12),
        _ => None,
    })?;
    // A hundredth is used of the metre alone.
    (first != 'c' || unit.as_str() == "m").then_some((power, unit))
}
