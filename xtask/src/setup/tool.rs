//! Cargo's own helpers that this checkout needs: those on the path, or ones of our own.

use std::path::PathBuf;

use crate::{failure::Result, process, project::Project, terminal::say};

/// Holds the dependencies to deny.toml, whose settings are written for this version.
pub(crate) const CARGO_DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };
/// Builds the fuzz targets and runs them.
pub(crate) const CARGO_FUZZ: Tool = Tool { name: "cargo-fuzz", version: "0.13.2" };

/// A program that Cargo can install.
#[derive(Clone, Copy)]
pub(crate) struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    /// Finds the program, or builds it below the target folder, which takes about a minute once.
    pub(crate) fn program(self, project: &Project) -> Result<PathBuf> {
        let Self { name, version } = self;
        let home = project.target().join("tools");
        let own = home.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        for candidate in [PathBuf::from(name), own.clone()] {
            let mut command = project.command(&candidate);
            command.arg("--version");
            if process::ask(command).is_some() {
                return Ok(candidate);
            }
        }
        say(&format!("{name}: building it (once, about a minute)."));
        let mut command = project.cargo();
        // An optimised build takes several times as long and saves a second a run.
        command.args(["install", name, "--version", version, "--locked", "--debug", "--quiet"]);
        command.arg("--root").arg(home);
        process::must(command)?;
        Ok(own)
    }
}
