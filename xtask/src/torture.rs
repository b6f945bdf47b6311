//! `cargo xtask torture`: the harnesses of what may not be lost, at length, and their figures.

use std::fs;

use serde_json::Value;

use crate::{
    failure::{Failure, Result},
    process,
    project::Project,
    terminal::say,
};

/// The harnesses, by the beginnings of their tests' names.
const HARNESSES: [&str; 7] = ["power_cut::", "fault::", "crash::", "upgrade::", "full_disk::", "damage::", "salvage::"];

pub(crate) fn run(project: &Project, arguments: &[String]) -> Result {
    let (mut rounds, mut json) = ("10", None);
    for pair in arguments.chunks(2) {
        match pair {
            [flag, value] if flag == "--rounds" => rounds = value,
            [flag, value] if flag == "--json" => json = Some(value),
            _ => return Err(Failure("cargo xtask torture [--rounds N] [--json FILE]".to_owned())),
        }
    }
    if !rounds.parse::<u32>().is_ok_and(|rounds| rounds > 1) {
        return Err(Failure(format!("`{rounds}` is no number of rounds; it is a whole number from 2 on")));
    }
    let figures = project.target().join("torture.jsonl");
    if figures.exists() {
        fs::remove_file(&figures).map_err(|error| Failure(format!("{}: {error}", figures.display())))?;
    }
    let mut command = project.cargo();
    command.args(["test", "--package", "partwright-persistence", "--test", "sqlite", "--"]).args(HARNESSES);
    command.env("PARTWRIGHT_TORTURE", rounds).env("PARTWRIGHT_FIGURES", &figures);
    let done = process::must(command);
    let told = fs::read_to_string(&figures).map_err(|error| Failure(format!("no harness told figures: {error}")))?;
    let told: Vec<Value> = told.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    for harness in &told {
        say(&format!("{}: {}", harness["harness"].as_str().unwrap_or_default(), harness["figures"]));
    }
    if let Some(file) = json {
        fs::write(file, format!("{:#}\n", Value::from(told))).map_err(|error| Failure(format!("{file}: {error}")))?;
    }
    done
}
