//! Manufacturer parts: which products of which makers are good for a part.

mod repository;
mod service;

pub use repository::{ManufacturerPartReader, ManufacturerPartRepository};
pub use service::ManufacturerPartService;

pub(crate) use service::add;

use std::fmt;

use serde::Serialize;

use crate::error::refusals;
use crate::id::{ManufacturerPartId, PartId};
use crate::order::match_key;
use crate::text::text_value;

refusals! {
    /// Why something about a manufacturer part was refused.
    pub enum ManufacturerPartError {
        ManufacturerInvalid { found: String } = "manufacturer_part.manufacturer_invalid",
            "A manufacturer's name has at most 120 characters on one line; {found}.";
        MpnInvalid { found: String } = "manufacturer_part.mpn_invalid",
            "A manufacturer part number has 1 to 120 characters on one line; {found}.";
        NotFound = "manufacturer_part.not_found", "There is no such manufacturer part in this workspace.";
    }
}

text_value! {
    /// A manufacturer's name; empty when a BOM gave only the number.
    Manufacturer, check_line(0..=120), ManufacturerPartError::ManufacturerInvalid
}

text_value! {
    /// A manufacturer part number: 1 to 120 characters.
    Mpn, check_line(1..=120), ManufacturerPartError::MpnInvalid
}

/// How far a manufacturer part may be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Status {
    /// May be used.
    #[default]
    Active,
    /// The one to use.
    Preferred,
    /// May be used instead.
    Alternate,
    /// Not for anything new.
    #[serde(rename = "Not recommended")]
    NotRecommended,
    /// No longer made.
    Obsolete,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::Active, Self::Preferred, Self::Alternate, Self::NotRecommended, Self::Obsolete];

    /// The status's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Preferred => "Preferred",
            Self::Alternate => "Alternate",
            Self::NotRecommended => "Not recommended",
            Self::Obsolete => "Obsolete",
        }
    }

    /// Its place among what can be bought, the first to be taken first.
    pub const fn preference(self) -> u8 {
        match self {
            Self::Preferred => 0,
            Self::Active => 1,
            Self::Alternate => 2,
            Self::NotRecommended => 3,
            Self::Obsolete => 4,
        }
    }

    /// The status of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a manufacturer part is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewManufacturerPart {
    /// Who makes it.
    pub manufacturer: Manufacturer,
    /// Their number.
    pub mpn: Mpn,
    /// How far it may be used.
    pub status: Status,
}

/// A maker's product that is good for a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ManufacturerPart {
    /// Its id.
    pub id: ManufacturerPartId,
    /// The part it is good for.
    pub part: PartId,
    /// Who makes it.
    pub manufacturer: Manufacturer,
    /// Their number.
    pub mpn: Mpn,
    /// How far it may be used.
    pub status: Status,
}

impl ManufacturerPart {
    /// A new one on a part.
    pub fn of(id: ManufacturerPartId, part: PartId, new: NewManufacturerPart) -> Self {
        let NewManufacturerPart { manufacturer, mpn, status } = new;
        Self { id, part, manufacturer, mpn, status }
    }

    /// The number as matching sees it; see [`match_key`].
    pub fn mpn_key(&self) -> String {
        match_key(self.mpn.as_str())
    }

    /// The maker's name as matching sees it.
    pub fn manufacturer_key(&self) -> String {
        match_key(self.manufacturer.as_str())
    }
}
