//! The package manager of Debian and its kin: what is installed, and how we may install more.

use std::{fs, path::Path, process::Command};

use crate::{
    failure::{Failure, Result},
    process,
    terminal::say,
};

/// How this machine lets us install packages.
pub(crate) enum Apt {
    /// There is no such package manager here.
    Absent,
    /// We are root.
    AsRoot,
    /// `sudo` works without asking for a password.
    WithSudo,
    /// Somebody has to type the line that we print.
    Forbidden,
}

impl Apt {
    pub(crate) fn find() -> Self {
        if ask("dpkg-query", &["--version"]).is_none() || ask("apt-get", &["--version"]).is_none() {
            Self::Absent
        } else if ask("id", &["-u"]).is_some_and(|number| number.trim() == "0") {
            Self::AsRoot
        } else if ask("sudo", &["-n", "true"]).is_some() {
            Self::WithSudo
        } else {
            Self::Forbidden
        }
    }

    /// Those of the packages that are not installed.
    pub(crate) fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
        let lacks = |package: &&&str| {
            let status = ask("dpkg-query", &["-W", "-f", "${Status}\n", package]).unwrap_or_default();
            !status.lines().any(|line| line == "install ok installed")
        };
        packages.iter().filter(lacks).copied().collect()
    }

    /// Brings the lists of packages up to date; a bare machine has none.
    pub(crate) fn update(&self) -> Result {
        self.get(&["update"])
    }

    pub(crate) fn install(&self, packages: &[&str]) -> Result {
        self.get(&[&["install", "-y", "--no-install-recommends"], packages].concat())
    }

    /// Installs packages of a suite that this machine's own lists do not have; `sources` is a list for this once.
    pub(crate) fn install_from(&self, sources: &Path, suite: &str, packages: &[&str]) -> Result {
        let list = format!("Dir::Etc::SourceList={}", sources.display());
        // The lists of this machine stay as they are: nothing of them is read, and nothing they brought is cleaned away.
        let once = ["-o", &list, "-o", "Dir::Etc::SourceParts=-", "-o", "APT::Get::List-Cleanup=0"];
        self.get(&[&["update"], &once[..]].concat())?;
        self.get(&[&["install", "-y", "--no-install-recommends", "-t", suite], &once[..], packages].concat())
    }

    /// Where this machine gets its packages from, and the name of its release.
    pub(crate) fn mirror() -> Option<(String, String)> {
        let release = fs::read_to_string("/etc/os-release").ok()?;
        let release = release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="))?.to_owned();
        let sources = ask("apt-get", &["indextargets", "--format", "$(REPO_URI) $(RELEASE)"])?;
        let of_release =
            |line: &str| line.split_once(' ').filter(|(_, of)| *of == release).map(|(at, _)| at.to_owned());
        Some((sources.lines().find_map(of_release)?, release))
    }

    /// The version that an installation would bring.
    pub(crate) fn candidate(package: &str) -> Option<String> {
        let policy = ask("apt-cache", &["policy", package])?;
        candidate_in(&policy).map(str::to_owned)
    }

    fn get(&self, arguments: &[&str]) -> Result {
        let mut command = match self {
            Self::AsRoot => Command::new("env"),
            Self::WithSudo => {
                let mut command = Command::new("sudo");
                command.args(["-n", "env"]);
                command
            }
            Self::Absent | Self::Forbidden => {
                return Err(Failure(format!("please type this, then start again:\n\n    {}\n", by_hand(arguments))));
            }
        };
        // Packages must not stop to ask a question that nobody answers.
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments);
        say(&process::describe(&command));
        process::must(command)
    }
}

fn by_hand(arguments: &[&str]) -> String {
    format!("sudo apt-get {}", arguments.join(" "))
}

fn candidate_in(policy: &str) -> Option<&str> {
    let version = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate:"))?.trim();
    (version != "(none)").then_some(version)
}

fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    // The answers are read by us, so they must be in the one language that we know.
    command.args(arguments).env("LC_ALL", "C");
    process::ask(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_candidate_is_read_from_the_policy() {
        let policy = "nodejs:\n  Installed: (none)\n  Candidate: 18.20.4+dfsg-1~deb12u1\n  Version table:\n";
        assert_eq!(candidate_in(policy), Some("18.20.4+dfsg-1~deb12u1"));
        assert_eq!(candidate_in("x:\n  Candidate: (none)\n"), None);
        assert_eq!(candidate_in(""), None);
    }

    #[test]
    fn without_the_right_to_install_the_line_to_type_is_said() {
        let failure = Apt::Forbidden.install(&["gcc", "xvfb"]).unwrap_err();
        let line = "sudo apt-get install -y --no-install-recommends gcc xvfb";
        assert!(failure.to_string().contains(line));
    }
}
