//! A program at work beside us: heard line by line, waited for with a deadline, ended by its own number.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

use super::describe;
use crate::failure::{Result, While};

/// How long a program that was asked to end may take before it is made to.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long lines may still arrive after the end: a grandchild can keep the pipe open for ever.
const ECHO: Duration = Duration::from_secs(1);

/// It is ended when this value goes, so no failure leaves one behind.
pub(crate) struct Running {
    number: u32,
    events: Receiver<Event>,
    ended: Option<End>,
}

/// How it ended, and when; from then on its last lines have only a moment to arrive.
#[derive(Clone, Copy)]
struct End {
    succeeded: bool,
    time: Instant,
}

pub(crate) enum Heard {
    Line(String),
    Ended { succeeded: bool },
    Nothing,
}

enum Event {
    Line(String),
    Ended(bool),
}

impl Running {
    /// Starts it with both outputs in one pipe, which keeps their lines in order.
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let name = describe(&command);
        let starting = || format!("start `{name}`");
        let (reader, writer) = io::pipe().while_doing(starting)?;
        let second = writer.try_clone().while_doing(starting)?;
        let child = command.stdin(Stdio::null()).stdout(writer).stderr(second).spawn().while_doing(starting)?;
        // The command holds our ends of the pipe; with them open its end would never be seen.
        drop(command);
        let number = child.id();
        let (sender, events) = mpsc::channel();
        let waiter = sender.clone();
        thread::spawn(move || send_lines(reader, &sender));
        thread::spawn(move || send_end(child, &waiter));
        Ok(Self { number, events, ended: None })
    }

    /// The next line, or the end once all lines were heard, or nothing when the time is over.
    pub(crate) fn hear(&mut self, limit: Duration) -> Heard {
        let start = Instant::now();
        loop {
            let patience = limit.saturating_sub(start.elapsed());
            let patience = self.ended.map_or(patience, |end| patience.min(ECHO.saturating_sub(end.time.elapsed())));
            match (self.receive(patience), self.ended) {
                (Ok(Event::Line(line)), _) => return Heard::Line(line),
                (Ok(Event::Ended(succeeded)), _) => self.ended = Some(End { succeeded, time: Instant::now() }),
                (Err(_), Some(end)) => return Heard::Ended { succeeded: end.succeeded },
                (Err(RecvTimeoutError::Timeout), None) => return Heard::Nothing,
                (Err(RecvTimeoutError::Disconnected), None) => {
                    self.ended = Some(End { succeeded: false, time: Instant::now() });
                }
            }
        }
    }

    /// `recv_timeout` adds to a clock, and "for ever" is more than the clock can hold.
    fn receive(&self, patience: Duration) -> std::result::Result<Event, RecvTimeoutError> {
        if patience > Duration::from_secs(365 * 24 * 3600) {
            return self.events.recv().map_err(RecvTimeoutError::from);
        }
        self.events.recv_timeout(patience)
    }

    /// Asks it and its descendants to end, waits, and makes them if they do not.
    pub(crate) fn end(&mut self) {
        // The number of one that has ended may belong to somebody else by now.
        if self.ends_within(Duration::ZERO) {
            return;
        }
        let family = family(self.number);
        signal("TERM", &family);
        if !self.ends_within(FAREWELL) {
            signal("KILL", &family);
            self.ends_within(FAREWELL);
        }
    }

    fn ends_within(&mut self, limit: Duration) -> bool {
        let start = Instant::now();
        loop {
            match self.hear(limit.saturating_sub(start.elapsed())) {
                Heard::Line(_) => {}
                Heard::Ended { .. } => return true,
                Heard::Nothing => return false,
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

fn send_lines(reader: impl Read, sender: &Sender<Event>) {
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        let text = String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_owned();
        if sender.send(Event::Line(text)).is_err() {
            return;
        }
        line.clear();
    }
}

fn send_end(mut child: Child, sender: &Sender<Event>) {
    let succeeded = child.wait().is_ok_and(|status| status.success());
    // Nobody listens any more when the value that held the program is gone.
    drop(sender.send(Event::Ended(succeeded)));
}

/// The process and all that descend from it, so that a launcher does not leave its children alone.
fn family(number: u32) -> Vec<u32> {
    let mut family = vec![number];
    let mut next = 0;
    while let Some(&parent) = family.get(next) {
        next += 1;
        for task in fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten() {
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            family.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
    }
    family
}

/// The shell has `kill` built in, so a system without the program for it will do.
fn signal(kind: &str, family: &[u32]) {
    let numbers: Vec<String> = family.iter().map(ToString::to_string).collect();
    let mut command;
    if cfg!(windows) {
        command = Command::new("taskkill");
        command.args(["/T", "/F"]).args(numbers.iter().flat_map(|number| ["/PID", number]));
    } else {
        command = Command::new("sh");
        command.args(["-c", &format!("kill -{kind} {} 2>/dev/null", numbers.join(" "))]);
    }
    // One that has just ended by itself is no failure.
    drop(command.stdout(Stdio::null()).stderr(Stdio::null()).status());
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::process::shown;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_outputs_are_heard_in_order_and_then_the_end() {
        let outcome = shown(shell("echo one; echo two >&2; echo three; exit 3"), None).unwrap();
        assert_eq!(outcome.text, "one\ntwo\nthree\n");
        assert!(!outcome.succeeded);
    }

    #[test]
    fn a_program_that_takes_too_long_is_ended_with_its_children() {
        let start = Instant::now();
        let mut running = Running::start(shell("sleep 60 & echo $!; wait")).unwrap();
        let Heard::Line(child) = running.hear(FAREWELL) else { panic!("it did not speak") };
        assert!(matches!(running.hear(Duration::from_millis(10)), Heard::Nothing));
        running.end();
        assert!(start.elapsed() < FAREWELL);
        let silence = running.events.recv_timeout(FAREWELL).err();
        assert_eq!(silence, Some(RecvTimeoutError::Disconnected), "{child} still holds the pipe");
    }

    #[test]
    fn a_limit_is_a_failure_that_names_the_program() {
        let failure = shown(shell("sleep 60"), Some(Duration::from_millis(50))).err().unwrap();
        assert!(failure.to_string().contains("sleep 60"));
    }

    #[test]
    fn a_grandchild_that_keeps_the_pipe_does_not_keep_us() {
        let outcome = shown(shell("sleep 3 & echo done"), Some(Duration::from_secs(30))).unwrap();
        assert!(outcome.succeeded);
    }
}
