//! Plain rusqlite, as every peer has it: connections with the pragmas of our own.

use std::path::Path;

use load::pragma;
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::Failure;

/// What a connection is told before it is used.
pub fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(pragma::BUSY)?;
    connection.set_prepared_statement_cache_capacity(pragma::STATEMENTS_KEPT);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.execute_batch(pragma::EVERY)
}

/// What a connection that writes is told besides.
pub fn set_up_writing(connection: &Connection) -> rusqlite::Result<()> {
    set_up(connection)?;
    connection.execute_batch(pragma::WRITE)
}

/// A connection that writes.
pub fn writing(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    set_up_writing(&connection)?;
    Ok(connection)
}

/// A connection that only reads.
pub fn reading(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    set_up(&connection)?;
    connection.execute_batch(pragma::READ)?;
    Ok(connection)
}

/// Everything in the file itself, nothing left beside it.
pub fn fold_wal(path: &Path) -> Result<(), Failure> {
    let connection = Connection::open(path)?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(connection.close().map_err(|(_, error)| error)?)
}
