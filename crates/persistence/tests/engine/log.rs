//! How long the write-ahead log gets before it is worked off, when another program writes into the same file, or somebody copies
//! it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use rusqlite::Connection;

use crate::lifted::engine::{Reading, Settings};
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

/// From here on the engine waits after every commit, for so long.
const TOO_LONG: u32 = 12_500;
const PATIENCE: Duration = Duration::from_millis(400);

#[test]
fn a_copy_slows_who_writes_instead_of_letting_the_log_grow() {
    let (engine, _told, folder) = engine(Settings { care: Duration::from_secs(3600), ..Settings::default() });
    let mut took = Vec::new();
    engine
        .back_up(
            &folder.path().join("copy.db"),
            &Reading::default(),
            &mut |_| {
                let other = other(&file(&folder));
                other.execute_batch("BEGIN").expect("one transaction");
                fill(&other, TOO_LONG);
                other.execute_batch("COMMIT").expect("a long log");
                took.extend([(); 3].map(|()| {
                    let begun = Instant::now();
                    engine.unit("add", Add("meanwhile")).expect("a unit").expect("a note");
                    begun.elapsed()
                }));
            },
            |_| Ok(()),
        )
        .expect("a copy");
    assert!(took.iter().all(|took| *took >= PATIENCE), "units go on as if the log were short: {took:?}");
    let begun = Instant::now();
    engine.unit("add", Add("afterwards")).expect("a unit").expect("a note");
    assert_eq!(engine.status().checkpoints, 1, "nobody is in the way any more");
    assert!(begun.elapsed() < took.iter().sum(), "and nobody waits");
}

/// How many megabytes are copied; a test run has little.
const COPIED: &str = "PARTWRIGHT_COPIED_MEGABYTES";
const WRITERS: usize = 8;
/// The longest log: what is let through before the engine waits each time, and some transactions of eight writers.
const MOST_LOG: u64 = 64 << 20;

#[test]
fn the_log_is_bounded_while_a_file_is_copied_beside_eight_writers() {
    let megabytes: u32 = env::var(COPIED).ok().and_then(|text| text.parse().ok()).unwrap_or(16);
    let (engine, _told, folder) = engine(Settings::default());
    let filler = other(&file(&folder));
    for _ in 0..megabytes {
        let sql = "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 256)
                   INSERT INTO note SELECT hex(randomblob(1950)) FROM number";
        filler.execute(sql, []).expect("a megabyte");
        filler.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a file without a log");
    }
    drop(filler);
    let (is_over, written) = (AtomicBool::new(false), AtomicU64::new(0));
    let note: &'static str = "x".repeat(16 << 10).leak();
    let (mut most, mut took) = (0, Duration::ZERO);
    thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    engine.unit("add", Add(note)).expect("a unit").expect("a note");
                    written.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let begun = Instant::now();
        let log = file(&folder).with_extension("db-wal");
        let copied = engine.back_up(
            &folder.path().join("copy.db"),
            &Reading::default(),
            &mut |_| {
                most = most.max(fs::metadata(&log).map_or(0, |log| log.len()));
                took = begun.elapsed();
            },
            |_| Ok(()),
        );
        is_over.store(true, Ordering::Relaxed);
        copied.expect("a copy");
    });
    println!("{megabytes} MB copied in {took:?}: {} units, a log of at most {} KB", written.into_inner(), most >> 10);
    assert!(most < MOST_LOG, "the log grew to {most} bytes");
}
