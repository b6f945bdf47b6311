//! Files of rows: what they are, how they are written, and which of their rows are parts.

mod encoding;
mod export;
mod header;
mod json;
mod kind;
mod law;
mod lined_up;
mod netlist;
mod quirk;
mod sample;
mod set;
mod text;
mod workbook;

use partwright_domain::import::ImportError;
use partwright_domain::import::source::{ImportFile, Reading, Row, Source};
use partwright_formats::read::File;

/// A file that was read from its first row to its last.
#[derive(Debug, PartialEq, Eq)]
struct Whole {
    source: Source,
    header: Vec<String>,
    rows: Vec<Row>,
}

impl Whole {
    /// The rows as `number: cell|cell`, and why they are set aside.
    fn lines(&self) -> Vec<String> {
        let line = |row: &Row| {
            let aside = row.aside.map_or_else(String::new, |aside| format!(" ({aside:?})"));
            format!("{}: {}{aside}", row.number, row.cells.join("|"))
        };
        self.rows.iter().map(line).collect()
    }

    /// The cells of the first rows under the header.
    fn first(&self) -> Vec<&[String]> {
        self.parts().into_iter().take(20).map(|row| row.cells.as_slice()).collect()
    }

    /// The rows that are not set aside.
    fn parts(&self) -> Vec<&Row> {
        self.rows.iter().filter(|row| row.aside.is_none()).collect()
    }
}

fn try_read(file: &dyn ImportFile, reading: &Reading) -> Result<Whole, ImportError> {
    let mut rows = file.open(reading)?;
    let (source, header) = (rows.source().clone(), rows.header().to_vec());
    let mut read = Vec::new();
    while let Some(row) = rows.next_row()? {
        read.push(row);
        assert!(rows.read().done <= rows.read().total, "no more is read than there is");
    }
    Ok(Whole { source, header, rows: read })
}

/// Reads bytes as `reading` says.
fn read_as(bytes: &[u8], reading: &Reading) -> Result<Whole, ImportError> {
    try_read(&File::from_bytes("a file", bytes)?, reading)
}

#[track_caller]
fn read(bytes: impl AsRef<[u8]>) -> Whole {
    read_as(bytes.as_ref(), &Reading::default()).expect("a file of rows")
}

#[track_caller]
fn refused(bytes: impl AsRef<[u8]>) -> ImportError {
    read_as(bytes.as_ref(), &Reading::default()).expect_err("no file of rows")
}
