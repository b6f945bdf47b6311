//! The import reader: any bytes are rows or a refusal with a code, and a row has its bounds.

use std::io::{Cursor, Write};

use partwright_domain::import::ImportError;
use partwright_domain::import::source::{ImportFile, Reading};
use partwright_formats::read::{File, Set};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::book;

/// Tries bytes as a file as they are, as the sheet of a spreadsheet, and as an archive of files.
pub fn body(data: &[u8]) {
    file(data, &Reading::default());
    file(data, &Reading { header_row: Some(0), ..Reading::default() });
    if data.contains(&b'<') {
        file(&workbook(data), &Reading::default());
    }
    if data.starts_with(b"PK")
        && let Err(error) = Set::from_archive(data)
    {
        refused(&error);
    }
}

/// Reads a file to its end. No row is out of bounds, and no more is read than there is.
pub fn file(data: &[u8], reading: &Reading) {
    if let Err(error) = read(data, reading) {
        refused(&error);
    }
}

/// A refusal has a code of the import and a sentence.
fn refused(error: &ImportError) {
    assert!(error.code().starts_with("import.") && !error.to_string().is_empty(), "{error:?}");
}

fn read(data: &[u8], reading: &Reading) -> Result<(), ImportError> {
    let file = File::from_bytes("hostile", data)?;
    let mut rows = file.open(reading)?;
    assert!(rows.header().len() <= 16_384, "{} columns", rows.header().len());
    while let Some(row) = rows.next_row()? {
        assert!(row.cells.iter().map(String::len).sum::<usize>() <= 1 << 20, "row {} has its bound", row.number);
        assert!(row.cells.len() <= 16_384, "row {} has {} cells", row.number, row.cells.len());
        assert!(rows.read().done <= rows.read().total, "no more is read than there is");
    }
    Ok(())
}

/// A spreadsheet whose only sheet is made of these bytes.
pub fn workbook(sheet: &[u8]) -> Vec<u8> {
    book::with("xl/worksheets/sheet1.xml", sheet)
}

/// An archive of these files.
pub fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    packed_as(SimpleFileOptions::default(), files.iter().copied())
}

/// An archive of these files, each packed like that.
pub fn packed_as<'f>(options: SimpleFileOptions, files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name, options).expect("an entry");
        archive.write_all(bytes).expect("an entry");
    }
    archive.finish().expect("an archive").into_inner()
}
