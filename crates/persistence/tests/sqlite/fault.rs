//! The disk fails: each call of each kind, once, for good, or because it is full. What failed says so and left nothing, and
//! the store works again as soon as the disk does.

mod vault;

use std::fs;
use std::path::Path;
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

use crate::claims::{self, Acknowledged};
use crate::open;

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

/// A workspace without parts, closed.
pub(crate) fn template(folder: &Path) -> std::path::PathBuf {
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

#[test]
fn a_disk_that_fails_at_any_call_costs_what_was_refused_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let template = template(folder.path());
    let stride = if claims::length() > 1 { 1 } else { 37 };
    let disk = Disk::new();
    let (mut faults, mut refused, mut losses) = (0_u64, 0_u64, Vec::new());
    for (call, fault) in [
        (Call::Write, Fault::Broken),
        (Call::Write, Fault::StaysBroken),
        (Call::Write, Fault::Full),
        (Call::Sync, Fault::Broken),
        (Call::Sync, Fault::StaysBroken),
        (Call::Truncate, Fault::Broken),
        (Call::Open, Fault::StaysBroken),
    ] {
        for well in (0..).step_by(if call == Call::Write { stride } else { 1 }) {
            let file = folder.path().join(FILE);
            fs::copy(&template, &file).expect("a copy");
            let run = run(disk, &file, (call, well, fault), Bench::make);
            let broken = run.broken(&file, fault);
            losses.extend(broken.into_iter().map(|claim| format!("{call:?} {well} {fault:?}: {claim}")));
            refused += run.errors.len() as u64;
            fs::remove_file(&file).expect("the file");
            if run.met == 0 {
                break;
            }
            faults += 1;
        }
    }
    let figures = [("faults", faults), ("refused", refused), ("losses", losses.len() as u64)];
    claims::tell("faults", &figures);
    assert!(losses.is_empty(), "{losses:#?}");
    assert!(refused > 20, "{refused} units were refused for {faults} faults");
}

#[test]
fn a_disk_that_fails_while_the_workspace_is_opened_leaves_it_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let template = template(folder.path());
    let disk = Disk::new();
    let (mut faults, mut losses) = (0_u64, Vec::new());
    for call in Call::ALL {
        for fault in [Fault::Broken, Fault::StaysBroken, Fault::Full] {
            for well in 0.. {
                let file = folder.path().join(FILE);
                fs::copy(&template, &file).expect("a copy");
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
                let broken = claims::broken(&file, &Acknowledged::default());
                losses.extend(broken.into_iter().map(|claim| format!("{call:?} {well} {fault:?}: {claim}")));
                fs::remove_file(&file).expect("the file");
                if met == 0 {
                    break;
                }
                faults += 1;
            }
        }
    }
    claims::tell("faults while opening", &[("faults", faults), ("losses", losses.len() as u64)]);
    assert!(losses.is_empty(), "{losses:#?}");
    assert!(faults > 5, "{faults}");
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
