//! A BOM as one list: totals over all levels, what they weigh, and what is missing for a number of builds.

use std::collections::HashMap;

use partwright_domain::Result;
use partwright_domain::bom::{self, Builds, FlatLine, Need, Stock, Structure};
use partwright_domain::id::RevisionId;
use partwright_domain::part::PartSummary;
use partwright_domain::store::Snapshot;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::super::part::PartRow;
use super::super::revision::{LifecycleView, RevisionView};
use super::{id, revision_view, summary};
use crate::app::App;
use crate::error::WireError;

/// Asks for a revision's flat list, for a number of builds.
#[derive(Debug, Deserialize, TS)]
pub struct BomFlatRequest {
    revision: String,
    /// A whole number.
    builds: String,
    /// What is in stock: a part number and a quantity on each line; empty for nothing.
    stock: String,
}

/// A revision's flat list.
#[derive(Debug, Serialize, TS)]
pub struct BomFlatView {
    /// By part number.
    rows: Vec<BomFlatRow>,
    /// The mass of one in kilograms, of all parts whose mass is known.
    mass: String,
    /// How many parts have no mass.
    without_mass: usize,
    /// The state that is furthest from being built; null without any line.
    worst_state: Option<LifecycleView>,
    /// The numbers in the stock that nothing here needs.
    unused_stock: Vec<String>,
}

/// A part of a flat list.
#[derive(Debug, Serialize, TS)]
pub struct BomFlatRow {
    child: PartRow,
    /// The revision that counts; null for a part without any.
    revision: Option<RevisionView>,
    /// Whether it has lines of its own, which stand in the list as well.
    assembly: bool,
    /// What one build takes, in the unit.
    quantity: String,
    /// What stands on lines that are not populated, or below one.
    not_fitted: String,
    unit: String,
    lines: usize,
    /// What all builds take.
    needed: String,
    /// What the stock has of that.
    stock: String,
    missing: String,
    /// Whether anything is missing.
    short: bool,
}

/// A revision's flat list.
pub fn flat(app: &App, request: BomFlatRequest) -> Result<BomFlatView, WireError> {
    let BomFlatRequest { revision, builds, stock } = request;
    let revision = id(&revision, "bom_flat")?;
    let builds = Builds::parse(&builds).map_err(partwright_domain::Error::from)?;
    let stock = Stock::parse(&stock).map_err(partwright_domain::Error::from)?;
    Ok(app.workspace()?.store.read("bom.flat", |snapshot| view(snapshot, revision, builds, stock))?)
}

fn view(snapshot: &dyn Snapshot, revision: RevisionId, builds: Builds, stock: Stock) -> Result<BomFlatView> {
    let structure = Structure::new(revision, snapshot.boms().below(revision)?)?;
    let roll_up = bom::roll_up(&structure, &bom::masses(snapshot.properties(), &structure)?);
    let mut lines = Vec::new();
    for line in bom::flat(&structure) {
        lines.push((summary(snapshot, line.part)?, line));
    }
    lines.sort_by_key(|(summary, line)| (summary.part.number.clone(), line.counts.map(|counts| counts.revision)));
    let numbers =
        lines.iter().map(|(summary, line)| (line.part, summary.part.number.clone())).collect::<HashMap<_, _>>();
    let (summaries, lines): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
    let (needs, unused) = bom::shortage(&lines, &numbers, builds, stock);
    let rows = summaries.into_iter().zip(lines).zip(needs).map(|((part, line), need)| row(snapshot, part, line, need));
    Ok(BomFlatView {
        rows: rows.collect::<Result<_>>()?,
        mass: roll_up.mass.to_string(),
        without_mass: roll_up.without_mass.len(),
        worst_state: roll_up.worst_state().map(LifecycleView::from),
        unused_stock: unused.iter().map(ToString::to_string).collect(),
    })
}

fn row(snapshot: &dyn Snapshot, part: PartSummary, line: FlatLine, need: Need) -> Result<BomFlatRow> {
    let FlatLine { part: _, counts, dimension, amount, has_lines, lines } = line;
    let Need { needed, stock, missing } = need;
    Ok(BomFlatRow {
        child: part.into(),
        revision: counts.map(|counts| revision_view(snapshot, counts.revision)).transpose()?,
        assembly: has_lines,
        quantity: amount.fitted.to_string(),
        not_fitted: amount.not_fitted.to_string(),
        unit: dimension.base().to_string(),
        lines,
        needed: needed.to_string(),
        stock: stock.to_string(),
        short: missing > partwright_domain::decimal::Decimal::zero(),
        missing: missing.to_string(),
    })
}
