//! The power goes at every moment: what was acknowledged is there, and nothing is half done.
//!
//! A run of the real store is written down, write by write and flush by flush. Then it is told to a disk that loses what it
//! was not told to flush, and at each step that disk is looked at as if the power had gone there.

mod log;
#[cfg(unix)]
mod vault;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use partwright_faultfs::{Call, Disk, Fault, Platter, Step};
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::{self, part, ports_on};

use crate::attaching::{self, Attaching};
use crate::claims::{self, Acknowledged};
use crate::fault::another_program;
use crate::{log_of, wait_until};

const FILE: &str = "cut.partwright";
const LOG: &str = "cut.partwright-wal";

/// A mark says in its upper half what was acknowledged, and in its lower half which.
const ROUNDS: u64 = 1 << 32;
const FILES: u64 = 2 << 32;

/// Written down: a workspace that is made, written to by several threads, closed, opened and written to again. Each time the log
/// is worked off in between: by another program first, and by the engine itself when it has nothing to do.
fn run(disk: Disk, folder: &Path) -> Vec<Step> {
    let file = folder.join(FILE);
    disk.watch(folder);
    disk.record();
    let (round, attached) = (AtomicU32::new(0), AtomicU32::new(0));
    let (never, soon) = (Duration::from_secs(3_600), Duration::from_millis(20));
    for (care, rounds, works_off) in [(never, 3, by_another_program as fn(Disk, &Path)), (soon, 2, by_the_caretaker)] {
        let settings = Settings { file_system: Some(disk.name()), readers: 1, care, ..Settings::default() };
        let ports = ports_on(Arc::new(SqliteStore::open(&file, settings).expect("a workspace")));
        let ports = partwright_domain::ports::Ports { ids: Arc::new(partwright_domain::id::TimeOrderedIds), ..ports };
        let actor = build::open(&ports);
        if round.load(Ordering::Relaxed) == 0 {
            build::demand_nothing(&ports);
        }
        let attaching = Attaching::to_a_new_part(&ports, &file);
        for _ in 0..rounds {
            thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| {
                        for _ in 0..2 {
                            let made = part("EL-RES").named("cut").mpn("Yageo", "RC0402").add_to(&ports);
                            disk.mark(made.part.number.sequence.get().into());
                        }
                    });
                }
                for _ in 0..2 {
                    scope.spawn(|| {
                        for _ in 0..2 {
                            let number = attached.fetch_add(1, Ordering::Relaxed);
                            // Two that follow each other have one content, so that they come to be put at the same time.
                            attaching.attach(number, number / 2).expect("a file");
                            disk.mark(FILES + u64::from(number));
                        }
                    });
                }
                scope.spawn(|| {
                    let round = round.fetch_add(1, Ordering::Relaxed) + 1;
                    claims::turn(&ports, actor.id, round).expect("a round");
                    disk.mark(ROUNDS + u64::from(round));
                });
            });
            works_off(disk, &file);
        }
    }
    disk.recorded()
}

/// Works the log into the file, as any program may: what is written next begins it anew, over what was in it.
fn by_another_program(disk: Disk, file: &Path) {
    let raw = another_program(disk, file);
    let is_held: bool = raw.query_row("PRAGMA wal_checkpoint(RESTART)", [], |row| row.get(0)).expect("a checkpoint");
    assert!(!is_held, "nobody is in the way");
}

/// Waits until the log is worked into the file and cut to nothing.
fn by_the_caretaker(_: Disk, file: &Path) {
    wait_until("the caretaker cuts the log", || fs::metadata(log_of(file)).is_ok_and(|log| log.len() == 0));
}

/// How often the log was begun anew over what was in it.
fn begun_anew(steps: &[Step]) -> usize {
    let (mut length, mut count) = (0, 0);
    for step in steps {
        match step {
            Step::Write { file, offset, bytes } if file == LOG => {
                count += usize::from(*offset == 0 && length > bytes.len());
                length = length.max(offset + bytes.len());
            }
            Step::Truncate { file, length: cut } if file == LOG => length = *cut,
            Step::Delete { file, .. } if file == LOG => length = 0,
            _ => {}
        }
    }
    count
}

fn is_cut_to_nothing(step: &Step) -> bool {
    matches!(step, Step::Truncate { file, length: 0 } if file == LOG)
}

#[derive(Default)]
struct Found {
    cuts: u64,
    losses: Vec<String>,
}

/// Cuts the power after each step that is due, as often as there are seeds, until so many losses were found.
fn cut(steps: &[Step], seeds: u64, enough: usize, is_due: impl Fn(usize, &Step) -> bool) -> Found {
    let mut found = Found::default();
    let mut platter = Platter::default();
    let (mut acknowledged, mut attached) = (Acknowledged::default(), Vec::new());
    for (place, step) in steps.iter().enumerate() {
        platter.take(step);
        if let Step::Mark(mark) = step {
            let number = u32::try_from(*mark % ROUNDS).expect("the lower half");
            match mark - u64::from(number) {
                0 => drop(acknowledged.parts.insert(number)),
                ROUNDS => acknowledged.round = number,
                _ => attached.push(number),
            }
        }
        if !is_due(place, step) {
            continue;
        }
        if found.losses.len() >= enough {
            return found;
        }
        // Each looks at a disk of its own.
        let looked: Vec<_> = thread::scope(|scope| {
            let look = |seed| {
                let (platter, acknowledged, attached) = (&platter, &acknowledged, &attached);
                scope.spawn(move || look(platter, acknowledged, attached, (place, seed)))
            };
            let looks: Vec<_> = (0..seeds).map(look).collect();
            looks.into_iter().map(|look| look.join().expect("a look that ends")).collect()
        });
        found.cuts += seeds;
        let told = |(seed, claim)| format!("after step {place} of {}, seed {seed}: {claim}", steps.len());
        let claims =
            (0..seeds).zip(looked).flat_map(|(seed, broken)| broken.into_iter().map(move |claim| (seed, claim)));
        found.losses.extend(claims.map(told));
    }
    found
}

/// What is broken of what was acknowledged, on a disk whose power goes now.
fn look(platter: &Platter, acknowledged: &Acknowledged, attached: &[u32], (place, seed): (usize, u64)) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let sector = if seed % 2 == 0 { 512 } else { 4_096 };
    platter.cut(sector, place as u64 * 1_000 + seed).put_into(folder.path()).expect("what is left");
    let file = folder.path().join(FILE);
    let mut broken = claims::broken(&file, acknowledged);
    // Windows has no flush of a folder to ask for, and keeps names by a journal of its own that the model does not know.
    if cfg!(unix) {
        broken.extend(attaching::broken(&file, attached));
    }
    broken
}

/// After each `stride`-th step and after the last.
fn cut_everywhere(steps: &[Step], stride: usize, seeds: u64) -> Found {
    cut(steps, seeds, usize::MAX, |place, _| place % stride == 0 || place + 1 == steps.len())
}

#[test]
fn what_was_acknowledged_survives_a_power_cut_at_any_moment() {
    let folder = tempfile::tempdir().expect("a folder");
    let steps = run(Disk::new(), folder.path());
    let flushes = steps.iter().filter(|step| matches!(step, Step::Sync { .. })).count();
    assert!(flushes > 10 && steps.len() > 500, "{flushes} flushes in {} steps", steps.len());
    let begun_anew = begun_anew(&steps);
    assert!(begun_anew >= 2, "the log was begun anew over old frames {begun_anew} times");
    let cut_to_nothing = steps.iter().filter(|step| is_cut_to_nothing(step)).count();
    assert!(cut_to_nothing >= 3, "the log was cut {cut_to_nothing} times, each close among them");
    let (stride, seeds) = if claims::length() > 1 { (1, 4) } else { (23, 2) };
    let found = cut_everywhere(&steps, stride, seeds);
    let losses = found.losses.len() as u64;
    claims::tell(
        "power cut",
        &[
            ("steps", steps.len() as u64),
            ("logs begun anew", begun_anew as u64),
            ("logs cut", cut_to_nothing as u64),
            ("cuts", found.cuts),
            ("losses", losses),
        ],
    );
    assert!(
        found.losses.is_empty(),
        "{losses} in {} cuts: {:#?}",
        found.cuts,
        &found.losses[..found.losses.len().min(20)]
    );
}

#[test]
fn without_flushes_the_same_harness_reports_loss() {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = Disk::new();
    disk.ignore_flushes();
    let steps = run(disk, folder.path());
    assert!(!steps.iter().any(|step| matches!(step, Step::Sync { .. })), "nothing was flushed");
    let found = cut_everywhere(&steps, 101, 1);
    assert!(found.losses.iter().any(|loss| loss.contains("acknowledged and lost")), "{:#?}", found.losses);
}

/// The flush of the log makes a commit; that of the file is needed before the log is begun anew. Each is taken out in turn.
#[test]
fn an_engine_that_leaves_out_the_flush_of_its_log_or_its_file_is_caught() {
    let folder = tempfile::tempdir().expect("a folder");
    let steps = run(Disk::new(), folder.path());
    for left_out in [LOG, FILE] {
        let planted = |step: &&Step| !matches!(step, Step::Sync { file, .. } if file == left_out);
        let planted: Vec<_> = steps.iter().filter(planted).cloned().collect();
        assert!(planted.len() < steps.len(), "{left_out} is flushed");
        let losses = cut(&planted, 4, 1, |_, step| matches!(step, Step::Mark(_))).losses;
        assert!(!losses.is_empty(), "{left_out}");
    }
}

/// What the disk above stands for: a connection that is told not to flush tells the disk nothing of flushes.
#[test]
fn a_connection_that_does_not_flush_writes_down_no_flush() {
    let folder = tempfile::tempdir().expect("a folder");
    let flushes = |synchronous: &str| {
        let disk = Disk::new();
        let raw = another_program(disk, &folder.path().join(synchronous));
        raw.pragma_update(None, "journal_mode", "WAL").expect("a log");
        raw.pragma_update(None, "synchronous", synchronous).expect("a setting");
        disk.record();
        raw.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1);").expect("two commits");
        disk.recorded().iter().filter(|step| matches!(step, Step::Sync { .. })).count()
    };
    assert!(flushes("FULL") >= 2, "the harness sees them");
    assert_eq!(flushes("OFF"), 0);
}

/// A disk that keeps all it was told leaves what is in the real files: nothing passes the harness by.
#[test]
fn what_was_written_down_is_what_is_in_the_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut platter = Platter::default();
    for step in &run(Disk::new(), folder.path()) {
        platter.take(step);
    }
    let whole = platter.whole();
    let below = crate::vault::below(folder.path());
    assert_eq!(whole.names().collect::<Vec<_>>(), below);
    assert!(below.len() > 5, "the vault is among them: {below:?}");
    for name in &below {
        let real = fs::read(folder.path().join(name)).expect("a file");
        assert!(whole.file(name) == Some(&real), "{name}, byte for byte");
    }
}

#[test]
fn a_fault_concerns_its_own_disk_and_ends_when_it_is_healed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (broken, sound) = (Disk::new(), Disk::new());
    broken.fail(Call::Open, 0, Fault::StaysBroken);
    let open = |disk: Disk| {
        let settings = Settings { file_system: Some(disk.name()), ..Settings::default() };
        SqliteStore::open(&folder.path().join(FILE), settings)
    };
    assert!(open(broken).is_err() && open(sound).is_ok());
    assert!(broken.heal() > 0);
    assert!(open(broken).is_ok());
}
