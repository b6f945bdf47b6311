//! The copies of a workspace that are known at this machine, and when each of them was found whole.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{ENDING, Scheduled};
use crate::time::Timestamp;

/// A copy that was made or looked at at this machine; it may be gone since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownBackup {
    /// Its whole path.
    pub path: PathBuf,
    /// When it was found whole; `None` when something of it could not be copied, or is damaged.
    pub verified: Option<Verified>,
    /// That this machine made it by itself; `None` for one that somebody made.
    #[serde(default)]
    pub scheduled: Option<Scheduled>,
}

/// That a copy was found whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// When.
    pub at: Timestamp,
    /// How its file stood then: one that was written to since is another one.
    pub stand: Stand,
}

/// How a file stands on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// When it was last written to.
    pub modified: Timestamp,
    /// How many bytes it has.
    pub bytes: u64,
}

/// A copy that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its whole path.
    pub path: PathBuf,
    /// How it stands.
    pub stand: Stand,
    /// When it was found whole as it stands.
    pub verified: Option<Timestamp>,
    /// How it came to be.
    pub origin: Origin,
}

/// How a copy came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Somebody made it.
    Made,
    /// This machine made it by itself.
    Scheduled,
    /// It is how the workspace was before its schema was brought up to date.
    Migration,
    /// It was the workspace, until a backup was restored in its place.
    Restore,
}

/// How the names of the copies go on that are kept beside a workspace, whose own name stands before that.
const KEPT: [(&str, Origin); 2] = [(".schema-", Origin::Migration), (".replaced-", Origin::Restore)];

/// What a copy is by its name, if it is one that is kept beside the workspace whose attached files it shares.
pub fn kept_beside(workspace: &Path, copy: &Path) -> Option<Origin> {
    let name = copy.file_name()?.to_string_lossy();
    let rest = name.strip_prefix(&*workspace.file_name()?.to_string_lossy())?;
    let is_number = |rest: &str| rest.split('-').all(|part| part.parse::<u32>().is_ok());
    let found = KEPT.into_iter().find(|(kind, _)| rest.strip_prefix(kind).is_some_and(is_number));
    found.filter(|_| copy.parent() == workspace.parent()).map(|(_, origin)| origin)
}

/// The workspace beside which a copy is kept, by its name; `None` for what is no such copy.
pub fn kept_of(copy: &Path) -> Option<PathBuf> {
    let name = copy.file_name()?.to_str()?;
    let ends = KEPT.into_iter().filter_map(|(kind, _)| name.rfind(kind)).max()?;
    let workspace = copy.with_file_name(&name[..ends]);
    kept_beside(&workspace, copy).map(|_| workspace)
}

/// The copies that are there, the newest first: those that are known, and those that were found on the disk, each once.
/// `look` says how a file stands, and nothing where there is none.
pub fn backups(
    workspace: &Path,
    known: &[KnownBackup],
    found: Vec<PathBuf>,
    look: impl Fn(&Path) -> Option<Stand>,
) -> Vec<Backup> {
    let unknown = found.into_iter().filter(|path| known.iter().all(|known| known.path != *path));
    let unknown = unknown.map(|path| KnownBackup { path, verified: None, scheduled: None });
    let mut there: Vec<Backup> = known
        .iter()
        .cloned()
        .chain(unknown)
        .filter_map(|KnownBackup { path, verified, scheduled }| {
            let stand = look(&path)?;
            let verified = verified.filter(|verified| verified.stand == stand).map(|verified| verified.at);
            let made = if scheduled.is_some() { Origin::Scheduled } else { Origin::Made };
            let origin = kept_beside(workspace, &path).unwrap_or(made);
            Some(Backup { path, stand, verified, origin })
        })
        .collect();
    there.sort_by(|one, other| (other.stand.modified, &one.path).cmp(&(one.stand.modified, &other.path)));
    there
}

/// Whether a file of this name is a copy of the workspace, by the name that is proposed for one: the workspace's own, and a
/// day. Another workspace may begin with the same words.
pub fn is_named_as_backup(workspace: &Path, name: &str) -> bool {
    let stem = workspace.file_stem().unwrap_or_default().to_string_lossy();
    let rest =
        name.strip_suffix(ENDING).and_then(|name| name.strip_prefix(&*stem)).and_then(|rest| rest.strip_prefix('-'));
    rest.is_some_and(|rest| {
        let shape = |(place, letter): (usize, u8)| {
            if matches!(place, 4 | 7) { letter == b'-' } else { letter.is_ascii_digit() }
        };
        rest.len() >= 10 && rest.bytes().take(10).enumerate().all(shape)
    })
}
