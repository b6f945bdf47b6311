//! Single bytes: of each field of the header, of what holds a page together, of the log.
//!
//! A flipped byte is found, or it lies within one value: then every table has as many rows as before, and all but one of them
//! are as they were. Whichever it is, nothing panics, and who only looks changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use partwright_domain::store::StoreError;
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::{self, part, ports_on};
use rusqlite::Connection;
use tempfile::TempDir;

use super::{Found, Look, PAGE, as_the_store_does, beside, look_by};
use crate::claims::{self, Acknowledged};
use crate::salvage::{Rows, Sample, read_rows};

/// SQLite's file header, field by field (<https://www.sqlite.org/fileformat2.html>): where each ends.
const HEADER: &[(usize, &str)] = &[
    (16, "magic"),
    (18, "page size"),
    (19, "version that writes"),
    (20, "version that reads"),
    (21, "reserved space"),
    (24, "payload fractions"),
    (28, "change counter"),
    (32, "size in pages"),
    (36, "first free page"),
    (40, "count of free pages"),
    (44, "schema cookie"),
    (48, "schema format"),
    (52, "cache size"),
    (56, "largest root page"),
    (60, "text encoding"),
    (64, "user version"),
    (68, "incremental vacuum"),
    (72, "application id"),
    (92, "reserved"),
    (96, "version valid for"),
    (100, "version of SQLite"),
];

/// What says nothing of the content: it may be any other, and SQLite may write it anew when the file is opened.
const HINTS: &[&str] = &["version that writes", "version that reads", "cache size", "reserved", "version of SQLite"];

/// Bytes to flip, each with what it is.
type Places = Vec<(usize, String)>;

fn header() -> Places {
    let field = |byte| HEADER.iter().find(|(end, _)| byte < *end).expect("a field").1;
    (0..100).map(|byte| (byte, format!("header, {}", field(byte)))).collect()
}

/// What holds the pages together: of one page of each kind of each tree its header, its first pointers to cells and the
/// beginning of a cell; where an overflow page or a free one goes on.
fn structure(sample: &Sample) -> Places {
    let mut tried = std::collections::BTreeSet::new();
    let mut places = Places::new();
    for (page, kind) in sample.kinds().into_iter().filter(|(_, kind)| tried.insert(kind.clone())) {
        let start = (page - 1) * PAGE;
        let mut add = |from: usize, count: usize, what: &str| {
            places.extend((from..from + count).map(|byte| (start + byte, format!("{} {}, {what}", kind.0, kind.1))));
        };
        match kind.1.as_str() {
            "overflow" => add(0, 4, "next page"),
            "free" => add(0, 12, "list of free pages"),
            inner_or_leaf => {
                let begin = if page == 1 { 100 } else { 0 };
                let length = if inner_or_leaf == "leaf" { 8 } else { 12 };
                add(begin, length, "page header");
                add(begin + length, 4, "pointers to cells");
                let pointer = start + begin + length;
                let cell = usize::from(u16::from_be_bytes([sample.bytes[pointer], sample.bytes[pointer + 1]]));
                if cell + 8 <= PAGE {
                    add(cell, 8, "cell");
                }
            }
        }
    }
    places
}

/// Where flipped bytes were noticed, and what is wrong.
#[derive(Default)]
struct Flipped {
    refused: u64,
    checked: u64,
    unnoticed: u64,
    faults: Vec<String>,
}

/// Rows that are not as they were, or the tables whose number of rows is another one.
fn difference(before: &Rows, now: &Rows) -> Result<usize, String> {
    let mut differ = 0;
    for (table, rows) in before {
        let found = now.get(table).ok_or_else(|| format!("{table} is gone"))?;
        if found.len() != rows.len() {
            return Err(format!("{table} had {} rows and has {}", rows.len(), found.len()));
        }
        differ += rows.difference(found).count();
    }
    Ok(differ)
}

fn flip(sample: &Sample, places: &Places, masks: &[u8], look: Look) -> Flipped {
    let before = read_rows(&sample.file).expect("rows");
    let mut flipped = Flipped::default();
    for (place, what) in places {
        for mask in masks {
            let file = sample.damaged(|bytes| bytes[*place] ^= mask);
            let (found, mut wrong) = look_by(look, &file);
            match found {
                Found::Refused(
                    StoreError::Damaged { .. }
                    | StoreError::NotAWorkspace { .. }
                    | StoreError::Newer { .. }
                    | StoreError::Unreachable { .. },
                ) => flipped.refused += 1,
                Found::Refused(error) => wrong.push(format!("it is {}: {error}", error.code())),
                Found::Problems(problems) if !problems.is_empty() => flipped.checked += 1,
                Found::Problems(_) => {
                    flipped.unnoticed += 1;
                    let now = read_rows(&file).map_err(|error| error.to_string());
                    match now.and_then(|now| difference(&before, &now)) {
                        Ok(0 | 1) => {}
                        Ok(differ) => wrong.push(format!("{differ} rows are others, unnoticed")),
                        Err(differs) => wrong.push(format!("{differs}, unnoticed")),
                    }
                }
            }
            if HINTS.iter().any(|hint| what.ends_with(hint)) {
                wrong.retain(|what| what != "the file was changed");
            }
            flipped.faults.extend(wrong.into_iter().map(|wrong| format!("byte {place} ^ {mask:#x} ({what}): {wrong}")));
            for ending in ["-wal", "-shm", "-journal"] {
                fs::remove_file(beside(&file, ending)).unwrap_or_default();
            }
        }
    }
    flipped
}

/// Every so many of the places in a test run, all of them in a torture run.
fn some(places: Places, every: usize) -> Places {
    places.into_iter().step_by(if claims::length() == 1 { every } else { 1 }).collect()
}

/// What is flipped in a byte: all of it, and in a torture run one bit, the lowest or the highest.
fn masks() -> &'static [u8] {
    if claims::length() == 1 { &[0xFF] } else { &[0xFF, 0x01, 0x80] }
}

#[test]
fn a_flipped_byte_of_the_header_is_found_or_says_nothing_of_the_content() {
    let Flipped { refused, checked, unnoticed, faults } =
        flip(&Sample::new(), &some(header(), 3), masks(), as_the_store_does);
    claims::tell("flipped header", &[("refused", refused), ("found by a check", checked), ("unnoticed", unnoticed)]);
    assert_eq!(faults, [""; 0]);
    assert!(refused > 5 && checked > 0, "{refused} are refused and {checked} found by a check");
}

#[test]
fn a_flipped_byte_of_what_holds_pages_together_is_found_or_changes_one_row_at_most() {
    let sample = Sample::new();
    let Flipped { refused, checked, unnoticed, faults } =
        flip(&sample, &some(structure(&sample), 83), masks(), as_the_store_does);
    claims::tell("flipped structure", &[("refused", refused), ("found by a check", checked), ("unnoticed", unnoticed)]);
    assert_eq!(faults, [""; 0]);
    assert!(checked > 0, "none is found by a check");
}

/// What is asked before anything else: which steps the schema has taken.
#[test]
fn a_flipped_byte_of_the_list_of_steps_is_told_as_damage_or_changes_one_row() {
    let sample = Sample::new();
    let is_of_list = |(_, what): &(usize, String)| what.starts_with("schema_migration leaf");
    let places: Places = structure(&sample).into_iter().filter(is_of_list).collect();
    assert!(places.len() >= 20, "{places:?}");
    let Flipped { refused, faults, .. } = flip(&sample, &places, &[0xFF, 0x01, 0x80], as_the_store_does);
    assert_eq!(faults, [""; 0]);
    assert!(refused > 0, "none is refused");
}

/// The harness itself: one that opens a file, and calls that a check.
#[test]
fn a_check_that_passes_over_flipped_bytes_is_caught() {
    let sample = Sample::new();
    let places: Places =
        structure(&sample).into_iter().filter(|(_, what)| what.starts_with("part leaf, page header")).collect();
    let blind = flip(&sample, &places, &[0xFF], |file| {
        match SqliteStore::open(file, Settings { readers: 1, ..Settings::default() }) {
            Err(error) => Found::Refused(error),
            Ok(_) => Found::Problems(Vec::new()),
        }
    });
    assert!(blind.faults.iter().any(|fault| fault.ends_with("unnoticed")), "{:#?}", blind.faults);
}

/// A workspace as a program leaves it that was killed, and how many parts it had after each unit that is in its log.
fn killed() -> (TempDir, PathBuf, Vec<u8>, u32) {
    const UNITS: u32 = 6;
    let folder = tempfile::tempdir().expect("a folder");
    let (open, file) = (folder.path().join("open.partwright"), folder.path().join("killed.partwright"));
    let store = SqliteStore::open(&open, Settings { care: Duration::from_secs(3_600), ..Settings::default() });
    let ports = ports_on(Arc::new(store.expect("a store")));
    build::open(&ports);
    for _ in 0..UNITS {
        part("EL-RES").named("in the log").add_to(&ports);
    }
    fs::copy(&open, &file).expect("the file");
    let log = fs::read(beside(&open, "-wal")).expect("its log");
    drop(ports);
    (folder, file, log, UNITS)
}

fn parts(file: &Path) -> rusqlite::Result<u32> {
    Connection::open(file)?.query_row("SELECT count(*) FROM part", [], |row| row.get(0))
}

#[test]
fn a_flipped_byte_of_the_log_ends_it_there_and_leaves_whole_units() {
    let (folder, file, log, units) = killed();
    let sound = fs::read(&file).expect("the file");
    let page = u32::from_be_bytes([log[8], log[9], log[10], log[11]]) as usize;
    let (frame, frames) = (24 + page, (log.len() - 32) / (24 + page));
    // Frames before the last six units are of the schema: without it there is an empty file.
    let of_frame =
        |number: usize| (0..24).chain([24, 24 + page / 2, frame - 1]).map(move |byte| 32 + number * frame + byte);
    let mut places: Vec<usize> = (0..32).collect();
    places.extend([0, frames / 2, frames - 40, frames - 1].into_iter().flat_map(of_frame));
    let step = if claims::length() == 1 { 11 } else { 1 };
    // How many parts there are, whole, with this log; nothing where the file does not open with it.
    let left = |log: &[u8]| {
        fs::write(&file, &sound).expect("the file");
        fs::write(beside(&file, "-wal"), log).expect("its log");
        let broken = claims::broken(&file, &Acknowledged::default());
        let is_told = broken.iter().any(|what| what.contains("does not open"));
        assert!(broken.is_empty() || is_told, "{broken:?}");
        let there = (!is_told).then(|| parts(&file).expect("the parts"));
        fs::remove_file(beside(&file, "-wal")).unwrap_or_default();
        fs::remove_file(beside(&file, "-shm")).unwrap_or_default();
        there
    };
    assert_eq!(left(&log), Some(units), "the whole log");
    // What ends before a frame is what a power cut there leaves.
    let mut cut = BTreeMap::new();
    for place in places.into_iter().step_by(step) {
        let ends = if place < 32 { 0 } else { place - (place - 32) % frame };
        let expected = *cut.entry(ends).or_insert_with(|| left(&log[..ends]));
        let mut flipped = log.clone();
        flipped[place] ^= 0xFF;
        assert_eq!(left(&flipped), expected, "byte {place}");
    }
    let some = cut.values().flatten().any(|there| (1..units).contains(there));
    assert!(some, "the log never ends in its middle: {cut:?}");
    drop(folder);
}
