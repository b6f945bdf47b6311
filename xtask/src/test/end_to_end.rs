//! The whole application in a real window, driven from outside as a person would drive it.

use std::time::Duration;

use super::{count, report::Done};
use crate::{app, driver::Driver, failure::Result, process, project::Project, terminal::say};

/// A session that never starts would wait for ever, so the whole has an end.
const LIMIT: Duration = Duration::from_secs(600);

/// Runs the tests whose files have one of these words in their path, or all of them.
pub(crate) fn run(project: &Project, files: &[String]) -> Result<Done> {
    if !cfg!(target_os = "linux") {
        return Ok(Done::Skipped("the driver of the window is that of WebKitGTK, which only Linux has".into()));
    }
    let binary = app::build(project, &["probe"], false)?;
    let command_line = app::build_command_line(project, false)?;
    let home = project.target().join("end-to-end");
    let mut driver = Driver::start(project, &home)?;
    let mut tests = project.npm();
    tests.args(["run", "e2e", "--"]).args(files);
    driver.lend_to(&mut tests, &home, &binary);
    tests.env("PARTWRIGHT_COMMAND_LINE", command_line);
    let outcome = process::shown(tests, Some(LIMIT));
    if !outcome.as_ref().is_ok_and(|outcome| outcome.succeeded) {
        say("What the driver and the application said:");
        driver.tell();
    }
    driver.end();
    let outcome = outcome?;
    Ok(Done::Counted(count::tests(&outcome.text, outcome.succeeded)))
}
