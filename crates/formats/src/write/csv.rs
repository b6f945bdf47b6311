//! CSV as RFC 4180 says: a header, CRLF, quotes where they are needed. Of a document it has the columns and the rows; what
//! is said of the whole has no place in a table.

use std::borrow::Cow;
use std::fmt;
use std::io::Write;

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use partwright_domain::Result;
use partwright_domain::export::{Cell, Column, Fact, Head, Row, Sink};

use super::{Options, failed, io_failed, is_number};
use crate::formula;

/// Writes a document as CSV in UTF-8.
pub struct Csv<W: Write> {
    options: Options,
    out: Out<W>,
    columns: Vec<Column>,
}

/// A mark can only be written before anything else, so the writer of rows begins with the document.
enum Out<W: Write> {
    Before(W),
    Rows(Box<Writer<W>>),
    Nothing,
}

impl<W: Write> fmt::Debug for Csv<W> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Csv").field("options", &self.options).finish_non_exhaustive()
    }
}

impl<W: Write> Csv<W> {
    /// Writes there.
    pub fn new(out: W, options: Options) -> Self {
        Self { options, out: Out::Before(out), columns: Vec::new() }
    }

    fn record<'c>(&mut self, cells: impl IntoIterator<Item = Cow<'c, str>>) -> Result<()> {
        let Out::Rows(out) = &mut self.out else { return Err(failed(&"the document had not begun")) };
        for cell in cells {
            out.write_field(cell.as_bytes()).map_err(|error| failed(&error))?;
        }
        out.write_record(None::<&[u8]>).map_err(|error| failed(&error))
    }
}

impl<W: Write> Sink for Csv<W> {
    fn begin(&mut self, head: &Head) -> Result<()> {
        if let Out::Before(mut out) = std::mem::replace(&mut self.out, Out::Nothing) {
            if self.options.mark {
                out.write_all("\u{feff}".as_bytes()).map_err(io_failed)?;
            }
            let quotes = if self.options.quoted { QuoteStyle::Always } else { QuoteStyle::Necessary };
            let rows = WriterBuilder::new().terminator(Terminator::CRLF).quote_style(quotes).from_writer(out);
            self.out = Out::Rows(Box::new(rows));
        }
        self.columns.clone_from(&head.columns);
        let plain = self.options.plain;
        self.record(head.columns.iter().map(|column| safe(&Cell::Empty, column.heading(), plain)))
    }

    fn row(&mut self, row: &Row) -> Result<()> {
        let (columns, plain) = (std::mem::take(&mut self.columns), self.options.plain);
        let written = self
            .record(row.cells.iter().zip(&columns).map(|(cell, column)| safe(cell, cell.shown(&column.kind), plain)));
        self.columns = columns;
        written
    }

    fn end(&mut self, _: &[Fact]) -> Result<()> {
        match &mut self.out {
            Out::Rows(out) => out.flush().map_err(io_failed),
            Out::Before(_) | Out::Nothing => Err(failed(&"the document had not begun")),
        }
    }
}

/// A cell as it is written: what is no number and would be taken for a formula is escaped.
fn safe<'c>(cell: &Cell, shown: Cow<'c, str>, plain: bool) -> Cow<'c, str> {
    if plain || is_number(cell) {
        return shown;
    }
    formula::escaped(&shown).map_or(shown, Cow::Owned)
}
