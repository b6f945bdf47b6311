//! What the cells of a column look like, to tell what its name leaves open.

use std::collections::HashSet;

use super::{Role, fold};

/// How many cells say too little to contradict a name that is plain.
const FEW: usize = 3;

/// What the cells of a column look like, those that are empty left out.
#[derive(Debug, Default)]
pub(super) struct Look {
    filled: usize,
    /// Cells with nothing but reference designators.
    designators: usize,
    /// Cells that begin with a number.
    numbers: usize,
    /// Cells that are a whole number and nothing else.
    counts: usize,
    /// Cells whose first word may be a maker's number: it has a digit.
    numbered: usize,
    /// Cells that are one word, with a digit.
    numbers_alone: usize,
    /// Cells as parts are numbered in a company: `CAP-000-1001`, `EL-RES-100042`.
    own: usize,
    /// Cells as Digi-Key numbers what it sells: `399-7992-1-ND`.
    sold: usize,
    distinct: usize,
    /// Whether the cells only number the rows.
    is_numbering: bool,
}

impl Look {
    /// The look of a column, by its place.
    pub(super) fn of(rows: &[&[String]], index: usize) -> Self {
        let cells = || rows.iter().filter_map(|row| row.get(index)).map(String::as_str).filter(|cell| !cell.is_empty());
        let count = |looks: fn(&str) -> bool| cells().filter(|cell| looks(cell)).count();
        Self {
            filled: cells().count(),
            designators: count(are_designators),
            numbers: count(begins_with_number),
            counts: count(|cell| cell.parse::<u32>().is_ok()),
            numbered: count(|cell| {
                cell.split(' ').next().is_some_and(|word| word.chars().any(|sign| sign.is_ascii_digit()))
            }),
            numbers_alone: count(|cell| !cell.contains(' ') && cell.chars().any(|sign| sign.is_ascii_digit())),
            own: count(is_own_number),
            sold: count(|cell| cell.ends_with("-ND")),
            distinct: cells().collect::<HashSet<_>>().len(),
            is_numbering: cells().zip(1_u32..).all(|(cell, number)| cell.parse() == Ok(number)),
        }
    }

    /// Whether nothing contradicts that the column says this, as its name says plainly.
    pub(super) fn allows(&self, role: Role) -> bool {
        self.filled < FEW
            || match role {
                Role::Reference => self.designators * 5 >= self.filled,
                Role::Description => !self.most(self.counts),
                Role::Unit => !self.most(self.numbers),
                _ => true,
            }
    }

    /// Whether the cells bear out that the column says this, as its name only may mean.
    pub(super) fn bears_out(&self, role: Role, name: &str) -> bool {
        self.filled == 0
            || match role {
                Role::Reference => self.most(self.designators),
                Role::Quantity => self.most(self.numbers) && !(self.filled >= FEW && self.is_numbering),
                Role::Mpn if is_library(name) || name.contains("规格") => self.most(self.numbers_alone),
                Role::Mpn => self.numbered * 3 >= self.filled,
                Role::Ignore => self.most(self.counts),
                Role::Value => self.allows(role) && !(is_kind(name) && self.repeats()),
                _ => self.allows(role),
            }
    }

    pub(super) fn is_of_designators(&self) -> bool {
        self.filled > 0 && self.most(self.designators)
    }

    /// Whether the cells may be numbers that makers give: in one word, with letters and digits.
    pub(super) fn is_of_numbers(&self) -> bool {
        self.filled >= FEW && self.numbered * 2 > self.filled && self.counts == 0 && self.designators * 5 < self.filled
    }

    /// Whether the cells are numbers as a company gives them; nobody knows of a column without cells.
    pub(super) fn is_of_own_numbers(&self) -> bool {
        self.filled == 0 || self.most(self.own)
    }

    /// Whether the cells are numbers by which somebody sells parts.
    pub(super) fn is_of_sold_numbers(&self) -> bool {
        self.filled > 0 && self.most(self.sold)
    }

    fn most(&self, count: usize) -> bool {
        count * 2 >= self.filled
    }

    /// Whether the cells sort the rows into a few kinds, as `SMD` and `THT` do.
    fn repeats(&self) -> bool {
        self.filled >= FEW && self.distinct * 2 <= self.filled
    }
}

/// Whether a name may mean the kind of a thing.
fn is_kind(name: &str) -> bool {
    matches!(fold(name).as_str(), "type" | "typ" | "parttype" | "componenttype")
}

/// Whether a name may mean the symbol of a library: `Resistor 10K`, or what a maker calls it.
fn is_library(name: &str) -> bool {
    matches!(fold(name).as_str(), "libref" | "libraryref" | "libraryreference")
}

fn are_designators(cell: &str) -> bool {
    let is_gap = |sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '/' | '+' | '-' | '–' | '.' | '&');
    let mut words = cell.split(is_gap).filter(|word| !word.is_empty());
    // What follows the first may be the end of a range: `R1-4`.
    words.next().is_some_and(is_designator)
        && words.all(|word| is_designator(word) || (word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())))
}

/// Letters, digits, and a letter where it is a unit: `R12`, `LED3`, `U1B`.
fn is_designator(word: &str) -> bool {
    let rest = word.trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
    let number = rest.strip_suffix(|last: char| last.is_ascii_uppercase()).unwrap_or(rest);
    (1..=4).contains(&(word.len() - rest.len()))
        && (1..=4).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn begins_with_number(cell: &str) -> bool {
    cell.trim_start_matches(['$', '€', '£', '~', ' ', '.']).starts_with(|sign: char| sign.is_ascii_digit())
}

fn is_own_number(cell: &str) -> bool {
    cell.split_once('-').is_some_and(|(letters, rest)| {
        (2..=6).contains(&letters.len())
            && letters.starts_with(|first: char| first.is_ascii_uppercase())
            && letters.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && rest.rsplit('-').next().is_some_and(|last| last.len() >= 3 && last.bytes().all(|b| b.is_ascii_digit()))
    })
}
