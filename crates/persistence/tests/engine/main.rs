//! The engine by itself, compiled with nothing of Partwright beside it: what another program would lift out.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, and the message says which")]

#[path = "../../src"]
#[expect(dead_code, unreachable_pub, unused_imports, reason = "it offers more than these tests take")]
mod lifted {
    pub(super) mod engine;
}

mod batch;
mod guard;
mod handle;
mod log;
mod restore;
mod room;
mod swap;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use lifted::engine::{Ending, Engine, EngineError, Migration, Reading, Schema, Settings, Shared, Unit};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

const SCHEMA: Schema = Schema {
    application_id: 0x1234_5678,
    migrations: &[Migration { name: "0001_note_create", sql: "CREATE TABLE note (text TEXT NOT NULL) STRICT" }],
};

/// Adds a note.
struct Add(&'static str);

impl Unit for Add {
    type Answer = Result<(), EngineError>;

    fn run(&self, connection: &Shared) -> Ending<Self::Answer> {
        const SQL: &str = "INSERT INTO note (text) VALUES (?1)";
        match connection.run(SQL, |connection| connection.execute(SQL, [self.0])) {
            Ok(_) => Ending::Commit(Ok(())),
            Err(error) => Ending::Rollback(Err(error)),
        }
    }

    fn committed(&self, _: &Self::Answer) {
        assert_ne!(self.0, PANICS, "told");
    }
}

const PANICS: &str = "panics when it is told";

/// An engine on a file of its own, and what it hears of other programs.
fn engine(settings: Settings) -> (Arc<Engine<Add>>, Receiver<()>, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let (tell, told) = channel();
    // Once the test is over, nobody listens.
    let notice = Box::new(move || tell.send(()).unwrap_or_default());
    let engine = Engine::open(&file(&folder), SCHEMA, settings, notice).expect("an engine");
    (Arc::new(engine), told, folder)
}

fn file(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("notes.db")
}

/// A statement that never ends by itself.
fn for_ever(connection: &Shared) -> Result<i64, EngineError> {
    const SQL: &str =
        "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number) SELECT sum(n % 2) FROM number";
    connection.run(SQL, |connection| connection.query_row(SQL, [], |row| row.get(0)))
}

fn count(connection: &Shared) -> Result<i64, EngineError> {
    const SQL: &str = "SELECT count(*) FROM note";
    connection.run(SQL, |connection| connection.query_row(SQL, [], |row| row.get(0)))
}

#[test]
fn a_statement_is_ended_from_another_thread_in_its_middle() {
    let (engine, _told, _folder) = engine(Settings::default());
    let cancel = Arc::new(AtomicBool::new(false));
    let (begin, has_begun) = channel();
    let reader = {
        let (engine, cancel) = (Arc::clone(&engine), Arc::clone(&cancel));
        thread::spawn(move || {
            let reading = Reading { operation: "for_ever", cancel: Some(cancel) };
            engine.snapshot(&reading, |connection| {
                // Past the look before the statement: only one in its middle can end it.
                connection.run("SELECT 1", |connection| {
                    begin.send(()).expect("a test that waits");
                    connection.query_row("SELECT 1", [], |_| Ok(()))
                })?;
                for_ever(connection)
            })
        })
    };
    has_begun.recv_timeout(PATIENCE).expect("a read that begins");
    cancel.store(true, Ordering::Relaxed);
    let answer = reader.join().expect("no panic").expect("a snapshot");
    assert!(matches!(answer, Err(EngineError::Cancelled)), "{answer:?}");
    let count = engine.snapshot(&Reading::default(), count).expect("a snapshot");
    assert_eq!(count.expect("a count"), 0, "the connection reads on");
}

#[test]
fn a_statement_is_ended_by_its_age_in_its_middle() {
    let (engine, _told, _folder) =
        engine(Settings { oldest_snapshot: Duration::from_millis(50), ..Settings::default() });
    let answer = engine.snapshot(&Reading::default(), for_ever).expect("a snapshot");
    assert!(matches!(answer, Err(EngineError::TooOld { seconds: 1 })), "{answer:?}");
}

#[test]
fn a_snapshot_that_does_nothing_is_ended_by_its_age_and_lets_go_of_the_log() {
    let (engine, _told, folder) = engine(Settings {
        oldest_snapshot: Duration::from_millis(50),
        care: Duration::from_millis(10),
        ..Settings::default()
    });
    let other = rusqlite::Connection::open(file(&folder)).expect("another program");
    engine
        .snapshot(&Reading::default(), |shared| {
            count(shared).expect("a count");
            other.execute("INSERT INTO note (text) VALUES ('later')", []).expect("a note that it does not see");
            let is_held = || {
                let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
                other.query_row(sql, [], |row| row.get::<_, bool>(0)).expect("an answer")
            };
            // No statement of the snapshot runs meanwhile.
            let begun = Instant::now();
            while is_held() {
                assert!(begun.elapsed() < PATIENCE, "an idle snapshot holds the log for ever");
            }
            let answer = count(shared);
            assert!(matches!(answer, Err(EngineError::TooOld { seconds: 1 })), "{answer:?}");
        })
        .expect("a snapshot");
    assert_eq!(engine.status().reads_ended, 1);
    let notes = engine.snapshot(&Reading::default(), count).expect("a snapshot");
    assert_eq!(notes.expect("a count"), 1, "its connection reads on");
}

#[test]
fn what_another_program_commits_is_noticed_when_nothing_happens_here() {
    let (engine, told, folder) = engine(Settings::default());
    engine.unit("add", Add("mine")).expect("a unit").expect("a note");
    let other = rusqlite::Connection::open(file(&folder)).expect("another program");
    other.execute("INSERT INTO note (text) VALUES ('theirs')", []).expect("its note");
    told.recv_timeout(PATIENCE).expect("to be told");
    let notes = engine.snapshot(&Reading::default(), count).expect("a snapshot");
    assert_eq!(notes.expect("a count"), 2);
    assert_eq!(engine.status().changes_elsewhere, 1, "its own commit is not another program's");
}

#[test]
fn what_another_program_committed_is_told_before_the_next_unit_is() {
    let settings = Settings { care: Duration::from_secs(3600), ..Settings::default() };
    let (engine, told, folder) = engine(settings);
    let other = rusqlite::Connection::open(file(&folder)).expect("another program");
    other.execute("INSERT INTO note (text) VALUES ('theirs')", []).expect("its note");
    assert!(told.try_recv().is_err(), "nobody has looked yet");
    engine.unit("add", Add("mine")).expect("a unit").expect("a note");
    assert_eq!(told.try_recv(), Ok(()), "the unit looked before it ran");
}

#[test]
fn closing_waits_until_every_connection_is_closed() {
    for _ in 0..20 {
        let (engine, _told, folder) = engine(Settings { readers: 16, ..Settings::default() });
        engine.unit("add", Add("last")).expect("a unit").expect("a note");
        // Readers beyond the first are opened by r2d2's own threads, which are still at it when the last one here is done.
        let together = Barrier::new(8);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope
                    .spawn(|| engine.snapshot(&Reading::default(), |_| together.wait()).map(drop).expect("a snapshot"));
            }
        });
        drop(engine);
        let there = |ending: &str| Path::new(&format!("{}{ending}", file(&folder).display())).exists();
        assert!(!there("-wal") && !there("-shm"), "a closed database is one file");
    }
}

#[test]
fn a_connection_keeps_its_pragmas() {
    let (engine, _told, _folder) = engine(Settings::default());
    let pragma = |connection: &Shared, name: &str| {
        let sql = format!("PRAGMA {name}");
        connection
            .run(&sql, |connection| connection.query_row(&sql, [], |row| row.get::<_, i64>(0)))
            .expect("an answer")
    };
    let reader = engine
        .snapshot(&Reading::default(), |connection| {
            ["synchronous", "foreign_keys", "trusted_schema", "cell_size_check", "query_only"]
                .map(|name| pragma(connection, name))
        })
        .expect("a snapshot");
    assert_eq!(reader, [2, 1, 0, 1, 1]);
}

#[test]
fn the_writing_connection_has_its_pragmas_too() {
    let names = ["synchronous", "foreign_keys", "trusted_schema", "cell_size_check", "query_only"];
    let (engine, _folder) = batch::engine(SCHEMA, Settings::default());
    let answers = Arc::new(Mutex::new(Vec::new()));
    let theirs = Arc::clone(&answers);
    let ask = batch::Job::asks(move |connection| {
        for name in names {
            let sql = format!("PRAGMA {name}");
            let value: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
            theirs.lock().expect("no panic while held").push(value);
        }
        // Defensive: a schema is not written to behind SQLite's back.
        let refused = connection.execute_batch("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema");
        assert!(refused.is_err(), "the schema was written to");
        Ok(())
    });
    engine.unit("ask", ask).expect("a unit").expect("answers");
    assert_eq!(*answers.lock().expect("no panic while held"), [2, 1, 0, 1, 0]);
}

#[test]
fn who_panics_when_told_of_a_commit_keeps_the_answer_and_the_engine() {
    let (engine, _told, _folder) = engine(Settings::default());
    engine.unit("add", Add(PANICS)).expect("a unit").expect("a note, because it is on the disk");
    engine.unit("add", Add("next")).expect("a unit").expect("a note");
    let notes = engine.snapshot(&Reading::default(), count).expect("a snapshot");
    assert_eq!(notes.expect("a count"), 2);
}

#[test]
fn who_panics_when_told_of_another_program_does_not_stop_units() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = Settings { care: Duration::from_secs(3600), ..Settings::default() };
    let notice = Box::new(|| panic!("told"));
    let engine: Engine<Add> = Engine::open(&file(&folder), SCHEMA, settings, notice).expect("an engine");
    let other = rusqlite::Connection::open(file(&folder)).expect("another program");
    other.execute("INSERT INTO note (text) VALUES ('theirs')", []).expect("its note");
    engine.unit("add", Add("mine")).expect("a unit").expect("a note");
}

#[test]
fn a_statement_may_stand_in_a_statement() {
    let (engine, _told, _folder) = engine(Settings::default());
    let notes = engine
        .snapshot(&Reading::default(), |shared| {
            shared.run("SELECT 1", |connection| {
                let one: i64 = connection.query_row("SELECT 1", [], |row| row.get(0))?;
                Ok(count(shared).map(|notes| notes + one))
            })
        })
        .expect("a snapshot");
    assert_eq!(notes.expect("a statement").expect("a count"), 1);
}

#[test]
fn a_backup_of_many_steps_is_of_one_moment_and_ends_while_others_write() {
    let (engine, _told, folder) = engine(Settings::default());
    let raw = rusqlite::Connection::open(file(&folder)).expect("another program");
    raw.execute_batch(
        "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 20000)
         INSERT INTO note SELECT hex(zeroblob(500)) FROM number",
    )
    .expect("20 MiB of notes");
    drop(raw);
    let is_over = AtomicBool::new(false);
    let (begin, has_begun) = channel();
    let mut steps = Vec::new();
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                engine.unit("add", Add("meanwhile")).expect("a unit").expect("a note");
                begin.send(()).unwrap_or_default();
            }
        });
        has_begun.recv_timeout(PATIENCE).expect("somebody who writes");
        let copied = engine.back_up(
            &folder.path().join("copy.db"),
            &Reading::default(),
            &mut |progress| {
                // At least one commit between two steps.
                has_begun.recv_timeout(PATIENCE).expect("somebody who writes on");
                while has_begun.try_recv().is_ok() {}
                steps.push(progress.done);
                assert!(steps.len() < 1000, "it begins again and again");
            },
            |_| Ok(()),
        );
        is_over.store(true, Ordering::Relaxed);
        copied.expect("a copy");
    });
    assert!(steps.len() > 10, "{steps:?}");
    assert!(
        steps.is_sorted_by(|before, after| before < after),
        "each step goes on where the last one ended: {steps:?}"
    );
}

#[test]
fn the_last_hold_on_an_engine_may_be_let_go_by_whom_it_tells() {
    type Slot = Mutex<Option<Arc<Engine<Add>>>>;
    let folder = tempfile::tempdir().expect("a folder");
    let slot = Arc::new(Slot::default());
    let (tell, told) = channel();
    let theirs = Arc::clone(&slot);
    let notice = Box::new(move || {
        drop(theirs.lock().expect("no panic while held").take());
        tell.send(()).unwrap_or_default();
    });
    let engine = Arc::new(Engine::open(&file(&folder), SCHEMA, Settings::default(), notice).expect("an engine"));
    *slot.lock().expect("no panic while held") = Some(engine);
    let other = rusqlite::Connection::open(file(&folder)).expect("another program");
    other.execute("INSERT INTO note (text) VALUES ('theirs')", []).expect("its note");
    told.recv_timeout(PATIENCE).expect("neither a panic nor a hang");
}

#[test]
fn settings_that_allow_nothing_allow_the_least() {
    let none = Settings { readers: 0, largest_batch: 0, ..Settings::default() };
    let (engine, _told, _folder) = engine(none);
    let notes = engine.snapshot(&Reading::default(), count).expect("a snapshot");
    assert_eq!(notes.expect("a count"), 0);
}
