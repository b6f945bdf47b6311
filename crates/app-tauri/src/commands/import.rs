//! Import.

pub mod rows;
pub mod set;
pub mod view;

pub use rows::{ImportChangeView, ImportRowView, ImportRowsRequest, changes, rows};
pub use set::{
    ImportSetApplyRequest, ImportSetDone, ImportSetPreview, ImportSetPreviewRequest, apply_set, preview_set,
};
pub use view::{ImportDone, ImportPreview};

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use partwright_domain::import::{ChoiceKey, ChoiceKind, Chosen, LayoutKey, Mode, Reading, Request, Role, Target};
use partwright_formats::read::File;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Empty, id};
use crate::app::App;
use crate::error::WireError;
use crate::plan::{Looked, Planned};
use crate::task::{Caller, follow};

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
    Fitted,
    Unit,
    FindNumber,
    Note,
    Property,
    Ignore,
}

/// Where a file goes.
#[derive(Debug, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ImportTarget {
    /// A new assembly of this subcategory, with this name.
    New { subcategory: String, name: String },
    /// The draft of an assembly that is there.
    Existing {
        part: String,
        #[ts(optional)]
        mode: Option<ImportMode>,
    },
    /// No BOM: a list of parts. Without a subcategory, each goes where its number or its description suggests.
    PartsList {
        subcategory: Option<String>,
        /// Whether parts that are there get what the list says.
        update: bool,
    },
}

/// What becomes of the lines that are there; `update` where nothing is said.
#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportMode {
    #[default]
    Update,
    Replace,
    Add,
}

/// A part that somebody chose for the rows of a suggestion; null for a new one.
#[derive(Debug, Deserialize, TS)]
pub struct ImportChoice {
    kind: String,
    key: String,
    part: Option<String>,
}

/// Asks what importing a file would do.
#[derive(Debug, Deserialize, TS)]
pub struct ImportPreviewRequest {
    /// The bytes of the file, base64.
    content: String,
    /// Its name, without folders.
    #[ts(optional)]
    name: Option<String>,
    /// How it is to be read, where somebody knows better; null for what is found.
    #[ts(optional)]
    encoding: Option<String>,
    #[ts(optional)]
    delimiter: Option<String>,
    /// The line of the header, the first being 1; 0 where there is none.
    #[ts(optional)]
    header_row: Option<u64>,
    /// The sheet of a workbook, or the variant of a netlist.
    #[ts(optional)]
    sheet: Option<String>,
    /// One role a column, to overrule the guess; null to let the importer guess.
    roles: Option<Vec<ImportRole>>,
    target: ImportTarget,
    #[ts(optional)]
    choices: Option<Vec<ImportChoice>>,
    /// Whether all part numbers are another workspace's, also those that look like ours; not, where nothing is said.
    #[ts(optional)]
    foreign_numbers: Option<bool>,
    /// The name of the task, by which it is followed and cancelled.
    #[ts(optional)]
    task: Option<String>,
    /// The preview in whose place this one comes, which is ended.
    #[ts(optional = nullable)]
    instead_of: Option<String>,
}

/// Imports a file as its preview showed.
#[derive(Debug, Deserialize, TS)]
pub struct ImportApplyRequest {
    #[serde(flatten)]
    preview: ImportPreviewRequest,
    /// The preview's fingerprint.
    fingerprint: String,
}

/// Forgets how files of a layout are read.
#[derive(Debug, Deserialize, TS)]
pub struct ImportForgetLayoutRequest {
    /// Which one, as a preview names it.
    layout: String,
}

/// What importing a file would do.
pub fn preview(caller: &Caller<'_>, request: ImportPreviewRequest) -> Result<ImportPreview, WireError> {
    let Asked { file, request, task, instead_of } = parse(request, "import_preview")?;
    let workspace = caller.app.workspace()?;
    let task = task.map(|task| caller.app.tasks.supersede(task, instead_of)).transpose()?;
    let planned: Planned =
        follow(caller, task.as_ref(), |watch| workspace.imports.preview(&file, &request, &watch))?.into();
    let view = ImportPreview::from(&planned);
    workspace.plan.keep(Looked::File(Box::new(planned)));
    Ok(view)
}

/// Imports a file as its preview showed.
pub fn apply(caller: &Caller<'_>, request: ImportApplyRequest) -> Result<ImportDone, WireError> {
    let ImportApplyRequest { preview, fingerprint } = request;
    let Asked { file, request, task, instead_of: _ } = parse(preview, "import_apply")?;
    let workspace = caller.app.workspace()?;
    let actor = workspace.actor()?;
    let task = task.map(|task| caller.app.tasks.begin(task)).transpose()?;
    let done = follow(caller, task.as_ref(), |watch| {
        workspace.imports.apply(&actor, Arc::new(file), request, fingerprint, watch)
    })?;
    workspace.plan.forget();
    Ok(done.into())
}

/// Forgets how files of a layout are read: the next one is read as it is found.
pub fn forget_layout(app: &App, request: ImportForgetLayoutRequest) -> Result<Empty, WireError> {
    let ImportForgetLayoutRequest { layout } = request;
    let workspace = app.workspace()?;
    workspace.imports.forget_layout(&workspace.actor()?, LayoutKey::kept(layout))?;
    Ok(Empty {})
}

/// A request as the domain takes it.
struct Asked {
    file: File,
    request: Request,
    task: Option<String>,
    instead_of: Option<String>,
}

fn parse(request: ImportPreviewRequest, command: &str) -> Result<Asked, WireError> {
    let ImportPreviewRequest {
        content,
        name,
        encoding,
        delimiter,
        header_row,
        sheet,
        roles,
        target,
        choices,
        foreign_numbers,
        task,
        instead_of,
    } = request;
    let foreign_numbers = foreign_numbers.unwrap_or_default();
    let bytes = STANDARD.decode(content).map_err(|_| WireError::shell("import.content_invalid", &[]))?;
    let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| "file".to_owned());
    let file = File::from_bytes(name, bytes).map_err(partwright_domain::Error::from)?;
    let delimiter = delimiter.as_deref().map(Reading::delimiter).transpose().map_err(partwright_domain::Error::from)?;
    let reading = Reading { encoding, delimiter, header_row, part: sheet };
    let target = match target {
        ImportTarget::New { subcategory, name } => Target::New { subcategory: id(&subcategory, command)?, name },
        ImportTarget::Existing { part, mode } => {
            Target::Existing { part: id(&part, command)?, mode: mode.unwrap_or_default().into() }
        }
        ImportTarget::PartsList { subcategory, update } => {
            let subcategory = subcategory.map(|subcategory| id(&subcategory, command)).transpose()?;
            Target::PartsList { subcategory, update }
        }
    };
    let roles = roles.map(|roles| roles.into_iter().map(Role::from).collect());
    let choices = choices.unwrap_or_default().into_iter().map(|ImportChoice { kind, key, part }| {
        let kind = ChoiceKind::named(&kind).ok_or_else(|| WireError::shell("import.content_invalid", &[]))?;
        let part = part.map(|part| id(&part, command)).transpose()?;
        Ok(Chosen { key: ChoiceKey { kind, key }, part })
    });
    let choices = choices.collect::<Result<_, WireError>>()?;
    Ok(Asked { file, request: Request { reading, roles, target, choices, foreign_numbers }, task, instead_of })
}

impl From<ImportMode> for Mode {
    fn from(mode: ImportMode) -> Self {
        match mode {
            ImportMode::Update => Self::Update,
            ImportMode::Replace => Self::Replace,
            ImportMode::Add => Self::Add,
        }
    }
}

alike!(
    Role, ImportRole:
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
    Fitted,
    Unit,
    FindNumber,
    Note,
    Property,
    Ignore
);
