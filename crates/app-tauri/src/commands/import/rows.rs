//! Import: the rows and the changes of a preview, all of them in short, and in full those that somebody looks at.

use partwright_domain::import::{Difference, ImportError, LineChange, Outcome, Plan, Problem, Remarks};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::view::{ImportItem, ImportLineChange, ImportProblem, change_view, item_view};
use crate::app::App;
use crate::error::WireError;
use crate::plan::Planned;

/// Nobody sees more at once.
const MOST_AT_ONCE: usize = 1000;

/// All rows of a file in short, in their order.
#[derive(Debug, Serialize, TS)]
pub struct ImportOutline {
    /// Their lines in the file, the first being 1.
    rows: Vec<u64>,
    /// A letter for each: how it ends. A capital where it is imported and bears a remark of its own.
    ends: String,
    /// How many problems are told at each.
    problems: Vec<usize>,
    /// A letter for each change of the BOM: what happens to the line.
    changes: String,
}

/// Asks for rows, or for changes, of a preview.
#[derive(Debug, Deserialize, TS)]
pub struct ImportRowsRequest {
    /// The preview's fingerprint.
    fingerprint: String,
    /// Their places in its outline.
    places: Vec<usize>,
}

/// A row in full.
#[derive(Debug, Serialize, TS)]
pub struct ImportRowView {
    /// Its place in the outline.
    place: usize,
    item: ImportItem,
    /// What is told at it.
    problems: Vec<ImportProblem>,
}

/// A change in full.
#[derive(Debug, Serialize, TS)]
pub struct ImportChangeView {
    /// Its place in the outline.
    place: usize,
    change: ImportLineChange,
}

/// What rows say.
pub fn rows(app: &App, request: ImportRowsRequest) -> Result<Vec<ImportRowView>, WireError> {
    let ImportRowsRequest { fingerprint, places } = request;
    let planned = app.workspace()?.plan.get(&fingerprint).ok_or_else(gone)?;
    let Planned { preview, remarks } = &*planned;
    let Plan { items, parts, lines, problems, .. } = &preview.plan;
    let view = |place: usize| {
        let item = items.get(place)?;
        let problems = told_at(problems, remarks, item.row).map(ImportProblem::from).collect();
        Some(ImportRowView { place, item: item_view(parts, lines, (place, item), remarks), problems })
    };
    Ok(places.into_iter().take(MOST_AT_ONCE).filter_map(view).collect())
}

/// What changes of lines say.
pub fn changes(app: &App, request: ImportRowsRequest) -> Result<Vec<ImportChangeView>, WireError> {
    let ImportRowsRequest { fingerprint, places } = request;
    let planned = app.workspace()?.plan.get(&fingerprint).ok_or_else(gone)?;
    let preview = &planned.preview;
    let view = |place: usize| {
        let change = preview.difference.changes.get(place)?;
        Some(ImportChangeView { place, change: change_view(&preview.plan, &preview.children, change) })
    };
    Ok(places.into_iter().take(MOST_AT_ONCE).filter_map(view).collect())
}

/// The plan that somebody looks at is not the last any more: they have to look anew.
fn gone() -> partwright_domain::Error {
    ImportError::PlanChanged.into()
}

/// What is told at a row.
fn told_at<'p>(problems: &'p [Problem], remarks: &'p Remarks, row: u64) -> impl Iterator<Item = &'p Problem> {
    let first = problems.partition_point(|problem| problem.row < row);
    let at = problems[first..].iter().take_while(move |problem| problem.row == row);
    at.filter(|problem| remarks.is_own(problem))
}

impl ImportOutline {
    pub(super) fn new(plan: &Plan, difference: &Difference, remarks: &Remarks) -> Self {
        let end = |outcome, remarked: bool| {
            let letter = match outcome {
                Outcome::New => 'n',
                Outcome::Matched => 'm',
                Outcome::Updated => 'u',
                Outcome::Merged => 'j',
                Outcome::NotAPart => 'o',
                Outcome::Refused => 'r',
            };
            if remarked { letter.to_ascii_uppercase() } else { letter }
        };
        let change = |change: &LineChange| match change {
            LineChange::Added(_) => 'a',
            LineChange::Changed { .. } => 'c',
            LineChange::Removed(_) => 'r',
        };
        Self {
            rows: plan.items.iter().map(|item| item.row).collect(),
            ends: plan.items.iter().map(|item| end(item.outcome, remarks.is_on(item.row))).collect(),
            problems: plan.items.iter().map(|item| told_at(&plan.problems, remarks, item.row).count()).collect(),
            changes: difference.changes.iter().map(change).collect(),
        }
    }
}
