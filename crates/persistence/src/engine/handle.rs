//! Handles on a file that this program may have open through SQLite too.
//!
//! To close any handle on a file is to give up every lock that the program has on it, as POSIX will have it, SQLite's among them
//! (<https://www.sqlite.org/howtocorrupt.html>, 2.2): another program could then take the file for one that nobody uses. So a handle on a
//! file that is open through SQLite is kept until it no longer is.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;

use super::file;
use super::place::{Identity, identity, identity_at};

/// What this program has open through SQLite.
static OPEN: Mutex<BTreeMap<Identity, Kept>> = Mutex::new(BTreeMap::new());

struct Kept {
    times: usize,
    /// The memory that connections share, which is a file too, and has most of the locks. There may be none yet.
    shared: PathBuf,
    handles: Vec<Arc<File>>,
}

impl Kept {
    fn of(path: &Path) -> Self {
        // SQLite keeps it beside the file that links lead to.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        Self { times: 0, shared: file::beside(&real, "-shm"), handles: Vec::new() }
    }
}

/// That a file is open through SQLite. To be dropped after the last of the connections to it.
#[derive(Debug)]
pub(super) struct Opened(Option<Identity>);

impl Opened {
    /// The file that is at this path. Where the system does not say which that is, it does not take locks away either.
    pub(super) fn at(path: &Path) -> Self {
        let file = identity_at(path).ok();
        if let Some(file) = file {
            OPEN.lock().entry(file).or_insert_with(|| Kept::of(path)).times += 1;
        }
        Self(file)
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        let Some(file) = self.0 else { return };
        let mut open = OPEN.lock();
        if let Some(kept) = open.get_mut(&file) {
            kept.times -= 1;
            if kept.times == 0 {
                open.remove(&file);
            }
        }
    }
}

/// Whether this program has the file open through SQLite, for longer than to look at it.
pub(super) fn is_open_here(path: &Path) -> bool {
    identity_at(path).is_ok_and(|file| OPEN.lock().contains_key(&file))
}

/// A file that is read past SQLite.
#[derive(Debug)]
pub(super) struct Handle(Arc<File>);

impl Handle {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        File::open(path).map(Arc::new).map(Self)
    }
}

impl Deref for Handle {
    type Target = File;

    fn deref(&self) -> &File {
        &self.0
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let Ok(file) = self.0.metadata().and_then(|file| identity(&file)) else { return };
        let mut open = OPEN.lock();
        let has_locks = |(opened, kept): &(&Identity, &mut Kept)| {
            **opened == file || identity_at(&kept.shared).is_ok_and(|shared| shared == file)
        };
        if let Some((_, kept)) = open.iter_mut().find(has_locks) {
            kept.handles.push(Arc::clone(&self.0));
        }
    }
}
