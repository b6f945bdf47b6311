//! A session: a snapshot or a unit of work on its connection. Each room implements its ports on it.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use partwright_domain::audit::{AuditUnit, Head};
use partwright_domain::cancel::Cancel;
use partwright_domain::change::{Changes, Room};
use partwright_domain::store::{StoreError, Verdict};
use rusqlite::types::FromSql;
use rusqlite::{CachedStatement, Params};
use uuid::Uuid;

use crate::column::Columns;
use crate::engine::{Ending, EngineError, Shared};
use crate::error::{from_engine, from_sqlite};

/// A session that can only read.
#[derive(Debug)]
pub(crate) struct Reading;

/// A session that can write, with what it has changed so far.
#[derive(Debug, Default)]
pub(crate) struct Writing {
    notes: Mutex<Notes>,
}

/// What a unit of work has changed, and what of that its audit entries tell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notes {
    pub(crate) changes: Changes,
    /// What of that no entry tells yet.
    pub(crate) untold: BTreeSet<(Room, Uuid)>,
    /// What an entry tells and did not change yet. Hardly ever is there any.
    told_before: BTreeSet<(Room, Uuid)>,
    /// The unit's place in the audit and the entries it has there, once it has one.
    pub(crate) audit: Option<(i64, i64)>,
    /// The head with which it stands there.
    pub(crate) head: Option<AuditUnit>,
    /// How the chain of the audit ends, once the unit has asked; with the links that the unit has added.
    pub(crate) chain: Option<Head>,
}

impl Notes {
    /// Notes that a thing changed.
    pub(crate) fn change(&mut self, room: Room, id: impl Into<Uuid>) {
        let thing = (room, id.into());
        if self.changes.note(room, thing.1) && !self.told_before.remove(&thing) {
            self.untold.insert(thing);
        }
    }

    /// Notes that an audit entry tells of a thing.
    pub(crate) fn tell(&mut self, room: Room, id: Uuid) {
        if !self.untold.remove(&(room, id)) && !self.changes.contains(room, id) {
            self.told_before.insert((room, id));
        }
    }
}

/// A connection in a transaction, and what may be done there. Reading is for every session; writing for
/// [`Session<Writing>`] alone.
#[derive(Debug)]
pub(crate) struct Session<'e, Access> {
    connection: &'e Shared,
    access: Access,
    /// Ends a unit: none of its statements is run any more. A read is ended by the engine, also in the middle of one.
    cancel: Option<Cancel>,
}

impl<'e, Access> Session<'e, Access> {
    pub(crate) fn new(connection: &'e Shared, access: Access) -> Self {
        Self { connection, access, cancel: None }
    }

    /// The same, until it is cancelled.
    pub(crate) fn until(self, cancel: Option<Cancel>) -> Self {
        Self { cancel, ..self }
    }

    fn run<T>(
        &self,
        sql: &str,
        refers_to: &str,
        statement: impl FnOnce(CachedStatement<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.cancel.as_ref().map_or(Ok(()), Cancel::check)?;
        let answer = self.connection.run(sql, |connection| statement(connection.prepare_cached(sql)?));
        answer.map_err(|error| match error {
            EngineError::Sqlite(error) => from_sqlite(&error, refers_to),
            error => from_engine(error),
        })
    }

    /// Every row of a query.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut map: impl FnMut(&mut Columns<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.run(sql, "row", |mut statement| statement.query_map(params, |row| map(&mut Columns::new(row)))?.collect())
    }

    /// The first row of a query, if it has one.
    pub(crate) fn first<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&mut Columns<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        self.run(sql, "row", |mut statement| {
            let mut rows = statement.query(params)?;
            rows.next()?.map(|row| map(&mut Columns::new(row))).transpose()
        })
    }

    /// The one value of a query that always has one.
    pub(crate) fn value<T: FromSql>(&self, sql: &str, params: impl Params) -> Result<T, StoreError> {
        self.run(sql, "row", |mut statement| statement.query_row(params, |row| row.get(0)))
    }

    /// The one count of a query.
    pub(crate) fn how_many(&self, sql: &str, params: impl Params) -> Result<u64, StoreError> {
        let count: i64 = self.value(sql, params)?;
        u64::try_from(count).map_err(|_| StoreError::Failed { detail: "a count was below nothing".to_owned() })
    }
}

impl Session<'_, Writing> {
    /// Runs a statement that changes rows. `refers_to` names what its foreign keys refer to.
    pub(crate) fn execute(&self, sql: &str, refers_to: &str, params: impl Params) -> Result<usize, StoreError> {
        self.run(sql, refers_to, |mut statement| statement.execute(params))
    }

    /// Runs a statement that adds one row, and answers its rowid.
    pub(crate) fn insert(&self, sql: &str, refers_to: &str, params: impl Params) -> Result<i64, StoreError> {
        self.run(sql, refers_to, |mut statement| statement.insert(params))
    }

    /// Runs a statement that must change a row, and notes the change; no row means that the thing is not there.
    pub(crate) fn change(
        &self,
        sql: &str,
        refers_to: &str,
        params: impl Params,
        (room, id): (Room, impl Into<Uuid>),
    ) -> Result<(), StoreError> {
        if self.execute(sql, refers_to, params)? == 0 {
            return Err(StoreError::Missing { what: room.name().replace('_', " ") });
        }
        self.notes().change(room, id);
        Ok(())
    }

    /// Runs a statement that may find nothing to do, and notes the change when it did something.
    pub(crate) fn change_if_there(
        &self,
        sql: &str,
        params: impl Params,
        (room, id): (Room, impl Into<Uuid>),
    ) -> Result<(), StoreError> {
        if self.execute(sql, room.name(), params)? > 0 {
            self.notes().change(room, id);
        }
        Ok(())
    }

    /// Runs a step of the unit: what it does not keep is undone, in the file and in the notes.
    pub(crate) fn step(&self, work: impl FnOnce() -> Verdict) -> Result<(), StoreError> {
        let before = self.notes().clone();
        let ended = self.connection.step(|| match work() {
            Verdict::Commit => Ending::Commit(Verdict::Commit),
            Verdict::Rollback => Ending::Rollback(Verdict::Rollback),
        });
        if ended.map_err(from_engine)? == Verdict::Rollback {
            *self.notes() = before;
        }
        Ok(())
    }

    /// Runs several statements as one: all of them happen, or none.
    pub(crate) fn whole(&self, work: impl FnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
        let mut answer = Ok(());
        self.step(|| {
            answer = work();
            if answer.is_ok() { Verdict::Commit } else { Verdict::Rollback }
        })?;
        answer
    }

    /// Runs several statements as one change of a thing: when one of them is refused, none of them has been. They note
    /// nothing themselves, so that no notes have to be kept aside for a refusal.
    pub(crate) fn change_whole(
        &self,
        (room, id): (Room, impl Into<Uuid>),
        work: impl FnOnce() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let ended = self.connection.step(|| match work() {
            Ok(()) => Ending::Commit(Ok(())),
            Err(error) => Ending::Rollback(Err(error)),
        });
        ended.map_err(from_engine)??;
        self.notes().change(room, id);
        Ok(())
    }

    /// What the unit has changed so far.
    pub(crate) fn notes(&self) -> MutexGuard<'_, Notes> {
        self.access.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
