//! The records of an .xls: the cells of each sheet, and the texts that they share.

use std::io::{Cursor, Read};

use cfb::CompoundFile;
use partwright_domain::import::ImportError;

use super::broken;
use crate::read::bound::Reach;
use crate::read::origin::{Origin, unreadable};

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const CONTINUED: u16 = 0x003C;
const SHEET: u16 = 0x0085;
const SHARED_TEXTS: u16 = 0x00FC;
const DIMENSIONS: u16 = 0x0200;
const SHARED_TEXT: u16 = 0x00FD;
const NUMBERS: u16 = 0x00BD;
/// What has a row and a column at its beginning: formulas, numbers, texts, flags and errors.
const CELLS: [u16; 10] = [0x0006, NUMBERS, 0x00D6, SHARED_TEXT, 0x0203, 0x0204, 0x0205, 0x0207, 0x027E, 0x0406];

/// Refuses an .xls whose sheets would be too large in the memory.
pub(super) fn within_bounds(origin: &Origin) -> Result<(), ImportError> {
    let mut bytes = Vec::new();
    origin.open()?.read_to_end(&mut bytes).map_err(unreadable)?;
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let Some(name) = name else { return Err(broken("it has no workbook")) };
    let mut stream = Vec::new();
    file.open_stream(name).and_then(|mut stream_of| stream_of.read_to_end(&mut stream)).map_err(broken)?;
    let (mut sheets, mut lengths) = (Vec::new(), Vec::new());
    let mut records = Records { rest: &stream }.take_while(|record| record.kind != END).peekable();
    while let Some(record) = records.next() {
        match record.kind {
            SHEET => sheets.push(usize::try_from(record.long(0)).unwrap_or(usize::MAX)),
            SHARED_TEXTS => {
                let mut pieces = vec![record.data.get(8..).unwrap_or_default()];
                while let Some(more) = records.next_if(|next| next.kind == CONTINUED) {
                    pieces.push(more.data);
                }
                lengths = Texts { piece: &[], pieces: pieces.into_iter() }.collect();
            }
            _ => {}
        }
    }
    let mut reach = Reach::default();
    // A sheet is where the list of them says, and several may be in one place.
    for from in sheets {
        sheet(stream.get(from..).unwrap_or_default(), &lengths, &mut reach)?;
    }
    Ok(())
}

/// Goes through a sheet to its end, and past the ends of what is drawn in it.
fn sheet(stream: &[u8], lengths: &[u16], reach: &mut Reach) -> Result<(), ImportError> {
    reach.next_sheet();
    let mut depth = 0_usize;
    for record in (Records { rest: stream }) {
        // What is gone through again for each sheet counts for each.
        reach.hold(4 + record.data.len() as u64)?;
        match record.kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            // Rows are numbers of four bytes from the last but one version on; the ends are behind the last ones.
            DIMENSIONS if record.data.len() >= 14 => {
                reach.see(record.long(4).saturating_sub(1), record.short(10).saturating_sub(1))?;
            }
            DIMENSIONS => reach.see(record.short(2).saturating_sub(1), record.short(6).saturating_sub(1))?,
            NUMBERS => reach.see(record.short(0), record.short(2) + record.data.len() as u64 / 6)?,
            kind if CELLS.contains(&kind) => reach.see(record.short(0), record.short(2))?,
            _ => {}
        }
        if record.kind == SHARED_TEXT {
            let length = usize::try_from(record.long(6)).ok().and_then(|text| lengths.get(text));
            reach.hold(u64::from(length.copied().unwrap_or_default()))?;
        }
    }
    Ok(())
}

struct Record<'b> {
    kind: u16,
    data: &'b [u8],
}

impl Record<'_> {
    fn short(&self, at: usize) -> u64 {
        self.data.get(at..at + 2).map_or(0, |bytes| u64::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    }

    fn long(&self, at: usize) -> u64 {
        self.short(at) | self.short(at + 2) << 16
    }
}

struct Records<'b> {
    rest: &'b [u8],
}

impl<'b> Iterator for Records<'b> {
    type Item = Record<'b>;

    fn next(&mut self) -> Option<Record<'b>> {
        let ([kind_0, kind_1, length_0, length_1], data) = self.rest.split_first_chunk::<4>()?;
        let length = usize::from(u16::from_le_bytes([*length_0, *length_1])).min(data.len());
        let (data, rest) = data.split_at(length);
        self.rest = rest;
        Some(Record { kind: u16::from_le_bytes([*kind_0, *kind_1]), data })
    }
}

/// How many characters each of the shared texts has. A text may go on in the next record, which then says anew how wide its
/// characters are.
struct Texts<'b, P> {
    piece: &'b [u8],
    pieces: P,
}

impl<'b, P: Iterator<Item = &'b [u8]>> Texts<'b, P> {
    fn next_piece(&mut self) -> Option<()> {
        self.piece = self.pieces.next()?;
        Some(())
    }

    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.piece.split_first_chunk()?;
        self.piece = rest;
        Some(*bytes)
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            if self.piece.is_empty() {
                self.next_piece()?;
            }
            let skipped = bytes.min(self.piece.len());
            (self.piece, bytes) = (&self.piece[skipped..], bytes - skipped);
        }
        Some(())
    }
}

impl<'b, P: Iterator<Item = &'b [u8]>> Iterator for Texts<'b, P> {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        const IS_WIDE: u8 = 1;
        const HAS_MORE: u8 = 4;
        const HAS_RUNS: u8 = 8;
        while self.piece.is_empty() {
            self.next_piece()?;
        }
        let length = u16::from_le_bytes(self.bytes()?);
        let [mut flags] = self.bytes()?;
        let runs = if flags & HAS_RUNS == 0 { 0 } else { usize::from(u16::from_le_bytes(self.bytes()?)) };
        let more = if flags & HAS_MORE == 0 { 0 } else { u32::from_le_bytes(self.bytes()?) as usize };
        let mut left = usize::from(length);
        loop {
            let width = 1 + usize::from(flags & IS_WIDE);
            let taken = left.min(self.piece.len() / width);
            (self.piece, left) = (&self.piece[taken * width..], left - taken);
            if left == 0 {
                break;
            }
            self.next_piece()?;
            [flags] = self.bytes()?;
        }
        self.skip(runs * 4 + more)?;
        Some(length)
    }
}
