//! The workspace as a whole.

mod salvage;

use std::path::{Path, PathBuf};

use clap::Args;
use partwright_domain::Result;
use partwright_domain::audit;
use partwright_domain::file::{BackedUp, FileError};
use partwright_domain::person::PersonName;
use partwright_domain::workspace::{self, Accepted, Content, Newest, PutBack, Start};
use serde::Serialize;
use serde_json::Value;

use super::examples;
use crate::call::Call;
use crate::failure::{CliError, Failure, unreachable};
use crate::output::{Answer, Sheet};
use crate::progress::Bar;
use crate::wiring;

/// The variable in which the system keeps the name of whoever is logged in.
const USER: &str = if cfg!(windows) { "USERNAME" } else { "USER" };

/// Make a new workspace, with its first Admin and the starter set of categories
#[derive(Debug, Args)]
#[command(after_help = examples![
    "init boards.partwright",
    "init --person \"Ada Lovelace\" boards.partwright",
    "init --demo demo.partwright",
])]
pub struct Init {
    /// The file to make; without it the one that --workspace names
    path: Option<PathBuf>,
    /// The name of the first Admin
    #[arg(long, env = USER, default_value = "Admin", hide_env_values = true)]
    person: String,
    /// Begin with a made-up product of three levels, to look around in
    #[arg(long)]
    demo: bool,
}

impl Init {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let Self { path, person, demo } = self;
        let person = PersonName::parse(person)?;
        let named = path.clone().or_else(|| call.globals.workspace.clone());
        let path = named.or_else(wiring::own_workspace).ok_or(CliError::Nowhere {})?;
        // Our own folder is made; a folder that somebody else named and that is not there is a slip of the keyboard.
        if let (Some(own), Some(folder)) = (wiring::own_workspace(), path.parent())
            && own == path
        {
            std::fs::create_dir_all(folder).map_err(|error| unreachable(&path, &error))?;
        }
        let made = wiring::create(&path, person, if *demo { Start::Demo } else { Start::Empty })?;
        let admin = made.services.person()?.name.to_string();
        call.answer(&WorkspaceMade { path: path.display().to_string(), admin })
    }
}

/// A new workspace.
#[derive(Debug, Serialize)]
struct WorkspaceMade {
    path: String,
    admin: String,
}

impl Answer for WorkspaceMade {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        vec![("path", self.path.as_str().into()), ("admin", self.admin.as_str().into())]
    }

    fn sentence(&self) -> Option<String> {
        Some(format!("{} is a new workspace; {} is its Admin.", self.path, self.admin))
    }
}

/// Copy the workspace with its files
///
/// Everybody goes on working meanwhile. The copy is opened and checked before it counts; a cancelled one leaves no copy. What a
/// check finds in it is told, and ends with the exit code 3: it was in the workspace already.
#[derive(Debug, Args)]
#[command(after_help = examples!["backup /backups/boards-2026-01-31.partwright"])]
pub struct Backup {
    /// The file to make; it must not be there
    to: PathBuf,
}

impl Backup {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let bar = Bar::new(call.console, "Copying");
        let (file, to) = (&*session.workspace.file, &*self.to);
        let copy = (to, &*wiring::vault(to));
        let done = workspace::back_up(file, &session.files, copy, &session.cancel, &mut |progress| bar.tell(progress));
        drop(bar);
        let made = done?;
        let bytes = made.files.bytes + std::fs::metadata(to).map_err(|error| unreachable(to, &error))?.len();
        let (contents, problems) = (made.files.contents, made.sentences());
        let answer = BackUp { path: to.display().to_string(), bytes, contents, problems };
        call.answer(&answer)?;
        if answer.problems.is_empty() { Ok(()) } else { Err(Failure::Found) }
    }
}

/// A copy that is there.
#[derive(Debug, Serialize)]
struct BackUp {
    path: String,
    /// Of its file and of its vault.
    bytes: u64,
    /// How many contents of files its vault has.
    contents: u64,
    /// What a check finds in it, and contents that could not be copied.
    problems: Vec<String>,
}

impl Answer for BackUp {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Self { path, bytes, contents, problems } = self;
        vec![
            ("path", path.as_str().into()),
            ("bytes", (*bytes).into()),
            ("contents", (*contents).into()),
            ("problems", problems.clone().into()),
        ]
    }

    fn sentence(&self) -> Option<String> {
        let Self { path, bytes, contents, problems } = self;
        Some(match problems.len() {
            0 => format!("{path} is a copy, opened and checked: {bytes} bytes, files: {contents}."),
            problems => format!(
                "{path} is a copy of the workspace as it is: {bytes} bytes, files: {contents}; it has problems ({problems}):"
            ),
        })
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        self.problems.iter().try_for_each(|problem| sheet.line(problem))
    }
}

/// Put a backup in the place of the workspace
///
/// Nobody may have the workspace open. What was there is kept beside it. A backup that was changed past Partwright is refused; who
/// has no better one restores it with --as-it-is, and is told what was found in it.
#[derive(Debug, Args)]
#[command(after_help = examples!["restore /backups/boards-2026-01-31.partwright --workspace boards.partwright --yes"])]
pub struct Restore {
    /// The backup; it is checked first, and stays as it is
    from: PathBuf,
    /// Also when a check finds that it was changed past Partwright: what it finds is told
    #[arg(long)]
    as_it_is: bool,
}

impl Restore {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let path = call.path()?;
        if path.is_file() {
            call.confirm("A restore", || self.question(&path))?;
        }
        let cancel = call.console.interrupt.cancel().clone();
        let bar = Bar::new(call.console, "Copying");
        let accepted = if self.as_it_is { Accepted::AsItIs } else { Accepted::Sound };
        let put_back = wiring::restore((&path, &self.from), accepted, &cancel, &mut |progress| bar.tell(progress));
        drop(bar);
        let PutBack { kept, mut problems } = put_back?;
        let session = call.open_at(&path)?;
        let (own, beside) = (wiring::vault(&path), wiring::vault(&self.from));
        let back = workspace::bring_back(&session.workspace.ports, beside, own, &session.cancel)?;
        let BackedUp { contents, bytes: _, faults } = back;
        problems.extend(sentences(&faults));
        let answer = Restored {
            path: path.display().to_string(),
            kept: kept.map(|kept| kept.display().to_string()),
            contents,
            problems,
        };
        call.answer(&answer)?;
        if answer.problems.is_empty() { Ok(()) } else { Err(Failure::Found) }
    }

    /// Asks whether the workspace may go, and says what is in it and in what comes.
    fn question(&self, path: &Path) -> Result<String, Failure> {
        let (goes, comes) = (wiring::content(path), wiring::content(&self.from)?);
        // It may be restored because it cannot be read; that is no reason to refuse.
        let goes = goes.map_or_else(|_| "cannot be read".to_owned(), |content| told(&content));
        let (path, from) = (path.display(), self.from.display());
        Ok(format!("{path} {goes}.\n{from} {}.\nPut {from} in the place of {path}?", told(&comes)))
    }
}

fn told(Content { parts, newest }: &Content) -> String {
    let newest = newest.as_ref().map_or_else(String::new, |Newest { unit, at, operation, title, end: _ }| {
        format!("; its newest change is #{unit}, {}: {operation} {title}", at.to_rfc3339())
    });
    format!("has {parts} {}{newest}", if *parts == 1 { "part" } else { "parts" })
}

/// A workspace that is what its backup was.
#[derive(Debug, Serialize)]
struct Restored {
    path: String,
    /// Where the file is that was there before.
    kept: Option<String>,
    contents: u64,
    problems: Vec<String>,
}

impl Answer for Restored {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Self { path, kept, contents, problems } = self;
        vec![
            ("path", path.as_str().into()),
            ("kept", kept.clone().into()),
            ("contents", (*contents).into()),
            ("problems", problems.clone().into()),
        ]
    }

    fn sentence(&self) -> Option<String> {
        Some(match &self.kept {
            Some(kept) => format!("{} is what the backup was; what was there is kept as {kept}.", self.path),
            None => format!("{} is what the backup was.", self.path),
        })
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        self.problems.iter().try_for_each(|problem| sheet.line(problem))
    }
}

/// Look whether the workspace is sound
///
/// Looks at the whole file, along the chain of its history and at the bytes of every file attached, and tells what is wrong. Ends with the exit code 3 when something is.
///
/// With --salvage, puts what can be read of a damaged workspace into a new one, and tells what could not. The damaged one stays as it is.
#[derive(Debug, Args)]
#[command(after_help = examples![
    "check",
    "check --workspace boards.partwright --format json",
    "check --workspace boards.partwright --salvage salvaged.partwright",
])]
pub struct Check {
    /// A hash that an earlier check told of the history: it still has to be in it
    #[arg(long, value_name = "HASH", conflicts_with = "salvage")]
    noted: Option<String>,
    /// Put what can be read into this new file; it must not be there
    #[arg(long, value_name = "NEW")]
    salvage: Option<PathBuf>,
}

impl Check {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let Self { noted, salvage } = self;
        if let Some(to) = salvage {
            return salvage::run(call, to);
        }
        let noted = noted.as_deref().map(audit::parse_noted).transpose()?;
        let session = call.open()?;
        let bar = Bar::new(call.console, "Checking");
        let (file, store) = (&*session.workspace.file, &*session.workspace.ports.store);
        let mut tell = |progress| bar.tell(progress);
        let found = workspace::check(file, store, &session.files, noted, &session.cancel, &mut tell);
        drop(bar);
        let workspace::Checked { problems, history } = found?;
        let answer = Checked {
            path: session.workspace.path.display().to_string(),
            sound: problems.is_empty(),
            entries: history.map(|history| history.count),
            hash: history.map(|history| history.hash.to_string()),
            problems,
        };
        call.answer(&answer)?;
        if answer.sound { Ok(()) } else { Err(Failure::Found) }
    }
}

/// What was found in a workspace.
#[derive(Debug, Serialize)]
struct Checked {
    path: String,
    sound: bool,
    /// How many entries the chain of the history has.
    entries: Option<u64>,
    /// The hash of the last.
    hash: Option<String>,
    problems: Vec<String>,
}

impl Answer for Checked {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Self { path, sound, entries, hash, problems } = self;
        vec![
            ("path", path.as_str().into()),
            ("sound", (*sound).into()),
            ("entries", (*entries).into()),
            ("hash", hash.clone().into()),
            ("problems", problems.clone().into()),
        ]
    }

    fn sentence(&self) -> Option<String> {
        Some(match self.problems.len() {
            0 => format!("{} is sound.", self.path),
            problems => format!("{} has problems ({problems}):", self.path),
        })
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        self.problems.iter().try_for_each(|problem| sheet.line(problem))?;
        match (self.entries, &self.hash) {
            // An empty history ends with nothing that one could note.
            (Some(entries), Some(hash)) if entries > 0 => {
                sheet.line(&format!("Its history has {entries} entries and ends with {hash}."))
            }
            _ => Ok(()),
        }
    }
}

fn sentences(faults: &[FileError]) -> Vec<String> {
    faults.iter().map(FileError::to_string).collect()
}
