//! Files as `std::fs` has them. What happens below a folder that a [`Disk`](crate::Disk) watches is written down, in one order
//! with what SQLite does there, and fails when a test says so.
//!
//! It has what the vault asks for, and no more, so that the vault can be compiled over it. An open file is written down by the
//! name that it was opened by, and its times are not written down.

use std::fs::{Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use parking_lot::Mutex;

use crate::disk::{Call, Fault, Notes, Step};

pub use std::fs::read_dir;

static WATCHED: Mutex<Vec<(PathBuf, &'static Notes)>> = Mutex::new(Vec::new());

pub(crate) fn watch(folder: &Path, notes: &'static Notes) {
    WATCHED.lock().push((folder.to_owned(), notes));
}

/// Where what happens at a path is written down, and what the path is called there.
fn watched(path: &Path) -> Option<(&'static Notes, String)> {
    WATCHED.lock().iter().find_map(|(folder, notes)| {
        let parts = path.strip_prefix(folder).ok()?.components();
        let names: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
        Some((*notes, names.join("/")))
    })
}

/// Does something at a path, and writes it down when it is done; or fails, where that is planned.
fn noted<T>(
    call: Call,
    path: &Path,
    done: impl FnOnce() -> io::Result<T>,
    step: impl FnOnce(&T, String) -> Option<Step>,
) -> io::Result<T> {
    let Some((notes, name)) = watched(path) else { return done() };
    match notes.fault(call) {
        None => notes.write_down_what_is_done(done, |answer| step(answer, name)),
        Some(Fault::Full) => Err(ErrorKind::StorageFull.into()),
        Some(Fault::Broken | Fault::StaysBroken) => Err(io::Error::other("the disk is broken")),
    }
}

/// A file, or a folder that is opened to be flushed.
#[derive(Debug)]
pub struct File {
    real: std::fs::File,
    path: PathBuf,
}

/// How a file is opened.
#[derive(Debug, Clone)]
pub struct Options {
    real: OpenOptions,
    truncates: bool,
}

impl Options {
    /// Makes it where it is not there.
    pub fn create(&mut self, create: bool) -> &mut Self {
        self.real.create(create);
        self
    }

    /// Takes away what is in it.
    pub fn truncate(&mut self, truncate: bool) -> &mut Self {
        self.real.truncate(truncate);
        self.truncates = truncate;
        self
    }

    /// To be written to.
    pub fn write(&mut self, write: bool) -> &mut Self {
        self.real.write(write);
        self
    }

    /// Opens it.
    pub fn open(&self, path: impl AsRef<Path>) -> io::Result<File> {
        let path = path.as_ref();
        let open = || Ok((path.exists(), self.real.open(path)?));
        let (_, real) = noted(Call::Open, path, open, |(was_there, _), file| match (was_there, self.truncates) {
            (false, _) => Some(Step::Make { file }),
            (true, true) => Some(Step::Truncate { file, length: 0 }),
            (true, false) => None,
        })?;
        Ok(File { real, path: path.to_owned() })
    }
}

impl File {
    /// How one is opened.
    pub fn options() -> Options {
        Options { real: OpenOptions::new(), truncates: false }
    }

    /// Opens one to be read.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let mut options = Self::options();
        options.real.read(true);
        options.open(path)
    }

    /// Makes one that is not there.
    pub fn create_new(path: impl AsRef<Path>) -> io::Result<Self> {
        let mut options = Self::options();
        options.real.read(true).write(true).create_new(true);
        options.open(path)
    }

    /// Flushes it.
    pub fn sync_all(&self) -> io::Result<()> {
        if watched(&self.path).is_some_and(|(notes, _)| notes.is_deaf()) {
            return Ok(());
        }
        let is_folder = self.real.metadata()?.is_dir();
        let step = |(): &(), name| {
            let of_file = |file| Step::Sync { file, folder: false };
            Some(if is_folder { Step::SyncFolder { folder: name } } else { of_file(name) })
        };
        noted(Call::Sync, &self.path, || self.real.sync_all(), step)
    }

    /// Says when it was changed last.
    pub fn set_modified(&self, time: SystemTime) -> io::Result<()> {
        self.real.set_modified(time)
    }

    /// What the system knows of it.
    pub fn metadata(&self) -> io::Result<Metadata> {
        self.real.metadata()
    }

    /// Locks it, for nobody else.
    pub fn lock(&self) -> io::Result<()> {
        self.real.lock()
    }
}

impl Read for File {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.real.read(to)
    }
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Self { real, path } = self;
        let write = || {
            let offset = usize::try_from(real.stream_position()?).map_err(io::Error::other)?;
            Ok((offset, real.write(bytes)?))
        };
        let (_, length) = noted(Call::Write, path, write, |(offset, length), file| {
            Some(Step::Write { file, offset: *offset, bytes: bytes[..*length].to_vec() })
        })?;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.real.flush()
    }
}

/// Makes a folder, and those that it is in, where they are not there.
pub fn create_dir_all(path: impl AsRef<Path>) -> io::Result<()> {
    let path = path.as_ref();
    if path.is_dir() {
        return Ok(());
    }
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or(Ok(()), create_dir_all)?;
    match noted(Call::Open, path, || std::fs::create_dir(path), |(), folder| Some(Step::MakeFolder { folder })) {
        // Somebody else was first.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made,
    }
}

/// Gives a file another name, within the folder that is watched.
pub fn rename(from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
    let (from, to) = (from.as_ref(), to.as_ref());
    let before = watched(from).map(|(_, name)| name);
    noted(Call::Rename, to, || std::fs::rename(from, to), |(), to| before.map(|from| Step::Rename { from, to }))
}

/// Removes a file.
pub fn remove_file(path: impl AsRef<Path>) -> io::Result<()> {
    let path = path.as_ref();
    noted(Call::Delete, path, || std::fs::remove_file(path), |(), file| Some(Step::Delete { file, folder: false }))
}
