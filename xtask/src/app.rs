//! The programs: built, the desktop with its pages inside, and found where Cargo says they are.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::{
    failure::{Failure, Result, While},
    process,
    project::Project,
};

pub(crate) const PACKAGE: &str = "partwright-app-tauri";
const BINARY: &str = "partwright-desktop";
const COMMAND_LINE: (&str, &str) = ("partwright-app-cli", "partwright");

/// Builds the desktop program. Without `tauri/custom-protocol` it would ask a development server for its pages.
pub(crate) fn build(project: &Project, features: &[&str], release: bool) -> Result<PathBuf> {
    let mut command = project.cargo();
    command.args(["build", "--package", PACKAGE, "--bin", BINARY]);
    command.args(["--features", &[&["tauri/custom-protocol"], features].concat().join(",")]);
    if release {
        command.arg("--release");
    }
    run(command, BINARY)
}

/// Builds the command line, for tests of both on one workspace.
pub(crate) fn build_command_line(project: &Project) -> Result<PathBuf> {
    let (package, binary) = COMMAND_LINE;
    let mut command = project.cargo();
    command.args(["build", "--package", package, "--bin", binary]);
    run(command, binary)
}

/// Runs Cargo, and answers where it put a program.
fn run(mut command: Command, binary: &str) -> Result<PathBuf> {
    command.args(["--message-format", "json-render-diagnostics"]);
    let name = process::describe(&command);
    let output = command.stderr(Stdio::inherit()).output().while_doing(|| format!("start `{name}`"))?;
    if !output.status.success() {
        return Err(Failure(format!("`{name}` failed")));
    }
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find_map(|message| executable(message, binary))
        .ok_or_else(|| Failure(format!("`{name}` did not say where it put {binary}")))
}

/// Where the program is, if this message of Cargo is the one that says it.
fn executable(message: &str, binary: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    if message["target"]["name"] != binary {
        return None;
    }
    message["executable"].as_str().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_message_about_the_program_says_where_it_is() {
        let ours = r#"{"reason":"compiler-artifact","target":{"name":"partwright-desktop"},"executable":"/t/debug/partwright-desktop"}"#;
        assert_eq!(executable(ours, BINARY), Some(PathBuf::from("/t/debug/partwright-desktop")));
        let library = r#"{"reason":"compiler-artifact","target":{"name":"partwright_app_tauri"},"executable":null}"#;
        assert_eq!(executable(library, BINARY), None);
        assert_eq!(executable("warning: not JSON", BINARY), None);
    }
}
