//! The programs: built, the window's with its pages inside, and found where Cargo says they are.

use std::{path::PathBuf, process::Stdio};

use serde_json::Value;

use crate::{
    failure::{Failure, Result, While},
    process,
    project::Project,
};

pub(crate) const PACKAGE: &str = "partwright-app-tauri";
pub(crate) const BINARY: &str = "partwright-desktop";
pub(crate) const COMMAND_LINE_PACKAGE: &str = "partwright-app-cli";
pub(crate) const COMMAND_LINE: &str = "partwright";

/// Builds the window's. Without `tauri/custom-protocol` it would ask a development server for its pages.
pub(crate) fn build(project: &Project, features: &[&str], release: bool) -> Result<PathBuf> {
    built(project, PACKAGE, ("--bin", BINARY), &[&["tauri/custom-protocol"], features].concat(), release)
}

/// Builds the command line.
pub(crate) fn build_command_line(project: &Project, release: bool) -> Result<PathBuf> {
    built(project, COMMAND_LINE_PACKAGE, ("--bin", COMMAND_LINE), &[], release)
}

/// Builds what serves the window's commands to a browser, for tests.
pub(crate) fn build_bridge(project: &Project) -> Result<PathBuf> {
    built(project, PACKAGE, ("--example", "bridge"), &[], false)
}

fn built(
    project: &Project,
    package: &str,
    (kind, name): (&str, &str),
    features: &[&str],
    release: bool,
) -> Result<PathBuf> {
    let mut command = project.cargo();
    command.args(["build", "--package", package, kind, name]);
    if !features.is_empty() {
        command.args(["--features", &features.join(",")]);
    }
    if release {
        command.arg("--release");
    }
    command.args(["--message-format", "json-render-diagnostics"]);
    let words = process::describe(&command);
    let output = command.stderr(Stdio::inherit()).output().while_doing(|| format!("start `{words}`"))?;
    if !output.status.success() {
        return Err(Failure(format!("`{words}` failed")));
    }
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find_map(|message| executable(message, name))
        .ok_or_else(|| Failure(format!("`{words}` did not say where it put {name}")))
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
        assert_eq!(executable(ours, COMMAND_LINE), None);
        let library = r#"{"reason":"compiler-artifact","target":{"name":"partwright_app_tauri"},"executable":null}"#;
        assert_eq!(executable(library, BINARY), None);
        assert_eq!(executable("warning: not JSON", BINARY), None);
    }
}
