//! Backups that a machine makes by itself: one on each day on which something was changed, and so many of them are kept.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{ENDING, KnownBackup, Stand, WorkspaceError};
use crate::time::Timestamp;

/// A day in milliseconds, without the seconds that are put in between now and then: so does [`Timestamp`] count.
const DAY: i64 = 86_400_000;

/// How long is waited after a failure: what made it fail, such as a full disk, seldom goes away by itself.
const AFTER_FAILURE: i64 = 3_600_000;

/// How many backups are kept of those that are made by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Keep(u32);

impl Keep {
    /// The most.
    pub const MOST: u32 = 90;

    /// Takes 1 to [`Keep::MOST`].
    pub fn parse(count: u32) -> Result<Self, WorkspaceError> {
        if (1..=Self::MOST).contains(&count) { Ok(Self(count)) } else { Err(WorkspaceError::KeepInvalid { count }) }
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Keep {
    type Error = WorkspaceError;

    fn try_from(count: u32) -> Result<Self, WorkspaceError> {
        Self::parse(count)
    }
}

impl From<Keep> for u32 {
    fn from(keep: Keep) -> Self {
        keep.0
    }
}

/// Whether a machine makes backups of a workspace by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Whether it does.
    pub on: bool,
    /// How many of them stay.
    pub keep: Keep,
}

impl Schedule {
    /// What holds where nobody has said otherwise: a week's; none of the demo, which anybody can have again.
    pub const fn unsaid(is_demo: bool) -> Self {
        Self { on: !is_demo, keep: Keep(7) }
    }
}

/// That a copy was made by a machine itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// When.
    pub at: Timestamp,
    /// How its file stood then: one that was written to since is somebody's.
    pub stand: Stand,
}

/// Whether a backup is due: something was changed since the last one, and that is of another day in UTC. `changed` is when
/// something was changed last, `failed` when a backup was tried last and could not be made.
pub fn is_due(last: Option<Timestamp>, changed: Option<Timestamp>, failed: Option<Timestamp>, now: Timestamp) -> bool {
    let Some(changed) = changed else { return false };
    let is_tried = failed.is_some_and(|failed| (failed.0..failed.0.saturating_add(AFTER_FAILURE)).contains(&now.0));
    let is_old = |last: Timestamp| {
        // A copy of tomorrow was made while the clock was wrong, and says nothing of what was changed since.
        last > now || (last.0.div_euclid(DAY) != now.0.div_euclid(DAY) && changed >= last)
    };
    !is_tried && last.is_none_or(is_old)
}

/// When a machine made the last copy that is still there by itself.
pub fn last_scheduled(known: &[KnownBackup], look: impl Fn(&Path) -> Option<Stand>) -> Option<Timestamp> {
    let there = known.iter().filter(|known| look(&known.path).is_some());
    there.filter_map(|known| Some(known.scheduled?.at)).max()
}

/// Where a copy goes: the workspace's name and the day in UTC, in this folder; with a number where that name is taken.
pub fn scheduled_path(workspace: &Path, folder: &Path, now: Timestamp, is_taken: impl Fn(&Path) -> bool) -> PathBuf {
    let stem = workspace.file_stem().unwrap_or_default().to_string_lossy();
    let day: String = now.to_rfc3339().chars().take_while(|letter| *letter != 'T').collect();
    let mut path = folder.join(format!("{stem}-{day}-daily{ENDING}"));
    let mut number = 1;
    while is_taken(&path) {
        number += 1;
        path = folder.join(format!("{stem}-{day}-daily-{number}{ENDING}"));
    }
    path
}

/// The copies that are too many: of those that a machine made by itself and that nobody has written to since, all but the
/// newest. Those that were not found whole, because an attached file was lost before, are counted by themselves, so that
/// none of them takes the place of a whole one.
pub fn surplus(known: &[KnownBackup], keep: Keep, look: impl Fn(&Path) -> Option<Stand>) -> Vec<PathBuf> {
    let keep = usize::try_from(keep.0).unwrap_or(usize::MAX);
    let mut ours: Vec<_> = known
        .iter()
        .filter_map(|known| known.scheduled.map(|scheduled| (known, scheduled)))
        .filter(|(known, scheduled)| look(&known.path) == Some(scheduled.stand))
        .collect();
    ours.sort_by_key(|(known, scheduled)| (Reverse(scheduled.at), Reverse(&known.path)));
    let (whole, doubtful): (Vec<_>, Vec<_>) = ours.into_iter().partition(|(known, _)| known.verified.is_some());
    let beyond = [whole, doubtful].into_iter().flat_map(|kind| kind.into_iter().skip(keep));
    beyond.map(|(known, _)| known.path.clone()).collect()
}
