//! The new file while it is being made: nobody knows it yet, and it goes unless it is kept.

use std::path::{Path, PathBuf};

use super::super::copy::{Progress, discard, flush, give_name, must_be_free, told_of, unfinished, verify};
use super::super::desk::Reading;
use super::super::{EngineError, Schema};
use super::{Plan, Salvaged, salvage};

/// A new file that has what could be read of a damaged one. It is removed when it is dropped and was not kept.
#[derive(Debug)]
pub struct Draft {
    unfinished: PathBuf,
    to: PathBuf,
    schema: Schema,
    report: Salvaged,
}

impl Draft {
    pub(in super::super) fn make(
        (from, to): (&Path, &Path),
        plan: &Plan,
        reading: &Reading,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, EngineError> {
        must_be_free(to)?;
        let mut draft =
            Self { unfinished: unfinished(to), to: to.to_owned(), schema: plan.schema, report: Salvaged::default() };
        draft.report = salvage(from, &draft.unfinished, plan, reading, progress)
            .map_err(|error| told_of(error, &draft.unfinished, to))?;
        Ok(draft)
    }

    /// Where it is now. It may be opened and written to there, and is closed again before it is kept.
    pub fn path(&self) -> &Path {
        &self.unfinished
    }

    /// What was and what was not salvaged.
    pub fn report(&self) -> &Salvaged {
        &self.report
    }

    /// Checks all of it, and gives it its name; a name that somebody took meanwhile stays theirs.
    pub fn keep(self, reading: &Reading) -> Result<(), EngineError> {
        let kept = verify(&self.unfinished, self.schema, reading)
            .and_then(|()| flush(&self.unfinished))
            .and_then(|()| give_name(&self.unfinished, &self.to));
        kept.map_err(|error| told_of(error, &self.unfinished, &self.to))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        discard(&self.unfinished);
    }
}
