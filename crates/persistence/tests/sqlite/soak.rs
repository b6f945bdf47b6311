//! Everything at once, for as long as somebody wants: writers, readers, searches and backups, beside a second process that
//! is killed and started again. No error, nothing lost, and neither the memory nor the log grows.
//!
//! The normal test run does it for two seconds, `cargo xtask torture --soak` for ten minutes.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use partwright_domain::audit::AuditFilter;
use partwright_domain::cancel::Cancel;
use partwright_domain::id::TimeOrderedIds;
use partwright_domain::ports::Ports;
use partwright_domain::search::{Query, Search};
use partwright_domain::store::StoreError;
use partwright_domain::workspace::WorkspaceFile;
use partwright_persistence::SqliteStore;
use partwright_testkit::build::{self, part, ports_on};
use partwright_testkit::chance::Chance;
use rusqlite::Connection;

use crate::claims::{self, Acknowledged};
use crate::crash::{Moment, acknowledge_until_the_kill};
use crate::{copy_of, open};

const SECONDS: &str = "PARTWRIGHT_SOAK_SECONDS";
const IN_A_TEST_RUN: u64 = 2;
const LONG_ENOUGH_FOR_A_COPY: u64 = 20;

const WRITERS: usize = 3;
const READERS: usize = 2;
/// The longest log, and how much more memory there may be at the end than when everything had begun.
const MOST_LOG: u64 = 64 << 20;
const MOST_MORE_MEMORY: u64 = 96 << 20;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
/// How long the planted faults may take until they are found, on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was done, and what went wrong.
#[derive(Default)]
struct Told {
    written: AtomicU64,
    read: AtomicU64,
    searched: AtomicU64,
    backups: AtomicU64,
    kills: AtomicU64,
    errors: Mutex<Vec<String>>,
    acknowledged: Mutex<BTreeSet<u32>>,
    /// How often somebody looked at the sizes.
    looks: AtomicU64,
    is_over: AtomicBool,
}

impl Told {
    /// Does something until it is over, and counts it.
    fn again(&self, count: &AtomicU64, what: &str, mut work: impl FnMut() -> Result<(), StoreError>) {
        while !self.is_over.load(Ordering::Relaxed) {
            match work() {
                Ok(()) => drop(count.fetch_add(1, Ordering::Relaxed)),
                Err(error) => return self.wrong(format!("{what}: {error}")),
            }
        }
    }

    /// Waits until somebody looked at the sizes twice more: the first look may have been half done.
    fn wait_for_looks(&self) {
        let before = self.looks.load(Ordering::Relaxed);
        while self.looks.load(Ordering::Relaxed) < before + 2 && !self.is_over.load(Ordering::Relaxed) {
            thread::yield_now();
        }
    }

    fn wrong(&self, what: String) {
        self.errors.lock().unwrap_or_else(PoisonError::into_inner).push(what);
        self.is_over.store(true, Ordering::Relaxed);
    }
}

/// How large the log was, and the memory of this process, which only Linux tells.
#[derive(Debug, Default)]
struct Sizes {
    log: u64,
    memory: Vec<u64>,
}

fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

/// Looks at the sizes until it is over, or somebody says so.
fn watch(file: &Path, told: &Told, until: Instant, stop: &Receiver<()>) -> Sizes {
    let mut sizes = Sizes::default();
    while Instant::now() < until && !told.is_over.load(Ordering::Relaxed) {
        let log = fs::metadata(crate::log_of(file)).map_or(0, |log| log.len());
        sizes.log = sizes.log.max(log);
        sizes.memory.extend(memory());
        told.looks.fetch_add(1, Ordering::Relaxed);
        if stop.recv_timeout(BETWEEN_LOOKS) != Err(RecvTimeoutError::Timeout) {
            break;
        }
    }
    told.is_over.store(true, Ordering::Relaxed);
    sizes
}

fn write(told: &Told, ports: &Ports) {
    told.again(&told.written, "writing", || {
        let made = part("EL-RES").named("soak 10k").mpn("Yageo", "RC0402").add_to(ports);
        let mut acknowledged = told.acknowledged.lock().unwrap_or_else(PoisonError::into_inner);
        acknowledged.insert(made.part.number.sequence.get());
        Ok(())
    });
}

/// Two looks at one snapshot see the same, whoever writes.
fn read(told: &Told, ports: &Ports) {
    let newest = AuditFilter { limit: 1, ..AuditFilter::default() };
    told.again(&told.read, "reading", || {
        ports.store.read("soak", |snapshot| {
            let look = || Ok::<_, StoreError>((snapshot.parts().count()?, snapshot.audit().list(&newest)?));
            let (counts, again) = (look()?, look()?);
            assert_eq!(counts, again, "a snapshot stays as it is");
            Ok::<_, StoreError>(())
        })
    });
}

fn search(told: &Told, ports: &Ports) {
    let texts = ["soak 10k", "rc0402", "EL-RES-100000", "\" OR 1=1", "10k yageo", "%"];
    let mut turn = 0;
    told.again(&told.searched, "searching", || {
        turn += 1;
        let search = Search { query: Query::parse(texts[turn % texts.len()]), limit: 50, ..Search::default() };
        ports.store.read("soak", |snapshot| snapshot.search().find(&search)).map(drop)
    });
}

/// Copies that are checked, one after the other.
fn back_up(told: &Told, store: &SqliteStore, folder: &Path) {
    told.again(&told.backups, "backing up", || {
        let copy = folder.join("copy.partwright");
        copy_of(store, &copy, &Cancel::new(), &mut |_| ())?;
        let problems = open(&copy).check(&Cancel::new())?;
        assert!(problems.is_empty(), "a copy is sound: {problems:?}");
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.to_string_lossy().contains("copy.partwright") {
                fs::remove_file(entry).expect("to remove a copy");
            }
        }
        Ok(())
    });
}

/// The second process, killed at random moments and started again.
fn kill(told: &Told, file: &Path, seed: u64) -> Acknowledged {
    let (mut chance, mut acknowledged) = (Chance::of(seed), Acknowledged::default());
    while !told.is_over.load(Ordering::Relaxed) {
        let after = 1 + u32::try_from(chance.below(40)).expect("few");
        let moment = Moment { after, later: Duration::from_millis(chance.below(50) as u64) };
        acknowledge_until_the_kill(file, moment, false, &mut acknowledged);
        told.kills.fetch_add(1, Ordering::Relaxed);
    }
    acknowledged
}

/// What is done beside everything else: nothing, but where faults are planted.
type Plant = fn(&Told, &Path);

/// Everything at once; answers the figures, and what does not hold.
fn soak(seconds: u64, plant: Plant) -> (Vec<(&'static str, u64)>, Vec<String>) {
    let (folder, copies) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let file = folder.path().join("soak.partwright");
    let store = Arc::new(open(&file));
    let ports = Ports { ids: Arc::new(TimeOrderedIds), ..ports_on(Arc::clone(&store) as Arc<_>) };
    build::open(&ports);
    build::demand_nothing(&ports);
    let (told, seed) = (Told::default(), Chance::seed());
    let (_go_on, stop): (Sender<()>, _) = channel();
    let until = Instant::now() + Duration::from_secs(seconds);
    let (sizes, mut acknowledged) = thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| write(&told, &ports));
        }
        for _ in 0..READERS {
            scope.spawn(|| read(&told, &ports));
        }
        scope.spawn(|| search(&told, &ports));
        scope.spawn(|| back_up(&told, &store, copies.path()));
        scope.spawn(|| plant(&told, &file));
        let killed = scope.spawn(|| kill(&told, &file, seed));
        let sizes = watch(&file, &told, until, &stop);
        (sizes, killed.join().expect("a killer without a panic"))
    });
    acknowledged.parts.extend(told.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).iter());
    drop((ports, store));
    let lost = claims::broken(&file, &acknowledged);
    let errors = told.errors.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
    // A tenth of the time is for everything to begin.
    let settled = &sizes.memory[sizes.memory.len() / 10..];
    let (begin, most) = (settled.first().copied().unwrap_or(0), settled.iter().copied().max().unwrap_or(0));
    let end = settled.last().copied().unwrap_or(0);
    let figures = vec![
        ("seconds", seconds),
        ("units_written", count(&told.written)),
        ("units_of_the_killed", acknowledged.parts.len() as u64),
        ("reads", count(&told.read)),
        ("searches", count(&told.searched)),
        ("backups", count(&told.backups)),
        ("kills", count(&told.kills)),
        ("errors", errors.len() as u64),
        ("losses", lost.len() as u64),
        ("log_most_kilobytes", sizes.log >> 10),
        ("memory_begin_kilobytes", begin >> 10),
        ("memory_most_kilobytes", most >> 10),
        ("memory_end_kilobytes", end >> 10),
    ];
    let mut broken: Vec<_> =
        errors.into_iter().chain(lost).map(|what| format!("with the seed {seed}: {what}")).collect();
    let mut claim = |holds: bool, what: String| {
        if !holds {
            broken.push(what);
        }
    };
    claim(sizes.log < MOST_LOG, format!("the log grew to {} bytes", sizes.log));
    claim(most < begin + MOST_MORE_MEMORY, format!("the memory grew from {begin} to {most} bytes"));
    broken.extend(never_done(seconds, &figures));
    (figures, broken)
}

/// What a run of so many seconds should have done and has not: it says nothing about that.
fn never_done(seconds: u64, figures: &[(&'static str, u64)]) -> Vec<String> {
    let done = |what: &str| figures.iter().any(|(figure, times)| *figure == what && *times > 0);
    // A copy is checked to its last page, and on a slow machine the first one takes longer than a test run.
    let copied = (seconds >= LONG_ENOUGH_FOR_A_COPY).then_some("backups");
    ["units_written", "units_of_the_killed", "reads", "searches", "kills"]
        .into_iter()
        .chain(copied)
        .filter(|what| !done(what))
        .map(|what| format!("no {what} in {seconds} seconds"))
        .collect()
}

#[test]
fn everything_at_once_goes_on_without_an_error_and_grows_no_memory() {
    let seconds = env::var(SECONDS).ok().and_then(|text| text.parse().ok()).unwrap_or(IN_A_TEST_RUN);
    let (figures, broken) = soak(seconds, |_, _| ());
    claims::tell("soak", &figures);
    assert!(broken.is_empty(), "{broken:#?}");
}

/// A reader that never ends while much is written, a unit that is acknowledged and not there, memory that nobody gives back.
fn everything_that_is_looked_for(told: &Told, file: &Path) {
    let (reader, writer) = (Connection::open(file).expect("a reader"), Connection::open(file).expect("a writer"));
    reader.execute_batch("BEGIN").expect("a transaction");
    reader.query_row("SELECT count(*) FROM part", [], |row| row.get::<_, u32>(0)).expect("a snapshot");
    writer.busy_timeout(PATIENCE).expect("a timeout");
    let import = "INSERT INTO import_file (id, name, sha256, columns, imported_at, imported_by)
        SELECT zeroblob(16), 'much.csv', lower(hex(zeroblob(32))), '[]', 0, id FROM person LIMIT 1";
    writer.execute(import, []).expect("a file");
    for number in 0..=u32::try_from(MOST_LOG >> 22).expect("few") {
        let row = "INSERT INTO import_row VALUES (zeroblob(16), ?1, json_array(hex(zeroblob(2 << 20))))";
        writer.execute(row, [number + 1]).expect("much");
    }
    told.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).insert(u32::MAX);
    told.wait_for_looks();
    // Filled with something, because the system gives zeros only when somebody reads them.
    let leak = vec![1_u8; usize::try_from(MOST_MORE_MEMORY).expect("a size") * 3 / 2];
    told.wait_for_looks();
    told.is_over.store(true, Ordering::Relaxed);
    drop(leak);
}

/// The harness itself; without Linux nobody tells of the memory.
#[test]
fn a_log_that_a_reader_holds_a_unit_that_is_lost_and_memory_that_leaks_are_caught() {
    let (_, broken) = soak(PATIENCE.as_secs(), everything_that_is_looked_for);
    let mut expected = vec!["the log grew", "acknowledged and lost: [4294967295]"];
    if cfg!(target_os = "linux") {
        expected.push("the memory grew");
    }
    for what in expected {
        assert!(broken.iter().any(|claim| claim.contains(what)), "{what}: {broken:#?}");
    }
}

#[test]
fn a_run_in_which_something_was_never_done_is_caught() {
    let all = ["units_written", "units_of_the_killed", "reads", "searches", "kills", "backups"];
    let figures = |without: &str| all.map(|what| (what, u64::from(what != without)));
    for what in all {
        let expected = vec![format!("no {what} in {LONG_ENOUGH_FOR_A_COPY} seconds")];
        assert_eq!(never_done(LONG_ENOUGH_FOR_A_COPY, &figures(what)), expected);
    }
    assert!(never_done(LONG_ENOUGH_FOR_A_COPY, &figures("")).is_empty());
    assert!(never_done(IN_A_TEST_RUN, &figures("backups")).is_empty(), "it may be too short for a copy");
}
