//! Where a file is written: beside its place first, and to its place when it is whole and on the disk.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use partwright_domain::Result;
use partwright_domain::export::ExportError;
use tempfile::Builder;

/// Writes a file whole or not at all: what `write` writes goes into a new file in the same folder, which takes the path's
/// place, and that of a file that is there, once it is durable. When anything fails, or `write` is cancelled, nothing is
/// left and what was there stays.
pub fn atomically<T>(path: &Path, write: impl FnOnce(&mut BufWriter<&mut File>) -> Result<T>) -> Result<T> {
    let unwritable =
        |error: &io::Error| ExportError::PathUnwritable { path: path.display().to_string(), detail: error.to_string() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(".partwright-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any new file: what the system's mask leaves of it.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut unfinished = builder.tempfile_in(folder).map_err(|error| unwritable(&error))?;
    let mut out = BufWriter::new(unfinished.as_file_mut());
    let answer = write(&mut out)?;
    out.flush().and_then(|()| out.get_ref().sync_all()).map_err(|error| unwritable(&error))?;
    drop(out);
    unfinished.persist(path).map_err(|error| unwritable(&error.error))?;
    flush_folder(folder).map_err(|error| unwritable(&error))?;
    Ok(answer)
}

/// Makes the name of a new file durable, where folders can be flushed.
fn flush_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
