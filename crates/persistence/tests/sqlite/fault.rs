//! The disk fails: each call of each kind, once, for good, or because it is full. What failed says so and left nothing, and
//! the store works again as soon as the disk does.

mod log;
mod vault;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use partwright_domain::Error;
use partwright_domain::id::{SubcategoryId, TimeOrderedIds};
use partwright_domain::part::{Description, NewPart, PartName, PartService};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::store::StoreError;
use partwright_faultfs::{Call, Disk, Fault};
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::{self, ports_on};
use rusqlite::Connection;

use crate::claims::{self, Acknowledged};
use crate::{log_of, open};

const FAULTS: [Fault; 3] = [Fault::Broken, Fault::StaysBroken, Fault::Full];

const FILE: &str = "fault.partwright";

/// A workspace that is open on a disk that may fail.
pub(crate) struct Bench {
    pub(crate) ports: Ports,
    pub(crate) actor: Actor,
    subcategory: SubcategoryId,
}

impl Bench {
    pub(crate) fn on(store: SqliteStore) -> Self {
        let ports = Ports { ids: Arc::new(TimeOrderedIds), ..ports_on(Arc::new(store)) };
        let actor = build::open(&ports);
        let subcategory = build::subcategory(&ports, "EL-RES");
        Self { ports, actor, subcategory }
    }

    pub(crate) fn make(&self) -> Result<u32, StoreError> {
        let new = NewPart {
            subcategory: self.subcategory,
            name: PartName::parse("fault").expect("a name"),
            description: Description::parse("").expect("a description"),
            manufacturer_part: None,
        };
        match PartService::new(self.ports.clone()).create(&self.actor, new) {
            Ok(part) => Ok(part.number.sequence.get()),
            Err(Error::Store(error)) => Err(error),
            Err(other) => panic!("no rule is broken here: {other}"),
        }
    }

    /// The number that the next part will have.
    fn next(&self) -> u32 {
        let parts = self.ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a count").0;
        100_000 + u32::try_from(parts).expect("not that many")
    }
}

fn settings(disk: Disk) -> Settings {
    Settings { file_system: Some(disk.name()), readers: 1, ..Settings::default() }
}

/// Another program that has the file open, on the same disk.
pub(crate) fn another_program(disk: Disk, file: &Path) -> Connection {
    Connection::open(format!("file:{}?vfs={}", file.display(), disk.name())).expect("another program")
}

/// Another program writes until the log is so long that the next unit of the engine, or the one after it, works it off. What it wrote
/// is not there any more then.
pub(crate) fn lengthen_log(disk: Disk, file: &Path) {
    /// A page of 4 KiB and its head. SQLite's own default, and the engine's, is to work off a log of a thousand.
    const FRAME: u64 = 4_096 + 24;
    let raw = another_program(disk, file);
    raw.execute_batch("PRAGMA wal_autocheckpoint = 0; CREATE TABLE filler (bytes)").expect("a table");
    raw.execute_batch("INSERT INTO filler VALUES (zeroblob(100000))").expect("a row");
    while fs::metadata(log_of(file)).expect("a log").len() < 980 * FRAME {
        raw.execute_batch("UPDATE filler SET bytes = randomblob(100000)").expect("the same row");
    }
    raw.execute_batch("DROP TABLE filler").expect("no table");
}

/// A workspace without parts, closed.
pub(crate) fn template(folder: &Path) -> PathBuf {
    let file = folder.join("template.partwright");
    let ports = ports_on(Arc::new(open(&file)));
    build::open(&ports);
    build::demand_nothing(&ports);
    file
}

/// How a part is made and its number acknowledged: as the store says, but where a fault is planted.
pub(crate) type Make = fn(&Bench) -> Result<u32, StoreError>;

/// The faults that are planted.
pub(crate) const CARELESS: [(&str, Make); 3] = [
    ("swallows an error", |bench| match bench.make() {
        Err(_) => Ok(bench.next()),
        made => made,
    }),
    ("acknowledges before it is known", |bench| {
        let number = bench.next();
        bench.make().map_or(Ok(number), |_| Ok(number))
    }),
    ("names an error otherwise", |bench| bench.make().map_err(|_| StoreError::Unaudited)),
];

/// What a run came to.
struct Run {
    /// How many calls failed.
    met: u32,
    acknowledged: Acknowledged,
    /// Numbers that were acknowledged again.
    twice: Vec<u32>,
    errors: Vec<StoreError>,
    /// How many parts were there at its end.
    parts: u64,
}

impl Run {
    /// What it does not keep of what is promised; the file is closed.
    fn broken(&self, file: &Path, fault: Fault) -> Vec<String> {
        let mut broken = claims::broken(file, &self.acknowledged);
        if self.parts != self.acknowledged.parts.len() as u64 {
            broken.push(format!("{} parts are there, {} were acknowledged", self.parts, self.acknowledged.parts.len()));
        }
        broken.extend(self.twice.iter().map(|number| format!("{number} was acknowledged twice")));
        let is_named = |error: &&StoreError| match fault {
            Fault::Full => **error == StoreError::Full,
            _ => matches!(error, StoreError::DiskFailed { .. }),
        };
        broken.extend(self.errors.iter().filter(|error| !is_named(error)).map(|error| format!("{fault:?}: {error:?}")));
        broken
    }
}

/// Opens the file, writes, and closes it; answers what was acknowledged and what failed. The fault is planned before, and the
/// disk is healed before the last unit, which has to succeed.
fn run(disk: Disk, file: &Path, plan: (Call, u32, Fault), make: Make) -> Run {
    let (mut acknowledged, mut twice, mut errors) = (Acknowledged::default(), Vec::new(), Vec::new());
    let mut acknowledge = |acknowledged: &mut Acknowledged, number| {
        if !acknowledged.parts.insert(number) {
            twice.push(number);
        }
    };
    // Opened while the disk is well, so that what fails is the unit; opening is tried by itself.
    let bench = Bench::on(SqliteStore::open(file, settings(disk)).expect("a workspace"));
    let (call, well, fault) = plan;
    lengthen_log(disk, file);
    disk.fail(call, well, fault);
    for round in 1..=3 {
        match make(&bench) {
            Ok(number) => acknowledge(&mut acknowledged, number),
            Err(error) => errors.push(error),
        }
        match claims::turn(&bench.ports, bench.actor.id, round) {
            Ok(()) => acknowledged.round = round,
            Err(error) => errors.push(error),
        }
    }
    let met = disk.heal();
    acknowledge(&mut acknowledged, bench.make().expect("the store works again"));
    claims::turn(&bench.ports, bench.actor.id, 4).expect("the store works again");
    acknowledged.round = 4;
    let parts = bench.ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a count").0;
    Run { met, acknowledged, twice, errors, parts }
}

/// Lets calls fail at one place after the other, or every so many of them, until none is met any more; answers how often one was.
fn at_each_place(stride: usize, mut is_met: impl FnMut(u32) -> bool) -> u64 {
    (0..).step_by(stride).take_while(|well| is_met(*well)).count() as u64
}

/// In a test run not each of the many writes fails.
fn stride(call: Call) -> usize {
    if call == Call::Write && claims::length() == 1 { 37 } else { 1 }
}

/// The log is worked off by the first units, and begun anew by those after them.
#[test]
fn a_disk_that_fails_at_any_call_costs_what_was_refused_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let (template, file) = (template(folder.path()), folder.path().join(FILE));
    let disk = Disk::new();
    let (mut faults, mut refused, mut losses) = (0, 0, Vec::new());
    for (call, fault) in [
        (Call::Write, Fault::Broken),
        (Call::Write, Fault::StaysBroken),
        (Call::Write, Fault::Full),
        (Call::Sync, Fault::Broken),
        (Call::Sync, Fault::StaysBroken),
        (Call::Sync, Fault::Full),
    ] {
        let met = at_each_place(stride(call), |well| {
            fs::copy(&template, &file).expect("a copy");
            let run = run(disk, &file, (call, well, fault), Bench::make);
            let broken = run.broken(&file, fault);
            losses.extend(broken.into_iter().map(|claim| format!("{call:?} {well} {fault:?}: {claim}")));
            refused += run.errors.len() as u64;
            run.met > 0
        });
        assert!(met > 0, "{call:?} {fault:?} was never met");
        faults += met;
    }
    claims::tell("faults", &[("faults", faults), ("refused", refused), ("losses", losses.len() as u64)]);
    assert!(losses.is_empty(), "{losses:#?}");
    assert!(refused > 20, "{refused} units were refused for {faults} faults");
}

/// One that was closed, and one as a program leaves it that was killed, with a log to work off.
#[test]
fn a_disk_that_fails_while_the_workspace_is_opened_leaves_it_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let (closed, file) = (template(folder.path()), folder.path().join(FILE));
    let killed = folder.path().join("killed.partwright");
    fs::copy(&closed, &killed).expect("a copy");
    let bench = Bench::on(open(&killed));
    let part = bench.make().expect("a part");
    let (killed_file, killed_log) = (fs::read(&killed), fs::read(log_of(&killed)));
    drop(bench);
    let killed = [(file.clone(), killed_file.expect("a file")), (log_of(&file), killed_log.expect("a log"))];
    let closed = [(file.clone(), fs::read(closed).expect("a file"))];
    let disk = Disk::new();
    let (mut faults, mut losses) = (0, Vec::new());
    for (left, parts) in [(&closed[..], BTreeSet::new()), (&killed[..], [part].into())] {
        let acknowledged = Acknowledged { parts, round: 0 };
        for (call, fault) in Call::ALL.into_iter().flat_map(|call| FAULTS.map(|fault| (call, fault))) {
            faults += at_each_place(1, |well| {
                for (path, bytes) in left {
                    fs::write(path, bytes).expect("a file");
                }
                disk.fail(call, well, fault);
                let opened = SqliteStore::open(&file, settings(disk)).map(drop);
                let met = disk.heal();
                if let Err(error) = opened {
                    let is_named = matches!(
                        error,
                        StoreError::Full | StoreError::DiskFailed { .. } | StoreError::Unreachable { .. }
                    );
                    assert!(is_named, "{call:?} {well} {fault:?}: {error:?}");
                }
                let broken = claims::broken(&file, &acknowledged);
                losses.extend(broken.into_iter().map(|claim| format!("{call:?} {well} {fault:?}: {claim}")));
                fs::remove_file(&file).expect("the file");
                met > 0
            });
        }
    }
    claims::tell("faults while opening", &[("faults", faults), ("losses", losses.len() as u64)]);
    assert!(losses.is_empty(), "{losses:#?}");
    assert!(faults > 20, "{faults}");
}

/// The harness itself: where a failure is swallowed, or acknowledged before it is known, it says so.
#[test]
fn a_store_that_swallows_an_error_or_acknowledges_too_early_is_caught() {
    let folder = tempfile::tempdir().expect("a folder");
    let template = template(folder.path());
    let disk = Disk::new();
    for (planted, make) in CARELESS {
        for fault in [Fault::StaysBroken, Fault::Full] {
            let file = folder.path().join(FILE);
            fs::copy(&template, &file).expect("a copy");
            let broken = run(disk, &file, (Call::Write, 0, fault), make).broken(&file, fault);
            assert!(!broken.is_empty(), "{planted} {fault:?}: the harness saw nothing");
            fs::remove_file(&file).expect("the file");
        }
    }
    // And the store as it is passes the same.
    let file = folder.path().join(FILE);
    fs::copy(&template, &file).expect("a copy");
    let broken = run(disk, &file, (Call::Write, 0, Fault::Full), Bench::make).broken(&file, Fault::Full);
    assert!(broken.is_empty(), "{broken:#?}");
}
