//! `cargo xtask test`: every check and test there is, one after another, with a table at the end.

mod compiler;
mod count;
mod end_to_end;
mod pages;
mod report;

use std::{path::Path, process::Command, time::Duration};

use crate::{
    app, codegen,
    failure::{Failure, Result},
    process,
    project::{Project, SAMPLES},
    setup::{self, Purpose},
    tidy,
};
use count::Tally;
use report::{Done, Report};

const IN_CHROMIUM: &str = "Pages in Chromium";

/// How long the list of known vulnerabilities may take to arrive.
const FETCH: Duration = Duration::from_secs(90);

pub(crate) fn run(project: &Project, arguments: &[String]) -> Result {
    let quick = crate::only_flag(arguments, "--quick")?;
    let mut report = Report::default();
    let ready = report.step("Set-up", || {
        setup::prepare(project, Purpose::Test)?;
        if !quick {
            setup::CARGO_DENY.program(project)?;
        }
        Ok(Done::Counted(Tally::default()))
    });
    // Without its tools every further step would only repeat that they are missing.
    if ready {
        checks(project, &mut report, quick);
        tests(project, &mut report, quick);
    }
    report.conclude()
}

/// Only the tests in the real window, of these files or of all.
pub(crate) fn end_to_end(project: &Project, files: &[String]) -> Result {
    only(project, "End to end", || end_to_end::run(project, files))
}

/// Only the pages in Chromium, of these files or of all; or their pictures anew.
pub(crate) fn pages(project: &Project, arguments: &[String]) -> Result {
    only(project, IN_CHROMIUM, || pages::run(project, arguments))
}

/// One step, after the set-up.
fn only(project: &Project, name: &'static str, step: impl FnOnce() -> Result<Done>) -> Result {
    let mut report = Report::default();
    if report.step("Set-up", || setup::prepare(project, Purpose::Test).map(|()| Done::Counted(Tally::default()))) {
        report.step(name, step);
    }
    report.conclude()
}

/// Everything that reads the sources.
fn checks(project: &Project, report: &mut Report, quick: bool) {
    report.step("Formatting", || whole(cargo(project, "fmt --all --check")));
    if project.root().join("benches/Cargo.toml").is_file() {
        report.step("Formatting of benches", || {
            whole(cargo(project, "fmt --manifest-path benches/Cargo.toml --all --check"))
        });
    }
    report.step("Tidy", || tidy::check(project).map(|()| Done::one()));
    report.step("Generated files", || codegen::check(project).map(|()| Done::one()));
    report.step("Clippy", || whole(cargo(project, "clippy --workspace --all-targets -- -D warnings")));
    report.step("Clippy of the probes", || {
        let probes = format!("clippy --package {} --features probe --all-targets -- -D warnings", app::PACKAGE);
        whole(cargo(project, &probes))
    });
    report.step("Clippy of the fuzz targets", || {
        // A workspace of its own, over what is compiled for the product; `wire` needs the window, and `cargo xtask fuzz` builds it.
        whole(cargo(project, "clippy --manifest-path fuzz/Cargo.toml --target-dir target --bins -- -D warnings"))
    });
    if !quick {
        report.step("Clippy of benches", || {
            // They build apart from the product, and sqlx apart from both: it brings an SQLite of its own.
            ["benches", "benches/sqlx"].into_iter().try_for_each(|workspace| {
                let manifest = format!("--manifest-path {workspace}/Cargo.toml --target-dir benches/target");
                process::must(cargo(project, &format!("clippy {manifest} --all-targets -- -D warnings")))
            })?;
            Ok(Done::one())
        });
        report.step("Dependencies", || whole(deny(project, "check bans licenses sources")?));
        report.step("Known vulnerabilities", || vulnerabilities(project));
    }
    report.step("Pages: types and style", || whole(npm(project, "run check")));
}

/// Everything that runs the program or parts of it.
fn tests(project: &Project, report: &mut Report, quick: bool) {
    report.step("Sample files", || samples(project.samples().as_deref()));
    report.step("Pages: tests", || counted(npm(project, "test")));
    let nextest = process::ask(cargo(project, "nextest --version")).is_some();
    report.step("Rust tests", || {
        let runner = if nextest {
            "nextest run --workspace --no-fail-fast --status-level slow --no-tests pass"
        } else {
            "test --workspace --all-targets --no-fail-fast"
        };
        let mut tests = cargo(project, runner);
        compiler::allow_for_its_words(project, &mut tests);
        counted(tests)
    });
    if !quick {
        report.step("Documentation tests", || counted(cargo(project, "test --workspace --doc --no-fail-fast")));
        report.step(IN_CHROMIUM, || pages::run(project, &[]));
        report.step("End to end", || end_to_end::run(project, &[]));
    }
}

/// Whether the tests of real BOMs have any: without, they pass unseen, so it is said; where somebody names a folder, they
/// have to be in it.
fn samples(folder: Option<&Path>) -> Result<Done> {
    match folder {
        Some(folder) if folder.join("INDEX.md").is_file() => Ok(Done::one()),
        Some(folder) => Err(Failure(format!("{SAMPLES} names {}, and no samples are there", folder.display()))),
        None => Ok(Done::Skipped(format!("there are none, so no real BOM is tried; {SAMPLES} names their folder"))),
    }
}

/// A step that passes or fails as a whole.
fn whole(command: Command) -> Result<Done> {
    process::must(command)?;
    Ok(Done::one())
}

/// A step that says how many tests it ran.
fn counted(command: Command) -> Result<Done> {
    let outcome = process::shown(command, None)?;
    Ok(Done::Counted(count::tests(&outcome.text, outcome.succeeded)))
}

/// Fetching comes first and apart, because a network that is not there is no fault of ours.
fn vulnerabilities(project: &Project) -> Result<Done> {
    let fetched = process::shown(deny(project, "fetch db")?, Some(FETCH));
    if !fetched.is_ok_and(|outcome| outcome.succeeded) {
        return Ok(Done::Skipped("the list of known vulnerabilities could not be reached".into()));
    }
    whole(deny(project, "--offline check advisories")?)
}

fn cargo(project: &Project, arguments: &str) -> Command {
    with(project.cargo(), arguments)
}

fn npm(project: &Project, arguments: &str) -> Command {
    with(project.npm(), arguments)
}

fn deny(project: &Project, arguments: &str) -> Result<Command> {
    Ok(with(project.command(setup::CARGO_DENY.program(project)?), arguments))
}

fn with(mut command: Command, arguments: &str) -> Command {
    command.args(arguments.split_whitespace());
    command
}

#[cfg(test)]
mod tests {
    use std::{env, fs};

    use super::{Done, Path, samples};

    #[test]
    fn samples_that_are_named_have_to_be_there_and_others_may_be_missing() {
        assert!(matches!(samples(None), Ok(Done::Skipped(why)) if why.contains("PARTWRIGHT_SAMPLES")));
        assert!(
            samples(Some(Path::new("/nowhere/at/all"))).is_err_and(|failure| failure.0.contains("/nowhere/at/all"))
        );
        let folder = env::temp_dir().join(format!("partwright-samples-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        assert!(samples(Some(&folder)).is_err(), "a folder without samples");
        fs::write(folder.join("INDEX.md"), "").expect("a file");
        assert!(matches!(samples(Some(&folder)), Ok(Done::Counted(_))));
        fs::remove_dir_all(folder).expect("nothing is left");
    }
}
