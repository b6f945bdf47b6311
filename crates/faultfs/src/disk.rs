//! What a test sees of the file system: a name to open files through, what was written down, and what is to fail.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::Mutex;
use rusqlite::ffi;

use crate::vfs;

/// Something that was asked of the disk and done, or that the test said in between. What SQLite asked calls files by their
/// names in their folder, and what was asked through [`crate::fs`] by their paths below the folder that is watched: the same
/// where that is the folder of the database. Parts of a path are separated by `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A file that was not there was made. Its name is on the disk when its folder is flushed.
    Make {
        /// Which.
        file: String,
    },
    /// A folder that was not there was made. Its name is on the disk when the folder that it is in is flushed.
    MakeFolder {
        /// Which.
        folder: String,
    },
    /// Bytes were written.
    Write {
        /// Where to.
        file: String,
        /// From which byte on.
        offset: usize,
        /// What.
        bytes: Vec<u8>,
    },
    /// The file was cut, or filled up with zeros, to this length.
    Truncate {
        /// Which.
        file: String,
        /// How long it is now.
        length: usize,
    },
    /// The file was flushed.
    Sync {
        /// Which.
        file: String,
        /// Whether its folder was flushed too.
        folder: bool,
    },
    /// The folder was flushed: the names in it, not what they are of.
    SyncFolder {
        /// Which; that of the workspace is called by nothing.
        folder: String,
    },
    /// The file was given another name, and whatever had that name is gone.
    Rename {
        /// What it was called.
        from: String,
        /// What it is called.
        to: String,
    },
    /// The file was removed.
    Delete {
        /// Which.
        file: String,
        /// Whether its folder was flushed afterwards.
        folder: bool,
    },
    /// Something the test has to say at this moment, as that a unit was acknowledged.
    Mark(u64),
}

/// What can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// Opening or making a file, or making a folder.
    Open,
    /// Writing.
    Write,
    /// Changing the length.
    Truncate,
    /// Flushing.
    Sync,
    /// Giving a file another name, which SQLite never does.
    Rename,
    /// Removing a file.
    Delete,
}

impl Call {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Open, Self::Write, Self::Truncate, Self::Sync, Self::Rename, Self::Delete];

    /// What SQLite is answered when the disk is broken there.
    const fn broken(self) -> i32 {
        match self {
            Self::Open => ffi::SQLITE_CANTOPEN,
            Self::Write => ffi::SQLITE_IOERR_WRITE,
            Self::Truncate => ffi::SQLITE_IOERR_TRUNCATE,
            Self::Sync => ffi::SQLITE_IOERR_FSYNC,
            Self::Rename => ffi::SQLITE_IOERR,
            Self::Delete => ffi::SQLITE_IOERR_DELETE,
        }
    }
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// As on a broken disk, once.
    Broken,
    /// As on a broken disk, that time and every time after it.
    StaysBroken,
    /// As on a full disk, that time and every time after it.
    Full,
}

#[derive(Debug)]
struct Planned {
    call: Call,
    /// How many such calls still go well.
    left: u32,
    fault: Fault,
    met: u32,
}

/// What the C functions and the test share.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    steps: Mutex<Option<Vec<Step>>>,
    planned: Mutex<Option<Planned>>,
    is_deaf: std::sync::atomic::AtomicBool,
}

impl Notes {
    pub(crate) fn write_down(&self, step: impl FnOnce() -> Step) {
        if let Some(steps) = &mut *self.steps.lock() {
            steps.push(step());
        }
    }

    /// Does the call and writes it down in one, so that what happens at the same time is written down in its order.
    pub(crate) fn write_down_if_done(&self, done: impl FnOnce() -> i32, step: impl FnOnce() -> Step) -> i32 {
        let done = || match done() {
            ffi::SQLITE_OK => Ok(()),
            answer => Err(answer),
        };
        self.write_down_what_is_done(done, |()| Some(step())).err().unwrap_or(ffi::SQLITE_OK)
    }

    /// The same for what answers more than whether it was done; of some of it there is nothing to write down.
    pub(crate) fn write_down_what_is_done<T, E>(
        &self,
        done: impl FnOnce() -> Result<T, E>,
        step: impl FnOnce(&T) -> Option<Step>,
    ) -> Result<T, E> {
        let mut steps = self.steps.lock();
        let done = done()?;
        if let Some(steps) = &mut *steps {
            steps.extend(step(&done));
        }
        Ok(done)
    }

    /// What SQLite is to be answered instead of the call being done.
    pub(crate) fn answer(&self, call: Call) -> Option<i32> {
        self.fault(call).map(|fault| if fault == Fault::Full { ffi::SQLITE_FULL } else { call.broken() })
    }

    /// How the call is to fail instead of being done.
    pub(crate) fn fault(&self, call: Call) -> Option<Fault> {
        let mut place = self.planned.lock();
        let planned = place.as_mut().filter(|planned| planned.call == call)?;
        if planned.left > 0 {
            planned.left -= 1;
            return None;
        }
        if planned.fault == Fault::Broken && planned.met > 0 {
            return None;
        }
        planned.met += 1;
        Some(planned.fault)
    }

    /// Whether flushes are answered as done and are not.
    pub(crate) fn is_deaf(&self) -> bool {
        self.is_deaf.load(Ordering::Relaxed)
    }
}

/// A file system that a test opens files through. It stays known to SQLite as long as the process lives, because a
/// connection may outlive any value of the test.
#[derive(Clone, Copy)]
pub struct Disk {
    name: &'static str,
    notes: &'static Notes,
}

impl fmt::Debug for Disk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Disk").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Disk {
    /// A disk of its own, over the system's default file system. Whatever is told to it concerns no other.
    ///
    /// # Panics
    ///
    /// When SQLite does not take it, which only happens without memory.
    pub fn new() -> Self {
        static DISKS: AtomicU32 = AtomicU32::new(0);
        let name = format!("faultfs-{}", DISKS.fetch_add(1, Ordering::Relaxed));
        let (name, notes) = (Box::leak(name.into_boxed_str()), Box::leak(Box::<Notes>::default()));
        vfs::register(name, notes);
        Self { name, notes }
    }

    /// The name that SQLite knows it by.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What is done through [`crate::fs`] below this folder is done on this disk, from here on.
    pub fn watch(&self, folder: &Path) {
        crate::fs::watch(folder, self.notes);
    }

    /// Writes down what happens from here on.
    pub fn record(&self) {
        *self.notes.steps.lock() = Some(Vec::new());
    }

    /// What was written down; from here on nothing is.
    pub fn recorded(&self) -> Vec<Step> {
        self.notes.steps.lock().take().unwrap_or_default()
    }

    /// Says something at this moment.
    pub fn mark(&self, what: u64) {
        self.notes.write_down(|| Step::Mark(what));
    }

    /// Lets such a call fail after `well` of them went well.
    pub fn fail(&self, call: Call, well: u32, fault: Fault) {
        *self.notes.planned.lock() = Some(Planned { call, left: well, fault, met: 0 });
    }

    /// Lets nothing fail any more, and answers how many calls did.
    pub fn heal(&self) -> u32 {
        self.notes.planned.lock().take().map_or(0, |planned| planned.met)
    }

    /// Whether a call failed since that was planned.
    pub fn has_failed(&self) -> bool {
        self.notes.planned.lock().as_ref().is_some_and(|planned| planned.met > 0)
    }

    /// From here on flushes are answered as done, and nothing is flushed.
    pub fn ignore_flushes(&self) {
        self.notes.is_deaf.store(true, Ordering::Relaxed);
    }
}

impl Default for Disk {
    fn default() -> Self {
        Self::new()
    }
}
