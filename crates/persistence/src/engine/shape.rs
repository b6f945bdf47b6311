//! Whether a file's schema is what its steps make. The rules that stand in it hold no more when somebody takes them out past the
//! engine, and what is put in is run with every unit.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{EngineError, Schema, migrate};

/// Each thing of a schema, by its kind and name, with its statement.
type Things = BTreeMap<(String, String), String>;

/// What of the file's schema is not as its own steps make it, a sentence each.
pub(super) fn differences(connection: &Connection, schema: Schema) -> Result<Vec<String>, EngineError> {
    let made = Connection::open_in_memory()?;
    migrate::take_all(&made, schema, migrate::version(connection)?)?;
    let (made, found) = (things(&made)?, things(connection)?);
    let lacking = made.iter().filter_map(|(thing, statement)| match found.get(thing) {
        None => Some(sentence(thing, "is not there")),
        Some(other) if other != statement => Some(sentence(thing, "is not as Partwright makes it")),
        Some(_) => None,
    });
    let strange =
        found.keys().filter(|thing| !made.contains_key(thing)).map(|thing| sentence(thing, "is not Partwright's"));
    Ok(lacking.chain(strange).collect())
}

fn sentence((kind, name): &(String, String), what: &str) -> String {
    format!(
        "the {kind} {name} of the schema {what}; the schema was changed past Partwright, restore a backup from before"
    )
}

/// What SQLite makes for itself is left out, such as what it knows of how often a value is there.
fn things(connection: &Connection) -> rusqlite::Result<Things> {
    let mut statement = connection.prepare(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND NOT (type IN ('table', 'index') AND name LIKE 'sqlite\\_%' ESCAPE '\\')",
    )?;
    // What was changed past SQLite need not be text any more.
    let things = statement.query_map([], |row| {
        let text = |place: usize| {
            Ok::<_, rusqlite::Error>(String::from_utf8_lossy(row.get_ref(place)?.as_bytes()?).into_owned())
        };
        Ok(((text(0)?, text(1)?), lines(&text(2)?)))
    })?;
    things.collect()
}

/// A statement without what surrounds its lines, which an editor may have changed. A comment ends with its line, so lines count.
fn lines(statement: &str) -> String {
    statement.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
