//! Parts: anything with a part number, from a resistor to a finished product.

mod kept;
pub mod numbering;
mod removal;
mod repository;
mod service;
mod successor;

pub use numbering::{PartNumber, Sequence};
pub use removal::may_remove;
pub use repository::{Described, PartFilter, PartOrder, PartReader, PartRepository, PartSort, PartTally};
pub use service::{NewPart, PartService};
pub use successor::used_instead;

pub(crate) use service::{add, describe, named};
pub(crate) use successor::succeed;

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::category::Subcategory;
use crate::error::refusals;
use crate::id::{PartId, SubcategoryId};
use crate::manufacturer_part::ManufacturerPart;
use crate::revision::Revision;
use crate::store::Snapshot;
use crate::text::text_value;
use crate::time::Timestamp;

refusals! {
    /// Why something about a part was refused.
    pub enum PartError {
        NumberInvalid { text: String } = "part.number_invalid",
            "\"{text}\" is not a part number; it looks like EL-RES-100042.";
        NameInvalid { found: String } = "part.name_invalid",
            "A part's name has 1 to 200 characters on one line; {found}.";
        DescriptionInvalid { found: String } = "part.description_invalid",
            "A description has at most 4000 characters; {found}.";
        NotFound { part: String } = "part.not_found", "There is no part {part} in this workspace.";
        NumbersUsedUp = "part.numbers_used_up", "This workspace has used all part numbers up to 4294967295.";
        InUse { number: String, uses: String } = "part.in_use",
            "{number} stands in the BOM of {uses} and cannot be removed; take it out there, or make it obsolete.";
        Succeeds { number: String, other: String } = "part.succeeds",
            "{number} is used instead of {other} and cannot be removed; say there what else is used, or make it obsolete.";
        Submitted { number: String, label: String } = "part.submitted",
            "{number} revision {label} was submitted for review, and what others looked at stays; make it obsolete instead.";
        NotObsolete { number: String } = "part.not_obsolete",
            "{number} has no obsolete revision; a successor is named for what is no longer to be used. Make it obsolete first.";
        SuccessorLoop { number: String, successor: String } = "part.successor_loop",
            "{successor} cannot be the successor of {number}: it is the same part, or {number} is already used in its place.";
        IdInvalid { text: String } = "part.id_invalid",
            "\"{text}\" does not name a part; give its number, as EL-RES-100042, or its id.";
    }
}

text_value! {
    /// A part's name: 1 to 200 characters on one line.
    PartName, check_line(1..=200), PartError::NameInvalid
}

text_value! {
    /// What there is to say about a part: at most 4000 characters, lines allowed.
    Description, check_paragraph(0..=4000), PartError::DescriptionInvalid
}

/// Anything with a part number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its id.
    pub id: PartId,
    /// Its number, for ever.
    pub number: PartNumber,
    /// Where it is classified.
    pub subcategory: SubcategoryId,
    /// What it is called.
    pub name: PartName,
    /// What else there is to say.
    pub description: Description,
    /// When it was made.
    pub created: Timestamp,
    /// The part that is used instead, now that this one is obsolete; `None` where none was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successor: Option<PartId>,
}

/// The part with that number, which must be there.
pub fn numbered(seen: &dyn Snapshot, number: &PartNumber) -> Result<Part> {
    Ok(seen.parts().find_by_number(number)?.ok_or_else(|| PartError::NotFound { part: number.to_string() })?)
}

/// A part as lists show it, with what other rooms say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartSummary {
    /// The part.
    pub part: Part,
    /// Its subcategory.
    pub subcategory: Subcategory,
    /// Its newest revision.
    pub revision: Revision,
    /// The name of that revision's author.
    pub author: String,
    /// The first of its manufacturer parts.
    pub manufacturer_part: Option<ManufacturerPart>,
    /// The newest revision's property `Value`, as text.
    pub value: Option<String>,
    /// The newest revision's property `Footprint`, as text.
    pub footprint: Option<String>,
}
