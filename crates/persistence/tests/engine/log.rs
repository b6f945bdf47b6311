//! How long the write-ahead log gets before it is worked off, when another program writes into the same file.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::lifted::engine::Settings;
use crate::{Add, engine, file};

/// From here on the engine waits for readers, and then lets the log grow before it tries again.
const LONG: u32 = 5_000;
/// From here on it works off what it can.
const DUE: u32 = 1_500;

/// Another program, which leaves the log to us.
fn other(path: &Path) -> Connection {
    let other = Connection::open(path).expect("another program");
    other.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = OFF").expect("a program that only writes");
    other
}

/// Commits so many pages, which all stay in the log.
fn fill(other: &Connection, pages: u32) {
    let page = "x".repeat(4 << 10);
    for _ in 0..pages {
        other.execute("INSERT INTO note (text) VALUES (?1)", [&page]).expect("its note");
    }
}

#[test]
fn a_log_that_another_program_began_anew_is_worked_off_at_its_usual_length() {
    // Nobody cuts the log meanwhile.
    let (engine, _told, folder) = engine(Settings { care: Duration::from_secs(3600), ..Settings::default() });
    let (writer, reader) = (other(&file(&folder)), other(&file(&folder)));
    reader.execute_batch("BEGIN; SELECT count(*) FROM note").expect("a snapshot that stays");
    fill(&writer, LONG);
    engine.unit("add", Add("held")).expect("a unit").expect("a note");
    assert_eq!(engine.status().checkpoints, 0, "the snapshot is in the way");
    reader.execute_batch("COMMIT").expect("a snapshot that goes");
    writer.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())).expect("a log that begins anew");
    fill(&writer, DUE);
    engine.unit("add", Add("due")).expect("a unit").expect("a note");
    assert_eq!(engine.status().checkpoints, 1, "it was as long as a log may be before it is worked off");
}
