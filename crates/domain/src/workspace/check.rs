//! A look through all of a workspace: its file, its history, and the bytes of what is attached.

use super::{Progress, WorkspaceFile};
use crate::Result;
use crate::audit::{Chained, Head, check_chain};
use crate::cancel::Cancel;
use crate::error::Error;
use crate::file::{ContentHash, FileError, FileService};
use crate::store::{Store, StoreError};

/// What was found in a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What is wrong, a sentence each; nothing when all is well.
    pub problems: Vec<String>,
    /// How the history ends; `None` where it could not be read. Whoever notes the hash elsewhere can ask later whether it
    /// still is in the history.
    pub history: Option<Head>,
}

/// Looks through all of a workspace. `noted` is a hash with which its history once ended. How far it is, is told of the history.
pub fn check(
    file: &dyn WorkspaceFile,
    store: &dyn Store,
    files: &FileService,
    noted: Option<ContentHash>,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Checked> {
    let mut problems = file.check(cancel)?;
    let walked = store.read_until("audit.check", cancel, |snapshot| check_chain(snapshot, noted, cancel, progress));
    let history = match walked {
        Ok(Chained { head, faults, .. }) => {
            problems.extend(faults.iter().map(ToString::to_string));
            Some(head)
        }
        // A file that is damaged is known as such already; how much of its history can be read says nothing new.
        Err(error) if problems.is_empty() || error == Error::Store(StoreError::Cancelled) => return Err(error),
        Err(_) => None,
    };
    problems.extend(files.check(cancel)?.iter().map(FileError::to_string));
    Ok(Checked { problems, history })
}
