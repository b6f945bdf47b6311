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

use crate::claims::{self, Acknowledged};
use crate::crash::{Moment, acknowledge_until_the_kill};
use crate::open;

const SECONDS: &str = "PARTWRIGHT_SOAK_SECONDS";
const IN_A_TEST_RUN: u64 = 2;

const WRITERS: usize = 3;
const READERS: usize = 2;
/// The longest log, and how much more memory there may be at the end than when everything had begun.
const MOST_LOG: u64 = 64 << 20;
const MOST_MORE_MEMORY: u64 = 96 << 20;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

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
        let log = fs::metadata(file.with_extension("partwright-wal")).map_or(0, |log| log.len());
        sizes.log = sizes.log.max(log);
        sizes.memory.extend(memory());
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
        store.back_up(&copy, &Cancel::new(), &mut |_| ())?;
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

#[test]
fn everything_at_once_goes_on_without_an_error_and_grows_no_memory() {
    let seconds = env::var(SECONDS).ok().and_then(|text| text.parse().ok()).unwrap_or(IN_A_TEST_RUN);
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
        let killed = scope.spawn(|| kill(&told, &file, seed));
        let sizes = watch(&file, &told, until, &stop);
        (sizes, killed.join().expect("a killer without a panic"))
    });
    acknowledged.parts.extend(told.acknowledged.lock().unwrap_or_else(PoisonError::into_inner).iter());
    drop((ports, store));
    let broken = claims::broken(&file, &acknowledged);
    let errors = told.errors.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
    // A tenth of the time is for everything to begin.
    let settled = &sizes.memory[sizes.memory.len() / 10..];
    let (begin, most) = (settled.first().copied().unwrap_or(0), settled.iter().copied().max().unwrap_or(0));
    let end = settled.last().copied().unwrap_or(0);
    claims::tell(
        "soak",
        &[
            ("seconds", seconds),
            ("units_written", count(&told.written)),
            ("units_of_the_killed", acknowledged.parts.len() as u64),
            ("reads", count(&told.read)),
            ("searches", count(&told.searched)),
            ("backups", count(&told.backups)),
            ("kills", count(&told.kills)),
            ("errors", errors.len() as u64),
            ("losses", broken.len() as u64),
            ("log_most_kilobytes", sizes.log >> 10),
            ("memory_begin_kilobytes", begin >> 10),
            ("memory_most_kilobytes", most >> 10),
            ("memory_end_kilobytes", end >> 10),
        ],
    );
    assert!(errors.is_empty() && broken.is_empty(), "with the seed {seed}: {errors:#?} {broken:#?}");
    assert!(sizes.log < MOST_LOG, "the log grew to {} bytes", sizes.log);
    assert!(end < begin + MOST_MORE_MEMORY, "the memory grew from {begin} to {end} bytes");
    for (what, done) in
        [("written", &told.written), ("read", &told.read), ("searched", &told.searched), ("killed", &told.kills)]
    {
        assert!(count(done) > 0, "{what} at all");
    }
}
