//! A small disk that the log has filled, and nothing else: as soon as the log can be worked in, everybody writes again.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};
use tempfile::TempDir;

use crate::lifted::engine::{Ending, Engine, EngineError, Reading, Settings, Shared, Unit};
use crate::{SCHEMA, count};

/// A small disk in memory.
struct Small {
    place: PathBuf,
    _folder: TempDir,
}

impl Small {
    /// `None` where the system does not let us have one.
    fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("small");
        fs::create_dir(&place).expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"])
            .arg(&place)
            .output();
        if cfg!(target_os = "linux") && mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self { place, _folder: folder });
        }
        writeln!(std::io::stderr(), "a small disk is not tried: that needs the right to mount").expect("to be told");
        None
    }

    fn file(&self) -> PathBuf {
        self.place.join("notes.db")
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let gone = Command::new("umount").arg(&self.place).status();
        assert!(gone.is_ok_and(|status| status.success()) || thread::panicking(), "a disk stays mounted");
    }
}

/// Adds so many notes of a page each.
struct Pages(u32);

impl Unit for Pages {
    type Answer = Result<(), EngineError>;

    fn run(&self, connection: &Shared) -> Ending<Self::Answer> {
        const SQL: &str = "INSERT INTO note (text) VALUES (hex(zeroblob(2000)))";
        match (0..self.0).try_for_each(|_| connection.run(SQL, |connection| connection.execute(SQL, [])).map(drop)) {
            Ok(()) => Ending::Commit(Ok(())),
            Err(error) => Ending::Rollback(Err(error)),
        }
    }

    fn committed(&self, _: &Self::Answer) {}
}

/// Nobody looks after the log but who writes.
fn open(file: &Path) -> Result<Engine<Pages>, EngineError> {
    Engine::open(file, SCHEMA, Settings { care: Duration::from_secs(3_600), ..Settings::default() }, Box::new(|| ()))
}

fn add(engine: &Engine<Pages>, pages: u32) -> Result<(), EngineError> {
    engine.unit("add", Pages(pages)).and_then(|added| added)
}

fn is_full(error: &EngineError) -> bool {
    matches!(error, EngineError::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull))
}

/// Adds notes until there is no room for more; how many were added.
fn fill(engine: &Engine<Pages>) -> u32 {
    for added in 0.. {
        if let Err(error) = add(engine, 20) {
            assert!(is_full(&error), "{error:?}");
            return added;
        }
    }
    unreachable!("a small disk")
}

#[test]
fn a_log_that_a_reader_let_fill_the_disk_is_worked_in_once_the_reader_is_gone() {
    let Some(small) = Small::mount(6) else { return };
    let engine = open(&small.file()).expect("an engine");
    let reader = Connection::open(small.file()).expect("another program");
    reader.execute_batch("BEGIN; SELECT count(*) FROM note").expect("a snapshot that stays");
    assert!(fill(&engine) > 10, "there is room at first");
    reader.execute_batch("COMMIT").expect("a snapshot that goes");
    assert!(fill(&engine) > 10, "and again, when the log is not in the way any more");
}

#[test]
fn a_unit_that_is_larger_than_the_disk_leaves_room_for_what_was_committed_before() {
    // So large that it is not nearly full when the unit begins.
    let Some(small) = Small::mount(140) else { return };
    let engine = open(&small.file()).expect("an engine");
    for _ in 0..10 {
        add(&engine, 20).expect("room");
    }
    let error = add(&engine, 60_000).expect_err("no room for all that");
    assert!(is_full(&error), "{error:?}");
    add(&engine, 10_000).expect("there is as much room as before");
}

/// Each opens the file for a unit at a time, as the command line does; some have more to add than there is room for.
#[test]
fn a_disk_that_several_programs_filled_has_room_again_when_they_are_gone() {
    let Some(small) = Small::mount(6) else { return };
    drop(open(&small.file()).expect("an engine"));
    let added: u64 = thread::scope(|scope| {
        let programs = [1, 1, 600].map(|pages| {
            let file = small.file();
            scope.spawn(move || {
                let mut added = 0;
                for _ in 0..30 {
                    match open(&file).and_then(|engine| add(&engine, pages)) {
                        Ok(()) => added += u64::from(pages),
                        Err(error) => assert!(is_full(&error), "{error:?}"),
                    }
                }
                added
            })
        });
        programs.map(|program| program.join().expect("no panic")).into_iter().sum()
    });
    let engine = open(&small.file()).expect("an engine");
    let there = engine.snapshot(&Reading::default(), count).expect("a snapshot").expect("a count");
    assert_eq!(u64::try_from(there).expect("a count"), added, "what was acknowledged, and no more");
    drop(engine);
    let raw = Connection::open(small.file()).expect("the file");
    raw.execute_batch("DELETE FROM note").expect("notes that go make room in the file");
    drop(raw);
    assert!(fill(&open(&small.file()).expect("an engine")) > 10, "whoever comes writes again");
}
