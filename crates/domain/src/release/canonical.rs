//! The canonical forms of a revision's content, and its hash. `docs/guides/releasing.md` describes them for whoever wants
//! to compute it with other tools; what is hashed once must come out the same for ever, so another form gets another number.
//!
//! The form is text in UTF-8: lines that end in a line feed, each a JSON array without white space. A child is named with
//! the hash of its own content, so that the hash of a product covers all levels below it while each revision is hashed once.

use std::fmt;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::ReleaseError;
use crate::bom::{BomLine, LineProperty, Substitute};
use crate::file::File;
use crate::property::{Property, PropertyValue};
use crate::store::StoreError;

/// In which form a release was hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Properties and lines. Releases were hashed so before files were part of one.
    One,
    /// Properties, files and lines.
    Two,
    /// As two, and the properties of each line.
    Three,
}

/// Every form, the first one first.
const FORMS: [Form; 3] = [Form::One, Form::Two, Form::Three];

impl Form {
    /// The form's number, which is also its first line's.
    pub const fn number(self) -> u32 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }

    /// The form of that number; `None` for one of a newer program.
    pub fn numbered(number: u32) -> Option<Self> {
        FORMS.into_iter().find(|form| form.number() == number)
    }
}

impl fmt::Display for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number().fmt(formatter)
    }
}

impl Serialize for Form {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.number())
    }
}

/// A SHA-256, written as 64 hexadecimal digits in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The hash of a text.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// Takes 64 hexadecimal digits in lower case.
    pub fn parse(text: &str) -> Result<Self, ReleaseError> {
        let invalid = || ReleaseError::HashInvalid { text: text.chars().take(80).collect() };
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let digits: Vec<u8> = text.bytes().map(digit).collect::<Option<_>>().ok_or_else(invalid)?;
        let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        if digits.len() == 64 { bytes.try_into().map(Self).map_err(|_| invalid()) } else { Err(invalid()) }
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl Serialize for ContentHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a revision consists of, as it is hashed.
#[derive(Debug, Clone, Copy)]
pub struct Content<'c> {
    /// The part's number.
    pub number: &'c str,
    /// The revision's label.
    pub label: &'c str,
    /// Its properties, in any order.
    pub properties: &'c [Property],
    /// Its files, in any order; form 1 passes them over.
    pub files: &'c [File],
    /// Its lines, in the order of the BOM.
    pub lines: &'c [HashedLine<'c>],
}

/// A line, and what is known of its child.
#[derive(Debug, Clone, Copy)]
pub struct HashedLine<'c> {
    /// The line.
    pub line: &'c BomLine,
    /// The child's part number.
    pub number: &'c str,
    /// The label and the hash of the child's revision; `None` where the release made an exception.
    pub child: Option<(&'c str, ContentHash)>,
    /// The part numbers of the line's substitutes, in their order.
    pub substitutes: &'c [String],
}

/// The canonical form of a revision's content. Properties, also those of a line, and files stand in the order of their names' characters, lines in
/// the order of the BOM.
pub fn write(form: Form, content: &Content<'_>) -> Result<String, StoreError> {
    let Content { number, label, properties, files, lines } = content;
    let mut text = String::new();
    row(&mut text, &("partwright release", form))?;
    row(&mut text, &("revision", number, label))?;
    let mut properties: Vec<&Property> = properties.iter().collect();
    properties.sort_by(|one, other| one.name.cmp(&other.name));
    for Property { name, value } in properties {
        let (kind, value, unit) = written(value);
        row(&mut text, &("property", name, kind, value, unit))?;
    }
    if form >= Form::Two {
        write_files(&mut text, files)?;
    }
    for HashedLine { line, number, child, substitutes: numbers } in *lines {
        let BomLine {
            id: _,
            revision: _,
            position: _,
            child: _,
            quantity,
            unit,
            designators,
            quantity_intended,
            dnp,
            find_number,
            note,
            // Told by the child's label and hash.
            pinned: _,
            substitutes,
            properties,
            // How it came to be is no part of what is built.
            origin: _,
        } = line;
        let (label, hash) = child.map_or((None, None), |(label, hash)| (Some(label), Some(hash)));
        let what = (quantity.to_string(), unit.symbol(), designators, quantity_intended, dnp, find_number, note);
        row(&mut text, &("line", number, label, hash, what))?;
        for (Substitute { part: _, note }, number) in substitutes.iter().zip(*numbers) {
            row(&mut text, &("substitute", number, note))?;
        }
        if form >= Form::Three {
            write_line_properties(&mut text, properties)?;
        }
    }
    Ok(text)
}

fn write_files(text: &mut String, files: &[File]) -> Result<(), StoreError> {
    let mut files: Vec<&File> = files.iter().collect();
    files.sort_by(|one, other| one.name.as_str().cmp(other.name.as_str()));
    for File { id: _, revision: _, name, role, content, added: _, added_by: _ } in files {
        row(text, &("file", name, role, content.hash, content.size))?;
    }
    Ok(())
}

fn write_line_properties(text: &mut String, properties: &[LineProperty]) -> Result<(), StoreError> {
    let mut properties: Vec<&LineProperty> = properties.iter().collect();
    properties.sort_by(|one, other| one.name.cmp(&other.name));
    properties.into_iter().try_for_each(|LineProperty { name, text: says }| row(text, &("line property", name, says)))
}

fn written(value: &PropertyValue) -> (&'static str, String, &str) {
    match value {
        PropertyValue::Text { text } => ("text", text.to_string(), ""),
        PropertyValue::Number { number, unit } => ("number", number.to_string(), unit.as_str()),
        PropertyValue::Boolean { boolean } => ("boolean", boolean.to_string(), ""),
        PropertyValue::Date { date } => ("date", date.to_string(), ""),
        PropertyValue::Link { link } => ("link", link.as_str().to_owned(), ""),
    }
}

fn row(text: &mut String, row: &impl Serialize) -> Result<(), StoreError> {
    let json = serde_json::to_string(row).map_err(|error| StoreError::Failed { detail: error.to_string() })?;
    text.push_str(&json);
    text.push('\n');
    Ok(())
}
