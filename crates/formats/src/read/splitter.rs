//! From text to rows of cells: separators, quotes and line ends.

use std::io::{BufRead, BufReader, Read};

use partwright_domain::import::ImportError;

use super::bound::{self, MOST_KILOBYTES};
use super::encoding::failed;

/// What separates cells, and what they may be quoted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signs {
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
}

/// A row as it was split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// The line in which it begins, the first being 1.
    pub(super) number: u64,
    /// The cells, as written between separators or quotes.
    pub(super) cells: Vec<String>,
    /// Whether a cell in quotes had a line end.
    pub(super) spans_lines: bool,
    /// Whether a cell in quotes had a quote that was not doubled.
    pub(super) has_stray_quote: bool,
}

/// Splits text, holding no more of it than one row.
///
/// A quote opens at the beginning of a cell, white space before it aside, and closes before a separator or a line end,
/// white space after it aside. Any other quote is a character. Lines end with LF, CR LF or CR.
pub(super) struct Splitter<R> {
    text: BufReader<R>,
    signs: Signs,
    line: u64,
    /// Whether the last byte was a CR, so that an LF now belongs to it.
    after_cr: bool,
    record: Building,
}

/// Where the splitter is in a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Plain,
    Quoted,
    /// After a quote that may have closed the cell, which is as long as this without it.
    Closing(usize),
}

/// A row while it is read.
struct Building {
    number: u64,
    cells: Vec<String>,
    cell: Vec<u8>,
    length: usize,
    state: State,
    has_quotes: bool,
    spans_lines: bool,
    has_stray_quote: bool,
}

impl Building {
    fn new(number: u64) -> Self {
        Self {
            number,
            cells: Vec::new(),
            cell: Vec::new(),
            length: 0,
            state: State::Plain,
            has_quotes: false,
            spans_lines: false,
            has_stray_quote: false,
        }
    }

    /// Takes a byte, and says whether the row ends with it.
    fn take(&mut self, byte: u8, signs: Signs) -> bool {
        self.length += 1;
        let is_quote = signs.quote == Some(byte);
        let ends_row = matches!(byte, b'\r' | b'\n');
        match self.state {
            State::Plain if is_quote && self.cell.iter().all(u8::is_ascii_whitespace) => {
                self.cell.clear();
                self.state = State::Quoted;
                self.has_quotes = true;
            }
            State::Plain | State::Closing(_) if byte == signs.delimiter => self.end_cell(),
            State::Plain | State::Closing(_) if ends_row => return true,
            State::Plain => self.cell.push(byte),
            State::Quoted => {
                if is_quote {
                    self.state = State::Closing(self.cell.len());
                }
                self.spans_lines |= ends_row;
                self.cell.push(byte);
            }
            // Two quotes are one, which is there already.
            State::Closing(length) if is_quote && self.cell.len() == length + 1 => self.state = State::Quoted,
            State::Closing(_) if matches!(byte, b' ' | b'\t') => self.cell.push(byte),
            State::Closing(_) => {
                self.has_stray_quote = true;
                self.state = if is_quote { State::Closing(self.cell.len()) } else { State::Quoted };
                self.cell.push(byte);
            }
        }
        false
    }

    fn end_cell(&mut self) {
        if let State::Closing(length) = self.state {
            self.cell.truncate(length);
        }
        self.state = State::Plain;
        // Cells end at ASCII signs, which no other character has a byte of, so a cell of UTF-8 is UTF-8.
        self.cells.push(String::from_utf8_lossy(&self.cell).into_owned());
        self.cell.clear();
    }

    /// The row; `None` when there is nothing in it but white space.
    fn finish(mut self) -> Option<Record> {
        let is_blank = self.cells.is_empty() && !self.has_quotes && self.cell.iter().all(u8::is_ascii_whitespace);
        self.end_cell();
        let Self { number, cells, spans_lines, has_stray_quote, .. } = self;
        (!is_blank).then_some(Record { number, cells, spans_lines, has_stray_quote })
    }
}

impl<R: Read> Splitter<R> {
    pub(super) fn new(text: R, signs: Signs) -> Self {
        let text = BufReader::with_capacity(32 * 1024, text);
        Self { text, signs, line: 1, after_cr: false, record: Building::new(1) }
    }

    pub(super) fn get_ref(&self) -> &R {
        self.text.get_ref()
    }

    /// The next row; lines with nothing but white space are none.
    pub(super) fn next(&mut self) -> Result<Option<Record>, ImportError> {
        loop {
            let piece = self.text.fill_buf().map_err(|error| failed(&error))?;
            if piece.is_empty() {
                let record = std::mem::replace(&mut self.record, Building::new(self.line));
                return match record.state {
                    State::Quoted => Err(ImportError::QuoteOpen { row: record.number }),
                    State::Plain | State::Closing(_) => Ok(record.finish()),
                };
            }
            let (mut taken, mut is_whole) = (0, false);
            for &byte in piece {
                taken += 1;
                let after_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
                self.line += u64::from(byte == b'\r' || (byte == b'\n' && !after_cr));
                if byte == b'\n' && after_cr && self.record.length == 0 {
                    continue;
                }
                is_whole = self.record.take(byte, self.signs);
                if is_whole {
                    break;
                }
            }
            self.text.consume(taken);
            if is_whole {
                let record = std::mem::replace(&mut self.record, Building::new(self.line));
                if let Some(record) = record.finish() {
                    return Ok(Some(record));
                }
            } else if self.record.length > MOST_KILOBYTES * 1024 {
                return Err(self.too_long());
            } else {
                bound::width(self.record.number, self.record.cells.len())?;
            }
        }
    }

    fn too_long(&self) -> ImportError {
        let row = self.record.number;
        match self.record.state {
            State::Plain => bound::too_long(row),
            State::Quoted | State::Closing(_) => ImportError::QuoteOpen { row },
        }
    }
}
