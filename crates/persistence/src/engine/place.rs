//! Whether the file that is open is the one at its path.
//!
//! A file that is removed, renamed or replaced while it is open stays open: what is written goes on into it, and nobody finds it
//! again. So nothing is begun, and nothing acknowledged, once another file or none is where it was. SQLite tells two files apart in the
//! same way (`fileHasMoved` in its `os_unix.c`).

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::EngineError;

/// Where a file was when it was opened, and which one it was.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
    file: io::Result<Identity>,
}

impl Place {
    /// Of the file that was opened at this path just now.
    pub(super) fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), file: identity_at(path) }
    }

    /// Refuses when another file is there, or none. Put back, it is the same again. Where the system does not say which file is
    /// there, nothing is known, and nothing refused.
    pub(super) fn refuse_gone(&self) -> Result<(), EngineError> {
        let is_gone = match (&self.file, identity_at(&self.path)) {
            (Ok(opened), Ok(found)) => *opened != found,
            (Ok(_), Err(error)) => error.kind() == ErrorKind::NotFound,
            (Err(_), _) => false,
        };
        if is_gone { Err(EngineError::Gone { path: self.path.clone() }) } else { Ok(()) }
    }
}

/// The device and the number of a file on it.
pub(super) type Identity = (u64, u64);

/// Which file is at a path.
pub(super) fn identity_at(path: &Path) -> io::Result<Identity> {
    fs::metadata(path).and_then(|file| identity(&file))
}

/// Which file it is that this is known of.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not say")]
pub(super) fn identity(file: &Metadata) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;

    Ok((file.dev(), file.ino()))
}

/// Windows neither removes nor renames a file that is open as SQLite opens it.
#[cfg(not(unix))]
pub(super) fn identity(_: &Metadata) -> io::Result<Identity> {
    Err(ErrorKind::Unsupported.into())
}
