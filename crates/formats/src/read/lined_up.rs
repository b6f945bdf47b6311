//! Text whose columns are lined up by spaces: listings for people, as EAGLE, old ORCADs and hands write them.
//!
//! A column begins where a word of the header does, unless the rows below have something across that place, or nothing
//! that begins there: `Position (mil)` is one name. An empty cell is then seen for what it is.

use partwright_domain::import::column::recognised;

use super::table::{HEADER_WITHIN, SURE};

/// How many lines are looked at to see where columns begin.
const LOOKED_AT: usize = 500;

/// How many of a hundred lines may have something across the beginning of a column: remarks below the table do.
const ACROSS: usize = 10;

/// Where the columns of a text begin, counted in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinedUp {
    starts: Vec<usize>,
}

impl LinedUp {
    /// The columns of a text in which a header shows; `None` where the rows below are not lined up under it.
    pub(super) fn of(body: &str) -> Option<Self> {
        let mut lines = body.lines().take(LOOKED_AT);
        let header = lines.by_ref().take(HEADER_WITHIN).find(|line| recognised(&names(line)) >= SURE)?;
        let header: Vec<char> = header.chars().collect();
        let wide: Vec<usize> = (1..header.len()).filter(|at| gap_before(&header, *at) > 1).collect();
        let rows = lines.filter(|line| is_row(line)).map(|line| line.chars().collect::<Vec<char>>());
        let rows: Vec<Vec<char>> = rows.filter(|row| !is_text(row, &wide)).collect();
        let across = |start: usize| rows.iter().filter(|row| is_across(row, start)).count();
        let begins = |start: &usize| match gap_before(&header, *start) {
            0 => false,
            1 => across(*start) == 0 && rows.iter().any(|row| gap_before(row, *start) > 0),
            _ => across(*start) * 100 <= rows.len() * ACROSS,
        };
        let starts = std::iter::once(0).chain((1..header.len()).filter(begins)).collect();
        let found = Self { starts };
        let has_rows = rows.iter().any(|row| found.cells(row).len() > 1);
        (has_rows && recognised(&found.cells(&header)) >= SURE).then_some(found)
    }

    /// The cells of a line. One that has something across several columns is no row, and stays whole.
    pub(super) fn split(&self, line: &str) -> Vec<String> {
        self.cells(&line.chars().collect::<Vec<_>>())
    }

    fn cells(&self, line: &[char]) -> Vec<String> {
        let text = |part: &[char]| part.iter().collect::<String>().trim().to_owned();
        if is_text(line, &self.starts[1..]) {
            return vec![text(line)];
        }
        let mut cells = Vec::with_capacity(self.starts.len());
        let mut begin = 0;
        for start in self.starts.iter().skip(1).copied().filter(|start| *start < line.len()) {
            // A word that goes on belongs to the column in which it begins.
            let goes_on = if is_across(line, start) {
                line[start..].iter().take_while(|sign| !sign.is_whitespace()).count()
            } else {
                0
            };
            cells.push(text(&line[begin..start + goes_on]));
            begin = start + goes_on;
        }
        cells.push(text(&line[begin..]));
        cells
    }
}

/// Whether a header shows where columns are lined up by spaces, whatever stands below it.
pub(super) fn shows_header(body: &str) -> bool {
    body.lines().take(HEADER_WITHIN).any(|line| recognised(&names(line)) >= SURE)
}

/// The names in a header, as far as two spaces tell them apart.
fn names(line: &str) -> Vec<String> {
    line.split("  ").map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Whether a line has something to say, and is no rule between lines.
fn is_row(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

/// Whether a line is a text and no row: it goes across half of the places where columns begin.
fn is_text(line: &[char], starts: &[usize]) -> bool {
    let across = starts.iter().filter(|start| is_across(line, **start)).count();
    across > 0 && across * 2 >= starts.len()
}

/// Whether a word goes across a place.
fn is_across(line: &[char], place: usize) -> bool {
    place > 0 && line.get(place - 1..=place).is_some_and(|signs| signs.iter().all(|sign| !sign.is_whitespace()))
}

/// How many spaces stand before the beginning of a word, two being many; 0 where no word begins.
fn gap_before(line: &[char], place: usize) -> usize {
    let begins = line.get(place).is_some_and(|sign| !sign.is_whitespace());
    if begins { line[..place].iter().rev().take(2).take_while(|sign| sign.is_whitespace()).count() } else { 0 }
}
