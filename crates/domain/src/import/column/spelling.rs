//! The names that people and programs give a column, and the roles that they mean.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Role;

/// The table, for people to read and to add to.
const TABLE: &str = include_str!("spellings.txt");

/// What a name means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    /// What it means wherever it stands.
    pub(super) plain: Option<Role>,
    /// What it means when no other column says it more clearly; the first that is free.
    pub(super) otherwise: Vec<Role>,
    /// Which of several manufacturer parts it speaks of, the first being 1; 0 where the name does not say.
    pub(super) place: u8,
}

static MEANINGS: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let mut meanings: HashMap<String, Meaning> = HashMap::new();
    for (words, names) in TABLE.lines().filter_map(split_line) {
        for name in names {
            let meaning = meanings.entry(fold(name)).or_default();
            match words {
                Words { role, plain: true, place } => (meaning.plain, meaning.place) = (Some(role), place),
                Words { role, plain: false, .. } if !meaning.otherwise.contains(&role) => meaning.otherwise.push(role),
                Words { .. } => {}
            }
        }
    }
    meanings
});

#[derive(Clone, Copy)]
struct Words {
    role: Role,
    plain: bool,
    place: u8,
}

/// A line of the table; `None` for remarks and blank lines.
fn split_line(line: &str) -> Option<(Words, impl Iterator<Item = &str>)> {
    let (role, rest) = line.split_once(' ')?;
    let (_language, names) = rest.trim_start().split_once(' ')?;
    let (name, plain) = role.strip_suffix('?').map_or((role, true), |role| (role, false));
    let (name, place) = name.strip_suffix("-alternate").map_or((name, 0), |role| (role, 2));
    let role = Role::ALL.into_iter().find(|role| role.code() == name)?;
    Some((Words { role, plain, place }, names.split(" | ").map(str::trim)))
}

/// What a column of that name means; `None` when the name says nothing.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    written(name).or_else(|| numbered(name)).or_else(|| pieces(name).find_map(|piece| written(&piece)))
}

fn written(name: &str) -> Option<Meaning> {
    MEANINGS.get(&fold(name)).cloned()
}

/// `MPN 2`, `Manufacturer_Part_Number_1`, `Mfr2 P/N`: the name of a manufacturer part with a number in it.
fn numbered(name: &str) -> Option<Meaning> {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    let number: u8 = digits.parse().ok().filter(|number| *number > 0)?;
    let without: String = name.chars().filter(|character| !character.is_ascii_digit()).collect();
    let mut meaning = written(&without)?;
    let role = meaning.plain.filter(|role| matches!(role, Role::Mpn | Role::Manufacturer))?;
    // The first alternate is the second manufacturer part.
    let place = if meaning.place == 0 { number } else { number.saturating_add(1) };
    meaning = Meaning { plain: Some(role), otherwise: Vec::new(), place };
    Some(meaning)
}

/// The parts of a name that says the same twice, or adds something: `Qty (per board)`, `位号 Designator`.
fn pieces(name: &str) -> impl Iterator<Item = String> {
    let before = name.split(['(', '[', '（', '【', '\n', '\r']).next().unwrap_or(name);
    let of_script = move |wide: bool| -> String {
        name.chars().filter(|character| !character.is_alphanumeric() || is_wide(*character) == wide).collect()
    };
    // Every cell of a file is asked whether it names a column, and nearly all are of one script.
    let scripts: &[bool] = if name.is_ascii() { &[] } else { &[true, false] };
    let all = std::iter::once(before.to_owned()).chain(scripts.iter().map(move |wide| of_script(*wide)));
    all.filter(move |piece| piece != name && piece.chars().any(char::is_alphanumeric))
}

/// Whether a character belongs to the scripts of East Asia.
fn is_wide(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// A name without what makes no difference: `Qty per PCB`, `qty_per_pcb` and `QTY-PER-PCB` are one.
pub(in crate::import) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    if name.is_ascii() {
        name.chars().for_each(|character| put(&mut folded, character.to_ascii_lowercase()));
    } else {
        let plain = name.nfkd().filter(|character| !is_combining_mark(*character));
        plain.flat_map(char::to_lowercase).for_each(|character| put(&mut folded, character));
    }
    folded
}

/// Adds a character to what is left of a name, if it makes a difference.
fn put(folded: &mut String, character: char) {
    if character == '#' {
        folded.push_str("no");
    } else if character.is_alphanumeric() {
        folded.push(character);
    }
}
