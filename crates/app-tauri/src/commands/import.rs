//! Import.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use partwright_domain::import::{
    Column, Counts, Done, Item, Outcome, Plan, Problem, Request, Role, Severity, Source, Target,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::id;
use crate::app::App;
use crate::error::WireError;

/// What a column's cells say.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportRole {
    Reference,
    Quantity,
    Value,
    Footprint,
    Mpn,
    Manufacturer,
    PartNumber,
    Description,
    Datasheet,
    Dnp,
    Unit,
    FindNumber,
    Note,
    Property,
    Ignore,
}

/// Into a new assembly, or into the draft of one that is there and has no lines yet.
#[derive(Debug, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ImportTarget {
    /// A new assembly of this subcategory, with this name.
    New { subcategory: String, name: String },
    /// An assembly that is there.
    Existing { part: String },
}

/// Asks what importing a file would do.
#[derive(Debug, Deserialize, TS)]
pub struct ImportPreviewRequest {
    /// The bytes of the file, base64.
    content: String,
    /// One role a column, to overrule the guess; null to let the importer guess.
    roles: Option<Vec<ImportRole>>,
    target: ImportTarget,
}

/// Imports a file as its preview showed.
#[derive(Debug, Deserialize, TS)]
pub struct ImportApplyRequest {
    #[serde(flatten)]
    preview: ImportPreviewRequest,
    /// The preview's fingerprint.
    fingerprint: String,
}

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
    items: Vec<ImportItem>,
    problems: Vec<ImportProblem>,
    /// Names this plan; `import_apply` refuses when the plan would be another by then.
    fingerprint: String,
}

/// What a file turned out to be.
#[derive(Debug, Serialize, TS)]
pub struct ImportSource {
    format: String,
    encoding: String,
    delimiter: String,
    /// The line of the header, the first being 1.
    header_row: u64,
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

/// What an import did.
#[derive(Debug, Serialize, TS)]
pub struct ImportDone {
    /// The assembly.
    part: String,
    number: String,
    name: String,
    revision: String,
    new_parts: usize,
    matched_parts: usize,
    lines: usize,
    designators: usize,
    quantity_total: String,
    /// Its place in the audit, by which it is undone.
    unit: u64,
}

/// What importing a file would do.
pub fn preview(app: &App, request: ImportPreviewRequest) -> Result<ImportPreview, WireError> {
    let (plan, fingerprint) = app.workspace()?.imports.preview(&parse(request, "import_preview")?)?;
    Ok(view(plan, fingerprint))
}

/// Imports a file as its preview showed.
pub fn apply(app: &App, request: ImportApplyRequest) -> Result<ImportDone, WireError> {
    let ImportApplyRequest { preview, fingerprint } = request;
    let request = parse(preview, "import_apply")?;
    let workspace = app.workspace()?;
    let done = workspace.imports.apply(&workspace.actor()?, request, fingerprint)?;
    let Done { part, revision, new_parts, matched_parts, lines, designators, quantity_total, unit } = done;
    Ok(ImportDone {
        part: part.id.to_string(),
        number: part.number.to_string(),
        name: part.name.to_string(),
        revision: revision.to_string(),
        new_parts,
        matched_parts,
        lines,
        designators,
        quantity_total: quantity_total.to_string(),
        unit,
    })
}

fn parse(request: ImportPreviewRequest, command: &str) -> Result<Request, WireError> {
    let ImportPreviewRequest { content, roles, target } = request;
    let content = STANDARD.decode(content).map_err(|_| WireError::shell("import.content_invalid", &[]))?;
    let target = match target {
        ImportTarget::New { subcategory, name } => Target::New { subcategory: id(&subcategory, command)?, name },
        ImportTarget::Existing { part } => Target::Existing(id(&part, command)?),
    };
    let roles = roles.map(|roles| roles.into_iter().map(Role::from).collect());
    Ok(Request { content, roles, target })
}

fn view(plan: Plan, fingerprint: String) -> ImportPreview {
    let (lines, designators, quantity_total) =
        (plan.lines.len(), plan.designators(), plan.quantity_total().to_string());
    let (new_parts, without_mpn) = (plan.new_parts(), plan.without_mpn());
    let Plan { source, columns, parts: _, lines: _, items, problems, counts } = plan;
    let Source { format, encoding, delimiter, header_row } = source;
    let Counts { read, new, matched, updated, merged, not_a_part, refused } = counts;
    ImportPreview {
        source: ImportSource {
            format: format.to_owned(),
            encoding: encoding.to_owned(),
            delimiter: delimiter.to_string(),
            header_row,
        },
        columns: columns.into_iter().map(ImportColumn::from).collect(),
        rows: ImportCounts { read, new, matched, updated, merged, not_a_part, refused },
        lines,
        designators,
        quantity_total,
        new_parts,
        without_mpn,
        items: items.into_iter().map(ImportItem::from).collect(),
        problems: problems.into_iter().map(ImportProblem::from).collect(),
        fingerprint,
    }
}

impl From<Column> for ImportColumn {
    fn from(column: Column) -> Self {
        let Column { index, name, role, alternate: _ } = column;
        Self { index, name, role: role.into() }
    }
}

impl From<Item> for ImportItem {
    fn from(item: Item) -> Self {
        let Item { row, outcome, name, number, codes, value, footprint, manufacturer, mpn, quantity, designators, dnp } =
            item;
        let outcome = match outcome {
            Outcome::New => ImportOutcome::New,
            Outcome::Matched => ImportOutcome::Matched,
            Outcome::Updated => ImportOutcome::Updated,
            Outcome::Merged => ImportOutcome::Merged,
            Outcome::NotAPart => ImportOutcome::NotAPart,
            Outcome::Refused => ImportOutcome::Refused,
        };
        Self {
            row,
            outcome,
            name,
            number: number.map(|number| number.to_string()),
            category: codes,
            value,
            footprint,
            manufacturer,
            mpn,
            quantity,
            designators: designators.iter().map(ToString::to_string).collect(),
            dnp,
        }
    }
}

impl From<Problem> for ImportProblem {
    fn from(problem: Problem) -> Self {
        let Problem { row, column, severity, code, message } = problem;
        let severity = match severity {
            Severity::Refused => ImportSeverity::Refused,
            Severity::Notice => ImportSeverity::Notice,
        };
        Self { row, column, severity, code: code.to_owned(), message }
    }
}

/// The two lists of roles, kept equal by the compiler in both directions.
macro_rules! roles {
    ($($role:ident),* $(,)?) => {
        impl From<ImportRole> for Role {
            fn from(role: ImportRole) -> Self {
                match role { $(ImportRole::$role => Self::$role),* }
            }
        }

        impl From<Role> for ImportRole {
            fn from(role: Role) -> Self {
                match role { $(Role::$role => Self::$role),* }
            }
        }
    };
}
roles!(
    Reference,
    Quantity,
    Value,
    Footprint,
    Mpn,
    Manufacturer,
    PartNumber,
    Description,
    Datasheet,
    Dnp,
    Unit,
    FindNumber,
    Note,
    Property,
    Ignore
);
