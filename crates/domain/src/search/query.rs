//! A query: what was typed, as terms and ranges, and how well a part answers it.

use super::document::{Document, Terms, Text};
use super::parse;
use super::range::PropertyRange;
use super::value::Value;
use crate::order::match_key;
use crate::part::{PartNumber, Sequence};

/// How well a part answers a query, the best first. Parts of one rank stand newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// What was typed is the part's number, or its sequence.
    Number,
    /// What was typed is one of its MPNs, but for case, white space and kinds of dashes.
    Mpn,
    /// Every word is a whole word, or the value, of what a list shows of the part.
    Words,
    /// The same, but of the last word only the beginning was typed.
    Beginnings,
    /// Some word is found only further inside.
    Inside,
}

impl Rank {
    /// Every rank, the best first.
    pub const ALL: [Self; 5] = [Self::Number, Self::Mpn, Self::Words, Self::Beginnings, Self::Inside];
}

/// Something that a part must have: all of the words, or the value, however it is written, or what of it is written so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Folded words, at least one.
    pub words: Vec<String>,
    /// What they mean together, when they are a value.
    pub value: Option<Value>,
    /// The words of that value as it was typed; none without one.
    pub written: Vec<String>,
}

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The text without its ranges and quotes.
    pub(super) text: String,
    pub(super) terms: Vec<Term>,
    pub(super) ranges: Vec<PropertyRange>,
    /// Whether the last word may be a beginning.
    pub(super) is_open: bool,
}

impl Query {
    /// Takes any text. Signs that are neither letters nor digits ask for nothing, but for quotes and the ranges of
    /// properties.
    pub fn parse(text: &str) -> Self {
        parse::parse(text)
    }

    /// What a part must have, each of them.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The ranges that were typed.
    pub fn ranges(&self) -> &[PropertyRange] {
        &self.ranges
    }

    /// The last term, where its last word may be the beginning of one.
    pub fn beginning(&self) -> Option<&Term> {
        self.terms.last().filter(|_| self.is_open)
    }

    /// The sequence that was typed, alone or in a part number.
    pub fn sequence(&self) -> Option<Sequence> {
        let number = self.text.parse::<PartNumber>().map(|number| number.sequence);
        number.ok().or_else(|| self.text.parse().ok().and_then(Sequence::new))
    }

    /// The MPN that may have been typed, as matching sees it; `None` where no word was typed.
    pub fn mpn_key(&self) -> Option<String> {
        (!self.terms.is_empty()).then(|| match_key(&self.text))
    }

    /// Whether the text is this part's number, whole or only its sequence.
    pub fn names(&self, number: &PartNumber) -> bool {
        let whole = self.text.parse::<PartNumber>();
        whole.map_or_else(|_| self.sequence() == Some(number.sequence), |whole| whole == *number)
    }

    /// How well a part answers; `None` when it does not.
    pub fn rank(&self, document: &Document) -> Option<Rank> {
        let Document { number, texts } = document;
        if self.terms.is_empty() {
            return Some(Rank::Words);
        }
        if self.names(number) {
            return Some(Rank::Number);
        }
        let mpn = self.mpn_key();
        if texts.iter().any(|text| text.is_mpn() && Some(match_key(&text.text)) == mpn) {
            return Some(Rank::Mpn);
        }
        let (head, inside) = document.terms();
        if self.terms.iter().all(|term| term.is_in(&head, false)) {
            return Some(Rank::Words);
        }
        if self.is_each(|term, beginning| term.is_in(&head, beginning)) {
            return Some(Rank::Beginnings);
        }
        let all = head.and(inside);
        self.is_each(|term, beginning| term.is_in(&all, beginning)).then_some(Rank::Inside)
    }

    /// The texts in which the terms are found, each once, in the order of the terms.
    pub fn found(&self, document: &Document) -> Vec<Text> {
        let mut found: Vec<Text> = Vec::new();
        let last = self.terms.len().saturating_sub(1);
        for (place, term) in self.terms.iter().enumerate() {
            let beginning = self.is_open && place == last;
            let text = document.texts.iter().find(|text| term.is_in(&text.terms(), beginning));
            found.extend(text.filter(|text| !found.contains(text)).cloned());
        }
        found
    }

    fn is_each(&self, has: impl Fn(&Term, bool) -> bool) -> bool {
        let last = self.terms.len().saturating_sub(1);
        self.terms.iter().enumerate().all(|(place, term)| has(term, self.is_open && place == last))
    }
}

impl Term {
    /// Whether all the words are there, the last perhaps as a beginning, or the value.
    fn is_in(&self, terms: &Terms, beginning: bool) -> bool {
        let Self { words, value, written } = self;
        value.as_ref().is_some_and(|value| terms.has_value(value))
            || are_in(words, &terms.words, beginning)
            || (value.is_some() && are_in(written, &terms.written, beginning))
    }
}

/// Whether all the words are among those, the last perhaps as a beginning.
fn are_in(words: &[String], among: &[String], beginning: bool) -> bool {
    let last = words.len().saturating_sub(1);
    words.iter().enumerate().all(|(place, word)| {
        among.iter().any(|own| if beginning && place == last { own.starts_with(word) } else { own == word })
    })
}
