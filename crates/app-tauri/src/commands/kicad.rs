//! KiCad: whether it is served, what it is offered, and how parts are shown there.

use std::path::{Path, PathBuf};

use partwright_domain::category::Subcategory;
use partwright_domain::kicad::{
    self, Examples, Excluded, KicadError, Library, MappedField, Mapping, Reference, Survey, SymbolId,
};
use partwright_domain::property::PropertyName;
use partwright_domain::store::Snapshot;
use partwright_domain::workspace::NOT_FROM_ROOT;
use partwright_domain::{Error, Result};
use partwright_kicad::{DEFAULT_PORT, LibraryFile, Settings, Token};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Empty, id, show_done};
use crate::app::{App, Workspace};
use crate::error::WireError;
use crate::kicad::Standing;

/// How the open workspace is served to KiCad at this machine.
#[derive(Debug, Serialize, TS)]
pub struct KicadView {
    /// Whether it is to be served.
    on: bool,
    /// At which port.
    port: u16,
    /// Where it is served now; nothing where it is not.
    address: Option<String>,
    /// Why it is not served although it is to be.
    failed: Option<WireError>,
    /// How many requests had the answer they asked for, since the server was started.
    answered: u64,
    /// How many were refused.
    refused: u64,
    /// When the last one was answered.
    last: Option<i64>,
    /// Who asked then, as it calls itself.
    client: Option<String>,
    /// Whether the workspace offers drafts too.
    drafts: bool,
}

/// Serves the workspace at this machine, or does not.
#[derive(Debug, Deserialize, TS)]
pub struct KicadServeRequest {
    on: bool,
    /// The port, as it was typed.
    port: String,
}

/// Says what the workspace offers.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct KicadOfferRequest {
    drafts: bool,
}

/// Writes the library file.
#[derive(Debug, Deserialize, TS)]
pub struct KicadSaveRequest {
    /// The whole path.
    path: String,
}

/// Counts what is offered.
#[derive(Debug, Deserialize, TS)]
pub struct KicadCountRequest {
    /// The task under which it can be cancelled.
    task: String,
    /// The run in whose place this one comes, which is ended.
    #[ts(optional = nullable)]
    instead_of: Option<String>,
}

/// Parts that are left out for one reason.
#[derive(Debug, Serialize, TS)]
pub struct KicadExamples {
    count: u64,
    /// The numbers of the first ones.
    first: Vec<String>,
}

/// What KiCad is offered of a subcategory.
#[derive(Debug, Serialize, TS)]
pub struct KicadCount {
    codes: String,
    offered: u64,
    without_symbol: KicadExamples,
    symbol_unreadable: KicadExamples,
    not_released: u64,
}

/// A property that becomes a field.
#[derive(Debug, Serialize, Deserialize, TS)]
pub struct KicadField {
    property: String,
    visible: bool,
}

/// How a subcategory's parts are shown.
#[derive(Debug, Serialize, Deserialize, TS)]
#[expect(clippy::struct_excessive_bools, reason = "a mapping says that many things with yes or no")]
pub struct KicadMapping {
    /// The subcategory.
    subcategory: String,
    offered: bool,
    symbol_property: String,
    /// The symbol of parts that name none; empty for none.
    symbol: String,
    /// What designators begin with; empty for what the symbol says.
    reference: String,
    footprint_property: String,
    exclude_from_bom: bool,
    exclude_from_board: bool,
    exclude_from_simulation: bool,
    fields: Vec<KicadField>,
}

/// A subcategory, and how its parts are shown.
#[derive(Debug, Serialize, TS)]
pub struct KicadMappingView {
    codes: String,
    name: String,
    /// Whether somebody said so; else it is as usual.
    said: bool,
    mapping: KicadMapping,
}

/// Shows a subcategory's parts as usual.
#[derive(Debug, Deserialize, TS)]
pub struct KicadUnmapRequest {
    subcategory: String,
}

/// How it stands.
pub fn show(app: &App, _: Empty) -> Result<KicadView, WireError> {
    view(app, &*app.workspace()?)
}

fn view(app: &App, workspace: &Workspace) -> Result<KicadView, WireError> {
    let known = app.kicad.known(workspace).map_err(Error::from)?;
    let (on, port) = known.map_or((false, DEFAULT_PORT), |settings| (settings.on, settings.port));
    let Library { drafts } = workspace.store.read("kicad.show", |snapshot| snapshot.kicad().library())?;
    let view =
        KicadView { on, port, address: None, failed: None, answered: 0, refused: 0, last: None, client: None, drafts };
    Ok(match app.kicad.standing() {
        Standing::Off => view,
        Standing::Failed(error) => KicadView { failed: Some(Error::from(error).into()), ..view },
        Standing::On { address, activity } => KicadView {
            address: Some(address),
            answered: activity.answered,
            refused: activity.refused,
            last: activity.last.map(|at| at.0),
            client: activity.client,
            ..view
        },
    })
}

/// Switches the server on or off, or gives it another port. It is this machine's to say, so it takes no right.
pub fn serve(app: &App, request: KicadServeRequest) -> Result<KicadView, WireError> {
    let KicadServeRequest { on, port } = request;
    let workspace = app.workspace()?;
    let port = Settings::port(&port).map_err(Error::from)?;
    let before = app.kicad.settings(&workspace).map_err(Error::from)?;
    app.kicad.change(&workspace, &Settings { on, port, ..before }).map_err(Error::from)?;
    view(app, &workspace)
}

/// Makes another token. Library files with the old one no longer open anything.
pub fn renew(app: &App, _: Empty) -> Result<KicadView, WireError> {
    let workspace = app.workspace()?;
    let renewed = app.kicad.settings(&workspace).and_then(|before| {
        let after = Settings { token: Token::random()?, ..before };
        app.kicad.change(&workspace, &after)
    });
    renewed.map_err(Error::from)?;
    view(app, &workspace)
}

/// Says whether drafts are offered.
pub fn offer(app: &App, request: KicadOfferRequest) -> Result<KicadView, WireError> {
    let KicadOfferRequest { drafts } = request;
    let workspace = app.workspace()?;
    workspace.kicad.change(&workspace.actor()?, Library { drafts })?;
    view(app, &workspace)
}

/// Writes the library file, and answers where it is.
pub fn save(app: &App, request: KicadSaveRequest) -> Result<String, WireError> {
    let KicadSaveRequest { path } = request;
    let workspace = app.workspace()?;
    let path = library_path(&path)?;
    let Settings { port, token, .. } = app.kicad.settings(&workspace).map_err(Error::from)?;
    let name =
        workspace.path.file_stem().map_or_else(|| "Partwright".into(), |stem| stem.to_string_lossy().into_owned());
    LibraryFile { name, port, token }.write(&path).map_err(Error::from)?;
    Ok(path.display().to_string())
}

/// A whole path that ends as KiCad knows it.
fn library_path(written: &str) -> Result<PathBuf> {
    let path = Path::new(written.trim());
    if !path.is_absolute() {
        let detail = NOT_FROM_ROOT.to_owned();
        return Err(KicadError::FileFailed { path: path.display().to_string(), detail }.into());
    }
    Ok(LibraryFile::path(path))
}

/// Counts what is offered and what is left out.
pub fn count(app: &App, request: KicadCountRequest) -> Result<Vec<KicadCount>, WireError> {
    let KicadCountRequest { task, instead_of } = request;
    let task = app.tasks.supersede(task, instead_of)?;
    let counted = kicad::survey(&app.workspace()?.store, &task.cancel)?;
    Ok(counted.into_iter().map(KicadCount::from).collect())
}

impl From<Survey> for KicadCount {
    fn from(survey: Survey) -> Self {
        let Survey { codes, name: _, offered, without_symbol, symbol_unreadable, not_released } = survey;
        let (without_symbol, symbol_unreadable) = (without_symbol.into(), symbol_unreadable.into());
        Self { codes: codes.to_string(), offered, without_symbol, symbol_unreadable, not_released }
    }
}

impl From<Examples> for KicadExamples {
    fn from(examples: Examples) -> Self {
        let Examples { count, first } = examples;
        Self { count, first: first.iter().map(ToString::to_string).collect() }
    }
}

/// How every subcategory is shown.
pub fn mappings(app: &App, _: Empty) -> Result<Vec<KicadMappingView>, WireError> {
    Ok(app.workspace()?.store.read("kicad.mappings", all)?)
}

/// Says how a subcategory is shown, and answers how all are.
pub fn map(app: &App, request: KicadMapping) -> Result<Vec<KicadMappingView>, WireError> {
    let mapping = mapping(request)?;
    let workspace = app.workspace()?;
    workspace.kicad.map(&workspace.actor()?, mapping)?;
    show_done(&workspace, all)
}

/// Shows a subcategory as usual, and answers how all are shown.
pub fn unmap(app: &App, request: KicadUnmapRequest) -> Result<Vec<KicadMappingView>, WireError> {
    let KicadUnmapRequest { subcategory } = request;
    let subcategory = id(&subcategory, "kicad_unmap")?;
    let workspace = app.workspace()?;
    workspace.kicad.unmap(&workspace.actor()?, subcategory)?;
    show_done(&workspace, all)
}

fn all(snapshot: &dyn Snapshot) -> Result<Vec<KicadMappingView>> {
    let of = |subcategory: Subcategory| {
        let said = snapshot.kicad().mapping(subcategory.id)?.is_some();
        let mapping = kicad::mapping_of(snapshot, &subcategory)?.into();
        let Subcategory { codes, name, .. } = subcategory;
        Ok(KicadMappingView { codes: codes.to_string(), name: name.to_string(), said, mapping })
    };
    snapshot.categories().subcategories()?.into_iter().map(of).collect()
}

impl From<Mapping> for KicadMapping {
    fn from(mapping: Mapping) -> Self {
        let Mapping { subcategory, offered, symbol_property, symbol, reference, footprint_property, excluded, fields } =
            mapping;
        let Excluded { bom, board, simulation } = excluded;
        let field = |MappedField { property, visible }| KicadField { property: property.to_string(), visible };
        Self {
            subcategory: subcategory.to_string(),
            offered,
            symbol_property: symbol_property.to_string(),
            symbol: symbol.map_or_else(String::new, |symbol| symbol.to_string()),
            reference: reference.map_or_else(String::new, |reference| reference.as_str().to_owned()),
            footprint_property: footprint_property.to_string(),
            exclude_from_bom: bom,
            exclude_from_board: board,
            exclude_from_simulation: simulation,
            fields: fields.into_iter().map(field).collect(),
        }
    }
}

fn mapping(request: KicadMapping) -> Result<Mapping, WireError> {
    let KicadMapping {
        subcategory,
        offered,
        symbol_property,
        symbol,
        reference,
        footprint_property,
        exclude_from_bom: bom,
        exclude_from_board: board,
        exclude_from_simulation: simulation,
        fields,
    } = request;
    let subcategory = id(&subcategory, "kicad_map")?;
    let parsed = || -> Result<Mapping> {
        let given = |text: &str| !text.trim().is_empty();
        let field = |KicadField { property, visible }: KicadField| -> Result<_> {
            Ok(MappedField { property: PropertyName::parse(&property)?, visible })
        };
        Ok(Mapping {
            subcategory,
            offered,
            symbol_property: PropertyName::parse(&symbol_property)?,
            symbol: Some(symbol).filter(|text| given(text)).map(|text| SymbolId::parse(&text)).transpose()?,
            reference: Some(reference).filter(|text| given(text)).map(|text| Reference::parse(&text)).transpose()?,
            footprint_property: PropertyName::parse(&footprint_property)?,
            excluded: Excluded { bom, board, simulation },
            fields: fields.into_iter().map(field).collect::<Result<_>>()?,
        })
    };
    Ok(parsed()?)
}
