//! What only the engine does on its connections is refused to a unit and to a snapshot, and nothing of it is half done.

use std::sync::{Arc, Mutex};

use rusqlite::Connection;

use super::batch::{self, Job};
use super::lifted::engine::{Ending, EngineError, Reading, Settings};
use super::{SCHEMA, engine};

/// What ends, begins or splits a transaction, reaches another file, or changes what a commit promises.
const RESERVED: &[&str] = &[
    "COMMIT",
    "BEGIN",
    "BEGIN IMMEDIATE",
    "END",
    "ROLLBACK",
    "SAVEPOINT mine",
    "RELEASE unit",
    "ROLLBACK TO unit",
    "ATTACH ':memory:' AS other",
    "DETACH main",
    "PRAGMA synchronous = OFF",
    "PRAGMA main.Synchronous(0)",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA query_only = OFF",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA wal_checkpoint",
    "PRAGMA user_version = 7",
];

const ALLOWED: &[&str] =
    &["PRAGMA table_info(note)", "PRAGMA foreign_key_check(note)", "PRAGMA integrity_check(1)", "PRAGMA synchronous"];

const ADD: &str = "INSERT INTO note (text) VALUES ('half')";

fn notes(engine: &super::lifted::engine::Engine<Job>) -> i64 {
    engine.snapshot(&Reading::default(), super::count).expect("a snapshot").expect("a count")
}

/// Runs a statement to its end, whether it has rows or not.
fn step_through(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(())
}

#[test]
fn a_unit_that_says_what_is_the_engines_is_refused_and_leaves_nothing() {
    let (engine, _folder) = batch::engine(SCHEMA, Settings::default());
    for sql in RESERVED {
        let unit = Job::asks(move |connection| connection.execute(ADD, []).and_then(|_| step_through(connection, sql)));
        let refused = engine.unit("reserved", unit).expect("a unit");
        assert!(matches!(refused, Err(EngineError::Reserved)), "{sql}: {refused:?}");
        assert_eq!(notes(&engine), 0, "{sql}");
    }
}

#[test]
fn a_unit_that_passes_over_the_refusal_goes_on_in_its_transaction() {
    let (engine, _folder) = batch::engine(SCHEMA, Settings::default());
    for sql in RESERVED {
        let unit = Job::asks(move |connection| {
            connection.execute(ADD, [])?;
            let said = step_through(connection, sql).expect_err("a refusal").to_string();
            assert!(said.contains("not authorized"), "{sql}: {said}");
            // Undone as a whole by what comes last.
            connection.execute("INSERT INTO nothing VALUES (1)", []).map(drop)
        });
        assert!(engine.unit("reserved", unit).expect("a unit").is_err(), "{sql}");
        assert_eq!(notes(&engine), 0, "{sql}");
    }
    let kept = Arc::new(Mutex::new((0, 0)));
    let told = Arc::clone(&kept);
    let unit = Job::asks(move |connection| {
        let ask = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        *told.lock().expect("no panic while held") = (ask("PRAGMA synchronous")?, ask("PRAGMA foreign_keys")?);
        Ok(())
    });
    engine.unit("ask", unit).expect("a unit").expect("answers");
    assert_eq!(*kept.lock().expect("no panic while held"), (2, 1), "a commit promises what it did");
}

#[test]
fn what_was_compiled_for_the_engine_is_not_handed_to_others() {
    let (engine, _folder) = batch::engine(SCHEMA, Settings::default());
    for sql in ["COMMIT", "ROLLBACK", "BEGIN IMMEDIATE", "SAVEPOINT unit", "RELEASE unit"] {
        let unit = Job::asks(move |connection| {
            connection.execute(ADD, [])?;
            connection.prepare_cached(sql)?.execute([]).map(drop)
        });
        let refused = engine.unit("cached", unit).expect("a unit");
        assert!(matches!(refused, Err(EngineError::Reserved)), "{sql}: {refused:?}");
    }
    assert_eq!(notes(&engine), 0);
}

#[test]
fn a_snapshot_is_refused_the_same_and_may_ask() {
    let (engine, _told, _folder) = engine(Settings::default());
    engine
        .snapshot(&Reading::default(), |shared| {
            for sql in RESERVED {
                let refused = shared.run(sql, |connection| step_through(connection, sql));
                assert!(matches!(refused, Err(EngineError::Reserved)), "{sql}: {refused:?}");
            }
            for sql in ALLOWED {
                shared
                    .run(sql, |connection| step_through(connection, sql))
                    .unwrap_or_else(|error| panic!("{sql}: {error}"));
            }
        })
        .expect("a snapshot");
}

#[test]
fn a_step_may_stand_in_the_middle_of_a_statement() {
    let (engine, _folder) = batch::engine(SCHEMA, Settings::default());
    let unit = Job::of(|shared| {
        shared.run("a statement", |connection| {
            connection.execute("INSERT INTO note (text) VALUES ('kept')", [])?;
            let step = shared.step(|| Ending::Rollback(shared.run(ADD, |connection| connection.execute(ADD, []))));
            assert!(matches!(step, Ok(Ok(1))), "{step:?}");
            // The guard stands again behind it.
            connection.execute_batch("COMMIT").expect_err("a refusal");
            Ok(())
        })
    });
    engine.unit("step", unit).expect("a unit").expect("a note");
    assert_eq!(notes(&engine), 1, "the step is undone, and nothing else");
}

#[test]
fn who_panics_in_the_middle_of_a_statement_leaves_the_engine_its_own() {
    let (engine, _folder) = batch::engine(SCHEMA, Settings::default());
    let panics = std::panic::AssertUnwindSafe(|| {
        let unit = Job::asks(|connection| {
            connection.execute(ADD, [])?;
            panic!("in the middle")
        });
        engine.unit("panics", unit)
    });
    std::panic::catch_unwind(panics).expect_err("its caller's panic");
    assert_eq!(notes(&engine), 0);
    engine
        .unit("next", Job::asks(|connection| connection.execute(ADD, []).map(drop)))
        .expect("a unit")
        .expect("a note");
    assert_eq!(notes(&engine), 1);
}
