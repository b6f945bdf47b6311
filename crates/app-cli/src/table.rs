//! Tables for people: aligned, no wider than the terminal, and laid out as they come.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::record::{Column, Kind};

/// A table that is written page by page; the first page decides how wide the columns are.
#[derive(Debug)]
pub(crate) struct Layout {
    columns: Vec<Column>,
    width: Option<u16>,
    widths: Option<Vec<u16>>,
}

impl Layout {
    /// A table of these columns, as far as tables show them; no wider than that.
    pub(crate) fn new(columns: &[Column], width: Option<u16>) -> Self {
        let columns = columns.iter().copied().filter(|column| column.in_table).collect();
        Self { columns, width, widths: None }
    }

    /// The next rows, each with a cell for each column that is shown; the first time with what stands over them.
    pub(crate) fn page(&mut self, rows: Vec<Vec<String>>) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        if let Some(width) = self.width {
            table.set_width(width);
        }
        let is_first = self.widths.is_none();
        if is_first {
            table.set_header(self.columns.iter().map(Column::title));
        }
        table.add_rows(rows);
        for (place, column) in self.columns.iter().enumerate() {
            let Some(laid_out) = table.column_mut(place) else { continue };
            laid_out.set_padding((0, 2));
            if column.kind == Kind::Number {
                laid_out.set_cell_alignment(CellAlignment::Right);
            }
            if let Some(width) = self.widths.as_ref().and_then(|widths| widths.get(place)) {
                laid_out.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width + 2)));
            }
        }
        self.widths.get_or_insert_with(|| table.column_max_content_widths());
        let mut text = String::new();
        for line in table.lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}
