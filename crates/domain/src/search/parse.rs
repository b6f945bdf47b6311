//! What somebody types into the search, as what it asks for. Every text asks for something: nothing here fails.

use super::query::{Query, Term};
use super::range::PropertyRange;
use super::value::{Piece, pieces};
use super::word::words;

/// A stretch of the text that quotes or white space bound.
struct Chunk {
    text: String,
    /// Where the quoted beginning ends, in bytes of `text`; nothing is quoted without it.
    quoted: Option<usize>,
}

pub(super) fn parse(text: &str) -> Query {
    let mut query = Query::default();
    let mut plain: Vec<String> = Vec::new();
    for chunk in chunks(text) {
        if let Some(range) = range(&chunk) {
            query.ranges.push(range);
            continue;
        }
        if !query.text.is_empty() {
            query.text.push(' ');
        }
        query.text.push_str(&chunk.text);
        if chunk.quoted.is_some() {
            take_plain(&mut query.terms, &mut plain);
            query.terms.extend(terms(&chunk.text));
        } else {
            plain.push(chunk.text);
        }
    }
    // Somebody who has closed a quote has finished the word.
    query.is_open = !plain.is_empty();
    take_plain(&mut query.terms, &mut plain);
    query
}

/// Plain text in a row: a number and the unit behind it belong together.
fn take_plain(terms: &mut Vec<Term>, plain: &mut Vec<String>) {
    terms.extend(self::terms(&plain.join(" ")));
    plain.clear();
}

fn terms(text: &str) -> impl Iterator<Item = Term> {
    let term = |piece: Piece| {
        let written = if piece.value.is_some() { piece.written() } else { Vec::new() };
        Term { words: words(&piece.text), value: piece.value, written }
    };
    pieces(text).into_iter().map(term).filter(|term| !term.words.is_empty())
}

/// `Resistance:1k..10k`, with the name in quotes where it has spaces.
fn range(Chunk { text, quoted }: &Chunk) -> Option<PropertyRange> {
    let from = quoted.unwrap_or(0);
    let colon = from + text.get(from..)?.find(':')?;
    (quoted.is_none() || colon == from).then_some(())?;
    PropertyRange::written(&text[..colon], &text[colon + 1..])
}

fn chunks(text: &str) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut open = Chunk { text: String::new(), quoted: None };
    let mut is_quoted = false;
    for character in text.chars() {
        if character == '"' {
            if is_quoted {
                open.quoted = Some(open.text.len());
            } else if !open.text.is_empty() {
                chunks.push(std::mem::replace(&mut open, Chunk { text: String::new(), quoted: None }));
            }
            is_quoted = !is_quoted;
        } else if character.is_whitespace() && !is_quoted {
            chunks.push(std::mem::replace(&mut open, Chunk { text: String::new(), quoted: None }));
        } else {
            open.text.push(character);
        }
    }
    chunks.push(open);
    chunks.retain(|chunk| !chunk.text.trim().is_empty());
    chunks
}
