//! Words: a text as searches see it, cut where neither a letter nor a digit stands.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in one spelling: compatible characters made one (NFKC), upper and lower case alike, every micro sign a `u`.
pub fn fold(text: &str) -> String {
    // Most texts are ASCII, and every write computes this.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // By way of the upper case, because that is where ß and SS, or the two small sigmas, become one.
    let folded = text.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    folded.nfkc().map(|character| if character == 'μ' { 'u' } else { character }).collect()
}

/// The words of a text, folded. A point between two digits belongs to its word, so `4.7k` is one.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words = Vec::new();
    let mut word = String::new();
    let mut characters = folded.chars().peekable();
    while let Some(character) = characters.next() {
        let is_point = character == '.'
            && word.ends_with(|before: char| before.is_ascii_digit())
            && characters.peek().is_some_and(char::is_ascii_digit);
        if character.is_alphanumeric() || is_point || (is_combining_mark(character) && !word.is_empty()) {
            word.push(character);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// A text as one word, whatever stands between its letters and digits; `None` where that is nothing new.
///
/// Order codes are typed with and without their dashes.
pub(super) fn squeezed(text: &str) -> Option<String> {
    let pieces = words(text);
    (pieces.len() > 1).then(|| pieces.concat())
}
