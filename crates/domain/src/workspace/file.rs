//! The port to the file that a workspace is kept in: how it does, copies of it, and whether it is sound.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::WorkspaceError;
use crate::Result;
use crate::cancel::Cancel;
use crate::file::{BackedUp, Collected, FileName, FileService, KnownContent, Vault};
use crate::person::{Actor, Right};
use crate::ports::Ports;
use crate::store::StoreError;

/// How the names of workspaces end.
pub const ENDING: &str = ".partwright";

/// What is wrong with a path that would be taken from wherever the program happened to be started.
pub const NOT_FROM_ROOT: &str = "the path does not begin at the root of a disk";

/// The longest name that somebody gives, in characters.
const LONGEST: usize = 200;

/// The path of a workspace of this name in a folder, which is named from the root of a disk.
pub fn path_of(folder: &Path, name: &str) -> Result<PathBuf, WorkspaceError> {
    let name = name.trim();
    let stem = name.strip_suffix(ENDING).unwrap_or(name);
    let invalid = || WorkspaceError::NameInvalid { name: name.chars().take(LONGEST).collect() };
    // A name that begins with a dot hides its file.
    if stem.trim().is_empty() || stem.starts_with('.') || stem.chars().count() > LONGEST {
        return Err(invalid());
    }
    let file = FileName::parse(&format!("{stem}{ENDING}")).map_err(|_| invalid())?;
    if !folder.is_absolute() {
        let detail = NOT_FROM_ROOT.to_owned();
        return Err(WorkspaceError::FolderInvalid { folder: folder.display().to_string(), detail });
    }
    Ok(folder.join(file.as_str()))
}

/// The file a workspace is kept in. A store in memory has none.
pub trait WorkspaceFile: Send + Sync {
    /// What its engine did since it was opened, and does now.
    fn status(&self) -> WorkspaceStatus;

    /// Looks at all of it, and answers what is wrong; nothing when all is well. The vault is looked at by
    /// [`FileService::check`](crate::file::FileService::check).
    fn check(&self, cancel: &Cancel) -> Result<Vec<String>, StoreError>;

    /// Copies it to `to`, which must not be there, while everybody goes on working. The copy is of one moment, and is opened
    /// and checked before it gets its name; a cancelled or failed one leaves no file, and so does one of a damaged file. The
    /// answer is what else is wrong with it, as [`check`](super::check) finds it; nothing when all is well. The vault with the
    /// bytes of files is not part of it; [`back_up`] copies both: `rest` makes what belongs to the copy, once it is checked and
    /// before it has its name.
    fn back_up(
        &self,
        to: &Path,
        rest: &mut dyn FnMut() -> Result<()>,
        cancel: &Cancel,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<String>>;

    /// Every content that a file ever had in one of the copies that are [kept beside it](super::kept_beside), whose vault is
    /// the workspace's own.
    fn contents_beside(&self) -> Result<Vec<KnownContent>>;

    /// Removes what there is of a copy that [`back_up`] made, or began to make, with the bytes of its files.
    fn prune(&self, copy: &Path) -> Result<(), StoreError>;
}

/// A copy of a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CopyMade {
    /// What a check finds in its file, a sentence each; nothing when it is sound.
    pub problems: Vec<String>,
    /// What was copied of the bytes of its files, and what could not be.
    pub files: BackedUp,
}

impl CopyMade {
    /// Whether a check finds nothing in it, and nothing could not be copied.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.files.faults.is_empty()
    }

    /// All that is wrong with it, a sentence each.
    pub fn sentences(&self) -> Vec<String> {
        self.problems.iter().cloned().chain(self.files.faults.iter().map(ToString::to_string)).collect()
    }
}

/// What a look through a copy of a workspace found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CopyChecked {
    /// What is wrong with its file, a sentence each; nothing when it is sound.
    pub problems: Vec<String>,
    /// Every content that its files ever had: what the vault beside it is to have.
    pub contents: Vec<KnownContent>,
}

/// Which backups are restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// Those in which a check finds nothing.
    Sound,
    /// This one as it is: somebody knows what a check finds in it, and has no better one.
    AsItIs,
}

/// A backup that was put in the place of a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PutBack {
    /// Where the file is that was there before.
    pub kept: Option<PathBuf>,
    /// What a check finds in it, a sentence each; nothing when it is sound.
    pub problems: Vec<String>,
}

/// Copies a workspace with the bytes of its files: its file to `to`, and into `vault`, which is the one beside that, what
/// the copied file names. The file gets its name last: what ends before that, however roughly, leaves no file that would look
/// like a whole copy. Bytes that were copied stay, for the next one under that name; another may be at it.
pub fn back_up(
    file: &dyn WorkspaceFile,
    files: &FileService,
    (to, vault): (&Path, &dyn Vault),
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<CopyMade> {
    let mut copied = BackedUp::default();
    // The vault comes after the bytes of the file: then it has all that these name.
    let mut rest = || {
        copied = files.back_up(vault, cancel)?;
        Ok(())
    };
    let problems = file.back_up(to, &mut rest, cancel, progress)?;
    Ok(CopyMade { problems, files: copied })
}

/// Removes from the vault of a workspace what no file ever had, neither in it nor in a copy that is kept beside it and may be
/// restored; see [`FileService::collect`].
pub fn collect(file: &dyn WorkspaceFile, files: &FileService, actor: &Actor) -> Result<Collected> {
    actor.require(Right::Edit)?;
    files.collect(actor, file.contents_beside()?)
}

/// Brings the bytes of files from the vault beside a restored backup into our own. What is told to be missing or damaged is so in
/// our own in the end: what was kept beside a workspace has no vault of its own, and needs none.
pub fn bring_back(ports: &Ports, from: Arc<dyn Vault>, own: Arc<dyn Vault>, cancel: &Cancel) -> Result<BackedUp> {
    let mut done = FileService::new(ports.clone(), from).back_up(&*own, cancel)?;
    if !done.faults.is_empty() {
        done.faults = FileService::new(ports.clone(), own).check(cancel)?;
    }
    Ok(done)
}

/// How far a long piece of work is, in steps of its own size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Steps that are done.
    pub done: u64,
    /// Steps there are.
    pub total: u64,
}

/// What the opening of a workspace is at that an older program wrote, and how far that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// What.
    pub stage: Stage,
    /// How far it is; of no steps where nobody knows.
    pub progress: Progress,
}

/// What such an opening does, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Copies the file as it is, and checks the copy.
    SettingAside,
    /// Brings it to the newest schema.
    Upgrading,
    /// Puts what is in it into the search and into the chain of its history.
    CatchingUp,
}

/// What the engine of a workspace did since it was opened, and does now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkspaceStatus {
    /// Units of work that ended.
    pub units: u64,
    /// Units of which nothing was kept, by their own wish or because they failed.
    pub units_undone: u64,
    /// Transactions in which units were committed; each cost one flush of the disk.
    pub commits: u64,
    /// The most units that shared one.
    pub largest_batch: u64,
    /// How long units waited for their turn, all together.
    pub waiting: Duration,
    /// How long units ran, all together.
    pub running: Duration,
    /// How long commits took, all together.
    pub committing: Duration,
    /// Snapshots that were opened.
    pub snapshots: u64,
    /// Operations that read now, with how long they have; the oldest first.
    pub open_snapshots: Vec<(&'static str, Duration)>,
    /// Reads that were cancelled or got too old.
    pub reads_ended: u64,
    /// How often another program was seen to have changed the file.
    pub changes_elsewhere: u64,
    /// How often the write-ahead log was worked off.
    pub checkpoints: u64,
    /// The size of the file in bytes.
    pub file_bytes: u64,
    /// The size of the write-ahead log beside it in bytes.
    pub log_bytes: u64,
    /// Statements that were slow.
    pub slow: u64,
    /// The last of them, the newest first.
    pub slow_statements: Vec<SlowStatement>,
}

/// A statement that took long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlowStatement {
    /// What was asked, without its values.
    pub statement: String,
    /// How the database went about it, a line a step.
    pub plan: String,
    /// How long it took.
    pub took: Duration,
}
