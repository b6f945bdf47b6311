//! Errors: rich enums inside a room, a stable code and a sentence at the edge.
//!
//! A room declares its errors with `refusals!`, which keeps the three things together that must not drift apart: the
//! variant, its code and its sentence. `docs/ERRORS.md` is generated from the same table.

use crate::approval::ApprovalError;
use crate::audit::{AuditError, ChainError};
use crate::bom::BomError;
use crate::category::CategoryError;
use crate::decimal::DecimalError;
use crate::edit::EditError;
use crate::export::ExportError;
use crate::file::FileError;
use crate::import::ImportError;
use crate::kicad::KicadError;
use crate::manufacturer_part::ManufacturerPartError;
use crate::page::PageError;
use crate::part::PartError;
use crate::person::PersonError;
use crate::property::PropertyError;
use crate::release::ReleaseError;
use crate::revision::RevisionError;
use crate::search::SearchError;
use crate::store::StoreError;
use crate::supplier_part::SupplierPartError;
use crate::time::DateError;
use crate::workflow::WorkflowError;
use crate::workspace::WorkspaceError;

/// Declares an error enum whose every variant has a stable code and a sentence that says what is allowed.
macro_rules! refusals {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $variant:ident $({ $($field:ident: $type:ty),* $(,)? })? = $code:literal, $message:literal; )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum $name {
            $(
                #[doc = $message]
                #[error($message)]
                $variant $({ $(#[doc = concat!("The ", stringify!($field), " that the sentence names.")] $field: $type),* })?,
            )*
        }

        impl $name {
            /// Every code of this enum with its sentence, for the generated reference.
            pub const CODES: &'static [(&'static str, &'static str)] = &[$(($code, $message)),*];

            /// The stable code of this error; never reused for another meaning.
            pub fn code(&self) -> &'static str {
                match self { $(Self::$variant $({ $($field: _),* })? => $code),* }
            }

            /// The values that the sentence names, by name.
            pub fn fields(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$variant $({ $($field),* })? => vec![$($((stringify!($field), $field.to_string())),*)?]),*
                }
            }
        }
    };
}
pub(crate) use refusals;

/// What a service answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! rooms {
    ($($variant:ident($error:ty)),* $(,)?) => {
        /// Whatever can go wrong behind a service: one variant a room, and one for the store.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum Error {
            $(
                #[doc = concat!("Refused with a [`", stringify!($error), "`].")]
                #[error(transparent)]
                $variant(#[from] $error),
            )*
        }

        impl Error {
            /// The stable code, as listed in `docs/ERRORS.md`.
            pub fn code(&self) -> &'static str {
                match self { $(Self::$variant(error) => error.code()),* }
            }

            /// The values that the sentence names, by name.
            pub fn fields(&self) -> Vec<(&'static str, String)> {
                match self { $(Self::$variant(error) => error.fields()),* }
            }
        }

        /// Every code there is with its sentence, a room after the other.
        pub fn all_codes() -> Vec<(&'static str, &'static str)> {
            let mut codes = Vec::new();
            $(codes.extend_from_slice(<$error>::CODES);)*
            codes
        }
    };
}

rooms! {
    Category(CategoryError),
    Part(PartError),
    Property(PropertyError),
    Revision(RevisionError),
    Bom(BomError),
    ManufacturerPart(ManufacturerPartError),
    SupplierPart(SupplierPartError),
    File(FileError),
    Person(PersonError),
    Approval(ApprovalError),
    Release(ReleaseError),
    Search(SearchError),
    Workflow(WorkflowError),
    Kicad(KicadError),
    Import(ImportError),
    Export(ExportError),
    Audit(AuditError),
    Chain(ChainError),
    Decimal(DecimalError),
    Date(DateError),
    Workspace(WorkspaceError),
    Page(PageError),
    Edit(EditError),
    Store(StoreError),
}
