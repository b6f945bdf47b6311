//! Replacing a part everywhere: what would become of each line, and then all of it.

use partwright_domain::Result;
use partwright_domain::bom::{self, BomLine, ReplacePlan, ReplaceRole, Replacement};
use partwright_domain::id::PartId;
use partwright_domain::part::Part;
use partwright_domain::store::{Snapshot, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::cost::BomPartView;
use super::names;
use crate::app::App;
use crate::commands::part::find;
use crate::commands::revision::RevisionView;
use crate::error::WireError;

/// Asks what replacing a part everywhere would do.
#[derive(Debug, Deserialize, TS)]
pub struct BomReplacePreviewRequest {
    /// The id or the number of the part that goes.
    old: String,
    /// The id or the number of the part that comes.
    new: String,
}

/// Replaces a part everywhere, as a preview said.
#[derive(Debug, Deserialize, TS)]
pub struct BomReplaceRequest {
    old: String,
    new: String,
    /// The preview's.
    fingerprint: String,
}

/// What replacing a part everywhere would do.
#[derive(Debug, Serialize, TS)]
pub struct BomReplacePreview {
    old: BomPartView,
    new: BomPartView,
    /// Names exactly this preview.
    fingerprint: String,
    /// How many lines would change.
    changing: usize,
    /// Every line that names the part: those that call for it, then those on which it is a substitute.
    lines: Vec<ReplacementView>,
}

/// What would become of a line.
#[derive(Debug, Serialize, TS)]
#[expect(clippy::struct_excessive_bools, reason = "a line says that many things with yes or no")]
pub struct ReplacementView {
    line: String,
    /// The part in whose BOM it stands.
    number: String,
    name: String,
    revision: RevisionView,
    quantity: String,
    unit: String,
    designators: Vec<String>,
    dnp: bool,
    /// Whether the part is a substitute there.
    substitute: bool,
    /// Whether the line is pinned to a revision of the old part, and would be let go.
    unpinned: bool,
    /// Whether the new part stands on the line already, so that the line names one part less afterwards.
    merged: bool,
    /// Why it stays as it is; null where it would change.
    refusal: Option<WireError>,
}

/// What was replaced.
#[derive(Debug, Serialize, TS)]
pub struct BomReplaced {
    /// In how many BOMs.
    revisions: usize,
}

/// What replacing a part everywhere would do.
pub fn preview(app: &App, request: BomReplacePreviewRequest) -> Result<BomReplacePreview, WireError> {
    let BomReplacePreviewRequest { old, new } = request;
    Ok(app.workspace()?.store.read("bom.replace_preview", |snapshot| {
        let (old, new) = both(snapshot, &old, &new)?;
        let plan = bom::plan_replacement(snapshot.boms(), snapshot.parts(), snapshot.revisions(), old, new)?;
        view(snapshot, plan)
    })?)
}

/// Replaces a part in every Draft.
pub fn replace(app: &App, request: BomReplaceRequest) -> Result<BomReplaced, WireError> {
    let BomReplaceRequest { old, new, fingerprint } = request;
    let workspace = app.workspace()?;
    let (old, new) = workspace.store.read("bom.replace", |snapshot| both(snapshot, &old, &new))?;
    let changed = workspace.boms.replace(&workspace.actor()?, old, new, fingerprint)?;
    Ok(BomReplaced { revisions: changed.len() })
}

fn both(snapshot: &dyn Snapshot, old: &str, new: &str) -> Result<(PartId, PartId)> {
    Ok((find(snapshot, old)?, find(snapshot, new)?))
}

fn view(snapshot: &dyn Snapshot, plan: ReplacePlan) -> Result<BomReplacePreview> {
    let (fingerprint, changing) = (plan.fingerprint(), plan.changing().count());
    let ReplacePlan { old, new, lines } = plan;
    let lines = lines.into_iter().map(|line| replacement(snapshot, &new, line));
    Ok(BomReplacePreview {
        lines: lines.collect::<Result<_, _>>()?,
        old: (&old).into(),
        new: (&new).into(),
        fingerprint,
        changing,
    })
}

fn replacement(snapshot: &dyn Snapshot, new: &Part, replacement: Replacement) -> Result<ReplacementView, StoreError> {
    let Replacement { line, role, revision, parent, refused } = replacement;
    let merged = line.parts().any(|part| part == new.id);
    let BomLine { id, quantity, unit, designators, dnp, pinned, .. } = line;
    Ok(ReplacementView {
        line: id.to_string(),
        number: parent.number.to_string(),
        name: parent.name.to_string(),
        revision: RevisionView::find_author(snapshot, revision)?,
        quantity: quantity.to_string(),
        unit: unit.to_string(),
        designators: names(&designators),
        dnp,
        substitute: role == ReplaceRole::Substitute,
        unpinned: role == ReplaceRole::Child && pinned.is_some(),
        merged,
        refusal: refused.map(WireError::from),
    })
}
