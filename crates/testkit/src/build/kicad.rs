//! How parts are shown to KiCad, in a line of test.

use partwright_domain::id::SubcategoryId;
use partwright_domain::kicad::{Excluded, MappedField, Mapping, Reference, SymbolId};
use partwright_domain::property::PropertyName;

/// A mapping of a subcategory in which nothing is as usual.
pub fn mapping(subcategory: SubcategoryId) -> Mapping {
    let name = |name| PropertyName::parse(name).expect("a name");
    let field = |(property, visible)| MappedField { property: name(property), visible };
    Mapping {
        subcategory,
        offered: true,
        symbol_property: name("KiCad symbol"),
        symbol: Some(SymbolId::parse("Device:R_US").expect("a symbol")),
        reference: Some(Reference::parse("RX").expect("letters")),
        footprint_property: name("Land pattern"),
        excluded: Excluded { bom: false, board: true, simulation: true },
        fields: [("Tolerance", true), ("Größe \"x\" [µ]", false), ("C10", false), ("C2", true)].map(field).to_vec(),
    }
}
