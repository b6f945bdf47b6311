//! SQL on SQLite files: the contract, and what only this adapter can get wrong.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, and the message says which")]

mod attaching;
mod backup;
mod bom;
mod care;
mod chain;
mod claims;
mod compile_fail;
mod concurrency;
mod crash;
mod damage;
mod door;
mod fault;
mod file;
mod full_disk;
mod import;
mod kicad;
mod migration;
mod older;
mod opening;
mod plan;
mod power_cut;
mod pragma;
mod reading;
mod relocate;
mod review;
mod salvage;
mod schema;
mod search;
mod soak;
mod two_processes;
mod undo;
mod upgrade;
mod vault;
mod wal;
mod workflow;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use partwright_domain::Error;
use partwright_domain::cancel::Cancel;
use partwright_domain::store::{Store, StoreError};
use partwright_domain::workspace::{Progress, WorkspaceFile as _};
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::contract::Fixture;
use tempfile::TempDir;

/// A store on a file of its own.
struct OnFile {
    store: Option<Arc<SqliteStore>>,
    path: PathBuf,
    _folder: TempDir,
}

/// The write-ahead log of a workspace.
fn log_of(file: &Path) -> PathBuf {
    file.with_extension("partwright-wal")
}

/// Waits until it is so, a little while; the message says what was waited for.
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        thread::yield_now();
    }
}

fn fresh() -> OnFile {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("test.partwright");
    OnFile { store: Some(Arc::new(open(&path))), path, _folder: folder }
}

fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, Settings::default()).expect("a workspace that opens")
}

/// Copies the file of a store alone, without what is attached; what may go wrong with that is the store's.
fn copy_of(
    store: &SqliteStore,
    to: &Path,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<String>, StoreError> {
    store.back_up(to, &mut || Ok(()), cancel, progress).map_err(|error| match error {
        Error::Store(error) => error,
        other => panic!("{other}"),
    })
}

/// How many steps the schema has.
fn newest() -> u32 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let entries = std::fs::read_dir(folder).expect("the migrations").map(|entry| entry.expect("an entry").path());
    let count = entries.filter(|file| file.extension().is_some_and(|ending| ending == "sql")).count();
    u32::try_from(count).expect("not that many")
}

impl OnFile {
    /// A connection past the store, as another program would have it.
    fn raw(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(&self.path).expect("a second connection");
        connection.pragma_update(None, "foreign_keys", "ON").expect("foreign keys");
        connection
    }
}

impl Fixture for OnFile {
    fn store(&self) -> Arc<dyn Store> {
        Arc::clone(self.store.as_ref().expect("an open store")) as Arc<dyn Store>
    }

    fn reopen(&mut self) -> Option<Arc<dyn Store>> {
        drop(self.store.take());
        self.store = Some(Arc::new(open(&self.path)));
        Some(self.store())
    }
}

mod contract {
    partwright_testkit::store_contract!(crate::fresh);
}
