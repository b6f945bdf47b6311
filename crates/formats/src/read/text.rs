//! Text with separated cells: CSV in all its forms.

use std::collections::BTreeMap;
use std::io::Read;

use encoding_rs::Encoding;
use partwright_domain::import::ImportError;
use partwright_domain::import::column::recognised;
use partwright_domain::import::source::{Reading, RowSource, Source};

use super::bound;
use super::encoding::{self, Decoding, failed};
use super::lined_up::{self, LinedUp};
use super::origin::{Bytes, Origin};
use super::splitter::{Record, Signs, Splitter};
use super::survey::{self, Survey};
use super::table::{HEADER_WITHIN, Table, find_header, find_names, first_rows};
use super::{Raw, Rows, cell};

/// How much of a text is looked at to see what separates its cells.
const LOOKED_AT: u64 = 256 * 1024;

/// The separators that are looked for; of equals the first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

type Lines = Splitter<Decoding<Box<dyn Bytes>>>;

/// Opens a text at its first row.
pub(super) fn open(origin: &Origin, survey: &Survey, reading: &Reading) -> Result<Box<dyn RowSource>, ImportError> {
    let encoding = match &reading.encoding {
        Some(name) => encoding::by_name(name)?,
        None => survey.encoding,
    };
    let begin = begin(origin, encoding)?;
    if begin.trim().is_empty() {
        return Err(ImportError::FileEmpty);
    }
    let shape = Shape::of(&begin, reading)?;
    let mut rows = TextRows {
        lines: Splitter::new(Decoding::new(origin.open()?, encoding), shape.signs),
        is_told: shape.is_told,
        lined_up: shape.lined_up,
    };
    let first = first_rows(&mut rows, reading.header_row)?;
    let delimiter = if rows.lined_up.is_some() { b' ' } else { shape.signs.delimiter };
    let source = Source {
        format: "csv",
        encoding: Some(survey::name(encoding)),
        delimiter: Some(char::from(delimiter)),
        header_row: None,
        part: None,
        parts: Vec::new(),
    };
    Ok(Box::new(Table::new(source, rows, first, reading.header_row, survey.length)?))
}

/// The beginning of a text.
pub(super) fn begin(origin: &Origin, encoding: &'static Encoding) -> Result<String, ImportError> {
    let mut begin = Vec::new();
    Decoding::new(origin.open()?, encoding).take(LOOKED_AT).read_to_end(&mut begin).map_err(|error| failed(&error))?;
    // The last character may be cut.
    Ok(String::from_utf8_lossy(&begin).into_owned())
}

/// The rows of a text.
struct TextRows {
    lines: Lines,
    /// Whether the first line only says what separates the cells.
    is_told: bool,
    /// Where the columns begin that are lined up by spaces.
    lined_up: Option<LinedUp>,
}

impl Rows for TextRows {
    fn next(&mut self) -> Result<Option<Raw>, ImportError> {
        if std::mem::take(&mut self.is_told) {
            self.lines.next()?;
        }
        let Some(record) = self.lines.next()? else { return Ok(None) };
        Ok(Some(match &self.lined_up {
            None => raw(&record)?,
            Some(columns) => {
                let cells = record.cells.iter().flat_map(|line| columns.split(line)).map(|text| cell(&text)).collect();
                bound::row(record.number, cells)?
            }
        }))
    }

    fn done(&self) -> u64 {
        self.lines.get_ref().done()
    }
}

fn raw(record: &Record) -> Result<Raw, ImportError> {
    bound::row(record.number, record.cells.iter().map(|text| cell(text)).collect())
}

/// How a text is written.
struct Shape {
    signs: Signs,
    /// Whether its first line is `sep=;`, as Excel understands it.
    is_told: bool,
    /// Where its columns begin, if they are lined up by spaces.
    lined_up: Option<LinedUp>,
}

/// Takes a text by whole lines: no text has this sign.
const LINES: Signs = Signs { delimiter: 0, quote: None };

impl Shape {
    fn of(begin: &str, reading: &Reading) -> Result<Self, ImportError> {
        let told = told(begin);
        let body = if told.is_some() {
            begin.trim_start().split_once(['\n', '\r']).map_or("", |(_, body)| body)
        } else {
            begin
        };
        let chosen = match reading.delimiter {
            Some(delimiter) => Some(as_delimiter(delimiter)?),
            None => told,
        };
        let signs = |delimiter: u8| Signs { delimiter, quote: quote(body, delimiter) };
        let lined_up = || LinedUp::of(body).map(|columns| (LINES, Some(columns)));
        let (signs, lined_up) = match chosen {
            Some(b' ') => lined_up().unwrap_or_else(|| (signs(b' '), None)),
            Some(delimiter) => (signs(delimiter), None),
            None => {
                let candidates = DELIMITERS.map(signs);
                let named = best(candidates, body, reading.header_row)?.map(|signs| (signs, None));
                match named.or_else(lined_up) {
                    Some(found) => found,
                    None => (by_columns(candidates, body)?, None),
                }
            }
        };
        Ok(Self { signs, is_told: told.is_some(), lined_up })
    }
}

/// The separator that a first line `sep=;` tells.
fn told(begin: &str) -> Option<u8> {
    let line = begin.trim_start().lines().next()?.trim_end_matches(['\r', '"']).trim_start_matches('"');
    let (name, sign) = line.split_at_checked(4)?;
    let mut signs = sign.chars();
    let (sign, None) = (signs.next()?, signs.next()) else { return None };
    if name.eq_ignore_ascii_case("sep=") { as_delimiter(sign).ok() } else { None }
}

fn as_delimiter(sign: char) -> Result<u8, ImportError> {
    let byte = u8::try_from(sign).ok().filter(u8::is_ascii).ok_or(ImportError::DelimiterInvalid)?;
    let is_other = byte.is_ascii_alphanumeric() || matches!(byte, b'"' | b'\'' | b'\r' | b'\n');
    if is_other { Err(ImportError::DelimiterInvalid) } else { Ok(byte) }
}

/// The separator under which a header shows.
fn best(candidates: [Signs; 4], body: &str, header_row: Option<u64>) -> Result<Option<Signs>, ImportError> {
    let mut best: Option<(usize, Signs)> = None;
    for signs in candidates {
        let first = sample(body, signs, HEADER_WITHIN)?;
        let score = match header_row {
            // Who says where the header is, or that there is none, may have one that nobody knows.
            Some(_) => first.iter().filter(|row| row.cells.len() > 1).count(),
            None => find_header(&first).map_or(0, |(_, score)| score),
        };
        if score > best.map_or(0, |(score, _)| score) {
            best = Some((score, signs));
        }
    }
    Ok(best.map(|(_, signs)| signs))
}

/// The separator under which the columns look like those of a BOM: of several, the one that makes most rows alike, and
/// those widest. What also stands inside cells, as a comma between designators, cuts rows into all sorts of pieces.
fn by_columns(candidates: [Signs; 4], body: &str) -> Result<Signs, ImportError> {
    let mut best: Option<((usize, usize), Signs)> = None;
    for signs in candidates {
        let first = sample(body, signs, HEADER_WITHIN)?;
        let alike = alike(&first);
        // Of equals the last: commas and semicolons stand in cells, tabs do not.
        if find_names(&first).is_some() && best.is_none_or(|(most, _)| alike >= most) {
            best = Some((alike, signs));
        }
    }
    if let Some((_, signs)) = best {
        return Ok(signs);
    }
    Err(if lined_up::shows_header(body) { ImportError::ColumnsBySpaces } else { ImportError::HeaderNotFound })
}

/// How many rows have as many cells as most have, which is more than one, and how many that are.
fn alike(rows: &[Raw]) -> (usize, usize) {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.cells.len() > 1) {
        *widths.entry(row.cells.len()).or_default() += 1;
    }
    widths.into_iter().map(|(width, rows)| (rows, width)).max().unwrap_or_default()
}

/// The first rows of a text, as far as they are whole.
fn sample(body: &str, signs: Signs, most: usize) -> Result<Vec<Raw>, ImportError> {
    let mut splitter = Splitter::new(body.as_bytes(), signs);
    let mut rows = Vec::new();
    while rows.len() < most {
        match splitter.next() {
            Ok(Some(record)) if bound::width(record.number, record.cells.len()).is_ok() => rows.push(raw(&record)?),
            // Under the wrong separator a quote may seem to stay open, or a list in a cell to be many cells.
            Ok(_) | Err(ImportError::QuoteOpen { .. } | ImportError::RowTooWide { .. }) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(rows)
}

/// What the cells of a text are quoted with. KiCad's semicolon preset quotes with apostrophes, and a text that begins with
/// one was quoted that way. Its TSV preset does not quote, and there a quote is an inch.
fn quote(body: &str, delimiter: u8) -> Option<u8> {
    let sign = if body.trim_start().starts_with('\'') { b'\'' } else { b'"' };
    let signs = Signs { delimiter, quote: Some(sign) };
    if delimiter == b'\t' && !is_quoted(body, signs) { None } else { Some(sign) }
}

/// Whether the quotes of a text close where they should, and rows that go over several lines have the cells of a row.
fn is_quoted(body: &str, signs: Signs) -> bool {
    let mut splitter = Splitter::new(body.as_bytes(), signs);
    let mut width = None;
    loop {
        match splitter.next() {
            Ok(Some(record)) => {
                let is_header = recognised(&record.cells) > 0;
                if width.is_none() && is_header {
                    width = Some(record.cells.len());
                }
                // What goes over several lines and has separators in it is several rows between two inches.
                let is_row = width.is_none_or(|width| record.cells.len() == width)
                    && record.cells.iter().all(|cell| !cell.contains(char::from(signs.delimiter)));
                if record.has_stray_quote || (record.spans_lines && !is_row) {
                    return false;
                }
            }
            Ok(None) => return true,
            // A cell may be cut where the looking ends.
            Err(_) => return body.len() as u64 >= LOOKED_AT / 2,
        }
    }
}
