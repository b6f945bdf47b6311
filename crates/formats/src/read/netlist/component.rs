//! A component of a netlist, and what a variant makes of it.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart};

/// What KiCad keeps in properties for itself; it says nothing about the part, and differs from place to place.
const OWN: [&str; 5] = ["Sheetname", "Sheetfile", "ki_keywords", "ki_fp_filters", "ki_locked"];

/// A component.
#[derive(Debug, Clone, Default)]
pub(super) struct Component {
    /// The line in which it begins.
    pub(super) line: u64,
    pub(super) reference: String,
    /// Library and name of the symbol.
    pub(super) symbol: String,
    /// Its fields by name, value and footprint among them.
    pub(super) fields: Vec<(String, String)>,
    pub(super) dnp: bool,
    pub(super) excluded: bool,
    /// What the variants say otherwise, by their names.
    pub(super) variants: Vec<(String, Vec<Change>)>,
}

/// What a variant says otherwise.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Flag(String, bool),
    Field(String, String),
}

impl Component {
    /// The names of the fields that variants have.
    pub(super) fn varied_fields(&self) -> impl Iterator<Item = &String> {
        self.variants.iter().flat_map(|(_, changes)| changes).filter_map(|change| match change {
            Change::Field(name, _) => Some(name),
            Change::Flag(..) => None,
        })
    }

    /// The component as a variant has it.
    pub(super) fn of_variant(mut self, name: Option<&str>) -> Self {
        let variants = std::mem::take(&mut self.variants);
        let changes = variants.into_iter().filter(|(variant, _)| Some(variant.as_str()) == name);
        for change in changes.flat_map(|(_, changes)| changes) {
            match change {
                Change::Flag(name, is_set) => self.set_flag(&name, is_set),
                Change::Field(name, text) => self.set_field(&name, text),
            }
        }
        self
    }

    fn set_flag(&mut self, name: &str, is_set: bool) {
        match name {
            "dnp" => self.dnp = is_set,
            "exclude_from_bom" => self.excluded = is_set,
            _ => {}
        }
    }

    fn set_field(&mut self, name: &str, text: String) {
        match self.fields.iter_mut().find(|(field, _)| field == name) {
            Some((_, there)) => *there = text,
            None => self.fields.push((name.to_owned(), text)),
        }
    }
}

/// A component while it is read.
pub(super) struct Building {
    component: Component,
    /// The name of the field that is read now.
    field: Option<String>,
    text: String,
}

impl Building {
    pub(super) fn new(line: u64, element: &BytesStart<'_>) -> Result<Self, String> {
        let reference = attribute(element, "ref")?.unwrap_or_default();
        let component = Component { line, reference, ..Component::default() };
        Ok(Self { component, field: None, text: String::new() })
    }

    pub(super) fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        self.text.clear();
        match element.name().as_ref() {
            "field" => self.field = attribute(element, "name")?,
            "variant" => {
                let name = attribute(element, "name")?.unwrap_or_default();
                self.component.variants.push((name, Vec::new()));
            }
            "property" => self.property(element)?,
            "libsource" => {
                let said = |name| Ok::<_, String>(attribute(element, name)?.unwrap_or_default());
                let (library, part, description) = (said("lib")?, said("part")?, said("description")?);
                self.component.symbol = if library.is_empty() { part } else { format!("{library}:{part}") };
                self.missing("Description", description);
            }
            _ => {}
        }
        Ok(())
    }

    /// A flag has no value; a variant may take it back with 0.
    fn property(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let name = attribute(element, "name")?.unwrap_or_default();
        let value = attribute(element, "value")?;
        let is_flag = name == "dnp" || name.starts_with("exclude_from_");
        let is_set = !value.as_deref().is_some_and(|value| matches!(value, "0" | "false" | "no" | "False"));
        match self.component.variants.last_mut() {
            Some((_, changes)) if is_flag => changes.push(Change::Flag(name, is_set)),
            Some((_, changes)) => changes.push(Change::Field(name, value.unwrap_or_default())),
            None if is_flag => self.component.set_flag(&name, is_set),
            None if OWN.contains(&name.as_str()) => {}
            None => self.missing(&name, value.unwrap_or_default()),
        }
        Ok(())
    }

    /// Sets a field that is not there or empty.
    fn missing(&mut self, name: &str, text: String) {
        let is_there = self.component.fields.iter().any(|(field, text)| field == name && !text.is_empty());
        if !is_there && !text.is_empty() {
            self.component.set_field(name, text);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), String> {
        let character = reference.resolve_char_ref().map_err(|error| error.to_string())?;
        if let Some(character) = character {
            self.text.push(character);
        } else {
            let known = quick_xml::escape::resolve_predefined_entity(reference);
            self.text.push_str(known.ok_or_else(|| format!("&{}; is not known", &**reference))?);
        }
        Ok(())
    }

    pub(super) fn end(&mut self, element: &str) {
        let text = std::mem::take(&mut self.text);
        let name = match element {
            "value" => "Value".to_owned(),
            "footprint" => "Footprint".to_owned(),
            "datasheet" => "Datasheet".to_owned(),
            "description" => "Description".to_owned(),
            "field" => match self.field.take() {
                Some(name) => name,
                None => return,
            },
            _ => return,
        };
        match self.component.variants.last_mut() {
            // A variant tells about itself in words.
            Some(_) if element == "description" => {}
            Some((_, changes)) => changes.push(Change::Field(name, text)),
            None => self.missing(&name, text),
        }
    }

    pub(super) fn finish(self) -> Component {
        self.component
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    let found = element.try_get_attribute(name).map_err(|error| error.to_string())?;
    let value = found.map(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0));
    value.transpose().map(|value| value.map(std::borrow::Cow::into_owned)).map_err(|error| error.to_string())
}
