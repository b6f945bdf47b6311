//! The one way to a file that somebody names.
//!
//! A program that closes any handle on a file gives up every lock that it has on it, as POSIX will have it, SQLite's among them
//! (<https://www.sqlite.org/howtocorrupt.html>, 2.2): another program could then take a workspace that is open for one that nobody uses,
//! and clear away its log. So a database that somebody has open, and what SQLite keeps beside it, are not opened here, not even
//! to look at them. A second name for such a file on the disk, a hard link, shows nothing of it, and is not known here.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// What SQLite keeps beside a database while somebody has it open.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Opens a file to read it. Refused for a database that somebody has open, and for what is kept beside one.
pub fn open(path: &Path) -> io::Result<File> {
    refuse_database(path)?;
    File::open(path)
}

/// Refuses a database that somebody has open, and what is kept beside one, whatever links lead there.
pub(crate) fn refuse_database(path: &Path) -> io::Result<()> {
    // Where nothing is, nobody has it open; and whoever opens it hears why it cannot be reached.
    let Ok(real) = path.canonicalize() else { return Ok(()) };
    let detail = if BESIDE.iter().any(|ending| beside(&real, ending).exists()) {
        "it is a workspace or another database that is open"
    } else if is_beside(&real) {
        "it belongs to a workspace or another database"
    } else {
        return Ok(());
    };
    Err(io::Error::other(detail))
}

/// Refuses a place among what is attached to a workspace, which lies in a folder beside it that is called as it is.
pub(crate) fn refuse_vault(path: &Path) -> io::Result<()> {
    // Of a file that is not there yet, its folder is.
    let path = match (path.canonicalize(), path.parent().map(Path::canonicalize), path.file_name()) {
        (Ok(real), ..) => real,
        (_, Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => std::path::absolute(path)?,
    };
    let is_vault = |folder: &Path| {
        let workspace = folder.to_str().and_then(|folder| folder.strip_suffix("-files"));
        workspace.is_some_and(|workspace| Path::new(workspace).is_file())
    };
    if path.ancestors().any(is_vault) {
        return Err(io::Error::other("what is attached to a workspace is kept there"));
    }
    Ok(())
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Whether there is a file that this one stands beside.
fn is_beside(path: &Path) -> bool {
    let written = path.to_string_lossy();
    // Of a name that is no Unicode the file beside it is not found by its name.
    let is_there = |own: &str| path.to_str().is_none() || Path::new(own).exists();
    BESIDE.iter().filter_map(|ending| written.strip_suffix(ending)).any(is_there)
}
