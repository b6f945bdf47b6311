//! Reading source text without a parser: words, and the paths that code names.

/// Whether a letter can be part of a name.
fn is_of_a_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The name a text begins with, which may be empty.
pub(crate) fn leading_name(text: &str) -> &str {
    text.split(|letter| !is_of_a_name(letter)).next().unwrap_or_default()
}

/// Whether a text contains this word, not merely a longer one around it.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        !before.is_some_and(is_of_a_name) && !after.is_some_and(is_of_a_name)
    })
}

/// Whether a text calls this function, or one of its methods: the word, and then at once a bracket or a dot.
pub(crate) fn calls(text: &str, function: &str) -> bool {
    text.match_indices(function).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        !before.is_some_and(is_of_a_name) && text[start + function.len()..].starts_with(['(', '.'])
    })
}

/// The words of `NoCamelCase` and `no_snake_case`, in small letters.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = '_';
    for letter in name.chars() {
        let begins = letter.is_uppercase() && !before.is_uppercase();
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric() {
            words.iter_mut().last().into_iter().for_each(|word| word.extend(letter.to_lowercase()));
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The first step behind each mention of `root::`, also where several stand in braces.
pub(crate) fn steps_from<'a>(root: &str, text: &'a str) -> Vec<&'a str> {
    let mut steps = Vec::new();
    let prefix = format!("{root}::");
    for (start, _) in text.match_indices(&prefix) {
        if text[..start].chars().next_back().is_some_and(is_of_a_name) {
            continue;
        }
        let rest = &text[start + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => steps.extend(members(group)),
            None => steps.push(leading_name(rest)),
        }
    }
    steps
}

/// The names at the outermost level of a group whose brace is open.
fn members(group: &str) -> Vec<&str> {
    let mut depth = 1_usize;
    let mut start = Some(0);
    let mut members = Vec::new();
    for (index, letter) in group.char_indices() {
        if depth == 1
            && matches!(letter, ',' | '}')
            && let Some(start) = start.take()
        {
            members.push(leading_name(group[start..index].trim_start()));
        }
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => start = Some(index + 1),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    members.retain(|member| !member.is_empty());
    members
}

#[cfg(test)]
mod examples {
    use super::*;

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words("PartManager"), ["part", "manager"]);
        assert_eq!(words("sql_util"), ["sql", "util"]);
        assert_eq!(words("IPCHelper2"), ["ipchelper2"]);
        assert_eq!(words("Implement"), ["implement"]);
    }

    #[test]
    fn a_word_is_not_part_of_a_longer_one() {
        assert!(has_word("use rusqlite::Row", "rusqlite"));
        assert!(!has_word("r2d2_rusqlite2", "rusqlite"));
    }

    #[test]
    fn paths_give_their_first_step() {
        let text = "use partwright_domain::{part::{Part, Number}, bom, store::Store};\npartwright_domain::id::Id";
        assert_eq!(steps_from("partwright_domain", text), ["part", "bom", "store", "id"]);
        assert_eq!(steps_from("crate", "pub(crate) fn x() {} use crate::part::Part; mycrate::bom"), ["part"]);
        assert_eq!(steps_from("crate", "use crate::{\n    engine::Pool,\n    part,\n};"), ["engine", "part"]);
    }
}
