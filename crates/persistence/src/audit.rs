//! The audit in SQLite.

mod chain;

pub(crate) use chain::{chain_faults, end_chain, is_unlinked};

use partwright_domain::audit::{
    Action, AuditEntry, AuditFilter, AuditReader, AuditRepository, AuditUnit, Head, Linked, Operations, Origin, Place,
    RecordedUnit, Thing, Told, Undoing, link,
};
use partwright_domain::change::Room;
use partwright_domain::id::{PartId, PersonId};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use rusqlite::params;
use uuid::Uuid;

use crate::column::{self, Columns};
use crate::session::{Session, Writing};

fn unit(columns: &mut Columns<'_>) -> rusqlite::Result<RecordedUnit> {
    Ok(RecordedUnit {
        sequence: columns.integer()?,
        unit: AuditUnit { at: Timestamp(columns.get()?), person: PersonId(columns.get()?), operation: columns.get()? },
        person_name: columns.get()?,
        entry_count: columns.integer()?,
        entries: Vec::new(),
        origin: None,
        undoing: None,
    })
}

fn origin(columns: &mut Columns<'_>) -> rusqlite::Result<Origin> {
    Ok(Origin { sequence: columns.integer()?, operation: columns.get()? })
}

fn undoing(columns: &mut Columns<'_>) -> rusqlite::Result<Undoing> {
    Ok(Undoing {
        sequence: columns.integer()?,
        person_name: columns.get()?,
        at: Timestamp(columns.get()?),
        is_undone: columns.get()?,
    })
}

/// A place in the audit as SQLite counts; one beyond that is beyond every unit.
fn place(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}

fn entry(columns: &mut Columns<'_>) -> rusqlite::Result<AuditEntry> {
    Ok(AuditEntry {
        room: columns.named(Room::named)?,
        subject: columns.get()?,
        part: columns.get::<Option<Uuid>>()?.map(PartId),
        action: columns.named(Action::named)?,
        title: columns.get()?,
        before: columns.json()?,
        after: columns.json()?,
    })
}

impl<A: Send + Sync> AuditReader for Session<'_, A> {
    fn list(&self, filter: &AuditFilter) -> Result<Vec<RecordedUnit>, StoreError> {
        let AuditFilter { part, person, operations, from, until, before, after, limit, entries } = filter;
        let part = part.map(|part| part.0);
        let sql = match (part, person) {
            (Some(_), _) => include_str!("audit/list_of_part.sql"),
            (None, Some(_)) => include_str!("audit/list_by_person.sql"),
            (None, None) => include_str!("audit/list.sql"),
        };
        let params = params![
            part,
            person.map(|person| person.0),
            operations.as_ref().map(Operations::as_str),
            from.map(|from| from.0),
            until.map(|until| until.0),
            before.map_or(i64::MAX, place),
            after.map_or(0, place),
            limit,
        ];
        let mut units = self.all(sql, params, unit)?;
        for unit in &mut units {
            let params = params![place(unit.sequence), part, entries];
            unit.entries = self.all(include_str!("audit/entries.sql"), params, entry)?;
            self.complete(unit)?;
        }
        Ok(units)
    }

    fn find(&self, sequence: u64) -> Result<Option<RecordedUnit>, StoreError> {
        let mut found = self.first(include_str!("audit/find.sql"), [place(sequence)], unit)?;
        if let Some(found) = &mut found {
            self.complete(found)?;
        }
        Ok(found)
    }

    fn by(&self, person: PersonId, before: Option<u64>, limit: u32) -> Result<Vec<RecordedUnit>, StoreError> {
        AuditReader::list(self, &AuditFilter { person: Some(person), before, limit, ..AuditFilter::default() })
    }

    fn entries(&self, sequence: u64, before: Option<u32>, limit: u32) -> Result<Vec<(u32, AuditEntry)>, StoreError> {
        let params = params![place(sequence), before.unwrap_or(u32::MAX), limit];
        let numbered = |columns: &mut Columns<'_>| Ok((columns.integer()?, entry(columns)?));
        self.all(include_str!("audit/entries_back.sql"), params, numbered)
    }

    fn last_about(&self, thing: &Thing<'_>, after: u64) -> Result<Option<RecordedUnit>, StoreError> {
        let Thing { room, id, part, name } = thing;
        let (after, room) = (place(after), room.name());
        let last: Option<i64> = match part {
            None => self.value(include_str!("audit/last_about.sql"), params![after, room, id, name])?,
            Some(part) => {
                let params = params![after, room, id, name, part.0];
                self.value(include_str!("audit/last_about_of_part.sql"), params)?
            }
        };
        match last.map(u64::try_from) {
            Some(Ok(last)) => AuditReader::find(self, last),
            _ => Ok(None),
        }
    }

    fn first_about(&self, person: PersonId, after: u64) -> Result<Option<AuditEntry>, StoreError> {
        let params = params![place(after), Room::Person.name(), person.0];
        self.first(include_str!("audit/first_about.sql"), params, entry)
    }

    fn last_of(&self, parts: &[PartId]) -> Result<Vec<(PartId, Timestamp)>, StoreError> {
        let last = |columns: &mut Columns<'_>| Ok((PartId(columns.get()?), Timestamp(columns.get()?)));
        self.all(include_str!("audit/last_of.sql"), [column::to_json(&parts)?], last)
    }

    fn links(&self, after: Option<Place>, limit: u32) -> Result<Vec<Linked>, StoreError> {
        chain::links(self, after, limit)
    }

    fn head(&self) -> Result<Head, StoreError> {
        chain::head(self)
    }
}

impl<A> Session<'_, A> {
    /// Adds what the chain of undoing says of a unit.
    fn complete(&self, unit: &mut RecordedUnit) -> Result<(), StoreError> {
        let sequence = place(unit.sequence);
        unit.origin = self.first(include_str!("audit/origin.sql"), [sequence], origin)?;
        unit.undoing = self.first(include_str!("audit/undoing.sql"), [sequence], undoing)?;
        Ok(())
    }
}

impl AuditRepository for Session<'_, Writing> {
    fn append(&self, unit: &AuditUnit, entry: &AuditEntry) -> Result<(), StoreError> {
        let AuditEntry { room, subject, part, action, title, before, after } = entry;
        let json = |value: &Option<_>| value.as_ref().map(column::to_json).transpose();
        let (before, after) = (json(before)?, json(after)?);
        let (there, is_same) = {
            let notes = self.notes();
            (notes.audit, notes.head.as_ref() == Some(unit))
        };
        let (sequence, position) = match there {
            Some(_) if !is_same => return Err(StoreError::AuditHeadDiffers),
            Some((sequence, position)) => (sequence, position + 1),
            None => (self.open_unit(unit)?, 1),
        };
        let told = Told::entry(unit, entry, before.as_deref(), after.as_deref());
        let end = chain::end(self)?;
        let hash = link(&end.hash, &told, Place::entry(sequence, position));
        let params = params![
            sequence,
            position,
            room.name(),
            subject,
            part.map(|part| part.0),
            action.name(),
            title,
            before,
            after,
            end.hash.0,
            hash.0,
        ];
        self.execute(include_str!("audit/append.sql"), "unit of work", params)?;
        let mut notes = self.notes();
        notes.audit = Some((sequence, position));
        notes.chain = Some(end.and(hash));
        notes.tell(*room, *subject);
        Ok(())
    }

    fn undoes(&self, undone: u64) -> Result<(), StoreError> {
        let there = {
            let notes = self.notes();
            notes.audit.zip(notes.head.clone())
        };
        let ((sequence, _), unit) = there.ok_or_else(|| StoreError::Missing { what: "audit entry".to_owned() })?;
        let undone = place(undone);
        let end = chain::end(self)?;
        let hash = link(&end.hash, &Told::undo(&unit, undone), Place::undo(sequence));
        self.execute(include_str!("audit/undoes.sql"), "unit of work", params![sequence, undone, end.hash.0, hash.0])?;
        self.notes().chain = Some(end.and(hash));
        Ok(())
    }
}

impl Session<'_, Writing> {
    /// Writes the head of this unit of work, and answers its place in the audit.
    fn open_unit(&self, unit: &AuditUnit) -> Result<i64, StoreError> {
        let AuditUnit { at, person, operation } = unit;
        let params = params![at.0, person.0, operation];
        // The table's rowid is the sequence.
        let sequence = self.insert(include_str!("audit/open_unit.sql"), "person", params)?;
        self.notes().head = Some(unit.clone());
        Ok(sequence)
    }
}
