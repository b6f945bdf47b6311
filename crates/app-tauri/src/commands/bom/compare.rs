//! Two BOMs side by side.

use partwright_domain::Result;
use partwright_domain::bom::{self, Aspect, Compared, Difference, Structure, StructureLine};
use partwright_domain::id::RevisionId;
use partwright_domain::revision::RevisionError;
use partwright_domain::store::Snapshot;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::super::revision::RevisionView;
use super::{BomLineView, id, line_view, revision_view, summary};
use crate::app::App;
use crate::error::WireError;

/// Compares two revisions, of one part or of two.
#[derive(Debug, Deserialize, TS)]
pub struct BomCompareRequest {
    before: String,
    after: String,
    /// Whether to compare the assemblies below as well.
    deep: bool,
}

/// What is different about a line that stands in both.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BomAspect {
    Part,
    Revision,
    Quantity,
    Designators,
    Dnp,
    Substitutes,
    FindNumber,
    Note,
}

/// A line that is only in one, or not the same in both.
#[derive(Debug, Serialize, TS)]
pub struct BomDifference {
    /// Null where it was added.
    before: Option<BomLineView>,
    /// Null where it was removed.
    after: Option<BomLineView>,
    /// Empty where it was added or removed.
    aspects: Vec<BomAspect>,
}

/// The differences between two revisions on one level.
#[derive(Debug, Serialize, TS)]
pub struct BomComparison {
    /// 0 for the two that were asked about.
    level: usize,
    /// The part whose revisions they are; of two parts, the one after.
    number: String,
    name: String,
    before: RevisionView,
    after: RevisionView,
    differences: Vec<BomDifference>,
    /// How many lines are the same.
    same: usize,
}

/// Compares two revisions.
pub fn compare(app: &App, request: BomCompareRequest) -> Result<Vec<BomComparison>, WireError> {
    let BomCompareRequest { before, after, deep } = request;
    let (before, after) = (id(&before, "bom_compare")?, id(&after, "bom_compare")?);
    Ok(app.workspace()?.store.read("bom.compare", |snapshot| view(snapshot, before, after, deep))?)
}

fn view(snapshot: &dyn Snapshot, before: RevisionId, after: RevisionId, deep: bool) -> Result<Vec<BomComparison>> {
    let structure =
        |revision| Ok::<_, partwright_domain::Error>(Structure::new(revision, snapshot.boms().below(revision)?)?);
    let (before, after) = (structure(before)?, structure(after)?);
    bom::compare(&before, &after, deep).into_iter().map(|compared| one(snapshot, compared)).collect()
}

fn one(snapshot: &dyn Snapshot, compared: Compared<'_>) -> Result<BomComparison> {
    let Compared { level, before, after, differences, same } = compared;
    let part = snapshot.revisions().find(after)?.ok_or(RevisionError::NotFound)?.part;
    let part = summary(snapshot, part)?.part;
    let line = |entry: Option<&StructureLine>| entry.map(|entry| line_view(snapshot, entry.line.clone())).transpose();
    let difference = |Difference { before, after, aspects }: Difference<'_>| {
        let aspects = aspects.into_iter().map(BomAspect::from).collect();
        Ok(BomDifference { before: line(before)?, after: line(after)?, aspects })
    };
    Ok(BomComparison {
        level,
        number: part.number.to_string(),
        name: part.name.to_string(),
        before: revision_view(snapshot, before)?,
        after: revision_view(snapshot, after)?,
        differences: differences.into_iter().map(difference).collect::<Result<_>>()?,
        same,
    })
}

impl From<Aspect> for BomAspect {
    fn from(aspect: Aspect) -> Self {
        match aspect {
            Aspect::Part => Self::Part,
            Aspect::Revision => Self::Revision,
            Aspect::Quantity => Self::Quantity,
            Aspect::Designators => Self::Designators,
            Aspect::Dnp => Self::Dnp,
            Aspect::Substitutes => Self::Substitutes,
            Aspect::FindNumber => Self::FindNumber,
            Aspect::Note => Self::Note,
        }
    }
}
