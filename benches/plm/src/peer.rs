//! Plain rusqlite: prepared statements, and rows as plain structs.

use std::path::Path;

use measure::Failure;
use rusqlite::{Connection, Row};

/// The product's statement for what stands below a revision.
pub(crate) const BELOW: &str = include_str!("../../../crates/persistence/src/bom/below.sql");
/// The product's statement for what stands above a part.
pub(crate) const ABOVE: &str = include_str!("../../../crates/persistence/src/bom/above.sql");
/// An explosion as one recursive query.
pub(crate) const EXPLODE: &str = include_str!("explode.sql");

/// The id of the first revision of the part with that name.
pub(crate) fn revision_named(path: &Path, name: &str) -> Result<uuid::Uuid, Failure> {
    const FIND: &str = "SELECT revision.id FROM part JOIN revision ON revision.part_id = part.id WHERE part.name = ?1";
    Ok(Connection::open(path)?.query_row(FIND, [name], |row| row.get(0))?)
}

/// The part that most lines call for, and how many.
pub(crate) fn most_used(path: &Path) -> Result<(uuid::Uuid, u32), Failure> {
    const MOST: &str =
        "SELECT child_part_id, count(*) FROM bom_line GROUP BY child_part_id ORDER BY count(*) DESC LIMIT 1";
    Ok(Connection::open(path)?.query_row(MOST, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// A line as a row has it: nothing is parsed, nothing is checked.
#[expect(dead_code, reason = "a caller gets all of it, and looks at some")]
pub(crate) struct Line {
    pub(crate) id: [u8; 16],
    pub(crate) revision: [u8; 16],
    pub(crate) position: i64,
    pub(crate) child: [u8; 16],
    pub(crate) quantity: i64,
    pub(crate) unit: String,
    pub(crate) designators: String,
    pub(crate) quantity_intended: bool,
    pub(crate) dnp: bool,
    pub(crate) find_number: String,
    pub(crate) note: String,
    pub(crate) pinned: Option<[u8; 16]>,
    pub(crate) substitutes: String,
    pub(crate) counting: Option<[u8; 16]>,
    pub(crate) state: Option<String>,
}

impl Line {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            revision: row.get(1)?,
            position: row.get(2)?,
            child: row.get(3)?,
            quantity: row.get(4)?,
            unit: row.get(5)?,
            designators: row.get(6)?,
            quantity_intended: row.get(7)?,
            dnp: row.get(8)?,
            find_number: row.get(9)?,
            note: row.get(10)?,
            pinned: row.get(11)?,
            substitutes: row.get(12)?,
            counting: row.get(13)?,
            state: row.get(14)?,
        })
    }
}

/// A row of an explosion.
pub(crate) struct Exploded {
    pub(crate) line: Line,
    pub(crate) level: i64,
    pub(crate) path: Vec<u8>,
    /// Not exact: SQLite multiplies in floating point.
    pub(crate) total: f64,
    pub(crate) dnp: bool,
    pub(crate) has_lines: bool,
}

impl Exploded {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            line: Line::read(row)?,
            level: row.get(15)?,
            path: row.get(16)?,
            total: row.get(17)?,
            dnp: row.get(18)?,
            has_lines: row.get(19)?,
        })
    }
}

/// Every row of a statement with one parameter, kept.
pub(crate) fn all<T>(
    connection: &Connection,
    sql: &str,
    of: uuid::Uuid,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, Failure> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([of], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
