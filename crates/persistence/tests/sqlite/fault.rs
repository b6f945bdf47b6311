//! The disk fails: each call of each kind, once, for good, or because it is full. What failed says so and left nothing, and
//! the store works again as soon as the disk does.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::thread;

use partwright_domain::Error;
use partwright_domain::id::TimeOrderedIds;
use partwright_domain::ports::Ports;
use partwright_domain::store::StoreError;
use partwright_faultfs::{Call, Disk, Fault};
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build::{self, part, ports_on};

use crate::claims::{self, Acknowledged};

const FILE: &str = "fault.partwright";

/// What a run met.
#[derive(Default)]
struct Met {
    acknowledged: Acknowledged,
    errors: Vec<StoreError>,
}

fn open(disk: Disk, file: &Path) -> Result<Ports, StoreError> {
    let settings = Settings { file_system: Some(disk.name()), readers: 1, ..Settings::default() };
    let store = SqliteStore::open(file, settings)?;
    Ok(Ports { ids: Arc::new(TimeOrderedIds), ..ports_on(Arc::new(store)) })
}

/// A part, or why there is none.
fn make(ports: &Ports) -> Result<u32, StoreError> {
    match part("EL-RES").named("fault").mpn("Yageo", "RC0402").try_add_to(ports) {
        Ok(made) => Ok(made.part.number.sequence.get()),
        Err(Error::Store(error)) => Err(error),
        Err(other) => panic!("no rule is broken here: {other}"),
    }
}
