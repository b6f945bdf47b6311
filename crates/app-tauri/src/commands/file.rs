//! Files.

use partwright_domain::cancel::Cancel;
use partwright_domain::file::{Collected, File, FileName, FileRole, NewFile};
use partwright_domain::id::RevisionId;
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::{Error, Result, workspace};
use partwright_formats::write;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::person::name_of;
use super::{Empty, export, id, show_done};
use crate::app::App;
use crate::error::WireError;
use crate::message::{FileBytes, WithBytes};

/// What a file is for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(rename = "FileRole")]
pub enum FileRoleView {
    Datasheet,
    Drawing,
    #[serde(rename = "3D model")]
    Model,
    Schematic,
    Gerber,
    Firmware,
    Document,
    Other,
}

/// An attachment of a revision.
#[derive(Debug, Serialize, TS)]
pub struct FileView {
    id: String,
    name: String,
    role: FileRoleView,
    /// In bytes.
    size: u64,
    /// The SHA-256 of its bytes, as 64 hexadecimal digits.
    hash: String,
    /// When these bytes were attached, in milliseconds since 1970-01-01 UTC.
    added: i64,
    /// The name of whoever attached them.
    added_by: String,
}

/// Asks for a revision's files.
#[derive(Debug, Deserialize, TS)]
pub struct FileListRequest {
    revision: String,
}

/// Attaches the bytes that come with it to a draft.
#[derive(Debug, Deserialize, TS)]
pub struct FileAttachRequest {
    revision: String,
    name: String,
    role: FileRoleView,
}

/// Gives a draft's file the bytes that come with it.
#[derive(Debug, Deserialize, TS)]
pub struct FileReplaceRequest {
    file: String,
}

/// Says of a draft's file what it is for.
#[derive(Debug, Deserialize, TS)]
pub struct FileChangeRoleRequest {
    file: String,
    role: FileRoleView,
}

/// Removes a file from a draft.
#[derive(Debug, Deserialize, TS)]
pub struct FileRemoveRequest {
    file: String,
}

/// Opens a file with the system's program for it.
#[derive(Debug, Deserialize, TS)]
pub struct FileOpenRequest {
    file: String,
}

/// Reads the first bytes of a file, to show them.
#[derive(Debug, Deserialize, TS)]
pub struct FileReadRequest {
    file: String,
    /// How many at most; there is a bound whatever is asked for.
    most: u32,
}

/// Writes a copy of a file elsewhere.
#[derive(Debug, Deserialize, TS)]
pub struct FileSaveRequest {
    file: String,
    /// The whole path. The system has asked already whether it may take the place of what is there.
    path: String,
}

/// What was collected from the vault.
#[derive(Debug, Serialize, TS)]
pub struct FileCollectView {
    contents: u64,
    bytes: u64,
}

/// A revision's files.
pub fn list(app: &App, request: FileListRequest) -> Result<Vec<FileView>, WireError> {
    let FileListRequest { revision } = request;
    let revision = id(&revision, "file_list")?;
    Ok(app.workspace()?.store.read("file.list", |snapshot| of(snapshot, revision))?)
}

/// Attaches a file to a draft, and answers all of the revision's.
pub fn attach(app: &App, asked: WithBytes<FileAttachRequest>) -> Result<Vec<FileView>, WireError> {
    let WithBytes { request: FileAttachRequest { revision, name, role }, bytes } = asked;
    let revision = id(&revision, "file_attach")?;
    let new = NewFile { name: FileName::parse(&name).map_err(Error::from)?, role: role.into() };
    let workspace = app.workspace()?;
    workspace.files.attach(&workspace.actor()?, revision, new, &mut bytes.as_slice(), &Cancel::new())?;
    show_done(&workspace, |snapshot| of(snapshot, revision))
}

/// Gives a draft's file other bytes, and answers all of the revision's.
pub fn replace(app: &App, asked: WithBytes<FileReplaceRequest>) -> Result<Vec<FileView>, WireError> {
    let WithBytes { request: FileReplaceRequest { file }, bytes } = asked;
    let file = id(&file, "file_replace")?;
    let workspace = app.workspace()?;
    let replaced = workspace.files.replace(&workspace.actor()?, file, &mut bytes.as_slice(), &Cancel::new())?;
    show_done(&workspace, |snapshot| of(snapshot, replaced.revision))
}

/// Gives a draft's file another role, and answers all of the revision's.
pub fn change_role(app: &App, request: FileChangeRoleRequest) -> Result<Vec<FileView>, WireError> {
    let FileChangeRoleRequest { file, role } = request;
    let file = id(&file, "file_change_role")?;
    let workspace = app.workspace()?;
    let changed = workspace.files.change_role(&workspace.actor()?, file, role.into())?;
    show_done(&workspace, |snapshot| of(snapshot, changed.revision))
}

/// Removes a file from a draft, and answers those that are left.
pub fn remove(app: &App, request: FileRemoveRequest) -> Result<Vec<FileView>, WireError> {
    let FileRemoveRequest { file } = request;
    let file = id(&file, "file_remove")?;
    let workspace = app.workspace()?;
    let removed = workspace.files.remove(&workspace.actor()?, file)?;
    show_done(&workspace, |snapshot| of(snapshot, removed.revision))
}

/// Opens a copy of a file with the system's program for it.
pub fn open(app: &App, request: FileOpenRequest) -> Result<Empty, WireError> {
    let FileOpenRequest { file } = request;
    let file = id(&file, "file_open")?;
    let workspace = app.workspace()?;
    app.viewer.open(|to| Ok(workspace.files.copy(file, to, &Cancel::new())?.name))?;
    Ok(Empty {})
}

/// The first bytes of a file, or all of them.
pub fn read(app: &App, request: FileReadRequest) -> Result<FileBytes, WireError> {
    let FileReadRequest { file, most } = request;
    let file = id(&file, "file_read")?;
    Ok(FileBytes(app.workspace()?.files.beginning(file, most as usize, &Cancel::new())?))
}

/// Writes a copy of a file elsewhere, whole or not at all, and answers where.
pub fn save(app: &App, request: FileSaveRequest) -> Result<String, WireError> {
    let FileSaveRequest { file, path } = request;
    let file = id(&file, "file_save")?;
    let (workspace, path) = (app.workspace()?, export::place(&path, true)?);
    write::atomically(&path, |out| workspace.files.copy(file, out, &Cancel::new()))?;
    Ok(path.display().to_string())
}

/// Removes from the vault what no file ever had.
pub fn collect(app: &App, _: Empty) -> Result<FileCollectView, WireError> {
    let workspace = app.workspace()?;
    let Collected { contents, bytes } = workspace::collect(&*workspace.file, &workspace.files, &workspace.actor()?)?;
    Ok(FileCollectView { contents, bytes })
}

fn of(snapshot: &dyn Snapshot, revision: RevisionId) -> Result<Vec<FileView>, StoreError> {
    snapshot.files().of(revision)?.into_iter().map(|file| FileView::find_adder(snapshot, file)).collect()
}

impl FileView {
    /// The view of a file, with whoever attached it looked up.
    pub fn find_adder(snapshot: &dyn Snapshot, file: File) -> Result<Self, StoreError> {
        let File { id, revision: _, name, role, content, added, added_by } = file;
        Ok(Self {
            id: id.to_string(),
            name: name.to_string(),
            role: role.into(),
            size: content.size,
            hash: content.hash.to_string(),
            added: added.0,
            added_by: name_of(snapshot, added_by)?,
        })
    }
}

impl From<FileRole> for FileRoleView {
    fn from(role: FileRole) -> Self {
        match role {
            FileRole::Datasheet => Self::Datasheet,
            FileRole::Drawing => Self::Drawing,
            FileRole::Model => Self::Model,
            FileRole::Schematic => Self::Schematic,
            FileRole::Gerber => Self::Gerber,
            FileRole::Firmware => Self::Firmware,
            FileRole::Document => Self::Document,
            FileRole::Other => Self::Other,
        }
    }
}

impl From<FileRoleView> for FileRole {
    fn from(role: FileRoleView) -> Self {
        match role {
            FileRoleView::Datasheet => Self::Datasheet,
            FileRoleView::Drawing => Self::Drawing,
            FileRoleView::Model => Self::Model,
            FileRoleView::Schematic => Self::Schematic,
            FileRoleView::Gerber => Self::Gerber,
            FileRoleView::Firmware => Self::Firmware,
            FileRoleView::Document => Self::Document,
            FileRoleView::Other => Self::Other,
        }
    }
}
