//! SQLite that no thread can break: pooled connections behind a door for reading and a door for writing.
//!
//! The engine knows no room of the domain, and another program can lift it out as it is: it promises what has to do with
//! threads, transactions and the file.
//!
//! - [`Engine::snapshot`] shows one consistent state. It cannot write, waits for no writer, can be cancelled from another
//!   thread, and ends at an age that the settings allow.
//! - [`Engine::unit`] runs a [`Unit`] of work, whole or not at all, and answers when it is durable. Units that wait together
//!   share a transaction and its flush, first come, first served.
//! - Nothing hangs: a door inside a door of the same thread, a pool that stays empty, another program that holds the file,
//!   each is an [`EngineError`] that names it, at once or at its deadline.
//! - The file is looked after: the log is worked off, other programs' commits are noticed, copies are checked before they
//!   count, and what the engine does can be seen in its [`Status`].

mod base;
mod caretaker;
mod commit;
mod connection;
mod copy;
mod damage;
mod desk;
mod door;
mod elsewhere;
mod error;
mod file;
mod guard;
mod handle;
mod idle;
mod metrics;
mod migrate;
mod place;
mod pool;
mod queue;
mod relocate;
mod restore;
mod room;
mod salvage;
mod settings;
mod shape;
mod shared;
mod sync;
mod wal;

pub use copy::{Looked, Progress};
pub use desk::{OpenSnapshot, Reading};
pub use elsewhere::Notice;
pub use error::EngineError;
pub use file::says_full;
pub use metrics::{SlowStatement, Status};
pub use migrate::{Migration, Opening, Schema};
pub use relocate::Held;
pub use salvage::{Draft, Loss, Mend, MendKind, Plan, Salvaged, SalvagedTable};
pub use settings::Settings;
pub use shared::Shared;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use base::Base;
use caretaker::Caretaker;
use commit::{Job, Outcome};
use connection::{end_snapshot, execute};
use door::{Door, Doors};
use guard::own;
use queue::{Company, Queue, Unserved};
use rusqlite::Connection;
use settings::seconds;
use sync::Deadline;

/// A unit of work: something that happens in one transaction, whole or not at all.
///
/// It owns what it uses, because it may run on another thread; a boxed `Fn(&Shared)` in it serves most programs.
pub trait Unit: Send {
    /// What its caller is answered.
    type Answer: Send;

    /// Does it. May be called again when the transaction was lost, and on another thread than its caller's; so it changes
    /// nothing but what is in the file. A panic in it undoes it, harms no other unit, and goes on to its caller.
    fn run(&self, connection: &Shared) -> Ending<Self::Answer>;

    /// Called once what it kept is durable, before any later unit is. It cannot read: the next unit waits for it. It must not
    /// panic either, because the units that were committed with it could then not be told
    /// ([`EngineError::Abandoned`]).
    fn committed(&self, answer: &Self::Answer);
}

/// What a unit's work, or a step of it, asks the engine to do at its end.
#[derive(Debug)]
pub enum Ending<T> {
    /// Keep it, and answer this; for a unit, once it is durable.
    Commit(T),
    /// Undo it, and answer this.
    Rollback(T),
}

/// A database file with its connections, for units of one type.
#[derive(Debug)]
pub struct Engine<U: Unit> {
    /// The first field: it ends before what it looks after.
    _caretaker: Caretaker,
    doors: Doors,
    units: Queue<Job<U>, Outcome<U::Answer>>,
    base: Arc<Base>,
}

impl<U: Unit> Engine<U> {
    /// Opens the file, makes it if it is not there, and brings its schema up to date; a copy of how it was before stays
    /// beside it. `notice` is called whenever another program has changed the file.
    pub fn open(path: &Path, schema: Schema, settings: Settings, notice: Notice) -> Result<Self, EngineError> {
        Self::open_telling(path, schema, settings, notice, &mut |_| ())
    }

    /// Like [`Engine::open`], and tells how far it is where the file is of an older schema.
    pub fn open_telling(
        path: &Path,
        schema: Schema,
        settings: Settings,
        notice: Notice,
        tell: &mut dyn FnMut(Opening),
    ) -> Result<Self, EngineError> {
        let base = Arc::new(Base::open(path, schema, settings, notice, tell)?);
        let units = Queue::new(Company { most: settings.largest_batch.max(1), patience: settings.company });
        let caretaker = Caretaker::employ(Arc::clone(&base))
            .map_err(|error| EngineError::Unreachable { path: path.to_owned(), detail: error.to_string() })?;
        Ok(Self { _caretaker: caretaker, doors: Doors::new(), units, base })
    }

    /// Runs `work` on one consistent state of the file: as it is at the first statement.
    pub fn snapshot<T>(&self, reading: &Reading, work: impl FnOnce(&Shared) -> T) -> Result<T, EngineError> {
        let _door = self.doors.enter(Door::Read)?;
        let base = &*self.base;
        let Base { readers, settings, metrics, place, .. } = base;
        place.refuse_gone()?;
        let line = readers.take()?;
        metrics.snapshots.add(1);
        execute(&line, own!("BEGIN")).map_err(|error| base.named(error))?;
        line.desk.sit(reading, settings.oldest_snapshot);
        let shared = Arc::new(Shared::reading(line));
        base.idle.watch(&shared);
        let answer = catch_unwind(AssertUnwindSafe(|| work(&shared)));
        shared.with(|line| {
            metrics.reads_ended.add(u64::from(line.desk.end().is_some()));
            line.desk.leave();
            end_snapshot(line);
        });
        answer.map_err(|panic| resume_unwind(panic))
    }

    /// Runs a unit, named `operation` for whoever watches, as one transaction, or as a part of one that it shares with
    /// others that wait; answers once that is durable. A panic in it goes on here.
    pub fn unit(&self, operation: &'static str, unit: U) -> Result<U::Answer, EngineError> {
        let _door = self.doors.enter(Door::Write)?;
        self.base.refuse_damaged()?;
        self.base.place.refuse_gone()?;
        let turn = self.base.settings.turn;
        let serve = |batch: &mut _| commit::serve(batch, &self.base);
        match self.units.submit(Job::new(operation, unit), Deadline::after(turn), serve) {
            Ok(Outcome::Done(answer)) => Ok(answer),
            Ok(Outcome::Failed(error)) => Err(error),
            Ok(Outcome::Panicked(panic)) => resume_unwind(panic),
            Err(Unserved::TooLate) => Err(EngineError::Exhausted { seconds: seconds(turn) }),
            Err(Unserved::Abandoned) => Err(EngineError::Abandoned),
        }
    }

    /// What the engine did so far, and does now.
    pub fn status(&self) -> Status {
        Status { queued: self.units.waiting(), ..self.base.status() }
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.base.path
    }

    /// Copies the file as it is now to `to`, which must not be there, while others read and write. The copy is opened and
    /// looked through before it gets its name, and `ask` asks something of it; a cancelled or failed one leaves nothing.
    pub fn back_up<T>(
        &self,
        to: &Path,
        reading: &Reading,
        progress: &mut dyn FnMut(Progress),
        ask: impl FnOnce(&Looked) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let made = copy::back_up(&self.base.open_apart()?, to, self.base.schema, reading, progress, ask);
        self.base.log.try_soon();
        made
    }

    /// Looks at every page, every index, every reference and the schema, and answers what is wrong; nothing when all is well.
    pub fn check(&self, reading: &Reading) -> Result<Vec<String>, EngineError> {
        let line = self.base.open_apart()?;
        line.desk.sit(reading, Duration::MAX);
        let problems = base::problems(&line);
        reading.check()?;
        let mut problems = problems?;
        // Of a file whose pages cannot be trusted nobody says what its schema is.
        if problems.is_empty() {
            problems = shape::differences(&line, self.base.schema)?;
        }
        if !problems.is_empty() {
            self.base.doubt();
        }
        Ok(problems)
    }
}

/// Looks at all of a file that nobody may be working in, such as a copy. It is not changed, not even when its schema is an older
/// one.
pub fn look(path: &Path, schema: Schema, reading: &Reading) -> Result<Looked, EngineError> {
    Looked::at(path, schema, reading)
}

/// Asks something of a file that nobody may be working in, such as a copy, without looking at the rest of it. It is not
/// changed.
pub fn ask<T>(
    path: &Path,
    schema: Schema,
    ask: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> Result<T, EngineError> {
    copy::ask(path, schema, ask)
}

/// Puts a copy of the file `from` in the place of the one at `path`, which nobody may have open. `from` stays; the replaced
/// file is kept, and the answer is where. It can be cancelled until it begins to replace the file.
/// `progress` is told how far the copy is, and `told` after each step what was done.
pub fn restore(
    (path, from): (&Path, &Looked),
    schema: Schema,
    reading: &Reading,
    progress: &mut dyn FnMut(Progress),
    told: &mut dyn FnMut(&'static str),
) -> Result<Option<PathBuf>, EngineError> {
    restore::restore((path, from), schema, reading, progress, told)
}

/// Puts what can be read of the damaged file `from`, which is not changed, into a new file that is to be `to`, which must not
/// be there. It has another name until it is kept.
pub fn salvage(
    (from, to): (&Path, &Path),
    plan: &Plan,
    reading: &Reading,
    progress: &mut dyn FnMut(Progress),
) -> Result<Draft, EngineError> {
    Draft::make((from, to), plan, reading, progress)
}

/// Holds the file at `path`, which nobody may have open, so that it can be taken to another place.
pub fn hold(path: &Path, schema: Schema) -> Result<Held, EngineError> {
    Held::hold(path, schema)
}
