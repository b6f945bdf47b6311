//! The workspaces that are opened: those of `cargo xtask bench plm`, copied, because a window may write.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use measure::{Failure, Folder};

/// Copies that nobody else has open.
pub(crate) struct Data {
    pub(crate) smallest: Workspace,
    pub(crate) largest: Workspace,
    _folder: Folder,
}

/// A workspace of so many parts.
pub(crate) struct Workspace {
    pub(crate) path: PathBuf,
    pub(crate) parts: usize,
}

impl Data {
    /// Has them made where they are not there yet.
    pub(crate) fn make(quick: bool, parent: &Path) -> Result<Self, Failure> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
        let mut make = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        make.args(["run", "--release", "--bin", "plm", "--manifest-path"]).arg(manifest).args(["--", "--make"]);
        if quick {
            make.arg("--quick");
        }
        let made = make.stderr(Stdio::inherit()).output()?;
        if !made.status.success() {
            return Err("the workspaces could not be made".into());
        }
        let made = String::from_utf8(made.stdout)?;
        fs::create_dir_all(parent)?;
        let folder = Folder::make(parent, "ui")?;
        let copy = |name: &str| {
            let line = made.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'));
            let (parts, from) = line.and_then(|line| line.split_once('\t')).ok_or("plm does not say where they are")?;
            let path = folder.file(&format!("{name}.partwright"));
            fs::copy(from, &path)?;
            Ok::<_, Failure>(Workspace { path, parts: parts.parse()? })
        };
        Ok(Self { smallest: copy("smallest")?, largest: copy("largest")?, _folder: folder })
    }
}
