//! Columns: how the domain's values stand in SQLite's, for every room alike.
//!
//! What is read was checked when it was written, by this program and by the schema; a value that does not pass now was
//! written by somebody else, and is reported, never repaired in silence.

use std::error::Error;
use std::fmt::Display;

use partwright_domain::store::StoreError;
use rusqlite::Row;
use rusqlite::types::{FromSql, Type, ValueRef};
use serde_json::Value;

/// A row's columns, taken one after the other in the order in which the statement names them.
///
/// By order and not by name: SQLite looks a name up by comparing it with every column's, which took longer than the query.
pub(crate) struct Columns<'r> {
    row: &'r Row<'r>,
    next: usize,
}

impl<'r> Columns<'r> {
    pub(crate) fn new(row: &'r Row<'r>) -> Self {
        Self { row, next: 0 }
    }

    fn step(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    /// The next column.
    pub(crate) fn get<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        let index = self.step();
        self.row.get(index)
    }

    /// Whether the next column is NULL; it stays the next one.
    pub(crate) fn is_null(&self) -> rusqlite::Result<bool> {
        Ok(self.row.get_ref(self.next)? == ValueRef::Null)
    }

    /// Passes over so many columns.
    pub(crate) fn skip(&mut self, count: usize) {
        self.next += count;
    }

    /// A text column as a value of the domain.
    pub(crate) fn text<T, E: Into<Box<dyn Error + Send + Sync>>>(
        &mut self,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> rusqlite::Result<T> {
        let index = self.step();
        let text = self.row.get_ref(index)?.as_str()?;
        parse(text).map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, error.into()))
    }

    /// Like [`Columns::text`], where the column may be NULL.
    pub(crate) fn text_or_none<T, E: Into<Box<dyn Error + Send + Sync>>>(
        &mut self,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> rusqlite::Result<Option<T>> {
        if self.is_null()? {
            self.skip(1);
            return Ok(None);
        }
        self.text(parse).map(Some)
    }

    /// A text column as one of a list of names.
    pub(crate) fn named<T>(&mut self, named: impl FnOnce(&str) -> Option<T>) -> rusqlite::Result<T> {
        self.text(|name| named(name).ok_or_else(|| Unknown(name.to_owned())))
    }

    /// A JSON column.
    pub(crate) fn json(&mut self) -> rusqlite::Result<Option<Value>> {
        self.text_or_none(|text| serde_json::from_str(text))
    }

    /// An integer column that the domain keeps in another type; the schema's ranges fit.
    pub(crate) fn integer<T: TryFrom<i64>>(&mut self) -> rusqlite::Result<T> {
        self.number(|number| T::try_from(number).ok())
    }

    /// An integer column as a value of the domain.
    pub(crate) fn number<T>(&mut self, make: impl FnOnce(i64) -> Option<T>) -> rusqlite::Result<T> {
        let index = self.step();
        let number = self.row.get(index)?;
        make(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(index, number))
    }

    /// Like [`Columns::number`], where the column may be NULL.
    pub(crate) fn number_or_none<T>(&mut self, make: impl FnOnce(i64) -> Option<T>) -> rusqlite::Result<Option<T>> {
        if self.is_null()? {
            self.skip(1);
            return Ok(None);
        }
        self.number(make).map(Some)
    }
}

/// A value as the text of a JSON column.
pub(crate) fn to_json(value: &(impl serde::Serialize + ?Sized)) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed { detail: error.to_string() })
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
