//! cargo-deny, which holds the dependencies to deny.toml: the one on the path, or one of our own.

use std::path::PathBuf;

use crate::{failure::Result, process, project::Project, terminal::say};

/// The settings in deny.toml are written for this version.
const VERSION: &str = "0.20.2";

/// Finds the program, or builds it below the target folder, which takes about a minute once.
pub(crate) fn program(project: &Project) -> Result<PathBuf> {
    let home = project.target().join("tools");
    let own = home.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    for candidate in [PathBuf::from("cargo-deny"), own.clone()] {
        let mut command = project.command(&candidate);
        command.arg("--version");
        if process::ask(command).is_some() {
            return Ok(candidate);
        }
    }
    say("cargo-deny: building it (once, about a minute).");
    let mut command = project.cargo();
    // An optimised build takes several times as long and saves a second a run.
    command.args(["install", "cargo-deny", "--version", VERSION, "--locked", "--debug", "--quiet"]);
    command.arg("--root").arg(home);
    process::must(command)?;
    Ok(own)
}
