//! How a file writes its rows, which one row alone does not show.

use super::cell::{self, Decimals};
use super::column::{Column, Role};
use super::level::{Levels, Tally};
use super::row::{Cells, Grid};
use super::source::{ImportFile, Reading, Row, Source};
use super::watch::Passes;
use crate::Result;

/// How a file writes its rows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Form {
    /// Whether a row of the file has several designators, so that each is a line of its own.
    pub(super) is_grouped: bool,
    /// Whether it is a text, in which a cell with line breaks goes on over lines of the file.
    pub(super) is_text: bool,
    /// How deep its rows are, where they are of several levels.
    pub(super) levels: Option<Levels>,
    /// What begins the decimals of its quantities.
    pub(super) decimals: Decimals,
}

impl Form {
    /// How a file writes its rows. It is read to its end.
    pub(super) fn of(
        file: &dyn ImportFile,
        reading: &Reading,
        source: &Source,
        columns: &[Column],
        passes: &mut Passes<'_>,
    ) -> Result<Self> {
        let mut look = Look::new(columns);
        passes.first(file, reading, |rows| {
            look.at(rows);
            Ok(())
        })?;
        Ok(look.form(source))
    }

    /// How rows are written that are all there.
    pub(super) fn of_rows(rows: &[Row], source: &Source, columns: &[Column]) -> Self {
        let mut look = Look::new(columns);
        look.at(rows);
        look.form(source)
    }
}

/// What was seen of a file's rows so far.
struct Look {
    grid: Grid,
    is_grouped: bool,
    tally: Option<Tally>,
    /// What the quantities show.
    quantities: Signs,
    /// What the numbers of other columns show.
    others: Signs,
}

impl Look {
    fn new(columns: &[Column]) -> Self {
        let grid = Grid::new(columns.to_vec(), Decimals::default());
        let tally = Tally::of(&grid);
        Self { grid, is_grouped: false, tally, quantities: Signs::default(), others: Signs::default() }
    }

    fn at(&mut self, rows: &[Row]) {
        for row in rows.iter().filter(|row| row.aside.is_none()) {
            let cells = Cells::new(&self.grid, row);
            // Several designators in a row: whoever wrote the file has grouped it.
            self.is_grouped = self.is_grouped || cells.places().is_ok_and(|places| places.designators.len() > 1);
            if let Some(tally) = &mut self.tally {
                tally.add(&cells);
            }
            for column in &self.grid.columns {
                match column.role {
                    Role::Quantity => self.quantities.see(cells.at(column.index)),
                    Role::Property | Role::Ignore => self.others.see(cells.at(column.index)),
                    _ => {}
                }
            }
        }
    }

    /// Quantities speak for themselves. A semicolon separates cells where a comma begins decimals, but programs write it
    /// everywhere: other numbers of such a file decide, and where there are none, nobody knows.
    fn form(self, source: &Source) -> Form {
        let decimals = self.quantities.told().unwrap_or_else(|| match source.delimiter {
            Some(';') => self.others.told().unwrap_or(Decimals::Unknown),
            _ => Decimals::default(),
        });
        let levels = self.tally.as_ref().and_then(Tally::levels);
        Form { is_grouped: self.is_grouped, is_text: source.is_text(), levels, decimals }
    }
}

/// Which signs begin decimals in numbers that can be read in one way only.
#[derive(Debug, Default)]
struct Signs {
    has_point: bool,
    has_comma: bool,
}

impl Signs {
    fn see(&mut self, cell: &str) {
        match cell::shown(cell) {
            Some(Decimals::Point) => self.has_point = true,
            Some(Decimals::Comma) => self.has_comma = true,
            _ => {}
        }
    }

    fn told(&self) -> Option<Decimals> {
        match (self.has_point, self.has_comma) {
            (true, false) => Some(Decimals::Point),
            (false, true) => Some(Decimals::Comma),
            _ => None,
        }
    }
}
