//! What the engine consists of, whatever its units are.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, ffi};

use super::connection::{Access, Census, Circle, Line, open_apart};
use super::damage::Damage;
use super::desk::OpenSnapshot;
use super::elsewhere::{Elsewhere, Notice};
use super::handle::Opened;
use super::idle::Idle;
use super::metrics::{Metrics, Status};
use super::place::Place;
use super::pool::{Lease, Pool};
use super::room::Room;
use super::wal::{self, Checkpoint, Log};
use super::{EngineError, Opening, Schema, Settings, copy, file, migrate};

/// How long closing waits for connections that another thread is just opening.
const CLOSING: Duration = Duration::from_secs(5);

/// The connections to a file, and who looks after them.
#[derive(Debug)]
pub(super) struct Base {
    pub(super) path: PathBuf,
    pub(super) place: Place,
    pub(super) room: Arc<Room>,
    pub(super) settings: Settings,
    pub(super) schema: Schema,
    pub(super) metrics: Arc<Metrics>,
    pub(super) elsewhere: Elsewhere,
    pub(super) readers: Pool,
    pub(super) writer: Pool,
    circle: Circle,
    pub(super) idle: Idle,
    pub(super) log: Log,
    /// It waits until the connections of the pools are closed.
    _closed: Closed,
    /// The last field: from then on nobody here has the file open.
    _opened: Opened,
}

impl Base {
    pub(super) fn open(
        path: &Path,
        schema: Schema,
        settings: Settings,
        notice: Notice,
        tell: &mut dyn FnMut(Opening),
    ) -> Result<Self, EngineError> {
        let census = Arc::<Census>::default();
        Self::open_at((path, schema), settings, notice, tell, &census).map_err(|error| {
            // A pool may be opening a connection yet; what is refused is left as it was, with nothing beside it.
            drop(Closed(census));
            file::damaged_or(path, error)
        })
    }

    fn open_at(
        (path, schema): (&Path, Schema),
        settings: Settings,
        notice: Notice,
        tell: &mut dyn FnMut(Opening),
        census: &Arc<Census>,
    ) -> Result<Self, EngineError> {
        file::check(path, schema.application_id)?;
        migrate::refuse_newer(path, schema.migrations)?;
        let metrics = Arc::new(Metrics::new(settings.slow_statement));
        let circle = Circle {
            other_program: settings.other_program,
            file_system: settings.file_system,
            metrics: Arc::clone(&metrics),
            damage: Arc::new(Damage::new(path)),
            desks: Arc::default(),
            census: Arc::clone(census),
        };
        // One writer: SQLite has one anyway, and threads that queue for it here do not poll each other out.
        let writer = Pool::open(path, Access::Write, 1, &settings, &circle)?;
        let first = writer.take()?;
        let (place, opened) = (Place::of(path), Opened::at(path));
        let set_aside = |tell: &mut dyn FnMut(Opening)| copy::before_migration(path, &circle, schema, tell);
        migrate::run(&first, path, schema, &settings, set_aside, tell)?;
        let elsewhere = Elsewhere::from_now(&first, notice)?;
        drop(first);
        let readers = Pool::open(path, Access::Read, settings.readers, &settings, &circle)?;
        circle.damage.opened();
        Ok(Self {
            path: path.to_owned(),
            place,
            room: Arc::new(Room::beside(path)),
            settings,
            schema,
            metrics,
            elsewhere,
            readers,
            writer,
            circle,
            idle: Idle::default(),
            log: Log::new(),
            _closed: Closed(Arc::clone(census)),
            _opened: opened,
        })
    }

    /// A reading connection of one's own, past the pool.
    pub(super) fn open_apart(&self) -> Result<Line, EngineError> {
        self.place.refuse_gone()?;
        open_apart(&self.path, &self.circle).map_err(|error| self.named(error))
    }

    /// SQLite's error as what it is here: another program that held the file, damage, or what SQLite says.
    pub(super) fn named(&self, error: rusqlite::Error) -> EngineError {
        match self.settings.name_busy(error) {
            EngineError::Sqlite(error) => self.circle.damage.name(error),
            named => named,
        }
    }

    /// Refuses once the file is known to be damaged.
    pub(super) fn refuse_damaged(&self) -> Result<(), EngineError> {
        self.circle.damage.refuse()
    }

    /// Whether the log stays as it is, because the file is damaged or may be.
    pub(super) fn keeps_log(&self) -> bool {
        self.circle.damage.keeps_log()
    }

    /// Remembers that a check found something wrong.
    pub(super) fn doubt(&self) {
        self.circle.damage.doubt();
    }

    /// Keeps the log from growing, right after a commit.
    pub(super) fn after_commit(&self, writer: &Lease) {
        match self.log.after_commit(writer, &self.settings) {
            Checkpoint::NotDue => {}
            Checkpoint::Done => self.metrics.checkpoints.add(1),
            Checkpoint::Held => {
                if let Some(OpenSnapshot { operation, age }) = self.open_snapshots().first() {
                    let milliseconds = age.as_millis();
                    tracing::debug!(operation, milliseconds, "a snapshot keeps the write-ahead log from being emptied");
                }
            }
        }
    }

    /// Names each snapshot that has stayed for long, once.
    pub(super) fn tell_of_old_snapshots(&self) {
        let desks = self.circle.desks.lock();
        for desk in desks.iter().filter_map(std::sync::Weak::upgrade) {
            if let Some(OpenSnapshot { operation, age }) = desk.tell_once(self.settings.slow_snapshot) {
                let (seconds, wal_bytes) = (age.as_secs(), self.wal_bytes());
                tracing::warn!(
                    operation,
                    seconds,
                    wal_bytes,
                    "a snapshot stays open; the write-ahead log grows meanwhile"
                );
            }
        }
    }

    /// The oldest first.
    fn open_snapshots(&self) -> Vec<OpenSnapshot> {
        let mut desks = self.circle.desks.lock();
        desks.retain(|desk| desk.strong_count() > 0);
        let sitting = desks.iter().filter_map(std::sync::Weak::upgrade).filter_map(|desk| desk.snapshot());
        let mut open: Vec<_> = sitting.collect();
        open.sort_by_key(|snapshot| std::cmp::Reverse(snapshot.age));
        open
    }

    pub(super) fn status(&self) -> Status {
        Status {
            open_snapshots: self.open_snapshots(),
            file_bytes: file::size(&self.path),
            wal_bytes: self.wal_bytes(),
            ..self.metrics.status()
        }
    }

    fn wal_bytes(&self) -> u64 {
        file::size(&file::beside(&self.path, "-wal"))
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        if self.keeps_log() {
            tracing::warn!("the write-ahead log of a file that is damaged, or may be, stays as it is");
            return;
        }
        let emptied = self
            .writer
            .take()
            .and_then(|writer| wal::truncate(&writer, &self.settings).map_err(|error| self.settings.name_busy(error)));
        match emptied {
            Ok(true) => {}
            // Another program has the file open: whoever closes it last empties the log.
            Ok(false) => tracing::debug!("the write-ahead log is left to another program"),
            Err(error) => tracing::warn!(%error, "the write-ahead log could not be emptied; the next start does it"),
        }
    }
}

#[derive(Debug)]
struct Closed(Arc<Census>);

impl Drop for Closed {
    fn drop(&mut self) {
        if !self.0.wait_for_none(CLOSING) {
            tracing::warn!("a connection to the database outlives it");
        }
    }
}

/// What is wrong with the file that a connection is to; nothing when all is well.
pub(super) fn problems(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut problems = Vec::new();
    for look in [pages, references] {
        match look(connection, &mut problems) {
            // So damaged that it cannot be read to its end, or that a CHECK of the schema cannot be asked of a value.
            Err(error) if file::says_damaged(&error) || is_of_a_statement(&error) => {
                problems.push(error.to_string());
            }
            looked => looked?,
        }
    }
    Ok(problems)
}

/// Whether it is the statement that went wrong and not the disk, the memory or whoever ended it: a function in it, as one of JSON.
fn is_of_a_statement(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_ERROR)
}

fn pages(connection: &Connection, problems: &mut Vec<String>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("PRAGMA integrity_check(100)")?;
    for problem in statement.query_map([], |row| row.get::<_, String>(0))? {
        problems.push(problem?);
    }
    problems.retain(|problem| problem != "ok");
    Ok(())
}

fn references(connection: &Connection, problems: &mut Vec<String>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let broken = statement.query_map([], |row| {
        let (table, row, target) = (row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, String>(2)?);
        let row = row.map_or_else(String::new, |row| format!(", row {row}"));
        Ok(format!("{table}{row}: what it refers to in {target} is not there"))
    })?;
    for problem in broken {
        problems.push(problem?);
    }
    Ok(())
}
