//! How much there may be of anything in a file. A file says of itself what it likes; what is made of it in the memory has
//! a bound that does not depend on that.

use std::collections::HashSet;
use std::io::{self, Read, Seek, Write};

use partwright_domain::import::ImportError;
use zip::ZipArchive;

use super::Raw;
use super::channel::damaged;
use super::workbook::Kind;

/// The longest row. A BOM has none that comes near; a quote that is never closed makes one of the rest of the file.
pub(super) const MOST_KILOBYTES: usize = 1024;

/// The most cells of a row, and the most names of columns: as many as a spreadsheet has columns.
pub(super) const MOST_COLUMNS: usize = 16_384;

/// The most cells of a book whose sheets are read whole, the empty ones between others included.
const MOST_CELLS: u64 = 10_000_000;

/// The most that may be packed in a spreadsheet, unpacked: in all, and without the sheets that are read cell after cell.
const MOST_UNPACKED: u64 = 1 << 30;
const MOST_HELD: u64 = 256 << 20;

/// The most elements of what is held: the shortest is five bytes, and becomes ten times as much in the memory.
const MOST_ELEMENTS: u64 = 10_000_000;

/// The most elements of the styles, and the longest of their names: each style is kept with a copy of all it names. No
/// spreadsheet program makes more than 65,490 styles.
const MOST_STYLE_ELEMENTS: u64 = 500_000;
const MOST_STYLE_NAME: usize = 4 * 1024;

/// The most that rows may hold together which are looked at to find a header.
const MOST_LOOKED_AT: usize = 64 << 20;

/// A row within its bounds.
pub(super) fn row(number: u64, cells: Vec<String>) -> Result<Raw, ImportError> {
    width(number, cells.len())?;
    if cells.iter().map(String::len).sum::<usize>() > MOST_KILOBYTES * 1024 {
        return Err(too_long(number));
    }
    Ok(Raw { number, cells })
}

/// Refuses a row of so many cells, or a header of so many names.
pub(super) fn width(number: u64, cells: usize) -> Result<(), ImportError> {
    if cells > MOST_COLUMNS { Err(ImportError::RowTooWide { row: number, most: MOST_COLUMNS }) } else { Ok(()) }
}

/// What rows hold that are looked at to find a header.
#[derive(Debug, Default)]
pub(super) struct LookedAt(usize);

impl LookedAt {
    /// Whether a row may be kept beside the others.
    pub(super) fn has_room(&mut self, row: &Raw) -> bool {
        self.0 += row.cells.iter().map(|cell| size_of::<String>() + cell.len()).sum::<usize>();
        self.0 <= MOST_LOOKED_AT
    }
}

/// The refusal of a row.
pub(super) fn too_long(number: u64) -> ImportError {
    ImportError::RowTooLong { row: number, kilobytes: MOST_KILOBYTES }
}

/// Names of columns as they come, each once.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) in_order: Vec<String>,
    seen: HashSet<String>,
    bytes: usize,
}

impl Names {
    /// Takes a name that a row has. All of them are a row, and have its bounds.
    pub(super) fn take(&mut self, row: u64, name: &str) -> Result<(), ImportError> {
        if self.seen.insert(name.to_owned()) {
            self.bytes += name.len();
            if self.bytes > MOST_KILOBYTES * 1024 {
                return Err(too_long(row));
            }
            self.in_order.push(name.to_owned());
            width(row, self.in_order.len())?;
        }
        Ok(())
    }
}

/// How far the cells of a book reach, which all have their place in the memory when its sheets are read whole, and how much
/// text there is in them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reach {
    /// The cells of the sheets before.
    before: u64,
    rows: u64,
    columns: u64,
    /// The cells that are put beside each other before anybody knows how far the sheet reaches.
    put: u64,
    bytes: u64,
}

impl Reach {
    /// What comes now is another sheet.
    pub(super) fn next_sheet(&mut self) {
        self.before = self.cells();
        (self.rows, self.columns) = (0, 0);
    }

    fn cells(&self) -> u64 {
        self.before.saturating_add(self.rows.saturating_mul(self.columns))
    }

    /// There is a cell in this row and this column, the first being 0. Refused where the sheets become too large.
    pub(super) fn see(&mut self, row: u64, column: u64) -> Result<(), ImportError> {
        self.rows = self.rows.max(row.saturating_add(1));
        self.columns = self.columns.max(column.saturating_add(1));
        if self.cells() > MOST_CELLS { Err(too_many_cells()) } else { Ok(()) }
    }

    /// So many cells are put into a row, whether there is anything in them or not.
    pub(super) fn put(&mut self, cells: u64) -> Result<(), ImportError> {
        self.put = self.put.saturating_add(cells);
        if self.put > MOST_CELLS { Err(too_many_cells()) } else { Ok(()) }
    }

    /// There is so much text in cells, which a file may say once and mean a million times.
    pub(super) fn hold(&mut self, bytes: u64) -> Result<(), ImportError> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > MOST_HELD {
            let megabytes = MOST_HELD >> 20;
            return Err(damaged(format!(
                "the texts of its cells are more than {megabytes} MB, what is repeated included"
            )));
        }
        Ok(())
    }
}

fn too_many_cells() -> ImportError {
    damaged(format!("its sheets have more than {MOST_CELLS} cells, empty ones included"))
}

/// Unpacks what is packed in a spreadsheet, and refuses what is more than it may be, or has one text that is. What an
/// archive says of its sizes may be wrong, so what comes out is counted.
pub(super) fn unpacked(archive: &mut ZipArchive<impl Read + Seek>, kind: Kind) -> Result<(), ImportError> {
    unpacked_within(archive, kind, MOST_UNPACKED, MOST_HELD)
}

fn unpacked_within(
    archive: &mut ZipArchive<impl Read + Seek>,
    kind: Kind,
    all: u64,
    held: u64,
) -> Result<(), ImportError> {
    let broken = |error: zip::result::ZipError| damaged(format!("it is a damaged archive or spreadsheet ({error})"));
    let (mut all_left, mut held_left) = (all, held);
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(broken)?;
        let name = file.name().map_err(broken)?.into_owned();
        // Texts and styles are looked for by their names, in whatever folder a workbook says it is.
        let in_any_folder = |end: &str| name.to_ascii_lowercase().ends_with(end);
        // Those of a document are not read.
        let are_styles = kind != Kind::Ods && in_any_folder("styles.xml");
        let is_sheet = name.starts_with("xl/worksheets/") && !are_styles && !in_any_folder("sharedstrings.xml");
        // A workbook may say that its texts are among its pictures.
        let is_picture = (name.contains("media/") || name.starts_with("Pictures/")) && !in_any_folder(".xml");
        let mut seen = Seen::default();
        let most = if is_sheet { all_left } else { all_left.min(held_left) };
        // What cannot be unpacked is told by whoever needs it; a spreadsheet may have a broken picture.
        let _is_whole = io::copy(&mut file.take(most + 1), &mut seen).is_ok();
        if seen.bytes > most {
            return Err(too_large(&name, if is_sheet || all_left < held_left { all } else { held }));
        }
        let (elements, longest) = match (are_styles, is_sheet) {
            (true, _) => (MOST_STYLE_ELEMENTS, MOST_STYLE_NAME),
            (false, true) => (u64::MAX, MOST_KILOBYTES * 1024),
            (false, false) => (MOST_ELEMENTS, MOST_KILOBYTES * 1024),
        };
        if seen.longest > longest && seen.is_markup == Some(true) && !is_picture {
            return Err(damaged(format!("one of its texts is longer than {} KB", longest / 1024)));
        }
        if seen.elements > elements && seen.is_markup == Some(true) && !is_picture {
            return Err(damaged(format!("{name} has more than {elements} elements")));
        }
        all_left -= seen.bytes;
        held_left -= if is_sheet { 0 } else { seen.bytes };
    }
    Ok(())
}

/// The refusal of a spreadsheet because of a file in it.
fn too_large(name: &str, most: u64) -> ImportError {
    let most = usize::try_from(most >> 20).unwrap_or(usize::MAX);
    ImportError::UnpacksTooLarge { name: name.chars().take(80).collect(), most }
}

/// What was unpacked, and thrown away.
#[derive(Debug, Default)]
struct Seen {
    bytes: u64,
    /// How many bytes have come since a tag began, and the most of that: a text, or a tag with its attributes.
    run: usize,
    longest: usize,
    /// How many elements began.
    elements: u64,
    /// Whether it is XML, whose texts become cells; known with the first sign that is one.
    is_markup: Option<bool>,
}

impl Write for Seen {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.bytes += piece.len() as u64;
        let mut texts = piece.split(|byte| *byte == b'<');
        self.run += texts.next().map_or(0, <[u8]>::len);
        self.longest = self.longest.max(self.run);
        for text in texts {
            // The end of an element is none. One whose sign stands at the end of a piece is counted all the same.
            self.elements += u64::from(!text.starts_with(b"/"));
            self.run = text.len();
            self.longest = self.longest.max(self.run);
        }
        let says_nothing = |byte: &u8| byte.is_ascii_whitespace() || [0, 0xEF, 0xBB, 0xBF, 0xFF, 0xFE].contains(byte);
        let first = piece.iter().find(|byte| !says_nothing(byte));
        self.is_markup = self.is_markup.or(first.map(|byte| *byte == b'<'));
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const MEGABYTE: u64 = 1 << 20;

    /// A spreadsheet with a file of three megabytes, which is four kilobytes packed.
    fn bomb(name: &str) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file(name, SimpleFileOptions::default()).expect("an entry");
        archive.write_all("<t>     </t>".repeat(1 << 18).as_bytes()).expect("an entry");
        archive.finish().expect("an archive").into_inner()
    }

    fn open(bytes: Vec<u8>) -> ZipArchive<Cursor<Vec<u8>>> {
        ZipArchive::new(Cursor::new(bytes)).expect("an archive")
    }

    #[test]
    fn a_small_file_that_unpacks_to_a_huge_one_is_refused() {
        let strings = bomb("xl/sharedStrings.xml");
        assert!(strings.len() < 16 * 1024, "{} bytes", strings.len());
        let too_large = |name: &str, most| Err(ImportError::UnpacksTooLarge { name: name.to_owned(), most });
        let within =
            |name, all, held| unpacked_within(&mut open(bomb(name)), Kind::Xlsx, all * MEGABYTE, held * MEGABYTE);
        assert_eq!(within("xl/sharedStrings.xml", 9, 2), too_large("xl/sharedStrings.xml", 2));
        assert_eq!(within("xl/sharedStrings.xml", 9, 4), Ok(()));
        assert_eq!(within("xl/worksheets/sheet1.xml", 9, 2), Ok(()), "whose cells come one after the other");
        assert_eq!(within("xl/worksheets/sheet1.xml", 2, 9), too_large("xl/worksheets/sheet1.xml", 2));
    }

    #[test]
    fn what_an_archive_says_of_its_sizes_is_not_believed() {
        let name = "xl/sharedStrings.xml";
        let mut bytes = bomb(name);
        let places: Vec<_> =
            (0..bytes.len() - name.len()).filter(|at| bytes[*at..].starts_with(name.as_bytes())).collect();
        // The size stands before the name, in the header of the file and in the list at the end.
        for (place, before) in places.into_iter().zip([8, 22]) {
            bytes[place - before..][..4].copy_from_slice(&100_u32.to_le_bytes());
        }
        let mut archive = open(bytes);
        assert_eq!(archive.by_index(0).expect("an entry").size(), 100, "it says that it is small");
        let mut seen = Seen::default();
        let read = io::copy(&mut archive.by_index(0).expect("an entry"), &mut seen);
        assert!(read.is_err() || seen.bytes > 100, "it is no file of a hundred bytes");
        assert!(seen.bytes <= 3 * MEGABYTE);
    }

    #[test]
    fn a_text_of_a_cell_has_its_bound_wherever_it_is_cut() {
        let mut seen = Seen::default();
        for piece in ["\u{feff} <a", "b>xx", "xxx", "x</a", "><c/>"] {
            seen.write_all(piece.as_bytes()).expect("a piece");
        }
        assert_eq!((seen.longest, seen.is_markup), ("ab>xxxxxx".len(), Some(true)));
    }
}
