//! KiCad: what its symbol chooser is shown of a workspace, and how a part becomes a symbol there.
//!
//! Which property of a part becomes what of a symbol is the workspace's to say, for each subcategory ([`Mapping`]); where it
//! says nothing, [`Mapping::standard`] does. Whether and where a server answers KiCad is no part of it: that is said at each
//! machine.

mod kept;
mod offer;
mod repository;
mod service;
mod starter;
mod survey;
mod symbol;

pub use offer::{Candidate, OfferFilter, OfferPage, find, mapping_of, page, shown, subcategories};
pub use repository::{KicadReader, KicadRepository};
pub use service::KicadService;
pub use survey::{Examples, Survey, survey};
pub use symbol::{Field, LeftOut, Symbol};

pub(crate) use service::forget;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::refusals;
use crate::id::SubcategoryId;
use crate::order::search_key;
use crate::property::PropertyName;
use crate::text::read_back;

refusals! {
    /// Why something about KiCad was refused.
    pub enum KicadError {
        SymbolInvalid { text: String } = "kicad.symbol_invalid",
            "\"{text}\" does not name a symbol; name a library of KiCad and a symbol in it, as Device:R.";
        ReferenceInvalid { text: String } = "kicad.reference_invalid",
            "\"{text}\" is no beginning of a designator; it has 1 to 10 letters, as R or LED.";
        FieldReserved { name: String } = "kicad.field_reserved",
            "{name} is a field that every symbol has already; choose other properties to become fields.";
        FieldTwice { name: String } = "kicad.field_twice",
            "The property {name} is named twice; each becomes a field once.";
        PortInvalid { text: String } = "kicad.port_invalid",
            "\"{text}\" is no port; give a number from 1024 to 65535.";
        PortTaken { port: u16 } = "kicad.port_taken",
            "Port {port} of this machine is in use by another program, or by another Partwright; choose another port, and save the library file again.";
        NotStarted { detail: String } = "kicad.not_started",
            "The server for KiCad could not be started ({detail}); try again.";
        TokenInvalid = "kicad.token_invalid", "This is no token of Partwright's; make a new one.";
        FileFailed { path: String, detail: String } = "kicad.file_failed",
            "The library file {path} could not be written or read ({detail}); choose a place that you may write to.";
        SettingsFailed { detail: String } = "kicad.settings_failed",
            "What this machine remembers of KiCad could not be read or written ({detail}).";
    }
}

/// The name under which a part's symbol is kept, as `Device:R`.
pub const SYMBOL: &str = "Symbol";

/// A symbol in a library of KiCad: `Device:R`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SymbolId(String);

impl SymbolId {
    /// Takes the nickname of a library, a colon, and a symbol's name, together at most 200 characters on one line.
    pub fn parse(text: &str) -> Result<Self, KicadError> {
        let text = text.trim();
        let names = text.split_once(':').is_some_and(|(library, symbol)| {
            let is_name = |name: &str| !name.is_empty() && name == name.trim() && !name.contains([':', '/', '\\']);
            is_name(library) && is_name(symbol)
        });
        if names && text.chars().count() <= 200 && !text.contains(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KicadError::SymbolInvalid { text: text.chars().take(80).collect() })
        }
    }

    /// The library and the symbol, as KiCad writes them.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

read_back!(SymbolId: String => |text| Self::parse(&text));

impl fmt::Display for SymbolId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What the designators of a kind of part begin with: `R`, `LED`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Reference(String);

impl Reference {
    /// Takes 1 to 10 letters of ASCII.
    pub fn parse(text: &str) -> Result<Self, KicadError> {
        let text = text.trim();
        if (1..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KicadError::ReferenceInvalid { text: text.chars().take(80).collect() })
        }
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

read_back!(Reference: String => |text| Self::parse(&text));

/// Where a kind of part is left out of what KiCad makes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excluded {
    /// Left out of its bill of materials.
    pub bom: bool,
    /// Left out of the board.
    pub board: bool,
    /// Left out of a simulation.
    pub simulation: bool,
}

/// A property that becomes a field of the symbol under its own name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedField {
    /// The property.
    pub property: PropertyName,
    /// Whether it is seen in the schematic.
    pub visible: bool,
}

/// What of a subcategory's parts becomes what of a symbol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The subcategory; it has one mapping.
    pub subcategory: SubcategoryId,
    /// Whether its parts are offered at all.
    pub offered: bool,
    /// The property that names a part's symbol.
    pub symbol_property: PropertyName,
    /// The symbol of parts without that property; without one they are left out.
    pub symbol: Option<SymbolId>,
    /// What designators begin with; as the symbol says where nothing is said here.
    pub reference: Option<Reference>,
    /// The property that names a part's footprint.
    pub footprint_property: PropertyName,
    /// Where the parts are left out.
    pub excluded: Excluded,
    /// The properties that become fields, in their order; each once, upper and lower case alike.
    pub fields: Vec<MappedField>,
}

impl Mapping {
    /// Refuses fields that stand twice, or that every symbol has already.
    pub fn check(&self) -> Result<(), KicadError> {
        let keys: Vec<_> = self.fields.iter().map(|field| search_key(field.property.as_str())).collect();
        for (place, (field, key)) in self.fields.iter().zip(&keys).enumerate() {
            let name = || field.property.to_string();
            if symbol::OWN_FIELDS.iter().any(|own| search_key(own) == *key) {
                return Err(KicadError::FieldReserved { name: name() });
            }
            if keys.iter().take(place).any(|earlier| earlier == key) {
                return Err(KicadError::FieldTwice { name: name() });
            }
        }
        Ok(())
    }
}

/// What is offered of the workspace as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// Whether parts that were never released are offered too, marked as drafts.
    pub drafts: bool,
}
