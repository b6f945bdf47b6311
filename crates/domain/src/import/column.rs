//! What a column means: by the names that tools and people give it, or by what its cells look like.

mod content;
mod look;
mod spelling;

pub use content::by_content;
pub(super) use spelling::fold;

use serde::{Deserialize, Serialize};

use super::ImportError;
use super::source::RowSource;
use look::Look;
use spelling::Meaning;

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
    /// The manufacturer part number. Several columns may have it: the others are alternates.
    Mpn,
    /// The manufacturer. Several columns may have it, one for each manufacturer part number.
    Manufacturer,
    /// The number of a part in this workspace.
    PartNumber,
    /// What the part is, in words.
    Description,
    /// A link to the datasheet.
    Datasheet,
    /// Whether the row is not populated.
    Dnp,
    /// Whether the row is populated, the other way round.
    Fitted,
    /// What the quantity counts: `m`.
    Unit,
    /// The number of the line on a drawing.
    FindNumber,
    /// A remark on the line.
    Note,
    /// Something to keep under the column's own name.
    Property,
    /// Something not to keep.
    Ignore,
}

impl Role {
    /// Every role there is.
    pub const ALL: [Self; 16] = [
        Self::Reference,
        Self::Quantity,
        Self::Value,
        Self::Footprint,
        Self::Mpn,
        Self::Manufacturer,
        Self::PartNumber,
        Self::Description,
        Self::Datasheet,
        Self::Dnp,
        Self::Fitted,
        Self::Unit,
        Self::FindNumber,
        Self::Note,
        Self::Property,
        Self::Ignore,
    ];

    /// The role's name in files and requests.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Quantity => "quantity",
            Self::Value => "value",
            Self::Footprint => "footprint",
            Self::Mpn => "mpn",
            Self::Manufacturer => "manufacturer",
            Self::PartNumber => "part_number",
            Self::Description => "description",
            Self::Datasheet => "datasheet",
            Self::Dnp => "dnp",
            Self::Fitted => "fitted",
            Self::Unit => "unit",
            Self::FindNumber => "find_number",
            Self::Note => "note",
            Self::Property => "property",
            Self::Ignore => "ignore",
        }
    }

    /// The role's name, as the user reads it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mpn => "MPN",
            Self::PartNumber => "part number",
            Self::Dnp => "DNP",
            Self::FindNumber => "find number",
            Self::Ignore => "ignored",
            other => other.code(),
        }
    }

    /// Whether only one column can have it. Several MPNs are alternates.
    const fn is_single(self) -> bool {
        !matches!(self, Self::Property | Self::Ignore | Self::Mpn | Self::Manufacturer)
    }
}

/// How much a row looks like a header: the roles its cells name, each once; a cell that ends with a colon is the label of
/// what stands beside it. A row without a column that tells a part from another is no header, whatever else it names. In a
/// list with quantities a description tells parts, and so does a number that somebody sells them by.
pub fn recognised(cells: &[String]) -> usize {
    let names = || cells.iter().filter(|cell| !cell.ends_with(':'));
    let meanings: Vec<Meaning> = names().filter_map(|cell| spelling::meaning(cell)).collect();
    let mut roles: Vec<Role> = meanings.iter().filter_map(first_role).collect();
    roles.sort_unstable();
    roles.dedup();
    let has = |role| roles.contains(&role);
    let describes = || meanings.iter().any(|meaning| meaning.may_be(Role::Description));
    let sells = || names().any(|name| is_order_code(name));
    let tells_parts = has(Role::Reference) || has(Role::Value) || has(Role::Mpn) || has(Role::PartNumber);
    match roles.len() {
        0 => 0,
        many if many >= 2 && (tells_parts || (has(Role::Quantity) && describes())) => many,
        many if !tells_parts && has(Role::Quantity) && sells() => many + 1,
        _ => 0,
    }
}

fn first_role(meaning: &Meaning) -> Option<Role> {
    let roles = meaning.plain.into_iter().chain(meaning.otherwise.iter().copied());
    if meaning.plain == Some(Role::Ignore) { None } else { roles.into_iter().find(|role| *role != Role::Ignore) }
}

/// The longest name that a property can have.
pub(super) const LONGEST_NAME: usize = 80;

/// Whether a column has the numbers by which a distributor sells parts.
fn is_order_code(name: &str) -> bool {
    let name = fold(name);
    ["dk", "digikey", "mouser", "lcsc", "farnell", "newark", "tme"].contains(&name.as_str())
        || (["supplier", "vendor", "distributor", "digikey", "mouser", "lcsc"].iter().any(|who| name.starts_with(who))
            && ["part", "partno", "partnumber", "pn", "sku", "no"].iter().any(|what| name.ends_with(what)))
}

/// Whether a column speaks of who sells the parts.
fn is_of_supplier(name: &str) -> bool {
    ["supplier", "vendor", "distributor"].contains(&fold(name).as_str()) || is_order_code(name)
}

/// A column: its place from 0, its name, and what its cells say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its name in the header; empty where the header ends before it.
    pub name: String,
    /// What its cells say.
    pub role: Role,
    /// Which manufacturer part an MPN or a manufacturer speaks of: 0 the first, 1 its first alternate. 0 for other roles.
    #[serde(default)]
    pub alternate: u8,
}

/// The columns under a header, with the roles that were chosen or else with those their names suggest.
///
/// A name that says its role plainly comes before one that only may mean it, and neither counts where the cells of the first
/// rows contradict it. Of several columns that mean the same, the first gets the role, and the others are kept as properties;
/// MPNs and manufacturers all get theirs.
pub fn columns(header: &[String], first: &[&[String]], chosen: Option<&[Role]>) -> Result<Vec<Column>, ImportError> {
    let roles = match chosen {
        Some(roles) if roles.len() == header.len() => roles.to_vec(),
        Some(roles) => return Err(ImportError::RolesMismatch { given: roles.len(), columns: header.len() }),
        None => suggest(header, first),
    };
    let twice = roles.iter().enumerate().find(|(index, role)| role.is_single() && roles[..*index].contains(role));
    if let Some((_, role)) = twice {
        return Err(ImportError::RoleTwice { role: role.name().to_owned() });
    }
    let alternates = alternates(header, &roles);
    let columns = header.iter().zip(roles).zip(alternates).enumerate();
    Ok(columns
        .map(|(index, ((name, role), alternate))| Column { index, name: name.clone(), role, alternate })
        .collect())
}

impl Column {
    /// Whether it has no name, and nobody said what it means: its cells are spoken of, and not taken in.
    pub(super) fn is_nobodys(&self) -> bool {
        self.name.is_empty() && self.role == Role::Ignore
    }
}

/// Whether columns are those of a BOM: they count parts, or place them.
pub fn is_bom(columns: &[Column]) -> bool {
    has(columns, &[Role::Quantity, Role::Reference])
}

/// Whether columns are those of a list of parts: they name parts, and neither count nor place them.
pub fn is_parts_list(columns: &[Column]) -> bool {
    !is_bom(columns) && has(columns, &[Role::PartNumber, Role::Mpn])
}

fn has(columns: &[Column], any_of: &[Role]) -> bool {
    columns.iter().any(|column| any_of.contains(&column.role))
}

/// The columns of an opened file, as [`columns`] has them.
pub fn columns_of(rows: &dyn RowSource, chosen: Option<&[Role]>) -> Result<Vec<Column>, ImportError> {
    columns(rows.header(), &rows.first_rows(), chosen)
}

fn suggest(header: &[String], first: &[&[String]]) -> Vec<Role> {
    let looks: Vec<Look> = (0..header.len()).map(|index| Look::of(first, index)).collect();
    let meanings: Vec<Meaning> = header.iter().map(|name| spelling::meaning(name).unwrap_or_default()).collect();
    let is_free = |role: Role, taken: &[Option<Role>]| !role.is_single() || !taken.contains(&Some(role));
    let mut roles: Vec<Option<Role>> = vec![None; header.len()];
    for (index, meaning) in meanings.iter().enumerate() {
        roles[index] = meaning.plain.filter(|role| is_free(*role, &roles) && looks[index].allows(*role));
    }
    if is_of_eagle(header)
        && let Some(index) = header.iter().position(|name| matches!(fold(name).as_str(), "part" | "parts"))
    {
        roles[index] = Some(Role::Reference);
    }
    let has = |role, roles: &[Option<Role>]| roles.contains(&Some(role));
    // What the maker, the seller and the company itself call their part numbers has one name. Beside a maker, and where no
    // column says MPN, it is the maker's; beside an MPN or a seller it is the seller's, unless it looks like the company's.
    // Some sellers' numbers show what they are.
    let (has_maker, has_mpn) = (has(Role::Manufacturer, &roles), has(Role::Mpn, &roles));
    let has_seller = header.iter().any(|name| is_of_supplier(name));
    for (index, name) in header.iter().enumerate() {
        if roles[index] != Some(Role::PartNumber) || fold(name) != "partnumber" {
            continue;
        }
        if looks[index].is_of_sold_numbers() {
            roles[index] = Some(Role::Property);
        } else if has_maker && !has_mpn {
            roles[index] = Some(Role::Mpn);
        } else if (has_mpn || has_seller) && !looks[index].is_of_own_numbers() {
            roles[index] = Some(Role::Property);
        }
    }
    for (index, meaning) in meanings.iter().enumerate() {
        if roles[index].is_some() {
            continue;
        }
        // A reference is also the number in a catalogue.
        if meaning.plain == Some(Role::Reference) && looks[index].is_of_numbers() && !has(Role::Mpn, &roles) {
            roles[index] = Some(Role::Mpn);
            continue;
        }
        let may_place = meaning.may_be(Role::Reference) && !has(Role::Reference, &roles);
        let are_places = may_place && looks[index].is_of_designators();
        let fits = |role: &Role| {
            let is_open = *role == Role::Ignore || !has(*role, &roles);
            let is_named = are_places && matches!(role, Role::Value | Role::Description);
            is_open && !is_named && looks[index].bears_out(*role, &header[index])
        };
        let role = meaning.otherwise.iter().copied().find(fits);
        roles[index] = role;
    }
    // In a cart without words, the seller's number is all that is said of a part.
    let tells = [Role::Reference, Role::Value, Role::Mpn, Role::PartNumber, Role::Description];
    let is_bare = has(Role::Quantity, &roles) && tells.iter().all(|role| !has(*role, &roles));
    if is_bare && let Some(index) = header.iter().position(|name| is_order_code(name)) {
        roles[index] = Some(Role::Description);
    }
    let told = told(header);
    for (role, name) in roles.iter_mut().zip(header) {
        if told.contains(&fold(name).as_str()) {
            *role = Some(Role::Ignore);
        }
    }
    // What stands under no name at the end of a row is nobody's column, as long as nobody says that it is one.
    let rest = |name: &String| if name.is_empty() { Role::Ignore } else { Role::Property };
    roles.into_iter().zip(header).map(|(role, name)| role.unwrap_or_else(|| rest(name))).collect()
}

/// Whether a header is that of a list of EAGLE or Fusion, in which parts are their designators, whatever those look like.
fn is_of_eagle(header: &[String]) -> bool {
    let has = |name: &str| header.iter().any(|there| fold(there) == name);
    has("value") && has("package") && (has("device") || has("library"))
}

/// What our own export of a BOM tells of its lines, and the workspace knows by itself; see `export/bom.rs`.
const TOLD_OF_LINES: [&str; 10] = [
    "level",
    "revision",
    "state",
    "name",
    "totalquantity",
    "totalunit",
    "alternates",
    "substitutes",
    "pinned",
    "quantityintended",
];

/// What our own list of parts tells of them, and the workspace knows by itself; see `export/parts.rs`.
const TOLD_OF_PARTS: [&str; 7] = ["revision", "state", "name", "category", "alternates", "created", "author"];

/// The columns that say nothing new in a file that was exported here.
fn told(header: &[String]) -> &'static [&'static str] {
    if is_our_bom(header) {
        &TOLD_OF_LINES
    } else if has_all(header, &["partnumber", "revision", "state", "category", "alternates", "created", "author"]) {
        &TOLD_OF_PARTS
    } else {
        &[]
    }
}

/// Whether a header is that of a BOM that was exported here: nobody else has all these columns.
fn is_our_bom(header: &[String]) -> bool {
    has_all(header, &["partnumber", "state", "substitutes", "pinned", "quantityintended"])
}

fn has_all(header: &[String], names: &[&str]) -> bool {
    names.iter().all(|name| header.iter().any(|there| fold(there) == *name))
}

/// What the properties are called that columns are kept as. A BOM that was exported here says *Line Name* for a property of
/// lines that is called as one of its own columns.
pub(super) fn property_names(columns: &[Column]) -> Vec<String> {
    let header: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let is_ours = is_our_bom(&header);
    let own = |name: &&str| is_ours && header.iter().any(|there| there.eq_ignore_ascii_case(name));
    let name = |column: &Column| match column.name.strip_prefix("Line ").filter(own) {
        Some(name) => name.to_owned(),
        None => property_name(column),
    };
    columns.iter().map(name).collect()
}

/// A column's name as a property may have it: on one line, and not too long.
fn property_name(column: &Column) -> String {
    let is_gap = |character: char| character.is_whitespace() || character.is_control();
    let name = column.name.split(is_gap).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match name.char_indices().nth(LONGEST_NAME - 1) {
        _ if name.is_empty() => format!("Column {}", column.index + 1),
        Some((end, _)) if name.chars().count() > LONGEST_NAME => format!("{}…", &name[..end]),
        _ => name,
    }
}

/// Which manufacturer part each MPN and manufacturer speaks of: by the number in its name, else by its place among its
/// like. `MPN 2` and `Manufacturer 2` are one manufacturer part, and so are the second `MPN` and the second `Manufacturer`.
fn alternates(header: &[String], roles: &[Role]) -> Vec<u8> {
    let places = |role: Role| {
        let mut taken = [false; 256];
        let mut place = |name: &String| {
            let said = spelling::meaning(name).map_or(0, |meaning| meaning.place).max(1);
            let place = (said..=u8::MAX).find(|place| !taken[usize::from(*place)]).unwrap_or(u8::MAX);
            taken[usize::from(place)] = true;
            place
        };
        let of_role = |(index, name)| if roles[index] == role { Some(place(name)) } else { None };
        header.iter().enumerate().map(of_role).collect::<Vec<Option<u8>>>()
    };
    let (mpns, makers) = (places(Role::Mpn), places(Role::Manufacturer));
    let mut there: Vec<u8> = mpns.iter().chain(&makers).copied().flatten().collect();
    there.sort_unstable();
    there.dedup();
    let rank = |place: &u8| there.binary_search(place).ok().and_then(|rank| u8::try_from(rank).ok()).unwrap_or(u8::MAX);
    mpns.iter().zip(&makers).map(|(mpn, maker)| mpn.or(*maker).as_ref().map_or(0, rank)).collect()
}
