//! The package in a fresh root of this machine's own release, with nothing but what it depends on: installed, used as
//! somebody who is not root, removed.
//!
//! The display and the camera stay outside, so that they bring nothing along; a display without files is reached from
//! any root.

mod root;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use crate::{
    display::Display,
    failure::{Failure, Result},
    process::{self, Heard, Running},
    project::Project,
    run::SHOWN,
    setup::Apt,
    terminal::say,
};
use root::Root;

/// What is needed outside.
const PACKAGES: [&str; 3] = ["debootstrap", "xvfb", "imagemagick"];

/// How long a window may take to show something.
const PATIENCE: Duration = Duration::from_secs(90);

/// The workspace of the one who tries it.
const BOARDS: &str = "/home/ada/boards.partwright";

/// Says at once what would be refused after minutes.
pub(super) fn may() -> Result {
    if !matches!(Apt::find(), Apt::AsRoot) {
        return Err(Failure("--try makes a root of its own, which only root may do, on Debian or its kin".into()));
    }
    Ok(())
}

pub(super) fn run(project: &Project, deb: &Path) -> Result {
    let missing = Apt::missing(&PACKAGES);
    if !missing.is_empty() {
        Apt::AsRoot.install(&missing)?;
    }
    let root = Root::make(&project.target().join("dist/root"))?;
    root.install(deb)?;
    let files = root.files_of("partwright")?;
    say(&format!("Installed: {} files.", files.len()));
    command_line(&root)?;
    window(project, &root)?;
    root.purge("partwright", &files)?;
    say("dist: installed, used, removed, and nothing of it was left but what the user made.");
    root.remove()
}

/// The type of a workspace is known, and the command line makes one with the demo in it.
fn command_line(root: &Root) -> Result {
    if !root.has("usr/share/mime/application/x-partwright.xml") {
        return Err(Failure("the type of a workspace's file is not known after the installation".into()));
    }
    let version = root.ask(&["partwright", "--version"])?;
    say(version.trim());
    root.ask(&["partwright", "init", "--demo", BOARDS])?;
    expect(root, &["partwright", "--workspace", BOARDS, "search", "100n"], "EL-CAP-")
}

/// The window opens the file that it is given, as by a double click, makes one that is not there, and finds it again.
fn window(project: &Project, root: &Root) -> Result {
    let display = Display::start()?;
    let pictures = project.target().join("dist/pictures");
    show(root, &display, &[BOARDS], &pictures.join("workspace.png"))?;
    show(root, &display, &[], &pictures.join("first-start.png"))?;
    let made = "/home/ada/made.partwright";
    show(root, &display, &["--workspace", made], &pictures.join("made.png"))?;
    expect(root, &["partwright", "--workspace", made, "person", "list"], "ada")?;
    show(root, &display, &["--workspace", made], &pictures.join("again.png"))?;
    display.end();
    say(&format!("Pictures of the window: {}", pictures.display()));
    Ok(())
}

/// Starts the window, waits for data in it, takes a picture and ends it.
fn show(root: &Root, display: &Display, arguments: &[&str], picture: &Path) -> Result {
    let mut command = root.command(&[&["partwright-desktop"], arguments].concat());
    display.lend_to(&mut command);
    let name = process::describe(&command);
    let mut window = Running::start(command)?;
    let start = Instant::now();
    loop {
        match window.hear(PATIENCE.saturating_sub(start.elapsed())) {
            Heard::Line(line) if line.starts_with(SHOWN) => {
                say(&format!("{line}, {:.1} s after the start", start.elapsed().as_secs_f64()));
                break;
            }
            Heard::Line(line) => say(&line),
            Heard::Ended { .. } => return Err(Failure(format!("`{name}` ended before it showed anything"))),
            Heard::Nothing => return Err(Failure(format!("`{name}` showed nothing within {} s", PATIENCE.as_secs()))),
        }
    }
    display.picture(picture)?;
    window.end();
    Ok(())
}

fn expect(root: &Root, words: &[&str], wanted: &str) -> Result {
    let said = root.ask(words)?;
    if said.contains(wanted) {
        Ok(())
    } else {
        Err(Failure(format!("`{}` does not say {wanted}: {said}", words.join(" "))))
    }
}
