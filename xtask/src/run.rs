//! `cargo xtask run`: from a fresh checkout to the open window in one command.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    app,
    display::{self, Display},
    failure::{Failure, Result},
    process::{self, Heard, Running},
    project::Project,
    setup::{self, Purpose},
    terminal::{heading, say},
};

/// What the application prints when its page has drawn the first data.
pub(crate) const SHOWN: &str = "partwright: window shows data";
/// How long a window may take to show something on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn run(project: &Project, arguments: &[String]) -> Result {
    let (release, passed_on) = split(arguments)?;
    let with_display = display::is_here();
    heading("Set-up");
    setup::prepare(project, if with_display { Purpose::Window } else { Purpose::Picture })?;

    heading("Building the application");
    let binary = app::build(project, &[], release)?;
    let mut command = project.command(binary);
    command.args(passed_on);

    heading("Opening the window");
    if with_display { process::must(command) } else { photograph(project, command) }
}

/// Parts our own options from those behind `--`, which are the application's.
fn split(arguments: &[String]) -> Result<(bool, &[String])> {
    let border = arguments.iter().position(|argument| argument == "--");
    let (ours, theirs) = match border {
        Some(border) => (&arguments[..border], &arguments[border + 1..]),
        None => (arguments, &[][..]),
    };
    Ok((crate::only_flag(ours, "--release")?, theirs))
}

/// Without a display there is still something to see: a picture of the window on a virtual one.
fn photograph(project: &Project, mut command: Command) -> Result {
    say("There is no display here, so the window opens on a virtual one and leaves a picture.");
    let display = Display::start()?;
    display.lend_to(&mut command);
    let mut application = Running::start(command)?;
    wait_for_data(&mut application)?;
    let picture = project.target().join("partwright.png");
    display.picture(&picture)?;
    application.end();
    display.end();
    say(&format!("The picture is {}", shortened(project, &picture).display()));
    Ok(())
}

fn wait_for_data(application: &mut Running) -> Result {
    let start = Instant::now();
    loop {
        match application.hear(PATIENCE.saturating_sub(start.elapsed())) {
            Heard::Line(line) => {
                say(&line);
                if line.starts_with(SHOWN) {
                    return Ok(());
                }
            }
            Heard::Ended { .. } => {
                return Err(Failure("the application ended before its window showed anything; see above".into()));
            }
            Heard::Nothing => {
                return Err(Failure(format!(
                    "the window showed no data within {} seconds; what the application said is above",
                    PATIENCE.as_secs()
                )));
            }
        }
    }
}

fn shortened<'a>(project: &Project, file: &'a Path) -> &'a Path {
    file.strip_prefix(project.root()).unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_follows_the_dashes_belongs_to_the_application() {
        let arguments = words("--release -- --file a.plm");
        let (release, theirs) = split(&arguments).unwrap();
        assert!(release);
        assert_eq!(theirs, words("--file a.plm"));
        assert!(!split(&[]).unwrap().0);
        assert!(split(&words("--relase")).is_err());
    }
}
