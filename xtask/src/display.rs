//! A display for the window: the one that is there, or a virtual one with pictures taken of it.

use std::{
    env, fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    failure::{Failure, Result, While},
    process::{self, Heard, Running},
};

const START: Duration = Duration::from_secs(20);

/// Only Linux has windows without a display server; elsewhere there is always one.
pub(crate) fn is_here() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// An X server without a screen, ended when this value goes.
pub(crate) struct Display {
    name: String,
    server: Running,
}

impl Display {
    pub(crate) fn start() -> Result<Self> {
        let mut command = Command::new("Xvfb");
        // The server picks a free number by itself and says it on its first output, once it is ready.
        command.args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]);
        let mut server = Running::start(command)?;
        let start = Instant::now();
        loop {
            match server.hear(START.saturating_sub(start.elapsed())) {
                Heard::Line(line) => {
                    if let Ok(number) = line.trim().parse::<u32>() {
                        return Ok(Self { name: format!(":{number}"), server });
                    }
                }
                Heard::Ended { .. } => {
                    return Err(Failure("the virtual display (Xvfb) ended at once".into()));
                }
                Heard::Nothing => {
                    return Err(Failure("the virtual display (Xvfb) did not come up in time".into()));
                }
            }
        }
    }

    /// Makes a program open its windows here and nowhere else.
    pub(crate) fn lend_to(&self, command: &mut Command) {
        command.env("DISPLAY", &self.name).env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
    }

    /// Takes a picture of all that is on the display.
    pub(crate) fn picture(&self, file: &Path) -> Result {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).while_doing(|| format!("create {}", folder.display()))?;
        }
        let mut command = Command::new("import");
        command.args(["-window", "root"]).arg(file);
        self.lend_to(&mut command);
        process::must(command)
    }

    pub(crate) fn end(mut self) {
        self.server.end();
    }
}
