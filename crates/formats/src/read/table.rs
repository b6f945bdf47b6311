//! Which row names the columns, and which rows below and above it are no parts.

mod remark;

use std::collections::{HashSet, VecDeque};

use partwright_domain::import::column::{by_content, columns, recognised};
use partwright_domain::import::source::{Aside, Read, Row, RowSource, Source};
use partwright_domain::import::{ImportError, Role};

use super::bound::LookedAt;
use super::{Raw, Rows};
use remark::{Titles, is_remark};

/// How many rows are looked at for the header; scripts write a few lines of preamble, and people a title block.
pub(super) const HEADER_WITHIN: usize = 60;

/// How many rows are kept at most to find the one that somebody says is the header.
const MOST_ABOVE: usize = 10_000;

/// How many rows are looked at to tell what the columns mean.
const TELLING: usize = 20;

/// How many rows of two tables are compared to tell whether they say the same.
const COMPARED: usize = 64;

/// What surely is a header, and not a title block that names two things.
pub(super) const SURE: usize = 3;

/// What is a header below a blank line, where another table may begin.
const LIKELY: usize = 2;

/// Where the header stands among the first rows, and how much it looks like one: the best, and the first of equals. A
/// header that surely is one and has rows of its own comes before a better one further down, which begins another table.
pub(super) fn find_header(first: &[Raw]) -> Option<(usize, usize)> {
    let scores: Vec<usize> = first.iter().map(|row| recognised(&row.cells)).collect();
    let has_rows =
        |index: usize| scores.get(index + 1) == Some(&0) && first.get(index + 1).is_some_and(|row| row.cells.len() > 1);
    let sure = scores.iter().enumerate().find(|(index, score)| **score >= SURE && has_rows(*index));
    let best = || scores.iter().enumerate().max_by_key(|&(index, score)| (*score, usize::MAX - index));
    sure.or_else(best).map(|(index, score)| (index, *score)).filter(|(_, score)| *score > 0)
}

/// The first rows: those among which a header is looked for, and as far as to the one that somebody says it is.
pub(super) fn first_rows(rows: &mut impl Rows, header_row: Option<u64>) -> Result<Vec<Raw>, ImportError> {
    let row = usize::try_from(header_row.unwrap_or(0)).unwrap_or(usize::MAX);
    let enough = row.clamp(HEADER_WITHIN, MOST_ABOVE);
    let (mut first, mut looked_at) = (Vec::new(), LookedAt::default());
    while first.len() < enough
        && let Some(row) = rows.next()?
    {
        let has_room = looked_at.has_room(&row);
        first.push(row);
        if !has_room {
            break;
        }
    }
    Ok(first)
}

/// The names of columns that no row names, by what the first rows look like.
pub(super) fn find_names(first: &[Raw]) -> Option<Vec<String>> {
    by_content(&first.iter().map(|row| row.cells.as_slice()).collect::<Vec<_>>())
}

/// The header without the unnamed cells at its end, of which nobody knows whether they are columns; unnamed ones between
/// named ones are called by their place.
pub(super) fn named(mut cells: Vec<String>) -> Vec<String> {
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    let place = |(index, name): (usize, String)| if name.is_empty() { format!("Column {}", index + 1) } else { name };
    cells.into_iter().enumerate().map(place).collect()
}

/// Rows under the header that was found.
pub(super) struct Table<R> {
    source: Source,
    /// The names of the columns; empty for those beyond the header that have cells.
    header: Vec<String>,
    /// How many columns the header has.
    width: usize,
    rows: R,
    total: u64,
    /// Rows that were looked at and are still to be handed out.
    ahead: VecDeque<Raw>,
    /// How many of those stand above the header.
    above: usize,
    reference: Option<usize>,
    /// The column of quantities, as long as nothing but numbers stand in it.
    counted: Option<usize>,
    titles: Option<Titles>,
    /// Designators of the first rows, to know them when a second table names them again.
    seen: HashSet<String>,
    rows_seen: usize,
    /// The line of the row before, to see where blank lines are.
    before: u64,
    /// Whether the rows belong to a second table.
    is_below: bool,
}

impl<R: Rows> Table<R> {
    /// A table of these rows; `first` are rows that were taken from them already.
    pub(super) fn new(
        mut source: Source,
        rows: R,
        mut first: Vec<Raw>,
        header_row: Option<u64>,
        total: u64,
    ) -> Result<Self, ImportError> {
        let found = match header_row {
            Some(0) => None,
            Some(line) => Some(
                first.iter().position(|row| row.number >= line).ok_or(ImportError::HeaderRowBeyond { row: line })?,
            ),
            None => find_header(&first).map(|(index, _)| index),
        };
        let (mut header, above) = if let Some(index) = found {
            let Raw { number, cells } = first.remove(index);
            source.header_row = Some(number);
            (named(cells), index)
        } else {
            let by_place = || {
                let width = first.iter().map(|row| row.cells.len()).max().unwrap_or(0);
                (1..=width).map(|place| format!("Column {place}")).collect()
            };
            // Who says that there is no header takes whatever the columns are.
            let names = find_names(&first);
            let header = if header_row.is_some() {
                names.unwrap_or_else(by_place)
            } else {
                names.ok_or(ImportError::HeaderNotFound)?
            };
            (header, 0)
        };
        let telling = below(first[above..].iter());
        let columns = columns(&header, &telling, None)?;
        let of = |role| columns.iter().find(|column| column.role == role).map(|column| column.index);
        let (reference, counted) = (of(Role::Reference), of(Role::Quantity));
        let titles = Titles::of(&columns, &telling);
        let width = header.len();
        header.resize(width.max(reach(&first[above..])), String::new());
        Ok(Self {
            source,
            header,
            width,
            rows,
            total,
            ahead: first.into(),
            above,
            reference,
            counted,
            titles,
            seen: HashSet::new(),
            rows_seen: 0,
            before: 0,
            is_below: false,
        })
    }

    /// Whether what comes below a second header says the same parts again: its first rows name designators that stand
    /// in the first rows of the table above.
    fn repeats(&mut self) -> Result<bool, ImportError> {
        while self.ahead.len() < COMPARED {
            match self.rows.next()? {
                Some(row) => self.ahead.push_back(row),
                None => break,
            }
        }
        let below = self.ahead.iter().take(COMPARED);
        Ok(below.flat_map(|row| designators(row, self.reference)).any(|designator| self.seen.contains(designator)))
    }

    /// Whether a row below a blank line names the columns of another table, which nobody knows: words in all its cells, also
    /// where nothing but numbers stood above, and rows below it.
    fn names_others(&mut self, row: &Raw) -> Result<bool, ImportError> {
        let word = self.counted.and_then(|index| row.cells.get(index)).map_or("", String::as_str);
        let has_digit = |cell: &String| cell.contains(|sign: char| sign.is_ascii_digit());
        let is_of_words = row.cells.len() > 1 && !row.cells.iter().any(has_digit);
        if self.rows_seen == 0 || !is_of_words || !word.contains(char::is_alphabetic) || is_some(word) {
            return Ok(false);
        }
        if self.ahead.is_empty() {
            self.ahead.extend(self.rows.next()?);
        }
        Ok(self.ahead.front().is_some_and(|next| next.number == row.number + 1 && is_telling(next)))
    }

    fn aside(&mut self, row: &Raw) -> Result<Option<Aside>, ImportError> {
        let before = std::mem::replace(&mut self.before, row.number);
        if self.above > 0 {
            self.above -= 1;
            return Ok(Some(Aside::Preamble));
        }
        if self.source.header_row.is_some() && row.cells.len() >= 2 {
            let header = &self.header[..self.width];
            if same_names(&row.cells, header) || goes_on(&row.cells, header) {
                self.is_below |= self.repeats()?;
                return Ok(Some(Aside::Header));
            }
            let is_apart = row.number > before + 1;
            let is_known = recognised(&row.cells) >= if is_apart { LIKELY } else { SURE };
            if is_known || (is_apart && self.names_others(row)?) {
                // Its columns are others, so its rows cannot be read under this header.
                self.is_below = true;
                return Ok(Some(Aside::Header));
            }
        }
        if is_remark(row, self.width) || self.titles.as_ref().is_some_and(|titles| titles.is_title(row)) {
            return Ok(Some(Aside::Metadata));
        }
        if self.is_below {
            return Ok(Some(Aside::OtherTable));
        }
        let is_counted =
            |index: &usize| row.cells.get(*index).is_none_or(|cell| cell.is_empty() || begins_with_number(cell));
        self.counted = self.counted.filter(is_counted);
        if self.rows_seen < COMPARED {
            self.rows_seen += 1;
            self.seen.extend(designators(row, self.reference).map(str::to_owned));
        }
        Ok(None)
    }
}

impl<R: Rows> RowSource for Table<R> {
    fn source(&self) -> &Source {
        &self.source
    }

    fn header(&self) -> &[String] {
        &self.header
    }

    fn first_rows(&self) -> Vec<&[String]> {
        below(self.ahead.iter().skip(self.above))
    }

    fn next_row(&mut self) -> Result<Option<Row>, ImportError> {
        let next = match self.ahead.pop_front() {
            Some(row) => Some(row),
            None => self.rows.next()?,
        };
        let Some(row) = next else { return Ok(None) };
        let aside = self.aside(&row)?;
        let Raw { number, cells } = row;
        Ok(Some(Row { number, cells, aside }))
    }

    fn read(&self) -> Read {
        Read { done: self.rows.done().min(self.total), total: self.total }
    }
}

/// How many columns the first rows of the table have, up to another header.
fn reach(rows: &[Raw]) -> usize {
    let table = rows.iter().take_while(|row| recognised(&row.cells) < LIKELY);
    let last = |row: &Raw| row.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |index| index + 1);
    table.map(last).max().unwrap_or(0)
}

/// The cells of the rows that tell what their columns mean.
fn below<'r>(first: impl Iterator<Item = &'r Raw>) -> Vec<&'r [String]> {
    first.filter(|row| is_telling(row)).take(TELLING).map(|row| row.cells.as_slice()).collect()
}

/// Whether a row has cells of several columns; a title and a remark have one.
fn is_telling(row: &Raw) -> bool {
    row.cells.iter().filter(|cell| !cell.is_empty()).count() > 1
}

fn begins_with_number(cell: &str) -> bool {
    cell.starts_with(|sign: char| sign.is_ascii_digit())
}

/// Whether a word in the place of a number says that it is not counted.
fn is_some(word: &str) -> bool {
    ["ar", "a/r", "as required", "as needed", "some", "dnp", "dni", "n/a", "tbd"]
        .iter()
        .any(|some| word.eq_ignore_ascii_case(some))
}

fn designators(row: &Raw, reference: Option<usize>) -> impl Iterator<Item = &str> {
    let cell = reference.and_then(|index| row.cells.get(index)).map_or("", String::as_str);
    cell.split([',', ';', ' ']).filter(|word| !word.is_empty())
}

fn same_names(cells: &[String], header: &[String]) -> bool {
    let names = header.iter().enumerate();
    let is_same = |(index, name): (usize, &String)| {
        let cell = cells.get(index).map_or("", String::as_str);
        cell == name || (cell.is_empty() && *name == format!("Column {}", index + 1))
    };
    cells.len() >= header.len() && names.into_iter().all(is_same)
}

/// Whether a header names most columns as the first one does, so that its rows can be read under that: the next section of
/// the same table.
fn goes_on(cells: &[String], header: &[String]) -> bool {
    let same = cells.iter().zip(header).filter(|(cell, name)| cell == name).count();
    let is_shorter = same >= 2 && cells.iter().zip(header).all(|(cell, name)| cell == name || cell.is_empty());
    cells.len() == header.len() && same * 2 > header.len() && (is_shorter || recognised(cells) >= SURE)
}
