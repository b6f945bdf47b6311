//! What can go wrong in the engine.

use std::path::PathBuf;

/// Why the engine could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EngineError {
    #[error("a {inner} was started inside a {outer} on the same thread")]
    Nested { inner: &'static str, outer: &'static str },
    #[error("no connection came free within {seconds} s")]
    Exhausted { seconds: u64 },
    #[error("another program held the file for more than {seconds} s")]
    Busy { seconds: u64 },
    #[error("{path} belongs to another program")]
    Foreign { path: PathBuf },
    #[error("{path} is damaged: {detail}")]
    Damaged { path: PathBuf, detail: String },
    #[error("{path} cannot be opened: {detail}")]
    Unreachable { path: PathBuf, detail: String },
    #[error("the file has schema {file}, this program knows {program}")]
    Newer { file: u32, program: u32 },
    #[error("migration {version} of the file is not the one this program knows")]
    MigrationEdited { version: u32 },
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}
