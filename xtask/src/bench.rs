//! `cargo xtask bench`: the measurements, which live in a workspace of their own.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

use crate::{
    app,
    driver::Driver,
    failure::{Failure, Result},
    process,
    project::Project,
    setup::{self, Purpose},
    terminal::say,
};

const MANIFEST: &str = "benches/Cargo.toml";
const THE_WINDOW: &str = "ui";

pub(crate) fn run(project: &Project, arguments: &[String]) -> Result {
    let benches = list(project)?;
    let Some((name, rest)) = arguments.split_first() else {
        say("cargo xtask bench NAME [ARGS], where NAME is one of");
        for (name, what) in &benches {
            say(&format!("  {name:<16} {what}"));
        }
        return Ok(());
    };
    if !benches.iter().any(|(known, _)| known == name) {
        return Err(Failure(format!("there is no benchmark `{name}`; `cargo xtask bench` lists what there is")));
    }
    let rest = rest.strip_prefix(&["--".to_owned()]).unwrap_or(rest);
    let mut command = project.cargo();
    command.args(["run", "--release", "--manifest-path", MANIFEST, "--bin", name, "--"]).args(rest);
    if name == THE_WINDOW { in_a_window(project, command) } else { process::must(command) }
}

/// The one that measures the real window, as it is shipped.
fn in_a_window(project: &Project, mut command: Command) -> Result {
    setup::prepare(project, Purpose::Test)?;
    let binary = app::build(project, &[], true)?;
    let home = project.target().join("bench-ui");
    let mut driver = Driver::start(project, &home)?;
    driver.lend_to(&mut command, &home, &binary);
    let done = process::must(command);
    if done.is_err() {
        driver.tell();
    }
    driver.end();
    done
}

/// Each program there, with the sentence its file begins with.
fn list(project: &Project) -> Result<Vec<(String, String)>> {
    let mut command = project.cargo();
    command.args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path", MANIFEST]);
    let answer = process::ask(command).ok_or_else(|| Failure(format!("Cargo cannot read {MANIFEST}")))?;
    let answer: Value = serde_json::from_str(&answer)
        .map_err(|error| Failure(format!("Cargo's description of {MANIFEST} cannot be read: {error}")))?;
    let binaries = items(&answer["packages"])
        .flat_map(|package| items(&package["targets"]))
        .filter(|target| items(&target["kind"]).any(|kind| kind == "bin"));
    Ok(binaries
        .filter_map(|target| {
            let source = fs::read_to_string(Path::new(target["src_path"].as_str()?)).unwrap_or_default();
            Some((target["name"].as_str()?.to_owned(), first_sentence(&source).to_owned()))
        })
        .collect())
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn first_sentence(source: &str) -> &str {
    source.lines().next().and_then(|line| line.strip_prefix("//!")).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_benchmark_says_what_it_measures_in_its_first_line() {
        assert_eq!(first_sentence("//! Writers side by side.\n//! More."), "Writers side by side.");
        assert_eq!(first_sentence("fn main() {}"), "");
    }
}
