//! From text to rows: what separates the cells, and which row names the columns.

use csv::{ReaderBuilder, StringRecord};
use serde::Serialize;

use super::column;
use super::text::Decoded;
use super::{ImportError, text};

/// How many rows are looked at for the header; scripts write a few lines of preamble, not more.
const HEADER_WITHIN: usize = 25;

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The format: `csv`, for any text with separated cells.
    pub format: &'static str,
    /// The encoding.
    pub encoding: &'static str,
    /// What separates the cells.
    pub delimiter: char,
    /// The line of the file in which the header stands, the first being 1.
    pub header_row: u64,
}

/// A row below the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file in which it begins, the first being 1.
    pub number: u64,
    /// Its cells, without the white space round them.
    pub cells: Vec<String>,
}

/// A file's rows under their header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the file turned out to be.
    pub source: Source,
    /// The names in the header; an unnamed column is called by its place.
    pub header: Vec<String>,
    /// The rows below it.
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, ImportError> {
        let Decoded { text, encoding } = text::decode(bytes)?;
        if text.trim().is_empty() {
            return Err(ImportError::FileEmpty);
        }
        // The separator is the one under which a header shows; the first of equals, so commas before the rest.
        let mut best: Option<(usize, char, usize)> = None;
        for delimiter in [',', ';', '\t', '|'] {
            let rows = split(&text, delimiter, HEADER_WITHIN)?.rows;
            let scores = rows.iter().map(|row| column::recognised(&row.cells)).enumerate();
            let Some((index, score)) = scores.max_by_key(|&(index, score)| (score, usize::MAX - index)) else {
                continue;
            };
            if score > best.map_or(0, |(score, ..)| score) {
                best = Some((score, delimiter, index));
            }
        }
        let (_, delimiter, index) = best.ok_or(ImportError::HeaderNotFound)?;
        let rows = split(&text, delimiter, usize::MAX)?;
        refuse_open_quote(&text, &rows)?;
        let mut rows = rows.rows;
        let below = rows.split_off(index + 1);
        let Row { number, cells } = rows.swap_remove(index);
        let source = Source { format: "csv", encoding, delimiter, header_row: number };
        Ok(Self { source, header: named(cells), rows: below })
    }
}

/// The header without the unnamed cells at its end; unnamed ones between named ones are called by their place.
fn named(mut cells: Vec<String>) -> Vec<String> {
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    let place = |(index, name): (usize, String)| if name.is_empty() { format!("Column {}", index + 1) } else { name };
    cells.into_iter().enumerate().map(place).collect()
}

/// A quote that is never closed makes one cell of the rest of the file. The last row shows it: it goes over several lines
/// and has an odd number of quotes.
fn refuse_open_quote(text: &str, rows: &Rows) -> Result<(), ImportError> {
    let Some(last) = rows.rows.last().filter(|row| row.cells.iter().any(|cell| cell.contains(['\n', '\r']))) else {
        return Ok(());
    };
    let quotes = text[rows.last_begins..].matches(quote_of(text)).count();
    if quotes % 2 == 1 { Err(ImportError::QuoteOpen { row: last.number }) } else { Ok(()) }
}

/// KiCad's semicolon preset quotes with apostrophes; a file that begins with one was quoted that way.
fn quote_of(text: &str) -> char {
    if text.starts_with('\'') { '\'' } else { '"' }
}

/// Rows, and the byte at which the last of them begins.
struct Rows {
    rows: Vec<Row>,
    last_begins: usize,
}

fn split(text: &str, delimiter: char, most: usize) -> Result<Rows, ImportError> {
    let quote = if quote_of(text) == '\'' { b'\'' } else { b'"' };
    let separator = u8::try_from(delimiter).map_err(|_| ImportError::NotText { detail: "its separator".to_owned() })?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quote(quote)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let mut record = StringRecord::new();
    while rows.len() < most {
        let more =
            reader.read_record(&mut record).map_err(|error| ImportError::NotText { detail: error.to_string() })?;
        if !more {
            break;
        }
        let number = lines.line_of(record.position().map_or(0, csv::Position::byte));
        rows.push(Row { number, cells: record.iter().map(|cell| cell.trim().to_owned()).collect() });
    }
    Ok(Rows { rows, last_begins: lines.at })
}

/// Counts lines up to places that come one after the other. A line ends with LF, CR LF or CR.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line in which a record begins that the reader found from this byte on. The reader names the byte where the
    /// record before ended, so the rest of that line's end and blank lines stand in between.
    fn line_of(&mut self, from: u64) -> u64 {
        let from = usize::try_from(from).map_or(self.text.len(), |from| from.clamp(self.at, self.text.len()));
        let blank = self.text[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begin = from + blank;
        let ends_line = |&at: &usize| match self.text[at] {
            b'\r' => self.text.get(at + 1) != Some(&b'\n'),
            byte => byte == b'\n',
        };
        self.line += (self.at..begin).filter(ends_line).count() as u64;
        self.at = begin;
        self.line
    }
}
