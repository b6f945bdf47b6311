//! Damage to the file: recognised once, and known from then on.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::{EngineError, file};

/// What is known of damage to a file. Once SQLite has met any, nothing more is written: on what cannot be trusted nobody
/// should build. What can still be read may be.
#[derive(Debug)]
pub(super) struct Damage {
    path: PathBuf,
    met: OnceLock<String>,
}

impl Damage {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), met: OnceLock::new() }
    }

    /// What SQLite said as what it is here; that the file is damaged is remembered.
    pub(super) fn name(&self, error: impl Into<Arc<rusqlite::Error>>) -> EngineError {
        let error = error.into();
        if !file::says_damaged(&error) {
            return EngineError::Sqlite(error);
        }
        let said = self.met.get_or_init(|| {
            tracing::error!(path = %self.path.display(), %error, "the file is damaged; nothing more is written to it");
            error.to_string()
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
