//! A table that rows are put back into: what its rows look like, and which of them may stay.

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, params_from_iter};

/// A column, in the place where a row keeps it.
#[derive(Debug)]
struct Column {
    name: String,
    /// As a STRICT table declares it.
    kind: String,
    may_be_null: bool,
    has_default: bool,
    part: Part,
}

/// What a column is of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The rowid under another name: then the row itself has nothing there.
    Rowid,
    Key,
    Rest,
}

impl Column {
    fn is_rowid(&self) -> bool {
        self.part == Part::Rowid
    }

    fn is_key(&self) -> bool {
        self.part != Part::Rest
    }
}

/// A reference as SQLite lists it: its number, the table it is to, and our columns with theirs.
type Listed = (i64, String, Vec<(String, String)>);

/// A table of the new file.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: String,
    columns: Vec<Column>,
}

/// What came of a row.
#[derive(Debug)]
pub(super) enum Placed {
    Kept,
    /// The rule that it breaks, as SQLite names it.
    Refused(String),
}

/// A reference from one table to another.
struct Reference {
    to: String,
    /// A condition that holds for rows, of which what they refer to is not there.
    dangling: String,
    columns: Vec<String>,
}

/// A row that was changed or removed because of what it refers to.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) key: String,
    pub(super) to: String,
    /// Whether the row stays, and only refers to nothing any more.
    pub(super) stays: bool,
}

/// The tables that a schema made, in the order in which it did.
pub(super) fn all(target: &Connection) -> rusqlite::Result<Vec<Table>> {
    const TABLES: &str = "SELECT name, wr FROM pragma_table_list JOIN sqlite_schema USING (name)
        WHERE schema = 'main' AND pragma_table_list.type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        ORDER BY sqlite_schema.rowid";
    let mut statement = target.prepare(TABLES)?;
    let names = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
    names
        .map(|named| named.and_then(|(name, keyed)| Ok(Table { columns: columns(target, &name, keyed)?, name })))
        .collect()
}

/// A table without rowids keeps its key first, and then what else it has.
fn columns(target: &Connection, table: &str, is_keyed: bool) -> rusqlite::Result<Vec<Column>> {
    const COLUMNS: &str =
        "SELECT name, upper(type), \"notnull\", dflt_value IS NOT NULL, pk FROM pragma_table_xinfo(?1)
        WHERE hidden = 0 ORDER BY CASE WHEN ?2 AND pk > 0 THEN pk ELSE 1000 + cid END";
    let mut statement = target.prepare(COLUMNS)?;
    let mut columns: Vec<Column> = statement
        .query_map((table, is_keyed), |row| {
            Ok(Column {
                name: row.get(0)?,
                kind: row.get(1)?,
                may_be_null: !row.get::<_, bool>(2)?,
                has_default: row.get(3)?,
                part: if row.get::<_, i64>(4)? > 0 { Part::Key } else { Part::Rest },
            })
        })?
        .collect::<Result<_, _>>()?;
    let keys = columns.iter().filter(|column| column.is_key()).count();
    if let Some(only) = columns.iter_mut().find(|column| column.is_key() && column.kind == "INTEGER")
        && keys == 1
    {
        only.part = if is_keyed { Part::Key } else { Part::Rowid };
    }
    Ok(columns)
}

/// The indexes of a table that each of its rows is in.
pub(super) fn complete_indexes(target: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = target.prepare("SELECT name FROM pragma_index_list(?1) WHERE NOT partial")?;
    let names = statement.query_map([table], |row| row.get(0))?;
    names.collect()
}

impl Table {
    /// Whether there is a row of the same key.
    pub(super) fn has(&self, target: &Connection, rowid: Option<i64>, values: &[Value]) -> rusqlite::Result<bool> {
        let keys: Vec<(String, Value)> = if let Some(rowid) = rowid {
            vec![("rowid".to_owned(), Value::Integer(rowid))]
        } else {
            let keys = self.columns.iter().zip(values).filter(|(column, _)| column.is_key());
            keys.map(|(column, value)| (quoted(&column.name), value.clone())).collect()
        };
        let conditions: Vec<String> = keys.iter().map(|(column, _)| format!("{column} IS ?")).collect();
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE {})", quoted(&self.name), conditions.join(" AND "));
        let values = params_from_iter(keys.into_iter().map(|(_, value)| value));
        target.prepare_cached(&sql)?.query_row(values, |row| row.get(0))
    }

    /// Whether a row could be one of this table, by the number and the types of its values.
    pub(super) fn fits(&self, rowid: Option<i64>, values: &[Value]) -> bool {
        let has_rowids = self.columns.iter().any(Column::is_rowid) || !self.columns.iter().any(Column::is_key);
        (rowid.is_some() == has_rowids)
            && values.len() <= self.columns.len()
            && self.columns[values.len()..].iter().all(|column| column.has_default || column.may_be_null)
            && self.columns.iter().zip(values).all(|(column, value)| match value {
                Value::Null => column.is_rowid() || column.may_be_null,
                _ if column.is_rowid() => false,
                Value::Integer(_) => matches!(column.kind.as_str(), "INTEGER" | "INT" | "REAL" | "ANY"),
                Value::Real(_) => matches!(column.kind.as_str(), "REAL" | "ANY"),
                Value::Text(_) => matches!(column.kind.as_str(), "TEXT" | "ANY"),
                Value::Blob(_) => matches!(column.kind.as_str(), "BLOB" | "ANY"),
            })
    }

    /// Puts a row into the table, if no rule of the schema is against it.
    pub(super) fn put(&self, target: &Connection, rowid: Option<i64>, values: Vec<Value>) -> rusqlite::Result<Placed> {
        let count = values.len().min(self.columns.len());
        let names: Vec<String> = self.columns[..count].iter().map(|column| quoted(&column.name)).collect();
        let places = vec!["?"; count].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({places})", quoted(&self.name), names.join(", "));
        let values = self.columns.iter().zip(values).map(|(column, value)| match (column.is_rowid(), rowid) {
            (true, Some(rowid)) => Value::Integer(rowid),
            _ => value,
        });
        match target.prepare_cached(&sql)?.execute(params_from_iter(values)) {
            Ok(_) => Ok(Placed::Kept),
            Err(rusqlite::Error::SqliteFailure(failure, said)) if failure.code == ErrorCode::ConstraintViolation => {
                Ok(Placed::Refused(said.unwrap_or_else(|| failure.to_string())))
            }
            Err(error) => Err(error),
        }
    }

    /// How a row is called in a report.
    pub(super) fn key_of(&self, rowid: Option<i64>, values: &[Value]) -> String {
        if let Some(rowid) = rowid {
            return rowid.to_string();
        }
        let keys = self.columns.iter().zip(values).filter(|(column, _)| column.is_key());
        keys.map(|(_, value)| shown(value)).collect::<Vec<_>>().join(" / ")
    }

    pub(super) fn count(&self, target: &Connection) -> rusqlite::Result<u64> {
        let sql = format!("SELECT count(*) FROM {}", quoted(&self.name));
        let count: i64 = target.query_row(&sql, [], |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    pub(super) fn empty(&self, target: &Connection) -> rusqlite::Result<()> {
        target.execute(&format!("DELETE FROM {}", quoted(&self.name)), []).map(drop)
    }

    /// Takes away what refers to nothing: the reference where a row may be without one, else the row.
    pub(super) fn cut_dangling(&self, target: &Connection) -> rusqlite::Result<Vec<Cut>> {
        let mut cuts = Vec::new();
        for Reference { to, dangling, columns } in self.references(target)? {
            let keys: Vec<String> =
                self.columns.iter().filter(|column| column.is_key()).map(|column| quoted(&column.name)).collect();
            let table = quoted(&self.name);
            let sql = format!("SELECT {} FROM {table} WHERE {dangling}", keys.join(", "));
            let mut found = target.prepare(&sql)?;
            let found: Vec<String> = found
                .query_map([], |row| {
                    let keys = (0..keys.len()).map(|place| row.get(place).map(|value| shown(&value)));
                    Ok(keys.collect::<rusqlite::Result<Vec<_>>>()?.join(" / "))
                })?
                .collect::<Result<_, _>>()?;
            if found.is_empty() {
                continue;
            }
            let optional = self.columns.iter().find(|column| column.may_be_null && columns.contains(&column.name));
            let mut stays = false;
            if let Some(column) = optional {
                let sql = format!("UPDATE OR IGNORE {table} SET {} = NULL WHERE {dangling}", quoted(&column.name));
                stays = target.execute(&sql, [])? == found.len();
            }
            target.execute(&format!("DELETE FROM {table} WHERE {dangling}"), [])?;
            cuts.extend(found.into_iter().map(|key| Cut { key, to: to.clone(), stays }));
        }
        Ok(cuts)
    }

    fn references(&self, target: &Connection) -> rusqlite::Result<Vec<Reference>> {
        const REFERENCES: &str =
            "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq";
        let mut statement = target.prepare(REFERENCES)?;
        let rows = statement.query_map([&self.name], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        })?;
        let mut references: Vec<Listed> = Vec::new();
        for row in rows {
            let (id, to, ours, theirs) = row?;
            match references.last_mut() {
                Some((last, _, pairs)) if *last == id => pairs.push((ours, theirs)),
                _ => references.push((id, to, vec![(ours, theirs)])),
            }
        }
        let reference = |(_, to, pairs): Listed| {
            let ours = |column: &str| format!("{}.{}", quoted(&self.name), quoted(column));
            let given: Vec<String> = pairs.iter().map(|(column, _)| format!("{} IS NOT NULL", ours(column))).collect();
            let same: Vec<String> = pairs
                .iter()
                .map(|(column, theirs)| format!("referred.{} = {}", quoted(theirs), ours(column)))
                .collect();
            let dangling = format!(
                "{} AND NOT EXISTS (SELECT 1 FROM {} AS referred WHERE {})",
                given.join(" AND "),
                quoted(&to),
                same.join(" AND ")
            );
            Reference { to, dangling, columns: pairs.into_iter().map(|(column, _)| column).collect() }
        };
        Ok(references.into_iter().map(reference).collect())
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A value in a report: ids in hexadecimal digits.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.chars().take(80).collect(),
        Value::Blob(bytes) => bytes.iter().take(32).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat(),
    }
}
