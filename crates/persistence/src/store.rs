//! The port `Store` over a file.

use std::fs::File;
use std::io::ErrorKind;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use partwright_domain::cancel::Cancel;
use partwright_domain::change::Changes;
use partwright_domain::store::{Observer, Reading, Snapshot, Store, StoreError, Verdict, Work, Writing};
use partwright_domain::workspace::{Opening, Progress, Stage};

use crate::audit;
use crate::engine::{self, Ending, Engine, EngineError, Migration, Notice, Schema, Settings, Shared, Unit};
use crate::error::from_engine;
use crate::search;
use crate::session::{self, Session};

/// `PWrt` in ASCII: how a workspace's file says whose it is.
const APPLICATION_ID: u32 = 0x5057_7274;

pub(crate) const SCHEMA: Schema = Schema { application_id: APPLICATION_ID, migrations: MIGRATIONS };

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(Migration { name: $name, sql: include_str!(concat!("../migrations/", $name, ".sql")) }),*]
    };
}

const MIGRATIONS: &[Migration] = migrations![
    "0001_person_create",
    "0002_category_create",
    "0003_part_create",
    "0004_revision_create",
    "0005_property_create",
    "0006_manufacturer_part_create",
    "0007_bom_create",
    "0008_audit_create",
    "0009_audit_compare_actions",
    "0010_category_configure",
    "0011_supplier_part_create",
    "0012_file_create",
    "0013_setting_create",
    "0014_approval_create",
    "0015_release_create",
    "0016_bom_pin_and_substitute",
    "0017_part_successor",
    "0018_search_create",
    "0019_part_sort",
    "0020_workflow_create",
    "0021_audit_undo",
    "0022_part_remove",
    "0023_manufacturer_part_order",
    "0024_part_number_given",
    "0025_import_create",
    "0026_bom_property_and_origin",
    "0027_kicad_create",
    "0028_import_complete",
    "0029_revision_obsolete",
    "0030_bom_order",
    "0031_audit_chain",
];

/// A workspace in a SQLite file. Cloning the `Arc` it lives in is how threads share it; there is no other lock to take.
pub struct SqliteStore {
    engine: Engine<NamedWork>,
    observers: Arc<Observers>,
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the workspace in this file, and makes it if it is not there. A file that is not a workspace, is damaged, or
    /// is newer than this program is refused and left as it is.
    pub fn open(path: &Path, settings: Settings) -> Result<Self, StoreError> {
        let observers = Arc::<Observers>::default();
        Self::over(Engine::open(path, SCHEMA, settings, notice(&observers)), observers, &mut |_| ())
    }

    /// Like [`SqliteStore::open`], and tells how far it is where an older program wrote the file.
    pub fn open_telling(path: &Path, settings: Settings, tell: &mut dyn FnMut(Opening)) -> Result<Self, StoreError> {
        let observers = Arc::<Observers>::default();
        let mut told = |opening| tell(opening_of(opening));
        let engine = Engine::open_telling(path, SCHEMA, settings, notice(&observers), &mut told);
        Self::over(engine, observers, tell)
    }

    fn over(
        engine: Result<Engine<NamedWork>, EngineError>,
        observers: Arc<Observers>,
        tell: &mut dyn FnMut(Opening),
    ) -> Result<Self, StoreError> {
        let store = Self { engine: engine.map_err(from_engine)?, observers };
        store.catch_up(tell)?;
        Ok(store)
    }

    /// Makes a workspace in this file, which must not be there: what is there already, or comes at the same moment, is
    /// nobody's new workspace ([`StoreError::Taken`]).
    pub fn create(path: &Path, settings: Settings) -> Result<Self, StoreError> {
        File::create_new(path).map_err(|error| {
            let path = path.display().to_string();
            match error.kind() {
                ErrorKind::AlreadyExists => StoreError::Taken { path },
                _ => StoreError::Unreachable { path, detail: error.to_string() },
            }
        })?;
        Self::open(path, settings).inspect_err(|_| give_back(path))
    }

    /// Does what a migration left to us, and puts into the index of the search what another program wrote.
    fn catch_up(&self, tell: &mut dyn FnMut(Opening)) -> Result<(), StoreError> {
        let reading = engine::Reading { operation: "store.due", cancel: None };
        let is_due = |connection: &Shared| {
            let session = Session::new(connection, session::Reading);
            Ok::<_, StoreError>(search::is_due(&session)? || audit::is_unlinked(&session)?)
        };
        if self.engine.snapshot(&reading, is_due).map_err(from_engine)?? {
            tell(Opening { stage: Stage::CatchingUp, progress: Progress { done: 0, total: 0 } });
            // Any unit does it before it commits.
            self.unit(&Writing::named("store.catch_up"), Box::new(|_| Verdict::Commit))?;
        }
        Ok(())
    }

    pub(crate) fn engine(&self) -> &Engine<NamedWork> {
        &self.engine
    }
}

/// Tells those who are told of commits that another program made one.
fn notice(observers: &Arc<Observers>) -> Notice {
    let told = Arc::clone(observers);
    Box::new(move || told.tell(&Changes::elsewhere()))
}

/// What the engine tells of an opening, in the domain's words.
fn opening_of(opening: engine::Opening) -> Opening {
    let (stage, engine::Progress { done, total }) = match opening {
        engine::Opening::SettingAside(progress) => (Stage::SettingAside, progress),
        engine::Opening::Upgrading(progress) => (Stage::Upgrading, progress),
    };
    Opening { stage, progress: Progress { done, total } }
}

/// Removes a file that was made for a workspace and stayed empty. What somebody else put into it meanwhile stays.
fn give_back(path: &Path) {
    let is_empty = std::fs::metadata(path).is_ok_and(|file| file.len() == 0);
    if is_empty && let Err(error) = std::fs::remove_file(path) {
        tracing::warn!(%error, path = %path.display(), "an empty file stays where a workspace was to be made");
    }
}

impl Store for SqliteStore {
    fn snapshot(&self, reading: &Reading, work: &mut dyn FnMut(&dyn Snapshot)) -> Result<(), StoreError> {
        let Reading { operation, cancel } = reading;
        let reading = engine::Reading { operation, cancel: cancel.as_ref().map(Cancel::flag) };
        self.engine
            .snapshot(&reading, |connection| work(&Session::new(connection, session::Reading)))
            .map_err(from_engine)
    }

    fn unit(&self, writing: &Writing, work: Work) -> Result<Changes, StoreError> {
        let unit = NamedWork { writing: writing.clone(), work, observers: Arc::clone(&self.observers) };
        self.engine.unit(writing.operation, unit).map_err(from_engine)?
    }

    fn subscribe(&self, observer: Observer) {
        self.observers.0.lock().unwrap_or_else(PoisonError::into_inner).push(observer);
    }
}

/// A unit of work as the engine takes it.
pub(crate) struct NamedWork {
    writing: Writing,
    work: Work,
    observers: Arc<Observers>,
}

impl Unit for NamedWork {
    type Answer = Result<Changes, StoreError>;

    fn run(&self, connection: &Shared) -> Ending<Self::Answer> {
        let session = Session::new(connection, session::Writing::default()).until(self.writing.cancel.clone());
        if let Err(cancelled) = self.writing.check() {
            return Ending::Rollback(Err(cancelled));
        }
        if (self.work)(&session) == Verdict::Rollback {
            return Ending::Rollback(Ok(Changes::default()));
        }
        let notes = mem::take(&mut *session.notes());
        if !notes.untold.is_empty() {
            tracing::error!(operation = self.writing.operation, unaudited = ?notes.untold, "a unit changed what its audit does not tell");
            return Ending::Rollback(Err(StoreError::Unaudited));
        }
        let ended = audit::end_chain(&session, notes.chain).and_then(|()| search::fill(&session));
        match ended.and_then(|()| self.writing.check()) {
            Ok(()) => Ending::Commit(Ok(notes.changes)),
            Err(error) => Ending::Rollback(Err(error)),
        }
    }

    fn committed(&self, answer: &Self::Answer) {
        if let Ok(changes) = answer {
            self.observers.tell(changes);
        }
    }
}

/// Who is told of commits.
#[derive(Default)]
struct Observers(Mutex<Vec<Observer>>);

impl Observers {
    fn tell(&self, changes: &Changes) {
        if changes.is_empty() {
            return;
        }
        let observers = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for observer in observers {
            // The commit is done and stays done, whatever an observer makes of it.
            if catch_unwind(AssertUnwindSafe(|| observer(changes))).is_err() {
                tracing::error!("an observer of the store panicked");
            }
        }
    }
}
