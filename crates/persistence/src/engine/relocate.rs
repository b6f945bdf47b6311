//! A file taken to another place, with no moment in which there is none that is whole.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::copy::{
    Progress, copy, discard, flush, flush_folder, give_name, must_be_free, unfinished, unreachable, verify,
};
use super::desk::Reading;
use super::restore::alone;
use super::{EngineError, Schema, file};

/// A file that nobody else has open, nor can open, until this is dropped: what is in it stays as it is meanwhile.
#[derive(Debug)]
pub struct Held {
    connection: Connection,
    path: PathBuf,
    schema: Schema,
}

impl Held {
    /// Holds the file. Refused while anybody has it open.
    pub(super) fn hold(path: &Path, schema: Schema) -> Result<Self, EngineError> {
        file::check(path, schema.application_id)?;
        let connection = alone(path)?;
        // Works the log into the file, so that it is all in one.
        connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
        // In this mode it is a write that keeps everybody else out.
        connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")?;
        Ok(Self { connection, path: path.to_owned(), schema })
    }

    /// Copies it to `to`, which must not be there. The copy is opened and checked before it gets its name; a cancelled or
    /// failed one leaves nothing.
    pub fn copy(&self, to: &Path, reading: &Reading, progress: &mut dyn FnMut(Progress)) -> Result<(), EngineError> {
        must_be_free(to)?;
        let unfinished = unfinished(to);
        let copied = copy(&self.connection, &unfinished, reading, progress)
            .and_then(|()| verify(&unfinished, self.schema, reading))
            .and_then(|()| reading.check())
            .and_then(|()| flush(&unfinished))
            .and_then(|()| give_name(&unfinished, to));
        discard(&unfinished);
        copied
    }

    /// Removes it, for ever. Whoever calls has a copy.
    pub fn remove(self) -> Result<(), EngineError> {
        let Self { connection, path, schema: _ } = self;
        let removed = fs::remove_file(&path);
        drop(connection);
        // Not every system removes a file that is open.
        let removed = if removed.is_err() { fs::remove_file(&path) } else { removed };
        removed.and_then(|()| flush_folder(&path)).map_err(|error| unreachable(&path, &error))
    }
}
