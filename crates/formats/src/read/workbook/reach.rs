//! How far the sheets reach that are read whole: a cell in the last row and the last column makes a place in the memory for
//! every cell before it. So the file is gone through once before it is read, and no place is made.

use std::io::{BufReader, Cursor, Read};

use cfb::CompoundFile;
use partwright_domain::import::ImportError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::Kind;
use crate::read::bound::Reach;
use crate::read::channel::damaged;
use crate::read::origin::{Origin, unreadable};

/// Refuses a spreadsheet with a sheet that would be too large in the memory. Where the cells come one after the other, none is.
pub(super) fn within_bounds(kind: Kind, origin: &Origin) -> Result<(), ImportError> {
    match kind {
        Kind::Xlsx | Kind::Xlsb => Ok(()),
        Kind::Xls => binary(origin),
        Kind::Ods => open_document(origin),
    }
}

fn broken(detail: impl std::fmt::Display) -> ImportError {
    damaged(format!("it is a damaged or locked spreadsheet ({detail})"))
}

/// The records of an .xls: what it says of its size, and where its cells stand.
fn binary(origin: &Origin) -> Result<(), ImportError> {
    const BEGIN: u16 = 0x0809;
    const DIMENSIONS: u16 = 0x0200;
    /// What has a row and a column at its beginning: formulas, numbers, texts, flags and errors.
    const CELLS: [u16; 10] = [0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0207, 0x027E, 0x0406];
    let mut bytes = Vec::new();
    origin.open()?.read_to_end(&mut bytes).map_err(unreadable)?;
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let Some(name) = name else { return Err(broken("it has no workbook")) };
    let mut stream = Vec::new();
    file.open_stream(name).and_then(|mut stream_of| stream_of.read_to_end(&mut stream)).map_err(broken)?;
    let mut rest = stream.as_slice();
    let mut reach = Reach::default();
    while let Some(([kind_0, kind_1, length_0, length_1], data)) = rest.split_first_chunk::<4>() {
        let kind = u16::from_le_bytes([*kind_0, *kind_1]);
        let length = usize::from(u16::from_le_bytes([*length_0, *length_1])).min(data.len());
        let (data, after) = data.split_at(length);
        rest = after;
        let short =
            |at: usize| data.get(at..at + 2).map_or(0, |bytes| u64::from(u16::from_le_bytes([bytes[0], bytes[1]])));
        match kind {
            BEGIN => reach = Reach::default(),
            // Rows are numbers of four bytes from the last but one version on; the ends are behind the last ones.
            DIMENSIONS if length >= 14 => {
                reach.see((short(4) | short(6) << 16).saturating_sub(1), short(10).saturating_sub(1))?;
            }
            DIMENSIONS => reach.see(short(2).saturating_sub(1), short(6).saturating_sub(1))?,
            kind if CELLS.contains(&kind) => reach.see(short(0), short(2))?,
            _ => {}
        }
    }
    Ok(())
}

/// The cells of an .ods, each of which may stand for as many as it says.
fn open_document(origin: &Origin) -> Result<(), ImportError> {
    let mut archive = ZipArchive::new(origin.open()?).map_err(broken)?;
    let content = archive.by_name("content.xml").map_err(broken)?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    let (mut buffer, mut reach) = (Vec::new(), Reach::default());
    let (mut row, mut column, mut repeated) = (0_u64, 0_u64, 1);
    // A row that is repeated reaches as far as its last copy, if there is anything in it.
    let mut last = None;
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer).map_err(broken)?;
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let is_open = matches!(event, Event::Start(_));
                match element.name().as_ref() {
                    "table:table" => (reach, row) = (Reach::default(), 0),
                    "table:table-row" => {
                        (column, last) = (0, None);
                        repeated = times(element, "table:number-rows-repeated")?;
                        row = row.saturating_add(if is_open { 0 } else { repeated });
                    }
                    "table:table-cell" | "table:covered-table-cell" => {
                        column = column.saturating_add(times(element, "table:number-columns-repeated")?);
                        if is_open || element.try_get_attribute("office:value-type").map_err(broken)?.is_some() {
                            last = Some(column - 1);
                        }
                    }
                    _ => {}
                }
            }
            Event::End(element) if element.name().as_ref() == "table:table-row" => {
                row = row.saturating_add(repeated);
                if let Some(last) = last {
                    reach.see(row - 1, last)?;
                }
            }
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
