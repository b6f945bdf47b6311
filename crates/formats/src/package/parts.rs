//! `parts.json`: what parts were called and bought as when the revision was released. The release's hash does not cover it.

use std::collections::BTreeSet;

use partwright_domain::Result;
use partwright_domain::export::ToldPart;
use partwright_domain::part::PartNumber;
use serde::Deserialize;

use super::manifest::VERSION;
use crate::write::failed;

const FORMAT: &str = "partwright-package-parts";

/// What stands in it.
#[derive(Debug, Deserialize)]
struct Told {
    format: String,
    version: u32,
    parts: Vec<ToldPart>,
}

/// Writes it, a part a line.
pub(super) fn write(parts: &[ToldPart]) -> Result<String> {
    let mut text = format!("{{\n\"format\": \"{FORMAT}\",\n\"version\": {VERSION},\n\"parts\": [");
    for (place, part) in parts.iter().enumerate() {
        text.push_str(if place == 0 { "\n" } else { ",\n" });
        text.push_str(&serde_json::to_string(part).map_err(|error| failed(&error))?);
    }
    text.push_str("\n]\n}\n");
    Ok(text)
}

/// Reads it; `None` for what is none.
pub(super) fn read(text: &[u8]) -> Option<Vec<ToldPart>> {
    let Told { format, version, parts } = serde_json::from_slice(text).ok()?;
    (format == FORMAT && version == VERSION).then_some(parts)
}

/// Whether a text tells exactly these parts, as Partwright writes it, to the last byte: each once, by number, and nothing more.
pub(super) fn is_written_so(text: &[u8], parts: &[ToldPart], of: &BTreeSet<&PartNumber>) -> Result<bool> {
    let is_in_order = parts.is_sorted_by(|one, other| one.number.to_string() < other.number.to_string());
    let told: BTreeSet<&PartNumber> = parts.iter().map(|part| &part.number).collect();
    Ok(is_in_order && told == *of && write(parts)?.as_bytes() == text)
}
