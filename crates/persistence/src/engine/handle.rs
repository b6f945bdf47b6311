//! Handles on a file that this program may have open through SQLite too.
//!
//! To close any handle on a file is to give up every lock that the program has on it, as POSIX will have it, SQLite's among them
//! (<https://www.sqlite.org/howtocorrupt.html>, 2.2): another program could then take the file for one that nobody uses. So a handle on a
//! file that is open through SQLite is kept until it no longer is.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use parking_lot::Mutex;

use super::place::{Identity, identity, identity_at};

/// What this program has open through SQLite.
static OPEN: Mutex<BTreeMap<Identity, Kept>> = Mutex::new(BTreeMap::new());

#[derive(Default)]
struct Kept {
    times: usize,
    handles: Vec<Arc<File>>,
}

/// That a file is open through SQLite. To be dropped after the last of the connections to it.
#[derive(Debug)]
pub(super) struct Opened(Option<Identity>);

impl Opened {
    /// The file that is at this path. Where the system does not say which that is, it does not take locks away either.
    pub(super) fn at(path: &Path) -> Self {
        let file = identity_at(path).ok();
        if let Some(file) = file {
            OPEN.lock().entry(file).or_default().times += 1;
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
        if let Some(kept) = OPEN.lock().get_mut(&file) {
            kept.handles.push(Arc::clone(&self.0));
        }
    }
}
