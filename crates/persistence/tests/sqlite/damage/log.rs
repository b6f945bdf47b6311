//! A damaged file with its log beside it, as a program leaves it that was killed: once the damage is told, both stay as they are.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use partwright_domain::cancel::Cancel;
use partwright_domain::part::PartFilter;
use partwright_domain::store::StoreError;
use partwright_domain::workspace::WorkspaceFile;
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::{part, ports_on};
use rusqlite::Connection;

use super::{PAGE, beside};
use crate::copy_of;
use crate::salvage::Sample;

/// Where damage was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Met {
    Opening,
    Reading,
    Checking,
    Copying,
    Nowhere,
}

/// How a file is opened, read here and there, and closed.
type Read = fn(&Path) -> Met;

/// What the log of a killed program holds.
fn log_beside(sample: &Sample) -> Vec<u8> {
    let open = sample.folder.path().join("open.partwright");
    fs::copy(&sample.file, &open).expect("a copy");
    let store = SqliteStore::open(&open, Settings { care: Duration::from_secs(3_600), ..Settings::default() });
    let ports = ports_on(Arc::new(store.expect("a store")));
    part("EL-RES").named("in the log").add_to(&ports);
    let log = fs::read(beside(&open, "-wal")).expect("its log");
    drop(ports);
    log
}

/// The pages that a log holds (<https://www.sqlite.org/fileformat2.html#the_write_ahead_log>).
fn pages_in(log: &[u8]) -> BTreeSet<usize> {
    let frames = log[32..].chunks_exact(24 + PAGE);
    frames.map(|frame| frame[..4].iter().fold(0, |page, byte| page << 8 | usize::from(*byte))).collect()
}

/// Opens the file and lists its parts.
fn read(file: &Path) -> Result<Arc<SqliteStore>, Met> {
    let store = match SqliteStore::open(file, Settings { readers: 2, ..Settings::default() }) {
        Ok(store) => Arc::new(store),
        Err(StoreError::Damaged { .. }) => return Err(Met::Opening),
        Err(error) => panic!("{error:?}"),
    };
    let ports = ports_on(Arc::<SqliteStore>::clone(&store));
    let all = PartFilter { limit: 1_000, ..PartFilter::default() };
    match ports.store.read("test", |snapshot| snapshot.parts().list(&all)) {
        Ok(_) => Ok(store),
        Err(StoreError::Damaged { .. }) => Err(Met::Reading),
        Err(error) => panic!("{error:?}"),
    }
}

fn read_and_check(file: &Path) -> Met {
    let store = match read(file) {
        Ok(store) => store,
        Err(met) => return met,
    };
    match store.check(&Cancel::new()) {
        Ok(problems) if problems.is_empty() => Met::Nowhere,
        Ok(_) | Err(StoreError::Damaged { .. }) => Met::Checking,
        Err(error) => panic!("{error:?}"),
    }
}

fn read_and_copy(file: &Path) -> Met {
    let store = match read(file) {
        Ok(store) => store,
        Err(met) => return met,
    };
    let copy = file.with_file_name("copy.partwright");
    let copied = copy_of(&store, &copy, &Cancel::new(), &mut |_| ());
    fs::remove_file(copy).unwrap_or_default();
    match copied {
        Ok(_) => Met::Nowhere,
        Err(StoreError::Damaged { .. }) => Met::Copying,
        Err(error) => panic!("{error:?}"),
    }
}

/// Damages one page of each kind of each tree that is not in the log; what was met, and what was touched though damage was met.
fn damage_pages(read: Read) -> (BTreeSet<Met>, Vec<String>) {
    let sample = Sample::new();
    let log = log_beside(&sample);
    let in_log = pages_in(&log);
    let (mut tried, mut met, mut touched) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for (page, kind) in sample.kinds() {
        if in_log.contains(&page) || !tried.insert(kind.clone()) {
            continue;
        }
        let file = sample.damaged(|bytes| bytes[(page - 1) * PAGE..page * PAGE].fill(0));
        fs::write(beside(&file, "-wal"), &log).expect("its log");
        let before = fs::read(&file).expect("the file");
        let found = read(&file);
        met.insert(found);
        if found != Met::Nowhere {
            let is_same = [(fs::read(&file), &before), (fs::read(beside(&file, "-wal")), &log)];
            let names = ["the file", "the log"].into_iter().zip(is_same);
            let changed = names.filter(|(_, (now, before))| now.as_ref().ok() != Some(before));
            touched
                .extend(changed.map(|(what, _)| format!("page {page}, {kind:?}, {found:?}: {what} is not as it was")));
        }
        for ending in ["-wal", "-shm"] {
            fs::remove_file(beside(&file, ending)).unwrap_or_default();
        }
    }
    (met, touched)
}

#[test]
fn a_damaged_file_and_its_log_stay_as_they_are() {
    for (read, last) in [(read_and_check as Read, Met::Checking), (read_and_copy, Met::Copying)] {
        let (met, touched) = damage_pages(read);
        assert_eq!(touched, [""; 0], "{last:?}");
        assert_eq!(met, [Met::Opening, Met::Reading, last, Met::Nowhere].into());
    }
}

/// The harness itself: one that leaves the closing to SQLite.
#[test]
fn who_works_the_log_into_a_damaged_file_is_caught() {
    let (_, touched) = damage_pages(|file| {
        let met = read_and_check(file);
        let raw = Connection::open(file).expect("the file");
        raw.query_row("SELECT count(*) FROM person", [], |_| Ok(())).unwrap_or_default();
        met
    });
    for what in ["the file", "the log"] {
        assert!(touched.iter().any(|touched| touched.contains(what)), "{what}: {touched:#?}");
    }
}
