//! Damage to the file: recognised once, and known from then on.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::{EngineError, file};

/// What is known of damage to a file. Once SQLite has met any, nothing more is written: on what cannot be trusted nobody
/// should build. What can still be read may be.
#[derive(Debug)]
pub(super) struct Damage {
    path: PathBuf,
    met: OnceLock<String>,
    /// Until then it is not known whether the file is one of ours.
    is_open: AtomicBool,
    /// Whether the file came with a log.
    had_log: bool,
    /// Whether a check found something wrong. What that is may be no damage, so everybody works on.
    is_doubtful: AtomicBool,
}

impl Damage {
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            met: OnceLock::new(),
            is_open: AtomicBool::new(false),
            had_log: has_log(path),
            is_doubtful: AtomicBool::new(false),
        }
    }

    /// A check found something wrong.
    pub(super) fn doubt(&self) {
        self.is_doubtful.store(true, Ordering::Relaxed);
    }

    /// The file is open: it is one of ours, and no damage was met so far.
    pub(super) fn opened(&self) {
        self.is_open.store(true, Ordering::Relaxed);
    }

    /// Whether the log stays as it is when nobody writes, and when the last connection is closed: what is refused, for whatever reason, is
    /// left as it was, and into what is damaged, or may be, nothing is worked. A log without anything in it is in nobody's way, and
    /// goes.
    pub(super) fn keeps_log(&self) -> bool {
        let is_refused = self.had_log && !self.is_open.load(Ordering::Relaxed);
        let is_unsound = self.met.get().is_some() || self.is_doubtful.load(Ordering::Relaxed);
        (is_refused || is_unsound) && has_log(&self.path)
    }

    /// What SQLite said as what it is here; that the file is damaged is remembered.
    pub(super) fn name(&self, error: impl Into<Arc<rusqlite::Error>>) -> EngineError {
        let error = error.into();
        if !file::says_damaged(&error) {
            return EngineError::Sqlite(error);
        }
        self.met(error.to_string())
    }

    /// The file is damaged, as somebody found who looked at a copy of it; that is remembered.
    pub(super) fn met(&self, found: String) -> EngineError {
        let said = self.met.get_or_init(|| {
            // Whoever met it is told, and whoever comes after.
            tracing::warn!(path = %self.path.display(), found, "the file is damaged; nothing more is written to it");
            found
        });
        self.told(said)
    }

    /// Refuses when damage was met before.
    pub(super) fn refuse(&self) -> Result<(), EngineError> {
        self.met.get().map_or(Ok(()), |said| Err(self.told(said)))
    }

    fn told(&self, said: &str) -> EngineError {
        EngineError::Damaged { path: self.path.clone(), detail: said.to_owned() }
    }
}

fn has_log(path: &Path) -> bool {
    file::size(&file::beside(path, "-wal")) > 0
}
