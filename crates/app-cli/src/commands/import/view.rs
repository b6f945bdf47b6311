//! What an import would do or did, as it is answered.

use partwright_domain::import::{Column, Counts, Difference, Done, Plan, Preview, Problem, Severity, Source, column};
use partwright_domain::part::Part;
use partwright_domain::revision::RevisionError;
use serde::Serialize;
use serde_json::Value;

use crate::call::Session;
use crate::failure::Failure;
use crate::output::{Answer, Sheet};
use crate::record::{self, Record, number, text};

/// What importing a file would do, or did.
#[derive(Debug, Serialize)]
pub(super) struct ImportView {
    source: SourceView,
    columns: Vec<ColumnRow>,
    rows: CountsView,
    /// How many lines of a BOM the file makes.
    lines: usize,
    /// How many designators they have, those of ranges counted each.
    designators: usize,
    /// The exact sum of the quantities that the rows say.
    quantity_total: String,
    /// How many parts are made.
    new_parts: usize,
    /// What changes in the BOM that is there.
    difference: DifferenceView,
    problems: Vec<ProblemRow>,
    /// Whether the workspace has all that the file says.
    nothing_to_do: bool,
    /// What the file looks like, where it is taken for something else.
    hint: Option<&'static str>,
    /// What was done; null for a dry run.
    imported: Option<DoneView>,
}

/// What is said where a file changes nothing.
pub(super) const NOTHING_TO_DO: &str = "Nothing to do: the workspace has all that this says.";

/// What a file turned out to be.
#[derive(Debug, Serialize)]
pub(super) struct SourceView {
    format: &'static str,
    /// Null where the format fixes it.
    encoding: Option<&'static str>,
    /// Null where cells are not separated by a sign.
    delimiter: Option<char>,
    /// From 1; null where the columns have no names in the file.
    header_row: Option<u64>,
    /// The sheet or variant that was read.
    sheet: Option<String>,
    /// Those there are.
    sheets: Vec<String>,
}

/// A column of a file.
#[derive(Debug, Serialize)]
struct ColumnRow {
    /// From 0.
    index: usize,
    name: String,
    role: &'static str,
}

impl Record for ColumnRow {
    const COLUMNS: &'static [record::Column] = &[number("index"), text("name"), text("role")];
}

/// How many rows ended how; `read` is the sum of the others.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct CountsView(Counts);

impl CountsView {
    pub(super) fn counts(&self) -> Counts {
        self.0
    }
}

impl From<Counts> for CountsView {
    fn from(counts: Counts) -> Self {
        Self(counts)
    }
}

/// How many lines change how.
#[derive(Debug, Serialize)]
pub(super) struct DifferenceView {
    added: usize,
    changed: usize,
    removed: usize,
    unchanged: usize,
    kept: usize,
}

/// Something to say about a row.
#[derive(Debug, Serialize)]
pub(super) struct ProblemRow {
    row: u64,
    column: Option<String>,
    /// `refused`, or `notice` for a row that is imported and worth a look.
    severity: &'static str,
    code: &'static str,
    message: String,
}

impl Record for ProblemRow {
    const COLUMNS: &'static [record::Column] =
        &[number("row"), text("column"), text("severity"), text("code"), text("message")];
}

/// What was done.
#[derive(Debug, Serialize)]
struct DoneView {
    /// The assembly; null for a list of parts.
    number: Option<String>,
    name: Option<String>,
    revision: Option<String>,
    /// What undoes it; null when there was nothing to do.
    change: Option<u64>,
}

impl From<&Source> for SourceView {
    fn from(source: &Source) -> Self {
        let Source { format, encoding, delimiter, header_row, part, parts } = source;
        Self {
            format,
            encoding: *encoding,
            delimiter: *delimiter,
            header_row: *header_row,
            sheet: part.clone(),
            sheets: parts.clone(),
        }
    }
}

impl From<&Difference> for DifferenceView {
    fn from(difference: &Difference) -> Self {
        Self {
            added: difference.added(),
            changed: difference.changed(),
            removed: difference.removed(),
            unchanged: difference.unchanged,
            kept: difference.kept,
        }
    }
}

impl DifferenceView {
    /// How many lines are added, change, and go.
    pub(super) fn changes(&self) -> (usize, usize, usize) {
        (self.added, self.changed, self.removed)
    }
}

impl From<&Problem> for ProblemRow {
    fn from(problem: &Problem) -> Self {
        let Problem { row, column, severity, code, message } = problem;
        let severity = match severity {
            Severity::Refused => "refused",
            Severity::Notice => "notice",
        };
        let column = column.as_deref().map(str::to_owned);
        Self { row: *row, column, severity, code, message: message.to_string() }
    }
}

/// What is said of a list of parts that is taken for a BOM.
const LOOKS_LIKE_PARTS: &str =
    "This looks like a list of parts, because no column counts or places them; --parts imports it as one.";

impl ImportView {
    /// What a preview says of a file that is taken for a list of parts, or else for a BOM.
    pub(super) fn planned(preview: &Preview, is_parts: bool) -> Self {
        let Preview { plan, difference, children: _, suggestions: _, remembered: _, fingerprint: _ } = preview;
        let Plan { source, columns, counts, problems, .. } = plan;
        let column = |Column { index, name, role, alternate: _ }: &Column| ColumnRow {
            index: *index,
            name: name.clone(),
            role: role.code(),
        };
        Self {
            source: source.into(),
            columns: columns.iter().map(column).collect(),
            rows: CountsView::from(*counts),
            lines: plan.lines.len(),
            designators: plan.designators(),
            quantity_total: plan.quantity_total.to_string(),
            new_parts: plan.new_parts(),
            difference: difference.into(),
            problems: problems.iter().map(Into::into).collect(),
            nothing_to_do: preview.is_nothing() && counts.imported() > 0,
            hint: (!is_parts && column::is_parts_list(columns)).then_some(LOOKS_LIKE_PARTS),
            imported: None,
        }
    }

    /// Adds what was done.
    pub(super) fn done(&mut self, session: &Session, done: Done) -> Result<(), Failure> {
        let Done { part, revision, unit, .. } = done;
        let find = |id| -> partwright_domain::Result<String> {
            let found = session.read("import.done", |snapshot| Ok(snapshot.revisions().find(id)?))?;
            Ok(found.ok_or(RevisionError::NotFound)?.label)
        };
        let revision = revision.map(find).transpose()?;
        let (number, name) = part.map(|Part { number, name, .. }| (number.to_string(), name.to_string())).unzip();
        self.imported = Some(DoneView { number, name, revision, change: unit });
        Ok(())
    }
}

impl Answer for ImportView {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let SourceView { format, encoding, delimiter, header_row, .. } = &self.source;
        let Counts { read, new, matched, updated, merged, not_a_part, refused } = self.rows.counts();
        let mut facts: Vec<(&'static str, Value)> = Vec::new();
        if let Some(DoneView { number, name, revision, change }) = &self.imported {
            facts.push(("number", number.clone().into()));
            facts.push(("name", name.clone().into()));
            facts.push(("revision", revision.clone().into()));
            facts.push(("change", (*change).into()));
        }
        facts.extend([
            ("format", (*format).into()),
            ("encoding", (*encoding).into()),
            ("delimiter", delimiter.map(|sign| if sign == '\t' { "tab".to_owned() } else { sign.to_string() }).into()),
            ("header_row", (*header_row).into()),
            ("rows", read.into()),
            ("new", new.into()),
            ("matched", matched.into()),
            ("updated", updated.into()),
            ("merged", merged.into()),
            ("not_a_part", not_a_part.into()),
            ("refused", refused.into()),
            ("lines", self.lines.into()),
            ("designators", self.designators.into()),
            ("quantity_total", self.quantity_total.as_str().into()),
            ("new_parts", self.new_parts.into()),
            ("added", self.difference.added.into()),
            ("changed", self.difference.changed.into()),
            ("removed", self.difference.removed.into()),
            ("unchanged", self.difference.unchanged.into()),
            ("kept", self.difference.kept.into()),
        ]);
        facts
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        sheet.list("Columns", &self.columns)?;
        sheet.list("What there is to say", &self.problems)?;
        self.hint.iter().try_for_each(|hint| sheet.say(hint))?;
        if self.nothing_to_do { sheet.say(NOTHING_TO_DO) } else { Ok(()) }
    }
}
