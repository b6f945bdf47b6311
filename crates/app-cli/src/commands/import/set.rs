//! Sets of files that are imported as one: lists of parts, and BOMs whose assemblies stand in each other.

use partwright_domain::import::{
    Counts, ImportError, Packed, PlannedPart, SetBom, SetDone, SetPlan, SetRole, SetSheet,
};
use serde::Serialize;
use serde_json::Value;

use super::view::{CountsView, DifferenceView, NOTHING_TO_DO, ProblemRow, SourceView};
use crate::failure::Failure;
use crate::output::{Answer, Sheet};
use crate::record::{Column, Record, number, text};

/// What importing a set would do, or did.
#[derive(Debug, Serialize)]
pub(super) struct ImportSetView {
    files: Vec<SetFileView>,
    /// What is no file of rows, and why.
    not_read: Vec<NotRead>,
    /// How many rows of all files ended how.
    rows: CountsView,
    new_parts: usize,
    boms: Vec<SetBomView>,
    /// Whether the workspace has all that the set says.
    nothing_to_do: bool,
    /// What was done; null for a dry run.
    imported: Option<SetDoneView>,
}

/// A file of a set.
#[derive(Debug, Serialize)]
struct SetFileView {
    path: String,
    /// `parts`, `bom`, `result` for what a tool made of the other files, or `unknown`.
    role: &'static str,
    source: SourceView,
    /// Null where the file is left out.
    rows: Option<CountsView>,
    lines: usize,
    quantity_total: Option<String>,
    problems: Vec<ProblemRow>,
}

/// A file of a set that has no rows to import.
#[derive(Debug, Serialize)]
struct NotRead {
    path: String,
    code: &'static str,
    message: String,
}

impl Record for NotRead {
    const COLUMNS: &'static [Column] = &[text("path"), text("code"), text("message")];
}

impl From<&(String, ImportError)> for NotRead {
    fn from((path, error): &(String, ImportError)) -> Self {
        Self { path: path.clone(), code: error.code(), message: error.to_string() }
    }
}

/// A BOM of a set.
#[derive(Debug, Serialize)]
struct SetBomView {
    /// The assembly's number; null for one that is to be made.
    number: Option<String>,
    name: String,
    /// The file that says so.
    file: String,
    difference: DifferenceView,
}

/// What was done.
#[derive(Debug, Serialize)]
struct SetDoneView {
    /// The numbers of the assemblies, those that stand in others first.
    assemblies: Vec<String>,
    /// What undoes it; null when there was nothing to do.
    change: Option<u64>,
}

impl ImportSetView {
    /// What a plan says, and which files of the set are not in it.
    pub(super) fn planned(plan: &SetPlan, others: &[(String, ImportError)]) -> Self {
        let SetPlan { sheets, parts, gives: _, boms, counts, fingerprint: _ } = plan;
        Self {
            files: sheets.iter().map(SetFileView::from).collect(),
            not_read: others.iter().map(NotRead::from).collect(),
            rows: CountsView::from(*counts),
            new_parts: parts.iter().filter(|part| part.is_new()).count(),
            boms: boms.iter().map(|bom| SetBomView::new(bom, parts, sheets)).collect(),
            nothing_to_do: plan.is_nothing() && counts.imported() > 0,
            imported: None,
        }
    }

    /// Adds what was done.
    pub(super) fn done(&mut self, done: SetDone) {
        let SetDone { assemblies, unit, .. } = done;
        let assemblies = assemblies.into_iter().map(|part| part.number.to_string()).collect();
        self.imported = Some(SetDoneView { assemblies, change: unit });
    }
}

impl From<&SetSheet> for SetFileView {
    fn from(sheet: &SetSheet) -> Self {
        let SetSheet { path, role, source, columns: _, sheet } = sheet;
        let role = match role {
            SetRole::Parts => "parts",
            SetRole::Bom(_) => "bom",
            SetRole::Result => "result",
            SetRole::Unknown => "unknown",
        };
        let sheet = sheet.as_ref();
        Self {
            path: path.clone(),
            role,
            source: source.into(),
            rows: sheet.map(|sheet| CountsView::from(sheet.counts)),
            lines: sheet.map_or(0, |sheet| sheet.lines.len()),
            quantity_total: sheet.map(|sheet| sheet.quantity_total.to_string()),
            problems: sheet.map(|sheet| sheet.problems.iter().map(Into::into).collect()).unwrap_or_default(),
        }
    }
}

impl SetBomView {
    fn new(bom: &SetBom, parts: &Packed<PlannedPart>, sheets: &[SetSheet]) -> Self {
        let SetBom { assembly, sheet, difference } = bom;
        let (part, sheet) = (parts.get(*assembly), &sheets[*sheet]);
        let number = part.known.as_ref().map(|(_, number)| number.to_string());
        Self { number, name: part.name.to_string(), file: sheet.path.clone(), difference: difference.into() }
    }
}

impl Answer for ImportSetView {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Counts { read, new, matched, updated, merged, not_a_part, refused } = self.rows.counts();
        let mut facts: Vec<(&'static str, Value)> = Vec::new();
        if let Some(SetDoneView { assemblies, change }) = &self.imported {
            facts.push(("assemblies", assemblies.clone().into()));
            facts.push(("change", (*change).into()));
        }
        facts.extend([
            ("files", self.files.len().into()),
            ("rows", read.into()),
            ("new", new.into()),
            ("matched", matched.into()),
            ("updated", updated.into()),
            ("merged", merged.into()),
            ("not_a_part", not_a_part.into()),
            ("refused", refused.into()),
            ("new_parts", self.new_parts.into()),
            ("boms", self.boms.len().into()),
        ]);
        facts
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        let files: Vec<FileRow> = self.files.iter().map(FileRow::from).collect();
        sheet.list("Files", &files)?;
        sheet.list("Not read", &self.not_read)?;
        let boms: Vec<BomRow> = self.boms.iter().map(BomRow::from).collect();
        sheet.list("BOMs", &boms)?;
        for file in &self.files {
            sheet.list(&format!("What there is to say about {}", file.path), &file.problems)?;
        }
        if self.nothing_to_do { sheet.say(NOTHING_TO_DO) } else { Ok(()) }
    }
}

/// A file as people are shown it.
#[derive(Debug, Serialize)]
struct FileRow {
    path: String,
    role: &'static str,
    rows: Option<usize>,
    refused: Option<usize>,
    lines: usize,
}

impl Record for FileRow {
    const COLUMNS: &'static [Column] =
        &[text("path"), text("role"), number("rows"), number("refused"), number("lines")];
}

impl From<&SetFileView> for FileRow {
    fn from(file: &SetFileView) -> Self {
        let counts = file.rows.as_ref().map(CountsView::counts);
        let (rows, refused) = counts.map(|counts| (counts.read, counts.refused)).unzip();
        Self { path: file.path.clone(), role: file.role, rows, refused, lines: file.lines }
    }
}

/// A BOM as people are shown it.
#[derive(Debug, Serialize)]
struct BomRow {
    number: Option<String>,
    name: String,
    file: String,
    added: usize,
    changed: usize,
    removed: usize,
}

impl Record for BomRow {
    const COLUMNS: &'static [Column] =
        &[text("number"), text("name"), text("file"), number("added"), number("changed"), number("removed")];
}

impl From<&SetBomView> for BomRow {
    fn from(bom: &SetBomView) -> Self {
        let SetBomView { number, name, file, difference } = bom;
        let (added, changed, removed) = difference.changes();
        Self { number: number.clone(), name: name.clone(), file: file.clone(), added, changed, removed }
    }
}
