//! Import: what a preview and an import answer.

use std::collections::BTreeMap;

use partwright_domain::bom::{BomLine, LineContent};
use partwright_domain::id::PartId;
use partwright_domain::import::{
    Candidate, ChoiceKind, Column, Counts, Done, Item, LineChange, Outcome, Plan, PlannedLine, Preview, Problem,
    Severity, Source, Suggestion, column,
};
use partwright_domain::part::{Part, PartName, PartNumber};
use serde::Serialize;
use ts_rs::TS;

use super::ImportRole;
use super::rows::ImportOutline;
use crate::commands::bom::LinePropertyView;
use crate::commands::bom::compare::AspectView;
use crate::plan::{Planned, Rows};

/// How many changes of lines are sent at once; `import_changes` tells the others.
const MOST_CHANGES: usize = 1000;
/// How many rows are sent of each outcome: which columns are worth their room can be told from these.
const MOST_ITEMS: usize = 1000;
/// How many problems are sent of each code.
const MOST_PROBLEMS: usize = 1000;

/// What importing a file would do.
#[derive(Debug, Serialize, TS)]
pub struct ImportPreview {
    source: ImportSource,
    columns: Vec<ImportColumn>,
    rows: ImportCounts,
    lines: usize,
    designators: usize,
    quantity_total: String,
    new_parts: usize,
    /// How many imported rows have no MPN.
    without_mpn: usize,
    /// How many imported rows bear a remark of their own.
    remarked: usize,
    /// What every imported row bears in the same words.
    of_all: Vec<ImportProblem>,
    /// All rows in short; `import_rows` tells what they say.
    outline: ImportOutline,
    /// The first thousand rows of each outcome.
    items: Vec<ImportItem>,
    /// The first thousand problems of each code, without what is told once of all rows.
    problems: Vec<ImportProblem>,
    /// How many problems that stand with no row are not among them.
    problems_left_out: usize,
    difference: ImportDifference,
    /// Whether the columns are those of a list of parts: they name parts, and neither count nor place them.
    looks_like_parts: bool,
    suggestions: Vec<ImportSuggestion>,
    /// The layout of which it is remembered how it is read, where that was chosen for an earlier file with this header.
    remembered: Option<String>,
    /// Whether the workspace has all that the file says.
    nothing: bool,
    /// Names this plan; `import_apply` refuses when the plan would be another by then.
    fingerprint: String,
}

/// What a file turned out to be.
#[derive(Debug, Serialize, TS)]
pub struct ImportSource {
    format: String,
    /// Null where the format fixes it.
    encoding: Option<String>,
    delimiter: Option<String>,
    /// The line of the header, the first being 1; null where there is none.
    header_row: Option<u64>,
    /// The sheet or variant that is read.
    part: Option<String>,
    /// The sheets or variants there are.
    parts: Vec<String>,
}

/// A column of a file.
#[derive(Debug, Serialize, TS)]
pub struct ImportColumn {
    index: usize,
    name: String,
    role: ImportRole,
}

/// How many rows end how; `read` is the sum of the others.
#[derive(Debug, Serialize, TS)]
pub struct ImportCounts {
    read: usize,
    new: usize,
    matched: usize,
    updated: usize,
    merged: usize,
    not_a_part: usize,
    refused: usize,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportOutcome {
    New,
    Matched,
    Updated,
    Merged,
    NotAPart,
    Refused,
}

/// A row as the preview shows it.
#[derive(Debug, Serialize, TS)]
pub struct ImportItem {
    /// Its place among all rows of its file.
    place: usize,
    /// The line of the file, the first being 1.
    row: u64,
    outcome: ImportOutcome,
    /// The part's name, as it is or would be.
    name: String,
    /// The number of a part that is there; null for a new one.
    number: Option<String>,
    /// `EL-RES`
    category: String,
    value: String,
    footprint: String,
    manufacturer: String,
    mpn: String,
    quantity: String,
    designators: Vec<String>,
    dnp: bool,
    /// Whether the row is imported and bears a remark of its own.
    remarked: bool,
}

/// Whether a row is refused or only worth a look.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportSeverity {
    Refused,
    Notice,
}

/// Something to say about a row.
#[derive(Debug, Serialize, TS)]
pub struct ImportProblem {
    row: u64,
    column: Option<String>,
    severity: ImportSeverity,
    code: String,
    message: String,
}

/// What an import changes in the BOM that is there.
#[derive(Debug, Serialize, TS)]
pub struct ImportDifference {
    added: usize,
    changed: usize,
    removed: usize,
    /// Lines of the file that the BOM has already.
    unchanged: usize,
    /// Lines that stay though the file does not know them.
    kept: usize,
    /// The first thousand changes: first of lines that are there, in their order, then those that are added.
    lines: Vec<ImportLineChange>,
}

/// What happens to a line.
#[derive(Debug, Serialize, TS)]
pub struct ImportLineChange {
    kind: ImportLineChangeKind,
    /// What it says; null for one that is added.
    before: Option<ImportLineSays>,
    /// What it will say; null for one that goes.
    after: Option<ImportLineSays>,
    aspects: Vec<AspectView>,
}

/// See [`ImportLineChange`].
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportLineChangeKind {
    Added,
    Changed,
    Removed,
}

/// What a line says before or after.
#[derive(Debug, Serialize, TS)]
pub struct ImportLineSays {
    /// The part's number; null for a new one.
    number: Option<String>,
    /// The part's name.
    name: String,
    quantity: String,
    unit: String,
    designators: Vec<String>,
    dnp: bool,
    find_number: String,
    note: String,
    properties: Vec<LinePropertyView>,
}

/// A part that rows may mean, for somebody to choose.
#[derive(Debug, Serialize, TS)]
pub struct ImportSuggestion {
    /// With `key`, what a choice names.
    kind: String,
    key: String,
    /// The part's name as it would be made or was taken.
    name: String,
    /// The rows that mean it, by their lines in the file.
    rows: Vec<u64>,
    candidates: Vec<ImportCandidate>,
}

/// A part of the workspace that may be meant.
#[derive(Debug, Serialize, TS)]
pub struct ImportCandidate {
    part: String,
    number: String,
    name: String,
    value: String,
    footprint: String,
    mpn: String,
}

/// What an import did.
#[derive(Debug, Serialize, TS)]
pub struct ImportDone {
    /// The assembly; null for a list of parts, as are its number, name and revision.
    part: Option<String>,
    number: Option<String>,
    name: Option<String>,
    revision: Option<String>,
    new_parts: usize,
    matched_parts: usize,
    lines: usize,
    designators: usize,
    quantity_total: String,
    added: usize,
    changed: usize,
    removed: usize,
    /// Its place in the audit, by which it is undone; null when there was nothing to do.
    unit: Option<u64>,
}

impl From<&Planned> for ImportPreview {
    fn from(planned: &Planned) -> Self {
        let Planned { preview, remarks } = planned;
        let Preview { plan, difference, children, suggestions, remembered, fingerprint } = preview;
        let rows = planned.rows();
        let First { items, problems, problems_left_out } = First::of(rows, usize::MAX);
        let lines = difference.changes.iter().take(MOST_CHANGES);
        Self {
            rows: plan.counts.into(),
            lines: plan.lines.len(),
            designators: plan.designators(),
            quantity_total: plan.quantity_total.to_string(),
            new_parts: plan.new_parts(),
            without_mpn: remarks.without_mpn,
            remarked: remarks.rows(),
            of_all: remarks.of_all.iter().map(ImportProblem::from).collect(),
            outline: ImportOutline::new(rows, &difference.changes),
            items,
            problems,
            problems_left_out,
            difference: ImportDifference {
                added: difference.added(),
                changed: difference.changed(),
                removed: difference.removed(),
                unchanged: difference.unchanged,
                kept: difference.kept,
                lines: lines.map(|change| change_view(plan, children, change)).collect(),
            },
            suggestions: suggestions.iter().map(|suggestion| suggestion_view(plan, suggestion.clone())).collect(),
            remembered: remembered.as_ref().map(|layout| layout.as_str().to_owned()),
            nothing: preview.is_nothing(),
            fingerprint: fingerprint.clone(),
            looks_like_parts: column::is_parts_list(&plan.columns),
            source: plan.source.clone().into(),
            columns: plan.columns.iter().cloned().map(ImportColumn::from).collect(),
        }
    }
}

/// What is sent of rows with their outline; what else they say is asked for.
pub(super) struct First {
    /// The first thousand rows of each outcome.
    pub(super) items: Vec<ImportItem>,
    /// The first thousand problems of each code, without what is told once of all rows.
    pub(super) problems: Vec<ImportProblem>,
    /// How many problems that stand with no row are not among them.
    pub(super) problems_left_out: usize,
}

impl First {
    /// The first of these rows, and of their problems, but of each no more than there is room for.
    pub(super) fn of(rows: Rows<'_>, room: usize) -> Self {
        let placed: Vec<(usize, &Item)> = rows.items.iter().enumerate().collect();
        let items = first_of_each(&placed, MOST_ITEMS, |(_, item)| item.outcome).into_iter().take(room);
        let told: Vec<&Problem> = rows.problems.iter().filter(|problem| rows.remarks.is_own(problem)).collect();
        let shown = first_of_each(&told, MOST_PROBLEMS, |problem| problem.code);
        let shown: Vec<&Problem> = shown.into_iter().copied().take(room).collect();
        let beside = |problem: &&&Problem| rows.items.binary_search_by_key(&problem.row, |item| item.row).is_err();
        Self {
            items: items.map(|row| item_view(rows, *row)).collect(),
            problems_left_out: told.iter().filter(beside).count() - shown.iter().filter(beside).count(),
            problems: shown.into_iter().map(ImportProblem::from).collect(),
        }
    }
}

/// The first of each kind, in their order.
fn first_of_each<T, K: PartialEq>(all: &[T], most: usize, kind: impl Fn(&T) -> K) -> Vec<&T> {
    let mut counts: Vec<(K, usize)> = Vec::new();
    all.iter()
        .filter(|one| {
            let kind = kind(one);
            let place = counts.iter().position(|(other, _)| *other == kind).unwrap_or_else(|| {
                counts.push((kind, 0));
                counts.len() - 1
            });
            counts[place].1 += 1;
            counts[place].1 <= most
        })
        .collect()
}

pub(super) fn item_view(rows: Rows<'_>, (place, item): (usize, &Item)) -> ImportItem {
    let Rows { parts, lines, remarks, .. } = rows;
    let Item { row, outcome, part, line: _, designators: _, said, quantity } = item;
    let (part, line) = (part.map(|part| parts.get(part)), item.line_in(lines));
    let number = part.as_ref().and_then(|part| part.known.as_ref()).map(|(_, number)| number.to_string());
    ImportItem {
        place,
        row: *row,
        outcome: (*outcome).into(),
        name: part.as_ref().map(|part| part.name.to_string()).unwrap_or_default(),
        number,
        category: part.map(|part| part.codes.to_string()).unwrap_or_default(),
        value: said.value().to_owned(),
        footprint: said.footprint().to_owned(),
        manufacturer: said.manufacturer().to_owned(),
        mpn: said.mpn().to_owned(),
        quantity: quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
        designators: line.iter().flat_map(|line| item.designators_in(line)).map(ToString::to_string).collect(),
        dnp: line.as_ref().is_some_and(|line| line.content.dnp),
        remarked: remarks.is_on(*row),
    }
}

pub(super) fn change_view(plan: &Plan, children: &BTreeMap<PartId, Part>, change: &LineChange) -> ImportLineChange {
    let there = |line: &BomLine| {
        let child = children.get(&line.child).map(|part| (Some(&part.number), &part.name));
        says(child, &line.clone().into())
    };
    let planned = |line: &PlannedLine, content: &LineContent| {
        let part = plan.parts.get(line.part);
        says(Some((part.known.as_ref().map(|(_, number)| number), &part.name)), content)
    };
    let (kind, before, after, aspects) = match change {
        LineChange::Added(line) => {
            let line = plan.lines.get(*line);
            (ImportLineChangeKind::Added, None, Some(planned(&line, &line.content)), [].as_slice())
        }
        LineChange::Changed { before, after, line, aspects } => {
            let after = match line {
                Some(line) => planned(&plan.lines.get(*line), &BomLine::clone(after).into()),
                None => there(after),
            };
            (ImportLineChangeKind::Changed, Some(there(before)), Some(after), aspects.as_slice())
        }
        LineChange::Removed(line) => (ImportLineChangeKind::Removed, Some(there(line)), None, [].as_slice()),
    };
    ImportLineChange { kind, before, after, aspects: aspects.iter().copied().map(AspectView::from).collect() }
}

fn says(part: Option<(Option<&PartNumber>, &PartName)>, line: &LineContent) -> ImportLineSays {
    ImportLineSays {
        number: part.and_then(|(number, _)| number).map(ToString::to_string),
        name: part.map(|(_, name)| name.to_string()).unwrap_or_default(),
        quantity: line.quantity.to_string(),
        unit: line.unit.to_string(),
        designators: line.designators.iter().map(ToString::to_string).collect(),
        dnp: line.dnp,
        find_number: line.find_number.to_string(),
        note: line.note.to_string(),
        properties: line.properties.iter().map(LinePropertyView::from).collect(),
    }
}

fn suggestion_view(plan: &Plan, suggestion: Suggestion) -> ImportSuggestion {
    let Suggestion { part, key, rows, candidates } = suggestion;
    let name = plan.parts.get(part).name.to_string();
    let kind = ChoiceKind::name(key.kind).to_owned();
    ImportSuggestion { kind, key: key.key, name, rows, candidates: candidates.into_iter().map(Into::into).collect() }
}

impl From<Candidate> for ImportCandidate {
    fn from(candidate: Candidate) -> Self {
        let Candidate { id, number, name, value, footprint, mpn } = candidate;
        Self { part: id.to_string(), number: number.to_string(), name: name.to_string(), value, footprint, mpn }
    }
}

impl From<Done> for ImportDone {
    fn from(done: Done) -> Self {
        let Done {
            part,
            revision,
            new_parts,
            matched_parts,
            lines,
            designators,
            quantity_total,
            added,
            changed,
            removed,
            unit,
        } = done;
        let of = |text: fn(&Part) -> String| part.as_ref().map(text);
        Self {
            part: of(|part| part.id.to_string()),
            number: of(|part| part.number.to_string()),
            name: of(|part| part.name.to_string()),
            revision: revision.map(|revision| revision.to_string()),
            new_parts,
            matched_parts,
            lines,
            designators,
            quantity_total: quantity_total.to_string(),
            added,
            changed,
            removed,
            unit,
        }
    }
}

impl From<Counts> for ImportCounts {
    fn from(counts: Counts) -> Self {
        let Counts { read, new, matched, updated, merged, not_a_part, refused } = counts;
        Self { read, new, matched, updated, merged, not_a_part, refused }
    }
}

impl From<Source> for ImportSource {
    fn from(source: Source) -> Self {
        let Source { format, encoding, delimiter, header_row, part, parts } = source;
        Self {
            format: format.to_owned(),
            encoding: encoding.map(str::to_owned),
            delimiter: delimiter.map(String::from),
            header_row,
            part,
            parts,
        }
    }
}

impl From<Column> for ImportColumn {
    fn from(column: Column) -> Self {
        let Column { index, name, role, alternate: _ } = column;
        Self { index, name, role: role.into() }
    }
}

impl From<Outcome> for ImportOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::New => Self::New,
            Outcome::Matched => Self::Matched,
            Outcome::Updated => Self::Updated,
            Outcome::Merged => Self::Merged,
            Outcome::NotAPart => Self::NotAPart,
            Outcome::Refused => Self::Refused,
        }
    }
}

impl From<&Problem> for ImportProblem {
    fn from(problem: &Problem) -> Self {
        let Problem { row, column, severity, code, message } = problem;
        let severity = match severity {
            Severity::Refused => ImportSeverity::Refused,
            Severity::Notice => ImportSeverity::Notice,
        };
        let column = column.as_deref().map(str::to_owned);
        Self { row: *row, column, severity, code: (*code).to_owned(), message: message.to_string() }
    }
}
