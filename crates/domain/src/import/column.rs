//! What a column means: a table of the names that tools and people give it.

use serde::{Deserialize, Serialize};

use super::ImportError;
use super::table::Table;

/// What a column's cells say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reference designators.
    Reference,
    /// How many, or how much.
    Quantity,
    /// The component's value: `4k7`.
    Value,
    /// The footprint or package.
    Footprint,
    /// The manufacturer part number.
    Mpn,
    /// The manufacturer.
    Manufacturer,
    /// The number of a part in this workspace.
    PartNumber,
    /// What the part is, in words.
    Description,
    /// A link to the datasheet.
    Datasheet,
    /// Whether the row is not populated.
    Dnp,
    /// Something to keep with a new part under the column's own name.
    Property,
    /// Something not to keep.
    Ignore,
}

impl Role {
    /// The role's name, as the user reads it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Quantity => "quantity",
            Self::Value => "value",
            Self::Footprint => "footprint",
            Self::Mpn => "MPN",
            Self::Manufacturer => "manufacturer",
            Self::PartNumber => "part number",
            Self::Description => "description",
            Self::Datasheet => "datasheet",
            Self::Dnp => "DNP",
            Self::Property => "property",
            Self::Ignore => "ignored",
        }
    }

    /// Whether only one column can have it.
    const fn is_single(self) -> bool {
        !matches!(self, Self::Property | Self::Ignore)
    }
}

/// The spellings, folded by [`fold`]. Sources: KiCad's exporters and dialogs, Pcbnew, the InvenTree and KiBot importers'
/// documentation, Altium and EAGLE defaults, and BOMs of public projects.
const SPELLINGS: &[(Role, &[&str])] = &[
    (
        Role::Reference,
        &[
            "reference",
            "references",
            "ref",
            "refs",
            "designator",
            "designators",
            "refdes",
            "referencedesignator",
            "referencedesignators",
            "part",
            "parts",
            "location",
            "position",
        ],
    ),
    (
        Role::Quantity,
        &[
            "quantity",
            "qty",
            "qnty",
            "quant",
            "count",
            "amount",
            "qtyper",
            "qtyperpcb",
            "quantityperpcb",
            "menge",
            "anzahl",
        ],
    ),
    (Role::Value, &["value", "val", "comment", "designation", "wert"]),
    (Role::Footprint, &["footprint", "package", "pattern", "pcbfootprint", "case", "gehause"]),
    (
        Role::Mpn,
        &[
            "mpn",
            "partno",
            "mfrpn",
            "mfgpn",
            "mfrpartno",
            "mfgpartno",
            "manufacturerpartnumber",
            "manufacturerpartno",
            "manufacturerpn",
            "mfrpartnumber",
            "mfgpartnumber",
            "mfrpart",
            "mfgpart",
            "manufacturerpart",
            "libref",
            "manfpartnumber",
            "manf#",
            "mpn#",
            "mfr#",
            "mfgp/n",
            "mfrp/n",
            "manufacturerp/n",
        ],
    ),
    (
        Role::Manufacturer,
        &["manufacturer", "mfg", "mfr", "manf", "maker", "manufacturername", "mfgname", "mfrname", "hersteller"],
    ),
    (Role::PartNumber, &["partnumber", "ipn", "internalpartnumber", "internalpn", "partwright"]),
    (Role::Description, &["description", "desc", "beschreibung"]),
    (Role::Datasheet, &["datasheet", "datasheetlink", "datasheeturl"]),
    (Role::Dnp, &["dnp", "dnf", "dni", "donotpopulate", "donotfit", "donotplace"]),
];

/// Lower case, without white space, dots, underscores, hyphens and accents on vowels: `Qty per PCB` and `qty_per_pcb` are one.
pub(super) fn fold(name: &str) -> String {
    name.chars()
        .filter(|character| {
            !character.is_whitespace() && !matches!(character, '.' | '_' | '-' | ':' | '(' | ')' | '"' | '\'')
        })
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            'ä' => 'a',
            'ö' => 'o',
            'ü' => 'u',
            other => other,
        })
        .collect()
}

fn known(name: &str) -> Option<Role> {
    let name = fold(name);
    SPELLINGS.iter().find(|(_, spellings)| spellings.contains(&name.as_str())).map(|&(role, _)| role)
}

/// How much a row looks like a header: the roles its cells name, each once. A row without a column that tells a part
/// from another is no header, whatever else it names.
pub(super) fn recognised(cells: &[String]) -> usize {
    let mut roles: Vec<Role> = cells.iter().filter_map(|cell| known(cell)).collect();
    roles.sort_unstable();
    roles.dedup();
    let tells_parts =
        roles.iter().any(|role| matches!(role, Role::Reference | Role::Value | Role::Mpn | Role::PartNumber));
    if tells_parts && roles.len() >= 2 { roles.len() } else { 0 }
}

/// A column: its place from 0, its name, and what its cells say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its name in the header.
    pub name: String,
    /// What its cells say.
    pub role: Role,
}

/// The columns of a table, with the roles that were chosen or else with those their names suggest.
///
/// The first column of a name gets the role; what comes after it, and what has no known name, is kept as a property.
pub fn columns(table: &Table, chosen: Option<&[Role]>) -> Result<Vec<Column>, ImportError> {
    let roles = match chosen {
        Some(roles) if roles.len() == table.header.len() => roles.to_vec(),
        Some(roles) => return Err(ImportError::RolesMismatch { given: roles.len(), columns: table.header.len() }),
        None => suggest(&table.header),
    };
    let twice = roles.iter().enumerate().find(|(index, role)| role.is_single() && roles[..*index].contains(role));
    if let Some((_, role)) = twice {
        return Err(ImportError::RoleTwice { role: role.name().to_owned() });
    }
    let name_and_role = table.header.iter().zip(roles).enumerate();
    Ok(name_and_role.map(|(index, (name, role))| Column { index, name: name.clone(), role }).collect())
}

fn suggest(header: &[String]) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::with_capacity(header.len());
    for name in header {
        let role = known(name).filter(|role| !roles.contains(role));
        // Numbering of rows says nothing about a part.
        let fallback = if matches!(fold(name).as_str(), "id" | "#" | "item" | "no" | "nr" | "line") {
            Role::Ignore
        } else {
            Role::Property
        };
        roles.push(role.unwrap_or(fallback));
    }
    roles
}
