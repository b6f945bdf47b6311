//! A restore that is killed in its middle: there is the file of before or the new one, whole, and never none.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, fs};

use tempfile::TempDir;

use super::lifted::engine::{self, Engine, EngineError, Progress, Reading, Settings};
use super::{Add, SCHEMA, count};

const FOLDER: &str = "PARTWRIGHT_RESTORE_FOLDER";
/// How many steps the child does before it ends itself.
const STEPS: &str = "PARTWRIGHT_RESTORE_STEPS";
/// Set for a child that does it as one would who did not know of the log.
const CARELESS: &str = "PARTWRIGHT_RESTORE_CARELESS";
const THIS_TEST: &str = "restore::a_restore_that_is_killed_leaves_the_file_of_before_or_the_new_one";

/// How many notes the file has, two of them in its log alone, and how many the backup.
const BEFORE: i64 = 3;
const BACKUP: i64 = 1;

pub(super) fn file(folder: &Path) -> PathBuf {
    folder.join("notes.db")
}

pub(super) fn backup(folder: &Path) -> PathBuf {
    folder.join("backup.db")
}

pub(super) fn log(path: &Path) -> PathBuf {
    path.with_extension("db-wal")
}

/// Restores, and hears after each step what was done.
pub(super) fn restore(folder: &Path, told: &mut dyn FnMut(&'static str)) -> Result<Option<PathBuf>, EngineError> {
    restore_from((&file(folder), &backup(folder)), &Reading::default(), &mut |_| (), told)
}

fn restore_from(
    (path, from): (&Path, &Path),
    reading: &Reading,
    progress: &mut dyn FnMut(Progress),
    told: &mut dyn FnMut(&'static str),
) -> Result<Option<PathBuf>, EngineError> {
    let from = engine::look(from, SCHEMA, reading)?;
    engine::restore((path, &from), SCHEMA, reading, progress, told)
}

/// A file as a program leaves it that was killed, and a backup of it.
pub(super) fn killed() -> TempDir {
    let (made, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let path = file(made.path());
    let engine = Engine::open(&path, SCHEMA, Settings::default(), Box::new(|| ())).expect("an engine");
    let add = |what| engine.unit("add", Add(what)).expect("a unit").expect("a note");
    add("first");
    engine.back_up(&backup(folder.path()), &Reading::default(), &mut |_| (), |_| Ok(())).expect("a backup");
    add("second");
    add("third");
    fs::copy(&path, file(folder.path())).expect("the file");
    fs::copy(log(&path), log(&file(folder.path()))).expect("its log");
    folder
}

/// How many notes are in the file, as whoever opens it next finds them.
pub(super) fn notes(path: &Path) -> Result<i64, String> {
    if !path.exists() {
        return Err("there is none".to_owned());
    }
    let engine = Engine::<Add>::open(path, SCHEMA, Settings::default(), Box::new(|| ()));
    let engine = engine.map_err(|error| format!("it does not open: {error}"))?;
    engine.snapshot(&Reading::default(), count).and_then(|count| count).map_err(|error| error.to_string())
}

/// Restores in a child that ends itself after so many steps, and answers whether it got that far.
fn restore_in_child(folder: &Path, steps: u32, careless: bool) -> bool {
    let mut command = Command::new(env::current_exe().expect("this test"));
    command.args(["--exact", THIS_TEST]).env(FOLDER, folder).env(STEPS, steps.to_string());
    if careless {
        command.env(CARELESS, "1");
    }
    let end = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("a child");
    end.code().is_none()
}

fn child(folder: &Path) {
    let mut left: u32 = env::var(STEPS).expect("steps").parse().expect("a number");
    let mut told = |_: &'static str| {
        left -= 1;
        if left == 0 {
            std::process::abort();
        }
    };
    let (path, from) = (file(folder), backup(folder));
    if env::var_os(CARELESS).is_some() {
        fs::rename(log(&path), folder.join("aside.db-wal")).expect("a log");
        told("a log is set aside");
        fs::remove_file(&path).expect("the file");
        told("the file is removed");
        fs::copy(from, path).expect("a copy");
        told("the backup is in its place");
    } else {
        restore(folder, &mut told).expect("a way back");
    }
}

/// After which step, and what is found at the path and kept then.
type Loss = (u32, Result<i64, String>, Result<i64, String>);

/// Where a replaced file is kept.
fn kept(folder: &Path) -> PathBuf {
    folder.join("notes.db.replaced-1")
}

/// What is lost when a restore is killed after each of its steps, the step and what is there and kept; with how many steps it
/// has. What was there before is in its place, or kept, with what was in its log.
fn kill_everywhere(careless: bool) -> (u32, Vec<Loss>) {
    let mut losses = Vec::new();
    for steps in 1.. {
        let folder = killed();
        let is_killed = restore_in_child(folder.path(), steps, careless);
        let (there, kept) = (notes(&file(folder.path())), notes(&kept(folder.path())));
        let is_before = is_killed && there == Ok(BEFORE);
        let is_new = there == Ok(BACKUP) && kept == Ok(BEFORE);
        if !is_before && !is_new {
            losses.push((steps, there, kept));
        }
        assert_eq!(notes(&backup(folder.path())), Ok(BACKUP), "the backup stays");
        if !is_killed {
            return (steps - 1, losses);
        }
    }
    unreachable!("a restore ends")
}

#[test]
fn a_restore_that_is_killed_leaves_the_file_of_before_or_the_new_one() {
    // The child is this very test, started again with a folder to work in.
    if let Some(folder) = env::var_os(FOLDER) {
        return child(Path::new(&folder));
    }
    let (steps, losses) = kill_everywhere(false);
    assert!(steps >= 5, "{steps} steps");
    assert!(losses.is_empty(), "{losses:#?}");
}

#[test]
fn a_restore_that_forgets_the_log_and_removes_the_file_first_is_caught() {
    let (_, losses) = kill_everywhere(true);
    let none = || Err("there is none".to_owned());
    assert_eq!(losses, [(1, Ok(0), none()), (2, none(), none()), (3, Ok(BACKUP), none()), (4, Ok(BACKUP), none())]);
}

/// The child may open few files, and has opened them all by the time its folder is to be flushed.
#[cfg(unix)]
#[test]
fn what_was_replaced_is_kept_when_the_folder_cannot_be_flushed() {
    const THIS_TEST: &str = "restore::what_was_replaced_is_kept_when_the_folder_cannot_be_flushed";
    if let Some(folder) = env::var_os(FOLDER) {
        let mut open = Vec::new();
        let mut told = |done| {
            if done == "the file is replaced" {
                open.extend(std::iter::from_fn(|| fs::File::open("/dev/null").ok()));
            }
        };
        let refused = restore(Path::new(&folder), &mut told).expect_err("a folder that cannot be flushed");
        assert!(refused.to_string().contains(".replaced-1"), "{refused}");
        return;
    }
    let folder = killed();
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 64; exec \"$0\" --exact \"$1\""]).arg(env::current_exe().expect("this test"));
    let end = command.arg(THIS_TEST).env(FOLDER, folder.path()).output().expect("a child");
    assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stdout));
    assert_eq!(notes(&file(folder.path())), Ok(BACKUP));
    assert_eq!(notes(&folder.path().join("notes.db.replaced-1")), Ok(BEFORE));
}

#[test]
fn what_is_replaced_is_kept_with_what_was_in_its_log() {
    let folder = killed();
    let kept = restore(folder.path(), &mut |_| ()).expect("a way back");
    assert_eq!(notes(&kept.expect("a replaced file")), Ok(BEFORE));
    assert_eq!(notes(&file(folder.path())), Ok(BACKUP));
}

/// What is in the folder, with the bytes of each.
fn all(folder: &Path) -> BTreeMap<OsString, Vec<u8>> {
    let files = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("one"));
    files.map(|entry| (entry.file_name(), fs::read(entry.path()).expect("a file"))).collect()
}

#[test]
fn a_restore_says_how_far_it_is_and_leaves_everything_as_it_was_when_it_is_cancelled() {
    let folder = killed();
    let (path, from) = (file(folder.path()), backup(folder.path()));
    let before = all(folder.path());
    let cancel = Arc::new(AtomicBool::new(false));
    let reading = Reading { operation: "restore", cancel: Some(Arc::clone(&cancel)) };
    let mut heard = Vec::new();
    let mut cancelled = |progress| {
        heard.push(progress);
        cancel.store(true, Ordering::Relaxed);
    };
    let refused = restore_from((&path, &from), &reading, &mut cancelled, &mut |step| panic!("{step}"));
    assert!(matches!(refused, Err(EngineError::Cancelled)), "{refused:?}");
    assert!(heard.iter().all(|Progress { done, total }| done <= total && *total > 0) && !heard.is_empty(), "{heard:?}");
    assert!(all(folder.path()) == before, "{:?}", all(folder.path()).keys());
    let refused = restore_from((&path, &from), &reading, &mut |_| (), &mut |step| panic!("{step}"));
    assert!(matches!(refused, Err(EngineError::Cancelled)), "the wish may come before it begins: {refused:?}");
    assert!(all(folder.path()) == before);
}

#[test]
fn a_wish_that_comes_while_the_file_is_replaced_comes_too_late() {
    let folder = killed();
    let (path, from) = (file(folder.path()), backup(folder.path()));
    let cancel = Arc::new(AtomicBool::new(false));
    let reading = Reading { operation: "restore", cancel: Some(Arc::clone(&cancel)) };
    let mut wish = |_| cancel.store(true, Ordering::Relaxed);
    let kept = restore_from((&path, &from), &reading, &mut |_| (), &mut wish).expect("a way back");
    assert_eq!((notes(&path), notes(&kept.expect("a replaced file"))), (Ok(BACKUP), Ok(BEFORE)));
}
