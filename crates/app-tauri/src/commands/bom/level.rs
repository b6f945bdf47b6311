//! BOMs over all levels: explosion, flat list, roll-up, comparison and where-used.

use std::collections::HashMap;

use partwright_domain::bom::{
    self, Amount, AmountDifference, Aspect, BomLine, Comparison, Counting, Difference, Dnp, ExplodedLine, Explosion,
    FlatLine, Levels, RollUp, Structure, StructureLine, Unit,
};
use partwright_domain::id::{BomLineId, PartId, RevisionId};
use partwright_domain::page::{MOST_ROWS, PageError};
use partwright_domain::part::PartSummary;
use partwright_domain::revision::RevisionError;
use partwright_domain::store::Snapshot;
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::cost::{self, RolledCost};
use super::{LinePropertyView, SubstituteView, counting_summary, names, substitute_view};
use crate::app::App;
use crate::commands::id;
use crate::commands::part::PartRow;
use crate::commands::revision::{LifecycleView, RevisionView};
use crate::error::WireError;

/// Asks for a page of a revision's explosion.
#[derive(Debug, Deserialize, TS)]
pub struct BomExplodeRequest {
    revision: String,
    /// Whether lines that are not fitted are shown, with all below them.
    dnp: bool,
    /// The `next` of the page before; null for the first page.
    after: Option<String>,
    limit: u32,
}

/// A page of an explosion.
#[derive(Debug, Serialize, TS)]
pub struct BomExplosionPage {
    rows: Vec<ExplodedLineView>,
    /// Where the next page starts; null on the last.
    next: Option<String>,
}

/// A line of an explosion.
#[derive(Debug, Serialize, TS)]
pub struct ExplodedLineView {
    /// The lines through which it is reached; once in an explosion.
    path: String,
    /// From 1, the lines of the revision itself.
    level: usize,
    child: PartRow,
    /// For one piece of the assembly in whose BOM the line stands.
    quantity: String,
    unit: String,
    /// For one piece of the whole: the exact product along the path.
    total: String,
    /// The base unit of what the line's unit measures: m for a line in mm.
    total_unit: String,
    designators: Vec<String>,
    /// Whether it is not fitted, by itself or because of a line above it.
    dnp: bool,
    has_lines: bool,
}

/// Asks for what all lines of a revision come to, over all levels.
#[derive(Debug, Deserialize, TS)]
pub struct BomLevelsRequest {
    revision: String,
}

/// How much one piece of the whole needs.
#[derive(Debug, Serialize, TS)]
pub struct AmountView {
    fitted: String,
    not_fitted: String,
}

/// A part of a flat list, once for each of its revisions that counts and each dimension it is measured in.
#[derive(Debug, Serialize, TS)]
pub struct FlatLineView {
    child: PartRow,
    amount: AmountView,
    /// The base unit: each, m, kg or L.
    unit: String,
    /// How many lines call for it, in all BOMs below.
    line_count: usize,
    /// Whether it has lines of its own, which are in the list too.
    has_lines: bool,
}

/// What the fitted lines of a BOM come to, over all levels.
#[derive(Debug, Serialize, TS)]
pub struct RollUpView {
    /// The worst state of a part that is fitted; null where there is none.
    worst: Option<LifecycleView>,
    /// The mass of all parts whose mass is known.
    grams: String,
    /// How many parts have no known mass, and are not in the sum.
    without_mass: usize,
    /// What the parts of one cost, in the currency in which most of them have prices; null where none has one.
    cost: Option<RolledCost>,
}

/// Asks for the difference between two revisions, of one part or of two.
#[derive(Debug, Deserialize, TS)]
pub struct BomCompareRequest {
    before: String,
    after: String,
}

/// The difference between two BOMs.
#[derive(Debug, Serialize, TS)]
pub struct BomComparison {
    before: ComparedView,
    after: ComparedView,
    /// What differs in their own lines.
    lines: Vec<LineDifferenceView>,
    /// How many lines are alike.
    alike: usize,
    /// What differs in what one piece needs over all levels.
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

/// A line that differs.
#[derive(Debug, Serialize, TS)]
pub struct LineDifferenceView {
    kind: DifferenceKindView,
    /// The part it calls for: what it says in the second BOM, if it stands there.
    child: PartRow,
    /// What the first BOM says; null where the line was added.
    before: Option<LineSaysView>,
    /// What the second says; null where it was removed.
    after: Option<LineSaysView>,
    aspects: Vec<AspectView>,
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

/// A page of a revision's explosion.
pub fn explode(app: &App, request: BomExplodeRequest) -> Result<BomExplosionPage, WireError> {
    let BomExplodeRequest { revision, dnp, after, limit } = request;
    let revision = id(&revision, "bom_explode")?;
    let dnp = if dnp { Dnp::Mark } else { Dnp::Skip };
    let after = after.as_deref().map(parse_path).transpose()?;
    let limit = limit.clamp(1, MOST_ROWS) as usize;
    Ok(app.workspace()?.store.read("bom.explode", |snapshot| {
        snapshot.revisions().find(revision)?.ok_or(RevisionError::NotFound)?;
        // One line more than is shown says whether there is a next page.
        let window = Levels::window(snapshot.boms(), revision, dnp, after.as_deref(), limit + 1)?;
        let mut lines = match &after {
            None => Explosion::new(&window, dnp),
            Some(path) => Explosion::after(&window, dnp, path).ok_or(PageError::CursorInvalid)?,
        }
        .peekable();
        let mut parts = Parts::new(snapshot);
        let (mut rows, mut next) = (Vec::new(), None);
        while let Some(line) = lines.next() {
            let row = parts.exploded(line)?;
            if rows.len() + 1 == limit && lines.peek().is_some() {
                next = Some(row.path.clone());
                rows.push(row);
                break;
            }
            rows.push(row);
        }
        Ok::<_, Error>(BomExplosionPage { rows, next })
    })?)
}

/// How many of each part one piece of a revision needs, by part number.
pub fn flatten(app: &App, request: BomLevelsRequest) -> Result<Vec<FlatLineView>, WireError> {
    let BomLevelsRequest { revision } = request;
    let revision = id(&revision, "bom_flat")?;
    Ok(app.workspace()?.store.read("bom.flat", |snapshot| {
        let mut parts = Parts::new(snapshot);
        let list = bom::flat(&structure(snapshot, revision)?);
        parts
            .by_number(list, |line| (line.part, line.counts))?
            .into_iter()
            .map(|line| parts.flat(line))
            .collect::<Result<Vec<_>>>()
    })?)
}

/// What a revision comes to.
pub fn roll_up(app: &App, request: BomLevelsRequest) -> Result<RollUpView, WireError> {
    let BomLevelsRequest { revision } = request;
    let revision = id(&revision, "bom_roll_up")?;
    Ok(app.workspace()?.store.read("bom.roll_up", |snapshot| {
        let structure = structure(snapshot, revision)?;
        let masses = bom::masses(&structure, |revision, name| Ok(snapshot.properties().find(revision, name)?))?;
        let RollUp { worst, mass, without_mass } = bom::roll_up(&structure, &masses);
        let (worst, grams) = (worst.map(LifecycleView::from), Unit::Kilogram.convert(&mass, Unit::Gram)?.to_string());
        let cost = cost::rolled(snapshot, &structure)?;
        Ok::<_, Error>(RollUpView { worst, grams, without_mass: without_mass.len(), cost })
    })?)
}

/// In what two revisions differ.
pub fn compare(app: &App, request: BomCompareRequest) -> Result<BomComparison, WireError> {
    let BomCompareRequest { before, after } = request;
    let (before, after) = (id(&before, "bom_compare")?, id(&after, "bom_compare")?);
    Ok(app.workspace()?.store.read("bom.compare", |snapshot| {
        let (first, second) = (structure(snapshot, before)?, structure(snapshot, after)?);
        let Comparison { differences, alike } = bom::compare(first.lines(before), second.lines(after));
        let amounts = bom::compare_flat(&bom::flat(&first), &bom::flat(&second));
        let mut parts = Parts::new(snapshot);
        let amounts = parts.by_number(amounts, |difference| (difference.part, None))?;
        Ok::<_, Error>(BomComparison {
            before: compared(snapshot, before)?,
            after: compared(snapshot, after)?,
            lines: differences.into_iter().map(|difference| parts.line(difference)).collect::<Result<_>>()?,
            alike,
            amounts: amounts.into_iter().map(|difference| parts.amount(difference)).collect::<Result<_>>()?,
        })
    })?)
}

/// What stands below a revision, which must be there.
pub(super) fn structure(snapshot: &dyn Snapshot, id: RevisionId) -> Result<Structure> {
    snapshot.revisions().find(id)?.ok_or(RevisionError::NotFound)?;
    Ok(Structure::read(snapshot.boms(), id)?)
}

fn compared(snapshot: &dyn Snapshot, id: RevisionId) -> Result<ComparedView> {
    let revision = snapshot.revisions().find(id)?.ok_or(RevisionError::NotFound)?;
    let part = snapshot.parts().get(revision.part)?;
    let revision = RevisionView::find_author(snapshot, revision)?;
    Ok(ComparedView { number: part.number.to_string(), name: part.name.to_string(), revision })
}

/// Where an explosion goes on: the ids of a path.
fn parse_path(text: &str) -> Result<Vec<BomLineId>> {
    text.split('/').map(|id| id.parse().map_err(|_| PageError::CursorInvalid.into())).collect()
}

/// The parts of an answer in the revisions that count, each read once.
pub(super) struct Parts<'s> {
    snapshot: &'s dyn Snapshot,
    read: HashMap<(PartId, Option<RevisionId>), PartSummary>,
}

impl<'s> Parts<'s> {
    pub(super) fn new(snapshot: &'s dyn Snapshot) -> Self {
        Self { snapshot, read: HashMap::new() }
    }

    fn summary(&mut self, part: PartId, counts: Option<Counting>) -> Result<PartSummary> {
        let key = (part, counts.map(|counting| counting.revision));
        if let Some(read) = self.read.get(&key) {
            return Ok(read.clone());
        }
        let read = counting_summary(self.snapshot, part, counts)?;
        self.read.insert(key, read.clone());
        Ok(read)
    }

    pub(super) fn row(&mut self, part: PartId, counts: Option<Counting>) -> Result<PartRow> {
        Ok(self.summary(part, counts)?.into())
    }

    /// The rows in the order of their parts' numbers and revisions; rows of one revision stay in theirs.
    pub(super) fn by_number<T>(
        &mut self,
        rows: Vec<T>,
        of: impl Fn(&T) -> (PartId, Option<Counting>),
    ) -> Result<Vec<T>> {
        let place = |row: T| {
            let (part, counts) = of(&row);
            let PartSummary { part, revision, .. } = self.summary(part, counts)?;
            Ok(((part.number, revision.ordinal), row))
        };
        let mut rows = rows.into_iter().map(place).collect::<Result<Vec<_>>>()?;
        rows.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    fn exploded(&mut self, line: ExplodedLine<'_>) -> Result<ExplodedLineView> {
        let ExplodedLine { level, path, line, counts, total, dnp, has_lines } = line;
        let path: Vec<_> = path.iter().map(ToString::to_string).collect();
        Ok(ExplodedLineView {
            path: path.join("/"),
            level,
            child: self.row(line.child, counts)?,
            quantity: line.quantity.to_string(),
            unit: line.unit.to_string(),
            total: total.to_string(),
            total_unit: line.unit.dimension().base().to_string(),
            designators: names(&line.designators),
            dnp,
            has_lines,
        })
    }

    fn flat(&mut self, line: FlatLine) -> Result<FlatLineView> {
        let FlatLine { part, counts, dimension, amount, has_lines, lines } = line;
        Ok(FlatLineView {
            child: self.row(part, counts)?,
            amount: amount.into(),
            unit: dimension.base().to_string(),
            line_count: lines,
            has_lines,
        })
    }

    fn line(&mut self, difference: Difference<'_>) -> Result<LineDifferenceView> {
        let shown = match &difference {
            Difference::Added(entry) | Difference::Removed(entry) | Difference::Changed { after: entry, .. } => entry,
        };
        let child = self.row(shown.line.child, shown.counts)?;
        let (kind, before, after, aspects) = match difference {
            Difference::Added(entry) => (DifferenceKindView::Added, None, Some(entry), Vec::new()),
            Difference::Removed(entry) => (DifferenceKindView::Removed, Some(entry), None, Vec::new()),
            Difference::Changed { before, after, aspects } => {
                (DifferenceKindView::Changed, Some(before), Some(after), aspects)
            }
        };
        Ok(LineDifferenceView {
            kind,
            child,
            before: before.map(|entry| self.says(entry)).transpose()?,
            after: after.map(|entry| self.says(entry)).transpose()?,
            aspects: aspects.into_iter().map(AspectView::from).collect(),
        })
    }

    fn says(&mut self, entry: &StructureLine) -> Result<LineSaysView> {
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

impl From<Amount> for AmountView {
    fn from(amount: Amount) -> Self {
        let Amount { fitted, not_fitted } = amount;
        Self { fitted: fitted.to_string(), not_fitted: not_fitted.to_string() }
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
