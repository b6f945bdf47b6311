//! The notes of the guide: one table, on the engine.

use std::path::Path;
use std::sync::Arc;

use partwright_guides::engine::{
    Ending, Engine, EngineError, Migration, Notice, Reading, Schema, Settings, Shared, Status, Unit,
};

/// Whose file it is, and how it came to its tables. Steps are added at the end, and never edited.
const SCHEMA: Schema = Schema {
    application_id: 0x4e6f_7465,
    migrations: &[Migration {
        name: "0001_note_create",
        sql: "CREATE TABLE note (id INTEGER NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT",
    }],
};

const ADD: &str = "INSERT INTO note (text) VALUES (?1)";
const COUNT: &str = "SELECT count(*) FROM note";

/// Is told the ids of the notes that a commit added.
pub type Observer = Arc<dyn Fn(&[i64]) + Send + Sync>;

/// What a unit does; it answers the ids of the notes it added.
type Run = Box<dyn Fn(&Shared) -> Result<Vec<i64>, EngineError> + Send>;

/// A unit of work, and who is told when it is durable.
struct Work {
    run: Run,
    observer: Observer,
}

impl Unit for Work {
    type Answer = Result<Vec<i64>, EngineError>;

    fn run(&self, connection: &Shared) -> Ending<Self::Answer> {
        match (self.run)(connection) {
            Ok(added) => Ending::Commit(Ok(added)),
            Err(error) => Ending::Rollback(Err(error)),
        }
    }

    fn committed(&self, answer: &Self::Answer) {
        if let Ok(added) = answer {
            (self.observer)(added);
        }
    }
}

/// Adds a note; the one place that knows how.
pub fn add(connection: &Shared, text: &str) -> Result<i64, EngineError> {
    connection.run(ADD, |connection| connection.prepare_cached(ADD)?.insert([text]))
}

/// How many notes there are.
pub fn count(connection: &Shared) -> Result<i64, EngineError> {
    connection.run(COUNT, |connection| connection.prepare_cached(COUNT)?.query_row([], |row| row.get(0)))
}

/// Notes in a file; what a program keeps in its state, in an `Arc`.
pub struct Notes {
    engine: Engine<Work>,
    observer: Observer,
}

impl Notes {
    /// Opens the file, and makes it if it is not there.
    pub fn open(path: &Path, settings: Settings, observer: Observer, elsewhere: Notice) -> Result<Self, EngineError> {
        Ok(Self { engine: Engine::open(path, SCHEMA, settings, elsewhere)?, observer })
    }

    /// Reads one consistent state.
    pub fn read<T>(
        &self,
        reading: &Reading,
        work: impl FnOnce(&Shared) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        self.engine.snapshot(reading, work)?
    }

    /// Does `work` whole or not at all; it answers the ids of the notes it added.
    pub fn write(
        &self,
        operation: &'static str,
        work: impl Fn(&Shared) -> Result<Vec<i64>, EngineError> + Send + 'static,
    ) -> Result<Vec<i64>, EngineError> {
        let observer = Arc::clone(&self.observer);
        self.engine.unit(operation, Work { run: Box::new(work), observer })?
    }

    /// What the engine did so far, and does now.
    pub fn status(&self) -> Status {
        self.engine.status()
    }
}
