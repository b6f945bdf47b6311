//! JSON in the schema of `docs/FORMATS.md`: an object a document, with its lines one by one.
//!
//! Exact numbers are strings, because a JSON number would be read as a float. A cell that says nothing is left out.

use std::io::Write;

use partwright_domain::Result;
use partwright_domain::export::{Cell, Column, Fact, Head, Kind, Row, Sink};
use serde_json::{Map, Value, json};

use super::{failed, io_failed};

/// The version of the schema; another one when a reader of this one would go wrong.
const VERSION: u32 = 1;

/// Writes a document as JSON.
pub struct Json<W: Write> {
    out: W,
    columns: Vec<Column>,
    has_lines: bool,
}

impl<W: Write> std::fmt::Debug for Json<W> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Json").field("has_lines", &self.has_lines).finish_non_exhaustive()
    }
}

impl<W: Write> Json<W> {
    /// Writes there.
    pub fn new(out: W) -> Self {
        Self { out, columns: Vec::new(), has_lines: false }
    }

    fn put(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(io_failed)
    }

    fn value(&mut self, value: &impl serde::Serialize) -> Result<()> {
        serde_json::to_writer(&mut self.out, value).map_err(|error| failed(&error))
    }
}

impl<W: Write> Sink for Json<W> {
    fn begin(&mut self, head: &Head) -> Result<()> {
        let Head { subject, view, title, facts, columns } = head;
        self.columns.clone_from(columns);
        self.put("{\n\"format\": ")?;
        self.value(&format!("partwright-{}", subject.name()))?;
        self.put(&format!(",\n\"version\": {VERSION},\n\"view\": "))?;
        self.value(view)?;
        self.put(",\n\"title\": ")?;
        self.value(title)?;
        self.put(",\n\"about\": ")?;
        self.value(&object(facts))?;
        self.put(",\n\"columns\": ")?;
        self.value(&columns.iter().map(column).collect::<Vec<_>>())?;
        self.put(",\n\"lines\": [")
    }

    fn row(&mut self, row: &Row) -> Result<()> {
        self.put(if self.has_lines { ",\n" } else { "\n" })?;
        self.has_lines = true;
        let cells = row.cells.iter().zip(&self.columns);
        let line: Map<String, Value> =
            cells.filter_map(|(cell, column)| Some((column.key.to_string(), plain(cell)?))).collect();
        self.value(&line)
    }

    fn end(&mut self, totals: &[Fact]) -> Result<()> {
        self.put("\n],\n\"totals\": ")?;
        self.value(&object(totals))?;
        self.put("\n}\n")?;
        self.out.flush().map_err(io_failed)
    }
}

/// What is said of the whole, by key.
fn object(facts: &[Fact]) -> Map<String, Value> {
    let said = |Fact { column, cell }: &Fact| {
        let value = plain(cell)?;
        let value = match &column.kind {
            Kind::Money(currency) => json!({ "amount": value, "currency": currency }),
            _ => value,
        };
        Some((column.key.to_string(), value))
    };
    facts.iter().filter_map(said).collect()
}

fn column(column: &Column) -> Value {
    let Column { key, name, kind } = column;
    let mut written = json!({ "key": key, "name": name, "kind": kind_name(kind) });
    if let Kind::Money(currency) = kind {
        written["currency"] = json!(currency);
    }
    written
}

fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Whole => "whole",
        Kind::Decimal => "decimal",
        Kind::Money(_) => "money",
        Kind::Moment => "moment",
        Kind::Flag { .. } => "flag",
        Kind::Link => "link",
        Kind::List => "list",
    }
}

/// A cell as JSON has it; `None` for nothing.
fn plain(cell: &Cell) -> Option<Value> {
    Some(match cell {
        Cell::Empty => return None,
        Cell::Text(text) | Cell::Link(text) => json!(text),
        Cell::Whole(number) => json!(number),
        Cell::Decimal(number) => json!(number),
        Cell::Moment(moment) => json!(moment.rfc3339()),
        Cell::Flag(flag) => json!(flag),
        Cell::List(texts) => json!(texts),
    })
}
