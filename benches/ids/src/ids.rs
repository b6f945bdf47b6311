//! The ids each variant gives to the same rows.

use measure::Random;
use rusqlite::ToSql;
use rusqlite::types::ToSqlOutput;
use uuid::{Builder, Uuid};

use crate::company::{Company, Entered};

#[derive(Clone, Copy)]
pub(crate) enum Id {
    Integer(i64),
    Uuid(Uuid),
}

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Integer(id) => id.to_sql(),
            Self::Uuid(id) => id.to_sql(),
        }
    }
}

/// By index of the part, the revision, the line.
pub(crate) struct Ids {
    pub(crate) parts: Vec<Id>,
    pub(crate) revisions: Vec<Id>,
    pub(crate) lines: Vec<Id>,
}

impl Ids {
    /// 1, 2, 3 … in each table, in the order of entry: what `SQLite` would give out by itself.
    pub(crate) fn integers(company: &Company) -> Self {
        let (mut parts, mut revisions, mut lines) = (0, 0, 0);
        Self::in_order(company, |_, entered| {
            let next = match entered {
                Entered::Part(_) => &mut parts,
                Entered::Revision(_) => &mut revisions,
                Entered::Line(_) => &mut lines,
            };
            *next += 1;
            Id::Integer(*next)
        })
    }

    /// One source of `UUIDv7` for all tables. An id is made up to ten minutes before its row is entered
    /// (a dialog was open, a transaction waited), so ids and rows are nearly, not wholly, in one order.
    pub(crate) fn uuids(company: &Company) -> Self {
        const EPOCH: u64 = 1_672_531_200_000; // 2023-01-01
        let mut random = Random::seeded(7);
        Self::in_order(company, |at, _| {
            let made = EPOCH + at - random.below(600_000) as u64;
            Id::Uuid(Builder::from_unix_timestamp_millis(made, &random.bytes()).into_uuid())
        })
    }

    fn in_order(company: &Company, mut make: impl FnMut(u64, Entered) -> Id) -> Self {
        let none = Id::Integer(0);
        let mut ids = Self {
            parts: vec![none; company.parts.len()],
            revisions: vec![none; company.revisions.len()],
            lines: vec![none; company.lines.len()],
        };
        for (at, entered) in &company.history {
            let id = make(*at, *entered);
            match *entered {
                Entered::Part(index) => ids.parts[index] = id,
                Entered::Revision(index) => ids.revisions[index] = id,
                Entered::Line(index) => ids.lines[index] = id,
            }
        }
        ids
    }
}
