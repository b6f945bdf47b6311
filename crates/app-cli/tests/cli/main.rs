//! The command line, called as a user calls it: most of it in this process, what only a process can show in one of its own.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, in a helper as in a test")]

mod care;
mod example;
mod exchange;
mod exit;
mod format;
mod help;
mod place;
mod process;
mod story;

use std::path::{Path, PathBuf};

use partwright_app_cli::console::{Console, Interrupt};
use partwright_app_cli::exit::Exit;
use partwright_app_cli::run;
use serde_json::Value;
use tempfile::TempDir;

/// What a call answered.
#[derive(Debug)]
struct Answer {
    exit: Exit,
    out: String,
    err: String,
}

impl Answer {
    /// What was answered, if the call did what it was asked.
    #[track_caller]
    fn done(self) -> String {
        assert_eq!((self.exit, &*self.err), (Exit::Done, ""), "{}", self.out);
        self.out
    }

    /// The object or array that was answered.
    #[track_caller]
    fn json(self) -> Value {
        serde_json::from_str(&self.done()).expect("one value of JSON, and nothing else")
    }

    /// The code with which it was refused.
    #[track_caller]
    fn code(self) -> String {
        assert_eq!((self.exit, &*self.out), (Exit::Refused, ""), "{}", self.err);
        let code = self.err.strip_prefix("error[").and_then(|rest| rest.split_once("]: "));
        code.unwrap_or_else(|| panic!("no code in {}", self.err)).0.to_owned()
    }
}

/// Calls the program with these arguments; somebody is there who answers `input`, or nobody.
fn call_answering(arguments: &[&str], input: Option<&str>) -> Answer {
    call_interrupted(arguments, input, Interrupt::new())
}

fn call_interrupted(arguments: &[&str], input: Option<&str>, interrupt: Interrupt) -> Answer {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut console = Console {
        out: Box::new(&mut out),
        err: Box::new(&mut err),
        input: Box::new(input.unwrap_or_default().as_bytes()),
        width: None,
        shows_progress: false,
        is_answered: input.is_some(),
        interrupt,
    };
    let exit = run(["partwright"].iter().chain(arguments), &mut console);
    drop(console);
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Answer { exit, out: text(out), err: text(err) }
}

/// A folder with a workspace in it, whose Admin is Ada.
struct Bench {
    folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let bench = Self { folder: tempfile::tempdir().expect("a folder") };
        bench.call(&["init", "--person", "Ada Lovelace"]).done();
        bench
    }

    /// With the made-up product of three levels.
    fn demo() -> Self {
        let bench = Self { folder: tempfile::tempdir().expect("a folder") };
        bench.call(&["init", "--person", "Ada Lovelace", "--demo"]).done();
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self) -> PathBuf {
        self.path("boards.partwright")
    }

    /// Calls a command in this workspace.
    fn call(&self, arguments: &[&str]) -> Answer {
        self.call_answering(arguments, None)
    }

    fn call_answering(&self, arguments: &[&str], input: Option<&str>) -> Answer {
        let file = self.file();
        let mut all = vec!["--workspace", text(&file)];
        all.extend(arguments);
        call_answering(&all, input)
    }

    /// Calls a command as somebody else, and answers JSON.
    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        let mut all = arguments.to_vec();
        all.extend(["--format", "json"]);
        self.call(&all).json()
    }

    fn call_interrupted(&self, arguments: &[&str], interrupt: Interrupt) -> Answer {
        let file = self.file();
        call_interrupted(&[&["--workspace", text(&file)], arguments].concat(), None, interrupt)
    }

    /// Makes a part, and answers its number.
    #[track_caller]
    fn part(&self, category: &str, name: &str) -> String {
        let made = self.json(&["part", "new", category, name]);
        made["number"].as_str().expect("a number").to_owned()
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path that is text")
}
