//! Two BOMs compared in what one piece of them needs; and what a comparison says of a line, as `beside.rs` tells of lines.

use partwright_domain::bom::{self, AmountDifference, Aspect, BomLine, Difference, StructureLine};
use partwright_domain::id::RevisionId;
use partwright_domain::part::PartSummary;
use partwright_domain::revision::RevisionError;
use partwright_domain::store::Snapshot;
use partwright_domain::workspace::Progress;
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::level::{AmountView, Parts, structure};
use super::{LinePropertyView, SubstituteView, names, substitute_view};
use crate::commands::id;
use crate::commands::part::PartRow;
use crate::commands::revision::RevisionView;
use crate::error::WireError;
use crate::task::Caller;

/// Reading either side, adding each of them up and comparing, and naming what differs.
const STEPS: u64 = 4;

/// Asks in what the needs of two revisions differ.
#[derive(Debug, Deserialize, TS)]
pub struct BomCompareAmountsRequest {
    /// The task under which it can be followed and cancelled.
    task: String,
    /// The run in whose place this one comes, which is ended.
    #[ts(optional = nullable)]
    instead_of: Option<String>,
    before: String,
    after: String,
}

/// The difference between what one piece of two revisions needs.
#[derive(Debug, Serialize, TS)]
pub struct BomAmountsComparison {
    before: ComparedView,
    after: ComparedView,
    /// What differs over all levels, by part number.
    amounts: Vec<AmountDifferenceView>,
}

/// One side of a comparison.
#[derive(Debug, Serialize, TS)]
pub struct ComparedView {
    number: String,
    name: String,
    revision: RevisionView,
}

/// How something differs.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "DifferenceKind")]
pub enum DifferenceKindView {
    Added,
    Removed,
    Changed,
}

/// What of a line differs.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "Aspect")]
pub enum AspectView {
    Part,
    Revision,
    Quantity,
    Designators,
    Intended,
    Dnp,
    Substitutes,
    FindNumber,
    Note,
    Properties,
}

/// What a line says.
#[derive(Debug, Serialize, TS)]
pub struct LineSaysView {
    /// The number of the part.
    number: String,
    /// The label of the part's revision that counts.
    revision: String,
    /// Whether the line is pinned to that revision.
    pinned: bool,
    substitutes: Vec<SubstituteView>,
    quantity: String,
    unit: String,
    designators: Vec<String>,
    quantity_intended: bool,
    dnp: bool,
    find_number: String,
    note: String,
    properties: Vec<LinePropertyView>,
}

/// A part of which another amount is needed.
#[derive(Debug, Serialize, TS)]
pub struct AmountDifferenceView {
    kind: DifferenceKindView,
    child: PartRow,
    unit: String,
    before: Option<AmountView>,
    after: Option<AmountView>,
}

/// In what the needs of one piece of two revisions differ, over all levels.
pub fn compare_amounts(
    caller: &Caller<'_>,
    request: BomCompareAmountsRequest,
) -> Result<BomAmountsComparison, WireError> {
    let BomCompareAmountsRequest { task, instead_of, before, after } = request;
    let (before, after) = (id(&before, "bom_compare_amounts")?, id(&after, "bom_compare_amounts")?);
    let task = caller.app.tasks.supersede(task, instead_of)?;
    let mut tell = task.teller(caller);
    Ok(caller.app.workspace()?.store.read_until("bom.compare_amounts", &task.cancel, |snapshot| {
        let mut step = |done| {
            tell(Progress { done, total: STEPS });
            task.cancel.check()
        };
        let sides = (compared(snapshot, before)?, compared(snapshot, after)?);
        step(0)?;
        let first = structure(snapshot, before)?;
        step(1)?;
        let second = structure(snapshot, after)?;
        step(2)?;
        let differences = bom::compare_flat(&bom::flat(&first), &bom::flat(&second));
        step(3)?;
        let mut parts = Parts::new(snapshot);
        let amounts = parts.by_number(differences, |difference| (difference.part, None))?;
        let amounts = amounts.into_iter().map(|difference| {
            task.cancel.check()?;
            parts.amount(difference)
        });
        let amounts = amounts.collect::<Result<_>>()?;
        step(STEPS)?;
        let (before, after) = sides;
        Ok::<_, Error>(BomAmountsComparison { before, after, amounts })
    })?)
}

/// One side of a comparison; it must be there.
pub(super) fn compared(snapshot: &dyn Snapshot, id: RevisionId) -> Result<ComparedView> {
    let revision = snapshot.revisions().find(id)?.ok_or(RevisionError::NotFound)?;
    let part = snapshot.parts().get(revision.part)?;
    let revision = RevisionView::find_author(snapshot, revision)?;
    Ok(ComparedView { number: part.number.to_string(), name: part.name.to_string(), revision })
}

/// A difference with a place for either side, as the page has it.
pub(super) struct Sides<'l> {
    pub(super) kind: DifferenceKindView,
    pub(super) before: Option<&'l StructureLine>,
    pub(super) after: Option<&'l StructureLine>,
    pub(super) aspects: Vec<AspectView>,
}

impl<'l> From<Difference<'l>> for Sides<'l> {
    fn from(difference: Difference<'l>) -> Self {
        let (kind, before, after, aspects) = match difference {
            Difference::Added(entry) => (DifferenceKindView::Added, None, Some(entry), Vec::new()),
            Difference::Removed(entry) => (DifferenceKindView::Removed, Some(entry), None, Vec::new()),
            Difference::Changed { before, after, aspects } => {
                (DifferenceKindView::Changed, Some(before), Some(after), aspects)
            }
        };
        Self { kind, before, after, aspects: aspects.into_iter().map(AspectView::from).collect() }
    }
}

impl Parts<'_> {
    pub(super) fn says(&mut self, entry: &StructureLine) -> Result<LineSaysView> {
        let StructureLine { line, counts } = entry;
        let BomLine {
            id: _,
            revision: _,
            position: _,
            child,
            quantity,
            unit,
            designators,
            quantity_intended,
            dnp,
            find_number,
            note,
            pinned,
            substitutes,
            properties,
            origin: _,
        } = line;
        let PartSummary { part, revision, .. } = self.summary(*child, *counts)?;
        let substitutes = substitutes.iter().map(|one| substitute_view(self.snapshot, one.clone()));
        Ok(LineSaysView {
            number: part.number.to_string(),
            revision: revision.label,
            pinned: pinned.is_some(),
            substitutes: substitutes.collect::<Result<_>>()?,
            quantity: quantity.to_string(),
            unit: unit.to_string(),
            designators: names(designators),
            quantity_intended: *quantity_intended,
            dnp: *dnp,
            find_number: find_number.to_string(),
            note: note.to_string(),
            properties: properties.iter().map(LinePropertyView::from).collect(),
        })
    }

    fn amount(&mut self, difference: AmountDifference) -> Result<AmountDifferenceView> {
        let AmountDifference { part, dimension, before, after } = difference;
        let kind = match (&before, &after) {
            (None, _) => DifferenceKindView::Added,
            (_, None) => DifferenceKindView::Removed,
            (Some(_), Some(_)) => DifferenceKindView::Changed,
        };
        Ok(AmountDifferenceView {
            kind,
            child: self.row(part, None)?,
            unit: dimension.base().to_string(),
            before: before.map(AmountView::from),
            after: after.map(AmountView::from),
        })
    }
}

impl From<Aspect> for AspectView {
    fn from(aspect: Aspect) -> Self {
        match aspect {
            Aspect::Part => Self::Part,
            Aspect::Revision => Self::Revision,
            Aspect::Quantity => Self::Quantity,
            Aspect::Designators => Self::Designators,
            Aspect::Intended => Self::Intended,
            Aspect::Dnp => Self::Dnp,
            Aspect::Substitutes => Self::Substitutes,
            Aspect::FindNumber => Self::FindNumber,
            Aspect::Note => Self::Note,
            Aspect::Properties => Self::Properties,
        }
    }
}
