//! Spreadsheets: the sheet that looks most like a BOM, and its cells as people see them.
//!
//! The cells of an .xlsx and an .xlsb come one after the other; their texts the formats keep in one table for the whole
//! book. The other formats are read a sheet at a time, when their sheets were seen to be no larger than a sheet may be.

mod reach;
mod shown;

use std::io::BufReader;

use calamine::{HeaderRow, Ods, Reader, SheetType, SheetVisible, Sheets, Xls, Xlsb, Xlsx};
use partwright_domain::import::ImportError;
use partwright_domain::import::source::{Reading, RowSource, Source};

use super::Raw;
use super::bound::{self, LookedAt};
use super::channel::{End, Pushed, Sink, damaged, guarded};
use super::origin::{Bytes, Origin};
use super::survey::Survey;
use super::table::{HEADER_WITHIN, Table, find_header, find_names, first_rows};
use shown::{lent, shown, shown_as};

/// The largest spreadsheet. It is packed, and becomes ten times as large in the memory.
const MOST_MEGABYTES: usize = 64;

/// What kind of spreadsheet a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
        }
    }

    fn open(self, origin: &Origin) -> Result<Sheets<BufReader<Box<dyn Bytes>>>, ImportError> {
        let bytes = BufReader::new(origin.open()?);
        let cannot = |error: calamine::Error| damaged(format!("it is a damaged or locked spreadsheet ({error})"));
        Ok(match self {
            Self::Xlsx => Sheets::Xlsx(Xlsx::new(bytes).map_err(|error| cannot(error.into()))?),
            Self::Xlsb => Sheets::Xlsb(Xlsb::new(bytes).map_err(|error| cannot(error.into()))?),
            Self::Xls => Sheets::Xls(Xls::new(bytes).map_err(|error| cannot(error.into()))?),
            Self::Ods => Sheets::Ods(Ods::new(bytes).map_err(|error| cannot(error.into()))?),
        })
    }
}

/// A sheet, as far as it was looked at.
struct Sheet {
    name: String,
    is_hidden: bool,
    first: Vec<Raw>,
}

/// Opens a spreadsheet at the first row of a sheet.
pub(super) fn open(
    kind: Kind,
    origin: &Origin,
    survey: &Survey,
    reading: &Reading,
) -> Result<Box<dyn RowSource>, ImportError> {
    let megabytes = usize::try_from(survey.length.div_ceil(1 << 20)).unwrap_or(usize::MAX);
    if megabytes > MOST_MEGABYTES {
        return Err(ImportError::FileTooLarge { megabytes, most: MOST_MEGABYTES });
    }
    let looked_at = origin.clone();
    let sheets = guarded(move || {
        reach::within_bounds(kind, &looked_at)?;
        look(kind, &looked_at)
    })??;
    let parts: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let name = match &reading.part {
        Some(name) if parts.contains(name) => name.clone(),
        Some(name) => return Err(ImportError::SheetUnknown { name: name.clone() }),
        None => best(&sheets).ok_or(ImportError::FileEmpty)?.name.clone(),
    };
    let source = Source {
        format: kind.name(),
        encoding: None,
        delimiter: None,
        header_row: None,
        part: Some(name.clone()),
        parts,
    };
    let (origin, total) = (origin.clone(), survey.length);
    let mut rows = Pushed::by(move |sink| push(kind, &origin, &name, total, sink))?;
    let first = first_rows(&mut rows, reading.header_row)?;
    if first.is_empty() {
        return Err(ImportError::FileEmpty);
    }
    Ok(Box::new(Table::new(source, rows, first, reading.header_row, total)?))
}

/// The sheet with the best header, one that people see before one that is hidden, and the first of equals; without any
/// header one that looks like a BOM, or else the first with something in it.
fn best(sheets: &[Sheet]) -> Option<&Sheet> {
    let score = |sheet: &Sheet| match find_header(&sheet.first) {
        Some((_, score)) => score + 2,
        None => usize::from(!sheet.first.is_empty()) + usize::from(find_names(&sheet.first).is_some()),
    };
    let scored = sheets.iter().enumerate().filter(|(_, sheet)| !sheet.first.is_empty());
    scored.max_by_key(|(index, sheet)| (!sheet.is_hidden, score(sheet), usize::MAX - index)).map(|(_, sheet)| sheet)
}

fn look(kind: Kind, origin: &Origin) -> Result<Vec<Sheet>, ImportError> {
    let mut book = kind.open(origin)?;
    // Every sheet may show the same long texts, which the file has once.
    let mut looked_at = LookedAt::default();
    let mut sheets = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut first = Vec::new();
        rows(&mut book, &sheet.name, &mut |_, row| {
            if !looked_at.has_room(&row) {
                return Err(damaged("the first rows of its sheets are too long to be looked at").into());
            }
            first.push(row);
            if first.len() < HEADER_WITHIN { Ok(()) } else { Err(End::Closed) }
        })
        .or_else(|end| match end {
            End::Closed => Ok(()),
            End::Failed(error) => Err(error),
        })?;
        sheets.push(Sheet { name: sheet.name, is_hidden: sheet.visible != SheetVisible::Visible, first });
    }
    Ok(sheets)
}

fn push(kind: Kind, origin: &Origin, name: &str, total: u64, sink: &Sink) -> Result<(), End> {
    let mut book = kind.open(origin)?;
    rows(&mut book, name, &mut |part, row| {
        // Nobody says how far the packed bytes were read; what the sheet says of its own size comes near.
        sink.read(part.of(total));
        Ok(sink.push(row)?)
    })
}

/// How much of a sheet was read: rows, and rows there are.
#[derive(Clone, Copy)]
struct Part {
    row: u32,
    rows: u32,
}

impl Part {
    fn of(self, total: u64) -> u64 {
        total.saturating_mul(u64::from(self.row.min(self.rows))) / u64::from(self.rows.max(1))
    }
}

type Take<'t> = &'t mut dyn FnMut(Part, Raw) -> Result<(), End>;

/// Hands out the rows of a sheet that have something in them.
fn rows(book: &mut Sheets<BufReader<Box<dyn Bytes>>>, name: &str, take: Take<'_>) -> Result<(), End> {
    match book {
        Sheets::Xlsx(book) => return streamed(book, name, take),
        Sheets::Xlsb(book) => return streamed_binary(book, name, take),
        Sheets::Xls(_) | Sheets::Ods(_) => {}
    }
    book.with_header_row(HeaderRow::FirstNonEmptyRow);
    let range =
        book.worksheet_range(name).map_err(|error| damaged(format!("its sheet {name} is damaged ({error})")))?;
    let (top, left) = range.start().unwrap_or_default();
    let rows = range.end().map_or(0, |(row, _)| row + 1);
    for (row, cells) in (top..).zip(range.rows()) {
        let blank = (0..left).map(|_| String::new());
        let cells = blank.chain(cells.iter().map(|cell| shown(&lent(cell)))).collect();
        hand_out(Part { row: row + 1, rows }, cells, take)?;
    }
    Ok(())
}

fn streamed(book: &mut Xlsx<BufReader<Box<dyn Bytes>>>, name: &str, take: Take<'_>) -> Result<(), End> {
    let broken = |error: calamine::XlsxError| damaged(format!("its sheet {name} is damaged ({error})"));
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    let rows = reader.dimensions().end.0.saturating_add(1);
    let formats: Vec<String> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map_or_else(String::new, |format| format.format_code.clone()))
        .collect();
    let mut row = Building { row: 0, rows, cells: Vec::new() };
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
        let text = shown_as(cell.get_value(), formats.get(style).map_or("", String::as_str));
        row.put(cell.get_position(), text, take)?;
    }
    row.hand_out(take)
}

fn streamed_binary(book: &mut Xlsb<BufReader<Box<dyn Bytes>>>, name: &str, take: Take<'_>) -> Result<(), End> {
    let broken = |error: calamine::XlsbError| damaged(format!("its sheet {name} is damaged ({error})"));
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut row = Building { row: 0, rows: reader.dimensions().end.0.saturating_add(1), cells: Vec::new() };
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        row.put(cell.get_position(), shown(cell.get_value()), take)?;
    }
    row.hand_out(take)
}

/// A row of a sheet whose cells come one after the other.
struct Building {
    row: u32,
    rows: u32,
    cells: Vec<String>,
}

impl Building {
    /// Puts a text into its place, and hands out the row before when it is of another.
    fn put(&mut self, (row, column): (u32, u32), text: String, take: Take<'_>) -> Result<(), End> {
        if row != self.row {
            self.hand_out(take)?;
            self.row = row;
        }
        if !text.is_empty() {
            let column = column as usize;
            // A cell says itself where it stands, and it may say anything.
            bound::width(u64::from(row) + 1, column.saturating_add(1))?;
            self.cells.resize(self.cells.len().max(column + 1), String::new());
            self.cells[column] = text;
        }
        Ok(())
    }

    fn hand_out(&mut self, take: Take<'_>) -> Result<(), End> {
        hand_out(Part { row: self.row.saturating_add(1), rows: self.rows }, std::mem::take(&mut self.cells), take)
    }
}

fn hand_out(part: Part, cells: Vec<String>, take: Take<'_>) -> Result<(), End> {
    if cells.iter().all(String::is_empty) {
        return Ok(());
    }
    take(part, bound::row(u64::from(part.row), cells)?)
}
