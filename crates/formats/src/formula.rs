//! Formulas that nobody wrote: how a text is kept from becoming one in a spreadsheet, and how it is read back.
//!
//! A spreadsheet that opens a CSV file takes a cell that begins with `=`, `+`, `-` or `@` for a formula and runs it. An
//! apostrophe before it says that it is a text. Reading takes that one apostrophe away again, so that nothing is lost on
//! the way out and back.

/// The text with an apostrophe before it, where a spreadsheet would take it, or what reading makes of it, for a formula.
pub fn escaped(text: &str) -> Option<String> {
    is_formula(text.trim_start_matches('\'')).then(|| format!("'{text}"))
}

/// The text as it was before [`escaped`].
pub fn unescaped(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe() {
        for text in ["=1+1", "+5V", "-x", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(escaped(text), Some(format!("'{text}")), "{text:?}");
        }
        for text in ["", "R1", "'quoted'", "5-6", " =1"] {
            assert_eq!(escaped(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_escaped_comes_back(text in "[='+@a-]{0,6}") {
            let written = escaped(&text).unwrap_or_else(|| text.clone());
            prop_assert_eq!(unescaped(&written), text);
        }

        #[test]
        fn nothing_that_was_escaped_is_a_formula(text in "[='+@a-]{0,6}") {
            let written = escaped(&text).unwrap_or_else(|| text.clone());
            prop_assert!(!is_formula(&written));
        }
    }
}
