//! Import: the rows and the changes of a preview, all of them in short, and in full those that somebody looks at.

use partwright_domain::import::{ImportError, LineChange, Outcome, Problem};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::view::{ImportItem, ImportLineChange, ImportProblem, change_view, item_view};
use crate::app::App;
use crate::error::WireError;
use crate::plan::{Looked, Rows};

/// Nobody sees more at once.
const MOST_AT_ONCE: usize = 1000;

/// All rows of a file in short, in their order.
#[derive(Debug, Default, Serialize, TS)]
pub struct ImportOutline {
    /// Their lines in the file, the first being 1.
    rows: Vec<u64>,
    /// A letter for each: how it ends. A capital where it is imported and bears a remark of its own.
    ends: String,
    /// How many problems are told at each.
    problems: Vec<usize>,
    /// A letter for each change of the BOM: what happens to the line. None for a file of a set.
    changes: String,
}

/// Asks for rows, or for changes, of a preview.
#[derive(Debug, Deserialize, TS)]
pub struct ImportRowsRequest {
    /// The preview's fingerprint.
    fingerprint: String,
    /// The place of the file in its set; left out for a file by itself.
    #[ts(optional)]
    file: Option<usize>,
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
    let ImportRowsRequest { fingerprint, file, places } = request;
    let looked = app.workspace()?.plan.get(&fingerprint).ok_or_else(gone)?;
    let Some(rows) = looked.rows(file) else { return Ok(Vec::new()) };
    let view = |place: usize| {
        let item = rows.items.get(place)?;
        let problems = told_at(rows, item.row).map(ImportProblem::from).collect();
        Some(ImportRowView { place, item: item_view(rows, (place, item)), problems })
    };
    Ok(places.into_iter().take(MOST_AT_ONCE).filter_map(view).collect())
}

/// What changes of lines say.
pub fn changes(app: &App, request: ImportRowsRequest) -> Result<Vec<ImportChangeView>, WireError> {
    let ImportRowsRequest { fingerprint, file: _, places } = request;
    let looked = app.workspace()?.plan.get(&fingerprint).ok_or_else(gone)?;
    let Looked::File(planned) = &*looked else { return Ok(Vec::new()) };
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
fn told_at(rows: Rows<'_>, row: u64) -> impl Iterator<Item = &Problem> {
    let Rows { problems, remarks, .. } = rows;
    let first = problems.partition_point(|problem| problem.row < row);
    let at = problems[first..].iter().take_while(move |problem| problem.row == row);
    at.filter(|problem| remarks.is_own(problem))
}

impl ImportOutline {
    pub(super) fn new(all: Rows<'_>, changes: &[LineChange]) -> Self {
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
            rows: all.items.iter().map(|item| item.row).collect(),
            ends: all.items.iter().map(|item| end(item.outcome, all.remarks.is_on(item.row))).collect(),
            problems: all.items.iter().map(|item| told_at(all, item.row).count()).collect(),
            changes: changes.iter().map(change).collect(),
        }
    }
}
