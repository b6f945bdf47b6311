//! Following a long import, and ending it.

use std::fmt;
use std::sync::Arc;

use super::source::{ImportFile, Read, Reading, Row};
use crate::Result;
use crate::cancel::Cancel;
use crate::store::StoreError;
use crate::workspace::Progress;

/// After how many rows somebody is told, and asked whether to go on.
const ROWS: usize = 256;

/// Who follows an import, and can end it.
#[derive(Clone)]
pub struct Watch {
    cancel: Cancel,
    tell: Arc<dyn Fn(Progress) + Send + Sync>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Watch").field("cancel", &self.cancel).finish_non_exhaustive()
    }
}

impl Default for Watch {
    /// Nobody follows, and nobody ends it.
    fn default() -> Self {
        Self::new(Cancel::new(), |_| {})
    }
}

impl Watch {
    /// Tells of progress, until it is cancelled.
    pub fn new(cancel: Cancel, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { cancel, tell: Arc::new(tell) }
    }

    /// What ends it.
    pub fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Begins work of that many passes, each as long as all the files.
    pub(super) fn passes(&self, count: u64) -> Passes<'_> {
        Passes { watch: self, count, size: 0, before: 0 }
    }
}

/// Work that goes over the same rows more than once.
pub(super) struct Passes<'w> {
    watch: &'w Watch,
    count: u64,
    /// How much one pass reads: the file, or all of the files that are read together.
    size: u64,
    /// How much was read before the file that is being read.
    before: u64,
}

impl Passes<'_> {
    /// Says how much one pass reads, where that is more than one file.
    pub(super) fn over(&mut self, size: u64) {
        self.size = size;
    }

    /// Reads a file from its first row to its last.
    pub(super) fn rows(
        &mut self,
        file: &dyn ImportFile,
        reading: &Reading,
        mut each: impl FnMut(&Row) -> Result<()>,
    ) -> Result<()> {
        let mut source = file.open(reading)?;
        let mut read = 0;
        let Read { total, .. } = source.read();
        self.size = self.size.max(total);
        self.tell(Read { done: 0, total })?;
        while let Some(row) = source.next_row()? {
            each(&row)?;
            read += 1;
            if read % ROWS == 0 {
                self.tell(source.read())?;
            }
        }
        self.tell(Read { done: total, total })?;
        self.before += total;
        Ok(())
    }

    fn tell(&self, Read { done, total }: Read) -> Result<()> {
        self.watch.cancel.check()?;
        let total_of_all = self.size.saturating_mul(self.count);
        (self.watch.tell)(Progress { done: self.before + done.min(total), total: total_of_all });
        Ok(())
    }

    /// Goes on, or ends as somebody wished.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.watch.cancel.check()
    }
}
