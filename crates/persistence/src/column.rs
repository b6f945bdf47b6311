//! Columns: how the domain's values stand in SQLite's, for every room alike.
//!
//! What is read was checked when it was written, by this program and by the schema; a value that does not pass now was
//! written by somebody else, and is reported, never repaired in silence.

use std::error::Error;
use std::fmt::Display;

use partwright_domain::store::StoreError;
use rusqlite::Row;
use rusqlite::types::Type;
use serde_json::Value;

/// A text column as a value of the domain.
pub(crate) fn text<T, E: Error + Send + Sync + 'static>(
    row: &Row<'_>,
    column: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> rusqlite::Result<T> {
    let index = row.as_ref().column_index(column)?;
    let text = row.get_ref(index)?.as_str()?;
    parse(text).map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(error)))
}

/// A text column as one of a list of names.
pub(crate) fn named<T>(row: &Row<'_>, column: &str, named: impl FnOnce(&str) -> Option<T>) -> rusqlite::Result<T> {
    text(row, column, |name| named(name).ok_or_else(|| Unknown(name.to_owned())))
}

/// A JSON column.
pub(crate) fn json(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Value>> {
    let index = row.as_ref().column_index(column)?;
    let Some(text) = row.get_ref(index)?.as_str_or_null()? else { return Ok(None) };
    serde_json::from_str(text)
        .map(Some)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(error)))
}

/// A value as the text of a JSON column.
pub(crate) fn to_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed { detail: error.to_string() })
}

/// An integer column that the domain keeps in another type; the schema's ranges fit.
pub(crate) fn integer<T: TryFrom<i64>>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let index = row.as_ref().column_index(column)?;
    let number: i64 = row.get(index)?;
    T::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(index, number))
}

/// A name that the column's list does not have.
#[derive(Debug)]
struct Unknown(String);

impl Display for Unknown {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "\"{}\" is not known", self.0)
    }
}

impl Error for Unknown {}
