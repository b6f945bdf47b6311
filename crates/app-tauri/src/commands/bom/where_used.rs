//! Where a part is used at all levels, and what would become of that if another took its place.

use partwright_domain::bom::{self, Amount, Dimension, ReplacePlan, Replacement, UsedIn};
use partwright_domain::id::PartId;
use partwright_domain::revision::RevisionError;
use partwright_domain::store::Snapshot;
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::super::part::find;
use super::super::revision::RevisionView;
use super::{UseView, names, revision_view, summary, use_view};
use crate::app::App;
use crate::error::WireError;

/// Asks where a part is used, by its id or its number.
#[derive(Debug, Deserialize, TS)]
pub struct BomWhereUsedRequest {
    part: String,
}

/// Where a part is used.
#[derive(Debug, Serialize, TS)]
pub struct BomWhereUsed {
    /// By level, then by part number.
    uses: Vec<BomUsedIn>,
    /// The lines on which it may be used instead of another part.
    substitute_in: Vec<UseView>,
}

/// A revision that contains the part.
#[derive(Debug, Serialize, TS)]
pub struct BomUsedIn {
    number: String,
    name: String,
    revision: RevisionView,
    /// 1 where it has a line with the part.
    level: usize,
    /// How much goes into one: `4`, or `4 each + 0.5 m`.
    quantity: String,
    /// The same for what is not populated; empty for nothing.
    not_fitted: String,
    /// Whether nothing else calls for this revision.
    top: bool,
}

/// Replaces a part in every draft that calls for it.
#[derive(Debug, Deserialize, TS)]
pub struct BomReplacePreviewRequest {
    /// Ids or numbers.
    old: String,
    new: String,
}

/// Replaces a part as the preview showed.
#[derive(Debug, Deserialize, TS)]
pub struct BomReplaceApplyRequest {
    #[serde(flatten)]
    preview: BomReplacePreviewRequest,
    /// The preview's fingerprint.
    fingerprint: String,
}

/// What replacing a part would do.
#[derive(Debug, Serialize, TS)]
pub struct BomReplacePreview {
    old: String,
    new: String,
    lines: Vec<BomReplaceLine>,
    /// How many of them would change.
    changing: usize,
    /// Names this plan; `bom_replace_apply` refuses when the plan would be another by then.
    fingerprint: String,
}

/// What would become of one line.
#[derive(Debug, Serialize, TS)]
pub struct BomReplaceLine {
    line: String,
    number: String,
    name: String,
    revision: RevisionView,
    quantity: String,
    unit: String,
    designators: Vec<String>,
    /// Why it stays as it is; null where it would change.
    refused: Option<String>,
}

/// Where a part is used at all levels.
pub fn where_used(app: &App, request: BomWhereUsedRequest) -> Result<BomWhereUsed, WireError> {
    let BomWhereUsedRequest { part } = request;
    Ok(app.workspace()?.store.read("bom.where_used", |snapshot| view(snapshot, find(snapshot, &part)?))?)
}

/// What replacing a part everywhere would do.
pub fn replace_preview(app: &App, request: BomReplacePreviewRequest) -> Result<BomReplacePreview, WireError> {
    Ok(app.workspace()?.store.read("bom.replace_preview", |snapshot| {
        let (old, new) = both(snapshot, &request)?;
        preview(snapshot, bom::plan_replacement(snapshot.boms(), snapshot.parts(), snapshot.revisions(), old, new)?)
    })?)
}

/// Replaces a part everywhere, and answers how many revisions changed.
pub fn replace_apply(app: &App, request: BomReplaceApplyRequest) -> Result<usize, WireError> {
    let BomReplaceApplyRequest { preview, fingerprint } = request;
    let workspace = app.workspace()?;
    let (old, new) = workspace.store.read("bom.replace_parts", |snapshot| both(snapshot, &preview))?;
    Ok(workspace.boms.replace(&workspace.actor()?, old, new, fingerprint)?.len())
}

fn both(snapshot: &dyn Snapshot, request: &BomReplacePreviewRequest) -> Result<(PartId, PartId)> {
    let BomReplacePreviewRequest { old, new } = request;
    Ok((find(snapshot, old)?, find(snapshot, new)?))
}

fn preview(snapshot: &dyn Snapshot, plan: ReplacePlan) -> Result<BomReplacePreview> {
    let (fingerprint, changing) = (plan.fingerprint(), plan.changing().count());
    let ReplacePlan { old, new, lines } = plan;
    let one = |Replacement { line, revision, parent, refused }: Replacement| {
        Ok::<_, Error>(BomReplaceLine {
            line: line.id.to_string(),
            number: parent.number.to_string(),
            name: parent.name.to_string(),
            revision: RevisionView::find_author(snapshot, revision)?,
            quantity: line.quantity.to_string(),
            unit: line.unit.to_string(),
            designators: names(&line.designators),
            refused: refused.map(|error| error.to_string()),
        })
    };
    Ok(BomReplacePreview {
        old: old.number.to_string(),
        new: new.number.to_string(),
        lines: lines.into_iter().map(one).collect::<Result<_>>()?,
        changing,
        fingerprint,
    })
}

fn view(snapshot: &dyn Snapshot, part: PartId) -> Result<BomWhereUsed> {
    let used = bom::where_used(part, &snapshot.boms().above(part)?)?;
    let one = |UsedIn { revision, level, amounts, top }: UsedIn| {
        let parent = snapshot.revisions().find(revision)?.ok_or(RevisionError::NotFound)?.part;
        let parent = summary(snapshot, parent)?.part;
        let told = |part: fn(&Amount) -> String| {
            let told = amounts.iter().map(|(dimension, amount)| (*dimension, part(amount)));
            let told: Vec<_> = told.filter(|(_, amount)| amount != "0").collect();
            match told.as_slice() {
                [(Dimension::Count, pieces)] => pieces.clone(),
                _ => told.iter().map(|(of, amount)| format!("{amount} {}", of.base())).collect::<Vec<_>>().join(" + "),
            }
        };
        let row = BomUsedIn {
            number: parent.number.to_string(),
            name: parent.name.to_string(),
            revision: revision_view(snapshot, revision)?,
            level,
            quantity: told(|amount| amount.fitted.to_string()),
            not_fitted: told(|amount| amount.not_fitted.to_string()),
            top,
        };
        Ok::<_, Error>((parent.number, row))
    };
    let mut uses: Vec<_> = used.into_iter().map(one).collect::<Result<_>>()?;
    uses.sort_by(|(left, a), (right, b)| (a.level, left).cmp(&(b.level, right)));
    let substitute_in = snapshot.boms().substitute_uses(part)?.into_iter().map(|line| use_view(snapshot, line));
    Ok(BomWhereUsed {
        uses: uses.into_iter().map(|(_, row)| row).collect(),
        substitute_in: substitute_in.collect::<Result<_>>()?,
    })
}
