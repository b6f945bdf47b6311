//! Rows as a peer writes them: their values ready, with the statement that adds one.

use rusqlite::types::Value;
use rusqlite::{Connection, Params, Row, Transaction, params_from_iter};

use crate::Failure;

/// The index of the search keeps terms and no texts, so what is put into it is put together again from the terms.
const INDEX: &str = "
    SELECT doc, coalesce(group_concat(term, ' ') FILTER (WHERE col = 'head'), ''),
        coalesce(group_concat(term, ' ') FILTER (WHERE col = 'inside'), ''),
        coalesce(group_concat(term, ' ') FILTER (WHERE col = 'fact'), '')
    FROM search_term WHERE doc > ?1 GROUP BY doc";

const TAKE_SEQUENCE: &str = include_str!("../../../crates/persistence/src/part/take_sequence.sql");
const PUT_IN_INDEX: &str = include_str!("../../../crates/persistence/src/search/put.sql");
const NOTHING_IS_DUE: &str = "DELETE FROM search_due";

/// Rows of a table, with the statement that adds one.
pub struct Rows {
    sql: String,
    rows: Vec<Vec<Value>>,
}

impl Rows {
    /// The rows of a table for which `new` holds.
    pub fn of(connection: &Connection, table: &str, new: &str, parameters: impl Params) -> Result<Self, Failure> {
        let all = format!("SELECT * FROM {table} WHERE {new} ORDER BY 1");
        let order = if connection.prepare(&all)?.column_count() > 1 { ", 2" } else { "" };
        let (columns, rows) = read(connection, &format!("{all}{order}"), parameters)?;
        let (marks, columns) = (vec!["?"; columns.len()].join(", "), columns.join(", "));
        Ok(Self { sql: format!("INSERT INTO {table} ({columns}) VALUES ({marks})"), rows })
    }

    /// What the index of the search has of the parts after that sequence.
    pub fn of_index(connection: &Connection, last: i64) -> Result<Self, Failure> {
        Ok(Self { sql: PUT_IN_INDEX.to_owned(), rows: read(connection, INDEX, [last])?.1 })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds them with one prepared statement.
    pub fn insert(&self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        let mut statement = transaction.prepare(&self.sql)?;
        for row in &self.rows {
            statement.execute(params_from_iter(row))?;
        }
        Ok(())
    }
}

/// Takes so many numbers for parts, one after the other.
pub fn take_sequences(transaction: &Transaction<'_>, count: usize) -> Result<(), Failure> {
    let mut take = transaction.prepare(TAKE_SEQUENCE)?;
    for _ in 0..count {
        take.query_row([], |row| row.get::<_, i64>(0))?;
    }
    Ok(())
}

/// Says that the index of the search is in step with the parts.
pub fn nothing_is_due(transaction: &Transaction<'_>) -> Result<(), Failure> {
    transaction.execute(NOTHING_IS_DUE, [])?;
    Ok(())
}

fn read(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
) -> Result<(Vec<String>, Vec<Vec<Value>>), Failure> {
    let mut statement = connection.prepare(sql)?;
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let values = |row: &Row<'_>| (0..columns.len()).map(|index| row.get(index)).collect();
    let rows = statement.query_map(parameters, values)?.collect::<rusqlite::Result<_>>()?;
    Ok((columns, rows))
}
