//! How far an export is, and whether it is to end.

use std::fmt;

use super::{Fact, Head, Row, Sink};
use crate::Result;
use crate::cancel::Cancel;
use crate::workspace::Progress;

/// Rows between two words about how far it is.
const PACE: u64 = 256;

/// Looks after an export while it runs: tells how far it is, and ends it when it is cancelled.
pub struct Watch<'w> {
    cancel: &'w Cancel,
    tell: &'w mut dyn FnMut(Progress),
    rows: u64,
    total: u64,
}

impl fmt::Debug for Watch<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Watch").field("rows", &self.rows).field("total", &self.total).finish_non_exhaustive()
    }
}

impl<'w> Watch<'w> {
    /// Ends when that is cancelled, and tells how far it is.
    pub fn new(cancel: &'w Cancel, tell: &'w mut dyn FnMut(Progress)) -> Self {
        Self { cancel, tell, rows: 0, total: 0 }
    }

    /// How many rows have been written.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Begins a document of so many rows, as far as that is known.
    pub(super) fn begin(&mut self, sink: &mut dyn Sink, head: &Head, total: u64) -> Result<()> {
        self.cancel.check()?;
        self.total = total;
        (self.tell)(Progress { done: 0, total });
        sink.begin(head)
    }

    /// Writes one more row.
    pub(super) fn row(&mut self, sink: &mut dyn Sink, row: &Row) -> Result<()> {
        self.cancel.check()?;
        sink.row(row)?;
        self.rows += 1;
        if self.rows.is_multiple_of(PACE) {
            self.total = self.total.max(self.rows);
            (self.tell)(Progress { done: self.rows, total: self.total });
        }
        Ok(())
    }

    /// Ends the document.
    pub(super) fn end(&mut self, sink: &mut dyn Sink, totals: &[Fact]) -> Result<()> {
        self.cancel.check()?;
        sink.end(totals)?;
        (self.tell)(Progress { done: self.rows, total: self.rows });
        Ok(())
    }
}
