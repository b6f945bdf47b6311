//! A file as the import sees it: opened as often as it is needed, and read one row after the other.
//!
//! What a file is made of, and how its rows are found in it, is an adapter's matter; the import asks for names of
//! columns and for rows.

use serde::Serialize;

use super::ImportError;

/// How a file is to be read, where somebody knows better than what would be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The encoding, by the name that [`Source::encoding`] has.
    pub encoding: Option<String>,
    /// What separates the cells.
    pub delimiter: Option<char>,
    /// The line of the header, the first being 1; 0 says that there is none.
    pub header_row: Option<u64>,
    /// The sheet of a workbook, or the variant of a netlist.
    pub part: Option<String>,
}

impl Reading {
    /// What separates the cells, as somebody writes it: the sign itself, or `tab`, which cannot be seen.
    pub fn delimiter(text: &str) -> Result<char, ImportError> {
        let mut signs = text.chars();
        match (text, signs.next(), signs.next()) {
            ("tab" | "\\t", ..) => Ok('\t'),
            (_, Some(sign), None) => Ok(sign),
            _ => Err(ImportError::DelimiterInvalid),
        }
    }
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The format: `csv` for any text with separated cells, `xlsx`, `xlsb`, `xls`, `ods`, `kicad-netlist`,
    /// `partwright-json`.
    pub format: &'static str,
    /// The encoding of a text; `None` where the format fixes it.
    pub encoding: Option<&'static str>,
    /// What separates the cells of a text.
    pub delimiter: Option<char>,
    /// The line in which the header stands, the first being 1; `None` where the columns have no names in the file.
    pub header_row: Option<u64>,
    /// The sheet or variant that is read, where the file has several.
    pub part: Option<String>,
    /// The sheets or variants there are.
    pub parts: Vec<String>,
}

impl Source {
    /// Whether it is a text, whose rows stand in lines.
    pub(super) fn is_text(&self) -> bool {
        self.delimiter.is_some()
    }
}

/// Why a row of a file is known to be no part before anybody looks at its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aside {
    /// It stands above the header.
    Preamble,
    /// It names the columns once more.
    Header,
    /// It belongs to another table of the file, which says the same parts again.
    OtherTable,
    /// It says something about the file, or rules a line, or sums up.
    Metadata,
    /// The program that wrote the file says that it belongs into no BOM.
    Excluded,
    /// A script beside the file takes it out.
    TakenOut,
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file in which it begins, the first being 1.
    pub number: u64,
    /// Its cells, without the white space round them.
    pub cells: Vec<String>,
    /// Why it is no part, where the file's shape says so.
    pub aside: Option<Aside>,
}

/// How far a file was read, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Read {
    /// What was read.
    pub done: u64,
    /// What there is.
    pub total: u64,
}

/// A file that can be opened.
pub trait ImportFile: Send + Sync {
    /// Its name, without folders.
    fn name(&self) -> &str;

    /// The SHA-256 of its bytes, in 64 lower-case hexadecimal digits.
    fn sha256(&self) -> &str;

    /// Opens it at its first row. What is seen to have changed since the hash was taken is refused
    /// ([`ImportError::FileChanged`]).
    fn open(&self, reading: &Reading) -> Result<Box<dyn RowSource + '_>, ImportError>;

    /// Refuses a file whose bytes are no longer those of its hash ([`ImportError::FileChanged`]), by hashing them once more.
    fn verify(&self) -> Result<(), ImportError>;
}

/// A file that is being read. Its memory does not grow with the rows that were read.
pub trait RowSource {
    /// What the file turned out to be.
    fn source(&self) -> &Source;

    /// The names of its columns. An unnamed column is called by its place; in a file without a header also by what its
    /// cells look like. Columns that the header ends before, and that have cells, have an empty name.
    fn header(&self) -> &[String];

    /// The cells of the first rows under the header, as they are known before any row is handed out: what a column's name
    /// leaves open, its cells tell. None where the names are sure.
    fn first_rows(&self) -> Vec<&[String]> {
        Vec::new()
    }

    /// The next row, or `None` after the last. Every row of the file comes, those above the header too; only the header
    /// itself and blank lines do not.
    fn next_row(&mut self) -> Result<Option<Row>, ImportError>;

    /// How far it was read.
    fn read(&self) -> Read;
}

/// Files that belong together, as the BOMs of an assembly and of what it contains.
pub trait ImportSet: Send + Sync {
    /// The files, in the order of their paths.
    fn files(&self) -> Vec<SetFile<'_>>;

    /// A script that stands in the set, by its path; `None` where there is none.
    fn text(&self, path: &str) -> Option<SetText<'_>>;
}

/// A text of a set, which is all there.
#[derive(Debug, Clone, Copy)]
pub struct SetText<'s> {
    /// What it says.
    pub text: &'s str,
    /// The SHA-256 of its bytes, in 64 lower-case hexadecimal digits.
    pub sha256: &'s str,
}

/// A file of a set.
#[derive(Clone, Copy)]
pub struct SetFile<'s> {
    /// Where it stands in the set, with `/` between folders.
    pub path: &'s str,
    /// The file.
    pub file: &'s dyn ImportFile,
}
