//! Import: files that belong together, as a folder or an archive has them.

use std::path::Path;
use std::sync::Arc;

use partwright_domain::import::{
    Difference, ImportError, ImportSet, Packed, PlannedPart, SetBom, SetDone, SetPlan, SetRequest, SetRole, SetSheet,
    Sheeted,
};
use partwright_domain::part::Part;
use partwright_domain::workspace::NOT_FROM_ROOT;
use partwright_formats::read::Set;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ImportMode;
use super::rows::ImportOutline;
use super::view::{First, ImportCounts, ImportItem, ImportProblem, ImportSource};
use crate::error::WireError;
use crate::message::WithBytes;
use crate::plan::{Looked, PlannedSet, Rows};
use crate::task::{Caller, follow};

/// How many rows of all files together are sent at once, and about how many problems; `import_rows` tells the others.
const MOST_OF_A_SET: usize = 20_000;

/// Where the files of a set are.
#[derive(Debug, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ImportSetSource {
    /// A folder or a .zip at this machine, by its whole path; no bytes come with it.
    Path { path: String },
    /// A .zip, which comes beside the words.
    Archive,
    /// Files, whose bytes come beside the words one after the other.
    Files { files: Vec<ImportSetPiece> },
}

/// A file whose bytes come beside the words.
#[derive(Debug, Deserialize, TS)]
pub struct ImportSetPiece {
    /// Where it stands in the set, with `/` between folders.
    path: String,
    /// How many bytes it has.
    size: usize,
}

/// Asks what importing a set would do.
#[derive(Debug, Deserialize, TS)]
pub struct ImportSetPreviewRequest {
    source: ImportSetSource,
    /// Whether parts that are there get what the lists say of them.
    update: bool,
    /// What becomes of the lines that assemblies have.
    mode: ImportMode,
    /// Whether all part numbers are another system's, also those that look like ours.
    foreign_numbers: bool,
    /// The name of the task, by which it is followed and cancelled.
    task: String,
    /// The preview in whose place this one comes, which is ended.
    #[ts(optional = nullable)]
    instead_of: Option<String>,
}

/// Imports a set as its preview showed.
#[derive(Debug, Deserialize, TS)]
pub struct ImportSetApplyRequest {
    #[serde(flatten)]
    preview: ImportSetPreviewRequest,
    /// The preview's fingerprint.
    fingerprint: String,
}

/// What importing a set would do.
#[derive(Debug, Serialize, TS)]
pub struct ImportSetPreview {
    /// The files of rows, by their paths.
    files: Vec<ImportSetFile>,
    /// The others, and why they are none.
    not_read: Vec<ImportSetNotRead>,
    /// How the rows of all files end.
    rows: ImportCounts,
    new_parts: usize,
    /// How many parts that are there change.
    updated_parts: usize,
    /// How many assemblies get a BOM.
    boms: usize,
    added: usize,
    changed: usize,
    removed: usize,
    /// Whether the workspace has all that the set says.
    nothing: bool,
    /// Names this plan; `import_set_apply` refuses when the plan would be another by then.
    fingerprint: String,
}

/// What a file of a set is.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportSetRole {
    Parts,
    Bom,
    /// What a tool made of the other files; it would say all of it twice.
    Result,
    Unknown,
}

/// A file of a set.
#[derive(Debug, Serialize, TS)]
pub struct ImportSetFile {
    path: String,
    role: ImportSetRole,
    source: ImportSource,
    /// Whose BOM it is; empty for what is none.
    assemblies: Vec<ImportSetAssembly>,
    /// How its rows end; null where it is left out.
    rows: Option<ImportCounts>,
    /// How many lines it says.
    lines: usize,
    /// All its rows in short; `import_rows` tells what they say.
    outline: ImportOutline,
    /// The first thousand rows of each outcome, as long as all files together have not too many.
    items: Vec<ImportItem>,
    /// How many imported rows have no MPN.
    without_mpn: usize,
    /// How many imported rows bear a remark of their own.
    remarked: usize,
    /// What every imported row bears in the same words.
    of_all: Vec<ImportProblem>,
    /// The first thousand problems of each code, without what is told once of all rows.
    problems: Vec<ImportProblem>,
    /// How many problems that stand with no row are not among them.
    problems_left_out: usize,
}

/// An assembly that gets a BOM.
#[derive(Debug, Serialize, TS)]
pub struct ImportSetAssembly {
    /// Its number in the workspace, or else the one that the set gives it; null where it has neither.
    number: Option<String>,
    name: String,
    /// Whether it is to be made.
    new: bool,
    added: usize,
    changed: usize,
    removed: usize,
    unchanged: usize,
    kept: usize,
}

/// A file that has no rows to import.
#[derive(Debug, Serialize, TS)]
pub struct ImportSetNotRead {
    path: String,
    code: String,
    message: String,
}

/// What the import of a set did.
#[derive(Debug, Serialize, TS)]
pub struct ImportSetDone {
    /// The number of the assembly that stands in no other of the set; null where there are several, or none.
    number: Option<String>,
    /// How many assemblies got a BOM.
    boms: usize,
    new_parts: usize,
    matched_parts: usize,
    added: usize,
    changed: usize,
    removed: usize,
    /// Its place in the audit, by which it is undone; null when there was nothing to do.
    unit: Option<u64>,
}

/// What importing a set would do.
pub fn preview_set(
    caller: &Caller<'_>,
    asked: WithBytes<ImportSetPreviewRequest>,
) -> Result<ImportSetPreview, WireError> {
    let WithBytes { request, bytes } = asked;
    let ImportSetPreviewRequest { source, update, mode, foreign_numbers, task, instead_of } = request;
    let workspace = caller.app.workspace()?;
    let task = caller.app.tasks.supersede(task, instead_of)?;
    let set = open(source, bytes)?;
    let request = SetRequest { update, mode: mode.into(), choices: Vec::new(), foreign_numbers };
    let plan = follow(caller, Some(&task), |watch| workspace.imports.preview_set(&set, &request, &watch))?;
    let planned = PlannedSet::from(plan);
    let view = ImportSetPreview::new(&planned, set.others());
    workspace.plan.keep(Looked::Set(Box::new(planned)));
    Ok(view)
}

/// Imports a set as its preview showed.
pub fn apply_set(caller: &Caller<'_>, asked: WithBytes<ImportSetApplyRequest>) -> Result<ImportSetDone, WireError> {
    let WithBytes { request: ImportSetApplyRequest { preview, fingerprint }, bytes } = asked;
    let ImportSetPreviewRequest { source, update, mode, foreign_numbers, task, instead_of: _ } = preview;
    let workspace = caller.app.workspace()?;
    let actor = workspace.actor()?;
    let task = caller.app.tasks.begin(task)?;
    let set: Arc<dyn ImportSet> = Arc::new(open(source, bytes)?);
    let request = SetRequest { update, mode: mode.into(), choices: Vec::new(), foreign_numbers };
    let done =
        follow(caller, Some(&task), |watch| workspace.imports.apply_set(&actor, set, request, fingerprint, watch))?;
    workspace.plan.forget();
    Ok(done.into())
}

fn open(source: ImportSetSource, bytes: Vec<u8>) -> Result<Set, WireError> {
    let set = match source {
        ImportSetSource::Path { path } => at(&path),
        ImportSetSource::Archive => Set::from_archive(bytes),
        ImportSetSource::Files { files } => {
            let pieces = pieces(&files, &bytes).ok_or_else(|| WireError::shell("import.content_invalid", &[]))?;
            Set::from_files(pieces)
        }
    };
    Ok(set.map_err(partwright_domain::Error::from)?)
}

/// The set at a whole path.
fn at(written: &str) -> Result<Set, ImportError> {
    let path = Path::new(written.trim());
    if !path.is_absolute() {
        let detail = NOT_FROM_ROOT.to_owned();
        return Err(ImportError::FileUnreadable { detail });
    }
    Set::open(path)
}

/// Each file with its bytes; `None` where these are not exactly those of all files.
fn pieces(files: &[ImportSetPiece], mut bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut pieces = Vec::with_capacity(files.len());
    for ImportSetPiece { path, size } in files {
        let (piece, rest) = bytes.split_at_checked(*size)?;
        pieces.push((path.clone(), piece.to_vec()));
        bytes = rest;
    }
    bytes.is_empty().then_some(pieces)
}

impl ImportSetPreview {
    fn new(planned: &PlannedSet, others: &[(String, ImportError)]) -> Self {
        let SetPlan { sheets, parts, gives: _, boms, counts, fingerprint } = &planned.plan;
        let mut room = MOST_OF_A_SET;
        let of = |count: fn(&Difference) -> usize| boms.iter().map(|bom| count(&bom.difference)).sum();
        Self {
            new_parts: parts.iter().filter(|part| part.is_new()).count(),
            updated_parts: parts.iter().filter(|part| part.is_updated()).count(),
            boms: boms.len(),
            added: of(Difference::added),
            changed: of(Difference::changed),
            removed: of(Difference::removed),
            files: sheets
                .iter()
                .enumerate()
                .map(|(place, sheet)| {
                    let of_file = boms.iter().filter(|bom| bom.sheet == place);
                    let assemblies = of_file.map(|bom| ImportSetAssembly::new(bom, parts)).collect();
                    let file = ImportSetFile::new(sheet, assemblies, planned.rows(place), room);
                    room -= file.items.len();
                    file
                })
                .collect(),
            not_read: others.iter().map(ImportSetNotRead::from).collect(),
            rows: (*counts).into(),
            nothing: planned.plan.is_nothing(),
            fingerprint: fingerprint.clone(),
        }
    }
}

impl ImportSetFile {
    /// A file, with what there is room for of its rows; none where it is left out.
    fn new(sheet: &SetSheet, assemblies: Vec<ImportSetAssembly>, rows: Option<Rows<'_>>, room: usize) -> Self {
        let SetSheet { path, role, source, columns: _, sheet } = sheet;
        let role = match role {
            SetRole::Parts => ImportSetRole::Parts,
            SetRole::Bom(_) => ImportSetRole::Bom,
            SetRole::Result => ImportSetRole::Result,
            SetRole::Unknown => ImportSetRole::Unknown,
        };
        let file = Self {
            path: path.clone(),
            role,
            source: source.clone().into(),
            assemblies,
            rows: None,
            lines: 0,
            outline: ImportOutline::default(),
            items: Vec::new(),
            without_mpn: 0,
            remarked: 0,
            of_all: Vec::new(),
            problems: Vec::new(),
            problems_left_out: 0,
        };
        let (Some(Sheeted { lines, counts, .. }), Some(rows)) = (sheet, rows) else { return file };
        let First { items, problems, problems_left_out } = First::of(rows, room);
        Self {
            rows: Some((*counts).into()),
            lines: lines.len(),
            outline: ImportOutline::new(rows, &[]),
            items,
            problems,
            problems_left_out,
            without_mpn: rows.remarks.without_mpn,
            remarked: rows.remarks.rows(),
            of_all: rows.remarks.of_all.iter().map(ImportProblem::from).collect(),
            ..file
        }
    }
}

impl ImportSetAssembly {
    fn new(bom: &SetBom, parts: &Packed<PlannedPart>) -> Self {
        let SetBom { assembly, sheet: _, difference } = bom;
        let part = parts.get(*assembly);
        let ours = part.known.as_ref().map(|(_, number)| number.to_string());
        Self {
            number: ours.or_else(|| part.given_number()),
            name: part.name.to_string(),
            new: part.is_new(),
            added: difference.added(),
            changed: difference.changed(),
            removed: difference.removed(),
            unchanged: difference.unchanged,
            kept: difference.kept,
        }
    }
}

impl From<&(String, ImportError)> for ImportSetNotRead {
    fn from((path, error): &(String, ImportError)) -> Self {
        Self { path: path.clone(), code: error.code().to_owned(), message: error.to_string() }
    }
}

impl From<SetDone> for ImportSetDone {
    fn from(done: SetDone) -> Self {
        let SetDone { assemblies, top, new_parts, matched_parts, added, changed, removed, unit } = done;
        let number = top.map(|Part { number, .. }| number.to_string());
        Self { number, boms: assemblies.len(), new_parts, matched_parts, added, changed, removed, unit }
    }
}
