//! Identities: one type a thing, so that a part's id cannot be passed where a revision's is meant.
//!
//! Ids are UUID version 7 (RFC 9562): made without asking a database, unique between workspaces, and in order of time, so
//! that rows made together lie together. `docs/decisions/0004-ids.md` has the measurement behind the choice.

use std::fmt;
use std::str::FromStr;

pub use uuid::Uuid;

/// Where new ids come from. Adapters promise that no id is given twice.
pub trait IdSource: Send + Sync {
    /// A new id.
    fn next(&self) -> Uuid;
}

/// Ids from the system's clock and random numbers: what the shipped programs use.
#[derive(Debug, Default, Clone, Copy)]
pub struct TimeOrderedIds;

impl IdSource for TimeOrderedIds {
    fn next(&self) -> Uuid {
        #[expect(clippy::disallowed_methods, reason = "this is the port's one real implementation")]
        Uuid::now_v7()
    }
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )*};
}

ids! {
    /// Names a category.
    CategoryId,
    /// Names a subcategory.
    SubcategoryId,
    /// Names a part.
    PartId,
    /// Names a revision of a part.
    RevisionId,
    /// Names a line of a BOM.
    BomLineId,
    /// Names a manufacturer part.
    ManufacturerPartId,
    /// Names a supplier part.
    SupplierPartId,
    /// Names a person.
    PersonId,
    /// Names a file.
    FileId,
    /// Names a version of a workflow.
    WorkflowId,
    /// Names a file that was imported.
    ImportFileId,
}
