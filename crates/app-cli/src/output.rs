//! How answers are written: tables for people, JSON and CSV for programs.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;

use crate::console::Console;
use crate::failure::Failure;
use crate::record::{self, Kind, Record};
use crate::table::Layout;

/// In which form answers are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: aligned columns, and sentences.
    #[default]
    Table,
    /// For programs: one object, or one array. Decimal numbers are texts.
    Json,
    /// For programs and spreadsheets: one header, then a line a row.
    Csv,
}

/// An answer that is one thing.
pub trait Answer: Serialize {
    /// Its fields without the lists below it: for people a line each, and the columns of CSV.
    fn facts(&self) -> Vec<(&'static str, Value)>;

    /// What is said instead of its fields, to people: for what was done, and needs no more than a sentence.
    fn sentence(&self) -> Option<String> {
        None
    }

    /// What people are shown below the fields.
    fn below(&self, _sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        Ok(())
    }
}

/// Writes one thing.
pub fn one(console: &mut Console<'_>, format: Format, answer: &impl Answer) -> Result<(), Failure> {
    match format {
        Format::Json => object(console, answer),
        Format::Csv => {
            let (keys, cells): (Vec<_>, Vec<_>) = answer.facts().into_iter().unzip();
            let mut csv = csv::Writer::from_writer(&mut console.out);
            csv.write_record(keys).map_err(csv_failed)?;
            csv.write_record(cells.iter().map(record::cell)).map_err(csv_failed)?;
            Ok(csv.flush()?)
        }
        Format::Table => {
            let mut sheet = Sheet { console };
            match answer.sentence() {
                Some(sentence) => sheet.line(&sentence)?,
                None => sheet.facts(&answer.facts())?,
            }
            answer.below(&mut sheet)
        }
    }
}

/// Writes anything as one object of JSON.
pub(crate) fn object(console: &mut Console<'_>, answer: &impl Serialize) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut console.out, answer).map_err(io::Error::from)?;
    Ok(console.out.write_all(b"\n")?)
}

/// What people are shown of one thing.
pub struct Sheet<'s, 'c> {
    console: &'s mut Console<'c>,
}

impl Sheet<'_, '_> {
    /// A line.
    pub fn line(&mut self, text: &str) -> Result<(), Failure> {
        Ok(writeln!(self.console.out, "{}", record::harmless(text))?)
    }

    /// A line by itself, below what stands there.
    pub fn say(&mut self, text: &str) -> Result<(), Failure> {
        self.line("")?;
        self.line(text)
    }

    /// Fields, one a line, those that say something.
    fn facts(&mut self, facts: &[(&'static str, Value)]) -> Result<(), Failure> {
        let shown = facts.iter().map(|(key, value)| (record::title(key), record::shown(value)));
        let shown: Vec<_> = shown.filter(|(_, text)| !text.is_empty()).collect();
        let widest = shown.iter().map(|(title, _)| title.chars().count()).max().unwrap_or(0);
        shown.iter().try_for_each(|(title, text)| Ok(writeln!(self.console.out, "{title:widest$}  {text}")?))
    }

    /// A list below a line of its own; nothing where it is empty.
    pub fn list<R: Record>(&mut self, title: &str, rows: &[R]) -> Result<(), Failure> {
        if rows.is_empty() {
            return Ok(());
        }
        writeln!(self.console.out, "\n{title}")?;
        let mut layout = Layout::new(R::COLUMNS, self.console.width);
        let cells = rows.iter().map(shown_cells).collect::<Result<_, _>>()?;
        Ok(self.console.out.write_all(layout.page(cells).as_bytes())?)
    }
}

/// A list that is written as it comes, whatever its length.
pub struct List<'l, 'c> {
    console: &'l mut Console<'c>,
    written: usize,
    form: Form,
}

enum Form {
    Table(Layout),
    Json,
    Csv,
}

impl<'l, 'c> List<'l, 'c> {
    /// Begins a list of such records.
    pub fn of<R: Record>(console: &'l mut Console<'c>, format: Format) -> Result<Self, Failure> {
        let form = match format {
            Format::Table => Form::Table(Layout::new(R::COLUMNS, console.width)),
            Format::Json => Form::Json,
            Format::Csv => {
                let mut csv = csv::Writer::from_writer(&mut console.out);
                csv.write_record(R::COLUMNS.iter().map(|column| column.key)).map_err(csv_failed)?;
                csv.flush()?;
                Form::Csv
            }
        };
        Ok(Self { console, written: 0, form })
    }

    /// Writes the next rows.
    pub fn rows<R: Record>(&mut self, rows: &[R]) -> Result<(), Failure> {
        let Self { console, written, form } = self;
        match form {
            Form::Table(_) if rows.is_empty() => {}
            Form::Table(layout) => {
                let cells = rows.iter().map(shown_cells).collect::<Result<_, _>>()?;
                console.out.write_all(layout.page(cells).as_bytes())?;
            }
            Form::Json => {
                for (place, row) in rows.iter().enumerate() {
                    console.out.write_all(if *written + place == 0 { b"[\n  " } else { b",\n  " })?;
                    serde_json::to_writer(&mut console.out, row).map_err(io::Error::from)?;
                }
            }
            Form::Csv => {
                let mut csv = csv::Writer::from_writer(&mut console.out);
                for row in rows {
                    let fields = record::fields(row).map_err(io::Error::from)?;
                    let cells = R::COLUMNS.iter().map(|column| record::cell(&fields[column.key]));
                    csv.write_record(cells).map_err(csv_failed)?;
                }
                csv.flush()?;
            }
        }
        *written += rows.len();
        Ok(console.out.flush()?)
    }

    /// Ends the list; `nothing` is said to people where it is empty.
    pub fn end(self, nothing: &str) -> Result<(), Failure> {
        match (self.form, self.written) {
            (Form::Json, 0) => self.console.out.write_all(b"[]\n")?,
            (Form::Json, _) => self.console.out.write_all(b"\n]\n")?,
            (Form::Table(_), 0) => writeln!(self.console.err, "{nothing}")?,
            (Form::Table(_) | Form::Csv, _) => {}
        }
        Ok(())
    }
}

fn shown_cells<R: Record>(row: &R) -> Result<Vec<String>, Failure> {
    let fields = record::fields(row).map_err(io::Error::from)?;
    let shown = R::COLUMNS.iter().filter(|column| column.in_table);
    let mut cells: Vec<String> = shown.clone().map(|column| column.shown(&fields[column.key])).collect();
    if let Some(first) = shown.clone().position(|column| column.kind == Kind::Text) {
        cells[first].insert_str(0, &"  ".repeat(row.depth()));
    }
    Ok(cells)
}

fn csv_failed(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
