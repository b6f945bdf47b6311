//! Checks: what a transition can ask of a revision before it is taken.

use serde::Serialize;

use super::{Design, Transition, WorkflowError};
use crate::Result;
use crate::part::Part;
use crate::release;
use crate::revision::Revision;
use crate::store::Snapshot;

/// Something that must hold before a transition is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// A BOM that is not empty, where the category is of assemblies.
    Bom,
    /// The properties that the category demands.
    Properties,
    /// A released revision of every part it is made of.
    Children,
    /// A manufacturer part.
    ManufacturerPart,
    /// A file.
    File,
}

impl Check {
    /// Every check.
    pub const ALL: [Self; 5] = [Self::Bom, Self::Properties, Self::Children, Self::ManufacturerPart, Self::File];

    /// What entering the phase Released needs in every workflow; for children a reason can stand instead.
    pub const RULE_4: [Self; 3] = [Self::Bom, Self::Properties, Self::Children];

    /// The check's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bom => "bom",
            Self::Properties => "properties",
            Self::Children => "children",
            Self::ManufacturerPart => "manufacturer_part",
            Self::File => "file",
        }
    }

    /// The check of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.name() == name)
    }

    fn pass(self, seen: &dyn Snapshot, revision: &Revision, part: &Part) -> Result<()> {
        let (number, label) = (part.number.to_string(), revision.label.clone());
        match self {
            Self::Bom => release::check_bom(seen, revision, part),
            Self::Properties => release::check_properties(seen, revision, part),
            Self::Children => {
                let unreleased = release::unreleased(seen, revision)?;
                if unreleased.is_empty() {
                    return Ok(());
                }
                let (count, children) = (unreleased.len(), release::names(&unreleased));
                Err(WorkflowError::ChildNotReleased { count, children }.into())
            }
            Self::ManufacturerPart if seen.manufacturer_parts().of(part.id)?.is_empty() => {
                Err(WorkflowError::ManufacturerPartMissing { number }.into())
            }
            Self::File if seen.files().of(revision.id)?.is_empty() => {
                Err(WorkflowError::FileMissing { number, label }.into())
            }
            Self::ManufacturerPart | Self::File => Ok(()),
        }
    }
}

/// Answers nothing when all checks of a transition hold; else the first that does not.
///
/// Whether children are released is no part of it on the way into Released: a reason can stand instead, and whoever
/// releases is asked for it then.
pub(crate) fn pass(
    seen: &dyn Snapshot,
    (design, transition): (&Design, &Transition),
    revision: &Revision,
    part: &Part,
) -> Result<()> {
    let is_asked_later = design.is_release(transition);
    let mut checks = design.checks(transition).into_iter();
    checks.try_for_each(|check| match check {
        Check::Children if is_asked_later => Ok(()),
        _ => check.pass(seen, revision, part),
    })
}
