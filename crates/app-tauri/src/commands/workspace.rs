//! The workspace.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Empty;
use super::person::PersonView;
use crate::app::{App, Workspace, WorkspaceChoice};
use crate::error::WireError;

/// Opens another workspace.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct WorkspaceOpenRequest {
    /// Which one.
    workspace: WorkspaceChoice,
}

/// A workspace as the frame shows it.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceView {
    /// The file's name without its ending.
    name: String,
    path: String,
    demo: bool,
    /// Who acts.
    person: PersonView,
    parts: u64,
    assemblies: u64,
    /// The program's version.
    version: &'static str,
}

/// The open workspace.
pub fn show(app: &App, _: Empty) -> Result<WorkspaceView, WireError> {
    view(&*app.workspace()?)
}

/// Opens another workspace in place of this one.
pub fn open(app: &App, request: WorkspaceOpenRequest) -> Result<WorkspaceView, WireError> {
    let WorkspaceOpenRequest { workspace } = request;
    view(&*app.switch(workspace)?)
}

fn view(workspace: &Workspace) -> Result<WorkspaceView, WireError> {
    let (parts, assemblies) = workspace.store.read("workspace.show", |snapshot| snapshot.parts().count())?;
    let path = &workspace.path;
    Ok(WorkspaceView {
        name: path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
        path: path.display().to_string(),
        demo: workspace.is_demo,
        person: workspace.person()?.into(),
        parts,
        assemblies,
        version: env!("CARGO_PKG_VERSION"),
    })
}
