//! Reference designators: `R12`, `C1, C2 C3`, `U1-U4`.

use std::collections::HashSet;
use std::fmt;

use serde::Serialize;

use super::BomError;
use crate::text::read_back;

/// The most designators a range may stand for.
const LONGEST_RANGE: u64 = 1000;

/// The most designators that a list stands for: far more than a line has, and what a hundred ranges make of a short text.
const MOST_LISTED: usize = 10_000;

/// Where a part is placed: 1 to 32 characters without white space, commas or semicolons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Designator(String);

impl Designator {
    /// Takes one designator as written; `I/O` and `LED2A` are designators too.
    pub fn parse(text: &str) -> Result<Self, BomError> {
        let text = text.trim();
        let fits = (1..=32).contains(&text.chars().count())
            && !text.chars().any(|character| is_separator(character) || character.is_control());
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(BomError::DesignatorInvalid { designator: text.chars().take(40).collect() })
        }
    }

    /// The designator.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The letters it begins with, which tell the kind of part: `RN` of `RN12`.
    pub fn letters(&self) -> &str {
        let end = self.0.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(self.0.len());
        &self.0[..end]
    }
}

impl fmt::Display for Designator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

read_back!(Designator: String => |text| Self::parse(&text));

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | ';')
}

/// Takes a list separated by commas, semicolons or white space. Ranges such as `R1-R4`, `BTN0-6` and `R1..R4` stand for all
/// they span. One that runs backwards is refused, as `R7-R5`, and so are one that is too long and a designator written twice.
pub fn parse_list(text: &str) -> Result<Vec<Designator>, BomError> {
    once_each(expanded(words(text))?)
}

/// All that the words stand for, in their order, as often as they are written.
pub(crate) fn expanded<'w>(words: impl Iterator<Item = &'w str>) -> Result<Vec<Designator>, BomError> {
    let mut list = Vec::new();
    for word in words {
        match expand(word)? {
            Some(range) => list.extend(range),
            None => list.push(Designator::parse(word)?),
        }
        if list.len() > MOST_LISTED {
            return Err(BomError::TooManyDesignators { most: MOST_LISTED });
        }
    }
    Ok(list)
}

/// Like [`parse_list`], but `R1-R4` is one designator of that name.
pub fn parse_list_as_written(text: &str) -> Result<Vec<Designator>, BomError> {
    once_each(words(text).map(Designator::parse).collect::<Result<_, _>>()?)
}

/// The words between separators.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_separator).filter(|word| !word.is_empty())
}

fn once_each(list: Vec<Designator>) -> Result<Vec<Designator>, BomError> {
    let mut seen = HashSet::new();
    match list.iter().find(|designator| !seen.insert(designator.as_str())) {
        None => Ok(list),
        Some(twice) => Err(BomError::DesignatorTwice { designator: twice.to_string() }),
    }
}

/// What people write between the ends of a range: any dash, and dots. A colon or a tilde joins other things as well.
const TO: [&str; 9] = ["...", "..", "…", "-", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}", "\u{2212}"];

/// Whether a word stands between the ends of a range: `R1 - R4`.
pub(crate) fn is_to(word: &str) -> bool {
    TO.contains(&word)
}

/// What a range stands for; `None` for a word that only looks like one (`TA-1`, `J1-A`, `J2-1`).
fn expand(word: &str) -> Result<Option<Vec<Designator>>, BomError> {
    let Some((from, to)) = TO.iter().find_map(|to| word.split_once(to)) else { return Ok(None) };
    let (letters, first) = split_number(from);
    let (other, last) = split_number(to);
    if letters.is_empty() || !(other.is_empty() || other == letters) {
        return Ok(None);
    }
    let (Some(start), Some(end)) = (number(first), number(last)) else { return Ok(None) };
    let range = || word.chars().take(40).collect();
    // `J2-1` may be the first pin of J2, but who writes the letters twice means two places.
    if start > end && other == letters {
        return Err(BomError::RangeBackwards { range: range() });
    }
    if start >= end {
        return Ok(None);
    }
    if end - start >= LONGEST_RANGE {
        return Err(BomError::RangeTooLong { range: range() });
    }
    // R01-R12 means R01, R02 …: the width of the first number is kept.
    let width = first.len();
    (start..=end)
        .map(|number| Designator::parse(&format!("{letters}{number:0width$}")))
        .collect::<Result<_, _>>()
        .map(Some)
}

/// Whether a word would be a range, if it were not too long and did not run backwards.
pub(crate) fn is_odd_range(word: &str) -> bool {
    matches!(expand(word), Err(BomError::RangeBackwards { .. } | BomError::RangeTooLong { .. }))
}

/// The number that digits write; one beyond all that are counted is as large as any other of those.
fn number(digits: &str) -> Option<u64> {
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX))
}

/// A word's letters and the digits at its end.
fn split_number(word: &str) -> (&str, &str) {
    let digits = word.len() - word.trim_end_matches(|character: char| character.is_ascii_digit()).len();
    word.split_at(word.len() - digits)
}
