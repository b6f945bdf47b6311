//! What a canonical form says, read back. `docs/guides/releasing.md` describes the form.

use serde_json::Value;

/// How the keys of a line's properties begin in JSON.
const PROPERTY: &str = "property.";

/// A revision's content, as it was hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) form: u64,
    pub(super) number: String,
    pub(super) label: String,
    pub(super) files: Vec<HashedFile>,
    pub(super) lines: Vec<HashedLine>,
}

/// A file of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HashedFile {
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) size: u64,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HashedLine {
    /// The child's number.
    pub(super) number: String,
    /// The label and the hash of the child's revision; `None` where the release made an exception.
    pub(super) child: Option<(String, String)>,
    /// Quantity, unit, designators, whether the quantity is intended, DNP, find number, note.
    pub(super) says: Value,
    /// Its properties, by name.
    pub(super) properties: Vec<(String, String)>,
}

impl Content {
    /// Reads a canonical form; `None` for what is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut rows = text.lines().map(|row| serde_json::from_str::<Vec<Value>>(row).ok());
        let head = rows.next()??;
        let revision = rows.next()??;
        if head.first()?.as_str()? != "partwright release" || revision.first()?.as_str()? != "revision" {
            return None;
        }
        let mut content = Self {
            form: head.get(1)?.as_u64()?,
            number: text_at(&revision, 1)?,
            label: text_at(&revision, 2)?,
            files: Vec::new(),
            lines: Vec::new(),
        };
        for row in rows {
            let row = row?;
            match row.first()?.as_str()? {
                "file" => content.files.push(HashedFile {
                    name: text_at(&row, 1)?,
                    sha256: text_at(&row, 3)?,
                    size: row.get(4)?.as_u64()?,
                }),
                "line" => content.lines.push(HashedLine {
                    number: text_at(&row, 1)?,
                    child: text_at(&row, 2).zip(text_at(&row, 3)),
                    says: row.get(4)?.clone(),
                    properties: Vec::new(),
                }),
                "line property" => content.lines.last_mut()?.properties.push((text_at(&row, 1)?, text_at(&row, 2)?)),
                // Properties, substitutes, and what a later form has: told by the hash as a whole.
                _ => {}
            }
        }
        Some(content)
    }
}

impl HashedLine {
    /// Whether a line of the BOM in JSON says the same.
    pub(super) fn agrees(&self, line: &Value) -> bool {
        let text = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
        let flag = |key: &str| line.get(key).and_then(Value::as_bool).unwrap_or_default();
        let none = Value::Array(Vec::new());
        let said = [
            Value::from(text("quantity")),
            Value::from(text("unit")),
            line.get("designators").unwrap_or(&none).clone(),
            Value::from(flag("quantity_intended")),
            Value::from(flag("dnp")),
            Value::from(text("find_number")),
            Value::from(text("note")),
        ];
        let told = line.as_object().into_iter().flatten().filter(|(key, _)| key.starts_with(PROPERTY));
        let same_properties = told.count() == self.properties.len()
            && self.properties.iter().all(|(name, says)| text(&format!("{PROPERTY}{name}")) == says);
        let label = self.child.as_ref().map_or("", |(label, _)| label);
        text("part_number") == self.number
            && text("revision") == label
            && same_properties
            && self.says.as_array().is_some_and(|says| says.starts_with(&said))
    }
}

fn text_at(row: &[Value], place: usize) -> Option<String> {
    row.get(place)?.as_str().map(str::to_owned)
}
