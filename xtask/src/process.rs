//! Other programs: started, watched and ended from here.

mod running;

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::failure::{Failure, Result, While};

pub(crate) use running::{Heard, Running};

/// Runs a program on this terminal; anything but success is a failure that names it.
pub(crate) fn must(mut command: Command) -> Result {
    let name = describe(&command);
    let status = command.status().while_doing(|| format!("start `{name}`"))?;
    if status.success() { Ok(()) } else { Err(Failure(format!("`{name}` failed ({status})"))) }
}

/// Asks a program a question: its words when it succeeds, nothing when it fails or is not there.
pub(crate) fn ask(mut command: Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

pub(crate) struct Outcome {
    pub(crate) succeeded: bool,
    pub(crate) text: String,
}

/// Runs a program to its end, shows each line as it comes and keeps them all.
pub(crate) fn shown(command: Command, limit: Option<Duration>) -> Result<Outcome> {
    let name = describe(&command);
    let mut running = Running::start(command)?;
    let limit = limit.unwrap_or(Duration::MAX);
    let start = Instant::now();
    let mut text = String::new();
    loop {
        match running.hear(limit.saturating_sub(start.elapsed())) {
            Heard::Line(line) => {
                println!("{line}");
                text.push_str(&line);
                text.push('\n');
            }
            Heard::Ended { succeeded } => return Ok(Outcome { succeeded, text }),
            Heard::Nothing => {
                return Err(Failure(format!("`{name}` was ended after {} seconds", limit.as_secs())));
            }
        }
    }
}

/// The command as one would type it.
pub(crate) fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
