//! The audit in SQLite.

use partwright_domain::audit::{
    Action, AuditEntry, AuditFilter, AuditReader, AuditRepository, AuditUnit, RecordedUnit,
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
    })
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
        let AuditFilter { part, before, limit, entries } = filter;
        let part = part.map(|part| part.0);
        // A place beyond what SQLite can count is beyond every unit.
        let before = before.map(|before| i64::try_from(before).unwrap_or(i64::MAX));
        let sql = match part {
            None => include_str!("audit/list.sql"),
            Some(_) => include_str!("audit/list_of_part.sql"),
        };
        let mut units = self.all(sql, params![part, before, limit], unit)?;
        for unit in &mut units {
            let sequence = i64::try_from(unit.sequence).unwrap_or(i64::MAX);
            unit.entries = self.all(include_str!("audit/entries.sql"), params![sequence, part, entries], entry)?;
        }
        Ok(units)
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
        ];
        self.execute(include_str!("audit/append.sql"), "unit of work", params)?;
        let mut notes = self.notes();
        notes.audit = Some((sequence, position));
        notes.audited.note(*room, *subject);
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
