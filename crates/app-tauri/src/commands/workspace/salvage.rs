//! What can be read of a damaged workspace, in a new one.

use partwright_domain::file::BackedUp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::from_root;
use crate::backup::sentences;
use crate::error::WireError;
use crate::task::Caller;

/// Puts what can be read of a damaged workspace into a new one.
#[derive(Debug, Deserialize, TS)]
pub struct WorkspaceSalvageRequest {
    /// The name under which it is followed and can be cancelled.
    task: String,
    /// The whole path of the damaged one, which stays as it is.
    path: String,
    /// The whole path of the new one, which must not be there.
    to: String,
}

/// A new workspace with what could be read of a damaged one.
#[derive(Debug, Serialize, TS)]
pub struct WorkspaceSalvaged {
    path: String,
    /// Rows that are in it.
    kept: u64,
    /// Rows that are known to be lost.
    lost: u64,
    /// How many contents of files its vault has.
    contents: u64,
    /// What could not be read or kept, a sentence each; none when everything could.
    problems: Vec<String>,
}

/// Salvages a workspace, and tells the window how far that is. The new one is not opened by that.
pub fn salvage(caller: &Caller<'_>, request: WorkspaceSalvageRequest) -> Result<WorkspaceSalvaged, WireError> {
    let WorkspaceSalvageRequest { task, path, to } = request;
    let (from, to) = (from_root(&path)?, from_root(&to)?);
    let task = caller.app.tasks.begin(task)?;
    let (salvage, copied) = caller.app.salvage((&from, &to), &task.cancel, &mut task.teller(caller))?;
    let BackedUp { contents, bytes: _, faults } = copied;
    let mut problems = salvage.sentences();
    problems.extend(sentences(&faults));
    let path = to.display().to_string();
    Ok(WorkspaceSalvaged { path, kept: salvage.kept(), lost: salvage.lost(), contents, problems })
}
