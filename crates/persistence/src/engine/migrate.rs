//! Migrations: numbered steps of the schema, each applied once, in its own transaction, and never edited afterwards.

use std::fmt::Write;
use std::path::Path;

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::connection::roll_back;
use super::{EngineError, Settings, file};

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
    fn checksum(&self) -> String {
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

/// Brings the file to the newest schema. Two programs that do so at once take turns, step by step.
pub(super) fn run(
    connection: &Connection,
    path: &Path,
    Schema { application_id, migrations }: Schema,
    settings: &Settings,
) -> Result<(), EngineError> {
    if file::is_foreign(connection, application_id)? {
        return Err(EngineError::Foreign { path: path.to_owned() });
    }
    while check(connection, migrations)?.is_some() {
        connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| settings.name_busy(error))?;
        match step(connection, application_id, migrations) {
            Ok(()) => connection.execute_batch("COMMIT")?,
            Err(error) => {
                roll_back(connection);
                return Err(error);
            }
        }
    }
    Ok(())
}

/// Whether a file that has a schema has an older one.
pub(super) fn is_due(connection: &Connection, schema: Schema) -> Result<bool, EngineError> {
    Ok(matches!(check(connection, schema.migrations)?, Some((version, _)) if version > 1))
}

/// How many steps the file has taken.
pub(super) fn version(connection: &Connection) -> Result<usize, EngineError> {
    Ok(applied(connection)?.len())
}

/// The first step that is still to be taken, with its version; refuses a file that took others than ours.
pub(super) fn check<'m>(
    connection: &Connection,
    migrations: &'m [Migration],
) -> Result<Option<(u32, &'m Migration)>, EngineError> {
    let applied = applied(connection)?;
    if applied.len() > migrations.len() {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        return Err(EngineError::Newer { file: count(applied.len()), program: count(migrations.len()) });
    }
    for ((version, migration), checksum) in (1_u32..).zip(migrations).zip(&applied) {
        if *checksum != migration.checksum() {
            return Err(EngineError::MigrationEdited { version });
        }
    }
    Ok((1_u32..).zip(migrations).nth(applied.len()))
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
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare("SELECT checksum FROM schema_migration ORDER BY version")?;
    let checksums = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(checksums)
}

/// Takes the next step, which may be another than a moment ago: another program may have taken that one.
fn step(connection: &Connection, application_id: u32, migrations: &[Migration]) -> Result<(), EngineError> {
    let Some((version, migration)) = check(connection, migrations)? else { return Ok(()) };
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
