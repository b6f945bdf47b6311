//! How subcategories are shown to KiCad of which nobody has said anything.
//!
//! A symbol says which pin is which. So a symbol is only assumed for what has two pins that are alike, or one; for a diode
//! or a transistor a part has to name its own, because a wrong guess would be a wrong board.

use super::{Excluded, Mapping, Reference, SYMBOL, SymbolId};
use crate::category::{Codes, Subcategory};
use crate::property::{FOOTPRINT, PropertyName};

/// A subcategory of the starter set: its codes, what designators begin with, and the symbol where none can be wrong.
type Known = (&'static str, &'static str, Option<&'static str>);

#[rustfmt::skip]
const KNOWN: &[Known] = &[
    ("EL-ANT", "AE",  None),
    ("EL-BAT", "BT",  None),
    ("EL-CAP", "C",   Some("Device:C")),
    ("EL-CON", "J",   None),
    ("EL-DIO", "D",   None),
    ("EL-DIS", "DS",  None),
    ("EL-FUS", "F",   Some("Device:Fuse")),
    ("EL-ICT", "U",   None),
    ("EL-IND", "L",   Some("Device:L")),
    ("EL-MOD", "A",   None),
    ("EL-PSU", "PS",  None),
    ("EL-RES", "R",   Some("Device:R")),
    ("EL-SEN", "U",   None),
    ("EL-SWI", "SW",  None),
    ("EL-TPT", "TP",  Some("Connector:TestPoint")),
    ("EL-TRA", "Q",   None),
    ("EL-XTL", "Y",   None),
];

/// Subcategories of electronics that stand in no schematic.
const NOT_DRAWN: &[&str] = &["EL-CAB", "EL-PCA", "EL-PCB"];

/// Categories of the starter set that stand in no schematic.
const NOT_ELECTRIC: &[&str] = &["AS", "DO", "ME"];

impl Mapping {
    /// How a subcategory is shown of which nothing was said: what the starter set calls assemblies, documents and mechanics
    /// not at all, all else with the symbols that its parts name.
    pub fn standard(subcategory: &Subcategory) -> Self {
        let Codes { category, .. } = &subcategory.codes;
        let codes = subcategory.codes.to_string();
        let is_drawn = !NOT_DRAWN.contains(&codes.as_str()) && !NOT_ELECTRIC.contains(&category.as_str());
        let known = KNOWN.iter().find(|(known, ..)| *known == codes);
        Self {
            subcategory: subcategory.id,
            offered: is_drawn && !subcategory.assembly,
            symbol_property: PropertyName::known(SYMBOL),
            symbol: known.and_then(|(_, _, symbol)| *symbol).map(|symbol| SymbolId(symbol.to_owned())),
            reference: known.map(|(_, reference, _)| Reference((*reference).to_owned())),
            footprint_property: PropertyName::known(FOOTPRINT),
            excluded: Excluded::default(),
            fields: Vec::new(),
        }
    }
}
