//! How far a long import is.

use super::ImportError;
use super::source::{ImportFile, Read, Reading, Row};
use crate::Result;
use crate::cancel::Cancel;
use crate::store::StoreError;
use crate::watch::Watch;

/// How many rows are taken together. Between these, somebody is told, and asked whether to go on.
const ROWS_AT_ONCE: usize = 250;

/// The most rows that are imported at once, of all files together: more than twice as many as the largest BOMs have. A plan
/// has something for each of them, some 700 bytes, and is made while one snapshot is read, which may not grow old.
const MOST_ROWS: usize = 250_000;

/// Work that goes over the same files more than once, and over what it makes of them. Each pass counts as long as all files
/// are together, in bytes.
pub(super) struct Passes<'w> {
    watch: &'w Watch,
    count: u64,
    length: u64,
    /// The passes, and those of their files, that are behind.
    behind: u64,
    /// The rows of the files that were gone over once.
    counted: usize,
}

impl<'w> Passes<'w> {
    /// Begins work of that many passes.
    pub(super) fn of(watch: &'w Watch, count: u64) -> Self {
        Self { watch, count, length: 0, behind: 0, counted: 0 }
    }

    /// What ends it.
    pub(super) fn cancel(&self) -> &'w Cancel {
        self.watch.cancel()
    }

    /// Adds a file of so many bytes to those that each pass goes over; before the first one.
    pub(super) fn over(&mut self, length: u64) {
        self.length = self.length.saturating_add(length);
    }

    /// Reads a file for the first time, and counts its rows: what has too many of them is refused before anything is kept.
    pub(super) fn first(
        &mut self,
        file: &dyn ImportFile,
        reading: &Reading,
        mut each: impl FnMut(&[Row]) -> Result<()>,
    ) -> Result<()> {
        let mut counted = self.counted;
        self.rows(file, reading, |rows| {
            counted += rows.len();
            if counted > MOST_ROWS {
                return Err(ImportError::TooManyRows { most: MOST_ROWS }.into());
            }
            each(rows)
        })?;
        self.counted = counted;
        Ok(())
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::source::{RowSource, Source};
    use super::*;

    /// A file of so many rows, which tells how many of them were asked for.
    struct Long {
        rows: usize,
        asked: AtomicUsize,
    }

    impl Long {
        const fn of(rows: usize) -> Self {
            Self { rows, asked: AtomicUsize::new(0) }
        }
    }

    struct Opened<'f> {
        file: &'f Long,
        source: Source,
    }

    impl ImportFile for Long {
        fn name(&self) -> &'static str {
            "long.csv"
        }

        fn sha256(&self) -> &'static str {
            ""
        }

        fn open(&self, _: &Reading) -> Result<Box<dyn RowSource + '_>, ImportError> {
            let source = Source {
                format: "csv",
                encoding: None,
                delimiter: None,
                header_row: None,
                part: None,
                parts: Vec::new(),
            };
            self.asked.store(0, Ordering::Relaxed);
            Ok(Box::new(Opened { file: self, source }))
        }

        fn verify(&self) -> Result<(), ImportError> {
            Ok(())
        }
    }

    impl RowSource for Opened<'_> {
        fn source(&self) -> &Source {
            &self.source
        }

        fn header(&self) -> &[String] {
            &[]
        }

        fn next_row(&mut self) -> Result<Option<Row>, ImportError> {
            let number = self.file.asked.fetch_add(1, Ordering::Relaxed);
            Ok((number < self.file.rows).then(|| Row { number: number as u64, cells: Vec::new(), aside: None }))
        }

        fn read(&self) -> Read {
            Read::default()
        }
    }

    /// Goes over files as a set of them is planned: each once to look at it, and once more.
    fn plan(files: &[&Long]) -> Result<()> {
        let (watch, reading) = (Watch::default(), Reading::default());
        let mut passes = Passes::of(&watch, 2);
        files.iter().try_for_each(|file| {
            passes.first(*file, &reading, |_| Ok(()))?;
            passes.rows(*file, &reading, |_| Ok(()))
        })
    }

    #[test]
    fn a_quarter_of_a_million_rows_are_planned_and_one_more_is_refused_as_soon_as_it_is_met() {
        assert_eq!(plan(&[&Long::of(250_000)]), Ok(()));
        let long = Long::of(usize::MAX);
        assert_eq!(plan(&[&long]), Err(ImportError::TooManyRows { most: 250_000 }.into()));
        let asked = long.asked.into_inner();
        assert!(asked <= MOST_ROWS + ROWS_AT_ONCE, "{asked} rows were asked for");
    }

    #[test]
    fn the_rows_of_all_files_of_a_set_count_together() {
        let half = MOST_ROWS / 2;
        assert_eq!(plan(&[&Long::of(half), &Long::of(half)]), Ok(()));
        let refused = Err(ImportError::TooManyRows { most: MOST_ROWS }.into());
        assert_eq!(plan(&[&Long::of(half), &Long::of(half), &Long::of(1)]), refused);
    }
}
