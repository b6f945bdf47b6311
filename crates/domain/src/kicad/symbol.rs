//! From a part to a symbol as KiCad's chooser shows it and as it is placed.

use super::{Candidate, Excluded, Mapping, SymbolId};
use crate::manufacturer_part::ManufacturerPart;
use crate::order::search_key;
use crate::part::PartNumber;
use crate::property::{DATASHEET, MANUFACTURER, Property, VALUE};
use crate::revision::Lifecycle;

/// The field with our number: what a BOM that KiCad writes is matched by when it comes back.
const PART_NUMBER: &str = "Part number";
/// The field with the number of the maker.
const MPN: &str = "MPN";

/// The names that no property can have as a field: KiCad has its own meaning for the first ones, and the others are ours.
pub(super) const OWN_FIELDS: &[&str] =
    &["Reference", "Value", "Footprint", "Datasheet", "Description", "Keywords", PART_NUMBER, MPN, MANUFACTURER];

/// What a part that is not released is marked with.
const DRAFT: &str = "DRAFT";

/// A field of a symbol. The names in small letters are those in which KiCad looks for what it has a place for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name, once in a symbol.
    pub name: String,
    /// What it says, on one line; never empty.
    pub value: String,
    /// Whether it is seen in the schematic.
    pub visible: bool,
}

/// A part as KiCad sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// The part's number: its id in the library, and its name in the chooser, unique over all categories.
    pub number: PartNumber,
    /// What the chooser says of it in its list: what it is, and who makes it under which number. KiCad 9 searches nothing
    /// else of parts that it has not shown yet.
    pub summary: String,
    /// What it is found by besides.
    pub keywords: String,
    /// What is drawn.
    pub symbol: SymbolId,
    /// Where it is left out.
    pub excluded: Excluded,
    /// Its fields, those that KiCad knows first.
    pub fields: Vec<Field>,
}

/// Why a part cannot be a symbol. KiCad would draw nothing for it, and place a symbol without pins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// Neither it nor its subcategory names a symbol.
    NoSymbol,
    /// What it names is no symbol of KiCad.
    SymbolUnreadable,
}

impl Symbol {
    /// The symbol of a part, as the mapping of its subcategory says.
    pub fn of(candidate: &Candidate, mapping: &Mapping) -> Result<Self, LeftOut> {
        let Candidate { part, revision, properties, manufacturer_parts } = candidate;
        let symbol = match text(properties, mapping.symbol_property.as_str()) {
            Some(named) => SymbolId::parse(&named).map_err(|_| LeftOut::SymbolUnreadable)?,
            None => mapping.symbol.clone().ok_or(LeftOut::NoSymbol)?,
        };
        let maker = manufacturer_parts.iter().min_by_key(|of| of.status.preference());
        let is_draft = revision.state != Lifecycle::Released;
        let description = description(candidate, is_draft);
        let makers = makers(manufacturer_parts);
        let draft = is_draft.then_some(DRAFT);
        let keywords = joined(" ", draft, &makers);
        let summary = joined(" · ", Some(&description), &makers);
        let named = |name| text(properties, name);
        let mpn = maker.map(|maker| maker.mpn.to_string());
        let value = named(VALUE).or_else(|| mpn.clone()).unwrap_or_else(|| part.name.to_string());
        let of_maker = maker.map(|maker| maker.manufacturer.to_string()).filter(|name| !name.is_empty());

        let mut fields = Fields::default();
        fields.add("reference", mapping.reference.as_ref().map(|letters| letters.as_str().to_owned()), true);
        fields.add("value", Some(value), true);
        fields.add("footprint", text(properties, mapping.footprint_property.as_str()), false);
        fields.add("datasheet", named(DATASHEET), false);
        fields.add("description", Some(description), false);
        fields.add("keywords", Some(keywords.clone()), false);
        fields.add(PART_NUMBER, Some(part.number.to_string()), false);
        fields.add(MPN, mpn, false);
        fields.add(MANUFACTURER, of_maker.or_else(|| named(MANUFACTURER)), false);
        for field in &mapping.fields {
            fields.add(field.property.as_str(), text(properties, field.property.as_str()), field.visible);
        }
        let Fields(fields) = fields;
        Ok(Self { number: part.number.clone(), summary, keywords, symbol, excluded: mapping.excluded, fields })
    }
}

#[derive(Default)]
struct Fields(Vec<Field>);

impl Fields {
    /// Adds a field that says something.
    fn add(&mut self, name: &str, value: Option<String>, visible: bool) {
        self.0.extend(value.filter(|value| !value.is_empty()).map(|value| {
            let value = one_line(&value);
            Field { name: name.to_owned(), value, visible }
        }));
    }
}

/// The text of the property of that name; upper and lower case are alike.
fn text(properties: &[Property], name: &str) -> Option<String> {
    let key = search_key(name);
    let exact = properties.iter().find(|property| property.name.as_str() == name);
    let found = exact.or_else(|| properties.iter().find(|property| search_key(property.name.as_str()) == key));
    found.map(|property| property.value.to_string())
}

fn description(Candidate { part, revision, .. }: &Candidate, is_draft: bool) -> String {
    let mut text = String::new();
    if is_draft {
        text = format!("{DRAFT} {} ({}): ", revision.label, revision.state);
    }
    text.push_str(part.name.as_str());
    if !part.description.as_str().is_empty() {
        text.push_str(", ");
        text.push_str(part.description.as_str());
    }
    one_line(&text)
}

/// All makers and their numbers, so that each of them finds the part.
fn makers(of_part: &[ManufacturerPart]) -> String {
    let mut words = Vec::new();
    for maker in of_part {
        for word in [maker.mpn.as_str(), maker.manufacturer.as_str()] {
            if !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words.join(" ")
}

/// Both texts, as far as they say something.
fn joined(by: &str, first: Option<&str>, second: &str) -> String {
    first.into_iter().chain(Some(second).filter(|text| !text.is_empty())).collect::<Vec<_>>().join(by)
}

/// A text without line breaks and without white space that is wider than one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
