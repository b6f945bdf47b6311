//! Replacing a part in all drafts: first what would happen, then all of it at once.

use partwright_domain::bom::{self, ReplacePlan, Replacement};
use partwright_domain::id::PartId;
use partwright_domain::store::Snapshot;
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::names;
use crate::app::App;
use crate::commands::part::find;
use crate::commands::revision::RevisionView;
use crate::error::WireError;

/// Asks what replacing a part in every draft that calls for it would do.
#[derive(Debug, Deserialize, TS)]
pub struct BomReplacePreviewRequest {
    /// Ids or numbers.
    old: String,
    new: String,
}

/// Replaces a part as the preview showed.
#[derive(Debug, Deserialize, TS)]
pub struct BomReplaceApplyRequest {
    /// Ids or numbers.
    old: String,
    new: String,
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

/// What replacing a part everywhere would do.
pub fn replace_preview(app: &App, request: BomReplacePreviewRequest) -> Result<BomReplacePreview, WireError> {
    let BomReplacePreviewRequest { old, new } = request;
    Ok(app.workspace()?.store.read("bom.replace_preview", |snapshot| {
        let (old, new) = both(snapshot, &old, &new)?;
        preview(snapshot, bom::plan_replacement(snapshot.boms(), snapshot.parts(), snapshot.revisions(), old, new)?)
    })?)
}

/// Replaces a part everywhere, and answers how many revisions changed.
pub fn replace_apply(app: &App, request: BomReplaceApplyRequest) -> Result<usize, WireError> {
    let BomReplaceApplyRequest { old, new, fingerprint } = request;
    let workspace = app.workspace()?;
    let (old, new) = workspace.store.read("bom.replace_parts", |snapshot| both(snapshot, &old, &new))?;
    Ok(workspace.boms.replace(&workspace.actor()?, old, new, fingerprint)?.len())
}

fn both(snapshot: &dyn Snapshot, old: &str, new: &str) -> Result<(PartId, PartId)> {
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
