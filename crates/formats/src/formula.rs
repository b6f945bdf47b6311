//! Formulas that nobody wrote: how a text is kept from becoming one in a spreadsheet, and how it is read back.
//!
//! A spreadsheet that opens a CSV file takes a cell that begins with `=`, `+`, `-` or `@` for a formula and runs it. An
//! apostrophe before it says that it is a text. Reading takes that one apostrophe away again, so that nothing is lost on
//! the way out and back.
//!
//! What is one cell to us may be several to somebody: where a comma stands in numbers, Excel splits cells at semicolons, and
//! then knows nothing of the quotes in which a line goes on. So whatever follows on such a sign is looked at like a beginning.
//! In a page there are no such signs, and no apostrophe that a spreadsheet would hide; a sign without a width stands there.

use std::borrow::Cow;

/// What a formula begins with; the wide signs where somebody writes Chinese, Japanese or Korean.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What some programs pass over at the beginning of a cell, and then find a formula.
const PASSED_OVER: [char; 2] = ['\t', '\r'];
/// What ends a cell for somebody, though not for us.
const ENDS: [char; 4] = [';', '\t', '\r', '\n'];
/// What may stand before a formula and is taken away with its cell's quotes.
const QUOTES: [char; 2] = ['\'', '"'];

/// The text with an apostrophe wherever a spreadsheet would take what follows, or what reading makes of it, for a formula;
/// nothing where it would not.
pub fn escaped(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len() + 1);
    for (place, piece) in pieces(text) {
        if is_formula(place, piece) {
            written.push('\'');
        }
        written.push_str(piece);
    }
    (written.len() > text.len()).then_some(written)
}

/// The text as it was before [`escaped`].
pub fn unescaped(text: &str) -> Cow<'_, str> {
    if pieces(text).all(|(place, piece)| bare(place, piece).is_none()) {
        return Cow::Borrowed(text);
    }
    pieces(text).map(|(place, piece)| bare(place, piece).unwrap_or(piece)).collect::<String>().into()
}

/// The text of a cell in a page, with a sign before it that nobody sees, where a spreadsheet into which the page is copied
/// would take it for a formula.
pub fn unseen(text: &str) -> Cow<'_, str> {
    let begin = text.trim_start_matches(|sign: char| sign.is_whitespace() || sign.is_control());
    if begin.starts_with(SIGNS) { format!("\u{200b}{text}").into() } else { text.into() }
}

/// What may become a cell of its own, with the sign that ends it; and the how-manieth it is.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive(ENDS).enumerate()
}

/// A piece without the apostrophe that keeps it from being a formula; `None` where there is none.
fn bare(place: usize, piece: &str) -> Option<&str> {
    piece.strip_prefix('\'').filter(|rest| is_formula(place, rest))
}

fn is_formula(place: usize, piece: &str) -> bool {
    let begin = piece.trim_start_matches(QUOTES);
    begin.starts_with(SIGNS) || place == 0 && begin.starts_with(PASSED_OVER)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        escaped(text).unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe() {
        for text in ["=1+1", "+5V", "-x", "@SUM(A1)", "\tx", "\rx", "＝1", "＋5V", "－x", "＠A1", "\"=1", "'\"=1"] {
            assert_eq!(escaped(text), Some(format!("'{text}")), "{text:?}");
        }
        for text in ["", "R1", "'quoted'", "5-6", " =1", "a\r\n\r\nb", "a\tb", "1; -1", "\"x\"", "10k;5%"] {
            assert_eq!(escaped(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_another_spreadsheet_would_split_off_gets_one_too() {
        for (text, with) in [
            ("a;=1", "a;'=1"),
            ("a;\"=1", "a;'\"=1"),
            ("a\n=1\r\n+2", "a\n'=1\r\n'+2"),
            ("\t=1", "'\t'=1"),
            ("=a;b;-c", "'=a;b;'-c"),
        ] {
            assert_eq!((escaped(text).as_deref(), &*unescaped(with)), (Some(with), text));
        }
    }

    #[test]
    fn a_text_in_a_page_gets_a_sign_that_nobody_sees() {
        for text in ["=1", "+5V", " =1", "\n\t-x", "\0@A1", "＝1", "\u{a0}=1"] {
            assert_eq!(unseen(text), format!("\u{200b}{text}"));
        }
        for text in ["", "R1", "'=1", "a;=1"] {
            assert_eq!(unseen(text), text);
        }
    }

    proptest! {
        #[test]
        fn what_was_escaped_comes_back(text in "[='\"+@a;\t\r\n＝-]{0,8}") {
            let written = written(&text);
            prop_assert_eq!(unescaped(&written), text);
        }

        #[test]
        fn nothing_that_was_escaped_is_a_formula(text in "[='\"+@a;\t\r\n＝-]{0,8}") {
            let written = written(&text);
            prop_assert!(!written.starts_with(PASSED_OVER));
            for piece in written.split(ENDS) {
                prop_assert!(!piece.trim_start_matches('"').starts_with(SIGNS), "{written:?}");
            }
        }
    }
}
