//! The program under measurement: where it is, how it is started, and the memory of all its processes.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use measure::Failure;
use serde_json::{Value, json};

use crate::driver::Session;

/// What the program says when its page has drawn the first data.
const SHOWN: &str = "partwright: window shows data";

/// The program and the driver, as `cargo xtask bench ui` names them.
pub(crate) struct Program {
    driver: String,
    binary: PathBuf,
}

/// A window with a page in it.
pub(crate) struct Window {
    session: Session,
    process: u32,
}

impl Program {
    pub(crate) fn find() -> Result<Self, Failure> {
        let needed = |name: &str| {
            env::var(name).map_err(|_| format!("{name} is not set; start this with `cargo xtask bench ui`"))
        };
        Ok(Self { driver: needed("PARTWRIGHT_WEBDRIVER")?, binary: needed("PARTWRIGHT_BINARY")?.into() })
    }

    /// Milliseconds from the start of the process to the page that shows data.
    pub(crate) fn start_to_data(&self, workspace: &Path) -> Result<f64, Failure> {
        let mut command = Command::new(&self.binary);
        command.arg("--workspace").arg(workspace).stdout(Stdio::piped());
        // As a user starts it: nobody drives it.
        command.env_remove("TAURI_WEBVIEW_AUTOMATION");
        let begun = Instant::now();
        let mut child = command.spawn()?;
        let shown = first_data(&mut child).map(|()| begun.elapsed().as_secs_f64() * 1000.0);
        child.kill()?;
        child.wait()?;
        shown
    }

    /// Opens the window on a workspace and waits for its first rows.
    pub(crate) fn open(&self, workspace: &Path) -> Result<Window, Failure> {
        let words = ["--workspace", workspace.to_str().ok_or("the path is not text")?];
        let session = Session::start(&self.driver, &self.binary, &words)?;
        let process = newest(&self.binary, &words)?;
        let window = Window { session, process };
        window.run(include_str!("page/first_rows.js"), &Value::Null)?;
        Ok(window)
    }
}

fn first_data(child: &mut Child) -> Result<(), Failure> {
    let out = child.stdout.take().ok_or("the program has no output")?;
    for line in BufReader::new(out).lines() {
        if line?.starts_with(SHOWN) {
            return Ok(());
        }
    }
    Err("the program ended before it showed data".into())
}

impl Window {
    /// Runs a script of ours in the page, which has the functions of `page/all.js`.
    pub(crate) fn run(&self, script: &str, given: &Value) -> Result<Value, Failure> {
        self.session.run(&format!("{}\n{script}", include_str!("page/all.js")), given)
    }

    pub(crate) fn type_into(&self, selector: &str, text: &str) -> Result<(), Failure> {
        self.session.type_into(selector, text)
    }

    /// Asks the Rust side something past the pages.
    pub(crate) fn call(&self, command: &str, request: &Value) -> Result<Value, Failure> {
        self.run("return await call(given.command, given.request);", &json!({ "command": command, "request": request }))
    }

    /// The share of the machine's memory that the program and all its processes have, in bytes: what they share with others is
    /// counted in parts.
    pub(crate) fn memory(&self) -> Result<usize, Failure> {
        family(self.process).into_iter().map(proportional).sum()
    }
}

/// The process that was started with these words.
fn newest(binary: &Path, words: &[&str]) -> Result<u32, Failure> {
    let wanted: Vec<&[u8]> =
        [binary.as_os_str().as_encoded_bytes()].into_iter().chain(words.iter().map(|word| word.as_bytes())).collect();
    let of = |entry: fs::DirEntry| {
        let number: u32 = entry.file_name().to_str()?.parse().ok()?;
        let line = fs::read(entry.path().join("cmdline")).ok()?;
        line.split(|byte| *byte == 0).take(wanted.len()).eq(wanted.iter().copied()).then_some(number)
    };
    fs::read_dir("/proc")?.flatten().filter_map(of).max().ok_or_else(|| "the program's process is not there".into())
}

/// A process and all that it started.
fn family(first: u32) -> Vec<u32> {
    let mut family = vec![first];
    let mut next = 0;
    while let Some(parent) = family.get(next).copied() {
        next += 1;
        for task in fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten() {
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            family.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
    }
    family
}

fn proportional(process: u32) -> Result<usize, Failure> {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:")).ok_or("the system does not tell")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<usize>()? * 1024)
}
