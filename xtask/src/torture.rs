//! `cargo xtask torture`: the harnesses of what may not be lost, at length, and their figures.

use std::fs;

use serde_json::Value;

use crate::{
    failure::{Failure, Result},
    process::{self, Outcome},
    project::Project,
    setup::{self, Purpose},
    terminal::{heading, say},
};

/// What is run: the tests of a crate, by the beginnings of their names; all of them where none is named.
struct Harness {
    package: &'static str,
    test: &'static str,
    names: &'static [&'static str],
    /// What must have told figures afterwards: one that did not run proves nothing.
    tells: &'static [&'static str],
}

const HARNESSES: [Harness; 4] = [
    Harness {
        package: "partwright-persistence",
        test: "sqlite",
        names: &[
            "attaching::",
            "backup::",
            "care::",
            "chain::",
            "crash::",
            "damage::",
            "fault::",
            "file::",
            "full_disk::",
            "migration::",
            "power_cut::",
            "salvage::",
            "two_processes::",
            "upgrade::",
            "vault::",
            "wal::",
        ],
        tells: &[
            "crash",
            "damaged pages",
            "faults",
            "faults in the log",
            "faults while attaching",
            "faults while opening",
            "full disk",
            "power cut",
            "power cut over a long log",
            "salvages",
            "upgrade",
            "upgrade_power_cut",
        ],
    },
    Harness { package: "partwright-persistence", test: "engine", names: &[], tells: &[] },
    Harness { package: "partwright-hostile", test: "hostile", names: &[], tells: &["hostile memory", "hostile rows"] },
    Harness {
        package: "partwright-app-tauri",
        test: "app",
        names: &["daily::", "hostile::", "rights::", "surface::"],
        tells: &["hostile commands"],
    },
];
const SOAK: [Harness; 1] =
    [Harness { package: "partwright-persistence", test: "sqlite", names: &["soak::"], tells: &["soak"] }];

const USAGE: &str = "cargo xtask torture [--soak] [--rounds N] [--minutes N] [--json FILE]";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
struct Asked<'a> {
    is_soak: bool,
    rounds: u32,
    minutes: u32,
    json: Option<&'a str>,
}

impl<'a> Asked<'a> {
    fn parse(arguments: &'a [String]) -> Result<Self> {
        let mut asked = Self { is_soak: false, rounds: 10, minutes: 10, json: None };
        let mut words = arguments.iter().map(String::as_str);
        while let Some(flag) = words.next() {
            if flag == "--soak" {
                asked.is_soak = true;
                continue;
            }
            let value = words.next().ok_or_else(|| Failure(USAGE.to_owned()))?;
            let number = |least| {
                let found = value.parse().ok().filter(|number| *number >= least);
                found.ok_or_else(|| {
                    Failure(format!("`{value}` is no number for {flag}; write a whole one from {least} on"))
                })
            };
            match flag {
                "--rounds" => asked.rounds = number(2)?,
                "--minutes" => asked.minutes = number(1)?,
                "--json" => asked.json = Some(value),
                _ => return Err(Failure(USAGE.to_owned())),
            }
        }
        Ok(asked)
    }
}

pub(crate) fn run(project: &Project, arguments: &[String]) -> Result {
    let Asked { is_soak, rounds, minutes, json } = Asked::parse(arguments)?;
    heading("Set-up");
    // The commands need what the window needs to be compiled.
    setup::prepare(project, Purpose::Window)?;
    let figures = project.target().join("torture.jsonl");
    if figures.exists() {
        fs::remove_file(&figures).map_err(|error| Failure(format!("{}: {error}", figures.display())))?;
    }
    // One that fails does not keep the others from telling theirs.
    let mut done = Ok(());
    let harnesses = if is_soak { SOAK.as_slice() } else { &HARNESSES };
    for Harness { package, test, names, tells: _ } in harnesses {
        let mut command = project.cargo();
        command.args(["test", "--package", package, "--test", test, "--"]).args(*names);
        command.env("PARTWRIGHT_FIGURES", &figures).env("PARTWRIGHT_TORTURE", rounds.to_string());
        command.env("PARTWRIGHT_SOAK_SECONDS", (u64::from(minutes) * 60).to_string());
        let shown = process::describe(&command);
        let Outcome { succeeded, text } = process::shown(command, None)?;
        let failed = if succeeded { Ok(()) } else { Err(Failure(format!("`{shown}` failed"))) };
        done = done.and(failed).and_then(|()| must_have_run(&text, names));
    }
    let told = fs::read_to_string(&figures).map_err(|error| Failure(format!("no harness told figures: {error}")))?;
    let told: Vec<Value> = told.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let silent = harnesses.iter().flat_map(|harness| harness.tells).find(|name| !is_told(&told, name));
    for harness in &told {
        say(&format!("{}: {}", harness["harness"].as_str().unwrap_or_default(), harness["figures"]));
    }
    if let Some(file) = json {
        fs::write(file, format!("{:#}\n", Value::from(told))).map_err(|error| Failure(format!("{file}: {error}")))?;
    }
    match silent {
        Some(name) => done.and(Err(Failure(format!("the harness `{name}` told no figures")))),
        None => done,
    }
}

/// Refuses what a run says of its tests where none of some name was among them: Cargo takes that for a success.
fn must_have_run(text: &str, names: &[&str]) -> Result {
    let is_run = |line: &&str| line.ends_with("... ok") || line.ends_with("... FAILED");
    let all: Vec<_> = text.lines().filter(is_run).filter_map(|line| line.strip_prefix("test ")).collect();
    let missed = names.iter().find(|name| !all.iter().any(|test| test.starts_with(**name)));
    match missed {
        Some(name) => Err(Failure(format!("no test of `{name}` was run"))),
        None if all.is_empty() => Err(Failure("no test was run".to_owned())),
        None => Ok(()),
    }
}

fn is_told(told: &[Value], name: &str) -> bool {
    told.iter().any(|harness| harness["harness"] == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_harness_that_told_nothing_is_missed() {
        let told = [serde_json::json!({ "harness": "crash", "figures": { "losses": 0 } })];
        assert!(is_told(&told, "crash") && !is_told(&told, "soak"));
    }

    #[test]
    fn tests_that_were_not_run_are_missed() {
        let text = "running 2 tests\ntest crash::kills ... ok\ntest wal::order ... ok\n";
        assert!(must_have_run(text, &["crash::", "wal::"]).is_ok() && must_have_run(text, &[]).is_ok());
        assert!(must_have_run(text, &["crash::", "salvage::"]).is_err());
        assert!(must_have_run("running 0 tests\n", &[]).is_err());
        assert!(must_have_run("running 1 test\ntest crash::kills ... ignored\n", &[]).is_err());
    }

    #[test]
    fn what_is_asked_for_is_taken_in_any_order_and_nonsense_is_refused() {
        let line = parse("--json figures.json --soak --minutes 3");
        let wanted = Asked { is_soak: true, rounds: 10, minutes: 3, json: Some("figures.json") };
        assert_eq!(Asked::parse(&line).expect("a soak"), wanted);
        for line in ["--rounds 1", "--rounds", "--minutes 0", "--minutes x", "--hours 3"] {
            assert!(Asked::parse(&parse(line)).is_err(), "{line}");
        }
    }
}
