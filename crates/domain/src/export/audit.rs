//! The audit, newest first, an entry a row; read a piece at a time, however long it is.

use super::{Cell, Column, Fact, Head, Kind, Row, Sink, Stamp, Subject, Watch};
use crate::Result;
use crate::audit::{self, AuditEntry, AuditFilter, Difference, RecordedUnit};
use crate::id::PartId;
use crate::store::Snapshot;

/// Units, and entries of one, that are read at once.
const PAGE: u32 = 200;

const COLUMNS: [Column; 9] = [
    Column::whole("unit", "Change"),
    Column::new("at", "When", Kind::Moment),
    Column::text("person", "Who"),
    Column::text("operation", "Operation"),
    Column::text("room", "Kind"),
    Column::text("action", "Action"),
    Column::text("thing", "What"),
    Column::new("changes", "Changes", Kind::List),
    Column::text("reason", "Reason"),
];

/// Writes the audit, or what of it concerns a part.
pub(super) fn write(
    seen: &dyn Snapshot,
    part: Option<PartId>,
    stamp: &Stamp,
    sink: &mut dyn Sink,
    watch: &mut Watch<'_>,
) -> Result<()> {
    let mut facts = Vec::new();
    let title = match part.map(|part| seen.parts().get(part)).transpose()? {
        Some(part) => {
            facts.push(Fact::text("part_number", "Part number", &part.number));
            facts.push(Fact::text("name", "Name", &part.name));
            format!("History of {}", part.number)
        }
        None => "History of the workspace".to_owned(),
    };
    facts.extend(stamp.facts());
    let head = Head { subject: Subject::Audit, view: "entries", title, facts, columns: COLUMNS.to_vec() };
    let mut units = seen.audit().list(&AuditFilter { part, limit: PAGE, entries: 0, ..AuditFilter::default() })?;
    let total = units.iter().map(|unit| unit.entry_count).sum();
    watch.begin(sink, &head, total)?;
    let mut told = 0;
    while let Some(last) = units.last().map(|unit| unit.sequence) {
        for unit in &units {
            write_unit(seen, part, unit, sink, watch)?;
        }
        told += units.len();
        units = seen.audit().list(&AuditFilter {
            part,
            before: Some(last),
            limit: PAGE,
            entries: 0,
            ..AuditFilter::default()
        })?;
    }
    watch.end(sink, &[Fact::count("units", "Changes", told)])
}

fn write_unit(
    seen: &dyn Snapshot,
    part: Option<PartId>,
    unit: &RecordedUnit,
    sink: &mut dyn Sink,
    watch: &mut Watch<'_>,
) -> Result<()> {
    let mut before = None;
    loop {
        let entries = seen.audit().entries(unit.sequence, before, PAGE)?;
        let Some((last, _)) = entries.last() else { return Ok(()) };
        before = Some(*last);
        for (_, entry) in entries.iter().filter(|(_, entry)| part.is_none() || entry.part == part) {
            watch.row(sink, &row(seen, unit, entry)?)?;
        }
    }
}

fn row(seen: &dyn Snapshot, unit: &RecordedUnit, entry: &AuditEntry) -> Result<Row> {
    // One person before and another after: told as a difference, the first would read as renamed.
    let changes =
        if unit.is_hand_over() { Vec::new() } else { audit::differences(entry, &|id| audit::name_of(seen, id))? };
    Ok(Row::flat(vec![
        Cell::Whole(unit.sequence),
        Cell::Moment(unit.unit.at),
        Cell::text(&unit.person_name),
        Cell::text(&unit.unit.operation),
        Cell::text(entry.room.name()),
        Cell::text(entry.action.name()),
        Cell::text(&entry.title),
        Cell::list(changes.iter().map(told).collect()),
        Cell::maybe(audit::reason(entry).as_ref()),
    ]))
}

fn told(difference: &Difference) -> String {
    let Difference { field, before, after } = difference;
    let say = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
    format!("{}: {} → {}", field.replace('_', " "), say(before), say(after))
}
