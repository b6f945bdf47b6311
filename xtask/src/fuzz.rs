//! `cargo xtask fuzz`: a fuzzer's own search over the targets that every test run tries with a fixed seed.
//!
//! The corpus in `fuzz/corpus` is only read. What the search adds to it lies below the target folder, so that the next one goes
//! on from there; an input that breaks a promise lies in `fuzz/artifacts`, and belongs into the corpus once it no longer does.

use std::{fs, path::Path};

use crate::{
    failure::{Failure, Result, While},
    process,
    project::Project,
    setup::{self, CARGO_FUZZ, Purpose},
    terminal::heading,
};

/// The only target that needs what the window needs to be compiled.
const THE_COMMANDS: &str = "wire";

const USAGE: &str = "cargo xtask fuzz [TARGET ...] [--seconds N]";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
struct Asked<'a> {
    targets: Vec<&'a str>,
    seconds: u32,
}

impl<'a> Asked<'a> {
    /// Takes targets of these; all of them where none is named.
    fn parse(arguments: &'a [String], known: &'a [String]) -> Result<Self> {
        let mut asked = Self { targets: Vec::new(), seconds: 60 };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            if word == "--seconds" {
                let seconds = words.next().and_then(|value| value.parse().ok()).filter(|seconds| *seconds > 0);
                asked.seconds = seconds.ok_or_else(|| Failure(USAGE.to_owned()))?;
            } else if known.contains(word) {
                asked.targets.push(word);
            } else {
                return Err(Failure(format!("there is no target `{word}`; there are {}", known.join(", "))));
            }
        }
        if asked.targets.is_empty() {
            asked.targets = known.iter().map(String::as_str).collect();
        }
        Ok(asked)
    }
}

pub(crate) fn run(project: &Project, arguments: &[String]) -> Result {
    let known = targets(&project.root().join("fuzz/targets"))?;
    let Asked { targets, seconds } = Asked::parse(arguments, &known)?;
    // With other features the same crates are built once more; so all targets of a run have the same.
    let with_window = targets.contains(&THE_COMMANDS);
    if with_window {
        heading("Set-up");
        setup::prepare(project, Purpose::Window)?;
    }
    let fuzzer = CARGO_FUZZ.program(project)?;
    // One that finds something does not keep the others from looking.
    let mut done = Ok(());
    for target in targets {
        heading(target);
        let found = project.target().join("fuzz").join(target);
        fs::create_dir_all(&found).while_doing(|| format!("make {}", found.display()))?;
        let mut command = project.command(&fuzzer);
        // Nothing of ours is unsafe, so there is nothing to find for a sanitizer, which alone would need another compiler.
        command.args(["fuzz", "run", "--fuzz-dir", "fuzz", "--sanitizer", "none"]);
        if with_window {
            command.args(["--features", "window"]);
        }
        command.arg(target).arg(&found).arg(format!("fuzz/corpus/{target}"));
        // What is not answered in ten seconds is a finding, and so is what takes more memory than any bound allows.
        command.args(["--", "-print_final_stats=1", "-timeout=10", "-rss_limit_mb=2048"]);
        command.arg(format!("-max_total_time={seconds}"));
        done = process::must(command).and(done);
    }
    done
}

/// Each target's name: that of its file.
fn targets(folder: &Path) -> Result<Vec<String>> {
    let doing = || format!("read {}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).while_doing(doing)? {
        let path = entry.while_doing(doing)?.path();
        names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn targets_are_taken_by_name_or_all_of_them_and_nonsense_is_refused() {
        let known = words("rows wire");
        let parse =
            |line: &str| Asked::parse(&words(line), &known).map(|asked| (asked.targets.join(" "), asked.seconds));
        assert_eq!(parse("").expect("all"), ("rows wire".to_owned(), 60));
        assert_eq!(parse("wire --seconds 5").expect("one"), ("wire".to_owned(), 5));
        for line in ["none", "--seconds", "--seconds 0", "--seconds x", "--minutes 3"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }

    #[test]
    fn every_target_has_a_corpus_and_a_line_in_the_manifest() {
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
        let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).expect("a manifest");
        let tests = fs::read_to_string(fuzz.join("../crates/hostile/tests/hostile/main.rs")).expect("the tests");
        for target in targets(&fuzz.join("targets")).expect("targets") {
            assert!(manifest.contains(&format!("path = \"targets/{target}.rs\"")), "{target} is built");
            assert!(fuzz.join("corpus").join(&target).is_dir(), "{target} has something to begin with");
            assert!(target == THE_COMMANDS || tests.contains(&format!("{target}::body")), "the tests run {target}");
        }
    }
}
