//! Node, the packages of the pages, and the pages themselves, built only when something changed.

use std::{fs, path::Path};

use super::apt::Apt;
use crate::{
    failure::{Failure, Result, While},
    files, process,
    project::Project,
    terminal::say,
};

const INSTALL_NODE: &str =
    "Node 20.19 or newer is needed (but not 21, nor 22 before 22.12): https://nodejs.org/en/download";

/// The oldest minor version of each major one that Vite runs on; later major ones all do.
const OLDEST: [(u32, u32); 2] = [(20, 19), (22, 12)];

/// Kept in `node_modules`, so that they go when the packages go.
const PACKAGES_STAMP: &str = "node_modules/.partwright-stamp";
const PAGES_STAMP: &str = "node_modules/.partwright-pages-stamp";

pub(crate) fn program(apt: &Apt) -> Result {
    if !new_enough(&version()) && matches!(apt, Apt::AsRoot | Apt::WithSudo) {
        apt.update()?;
        if new_enough(&Apt::candidate("nodejs").unwrap_or_default()) {
            apt.install(&["nodejs"])?;
        }
    }
    let version = version();
    if !new_enough(&version) {
        let found = if version.is_empty() { "none was found" } else { version.trim() };
        return Err(Failure(format!("{INSTALL_NODE} ({found})")));
    }
    // Some packages of Node bring npm with them and refuse to stand beside another.
    if npm_is_missing() {
        match apt {
            Apt::Absent => {
                return Err(Failure("npm is needed; it comes with Node from https://nodejs.org".into()));
            }
            _ => apt.install(&["npm"])?,
        }
    }
    say(&format!("Node: {}.", version.trim()));
    Ok(())
}

fn version() -> String {
    let mut command = std::process::Command::new("node");
    command.arg("--version");
    process::ask(command).unwrap_or_default()
}

fn npm_is_missing() -> bool {
    let mut command = std::process::Command::new(crate::project::NPM);
    command.arg("--version");
    process::ask(command).is_none()
}

/// Reads Node's own `v20.19.1` and a package manager's `2:20.19.1-1` alike.
fn new_enough(version: &str) -> bool {
    let plain = version.trim().trim_start_matches('v');
    let plain = plain.split_once(':').map_or(plain, |(_, rest)| rest);
    let mut numbers = plain.split('.').map_while(|part| part.parse::<u32>().ok());
    let (Some(major), Some(minor)) = (numbers.next(), numbers.next()) else {
        return false;
    };
    match OLDEST.iter().find(|(known, _)| *known == major) {
        Some((_, oldest)) => minor >= *oldest,
        None => major > OLDEST[1].0,
    }
}

/// Fetches the packages when the lock file is not the one they were fetched for.
pub(crate) fn packages(project: &Project) -> Result {
    let ui = project.ui();
    let lock = files::below(&ui.join("package-lock.json"), &[])?;
    if lock.is_empty() {
        return Err(Failure("crates/app-tauri/ui/package-lock.json is missing".into()));
    }
    let wanted = files::fingerprint(&ui, &lock)?;
    let stamp = ui.join(PACKAGES_STAMP);
    if stamp_is(&stamp, &wanted) {
        say("Node packages: as the lock file says.");
        return Ok(());
    }
    say("Node packages: fetching.");
    let mut command = project.npm();
    command.args(["ci", "--no-audit", "--no-fund"]);
    process::must(command)?;
    leave(&stamp, &wanted)
}

/// Builds the pages when their sources, or the pages themselves, are not those of the last time.
pub(crate) fn pages(project: &Project) -> Result {
    let ui = project.ui();
    let stamp = ui.join(PAGES_STAMP);
    if ui.join("dist/index.html").is_file() && stamp_is(&stamp, &state_of_pages(&ui)?) {
        say("Pages: as their sources say.");
        return Ok(());
    }
    say("Pages: building.");
    let mut command = project.npm();
    command.args(["run", "build"]);
    process::must(command)?;
    leave(&stamp, &state_of_pages(&ui)?)
}

/// What the pages are made of, and what was made: a build by hand shows in the second.
fn state_of_pages(ui: &Path) -> Result<String> {
    let mut sources = Vec::new();
    for folder in ["src", "static", "public"] {
        sources.extend(files::below(&ui.join(folder), &[])?);
    }
    // The page, the lock file and the settings of the tools all lie at the top.
    let top = fs::read_dir(ui).while_doing(|| format!("look through {}", ui.display()))?;
    let mut top: Vec<_> = top.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    top.sort();
    sources.extend(top);
    let made = files::below(&ui.join("dist"), &[])?;
    Ok(format!("{} {}", files::fingerprint(ui, &sources)?, files::fingerprint(ui, &made)?))
}

fn stamp_is(stamp: &Path, wanted: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|text| text == wanted)
}

fn leave(stamp: &Path, text: &str) -> Result {
    fs::write(stamp, text).while_doing(|| format!("write {}", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_the_build_of_the_pages_runs_on() {
        for good in ["v20.19.0\n", "v20.20.2", "v22.12.0", "v23.1.0", "24.0.0-1", "1:20.19.2-1nodesource1"] {
            assert!(new_enough(good), "{good}");
        }
        for bad in ["", "v18.20.4", "v20.18.3", "v21.7.0", "v22.11.0", "18.20.4+dfsg-1~deb12u1", "nonsense"] {
            assert!(!new_enough(bad), "{bad}");
        }
    }
}
