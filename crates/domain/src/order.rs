//! The order in which people expect names: C2 before C10, upper and lower case alike.

/// A text whose plain byte order is the natural order of `text`: case folded, each run of digits padded.
///
/// Adapters store it beside the text, so that every adapter sorts alike whatever its collations can do.
pub fn natural_key(text: &str) -> String {
    /// Longer numbers than this keep their order only among themselves; no designator or name comes near.
    const WIDTH: usize = 12;
    let mut key = String::with_capacity(text.len() + WIDTH);
    let mut digits = String::new();
    let flush = |digits: &mut String, key: &mut String| {
        if !digits.is_empty() {
            let significant = digits.trim_start_matches('0');
            key.extend(std::iter::repeat_n('0', WIDTH.saturating_sub(significant.len())));
            key.push_str(significant);
            digits.clear();
        }
    };
    for character in text.trim().chars().flat_map(char::to_lowercase) {
        if character.is_ascii_digit() {
            digits.push(character);
        } else {
            flush(&mut digits, &mut key);
            key.push(character);
        }
    }
    flush(&mut digits, &mut key);
    key
}

/// A text as searches see it: lower case, the look-alikes of µ made one.
pub fn search_key(text: &str) -> String {
    // Most texts are ASCII, and every write computes this.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(char::to_lowercase).map(|character| if character == 'μ' { 'µ' } else { character }).collect()
}

/// A text as matching sees it: upper case, no white space, every dash a hyphen.
///
/// Manufacturers, distributors and spreadsheets write one MPN in many ways; these differences never tell two parts apart.
pub fn match_key(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| if matches!(character, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { character })
        .flat_map(char::to_uppercase)
        .collect()
}
