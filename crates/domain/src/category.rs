//! Categories: the two-level classification whose codes begin every part number.

mod repository;
mod service;
pub mod starter;

pub use repository::{CategoryReader, CategoryRepository};
pub use service::CategoryService;

use std::fmt;

use serde::Serialize;

use crate::error::refusals;
use crate::id::{CategoryId, SubcategoryId};
use crate::text::text_value;

refusals! {
    /// Why something about a category was refused.
    pub enum CategoryError {
        CodeInvalid { code: String } = "category.code_invalid",
            "\"{code}\" is not a code; a code has 2 to 5 capital letters or digits and begins with a letter, as EL or RES.";
        NameInvalid { found: String } = "category.name_invalid", "A category's name has 1 to 80 characters; {found}.";
        NotFound { code: String } = "category.not_found",
            "There is no category {code} in this workspace; choose one from the list.";
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

/// The upper level: electronics, mechanics, assemblies, documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Its code, unique in the workspace.
    pub code: Code,
    /// Its name.
    pub name: CategoryName,
}

/// The lower level: resistors, capacitors, board assemblies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
}
