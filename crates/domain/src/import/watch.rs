//! How far a long import is.

use super::source::{ImportFile, Read, Reading, Row};
use crate::Result;
use crate::cancel::Cancel;
use crate::store::StoreError;
use crate::watch::Watch;

/// How many rows are taken together. Between these, somebody is told, and asked whether to go on.
const ROWS_AT_ONCE: usize = 250;

/// Work that goes over the same files more than once, and over what it makes of them. Each pass counts as long as all files
/// are together, in bytes.
pub(super) struct Passes<'w> {
    watch: &'w Watch,
    count: u64,
    length: u64,
    /// The passes, and those of their files, that are behind.
    behind: u64,
}

impl<'w> Passes<'w> {
    /// Begins work of that many passes.
    pub(super) fn of(watch: &'w Watch, count: u64) -> Self {
        Self { watch, count, length: 0, behind: 0 }
    }

    /// What ends it.
    pub(super) fn cancel(&self) -> &'w Cancel {
        self.watch.cancel()
    }

    /// Adds a file of so many bytes to those that each pass goes over; before the first one.
    pub(super) fn over(&mut self, length: u64) {
        self.length = self.length.saturating_add(length);
    }

    /// Reads a file from its first row to its last, some rows at a time.
    pub(super) fn rows(
        &mut self,
        file: &dyn ImportFile,
        reading: &Reading,
        mut each: impl FnMut(&[Row]) -> Result<()>,
    ) -> Result<()> {
        let mut source = file.open(reading)?;
        let mut rows = Vec::with_capacity(ROWS_AT_ONCE);
        self.tell(0)?;
        loop {
            rows.clear();
            while rows.len() < ROWS_AT_ONCE
                && let Some(row) = source.next_row()?
            {
                rows.push(row);
            }
            if rows.is_empty() {
                break;
            }
            each(&rows)?;
            let Read { done, total } = source.read();
            self.tell(done.min(total))?;
        }
        Ok(self.end(source.read().total)?)
    }

    /// A pass over so many things that are written.
    pub(super) fn writing<T>(
        &mut self,
        count: usize,
        work: impl FnOnce(&mut Writing<'_, '_>) -> Result<T>,
    ) -> Result<T> {
        let length = self.length;
        let answer = work(&mut Writing { passes: self, count: count as u64, done: 0 })?;
        self.end(length)?;
        Ok(answer)
    }

    fn end(&mut self, length: u64) -> Result<(), StoreError> {
        self.behind = self.behind.saturating_add(length);
        self.tell(0)
    }

    fn tell(&self, done: u64) -> Result<(), StoreError> {
        self.watch.go_on(self.behind.saturating_add(done), self.length.saturating_mul(self.count))
    }
}

/// A pass over what is written.
pub(super) struct Writing<'p, 'w> {
    passes: &'p Passes<'w>,
    count: u64,
    done: u64,
}

impl Writing<'_, '_> {
    /// Goes on after so many more things, or ends as somebody wished.
    pub(super) fn wrote(&mut self, more: usize) -> Result<(), StoreError> {
        let crowds = |done: u64| done / ROWS_AT_ONCE as u64;
        let before = crowds(self.done);
        self.done += more as u64;
        if crowds(self.done) == before {
            return self.passes.watch.cancel().check();
        }
        let Self { passes: Passes { length, .. }, count, done } = *self;
        let part = u128::from(*length) * u128::from(done.min(count)) / u128::from(count.max(1));
        // Not more than the length, which is of that type.
        self.passes.tell(u64::try_from(part).unwrap_or(*length))
    }
}
