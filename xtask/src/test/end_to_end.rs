//! The whole application in a real window, driven from outside as a person would drive it.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use super::{count, report::Done};
use crate::{
    app,
    display::Display,
    failure::{Failure, Result, While},
    process::{self, Heard, Running},
    project::Project,
    terminal::say,
};

/// A session that never starts would wait for ever, so the whole has an end.
const LIMIT: Duration = Duration::from_secs(600);
const START: Duration = Duration::from_secs(20);
/// How often we knock at the driver's door while it starts.
const KNOCK: Duration = Duration::from_millis(50);

/// Runs the tests whose files have one of these words in their path, or all of them.
pub(crate) fn run(project: &Project, files: &[String]) -> Result<Done> {
    if !cfg!(target_os = "linux") {
        return Ok(Done::Skipped("the driver of the window is that of WebKitGTK, which only Linux has".into()));
    }
    let binary = app::build(project, &["probe"], false)?;
    let command_line = app::build_command_line(project)?;
    let display = Display::start()?;
    let port = free_port()?;
    let home = empty_folder(&project.target().join("end-to-end"))?;
    let mut driver = Running::start(driver(project, &display, port, &home))?;
    wait_for(&mut driver, port)?;

    let mut tests = project.npm();
    tests.args(["run", "e2e", "--"]).args(files);
    tests.env("PARTWRIGHT_WEBDRIVER", format!("http://127.0.0.1:{port}"));
    tests.env("PARTWRIGHT_BINARY", binary);
    tests.env("PARTWRIGHT_COMMAND_LINE", command_line);
    let outcome = process::shown(tests, Some(LIMIT));
    if !outcome.as_ref().is_ok_and(|outcome| outcome.succeeded) {
        say("What the driver and the application said:");
        tell(&mut driver);
    }
    driver.end();
    display.end();
    let outcome = outcome?;
    Ok(Done::Counted(count::tests(&outcome.text, outcome.succeeded)))
}

/// The application inherits all this from the driver, which starts it.
fn driver(project: &Project, display: &Display, port: u16, home: &Path) -> Command {
    let mut command = project.command("WebKitWebDriver");
    command.args([&format!("--port={port}"), "--host=127.0.0.1"]);
    // Without this the window does not let itself be driven, and the session never starts.
    command.env("TAURI_WEBVIEW_AUTOMATION", "true");
    display.lend_to(&mut command);
    // A test must not meet, let alone change, what the person at this machine keeps.
    for (variable, folder) in [("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")] {
        command.env(variable, home.join(folder));
    }
    command
}

/// The system picks a number that is free now; it hands out others before it comes back to this one.
fn free_port() -> Result<u16> {
    let address = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    Ok(address.while_doing(|| "find a free port".into())?.port())
}

fn empty_folder(folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder).while_doing(|| format!("empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).while_doing(|| format!("create {}", folder.display()))?;
    Ok(folder.to_path_buf())
}

/// The driver says nothing when it is ready, so we knock; listening for its end is the pause between.
fn wait_for(driver: &mut Running, port: u16) -> Result {
    let start = Instant::now();
    while start.elapsed() < START {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(());
        }
        match driver.hear(KNOCK) {
            Heard::Line(line) => say(&line),
            Heard::Ended { .. } => return Err(Failure("WebKitWebDriver ended at once".into())),
            Heard::Nothing => {}
        }
    }
    Err(Failure("WebKitWebDriver did not open its port in time".into()))
}

fn tell(driver: &mut Running) {
    while let Heard::Line(line) = driver.hear(Duration::ZERO) {
        say(&line);
    }
}
