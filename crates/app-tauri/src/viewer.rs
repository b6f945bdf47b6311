//! Files handed to the system's programs: always a copy, never what lies in the vault.
//!
//! The copy bears the file's own name and is read-only; it lies in a folder that only this user can enter, and goes when the
//! application is closed. Programs and scripts are refused, and no copy has the right to be run. The path is one argument of
//! one program, with no shell between.

use std::fs::{self, File, Permissions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use partwright_domain::file::{self, FileError, FileName};
use partwright_domain::{Error, Result};
use tempfile::{Builder, TempDir};

use crate::error::WireError;

/// What opens a path.
pub type Start = Box<dyn Fn(&Path) -> io::Result<()> + Send + Sync>;

/// Hands files to what opens them.
pub struct Viewer {
    start: Start,
    /// Made when the first file is opened, and removed with all copies when the viewer is closed.
    folder: Mutex<Option<TempDir>>,
}

/// The program that each system has for opening anything.
const OPENER: &str = if cfg!(windows) {
    "explorer.exe"
} else if cfg!(target_os = "macos") {
    "/usr/bin/open"
} else {
    "xdg-open"
};

/// How long the opener may take to say that it cannot; one that works longer shows the file itself.
const PATIENCE: Duration = Duration::from_secs(3);

impl Viewer {
    /// Opens files with the programs that the system has for them.
    pub fn of_the_system() -> Self {
        Self::new(Box::new(start))
    }

    /// Opens files with whatever this starts.
    pub fn new(start: Start) -> Self {
        Self { start, folder: Mutex::default() }
    }

    /// Opens a file: `copy` writes its bytes and answers its name, and only when all of them are right is it opened.
    pub fn open(&self, copy: impl FnOnce(&mut File) -> Result<FileName>) -> Result<(), WireError> {
        let not_opened = |name: &str| {
            let name = name.to_owned();
            move |error: io::Error| {
                WireError::shell("file.not_opened", &[("name", name.as_str()), ("detail", &error.to_string())])
            }
        };
        let folder = self.new_folder().map_err(not_opened("The file"))?;
        let unfinished = folder.join("unfinished");
        let mut file = File::create_new(&unfinished).map_err(not_opened("The file"))?;
        let name = copy(&mut file)?;
        drop(file);
        let opened = not_opened(name.as_str());
        if file::is_program(&name, &beginning(&unfinished).map_err(not_opened(name.as_str()))?) {
            return Err(Error::from(FileError::IsProgram { name: name.to_string() }).into());
        }
        finish(&unfinished, &name).and_then(|path| (self.start)(&path)).map_err(opened)
    }

    /// Removes every copy that was made. What a program still shows stays in that program.
    pub fn close(&self) {
        let folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Err(error)) = folder.map(TempDir::close) {
            tracing::warn!(%error, "copies of opened files could not be removed");
        }
    }

    /// A new folder for one file, so that two of one name do not meet.
    fn new_folder(&self) -> io::Result<PathBuf> {
        let mut folder = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        let all = match folder.take() {
            Some(all) => all,
            None => private().prefix("partwright-").tempdir()?,
        };
        let one = private().tempdir_in(folder.insert(all).path())?;
        Ok(one.keep())
    }
}

/// Folders that only this user can enter.
fn private<'b>() -> Builder<'b, 'b> {
    let mut builder = Builder::new();
    // Elsewhere the user's temporary folder is private by itself.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder
}

fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    let mut start = Vec::with_capacity(file::START);
    File::open(path)?.take(file::START as u64).read_to_end(&mut start)?;
    Ok(start)
}

/// Gives the copy its name, and takes from it the right to be written to; it never had the one to be run.
fn finish(unfinished: &Path, name: &FileName) -> io::Result<PathBuf> {
    let path = unfinished.with_file_name(name.as_str());
    fs::rename(unfinished, &path)?;
    let mut permissions = fs::metadata(&path)?.permissions();
    make_read_only(&mut permissions);
    fs::set_permissions(&path, permissions)?;
    Ok(path)
}

#[cfg(unix)]
fn make_read_only(permissions: &mut Permissions) {
    std::os::unix::fs::PermissionsExt::set_mode(permissions, 0o400);
}

#[cfg(not(unix))]
fn make_read_only(permissions: &mut Permissions) {
    permissions.set_readonly(true);
}

/// Starts the system's opener on a path.
fn start(path: &Path) -> io::Result<()> {
    let mut opener = Command::new(OPENER);
    // What our web view was told is nobody else's matter.
    #[cfg(target_os = "linux")]
    crate::web_view::forget(&mut opener);
    opener.arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = opener.spawn()?;
    let (tell, ended) = mpsc::channel();
    // Somebody has to wait for it to its end, or the system keeps it in its books.
    thread::Builder::new().name("viewer".to_owned()).spawn(move || {
        // Whoever asked may have gone on; then there is nobody to tell.
        drop(tell.send(child.wait()));
    })?;
    match ended.recv_timeout(PATIENCE) {
        // Windows' own opener ends with 1 whatever it did.
        Ok(Ok(status)) if status.success() || cfg!(windows) => Ok(()),
        Ok(Ok(status)) => Err(io::Error::other(format!("{OPENER} ended with {status}"))),
        Ok(Err(error)) => Err(error),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Ok(()),
    }
}
