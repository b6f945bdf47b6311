//! Tokens: how terms stand in the index. Words stand as they are; everything else begins with a sign that no word has.

use std::fmt::Write;

use partwright_domain::category::{Code, Codes};
use partwright_domain::order::match_key;
use partwright_domain::revision::Lifecycle;
use partwright_domain::search::key::{BUCKETS, bucket, key};
use partwright_domain::search::{Field, Terms, Unit, Value, fold};

use super::document::Indexed;

/// What a part's row in the index is made of, each a text of tokens with a space between them.
pub(super) struct Row {
    pub(super) head: String,
    pub(super) inside: String,
    pub(super) fact: String,
}

impl Row {
    pub(super) fn of(indexed: &Indexed) -> Self {
        let Indexed { document, codes, state, has_mpn, properties } = indexed;
        let (head, inside) = document.terms();
        let mut facts = vec![in_category(&codes.category), in_subcategory(codes), in_state(*state), with_mpn(*has_mpn)];
        facts.extend(
            document.texts().iter().filter(|text| text.field == Field::Mpn).map(|text| mpn(&match_key(&text.text))),
        );
        for property in properties {
            if let Some(Value { number, unit }) = Value::of(&property.value) {
                let of = property_of(&fold(property.name.as_str()), unit.as_ref());
                facts.extend(BUCKETS.iter().map(|count| format!("{of}{count}{}", bucket(&number, *count))));
                facts.push(format!("{of}{EXACT}{}", key(&number)));
            }
        }
        Self { head: tokens(&head), inside: tokens(&inside), fact: facts.join(" ") }
    }
}

/// Stands before a key that tells all digits, where a bucket has the count of its digits.
pub(super) const EXACT: char = '9';

fn tokens(Terms { words, written, values }: &Terms) -> String {
    let mut tokens = words.join(" ");
    for word in written {
        tokens.push(' ');
        tokens.push_str(&self::written(word));
    }
    for Value { number, unit } in values {
        let number = key(number);
        // Writing to a String cannot fail.
        let _written = write!(tokens, " ={number} ={number}={}", unit.as_ref().map_or_else(String::new, of_unit));
    }
    tokens
}

/// A word of a value as it is written. No other word begins with a point.
pub(super) fn written(word: &str) -> String {
    format!(".{word}")
}

/// The tokens by which a value that is asked for is found: any of them will do.
pub(super) fn value(Value { number, unit }: &Value) -> Vec<String> {
    let number = key(number);
    match unit {
        None => vec![format!("={number}")],
        Some(unit) => vec![format!("={number}="), format!("={number}={}", of_unit(unit))],
    }
}

pub(super) fn in_category(code: &Code) -> String {
    format!("c={}", plain(code.as_str()))
}

pub(super) fn in_subcategory(Codes { category, subcategory }: &Codes) -> String {
    format!("s={}={}", plain(category.as_str()), plain(subcategory.as_str()))
}

pub(super) fn in_state(state: Lifecycle) -> String {
    format!("l={}", plain(state.name()))
}

pub(super) fn with_mpn(has_mpn: bool) -> String {
    format!("m={}", u8::from(has_mpn))
}

pub(super) fn mpn(key: &str) -> String {
    format!("k={}", plain(key))
}

/// How the tokens of all properties of a name begin.
pub(super) fn property(name: &str) -> String {
    format!("p={}=", plain(name))
}

/// How the tokens of all properties of a name and unit begin.
pub(super) fn property_of(name: &str, unit: Option<&Unit>) -> String {
    format!("{}{}=", property(name), unit.map_or_else(String::new, of_unit))
}

fn of_unit(unit: &Unit) -> String {
    plain(unit.as_str())
}

/// A text as one token: the tokenizer makes ASCII letters small and leaves what is not ASCII; every sign that it would cut
/// at, or that means something here, stands as its number.
fn plain(text: &str) -> String {
    let mut token = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || !character.is_ascii() {
            token.push(character.to_ascii_lowercase());
        } else {
            // Writing to a String cannot fail.
            let _written = write!(token, "~{:02x}", u32::from(character));
        }
    }
    token
}
