//! Documents become files: each format is a [`Sink`] that writes what it is told, row by row.

mod csv;
mod destination;
mod html;
mod json;
mod xlsx;

pub use csv::Csv;
pub use destination::atomically;
pub use html::Html;
pub use json::Json;
pub use xlsx::{MOST_ROWS, MOST_TEXT, Xlsx};

use std::fmt;
use std::io::{self, Seek, Write};
use std::path::Path;

use partwright_domain::decimal::Decimal;
use partwright_domain::export::{Cell, ExportError, Preset, Sink, Wanted};
use partwright_domain::{Error, Result};

/// A format that documents are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values, as RFC 4180 says.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// JSON, in the schema of `docs/FORMATS.md`.
    Json,
    /// A page to read and to print.
    Html,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Json, Self::Html];

    /// The format's name, which is how its files end.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    /// The format of that name.
    pub fn parse(text: &str) -> Result<Self, ExportError> {
        let written = text.trim();
        Self::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(written)).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            ExportError::FormatUnknown { text: text.chars().take(40).collect(), known }
        })
    }

    /// Refuses a format that is none for such a document: whoever reads a layout reads tables.
    pub fn suits(self, wanted: &Wanted) -> Result<(), ExportError> {
        match wanted {
            Wanted::Layout { preset, .. } if matches!(self, Self::Json | Self::Html) => {
                Err(ExportError::LayoutFormat { layout: preset.name.to_owned() })
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// How a text file is written; a workbook, JSON and a page have nothing to choose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether a CSV file begins with a byte order mark, without which Excel takes UTF-8 for something else.
    pub mark: bool,
    /// Whether texts that a spreadsheet would take for formulas stay as they are; see [`formula`](crate::formula).
    pub plain: bool,
    /// Whether every cell is quoted, and not only those that need it.
    pub quoted: bool,
}

impl Options {
    /// The options with what the document asks for.
    #[must_use]
    pub fn for_document(self, wanted: &Wanted) -> Self {
        match wanted {
            Wanted::Layout { preset, .. } => self.for_layout(preset),
            _ => self,
        }
    }

    /// The options with what a layout asks for: one that is read by a program which quotes all itself is plain.
    #[must_use]
    pub fn for_layout(self, preset: &Preset) -> Self {
        Self { plain: self.plain || preset.quoted, quoted: self.quoted || preset.quoted, ..self }
    }
}

/// Writes the document that `make` tells, in a format.
pub fn document<T>(
    format: Format,
    options: Options,
    out: impl Write + Seek + Send,
    make: impl FnOnce(&mut dyn Sink) -> Result<T>,
) -> Result<T> {
    match format {
        Format::Csv => make(&mut Csv::new(out, options)),
        Format::Xlsx => make(&mut Xlsx::new(out)),
        Format::Json => make(&mut Json::new(out)),
        Format::Html => make(&mut Html::new(out)),
    }
}

/// Writes the document that `make` tells to a file: whole, or not at all.
pub fn to_file<T>(
    path: &Path,
    format: Format,
    options: Options,
    make: impl FnOnce(&mut dyn Sink) -> Result<T>,
) -> Result<T> {
    atomically(path, |out| document(format, options, out, make))
}

/// Whether a cell is a number, which may begin with a sign and is no formula.
fn is_number(cell: &Cell) -> bool {
    match cell {
        Cell::Whole(_) | Cell::Decimal(_) => true,
        Cell::Text(text) => Decimal::parse(text).is_ok_and(|number| number.to_string() == *text),
        _ => false,
    }
}

/// Whether a link leads to the web, and to nothing at the machine of whoever reads the document.
fn is_web(link: &str) -> bool {
    link.starts_with("https://") || link.starts_with("http://")
}

/// Why writing failed, where it is not known to what.
pub(crate) fn failed(error: &impl ToString) -> Error {
    ExportError::WriteFailed { detail: error.to_string() }.into()
}

/// The same for what the standard library says.
#[expect(clippy::needless_pass_by_value, reason = "made for `map_err`, which passes values")]
pub(crate) fn io_failed(error: io::Error) -> Error {
    failed(&error)
}
