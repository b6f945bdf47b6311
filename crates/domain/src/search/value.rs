//! Values as engineers write them: `4k7`, `4.7 kΩ`, `100nF`, `0R1`, `1/4W`, `10 %`. One quantity has many spellings and one
//! meaning here, an exact number of a unit.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::unit::{self, Unit};
use super::word::words;
use crate::decimal::{Decimal, Sign};
use crate::property::PropertyValue;

/// More digits than any value has that is written on a part; such a number is a serial number or a code.
const MOST_DIGITS: usize = 15;

/// How many millionths one is, for fractions.
const MILLION: i64 = 1_000_000;

/// A number of a unit, with all prefixes worked in: 4k7 is 4700.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The number.
    pub number: Decimal,
    /// What it counts; `None` where nobody said.
    pub unit: Option<Unit>,
}

impl Value {
    /// Takes a whole text as a value. Case tells M from m here, so it must be the text as it was written.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.bytes().any(|byte| byte.is_ascii_digit()) && text.is_ascii() {
            return None;
        }
        let text: String = text.nfkc().map(|character| if character == '\u{2212}' { '-' } else { character }).collect();
        let text = text.trim().trim_start_matches(['±', '+', '~', '<', '>', '=', '≤', '≥']).trim_start();
        let (is_below, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let value = unsigned(text)?;
        let sign = if is_below { "-1" } else { "1" };
        Some(Self { number: value.number * Decimal::parse(sign).ok()?, unit: value.unit })
    }

    /// The value of a property, where it has one: a number with its unit, or a text that is written like one.
    pub fn of(property: &PropertyValue) -> Option<Self> {
        match property {
            PropertyValue::Number { number, unit } => {
                let (power, unit) = Unit::of_property(unit.as_str()).unzip();
                Some(Self { number: number.shifted(power.unwrap_or(0)), unit })
            }
            PropertyValue::Text { text } => Self::parse(text.as_str()),
            PropertyValue::Boolean { .. } | PropertyValue::Date { .. } | PropertyValue::Link { .. } => None,
        }
    }

    /// Whether somebody who asks for this value means the other: the same number, and not of another unit. Who leaves out
    /// the unit means any.
    pub fn means(&self, other: &Self) -> bool {
        self.number == other.number && may_be(self.unit.as_ref(), other.unit.as_ref())
    }
}

/// Whether two units may be the same: one that is left out may be any.
pub(super) fn may_be(one: Option<&Unit>, other: Option<&Unit>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// As we write it, with the prefix that leaves one to three digits before the point; [`Value::parse`] takes it back.
impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WRITTEN: [(i64, &str); 8] =
            [(12, "T"), (9, "G"), (6, "M"), (3, "k"), (0, ""), (-3, "m"), (-6, "μ"), (-9, "n")];
        let (sign, _, power) = self.number.digits();
        let takes_prefix = self.unit.as_ref().is_none_or(|unit| !matches!(unit.as_str(), "%" | "ppm" | "°C" | "in"));
        let found = WRITTEN.iter().find(|(from, _)| *from <= power).copied().unwrap_or((-12, "p"));
        let (from, prefix) = if sign == Sign::Zero || !takes_prefix { (0, "") } else { found };
        let number = self.number.shifted(-from);
        match &self.unit {
            None => write!(formatter, "{number}{prefix}"),
            Some(unit) => write!(formatter, "{number} {prefix}{unit}"),
        }
    }
}

fn unsigned(text: &str) -> Option<Value> {
    let whole = digits(text);
    let rest = &text[whole.len()..];
    // 0402 is the size of a package.
    if (whole.len() > 1 && whole.starts_with('0')) || whole.len() > MOST_DIGITS {
        return None;
    }
    if let Some(after) = rest.strip_prefix(['.', ',']) {
        let decimals = digits(after);
        let number = Decimal::parse(&format!("{}.{decimals}", if whole.is_empty() { "0" } else { whole })).ok()?;
        let rest = &after[decimals.len()..];
        // With a comma and nothing behind it, nobody knows whether these are thousands.
        let is_clear = !(rest.is_empty() && rest_is_comma(text, whole));
        return (decimals.len() <= MOST_DIGITS && is_clear).then(|| with_unit(number, rest))?;
    }
    if whole.is_empty() {
        return None;
    }
    if let Some(after) = rest.strip_prefix('/') {
        return fraction(whole, after);
    }
    infix(whole, rest).or_else(|| with_unit(Decimal::parse(whole).ok()?, rest))
}

fn rest_is_comma(text: &str, whole: &str) -> bool {
    text[whole.len()..].starts_with(',')
}

fn digits(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

/// A letter in the place of the point: `4k7`, `0R1`, `3V3`.
fn infix(whole: &str, rest: &str) -> Option<Value> {
    let letter = rest.chars().next()?;
    let after = &rest[letter.len_utf8()..];
    let decimals = digits(after);
    if decimals.is_empty() || decimals.len() > MOST_DIGITS {
        return None;
    }
    let (power, own) = match letter {
        'R' | 'r' | 'Ω' => (0, Unit::known("Ω")),
        'V' => (0, Unit::known("V")),
        'k' | 'K' | 'M' | 'G' | 'm' | 'u' | 'μ' | 'n' | 'p' => (unit::prefix(letter)?, None),
        _ => return None,
    };
    let number = Decimal::parse(&format!("{whole}.{decimals}")).ok()?.shifted(power);
    let written = after[decimals.len()..].trim_start();
    let named = if written.is_empty() { None } else { Some(Unit::known(written)?) };
    may_be(own.as_ref(), named.as_ref()).then(|| Value { number, unit: own.or(named) })
}

/// `1/4W`; only with a unit, and only where the decimals end.
fn fraction(whole: &str, after: &str) -> Option<Value> {
    let below = digits(after);
    let (above, divisor): (i64, i64) = (whole.parse().ok()?, below.parse().ok()?);
    let (power, unit) = unit::scaled(after[below.len()..].trim_start())?;
    let millionths = above.checked_mul(MILLION)?;
    (divisor > 0 && millionths % divisor == 0)
        .then(|| Value { number: Decimal::from_millionths(millionths / divisor).shifted(power), unit: Some(unit) })
}

/// What stands behind a number: nothing, a prefix, a unit, or both.
fn with_unit(number: Decimal, rest: &str) -> Option<Value> {
    if rest.is_empty() {
        return Some(Value { number, unit: None });
    }
    let written = rest.trim_start();
    let is_apart = written.len() < rest.len();
    let mut letters = written.chars();
    // A prefix by itself. 22m is thousandths, but 22 m are metres.
    if let (Some(letter), None) = (letters.next(), letters.next())
        && !(letter == 'c' || (letter == 'm' && is_apart))
        && let Some(power) = unit::prefix(letter)
    {
        return Some(Value { number: number.shifted(power), unit: None });
    }
    let (power, unit) = unit::scaled(written)?;
    Some(Value { number: number.shifted(power), unit: Some(unit) })
}

/// A piece of a text: what was written, and its value where it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) value: Option<Value>,
}

impl Piece {
    /// The words of a value as it was written, in which a million is not a thousandth, nor begins like one.
    pub(super) fn written(&self) -> Vec<String> {
        words(&self.text.replace('M', "em"))
    }
}

/// Cuts a text into pieces: at white space and brackets, but for a number and its unit, which are one piece.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let text: String = text.nfkc().collect();
    let chunks = text.split(is_gap).flat_map(split_lists).map(|chunk| chunk.trim_end_matches(['.', ':', '!', '?']));
    let chunks: Vec<&str> = chunks.filter(|chunk| !chunk.is_empty()).collect();
    let mut pieces = Vec::with_capacity(chunks.len());
    let mut next = 0;
    while let Some(chunk) = chunks.get(next) {
        let pair = chunks.get(next + 1).filter(|_| ends_in_digit(chunk)).map(|unit| format!("{chunk} {unit}"));
        // A plain number goes with the unit behind it.
        let with_unit = pair.and_then(|text| Value::parse(&text).map(|value| Piece { text, value: Some(value) }));
        next += if with_unit.is_some() { 2 } else { 1 };
        pieces.push(with_unit.unwrap_or_else(|| Piece { text: (*chunk).to_owned(), value: Value::parse(chunk) }));
    }
    pieces
}

fn is_gap(character: char) -> bool {
    character.is_whitespace() || matches!(character, ';' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '"')
}

/// What one chunk says at once: `10k/0402`, `R1,R2`. A comma inside a number and the line of a fraction stay.
fn split_lists(chunk: &str) -> Vec<&str> {
    if !chunk.contains(['/', ',']) || Value::parse(chunk).is_some() {
        return vec![chunk];
    }
    chunk.split(['/', ',']).collect()
}

fn ends_in_digit(chunk: &str) -> bool {
    chunk.ends_with(|last: char| last.is_ascii_digit())
}
