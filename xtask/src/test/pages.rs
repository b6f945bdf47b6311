//! Every page in Chromium, over the real commands: the bridge, the pages built for it, and the browser of the system.

use std::time::Duration;

use super::{count, report::Done};
use crate::{app, failure::Result, process, project::Project};

/// A page that never has all it asked for is given up long before.
const LIMIT: Duration = Duration::from_secs(600);

/// Takes the pictures of key pages anew.
const UPDATE: &str = "--update";
/// The file of tests that compares them.
const PICTURES: &str = "pictures";

/// Runs the tests whose files have one of these words in their path, or all of them. With `--update` the pictures of key
/// pages are taken anew, and nothing else is done.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<Done> {
    if !cfg!(target_os = "linux") {
        return Ok(Done::Skipped("the pictures are those of Chromium on Linux, with its fonts".into()));
    }
    let bridge = app::build_bridge(project)?;
    let pages = project.target().join("pages");
    let mut build = project.npm();
    build.args(["run", "build:bridge", "--", "--emptyOutDir", "--outDir"]).arg(&pages);
    process::must(build)?;
    let mut tests = project.npm();
    tests.args(["run", "pages", "--"]);
    if arguments.iter().any(|argument| argument == UPDATE) {
        tests.arg(PICTURES).env("PARTWRIGHT_UPDATE_PICTURES", "1");
    } else {
        tests.args(arguments);
    }
    tests.env("PARTWRIGHT_BRIDGE", bridge).env("PARTWRIGHT_PAGES", pages);
    let outcome = process::shown(tests, Some(LIMIT))?;
    Ok(Done::Counted(count::tests(&outcome.text, outcome.succeeded)))
}
