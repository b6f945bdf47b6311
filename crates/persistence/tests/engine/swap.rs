//! Somebody who writes while a file is replaced: what is acknowledged is in the file that was replaced when it began before,
//! and else in the new one; nothing is written where nobody looks for it.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use rusqlite::{Connection, ErrorCode, ffi};

use super::lifted::engine::{Engine, EngineError, Settings};
use super::restore::{file, killed, log, notes, restore};
use super::{Add, PATIENCE, SCHEMA};

const FOLDER: &str = "PARTWRIGHT_SWAP_FOLDER";
const THIS_TEST: &str = "swap::what_another_process_writes_while_files_are_restored_is_where_it_belongs";
const RESTORES: usize = 6;

/// The step from which on the file is held, and the one that gives the new one its name.
const HELD: &str = "the log is worked in";
const REPLACED: &str = "the file is replaced";

fn write(path: &Path, note: &str) -> rusqlite::Result<()> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_millis(1))?;
    connection.execute("INSERT INTO note (text) VALUES (?1)", [note]).map(drop)
}

#[test]
fn nobody_writes_into_a_file_that_is_being_replaced() {
    let folder = killed();
    let path = file(folder.path());
    let (mut is_held, mut tried, mut written) = (false, 0, Vec::new());
    restore(folder.path(), &mut |step| {
        is_held = step != REPLACED && (is_held || step == HELD);
        if is_held {
            tried += 1;
            match write(&path, "meanwhile") {
                Err(error) => assert_eq!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy), "{step}: {error}"),
                Ok(()) => written.push(step),
            }
        }
    })
    .expect("a way back");
    assert!(tried >= 4, "tried {tried} times");
    assert!(written.is_empty(), "a note was taken and is lost, after: {written:?}");
}

#[test]
fn who_opened_the_file_before_it_was_replaced_can_write_nothing_afterwards() {
    let folder = killed();
    let path = file(folder.path());
    let mut waiting = None;
    let kept = restore(folder.path(), &mut |step| {
        if step == HELD {
            waiting = Some(Connection::open(&path).expect("a file that is opened and not yet read"));
        }
    });
    let waiting = waiting.expect("somebody who waits");
    for sql in ["INSERT INTO note (text) VALUES ('late')", "PRAGMA journal_mode = WAL"] {
        let refused = waiting.prepare(sql).and_then(|mut statement| statement.query([])?.next().map(drop));
        let Err(rusqlite::Error::SqliteFailure(failure, _)) = refused else { panic!("{sql}: {refused:?}") };
        assert_eq!(failure.extended_code, ffi::SQLITE_READONLY_DBMOVED, "{sql}");
    }
    drop(waiting);
    assert_eq!(notes(&path), Ok(1), "the backup's");
    assert_eq!(notes(&kept.expect("a way back").expect("a replaced file")), Ok(3), "those of before");
}

#[test]
fn what_is_put_in_place_is_opened_without_a_journal() {
    let folder = killed();
    let path = file(folder.path());
    restore(folder.path(), &mut |_| ()).expect("a way back");
    // The version that writes and the version that reads: 2 for a file with a write-ahead log.
    assert_eq!(fs::read(&path).expect("the file")[18..20], [2, 2]);
    let names: Vec<_> =
        fs::read_dir(folder.path()).expect("the folder").map(|entry| entry.expect("one").file_name()).collect();
    assert_eq!(names.len(), 3, "the file, the backup and what was replaced: {names:?}");
    assert!(!log(&path).exists());
}

/// How many restores have come to hold the file.
fn epoch(folder: &Path) -> PathBuf {
    folder.join("epoch")
}

fn over(folder: &Path) -> PathBuf {
    folder.join("over")
}

fn say(line: &str) {
    writeln!(io::stdout(), "{line}").expect("somebody who listens");
}

/// Opens the file, writes one note and closes it, again and again; what was acknowledged is said on a line, with the epoch in
/// which it began.
fn child(folder: &Path) {
    let path = file(folder);
    let settings = Settings { other_program: Duration::from_millis(50), ..Settings::default() };
    for number in 0.. {
        if over(folder).exists() {
            return;
        }
        let began = fs::read_to_string(epoch(folder)).expect("an epoch");
        let note = format!("note-{number}");
        say("tries");
        let is_written = if number % 2 == 0 {
            write(&path, &note).is_ok()
        } else {
            match Engine::open(&path, SCHEMA, settings, Box::new(|| ())) {
                Ok(engine) => engine.unit("add", Add(note.clone().leak())).is_ok_and(|added| added.is_ok()),
                Err(_) => false,
            }
        };
        if is_written {
            say(&format!("{began} {note}"));
        }
    }
}

fn texts(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).expect("a file");
    let mut statement = connection.prepare("SELECT text FROM note").expect("notes");
    statement.query_map([], |row| row.get(0)).expect("notes").collect::<Result<_, _>>().expect("texts")
}

/// Goes on until there is what is waited for.
fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match look() {
            Some(found) => return found,
            None => assert!(Instant::now() < deadline, "there is never {what}"),
        }
        thread::yield_now();
    }
}

/// How long a file is, once it is longer than before.
fn longer(path: &Path, before: u64) -> Option<u64> {
    Some(fs::metadata(path).expect("the file").len()).filter(|now| *now > before)
}

#[test]
fn what_another_process_writes_while_files_are_restored_is_where_it_belongs() {
    // The child is this very test, started again with a folder to work in.
    if let Some(folder) = env::var_os(FOLDER) {
        return child(Path::new(&folder));
    }
    let folder = killed();
    let path = file(folder.path());
    let said = folder.path().join("said");
    fs::write(epoch(folder.path()), "0").expect("an epoch");
    let mut child = Command::new(env::current_exe().expect("this test"))
        .args(["--exact", THIS_TEST, "--nocapture"])
        .env(FOLDER, folder.path())
        .stdout(Stdio::from(fs::File::create(&said).expect("a file")))
        .stderr(Stdio::null())
        .spawn()
        .expect("a child");
    let mut kept = Vec::new();
    let mut heard = 0;
    for restores in 1..=RESTORES {
        heard = until("another try", || longer(&said, heard));
        let mut is_held = false;
        let mut told = |step: &'static str| {
            if step == HELD {
                let next = epoch(folder.path()).with_extension("next");
                fs::write(&next, restores.to_string()).expect("an epoch");
                fs::rename(next, epoch(folder.path())).expect("its name");
            }
            is_held = step != REPLACED && (is_held || step == HELD);
            // The other process tries, and tries again: what it began before has been answered then.
            for _ in 0..if is_held { 2 } else { 0 } {
                heard = until("another try", || longer(&said, heard));
            }
        };
        kept.push(until("a moment to restore", || match restore(folder.path(), &mut told) {
            Ok(kept) => kept,
            Err(EngineError::Busy { .. }) => None,
            Err(error) => panic!("restore {restores}: {error}"),
        }));
    }
    fs::write(over(folder.path()), "").expect("an end");
    assert!(child.wait().expect("a child").success());
    // Which file a note is in: what was replaced first is the file of the first epoch, what is there now that of the last.
    let mut found = HashMap::new();
    for (place, file) in kept.iter().chain([&path]).enumerate() {
        found.extend(texts(file).into_iter().map(|text| (text, place)));
    }
    let said = fs::read_to_string(said).expect("what was said");
    let acknowledged: Vec<_> = said.lines().filter_map(|line| line.split_once(" note-")).collect();
    assert!(acknowledged.len() > RESTORES, "only {} notes", acknowledged.len());
    for (began, number) in acknowledged {
        let began: usize = began.parse().expect("an epoch");
        let place = found.get(&format!("note-{number}"));
        let place = place.unwrap_or_else(|| panic!("note {number}, taken in epoch {began}, is nowhere"));
        assert!(
            *place >= began,
            "note {number}, begun in epoch {began}, was written into what was replaced then: {place}"
        );
    }
}
