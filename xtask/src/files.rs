//! Files on the disk: which there are, and one number for all they contain.

use std::{
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::failure::{Result, While};

/// Every file below a folder in a fixed order, or the one file that `start` is, or none when it is not there.
/// Folders whose name is in `except` are left out.
pub(crate) fn below(start: &Path, except: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(start, except, &mut files).while_doing(|| format!("look through {}", start.display()))?;
    files.sort();
    Ok(files)
}

fn collect(place: &Path, except: &[&str], files: &mut Vec<PathBuf>) -> io::Result<()> {
    if place.is_file() {
        files.push(place.to_path_buf());
    }
    if !place.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(place)? {
        let entry = entry?;
        let path = entry.path();
        let left_out = path.is_dir() && except.iter().any(|name| entry.file_name() == *name);
        if !left_out && !path.is_symlink() {
            collect(&path, except, files)?;
        }
    }
    Ok(())
}

/// One number for the names and contents of these files, so that a stamp can tell whether anything changed.
pub(crate) fn fingerprint(root: &Path, files: &[PathBuf]) -> Result<String> {
    let mut hash = Sha256::new();
    for file in files {
        let content = fs::read(file).while_doing(|| format!("read {}", file.display()))?;
        let name = file.strip_prefix(root).unwrap_or(file).to_string_lossy().into_owned();
        // The lengths keep the end of one part from passing for the beginning of the next.
        hash.update(format!("{}:{name}:{}:", name.len(), content.len()));
        hash.update(content);
    }
    Ok(hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        write!(text, "{byte:02x}").unwrap_or_default();
        text
    }))
}

/// The folder, made where it is not there, and without what was in it.
pub(crate) fn emptied(folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder).while_doing(|| format!("empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).while_doing(|| format!("create {}", folder.display()))?;
    Ok(folder.to_path_buf())
}

/// Copies a file into a folder that is made where it is not there.
pub(crate) fn copy(from: &Path, to: &Path) -> Result {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).while_doing(|| format!("create {}", folder.display()))?;
    }
    fs::copy(from, to).while_doing(|| format!("copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_changes_with_names_and_contents_only() {
        let folder = std::env::temp_dir().join(format!("xtask-files-{}", std::process::id()));
        fs::create_dir_all(folder.join("sub/node_modules")).unwrap();
        let print = |folder: &Path| {
            let files = below(folder, &["node_modules"]).unwrap();
            fingerprint(folder, &files).unwrap()
        };
        fs::write(folder.join("sub/a"), "one").unwrap();
        let first = print(&folder);
        fs::write(folder.join("sub/node_modules/x"), "not counted").unwrap();
        assert_eq!(print(&folder), first);
        fs::write(folder.join("sub/a"), "two").unwrap();
        let second = print(&folder);
        fs::rename(folder.join("sub/a"), folder.join("sub/b")).unwrap();
        let third = print(&folder);
        fs::remove_dir_all(&folder).unwrap();
        assert!(first != second && second != third && first.len() == 64);
    }

    #[test]
    fn what_is_not_there_has_no_files() {
        assert!(below(Path::new("no/such/folder"), &[]).unwrap().is_empty());
    }
}
