//! Records: what a command answers, as the same fields in every format.

use serde::Serialize;
use serde_json::Value;

/// A row of a list. Its fields in JSON are its columns in CSV; a table shows some of them.
pub trait Record: Serialize {
    /// The fields, in the order in which they are written.
    const COLUMNS: &'static [Column];

    /// How deep it stands in a tree; people see the first of its texts moved in as far.
    fn depth(&self) -> usize {
        0
    }
}

/// A field of a record.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name, in JSON and in CSV.
    pub key: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Whether a table shows it.
    pub in_table: bool,
}

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything that stands on the left of its column.
    Text,
    /// A number, which stands on the right.
    Number,
    /// A moment, to the millisecond for programs and to the minute for people.
    Time,
}

/// A field that a table shows.
pub(crate) const fn text(key: &'static str) -> Column {
    Column { key, kind: Kind::Text, in_table: true }
}

/// A number that a table shows.
pub(crate) const fn number(key: &'static str) -> Column {
    Column { key, kind: Kind::Number, in_table: true }
}

/// A field that a table leaves out.
pub(crate) const fn unseen(key: &'static str) -> Column {
    Column { key, kind: Kind::Text, in_table: false }
}

/// A moment that a table shows.
pub(crate) const fn time(key: &'static str) -> Column {
    Column { key, kind: Kind::Time, in_table: true }
}

impl Column {
    /// What stands over the column in a table: `find_number` is `Find number`.
    pub fn title(&self) -> String {
        title(self.key)
    }
}

/// A key as people read it.
pub(crate) fn title(key: &str) -> String {
    if matches!(key, "mpn" | "dnp") {
        return key.to_uppercase();
    }
    let words = key.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A record's fields as JSON.
pub(crate) fn fields(record: &impl Serialize) -> serde_json::Result<Value> {
    serde_json::to_value(record)
}

/// A field as a cell of CSV: `true` and `false` as such, lists separated by spaces.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| format!("{name}={}", cell(value))).collect::<Vec<_>>().join("; ")
        }
        Value::Array(list) => list.iter().map(cell).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

impl Column {
    /// The field as a cell of a table.
    pub(crate) fn shown(&self, value: &Value) -> String {
        let shown = shown(value);
        match (self.kind, shown.get(..10), shown.get(11..16)) {
            (Kind::Time, Some(day), Some(minute)) => format!("{day} {minute}"),
            _ => shown,
        }
    }
}

/// A field as a cell of a table: `yes` or nothing, and nothing that would move the cursor.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => String::new(),
        other => harmless(&cell(other)),
    }
}

/// The text without characters that a terminal would obey.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
