//! The write-ahead log as `synchronous=NORMAL` would flush it: before it is worked off, and not for each commit.

use partwright_faultfs::{Disk, Step};

use super::{FILE, LOG, cut, run};

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
