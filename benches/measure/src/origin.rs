//! Where and when a report was made.

use std::process::Command;
use std::{env, fs, thread};

use crate::Failure;
use rusqlite::Connection;

/// The machine, the commit, and the day.
#[derive(Debug)]
pub struct Origin {
    /// Its processor, how many cores, and its system.
    pub machine: String,
    /// None outside a repository, or before its first commit.
    pub commit: Option<String>,
    /// The day.
    pub date: String,
}

impl Origin {
    /// Here and now.
    pub fn find() -> Result<Self, Failure> {
        // SQLite tells the date, so that no clock is read here.
        let date = Connection::open_in_memory()?.query_row("SELECT date('now')", [], |row| row.get(0))?;
        Ok(Self { machine: machine(), commit: commit(), date })
    }
}

fn machine() -> String {
    let processor = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let name = processor.unwrap_or_else(|| env::consts::ARCH.to_owned());
    format!("{name}, {cores} cores, {}", env::consts::OS)
}

fn commit() -> Option<String> {
    let output = Command::new("git").args(["rev-parse", "--verify", "--short", "HEAD"]).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
