//! A store that fails when it is told to, round one that works.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use partwright_domain::change::Changes;
use partwright_domain::store::{Observer, Reading, Snapshot, Store, StoreError, UnitOfWork, Verdict, Work, Writing};

/// How a read or a unit fails.
#[derive(Debug, Clone)]
enum Fault {
    /// Its work is never run.
    Instead(StoreError),
    /// Its work is run, and what it did is not kept.
    AtCommit(StoreError),
}

/// Which calls fail, and how many there have been.
#[derive(Debug, Default)]
struct Calls {
    count: usize,
    faults: BTreeMap<usize, Fault>,
}

impl Calls {
    fn next(calls: &Mutex<Self>) -> Option<Fault> {
        let mut calls = calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.count += 1;
        let count = calls.count;
        calls.faults.remove(&count)
    }
}

/// A store that hands every call to another, but for those that were chosen to fail. Reads and units are counted apart,
/// each from 1.
pub struct FaultStore {
    store: Arc<dyn Store>,
    reads: Mutex<Calls>,
    units: Mutex<Calls>,
}

impl fmt::Debug for FaultStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("FaultStore");
        shown.field("reads", &self.reads).field("units", &self.units).finish_non_exhaustive()
    }
}

impl FaultStore {
    /// A store that works as `store` does, for now.
    pub fn on(store: Arc<dyn Store>) -> Self {
        Self { store, reads: Mutex::default(), units: Mutex::default() }
    }

    /// The `nth` read fails and its closure is never run.
    #[must_use]
    pub fn failing_read(self, nth: usize, error: StoreError) -> Self {
        Self::plan(&self.reads, nth, Fault::Instead(error));
        self
    }

    /// The `nth` unit fails and its closure is never run.
    #[must_use]
    pub fn failing_unit(self, nth: usize, error: StoreError) -> Self {
        Self::plan(&self.units, nth, Fault::Instead(error));
        self
    }

    /// The `nth` unit runs to its end, and then its commit fails: nothing of it is kept.
    #[must_use]
    pub fn failing_commit(self, nth: usize, error: StoreError) -> Self {
        Self::plan(&self.units, nth, Fault::AtCommit(error));
        self
    }

    fn plan(calls: &Mutex<Calls>, nth: usize, fault: Fault) {
        calls.lock().unwrap_or_else(PoisonError::into_inner).faults.insert(nth, fault);
    }
}

impl Store for FaultStore {
    fn snapshot(&self, reading: &Reading, work: &mut dyn FnMut(&dyn Snapshot)) -> Result<(), StoreError> {
        match Calls::next(&self.reads) {
            Some(Fault::Instead(error) | Fault::AtCommit(error)) => Err(error),
            None => self.store.snapshot(reading, work),
        }
    }

    fn unit(&self, writing: &Writing, work: Work) -> Result<Changes, StoreError> {
        match Calls::next(&self.units) {
            Some(Fault::Instead(error)) => Err(error),
            Some(Fault::AtCommit(error)) => {
                let undone = move |unit: &dyn UnitOfWork| {
                    work(unit);
                    Verdict::Rollback
                };
                self.store.unit(writing, Box::new(undone))?;
                Err(error)
            }
            None => self.store.unit(writing, work),
        }
    }

    fn subscribe(&self, observer: Observer) {
        self.store.subscribe(observer);
    }
}
