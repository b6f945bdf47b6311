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
    /// Whether the cell says in words where the part is: `main board`. It has no designators then.
    pub is_words: bool,
}

/// Reads a cell, in the light of how many the row says there are.
///
/// A word such as `R1-R4` is a range, unless the quantity says that it is one place of that name. `U1A, U1B` are the two
/// halves of one, if the quantity says so, and `R1~R4` is a range only if it does.
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
    if are_words(text, &words().collect::<Vec<_>>()) {
        return Ok(Places { is_words: true, ..Places::default() });
    }
    let units = once_each(words().map(whole).map(Designator::parse).collect::<Result<Vec<_>, _>>()?, dnp);
    if counted(&units) {
        return Ok(Places { twice: Vec::new(), ..units });
    }
    let with_dashes: Vec<String> = words().map(|word| word.replace(['~', '～', ':'], "-")).collect();
    // What a tilde or a colon joins is a range only where it can be one.
    if let Ok(spans) = designator::expanded(with_dashes.iter().map(String::as_str))
        && let spans = once_each(spans, dnp)
        && counted(&spans)
    {
        return Ok(spans);
    }
    Ok(once_each(designator::expanded(words())?, dnp))
}

/// Whether a cell is written in words with blanks between them, most of which cannot be designators.
fn are_words(text: &str, words: &[&str]) -> bool {
    let has_blanks = text.split([',', ';', '\n']).any(|item| item.split_whitespace().count() > 1);
    let is_word = |word: &&str| word.split(|sign: char| !sign.is_lowercase()).any(|run| run.chars().count() >= 3);
    let places = words.iter().filter(|word| word.contains(|sign: char| sign.is_ascii_digit())).count();
    words.len() > 1 && has_blanks && places * 2 < words.len() && words.iter().any(is_word)
}

fn once_each(list: Vec<Designator>, dnp: bool) -> Places {
    let mut seen = HashSet::with_capacity(list.len());
    let (designators, twice) = list.into_iter().partition(|designator| seen.insert(designator.clone()));
    Places { designators, twice, dnp, is_words: false }
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
    for word in designator::words(text).flat_map(|word| word.split(is_wide_comma)).filter(|word| !word.is_empty()) {
        let is_to = designator::is_to(word) || TO.iter().any(|to| word.eq_ignore_ascii_case(to));
        match words.last_mut() {
            // The ends of a range stand apart: `R1 - R4`, `R1 to R4`.
            Some(last) if joins => {
                last.push('-');
                last.push_str(word);
            }
            Some(last) if is_to && is_numbered(last) => {}
            // `C  2`: nothing is called by a letter and nothing by a number.
            Some(last) if is_letters(last) && word.bytes().all(|byte| byte.is_ascii_digit()) => last.push_str(word),
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

/// The words for a range, beside dashes and dots.
const TO: [&str; 4] = ["to", "thru", "through", "bis"];

/// What separates words where letters are as wide as they are high.
fn is_wide_comma(sign: char) -> bool {
    matches!(sign, '，' | '、' | '；')
}

/// One or two capitals.
fn is_letters(word: &str) -> bool {
    word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_uppercase())
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
