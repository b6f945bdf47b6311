//! A root with the least of a system, and a user in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    failure::{Failure, Result, While},
    files, process,
    setup::Apt,
};

/// Where the package lies while it is installed.
const PACKAGE: &str = "var/tmp/partwright.deb";

/// Starts a program in the root with what every program may expect of a system. It is mounted for this program alone, so
/// that nothing of the machine is in the root when somebody deletes it.
const ENTER: &str = r#"
mount -t proc proc "$1/proc" && mount -t tmpfs tmpfs "$1/dev/shm" || exit
root=$1 who=$2
shift 2
exec chroot --userspec="$who" "$root" "$@"
"#;

pub(super) struct Root {
    place: PathBuf,
}

impl Root {
    /// Fetches the least of this machine's own release.
    pub(super) fn make(place: &Path) -> Result<Self> {
        let (mirror, release) =
            Apt::mirror().ok_or_else(|| Failure("this machine does not say where its packages come from".into()))?;
        let root = Self { place: files::emptied(place)? };
        let mut command = Command::new("debootstrap");
        command.args(["--variant=minbase", &release]).arg(place).arg(mirror);
        process::must(command)?;
        root.as_root(&["useradd", "--create-home", "ada"])?;
        Ok(root)
    }

    /// Installs a package with what it depends on and nothing that it only recommends.
    pub(super) fn install(&self, deb: &Path) -> Result {
        files::copy(deb, &self.place.join(PACKAGE))?;
        self.as_root(&["apt-get", "update"])?;
        self.as_root(&["apt-get", "install", "--yes", "--no-install-recommends", &format!("/{PACKAGE}")])
    }

    /// The files that a package brought.
    pub(super) fn files_of(&self, package: &str) -> Result<Vec<String>> {
        let said = self.said(&["dpkg", "--listfiles", package], "root")?;
        let is_file = |path: &&str| self.place.join(path.trim_start_matches('/')).is_file();
        Ok(said.lines().filter(is_file).map(str::to_owned).collect())
    }

    /// Removes a package, its settings too, and fails when something of it is still there.
    pub(super) fn purge(&self, package: &str, files: &[String]) -> Result {
        self.as_root(&["apt-get", "purge", "--yes", package])?;
        let left = files.iter().filter(|file| self.has(file.trim_start_matches('/'))).cloned();
        let named =
            ["etc", "opt", "usr", "var/lib/dpkg/info"].into_iter().map(|folder| self.named_after(folder, package));
        let named: Vec<String> = named.collect::<Result<Vec<_>>>()?.concat();
        let left: Vec<String> = left.chain(named).collect();
        if left.is_empty() { Ok(()) } else { Err(Failure(format!("left behind: {}", left.join(", ")))) }
    }

    /// What has the package's name in its own, wherever it came from.
    fn named_after(&self, folder: &str, package: &str) -> Result<Vec<String>> {
        let all = files::below(&self.place.join(folder), &[])?;
        let has_name = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().contains(package));
        Ok(all.into_iter().filter(has_name).map(|path| path.display().to_string()).collect())
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.place.join(path).exists()
    }

    /// What a program says to the user.
    pub(super) fn ask(&self, words: &[&str]) -> Result<String> {
        self.said(words, "ada")
    }

    /// A program started by the user.
    pub(super) fn command(&self, words: &[&str]) -> Command {
        self.as_somebody("ada", words)
    }

    /// Takes it away again.
    pub(super) fn remove(self) -> Result {
        fs::remove_dir_all(&self.place).while_doing(|| format!("remove {}", self.place.display()))
    }

    fn as_root(&self, words: &[&str]) -> Result {
        process::must(self.as_somebody("root", words))
    }

    fn said(&self, words: &[&str], who: &str) -> Result<String> {
        process::ask(self.as_somebody(who, words))
            .ok_or_else(|| Failure(format!("`{}` failed in the root", words.join(" "))))
    }

    fn as_somebody(&self, who: &str, words: &[&str]) -> Command {
        let home = if who == "root" { "/root".to_owned() } else { format!("/home/{who}") };
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", ENTER, "sh"]).arg(&self.place).arg(who).args(words);
        // Nothing of the one who tries reaches what is tried.
        command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("HOME", home).env("USER", who);
        command.env("DEBIAN_FRONTEND", "noninteractive").env("LC_ALL", "C.UTF-8");
        command
    }
}
