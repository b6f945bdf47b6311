//! The write-ahead log: worked off by whoever makes it too long; and as `synchronous=NORMAL` would flush it, before it is worked off
//! and not for each commit.

use std::path::Path;
use std::time::Duration;

use partwright_faultfs::{Disk, Step};
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build;

use super::{FILE, LOG, cut, run};
use crate::claims;
use crate::fault::{Bench, lengthen_log};

/// Written down: a log that was made long, units that work it off, and more of them, which begin it anew. With it comes where they
/// begin.
fn run_over_a_long_log(disk: Disk, folder: &Path) -> (Vec<Step>, usize) {
    let file = folder.join(FILE);
    disk.record();
    // Nobody but whoever writes works it off.
    let care = Duration::from_secs(3_600);
    let settings = Settings { file_system: Some(disk.name()), readers: 1, care, ..Settings::default() };
    let bench = Bench::on(SqliteStore::open(&file, settings).expect("a workspace"));
    build::demand_nothing(&bench.ports);
    lengthen_log(disk, &file);
    let mut steps = disk.recorded();
    let begin = steps.len();
    disk.record();
    for _ in 0..5 {
        disk.mark(bench.make().expect("a part").into());
    }
    steps.extend(disk.recorded());
    (steps, begin)
}

#[test]
fn a_log_that_is_worked_off_by_whoever_writes_survives_a_power_cut_at_any_moment() {
    let folder = tempfile::tempdir().expect("a folder");
    let (steps, begin) = run_over_a_long_log(Disk::new(), folder.path());
    let written = steps[begin..].iter().filter(|step| matches!(step, Step::Write { file, .. } if file == FILE)).count();
    assert!(written > 50, "{written} pages of the file were written");
    let (stride, seeds) = if claims::length() > 1 { (1, 4) } else { (67, 1) };
    let found = cut(&steps, seeds, usize::MAX, |place, step| {
        let is_a_moment = matches!(step, Step::Mark(_) | Step::Sync { .. });
        place >= begin && (is_a_moment || place % stride == 0)
    });
    let figures = [("steps", steps.len() as u64), ("cuts", found.cuts), ("losses", found.losses.len() as u64)];
    claims::tell("power cut over a long log", &figures);
    assert!(found.losses.is_empty(), "{:#?}", &found.losses[..found.losses.len().min(20)]);
}

#[test]
fn a_writer_that_begins_the_log_anew_before_the_file_is_flushed_is_caught() {
    let folder = tempfile::tempdir().expect("a folder");
    let (steps, begin) = run_over_a_long_log(Disk::new(), folder.path());
    let (there, recorded) = steps.split_at(begin);
    let is_left = |step: &&Step| !matches!(step, Step::Sync { file, .. } if file == FILE);
    let planted: Vec<_> = there.iter().chain(recorded.iter().filter(is_left)).cloned().collect();
    assert!(planted.len() < steps.len(), "the file is flushed");
    let losses = cut(&planted, 4, 1, |place, step| place >= begin && matches!(step, Step::Mark(_))).losses;
    assert!(!losses.is_empty(), "the harness saw nothing");
}

/// Whether `synchronous=NORMAL` would leave out the flush at this place: it flushes the log only when its head was written,
/// and before it is worked off.
fn is_left_out(steps: &[Step], place: usize) -> bool {
    let concerns = |step: &&Step| match step {
        Step::Write { file, .. } | Step::Sync { file, .. } => file == FILE || file == LOG,
        _ => false,
    };
    let is_of_head = |step: &Step| matches!(step, Step::Write { file, offset: 0, .. } if file == LOG);
    let before = steps[..place].iter().rev().find(concerns);
    let after = steps[place + 1..].iter().find(concerns);
    let is_worked_off = matches!(after, Some(Step::Write { file, .. }) if file == FILE);
    let is_of_log = matches!(&steps[place], Step::Sync { file, .. } if file == LOG);
    is_of_log && !before.is_some_and(is_of_head) && !is_worked_off
}

#[test]
fn a_store_that_flushes_its_log_as_with_synchronous_normal_is_caught() {
    let folder = tempfile::tempdir().expect("a folder");
    let steps = run(Disk::new(), folder.path());
    let flushes =
        |steps: &[Step]| steps.iter().filter(|step| matches!(step, Step::Sync { file, .. } if file == LOG)).count();
    let planted: Vec<_> =
        (0..steps.len()).filter(|place| !is_left_out(&steps, *place)).map(|place| steps[place].clone()).collect();
    let (all, left) = (flushes(&steps), flushes(&planted));
    assert!(0 < left && left < all, "{left} of {all} flushes of the log are left");
    let losses = cut(&planted, 1, 1, |_, step| matches!(step, Step::Mark(_))).losses;
    assert!(losses.iter().any(|loss| loss.contains("acknowledged and lost")), "{losses:#?}");
}
