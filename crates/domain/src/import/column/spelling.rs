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

impl Meaning {
    /// Whether it can mean that role.
    pub(super) fn may_be(&self, role: Role) -> bool {
        self.plain == Some(role) || self.otherwise.contains(&role)
    }
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

/// The longest name that is looked up; the cells of rows are asked as well, and may be long.
const LONGEST: usize = 120;

/// What a column of that name means; `None` when the name says nothing.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
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

/// The parts of a name that says the same twice, or adds something: `Qty (per board)`, `Valore / Tipo`, `位号 Designator`.
fn pieces(name: &str) -> impl Iterator<Item = String> {
    let before = name.split(['(', '[', '/', '（', '【', '／', '或', '\n', '\r']).next().unwrap_or(name);
    let of_script = |wide: bool| -> String {
        name.chars().filter(|character| !character.is_alphanumeric() || is_wide(*character) == wide).collect()
    };
    let is_mixed = name.chars().any(is_wide);
    let both = [true, false].into_iter().filter(move |_| is_mixed).map(of_script);
    let before = (before.len() < name.len()).then(|| before.to_owned());
    before.into_iter().chain(both).filter(|piece| piece.chars().any(char::is_alphanumeric))
}

/// Whether a character belongs to the scripts of East Asia.
fn is_wide(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// A name without what makes no difference: `Qty per PCB`, `qty_per_pcb` and `QTY-PER-PCB` are one.
pub(in crate::import) fn fold(name: &str) -> String {
    // Most cells are ASCII, and each row is asked whether it names columns.
    if name.is_ascii() && !name.contains('#') {
        return name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    }
    name.nfkd()
        .filter(|character| character.is_alphanumeric() || *character == '#')
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase)
        .flat_map(|character| if character == '#' { vec!['n', 'o'] } else { vec![character] })
        .collect()
}
