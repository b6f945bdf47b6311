//! How far the sheets reach that are read whole: a cell in the last row and the last column makes a place in the memory for
//! every cell before it. So the file is gone through once before it is read, and no place is made.

mod binary;

use std::io::BufReader;

use partwright_domain::import::ImportError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::Kind;
use crate::read::bound::Reach;
use crate::read::channel::damaged;
use crate::read::origin::Origin;

/// Refuses a spreadsheet with a sheet that would be too large in the memory. Where the cells come one after the other, none is.
pub(super) fn within_bounds(kind: Kind, origin: &Origin) -> Result<(), ImportError> {
    match kind {
        Kind::Xlsx => texts(origin),
        Kind::Xlsb => Ok(()),
        Kind::Xls => binary::within_bounds(origin),
        Kind::Ods => open_document(origin),
    }
}

fn broken(detail: impl std::fmt::Display) -> ImportError {
    damaged(format!("it is a damaged or locked spreadsheet ({detail})"))
}

/// The most texts that the table of an .xlsx may say it has: room is made for all of them before the first one is read.
const MOST_TEXTS: u64 = 10_000_000;

/// What the tables of texts in an .xlsx say of their size. They are found by the name they have to have, in any folder.
fn texts(origin: &Origin) -> Result<(), ImportError> {
    let mut archive = ZipArchive::new(origin.open()?).map_err(broken)?;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(broken)?;
        if !file.name().map_err(broken)?.to_ascii_lowercase().ends_with("sharedstrings.xml") {
            continue;
        }
        let mut xml = Reader::from_reader(BufReader::new(file));
        xml.config_mut().check_end_names = false;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(broken)? {
                Event::Start(element) | Event::Empty(element)
                    if element.local_name().as_ref() == "sst" && times(&element, "uniqueCount")? > MOST_TEXTS =>
                {
                    return Err(damaged(format!("it says that it has more than {MOST_TEXTS} texts")));
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    Ok(())
}

/// How deep the elements of a document may stand in each other.
const MOST_DEPTH: usize = 256;

/// The row of an .ods that is gone through.
#[derive(Default)]
struct Row {
    /// How often the row is there.
    times: u64,
    /// How many cells were put into it.
    cells: u64,
    /// How many cells were put into it before the last element: empty ones at its end are not.
    put: u64,
    /// The last cell that has something in it.
    last: Option<u64>,
    bytes: u64,
}

/// The cell that is gone through: where it begins in the file, how often it is there, and the spaces that it only counts.
struct Cell {
    from: u64,
    times: u64,
    spaces: u64,
}

impl Row {
    fn cell(&mut self, element: &BytesStart<'_>, is_open: bool, length: u64) -> Result<u64, ImportError> {
        let times = times(element, "table:number-columns-repeated")?;
        self.put = self.cells;
        self.cells = self.cells.saturating_add(times);
        let says = |name: &str| element.try_get_attribute(name).map_err(broken).map(|said| said.is_some());
        let is_said = says("office:value-type")? || says("office:value")? || says("table:formula")?;
        if is_open || is_said {
            self.last = Some(self.cells - 1);
        }
        if !is_open && is_said {
            self.bytes = self.bytes.saturating_add(length.saturating_mul(times));
        }
        Ok(times)
    }

    /// What becomes of the row in the memory.
    fn reach(&self, rows: u64, reach: &mut Reach) -> Result<(), ImportError> {
        reach.put(self.put)?;
        reach.hold(self.bytes.saturating_mul(self.times))?;
        self.last.map_or(Ok(()), |last| reach.see(rows - 1, last))
    }
}

/// The cells of an .ods, each of which may stand for as many as it says.
fn open_document(origin: &Origin) -> Result<(), ImportError> {
    let mut archive = ZipArchive::new(origin.open()?).map_err(broken)?;
    let content = archive.by_name("content.xml").map_err(broken)?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    let (mut buffer, mut depth, mut reach, mut rows) = (Vec::new(), 0, Reach::default(), 0_u64);
    let (mut row, mut cell) = (Row::default(), None);
    loop {
        buffer.clear();
        let from = xml.buffer_position();
        let event = xml.read_event_into(&mut buffer).map_err(broken)?;
        let length = xml.buffer_position() - from;
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let is_open = matches!(event, Event::Start(_));
                depth += usize::from(is_open);
                if depth > MOST_DEPTH {
                    return Err(broken(format!("its elements stand in each other more than {MOST_DEPTH} deep")));
                }
                match element.name().as_ref() {
                    "table:table" => {
                        reach.next_sheet();
                        rows = 0;
                    }
                    "table:table-row" => {
                        let times = times(element, "table:number-rows-repeated")?;
                        row = Row { times, ..Row::default() };
                        rows = rows.saturating_add(times);
                    }
                    "table:table-cell" | "table:covered-table-cell" => {
                        let times = row.cell(element, is_open, length)?;
                        cell = is_open.then_some(Cell { from, times, spaces: 0 });
                    }
                    "text:s" => {
                        let spaces = times(element, "text:c")?;
                        if let Some(cell) = &mut cell {
                            cell.spaces = cell.spaces.saturating_add(spaces);
                        }
                    }
                    _ => {}
                }
            }
            Event::End(element) => {
                depth -= 1;
                match element.name().as_ref() {
                    "table:table-row" => row.reach(rows, &mut reach)?,
                    "table:table-cell" | "table:covered-table-cell" => {
                        if let Some(Cell { from, times, spaces }) = cell.take() {
                            let length = (xml.buffer_position() - from).saturating_add(spaces);
                            row.bytes = row.bytes.saturating_add(length.saturating_mul(times));
                        }
                    }
                    _ => {}
                }
            }
            // The library waits for the end of a table, a row or a remark, however long the file is over.
            Event::Eof if depth > 0 => return Err(broken("it ends in the middle")),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// How many rows or cells an element stands for; at least one.
fn times(element: &BytesStart<'_>, name: &str) -> Result<u64, ImportError> {
    let said = element.try_get_attribute(name).map_err(broken)?;
    Ok(said.and_then(|said| said.value.parse().ok()).unwrap_or(1).max(1))
}
