//! The history: what was done, undone and redone.

use clap::Args;
use partwright_domain::Result;
use partwright_domain::audit::{
    self, AuditError, AuditFilter, AuditPage, AuditUnit, Next, Operations, Origin, RecordedUnit,
};
use partwright_domain::id::PartId;
use partwright_domain::part::{self, PartNumber};
use partwright_domain::person::{self, PersonName};
use partwright_domain::store::Snapshot;
use partwright_domain::time::CivilDate;
use serde::Serialize;
use serde_json::Value;

use super::examples;
use crate::call::{Call, Session};
use crate::failure::Failure;
use crate::output::{Answer, List};
use crate::record::{Column, Record, number, text, time, unseen};

/// How many units are read at once.
const AT_ONCE: u32 = 200;

/// Undo a change
///
/// Everything in it is what it was before; or nothing is changed, and it says why. What stands for ever, as a submission or a
/// release, is not passed over: what you did before it is undone by its number.
#[derive(Debug, Args)]
#[command(after_help = examples!["undo", "undo 42"])]
pub struct Undo {
    /// The number of the change, as "partwright history" tells it; without it your own last one
    change: Option<u64>,
}

impl Undo {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let unit = self.change.map_or_else(|| next(&session, Next::to_undo), Ok)?;
        let undone = session.undo.undo(&session.actor()?, unit)?;
        call.answer(&UnitDone::new(undone, "undone"))
    }
}

/// Redo a change that was undone
#[derive(Debug, Args)]
#[command(after_help = examples!["redo", "redo 42"])]
pub struct Redo {
    /// The number of the change, as "partwright history" tells it; without it the one that you undid last
    change: Option<u64>,
}

impl Redo {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let redo = |next: Next| Ok(next.redo.ok_or(AuditError::NothingToRedo)?);
        let unit = self.change.map_or_else(|| next(&session, redo), Ok)?;
        let redone = session.undo.redo(&session.actor()?, unit)?;
        call.answer(&UnitDone::new(redone, "redone"))
    }
}

/// The unit that whoever acts can undo or redo next.
fn next(session: &Session, which: fn(Next) -> Result<RecordedUnit>) -> Result<u64> {
    let person = session.person()?.id;
    let next = session.read("audit.next", |snapshot| audit::next(snapshot, person))?;
    Ok(which(next)?.sequence)
}

/// Show who did what, the newest first
#[derive(Debug, Args)]
#[command(after_help = examples![
    "history",
    "history EL-PCA-100001 --limit 100",
    "history --by \"Ada Lovelace\" --what release --from 2026-11-01 --to 2026-11-30",
    "history --format json --limit 1000000",
])]
pub struct History {
    /// Only what concerns this part
    part: Option<PartNumber>,
    /// Only what this person did, by their name
    #[arg(long, value_name = "PERSON", value_parser = PersonName::parse)]
    by: Option<PersonName>,
    /// Only what was done in this way: as the history calls it, or bom for all that is done to BOMs
    #[arg(long, value_name = "OPERATIONS", value_parser = Operations::parse)]
    what: Option<Operations>,
    /// Only from this day on, in UTC
    #[arg(long, value_name = "DAY", value_parser = CivilDate::parse)]
    from: Option<CivilDate>,
    /// Only to this day, which is the last, in UTC
    #[arg(long, value_name = "DAY", value_parser = CivilDate::parse)]
    to: Option<CivilDate>,
    /// At most so many changes
    #[arg(long, default_value_t = 20)]
    limit: u64,
}

impl History {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let part = self.part.as_ref();
        let part = part.map(|number| session.read("part.find", |snapshot| part::numbered(snapshot, number)));
        let part = part.transpose()?.map(|part| part.id);
        let person = self.by.as_ref();
        let person = person.map(|name| session.read("person.named", |snapshot| person::named(snapshot, name)));
        let narrowed = AuditFilter {
            part,
            person: person.transpose()?.map(|person| person.id),
            operations: self.what.clone(),
            from: self.from.map(CivilDate::begins),
            until: self.to.map(CivilDate::ends),
            entries: 1,
            ..AuditFilter::default()
        };
        let format = call.format();
        let mut list = List::of::<UnitRow>(call.console, format)?;
        let (mut left, mut before) = (self.limit, None);
        while left > 0 {
            let limit = u32::try_from(left).map_or(AT_ONCE, |left| left.min(AT_ONCE));
            let filter = AuditFilter { before, limit, ..narrowed.clone() };
            let (rows, next) = session.read("audit.list", |snapshot| {
                let AuditPage { units, next } = audit::page(snapshot, &filter, audit::LOOK)?;
                let rows =
                    units.into_iter().map(|unit| UnitRow::read(snapshot, part, unit)).collect::<Result<Vec<_>>>();
                Ok((rows?, next))
            })?;
            left -= rows.len() as u64;
            list.rows(&rows)?;
            before = next;
            if before.is_none() {
                break;
            }
        }
        list.end("Nothing was done here.")
    }
}

/// A change as the history shows it.
#[derive(Debug, Serialize)]
pub(crate) struct UnitRow {
    /// What names it.
    change: u64,
    at: String,
    person: String,
    /// The verb, as `part.create`.
    operation: String,
    /// The first thing that it changed; for what undoes or redoes another change, the first thing that this one changed.
    title: String,
    /// How many things it changed.
    entries: u64,
    undone: bool,
    /// The change that it undoes or redoes.
    of: Option<u64>,
}

impl Record for UnitRow {
    const COLUMNS: &'static [Column] = &[
        number("change"),
        time("at"),
        text("person"),
        text("operation"),
        text("title"),
        unseen("entries"),
        text("undone"),
        number("of"),
    ];
}

impl UnitRow {
    fn read(snapshot: &dyn Snapshot, part: Option<PartId>, recorded: RecordedUnit) -> Result<Self> {
        let undone = recorded.is_undone();
        let RecordedUnit { sequence, unit, person_name, entry_count, entries, origin, undoing: _ } = recorded;
        let AuditUnit { at, person: _, operation } = unit;
        let of = origin.map(|Origin { sequence, .. }| sequence);
        // Undoing goes from the last thing to the first, and what was done to the last says nothing to anybody.
        let first = match of {
            Some(of) => {
                let filter = AuditFilter { part, before: Some(of + 1), limit: 1, entries: 1, ..AuditFilter::default() };
                let found = snapshot.audit().list(&filter)?.into_iter().find(|unit| unit.sequence == of);
                // A part may be concerned by what undid a change, and not by the change.
                found.map_or(entries, |unit| unit.entries)
            }
            None => entries,
        };
        Ok(Self {
            change: sequence,
            at: at.to_rfc3339(),
            person: person_name,
            operation,
            title: first.into_iter().next().map_or_else(String::new, |entry| entry.title),
            entries: entry_count,
            undone,
            of,
        })
    }
}

/// A change that was undone or redone.
#[derive(Debug, Serialize)]
struct UnitDone {
    change: u64,
    operation: String,
    done: &'static str,
}

impl UnitDone {
    fn new(unit: RecordedUnit, done: &'static str) -> Self {
        Self { change: unit.sequence, operation: unit.unit.operation, done }
    }
}

impl Answer for UnitDone {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Self { change, operation, done } = self;
        vec![("change", (*change).into()), ("operation", operation.as_str().into()), ("done", (*done).into())]
    }

    fn sentence(&self) -> Option<String> {
        let Self { change, operation, done } = self;
        Some(format!("Change #{change} ({operation}) is {done}."))
    }
}
