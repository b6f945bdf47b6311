//! A document: everything of a part that is searched.

use super::value::{Piece, Value, pieces};
use super::word::{squeezed, words};
use crate::part::PartNumber;
use crate::property::{FOOTPRINT, VALUE};

/// What a text of a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The part number.
    Number,
    /// The part's name.
    Name,
    /// The MPN of a manufacturer part.
    Mpn,
    /// The manufacturer of a manufacturer part.
    Manufacturer,
    /// A property of the newest revision.
    Property,
    /// The part's description.
    Description,
    /// The name of a file of the newest revision.
    File,
    /// The note of a line in the BOM of the newest revision.
    Note,
}

/// One text of a part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// What it is.
    pub field: Field,
    /// The property's name, or the file's role; empty for the other fields.
    pub label: String,
    /// The text.
    pub text: String,
}

/// Everything of a part that is searched, in the order in which a place is told: what comes first explains a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub(super) number: PartNumber,
    pub(super) texts: Vec<Text>,
}

/// The words and values of some texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Folded words, but for those in `written`.
    pub words: Vec<String>,
    /// The words of values with an M or an m, as they are written; apart from the others, because case tells them apart.
    pub written: Vec<String>,
    /// What of them is written as a value.
    pub values: Vec<Value>,
}

impl Document {
    /// The texts of a part, in any order.
    pub fn new(number: PartNumber, mut texts: Vec<Text>) -> Self {
        let own = Text { field: Field::Number, label: String::new(), text: number.to_string() };
        texts.push(own);
        texts.retain(|text| !text.text.is_empty());
        texts.sort();
        Self { number, texts }
    }

    /// The part's number.
    pub fn number(&self) -> &PartNumber {
        &self.number
    }

    /// Its texts, none of them empty.
    pub fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// The terms of what lists show of a part, and those of everything else.
    pub fn terms(&self) -> (Terms, Terms) {
        let (mut head, mut inside) = (Terms::default(), Terms::default());
        for text in &self.texts {
            text.add_to(if text.is_in_head() { &mut head } else { &mut inside });
        }
        (head, inside)
    }
}

impl Text {
    pub(super) fn is_mpn(&self) -> bool {
        self.field == Field::Mpn
    }

    /// Whether lists show it: the number, the name, manufacturer parts, and the properties `Value` and `Footprint`.
    fn is_in_head(&self) -> bool {
        match self.field {
            Field::Number | Field::Name | Field::Mpn | Field::Manufacturer => true,
            Field::Property => self.label == VALUE || self.label == FOOTPRINT,
            Field::Description | Field::File | Field::Note => false,
        }
    }

    pub(super) fn terms(&self) -> Terms {
        let mut terms = Terms::default();
        self.add_to(&mut terms);
        terms
    }

    fn add_to(&self, terms: &mut Terms) {
        match self.field {
            Field::Number | Field::Manufacturer | Field::File => terms.words.extend(words(&self.text)),
            Field::Mpn => {
                terms.words.extend(words(&self.text));
                terms.words.extend(squeezed(&self.text));
            }
            Field::Name | Field::Description | Field::Property | Field::Note => {
                for piece in pieces(&self.text) {
                    terms.add(piece);
                }
            }
        }
    }
}

impl Terms {
    fn add(&mut self, piece: Piece) {
        let words = words(&piece.text);
        if piece.value.is_some() && piece.text.contains(['m', 'M']) {
            self.written.extend(piece.written());
            // The unit behind its number is a word too.
            self.words.extend(words.into_iter().skip(1));
        } else {
            self.words.extend(words);
        }
        self.values.extend(piece.value);
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.words.extend(other.words);
        self.written.extend(other.written);
        self.values.extend(other.values);
        self
    }

    pub(super) fn has_value(&self, value: &Value) -> bool {
        self.values.iter().any(|own| value.means(own))
    }
}
