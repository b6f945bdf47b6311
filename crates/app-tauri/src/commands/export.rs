//! Exports, and release packages.

use std::path::{Path, PathBuf};

use partwright_domain::bom::Builds;
use partwright_domain::export::{self, ExportError, Preset, Shape, Stamp, Wanted, Watch};
use partwright_domain::id::RevisionId;
use partwright_domain::part::PartOrder;
use partwright_domain::store::Snapshot;
use partwright_domain::workspace::NOT_FROM_ROOT;
use partwright_domain::{Error, Result};
use partwright_formats::door;
use partwright_formats::package::{self, Finding, Manifest, Proof, Verified};
use partwright_formats::write::{self, Format, Options};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::part::PartSortView;
use super::revision::LifecycleView;
use super::search::{self, SearchRange};
use super::{Empty, id};
use crate::app::App;
use crate::error::WireError;
use crate::task::Caller;

/// How a BOM is listed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportShape {
    OneLevel,
    Indented,
    Flat,
}

/// What is exported.
#[derive(Debug, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExportWhat {
    /// A revision's BOM; quantities of the flat list and costs for so many builds.
    Bom {
        revision: String,
        shape: ExportShape,
        builds: String,
    },
    /// A revision's BOM in a layout; null for ranges as the layout has them.
    Layout {
        revision: String,
        layout: String,
        ranges: Option<bool>,
    },
    /// The parts that answer, as the list shows them.
    Parts {
        text: String,
        category: Option<String>,
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        assemblies: bool,
        state: Option<LifecycleView>,
        has_mpn: Option<bool>,
        ranges: Vec<SearchRange>,
        sort: Option<PartSortView>,
        descending: bool,
    },
    WhereUsed {
        part: String,
    },
    Compare {
        before: String,
        after: String,
        all_levels: bool,
    },
    /// A part's history, or with null the whole workspace's.
    Audit {
        part: Option<String>,
    },
    /// The package of a released revision.
    Package {
        revision: String,
    },
}

/// A format that documents are written in.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    Csv,
    Xlsx,
    Json,
    Html,
    /// A release package, which has no other.
    Zip,
}

/// The columns of somebody who reads BOMs.
#[derive(Debug, Serialize, TS)]
pub struct ExportLayout {
    name: String,
    title: String,
    about: String,
    /// Whether designators may become ranges in it.
    knows_ranges: bool,
}

/// Asks for a path to write to.
#[derive(Debug, Deserialize, TS)]
pub struct ExportProposeRequest {
    what: ExportWhat,
    format: ExportFormat,
    /// The path to which something was written before; null for where documents lie.
    beside: Option<String>,
}

/// Writes a document.
#[derive(Debug, Deserialize, TS)]
pub struct ExportWriteRequest {
    /// The name under which it is followed and can be cancelled.
    task: String,
    what: ExportWhat,
    format: ExportFormat,
    /// Whether a CSV file begins with a byte order mark.
    mark: bool,
    /// Whether texts that a spreadsheet would run stay as they are.
    plain: bool,
    /// The whole path.
    path: String,
    /// Whether it may take the place of a file that is there.
    replace: bool,
}

/// What was written.
#[derive(Debug, Serialize, TS)]
pub struct ExportWritten {
    path: String,
    /// How many rows a document has, or how many entries a package.
    count: u64,
}

/// Looks whether a package is what it says.
#[derive(Debug, Deserialize, TS)]
pub struct ExportVerifyRequest {
    /// The name under which it is followed and can be cancelled.
    task: String,
    /// The whole path.
    path: String,
}

/// What looking at a package found.
#[derive(Debug, Serialize, TS)]
pub struct ExportVerified {
    part_number: String,
    name: String,
    revision: String,
    /// As `2026-01-31T14:05:06.789Z`.
    released: String,
    released_by: String,
    hash: String,
    /// The SHA-256 of the manifest.
    manifest: String,
    /// The paths of what only the manifest speaks for.
    only_manifest: Vec<String>,
    /// How many entries the manifest names.
    entries: usize,
    /// How many releases were looked at.
    releases: usize,
    /// What is not as it should be; nothing for a package that is what it says.
    findings: Vec<ExportFinding>,
}

/// Something that is not as it should be.
#[derive(Debug, Serialize, TS)]
pub struct ExportFinding {
    /// As `changed`.
    fault: String,
    sentence: String,
}

/// The layouts there are.
pub fn layouts(_: &App, _: Empty) -> Result<Vec<ExportLayout>, WireError> {
    let view = |preset: &Preset| ExportLayout {
        name: preset.name.to_owned(),
        title: preset.title.to_owned(),
        about: preset.about.to_owned(),
        knows_ranges: preset.knows_ranges(),
    };
    Ok(Preset::ALL.iter().map(view).collect())
}

/// A path to write to that is proposed: beside what was written before, with a name that tells what it is.
pub fn propose(app: &App, request: ExportProposeRequest) -> Result<String, WireError> {
    let ExportProposeRequest { what, format, beside } = request;
    let workspace = app.workspace()?;
    let asked = Asked::parse(what, "export_propose")?;
    let stem = workspace.store.read("export.propose", |snapshot| asked.stem(snapshot))?;
    let beside = beside.map(PathBuf::from);
    let folder = beside.as_deref().and_then(Path::parent).or_else(|| app.chooser.documents()).unwrap_or(Path::new(""));
    let ending = asked.ending(format);
    Ok(folder.join(format!("{stem}.{ending}")).display().to_string())
}

/// Writes a document or a package, and tells the window how far it is.
pub fn write(caller: &Caller<'_>, request: ExportWriteRequest) -> Result<ExportWritten, WireError> {
    let ExportWriteRequest { task, what, format, mark, plain, path, replace } = request;
    let (workspace, asked) = (caller.app.workspace()?, Asked::parse(what, "export_write")?);
    let path = place(&path, replace)?;
    let task = caller.app.tasks.begin(task)?;
    let (cancel, mut tell) = (&task.cancel, task.teller(caller));
    let count = match &asked {
        Asked::Package(revision) => workspace.store.read_until("export.package", cancel, |snapshot| {
            let vault = workspace.files.vault();
            let made =
                write::atomically(&path, |out| package::pack(snapshot, vault, *revision, out, cancel, &mut tell))?;
            Ok::<_, Error>(made.manifest.entries.len() as u64)
        })?,
        Asked::Document(wanted) => {
            let stamp = Stamp { at: workspace.ports.clock.now(), by: workspace.person()?.name.to_string() };
            let options = Options { mark, plain, quoted: false }.for_document(wanted);
            let format = Format::parse(asked.ending(format)).map_err(Error::from)?;
            format.suits(wanted).map_err(Error::from)?;
            workspace.store.read_until("export.write", cancel, |snapshot| {
                write::to_file(&path, format, options, |sink| {
                    export::write(snapshot, wanted, &stamp, sink, &mut Watch::new(cancel, &mut tell))
                })
            })?
        }
    };
    Ok(ExportWritten { path: path.display().to_string(), count })
}

/// Looks whether a package is what it says, without unpacking it.
pub fn verify(caller: &Caller<'_>, request: ExportVerifyRequest) -> Result<ExportVerified, WireError> {
    let ExportVerifyRequest { task, path } = request;
    let path = PathBuf::from(path.trim());
    let task = caller.app.tasks.begin(task)?;
    let opened = door::open(&path).and_then(|file| Ok((file.metadata()?.len(), file)));
    let (size, file) = opened.map_err(|error| {
        let (path, detail) = (path.display().to_string(), error.to_string());
        Error::from(ExportError::PathUnreadable { path, detail })
    })?;
    let verified = package::verify(file, size, &task.cancel, &mut task.teller(caller))?;
    let only_manifest = verified.proven(Proof::Manifest).map(str::to_owned).collect();
    let Verified { manifest, sha256, releases, findings } = verified;
    let Manifest { format: _, version: _, part_number, name, revision, released, released_by, .. } = manifest;
    Ok(ExportVerified {
        part_number,
        name,
        revision,
        released,
        released_by,
        hash: manifest.hash,
        manifest: sha256,
        only_manifest,
        entries: manifest.entries.len(),
        releases,
        findings: findings.iter().map(ExportFinding::from).collect(),
    })
}

/// What is asked for, parsed.
enum Asked {
    Document(Wanted),
    Package(RevisionId),
}

impl Asked {
    fn parse(what: ExportWhat, command: &str) -> Result<Self, WireError> {
        Ok(Self::Document(match what {
            ExportWhat::Package { revision } => return Ok(Self::Package(id(&revision, command)?)),
            ExportWhat::Bom { revision, shape, builds } => Wanted::Bom {
                revision: id(&revision, command)?,
                shape: shape.into(),
                builds: Builds::parse(&builds).map_err(Error::from)?,
                currency: None,
            },
            ExportWhat::Layout { revision, layout, ranges } => Wanted::Layout {
                revision: id(&revision, command)?,
                preset: Preset::parse(&layout).map_err(Error::from)?,
                supplier: None,
                ranges,
            },
            ExportWhat::Parts { text, category, assemblies, state, has_mpn, ranges, sort, descending } => {
                Wanted::Parts {
                    query: text,
                    filter: search::filter(category.as_deref(), assemblies, state, has_mpn, &ranges)?,
                    order: sort.map(|sort| PartOrder { sort: sort.into(), descending }),
                }
            }
            ExportWhat::WhereUsed { part } => Wanted::WhereUsed { part: id(&part, command)? },
            ExportWhat::Compare { before, after, all_levels } => {
                Wanted::Compare { before: id(&before, command)?, after: id(&after, command)?, all_levels }
            }
            ExportWhat::Audit { part } => Wanted::Audit { part: part.map(|part| id(&part, command)).transpose()? },
        }))
    }

    fn stem(&self, snapshot: &dyn Snapshot) -> Result<String> {
        match self {
            Self::Document(wanted) => export::stem(snapshot, wanted),
            Self::Package(revision) => package::stem(snapshot, *revision),
        }
    }

    fn ending(&self, format: ExportFormat) -> &'static str {
        match (self, format) {
            (Self::Package(_), _) | (_, ExportFormat::Zip) => "zip",
            (_, ExportFormat::Csv) => "csv",
            (_, ExportFormat::Xlsx) => "xlsx",
            (_, ExportFormat::Json) => "json",
            (_, ExportFormat::Html) => "html",
        }
    }
}

/// A path that somebody named: from the root of a disk, and of no file that must stay.
pub fn place(written: &str, replace: bool) -> Result<PathBuf> {
    let path = PathBuf::from(written.trim());
    if !path.is_absolute() {
        let detail = NOT_FROM_ROOT.to_owned();
        return Err(ExportError::PathUnwritable { path: path.display().to_string(), detail }.into());
    }
    if path.exists() && !replace {
        return Err(ExportError::PathTaken { path: path.display().to_string() }.into());
    }
    Ok(path)
}

impl From<ExportShape> for Shape {
    fn from(shape: ExportShape) -> Self {
        match shape {
            ExportShape::OneLevel => Self::OneLevel,
            ExportShape::Indented => Self::Indented,
            ExportShape::Flat => Self::Flat,
        }
    }
}

impl From<&Finding> for ExportFinding {
    fn from(finding: &Finding) -> Self {
        Self { fault: finding.fault.name().to_owned(), sentence: finding.to_string() }
    }
}
