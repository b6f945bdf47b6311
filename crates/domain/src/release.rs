//! Releases: what was written down when a revision was released, so that what it was can be proved for ever.

pub mod canonical;
mod check;
mod from_below;
mod frozen;
mod repository;
mod service;
mod together;
mod verify;

pub use canonical::{ContentHash, Form};
pub use check::{Unreleased, unreleased};
pub use frozen::{Frozen, FrozenFile, FrozenLine};
pub use repository::{ReleaseReader, ReleaseRepository};
pub use service::ReleaseService;
pub use together::{Member, together};
pub use verify::{Verified, verify};

pub(crate) use check::{check_bom, check_properties, names};
pub(crate) use from_below::from_below;
pub(crate) use service::release;
pub(crate) use verify::text;

use serde::Serialize;

use crate::error::refusals;
use crate::id::{BomLineId, PersonId, RevisionId};
use crate::text::text_value;
use crate::time::Timestamp;

refusals! {
    /// Why a release was refused.
    pub enum ReleaseError {
        NotFound { number: String, label: String } = "release.not_found",
            "{number} revision {label} has not been released; there is nothing to verify.";
        NotApproved { given: u32, needed: u32 } = "release.not_approved",
            "This revision has {given} of the {needed} approvals that its review asked for; it is released when they are there.";
        BomEmpty { number: String, label: String } = "release.bom_empty",
            "{number} is an assembly, and the BOM of revision {label} is empty; add what it is made of.";
        PropertyMissing { number: String, label: String, names: String } = "release.property_missing",
            "{number} revision {label} lacks what its category demands: {names}. Set these properties.";
        ChildNotReleased { count: usize, children: String } = "release.child_not_released",
            "{count} of the parts it is made of have no released revision: {children}. Release them first, or say why an exception is right.";
        ExceptionInvalid { found: String } = "release.exception_invalid",
            "The reason for an exception has at most 2000 characters; {found}.";
        PlanChanged = "release.plan_changed",
            "What would be released together is not what was shown, and nothing was released. Look at it again and confirm.";
        HashInvalid { text: String } = "release.hash_invalid", "\"{text}\" is no content hash; it has 64 digits from 0 to f.";
    }
}

/// What there is instead of undoing a release.
pub(crate) const STANDS: &str = "what is released is followed by a new revision of the part";

text_value! {
    /// Why a revision is released although parts it is made of are not; empty where all are.
    Exception, check_paragraph(0..=2000), ReleaseError::ExceptionInvalid
}

/// The form in which content is hashed today; see [`canonical`].
pub const FORM: Form = Form::Three;

/// What was written down when a revision was released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Release {
    /// The revision.
    pub revision: RevisionId,
    /// Who released it.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// In which form its content was hashed.
    pub form: Form,
    /// The hash of its content, and through its children's of everything below it.
    pub hash: ContentHash,
    /// Why it was released although parts it is made of were not; empty where all were.
    pub exception: Exception,
}

/// Which released revision of its part a line meant when the BOM was released: its explosion never changes after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReleaseLine {
    /// The line.
    pub line: BomLineId,
    /// The revision; `None` where there was no released one, as the exception says.
    pub child: Option<RevisionId>,
}
