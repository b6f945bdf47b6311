//! The disk fails while the log is worked off and cut by itself: when there is nothing to do, and when the workspace is closed. All
//! that was acknowledged is in the log, so nobody is refused anything.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use partwright_domain::store::StoreError;
use partwright_faultfs::{Call, Disk, Fault};
use partwright_persistence::{Settings, SqliteStore};

use super::{Bench, FILE, at_each_place, settings, stride, template};
use crate::claims::{self, Acknowledged};
use crate::{log_of, wait_until};

/// Who works the log off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// The thread that looks round while nothing is written.
    Caretaker,
    /// Whoever closes the workspace.
    Closing,
}

const FAULTS: [(Who, Call, Fault); 14] = [
    (Who::Caretaker, Call::Write, Fault::Broken),
    (Who::Caretaker, Call::Write, Fault::Full),
    (Who::Caretaker, Call::Sync, Fault::Broken),
    (Who::Caretaker, Call::Sync, Fault::StaysBroken),
    (Who::Caretaker, Call::Truncate, Fault::Broken),
    (Who::Caretaker, Call::Truncate, Fault::StaysBroken),
    (Who::Closing, Call::Write, Fault::Broken),
    (Who::Closing, Call::Write, Fault::StaysBroken),
    (Who::Closing, Call::Write, Fault::Full),
    (Who::Closing, Call::Sync, Fault::Broken),
    (Who::Closing, Call::Sync, Fault::StaysBroken),
    (Who::Closing, Call::Truncate, Fault::Broken),
    (Who::Closing, Call::Truncate, Fault::StaysBroken),
    (Who::Closing, Call::Delete, Fault::StaysBroken),
];

#[test]
fn a_disk_that_fails_while_the_log_is_worked_off_costs_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (template, file) = (template(folder.path()), folder.path().join(FILE));
    let disk = Disk::new();
    let (mut faults, mut losses) = (0, Vec::new());
    for (who, call, fault) in FAULTS {
        let met = at_each_place(stride(call), |well| {
            fs::copy(&template, &file).expect("a copy");
            let plan = || disk.fail(call, well, fault);
            let (met, acknowledged) = match who {
                Who::Caretaker => idle(disk, &file, plan),
                Who::Closing => close(disk, &file, plan),
            };
            let broken = claims::broken(&file, &acknowledged);
            losses.extend(broken.into_iter().map(|claim| format!("{who:?} {call:?} {well} {fault:?}: {claim}")));
            met > 0
        });
        assert!(met > 0, "{who:?} {call:?} {fault:?} was never met");
        faults += met;
    }
    claims::tell("faults in the log", &[("faults", faults), ("losses", losses.len() as u64)]);
    assert!(losses.is_empty(), "{losses:#?}");
}

/// The caretaker cuts the log while the disk fails, and cuts it once it works again.
fn idle(disk: Disk, file: &Path, plan: impl FnOnce()) -> (u32, Acknowledged) {
    let settings = Settings { care: Duration::from_millis(5), ..settings(disk) };
    let bench = Bench::on(SqliteStore::open(file, settings).expect("a workspace"));
    let mut acknowledged = Acknowledged::default();
    // As long as somebody reads what was before the part, the log is not worked off to its end.
    let read: Result<(), StoreError> = bench.ports.store.read("test", |snapshot| {
        snapshot.parts().count()?;
        let made = thread::scope(|scope| scope.spawn(|| bench.make()).join().expect("a thread that ends"));
        acknowledged.parts.insert(made?);
        plan();
        Ok(())
    });
    read.expect("a part");
    let is_cut = || fs::metadata(log_of(file)).is_ok_and(|log| log.len() == 0);
    wait_until("the caretaker tries", || is_cut() || disk.has_failed());
    let met = disk.heal();
    wait_until("the log is cut", is_cut);
    acknowledged.parts.insert(bench.make().expect("the store works again"));
    (met, acknowledged)
}

/// The workspace is closed while the disk fails.
fn close(disk: Disk, file: &Path, plan: impl FnOnce()) -> (u32, Acknowledged) {
    let bench = Bench::on(SqliteStore::open(file, settings(disk)).expect("a workspace"));
    let mut acknowledged = Acknowledged::default();
    acknowledged.parts.insert(bench.make().expect("a part"));
    plan();
    drop(bench);
    (disk.heal(), acknowledged)
}
