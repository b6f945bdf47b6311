//! What a canonical form says, read back: a revision's content as it was hashed.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::canonical::{ContentHash, Form};
use crate::bom::{Designator, FindNumber, LineProperty, Note, Quantity, Unit};
use crate::file;
use crate::part::PartNumber;
use crate::property::{Link, Property, PropertyText, PropertyUnit, PropertyValue};

/// A revision's content, as it was hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// In which form.
    pub form: Form,
    /// The part's number.
    pub number: PartNumber,
    /// The revision's label.
    pub label: String,
    /// Its properties, in the order of the characters of their names.
    pub properties: Vec<Property>,
    /// Its files, in that order too; none before form 2.
    pub files: Vec<FrozenFile>,
    /// Its lines, in the order of the BOM.
    pub lines: Vec<FrozenLine>,
}

/// A file of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenFile {
    /// Its name.
    pub name: String,
    /// The hash of its bytes.
    pub hash: file::ContentHash,
    /// How many there are.
    pub size: u64,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenLine {
    /// The child's number.
    pub number: PartNumber,
    /// The label and the hash of the child's revision; `None` where the release made an exception.
    pub child: Option<(String, ContentHash)>,
    /// How many of it, or how much.
    pub quantity: Quantity,
    /// In which unit.
    pub unit: Unit,
    /// Where they are placed.
    pub designators: Vec<Designator>,
    /// Whether the quantity is meant to differ from the count of designators.
    pub quantity_intended: bool,
    /// Whether it is not fitted.
    pub dnp: bool,
    /// Its number on the drawing.
    pub find_number: FindNumber,
    /// What else there is to say.
    pub note: Note,
    /// The numbers of what may be used instead, and when.
    pub substitutes: Vec<(PartNumber, Note)>,
    /// What else is known of it by name; nothing before form 3.
    pub properties: Vec<LineProperty>,
}

/// What a row of a line says after the child: all but what stands in rows of its own.
type Says = (Quantity, Unit, Vec<Designator>, bool, bool, FindNumber, Note);

impl Frozen {
    /// The number of the form of a text that says to be a canonical form; `None` for another text.
    pub fn form_of(text: &str) -> Option<u32> {
        let (name, form): (String, u32) = serde_json::from_str(text.lines().next()?).ok()?;
        (name == "partwright release").then_some(form)
    }

    /// Reads a canonical form back; `None` for what is none that this program knows.
    pub fn parse(text: &str) -> Option<Self> {
        let form = Form::numbered(Self::form_of(text)?)?;
        let mut rows = text.lines().skip(1);
        let (_, number, label): (Value, PartNumber, String) = serde_json::from_str(rows.next()?).ok()?;
        let mut frozen = Self { form, number, label, properties: Vec::new(), files: Vec::new(), lines: Vec::new() };
        rows.try_for_each(|row| frozen.take(row))?;
        Some(frozen)
    }

    /// Takes one more row.
    fn take(&mut self, row: &str) -> Option<()> {
        let row: Vec<Value> = serde_json::from_str(row).ok()?;
        let (kind, row) = row.split_first()?;
        match (kind.as_str()?, row) {
            ("property", [name, kind, value, unit]) => {
                let value = property(kind.as_str()?, value, unit)?;
                self.properties.push(Property { name: read(name)?, value });
            }
            ("file", [name, _, hash, size]) => {
                self.files.push(FrozenFile { name: read(name)?, hash: read(hash)?, size: read(size)? });
            }
            ("line", [number, label, hash, says]) => {
                let child = match (label, hash) {
                    (Value::Null, Value::Null) => None,
                    (label, hash) => Some((read(label)?, ContentHash::parse(hash.as_str()?).ok()?)),
                };
                let (quantity, unit, designators, quantity_intended, dnp, find_number, note): Says = read(says)?;
                let (number, substitutes, properties) = (read(number)?, Vec::new(), Vec::new());
                self.lines.push(FrozenLine {
                    number,
                    child,
                    quantity,
                    unit,
                    designators,
                    quantity_intended,
                    dnp,
                    find_number,
                    note,
                    substitutes,
                    properties,
                });
            }
            ("substitute", [number, note]) => {
                self.lines.last_mut()?.substitutes.push((read(number)?, read(note)?));
            }
            ("line property", [name, text]) => {
                self.lines.last_mut()?.properties.push(LineProperty { name: read(name)?, text: read(text)? });
            }
            _ => return None,
        }
        Some(())
    }
}

/// What a property says, by the name of its kind.
fn property(kind: &str, value: &Value, unit: &Value) -> Option<PropertyValue> {
    Some(match kind {
        "text" => PropertyValue::Text { text: read::<PropertyText>(value)? },
        "number" => PropertyValue::Number { number: read(value)?, unit: read::<PropertyUnit>(unit)? },
        "boolean" => PropertyValue::Boolean { boolean: value.as_str()?.parse().ok()? },
        "date" => PropertyValue::Date { date: read(value)? },
        "link" => PropertyValue::Link { link: read::<Link>(value)? },
        _ => return None,
    })
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}
