//! An Excel workbook: the rows on a first sheet whose head stays in sight, what is said of the whole on a second.
//!
//! Excel keeps numbers as doubles, of which 15 decimal digits are exact. A number with more is written as a text, so that it
//! is what it was and not what is near it. The workbook of a document is the same bytes whenever it is written.

use std::io::{Seek, Write};
use std::mem;

use partwright_domain::Result;
use partwright_domain::decimal::Decimal;
use partwright_domain::export::{Cell, Column, ExportError, Fact, Head, Kind, Row, Sink, Subject};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use super::{failed, is_web};
use crate::formula;

/// The most rows of a document: Excel's, without that of the head.
pub const MOST_ROWS: u64 = 1_048_575;
/// The most characters of a cell, as UTF-16 counts them.
pub const MOST_TEXT: usize = 32_767;

/// The most links of a sheet, and the longest; more are written as texts.
const MOST_LINKS: u32 = 65_530;
const LONGEST_LINK: usize = 2_079;

/// The significant digits that a double holds exactly.
const EXACT_DIGITS: usize = 15;

/// Writes a document as a workbook. Rows go to a temporary file as they come; the workbook is put together at the end.
pub struct Xlsx<W: Write + Seek + Send> {
    out: Option<W>,
    workbook: Workbook,
    columns: Vec<Column>,
    /// What the second sheet begins with.
    facts: Vec<Fact>,
    formats: Formats,
    row: u32,
    links: u32,
}

/// The formats of cells, made once.
struct Formats {
    head: Format,
    name: Format,
    wrapped: Format,
    money: Format,
    moment: Format,
    /// Of texts that stay texts when somebody types into their cells.
    quoted: Format,
}

impl<W: Write + Seek + Send> std::fmt::Debug for Xlsx<W> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Xlsx").field("row", &self.row).finish_non_exhaustive()
    }
}

impl<W: Write + Seek + Send> Xlsx<W> {
    /// Writes there, when the document ends.
    pub fn new(out: W) -> Self {
        let formats = Formats {
            head: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            name: Format::new().set_bold().set_align(FormatAlign::Top),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            money: Format::new().set_num_format("#,##0.00####"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm \"UTC\""),
            quoted: Format::new().set_quote_prefix(),
        };
        let (workbook, columns, facts) = (Workbook::new(), Vec::new(), Vec::new());
        Self { out: Some(out), workbook, columns, facts, formats, row: 0, links: 0 }
    }
}

impl<W: Write + Seek + Send> Sink for Xlsx<W> {
    fn begin(&mut self, head: &Head) -> Result<()> {
        let Head { subject, view: _, title, facts, columns } = head;
        let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(refused)?;
        self.workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(refused)?;
        sheet.set_name(name(*subject)).map_err(refused)?;
        sheet.set_freeze_panes(1, 0).and_then(|sheet| sheet.set_repeat_rows(0, 0)).map_err(refused)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        for (place, column) in (0..).zip(columns) {
            sheet.set_column_width(place, width(column)).map_err(refused)?;
            sheet.write_string_with_format(0, place, &*column.heading(), &self.formats.head).map_err(refused)?;
        }
        self.columns.clone_from(columns);
        self.facts = vec![Fact::text("title", "Title", title)];
        self.facts.extend(facts.iter().cloned());
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<()> {
        if u64::from(self.row) >= MOST_ROWS {
            return Err(ExportError::TooManyRows { most: MOST_ROWS }.into());
        }
        self.row += 1;
        let sheet = self.workbook.worksheet_from_index(0).map_err(refused)?;
        for (place, (cell, column)) in (0..).zip(row.cells.iter().zip(&self.columns)) {
            put(sheet, (self.row, place), cell, column, &self.formats, &mut self.links)?;
        }
        Ok(())
    }

    fn end(&mut self, totals: &[Fact]) -> Result<()> {
        let last = (self.row, u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX));
        if self.row > 0 {
            let sheet = self.workbook.worksheet_from_index(0).map_err(refused)?;
            sheet.autofilter(0, 0, last.0, last.1).map_err(refused)?;
        }
        let facts = mem::take(&mut self.facts);
        let about = self.workbook.add_worksheet();
        about.set_name("About").and_then(|about| about.set_column_width(0, 30)).map_err(refused)?;
        about.set_column_width(1, 48).map_err(refused)?;
        let mut links = 0;
        for (row, Fact { column, cell }) in (0..).zip(facts.iter().chain(totals)) {
            about.write_string_with_format(row, 0, &*column.heading(), &self.formats.name).map_err(refused)?;
            put(about, (row, 1), cell, column, &self.formats, &mut links)?;
        }
        let mut out = self.out.take().ok_or_else(|| failed(&"the document had ended already"))?;
        // Made as a whole first: an archive that cannot be written to its end complains past everybody.
        let bytes = self.workbook.save_to_buffer().map_err(refused)?;
        out.write_all(&bytes).map_err(|error| failed(&error))
    }
}

fn put(
    sheet: &mut Worksheet,
    (row, place): (u32, u16),
    cell: &Cell,
    column: &Column,
    formats: &Formats,
    links: &mut u32,
) -> Result<()> {
    let shown = cell.shown(&column.kind);
    if shown.is_empty() {
        return Ok(());
    }
    if shown.encode_utf16().count() > MOST_TEXT {
        let (column, row, most) = (column.name.to_string(), u64::from(row) + 1, MOST_TEXT);
        return Err(ExportError::TextTooLong { column, row, most }.into());
    }
    let written = match cell {
        Cell::Whole(_) | Cell::Decimal(_) => match (exact(&shown), &column.kind) {
            (None, _) => sheet.write_string(row, place, &*shown),
            (Some(number), Kind::Money(_)) => sheet.write_number_with_format(row, place, number, &formats.money),
            (Some(number), _) => sheet.write_number(row, place, number),
        },
        Cell::Moment(moment) => match ExcelDateTime::from_timestamp(moment.0.div_euclid(1000)) {
            Ok(at) => sheet.write_datetime_with_format(row, place, &at, &formats.moment),
            // A moment that Excel's calendar has not.
            Err(_) => sheet.write_string(row, place, &*shown),
        },
        Cell::Link(link) if is_web(link) && link.len() <= LONGEST_LINK && *links < MOST_LINKS => {
            *links += 1;
            sheet.write_url(row, place, Url::new(link))
        }
        Cell::List(_) => sheet.write_string_with_format(row, place, &*shown, &formats.wrapped),
        Cell::Text(text) if formula::escaped(text).is_some() => {
            sheet.write_string_with_format(row, place, text, &formats.quoted)
        }
        Cell::Empty | Cell::Text(_) | Cell::Flag(_) | Cell::Link(_) => sheet.write_string(row, place, &*shown),
    };
    written.map(drop).map_err(refused)
}

/// The number as a double that writes out as the same digits; `None` where there is none.
fn exact(written: &str) -> Option<f64> {
    let (_, digits, _) = Decimal::parse(written).ok()?.digits();
    if digits.len() > EXACT_DIGITS { None } else { written.parse().ok() }
}

/// How many characters wide a column is; what is longer runs on or is wrapped.
fn width(column: &Column) -> f64 {
    let by_kind = match &*column.key {
        "name" | "description" | "changes" | "note" => 40.0,
        "part_number" | "mpn" | "manufacturer" | "footprint" | "operation" | "thing" => 22.0,
        _ => match &column.kind {
            Kind::List => 32.0,
            Kind::Moment => 21.0,
            Kind::Link => 18.0,
            Kind::Text => 16.0,
            Kind::Whole | Kind::Decimal | Kind::Money(_) => 12.0,
            Kind::Flag { .. } => 8.0,
        },
    };
    // The name stands on two lines where it has to.
    f64::max(by_kind, f64::from(u32::try_from(column.name.chars().count() / 2 + 2).unwrap_or(u32::MAX)))
}

fn name(subject: Subject) -> &'static str {
    match subject {
        Subject::Bom => "BOM",
        Subject::Parts => "Parts",
        Subject::WhereUsed => "Where used",
        Subject::Compare => "Comparison",
        Subject::Audit => "History",
    }
}

#[expect(clippy::needless_pass_by_value, reason = "made for `map_err`, which passes values")]
fn refused(error: XlsxError) -> partwright_domain::Error {
    failed(&error)
}
