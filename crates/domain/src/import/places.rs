//! Where a row's part is placed: its reference designators, as people really write them.

use std::collections::HashSet;

use super::cell::{self, Amount};
use crate::bom::{BomError, Designator, Quantity, designator};

/// What a cell of reference designators says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    /// The designators, each once, in the order in which they are written.
    pub designators: Vec<Designator>,
    /// Those that are written more than once.
    pub twice: Vec<Designator>,
    /// Whether the cell says that they are not populated.
    pub dnp: bool,
}

/// Reads a cell, in the light of how many the row says there are.
///
/// A word such as `R1-R4` is a range, unless the quantity says that it is one place of that name. `U1A, U1B` are the two
/// halves of one, if the quantity says so.
pub fn read(text: &str, amount: Amount) -> Result<Places, BomError> {
    let Words { words, dnp } = split(text);
    let words = || words.iter().map(String::as_str);
    let as_written = once_each(words().map(Designator::parse).collect::<Result<Vec<_>, _>>()?, dnp);
    let counted = |places: &Places| {
        let count = places.designators.len();
        count > 0 && matches!(amount, Amount::Given(quantity, _) if quantity == Quantity::pieces(count))
    };
    if counted(&as_written) {
        return Ok(as_written);
    }
    let units = once_each(words().map(whole).map(Designator::parse).collect::<Result<Vec<_>, _>>()?, dnp);
    if counted(&units) {
        return Ok(Places { twice: Vec::new(), ..units });
    }
    Ok(once_each(designator::expanded(words())?, dnp))
}

fn once_each(list: Vec<Designator>, dnp: bool) -> Places {
    let mut seen = HashSet::with_capacity(list.len());
    let (designators, twice) = list.into_iter().partition(|designator| seen.insert(designator.clone()));
    Places { designators, twice, dnp }
}

/// A cell's words without those that only join them, and what they say of populating.
struct Words {
    words: Vec<String>,
    dnp: bool,
}

fn split(text: &str) -> Words {
    if cell::says_nothing(text.trim()) {
        return Words { words: Vec::new(), dnp: false };
    }
    let mut words: Vec<String> = Vec::new();
    let mut joins = false;
    for word in designator::words(text) {
        let is_to = designator::is_to(word) || word.eq_ignore_ascii_case("to");
        match words.last_mut() {
            // The ends of a range stand apart: `R1 - R4`, `R1 to R4`.
            Some(last) if joins => {
                last.push('-');
                last.push_str(word);
            }
            Some(last) if is_to && is_numbered(last) => {}
            _ if is_and(word) => {}
            _ => words.extend(sides(word).map(str::to_owned)),
        }
        joins = is_to && !joins && words.last().is_some_and(|last| is_numbered(last));
    }
    let marked = words.len();
    words.retain(|word| !cell::says_dnp_alone(word));
    let mut dnp = words.len() < marked;
    if words.is_empty() {
        // A place may be called DNP; who else would have written it here?
        return Words { words: designator::words(text).map(str::to_owned).collect(), dnp: false };
    }
    let bare: Option<Vec<String>> = words.iter().map(|word| without_mark(word)).collect();
    if let Some(bare) = bare {
        (words, dnp) = (bare, true);
    }
    Words { words, dnp }
}

fn is_and(word: &str) -> bool {
    matches!(word, "&" | "+" | "/") || ["and", "und", "et"].iter().any(|and| word.eq_ignore_ascii_case(and))
}

/// What stands on the sides of a slash or a plus, where each is a designator: `R1/R2`, `R1+R2`, but not `I/O` nor `U1/2`.
fn sides(word: &str) -> impl Iterator<Item = &str> {
    let apart = word.contains(['/', '+']) && word.split(['/', '+']).all(is_numbered);
    word.split(move |character| apart && matches!(character, '/' | '+'))
}

/// Letters and then digits: `R12`.
fn is_numbered(word: &str) -> bool {
    let digits = word.trim_start_matches(|character: char| character.is_ascii_alphabetic());
    digits.len() < word.len() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A designator without a mark at its end that says it is not populated: `R5(DNP)`, `R5_DNP`.
fn without_mark(word: &str) -> Option<String> {
    let at = word.rfind(['(', '[', '_', '-', '*'])?;
    let (name, mark) = word.split_at(at);
    (is_numbered(name) && cell::says_dnp_alone(&mark[1..])).then(|| name.to_owned())
}

/// The component of which `U1B` is a unit: `U1`.
fn whole(word: &str) -> &str {
    match word.strip_suffix(|last: char| last.is_ascii_uppercase()) {
        Some(name) if is_numbered(name) => name,
        _ => word,
    }
}
