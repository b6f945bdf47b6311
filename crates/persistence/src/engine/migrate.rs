//! Migrations: numbered steps of the schema, each applied once and never edited afterwards.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ffi, params};
use sha2::{Digest, Sha256};

use super::connection::roll_back;
use super::{EngineError, Progress, Settings, file};

/// What opening a file of an older schema is at, and how far that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// The file is copied as it is, in pages.
    SettingAside(Progress),
    /// The steps of the schema are taken.
    Upgrading(Progress),
}

/// One step of the schema. Its version is its place in the list, from 1.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// What it does, in a word or two; as its file is called.
    pub name: &'static str,
    /// Its statements.
    pub sql: &'static str,
}

/// Whose file it is, and how it came to its schema.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// Stands in the file's header; a file with another one belongs to another program.
    pub application_id: u32,
    /// Every step of the schema since the first.
    pub migrations: &'static [Migration],
}

impl Migration {
    pub(super) fn checksum(&self) -> String {
        Sha256::digest(self.sql.as_bytes()).iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            write!(text, "{byte:02x}").map_or_else(|_| String::new(), |()| text)
        })
    }
}

const CREATE_TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
    version INTEGER NOT NULL CONSTRAINT schema_migration_version PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
) STRICT";

/// Brings the file to the newest schema, in one transaction: no other program ever sees a step without the next, and one
/// that comes at the same time finds nothing left to do. A file that had a schema before is set aside first.
pub(super) fn run(
    connection: &Connection,
    path: &Path,
    Schema { application_id, migrations }: Schema,
    settings: &Settings,
    set_aside: impl FnOnce(&mut dyn FnMut(Opening)) -> Result<(), EngineError>,
    tell: &mut dyn FnMut(Opening),
) -> Result<(), EngineError> {
    if file::is_foreign(connection, application_id)? {
        return Err(EngineError::Foreign { path: path.to_owned() });
    }
    if due(connection, migrations)?.is_empty() {
        return Ok(());
    }
    connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| settings.name_busy(error))?;
    let taken = due(connection, migrations).and_then(|due| {
        let is_older = (1..migrations.len()).contains(&due.len());
        if is_older {
            set_aside(tell)?;
        }
        let total = due.len() as u64;
        (0..).zip(&due).try_for_each(|(done, step)| {
            if is_older {
                tell(Opening::Upgrading(Progress { done, total }));
            }
            take(connection, application_id, *step)
        })
    });
    match taken {
        Ok(()) => Ok(connection.execute_batch("COMMIT")?),
        Err(error) => {
            roll_back(connection);
            Err(error)
        }
    }
}

/// Refuses a file that a newer program wrote, as its header says, before SQLite touches it: to open it is to write to it. What
/// only stands in the log is found by [`run`].
pub(super) fn refuse_newer(path: &Path, migrations: &[Migration]) -> Result<(), EngineError> {
    let (file, program) = (file::version(path)?, u32::try_from(migrations.len()).unwrap_or(u32::MAX));
    if file > program { Err(EngineError::Newer { path: path.to_owned(), file, program }) } else { Ok(()) }
}

/// Takes the steps up to this one that a file has not taken yet, for a file that nobody else knows.
pub(super) fn take_all(connection: &Connection, schema: Schema, steps: usize) -> Result<(), EngineError> {
    let due = due(connection, schema.migrations)?;
    let transaction = connection.unchecked_transaction()?;
    for step in due.into_iter().filter(|(version, _)| *version as usize <= steps) {
        take(&transaction, schema.application_id, step)?;
    }
    Ok(transaction.commit()?)
}

/// How many steps the file has taken.
pub(super) fn version(connection: &Connection) -> Result<usize, EngineError> {
    Ok(applied(connection)?.len())
}

/// The steps that are still to be taken, each with its version; refuses a file that took others than ours.
pub(super) fn due<'m>(
    connection: &Connection,
    migrations: &'m [Migration],
) -> Result<Vec<(u32, &'m Migration)>, EngineError> {
    let applied = applied(connection)?;
    if applied.len() > migrations.len() {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let path = connection.path().map(PathBuf::from).unwrap_or_default();
        return Err(EngineError::Newer { path, file: count(applied.len()), program: count(migrations.len()) });
    }
    for ((version, migration), checksum) in (1_u32..).zip(migrations).zip(&applied) {
        if *checksum != migration.checksum() {
            return Err(EngineError::MigrationEdited { version });
        }
    }
    Ok((1_u32..).zip(migrations).skip(applied.len()).collect())
}

/// The checksums of the steps the file has taken, in order.
fn applied(connection: &Connection) -> Result<Vec<String>, EngineError> {
    // Asked in SQL: `table_exists` answers from the connection's memory of the schema, which another program may have
    // made old a moment ago.
    let is_there: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'schema_migration')",
        [],
        |row| row.get(0),
    )?;
    if !is_there {
        return if has_tables(connection)? { Err(unlisted().into()) } else { Ok(Vec::new()) };
    }
    let mut statement = connection.prepare("SELECT checksum FROM schema_migration ORDER BY version")?;
    let checksums = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(checksums)
}

fn has_tables(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table')", [], |row| row.get(0))
}

/// The list is made by the first step, and no step takes it away.
fn unlisted() -> rusqlite::Error {
    let what = "it has tables, and the list of the steps that its schema has taken is not there";
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), Some(what.to_owned()))
}

fn take(
    connection: &Connection,
    application_id: u32,
    (version, migration): (u32, &Migration),
) -> Result<(), EngineError> {
    connection.execute_batch(CREATE_TABLE)?;
    connection.execute_batch(migration.sql)?;
    connection.execute(
        "INSERT INTO schema_migration (version, name, checksum) VALUES (?1, ?2, ?3)",
        params![version, migration.name, migration.checksum()],
    )?;
    connection.pragma_update(None, "application_id", application_id)?;
    connection.pragma_update(None, "user_version", version)?;
    Ok(())
}
