//! `WebKitWebDriver` on a virtual display: what opens the real window and drives it from outside.

use std::{
    net::{TcpListener, TcpStream},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    display::Display,
    failure::{Failure, Result, While},
    files,
    process::{Heard, Running},
    project::Project,
    terminal::say,
};

const START: Duration = Duration::from_secs(20);
/// How often we knock at the driver's door while it starts.
const KNOCK: Duration = Duration::from_millis(50);

/// Both are ended when this value goes.
pub(crate) struct Driver {
    display: Display,
    server: Running,
    port: u16,
}

impl Driver {
    /// Starts both. Windows keep what they keep below `home`, which is emptied first.
    pub(crate) fn start(project: &Project, home: &Path) -> Result<Self> {
        let home = files::emptied(home)?;
        let display = Display::start()?;
        let port = free_port()?;
        let mut command = project.command("WebKitWebDriver");
        command.args([&format!("--port={port}"), "--host=127.0.0.1"]);
        lend(&display, &home, &mut command);
        let mut driver = Running::start(command)?;
        wait_for(&mut driver, port)?;
        Ok(Self { display, server: driver, port })
    }

    /// Tells a program where the driver and the window's program are. It may open windows by itself too.
    pub(crate) fn lend_to(&self, command: &mut Command, home: &Path, binary: &Path) {
        lend(&self.display, home, command);
        command.env("PARTWRIGHT_WEBDRIVER", format!("http://127.0.0.1:{}", self.port));
        command.env("PARTWRIGHT_BINARY", binary);
    }

    /// What the driver and the windows have said.
    pub(crate) fn tell(&mut self) {
        while let Heard::Line(line) = self.server.hear(Duration::ZERO) {
            say(&line);
        }
    }

    pub(crate) fn end(mut self) {
        self.server.end();
        self.display.end();
    }
}

/// A window inherits all this from whoever starts it.
fn lend(display: &Display, home: &Path, command: &mut Command) {
    // Without this the window does not let itself be driven, and the session never starts.
    command.env("TAURI_WEBVIEW_AUTOMATION", "true");
    display.lend_to(command);
    // A test must not meet, let alone change, what the person at this machine keeps.
    for (variable, folder) in [("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")] {
        command.env(variable, home.join(folder));
    }
}

/// The system picks a number that is free now; it hands out others before it comes back to this one.
fn free_port() -> Result<u16> {
    let address = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    Ok(address.while_doing(|| "find a free port".into())?.port())
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
