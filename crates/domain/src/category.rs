//! Categories: the two-level classification whose codes begin every part number.

mod kept;
mod repository;
mod service;
pub mod starter;

pub use repository::{CategoryReader, CategoryRepository};
pub use service::{CategoryService, NewCategory, NewSubcategory, SubcategoryContent};

pub(crate) use service::{add_category, add_subcategory};

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, refusals};
use crate::id::{CategoryId, SubcategoryId};
use crate::order::search_key;
use crate::property::{Property, PropertyName};
use crate::store::Snapshot;
use crate::text::{read_back, text_value};

refusals! {
    /// Why something about a category was refused.
    pub enum CategoryError {
        CodeInvalid { code: String } = "category.code_invalid",
            "\"{code}\" is not a code; a code has 2 to 5 capital letters or digits and begins with a letter, as EL or RES.";
        NameInvalid { found: String } = "category.name_invalid", "A category's name has 1 to 80 characters; {found}.";
        NotFound { code: String } = "category.not_found",
            "There is no category {code} in this workspace; choose one from the list.";
        InUse { codes: String, parts: u64 } = "category.in_use",
            "{codes} has parts ({parts}) and cannot be removed; parts keep their place.";
        NotEmpty { code: String, subcategories: usize } = "category.not_empty",
            "{code} has subcategories ({subcategories}) and cannot be removed; remove those first.";
        DemandTwice { name: String } = "category.demand_twice",
            "The property {name} is demanded twice; a subcategory demands each property once.";
    }
}

text_value! {
    /// A category's or subcategory's name: 1 to 80 characters.
    CategoryName, check_line(1..=80), CategoryError::NameInvalid
}

/// A code of either level: `EL`, `RES`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// Takes 2 to 5 capital letters or digits that begin with a letter.
    pub fn parse(text: &str) -> Result<Self, CategoryError> {
        let fits = (2..=5).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_uppercase())
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(CategoryError::CodeInvalid { code: text.to_owned() }) }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

read_back!(Code: String => |text| Self::parse(&text));

/// Both codes of a part's place: `EL-RES`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Codes {
    /// The category's code.
    pub category: Code,
    /// The subcategory's code.
    pub subcategory: Code,
}

impl Codes {
    /// Takes `EL-RES`.
    pub fn parse(text: &str) -> Result<Self, CategoryError> {
        let (category, subcategory) =
            text.split_once('-').ok_or_else(|| CategoryError::CodeInvalid { code: text.to_owned() })?;
        Ok(Self { category: Code::parse(category)?, subcategory: Code::parse(subcategory)? })
    }
}

impl fmt::Display for Codes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.category, self.subcategory)
    }
}

impl Serialize for Codes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

read_back!(Codes: String => |text| Self::parse(&text));

/// The upper level: electronics, mechanics, assemblies, documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Its code, unique in the workspace.
    pub code: Code,
    /// Its name.
    pub name: CategoryName,
}

/// The lower level: resistors, capacitors, board assemblies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subcategory {
    /// Its id.
    pub id: SubcategoryId,
    /// The category it belongs to.
    pub category: CategoryId,
    /// Both codes.
    pub codes: Codes,
    /// Its name.
    pub name: CategoryName,
    /// Whether its parts are made of other parts and are expected to have a BOM.
    pub assembly: bool,
    /// The properties that its parts must have to be released, in the order in which they are asked for; each once.
    pub demands: Vec<PropertyName>,
}

/// The subcategory with those codes, which must be there.
pub fn with_codes(seen: &dyn Snapshot, codes: &Codes) -> Result<Subcategory, Error> {
    Ok(seen.categories().find_by_codes(codes)?.ok_or_else(|| CategoryError::NotFound { code: codes.to_string() })?)
}

/// Refuses a list that demands a property twice; upper and lower case are alike.
pub fn check_demands(demands: &[PropertyName]) -> Result<(), CategoryError> {
    let keys: Vec<_> = demands.iter().map(|name| search_key(name.as_str())).collect();
    match demands.iter().zip(&keys).enumerate().find(|(place, (_, key))| keys[..*place].contains(key)) {
        None => Ok(()),
        Some((_, (name, _))) => Err(CategoryError::DemandTwice { name: name.to_string() }),
    }
}

/// The demanded properties that are not there, in the order of the demands; upper and lower case are alike.
pub fn missing(demands: &[PropertyName], properties: &[Property]) -> Vec<PropertyName> {
    let there: Vec<_> = properties.iter().map(|property| search_key(property.name.as_str())).collect();
    demands.iter().filter(|name| !there.contains(&search_key(name.as_str()))).cloned().collect()
}
