//! Where a file is written: beside its place first, and to its place when it is whole and on the disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::Path;

use partwright_domain::Result;
use partwright_domain::export::ExportError;
use tempfile::Builder;

use crate::door;

/// How a database of SQLite begins, and with it every workspace: <https://www.sqlite.org/fileformat.html#magic_header_string>.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// Writes a file whole or not at all: what `write` writes goes into a new file in the same folder, which takes the path's
/// place, and that of a file that is there, once it is durable. When anything fails, or `write` is cancelled, nothing is
/// left and what was there stays. A workspace, and what is no file at all, is never replaced.
pub fn atomically<T>(path: &Path, write: impl FnOnce(&mut BufWriter<&mut File>) -> Result<T>) -> Result<T> {
    let unwritable =
        |error: &io::Error| ExportError::PathUnwritable { path: path.display().to_string(), detail: error.to_string() };
    refuse_to_replace(path)?;
    let linked = fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink());
    // A link goes on leading to what it leads to.
    let target = if linked { fs::canonicalize(path).map_err(|error| unwritable(&error))? } else { path.to_owned() };
    let path = target.as_path();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Made as any new file is, so that the system's mask says who may read it; and what it is called is nobody's matter.
    let make = |path: &Path| File::options().write(true).create_new(true).open(path);
    let unfinished = Builder::new().prefix(".partwright-").suffix(".part").make_in(folder, make);
    let mut unfinished = unfinished.map_err(|error| unwritable(&error))?;
    let mut out = BufWriter::new(unfinished.as_file_mut());
    let answer = write(&mut out)?;
    out.flush().and_then(|()| out.get_ref().sync_all()).map_err(|error| unwritable(&error))?;
    drop(out);
    unfinished.persist(path).map_err(|error| unwritable(&error.error))?;
    flush_folder(folder).map_err(|error| unwritable(&error))?;
    Ok(answer)
}

/// Whoever has a workspace open would go on writing into a file without a name, and lose it.
fn refuse_to_replace(path: &Path) -> Result<()> {
    let kept = |detail: &str| {
        Err(ExportError::PathUnwritable { path: path.display().to_string(), detail: detail.to_owned() }.into())
    };
    if let Err(error) = door::refuse_vault(path) {
        return kept(&error.to_string());
    }
    match fs::metadata(path) {
        Ok(there) if !there.is_file() => return kept("what is there is no file"),
        Ok(_) => {}
        // Nothing is there to be replaced, or it shows when the file is made.
        Err(_) => return Ok(()),
    }
    let mut begins = Vec::new();
    let read = door::open(path).and_then(|file| file.take(DATABASE.len() as u64).read_to_end(&mut begins));
    match read {
        Ok(_) if begins == DATABASE => kept("it is a workspace or another database"),
        Ok(_) => Ok(()),
        Err(error) => kept(&error.to_string()),
    }
}

/// Makes the name of a new file durable, where folders can be flushed.
fn flush_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
