//! The store in memory: a true second adapter, with one writer at a time that works on a copy and swaps it in.
//!
//! It holds every rule that a store holds by itself, so that a rule tested here is a rule everywhere. Readers take the
//! committed state and keep it; they wait for nobody.

mod approval;
mod audit;
mod bom;
mod category;
mod file;
mod import;
mod kicad;
mod manufacturer_part;
mod nesting;
mod part;
mod person;
mod property;
mod release;
mod revision;
mod search;
mod setting;
mod supplier_part;
mod view;
mod workflow;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use partwright_domain::change::Changes;
use partwright_domain::store::{Observer, Reading, Snapshot, Store, StoreError, Verdict, Work, Writing};

use nesting::{Inside, StoreKey};
use view::{Open, View};

/// All rows of all rooms. A copy shares each room's rows until it writes to them.
#[derive(Debug, Clone, Default)]
struct State {
    categories: Arc<category::Rows>,
    people: Arc<person::Rows>,
    parts: Arc<part::Rows>,
    revisions: Arc<revision::Rows>,
    properties: Arc<property::Rows>,
    manufacturer_parts: Arc<manufacturer_part::Rows>,
    supplier_parts: Arc<supplier_part::Rows>,
    boms: Arc<bom::Rows>,
    files: Arc<file::Rows>,
    approvals: Arc<approval::Rows>,
    releases: Arc<release::Rows>,
    settings: Arc<setting::Rows>,
    workflows: Arc<workflow::Rows>,
    imports: Arc<import::Rows>,
    kicad: Arc<kicad::Rows>,
    audit: Arc<audit::Rows>,
}

/// A workspace's data, in memory, for as long as the store lives.
///
/// Observers are called on the thread that wrote, before its write answers. They may not read or write (both are
/// refused as nested), and one that panics harms neither the store nor the other observers.
#[derive(Default)]
pub struct MemoryStore {
    key: StoreKey,
    committed: RwLock<Arc<State>>,
    writing: Mutex<()>,
    observers: Mutex<Vec<Observer>>,
    rehearses: bool,
}

impl MemoryStore {
    /// A store without anything in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// A store that runs every unit's work twice and keeps the second run, as a store does after a conflict. What a
    /// service does outside its unit shows there as done twice.
    pub fn rehearsing() -> Self {
        Self { rehearses: true, ..Self::default() }
    }

    fn state(&self) -> Arc<State> {
        Arc::clone(&self.committed.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Swaps in what the unit did, if it may be kept, and tells the observers.
    fn commit(&self, open: View<Open>) -> Result<Changes, StoreError> {
        let (state, changes) = open.close()?;
        *self.committed.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
        if !changes.is_empty() {
            let observers = self.observers.lock().unwrap_or_else(PoisonError::into_inner).clone();
            for observer in observers {
                // The change is made, whatever becomes of those who are told; the panic hook has had its say.
                drop(catch_unwind(AssertUnwindSafe(|| observer(&changes))));
            }
        }
        Ok(changes)
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("MemoryStore").field("committed", &self.state()).finish_non_exhaustive()
    }
}

impl Store for MemoryStore {
    fn snapshot(&self, reading: &Reading, work: &mut dyn FnMut(&dyn Snapshot)) -> Result<(), StoreError> {
        let _inside = Inside::enter(&self.key, "read")?;
        work(&View::of(self.state(), reading.cancel.clone()));
        Ok(())
    }

    fn unit(&self, writing: &Writing, work: Work) -> Result<Changes, StoreError> {
        let _inside = Inside::enter(&self.key, "write")?;
        // A panic leaves the lock poisoned and the state as it was: the copy it worked on is dropped with it.
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let open = || View::open(State::clone(&self.state()), writing.cancel.clone());
        writing.check()?;
        if self.rehearses {
            work(&open());
        }
        let open = open();
        match work(&open) {
            Verdict::Commit => writing.check().and_then(|()| self.commit(open)),
            Verdict::Rollback => Ok(Changes::default()),
        }
    }

    fn subscribe(&self, observer: Observer) {
        self.observers.lock().unwrap_or_else(PoisonError::into_inner).push(observer);
    }
}
