//! What goes to KiCad, as JSON in which every value is a text: older versions fail at numbers, booleans and null.

use std::collections::BTreeMap;

use partwright_domain::category::Subcategory;
use partwright_domain::kicad::{Field, Symbol};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// The answer at the root: both keys must be there, and be texts.
#[derive(Serialize)]
pub(crate) struct Root {
    categories: &'static str,
    parts: &'static str,
}

pub(crate) const ROOT: Root = Root { categories: "", parts: "" };

#[derive(Serialize)]
pub(crate) struct CategoryAnswer {
    id: String,
    name: String,
    description: String,
}

impl CategoryAnswer {
    /// A subcategory, with the name of the category it belongs to.
    pub(crate) fn of(subcategory: &Subcategory, categories: &BTreeMap<String, String>) -> Self {
        let Subcategory { codes, name, .. } = subcategory;
        let above = categories.get(codes.category.as_str()).map_or("", String::as_str);
        let description = if above.is_empty() { name.to_string() } else { format!("{above}: {name}") };
        Self { id: codes.to_string(), name: format!("{codes} {name}"), description }
    }
}

/// A part, with everything that is needed to place it, so that KiCad need not ask for it by itself.
#[derive(Serialize)]
pub(crate) struct PartAnswer<'s> {
    id: String,
    name: String,
    description: &'s str,
    keywords: &'s str,
    #[serde(rename = "symbolIdStr")]
    symbol: &'s str,
    exclude_from_bom: &'static str,
    exclude_from_board: &'static str,
    exclude_from_sim: &'static str,
    fields: Fields<'s>,
}

impl<'s> PartAnswer<'s> {
    pub(crate) fn of(symbol: &'s Symbol) -> Self {
        let Symbol { number, summary, keywords, symbol, excluded, fields } = symbol;
        Self {
            id: number.to_string(),
            name: number.to_string(),
            description: summary,
            keywords,
            symbol: symbol.as_str(),
            exclude_from_bom: boolean(excluded.bom),
            exclude_from_board: boolean(excluded.board),
            exclude_from_sim: boolean(excluded.simulation),
            fields: Fields(fields),
        }
    }
}

/// The fields by their names, in their order.
struct Fields<'s>(&'s [Field]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for Field { name, value, visible } in self.0 {
            map.serialize_entry(name, &FieldAnswer { value, visible: boolean(*visible) })?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct FieldAnswer<'s> {
    value: &'s str,
    visible: &'static str,
}

/// How KiCad reads yes and no.
const fn boolean(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}
