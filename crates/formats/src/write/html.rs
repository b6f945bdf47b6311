//! A page to read and to print: one file with all that it needs, without a script and without anything from elsewhere.
//!
//! Rows that stand in each other become a tree whose branches open and close; all others become a table.

mod escape;
mod tree;

use std::fmt;
use std::io::Write;

use partwright_domain::Result;
use partwright_domain::export::{Cell, Column, Fact, Head, Kind, Row, Sink};

use self::escape::{Escaped, Shown};
use self::tree::Tree;
use super::{io_failed, is_number, is_web};

/// How the page looks; in the page, because a page is one file.
const STYLE: &str = include_str!("html/page.css");

/// Writes a document as a page.
pub struct Html<W: Write> {
    out: W,
    columns: Vec<Column>,
    tree: Option<Tree>,
}

impl<W: Write> fmt::Debug for Html<W> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Html").finish_non_exhaustive()
    }
}

impl<W: Write> Html<W> {
    /// Writes there.
    pub fn new(out: W) -> Self {
        Self { out, columns: Vec::new(), tree: None }
    }

    fn put(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(io_failed)
    }

    fn table_head(&mut self) -> Result<()> {
        self.put("<table>\n<thead><tr>")?;
        for column in &self.columns {
            let class = class(&column.kind);
            write!(self.out, "<th scope=\"col\"{class}>{}</th>", Shown(&column.heading())).map_err(io_failed)?;
        }
        self.put("</tr></thead>\n<tbody>\n")
    }

    fn table_row(&mut self, row: &Row) -> Result<()> {
        self.put("<tr>")?;
        for (cell, column) in row.cells.iter().zip(&self.columns) {
            write!(self.out, "<td{}>", class(&column.kind)).map_err(io_failed)?;
            write_cell(&mut self.out, cell, column)?;
            self.out.write_all(b"</td>").map_err(io_failed)?;
        }
        self.put("</tr>\n")
    }
}

impl<W: Write> Sink for Html<W> {
    fn begin(&mut self, head: &Head) -> Result<()> {
        let Head { subject: _, view: _, title, facts, columns } = head;
        self.columns.clone_from(columns);
        self.put("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")?;
        // Whatever a text says, nothing in this page runs or is fetched.
        self.put(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
        )?;
        self.put("<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")?;
        let (title, shown) = (Escaped(title), Shown(title));
        write!(self.out, "<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{shown}</h1>\n")
            .map_err(io_failed)?;
        self.put("<dl>\n")?;
        write_facts(&mut self.out, facts)?;
        self.put("</dl>\n<main>\n")?;
        self.tree = Tree::of(columns);
        if self.tree.is_some() { Ok(()) } else { self.table_head() }
    }

    fn row(&mut self, row: &Row) -> Result<()> {
        match &mut self.tree {
            Some(tree) => tree.row(&mut self.out, row),
            None => self.table_row(row),
        }
    }

    fn end(&mut self, totals: &[Fact]) -> Result<()> {
        match &mut self.tree {
            Some(tree) => tree.end(&mut self.out)?,
            None => self.put("</tbody>\n</table>\n")?,
        }
        self.put("</main>\n")?;
        if !totals.is_empty() {
            self.put("<h2>Totals</h2>\n<dl>\n")?;
            write_facts(&mut self.out, totals)?;
            self.put("</dl>\n")?;
        }
        self.put("</body>\n</html>\n")?;
        self.out.flush().map_err(io_failed)
    }
}

fn write_facts(out: &mut dyn Write, facts: &[Fact]) -> Result<()> {
    for Fact { column, cell } in facts.iter().filter(|fact| fact.cell != Cell::Empty) {
        write!(out, "<div><dt>{}</dt><dd>", Shown(&column.heading())).map_err(io_failed)?;
        write_cell(out, cell, column)?;
        out.write_all(b"</dd></div>\n").map_err(io_failed)?;
    }
    Ok(())
}

/// A cell, and a link as one that can be followed.
fn write_cell(out: &mut dyn Write, cell: &Cell, column: &Column) -> Result<()> {
    let shown = cell.shown(&column.kind);
    let written = match cell {
        Cell::Link(link) if is_web(link) => {
            let shown = Escaped(&shown);
            write!(out, "<a href=\"{shown}\" rel=\"noreferrer\">{shown}</a>")
        }
        cell if is_number(cell) => write!(out, "{}", Escaped(&shown)),
        _ => write!(out, "{}", Shown(&shown)),
    };
    written.map_err(io_failed)
}

fn class(kind: &Kind) -> &'static str {
    match kind {
        Kind::Whole | Kind::Decimal | Kind::Money(_) => " class=\"number\"",
        Kind::Link => " class=\"link\"",
        Kind::Text | Kind::Moment | Kind::Flag { .. } | Kind::List => "",
    }
}
