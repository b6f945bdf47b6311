//! The tree of a page: each assembly a branch that opens and closes, with what stands below it.
//!
//! Whether a row is a branch is known only when the next one has come, so one row is held back.

use std::io::Write;

use partwright_domain::Result;
use partwright_domain::export::{Column, Row};

use super::escape::{Escaped, Shown};
use super::{class, io_failed, write_cell};

/// The columns that stand beside each other, by key; what else a row says stands below them.
const BESIDE: [&str; 9] =
    ["part_number", "revision", "name", "quantity", "unit", "total", "total_unit", "designators", "dnp"];

/// A tree that is being written.
pub(super) struct Tree {
    columns: Vec<Column>,
    held: Option<Row>,
    /// How many lists are open.
    open: usize,
}

impl Tree {
    /// A tree, where the columns say how deep rows stand.
    pub(super) fn of(columns: &[Column]) -> Option<Self> {
        let is_tree = columns.iter().any(|column| column.key == "level");
        is_tree.then(|| Self { columns: columns.to_vec(), held: None, open: 0 })
    }

    pub(super) fn row(&mut self, out: &mut dyn Write, row: &Row) -> Result<()> {
        let held = self.held.replace(row.clone());
        match held {
            None => self.head(out),
            Some(held) => self.write(out, &held, row.level),
        }
    }

    pub(super) fn end(&mut self, out: &mut dyn Write) -> Result<()> {
        match self.held.take() {
            Some(held) => self.write(out, &held, 0),
            None => Ok(()),
        }
    }

    /// The names of what stands beside each other.
    fn head(&self, out: &mut dyn Write) -> Result<()> {
        out.write_all(b"<div class=\"line head\" aria-hidden=\"true\">").map_err(io_failed)?;
        for column in self.columns.iter().filter(|column| is_beside(column)) {
            write!(out, "<span{}>{}</span>", class(&column.kind), Shown(&column.heading())).map_err(io_failed)?;
        }
        out.write_all(b"</div>\n").map_err(io_failed)
    }

    /// Writes a row, and opens or closes what the depth of the next one asks for.
    fn write(&mut self, out: &mut dyn Write, row: &Row, next: usize) -> Result<()> {
        let level = row.level.max(1);
        while self.open < level {
            // The first column gives up what the list is moved in by, so that the others stand below each other.
            writeln!(out, "<ul style=\"--depth:{}\">", self.open).map_err(io_failed)?;
            self.open += 1;
        }
        let is_branch = next > level;
        let opening = if is_branch { "<li><details open><summary>" } else { "<li><div class=\"leaf\">" };
        out.write_all(opening.as_bytes()).map_err(io_failed)?;
        self.cells(out, row)?;
        if is_branch {
            return out.write_all(b"</summary>\n").map_err(io_failed);
        }
        out.write_all(b"</div></li>\n").map_err(io_failed)?;
        while self.open > next {
            self.open -= 1;
            // Every list but the first stands in a branch.
            let closing: &[u8] = if self.open > 0 { b"</ul></details></li>\n" } else { b"</ul>\n" };
            out.write_all(closing).map_err(io_failed)?;
        }
        Ok(())
    }

    fn cells(&self, out: &mut dyn Write, row: &Row) -> Result<()> {
        let cells = || row.cells.iter().zip(&self.columns);
        out.write_all(b"<span class=\"line\">").map_err(io_failed)?;
        for (cell, column) in cells().filter(|(_, column)| is_beside(column)) {
            write!(out, "<span{} title=\"{}\">", class(&column.kind), Escaped(&column.name)).map_err(io_failed)?;
            write_cell(out, cell, column)?;
            out.write_all(b"</span>").map_err(io_failed)?;
        }
        out.write_all(b"</span>").map_err(io_failed)?;
        let more = cells().filter(|(cell, column)| {
            !is_beside(column) && column.key != "level" && !cell.shown(&column.kind).is_empty()
        });
        let mut said = false;
        for (cell, column) in more {
            out.write_all(if said { " " } else { "<span class=\"more\">" }.as_bytes()).map_err(io_failed)?;
            said = true;
            write!(out, "<span><b>{}</b> ", Shown(&column.heading())).map_err(io_failed)?;
            write_cell(out, cell, column)?;
            out.write_all(b"</span>").map_err(io_failed)?;
        }
        if said { out.write_all(b"</span>").map_err(io_failed) } else { Ok(()) }
    }
}

fn is_beside(column: &Column) -> bool {
    BESIDE.contains(&&*column.key)
}
