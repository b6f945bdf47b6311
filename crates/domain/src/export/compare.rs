//! In what two revisions' BOMs differ, line by line or over all levels.

use std::collections::BTreeSet;

use super::catalogue::{Catalogue, Shelf};
use super::{Cell, Column, Fact, Head, Kind, Row, Sink, Stamp, Subject, Watch, find};
use crate::Result;
use crate::bom::{
    self, Amount, AmountDifference, Aspect, Comparison, Difference, LineProperty, Structure, StructureLine,
};
use crate::decimal::Decimal;
use crate::id::{PartId, RevisionId};
use crate::part::PartNumber;
use crate::store::Snapshot;

/// What a line says, told twice: before and after.
const SAYS: [[Column; 2]; 9] = [
    [Column::text("part_number_before", "Part number before"), Column::text("part_number", "Part number")],
    [Column::text("revision_before", "Revision before"), Column::text("revision", "Revision")],
    [Column::decimal("quantity_before", "Quantity before"), Column::decimal("quantity", "Quantity")],
    [Column::text("unit_before", "Unit before"), Column::text("unit", "Unit")],
    [
        Column::new("designators_before", "Reference designators before", Kind::List),
        Column::new("designators", "Reference designators", Kind::List),
    ],
    [
        Column::new("dnp_before", "DNP before", Kind::Flag { yes: "DNP", no: "" }),
        Column::new("dnp", "DNP", Kind::Flag { yes: "DNP", no: "" }),
    ],
    [Column::text("find_number_before", "Find number before"), Column::text("find_number", "Find number")],
    [Column::text("note_before", "Note before"), Column::text("note", "Note")],
    [
        Column::new("properties_before", "Properties before", Kind::List),
        Column::new("properties", "Properties", Kind::List),
    ],
];

/// Writes how the lines of two BOMs differ, in the order of their positions.
pub(super) fn lines(
    seen: &dyn Snapshot,
    before: RevisionId,
    after: RevisionId,
    stamp: &Stamp,
    sink: &mut dyn Sink,
    watch: &mut Watch<'_>,
) -> Result<()> {
    let mut columns = vec![
        Column::text("change", "Change"),
        Column::new("differs", "Differs in", Kind::List),
        Column::text("name", "Name"),
    ];
    columns.extend(SAYS.into_iter().flatten());
    let head = head(seen, before, after, "lines", columns, stamp)?;
    let (first, second) = (seen.boms().counting(before)?, seen.boms().counting(after)?);
    let Comparison { differences, alike } = bom::compare(&first, &second);
    watch.begin(sink, &head, differences.len() as u64)?;
    let mut catalogue = Catalogue::new(Shelf::Workspace(seen));
    let mut counts = [0; 3];
    for difference in &differences {
        let (place, change, before, after, aspects) = match difference {
            Difference::Added(entry) => (0, "added", None, Some(entry), &[][..]),
            Difference::Removed(entry) => (1, "removed", Some(entry), None, &[][..]),
            Difference::Changed { before, after, aspects } => {
                (2, "changed", Some(before), Some(after), aspects.as_slice())
            }
        };
        counts[place] += 1;
        let mut cells = vec![Cell::text(change), Cell::list(aspects.iter().map(|one| word(*one).to_owned()).collect())];
        let sides = [says(&mut catalogue, before.copied())?, says(&mut catalogue, after.copied())?];
        let [(old_name, old), (name, new)] = sides;
        cells.push(if name == Cell::Empty { old_name } else { name });
        cells.extend(old.into_iter().zip(new).flat_map(|(old, new)| [old, new]));
        watch.row(sink, &Row::flat(cells))?;
    }
    let [added, removed, changed] = counts;
    watch.end(
        sink,
        &[
            Fact::count("added", "Added", added),
            Fact::count("removed", "Removed", removed),
            Fact::count("changed", "Changed", changed),
            Fact::count("alike", "Alike", alike),
        ],
    )
}

/// Writes what one piece needs more or less of, over all levels; by part number.
pub(super) fn amounts(
    seen: &dyn Snapshot,
    before: RevisionId,
    after: RevisionId,
    stamp: &Stamp,
    sink: &mut dyn Sink,
    watch: &mut Watch<'_>,
) -> Result<()> {
    let columns = vec![
        Column::text("change", "Change"),
        Column::text("part_number", "Part number"),
        Column::text("name", "Name"),
        Column::decimal("quantity_before", "Quantity before"),
        Column::decimal("quantity", "Quantity"),
        Column::decimal("difference", "Difference"),
        Column::text("unit", "Unit"),
        Column::decimal("quantity_dnp_before", "Quantity not fitted before"),
        Column::decimal("quantity_dnp", "Quantity not fitted"),
    ];
    let head = head(seen, before, after, "all-levels", columns, stamp)?;
    let flat = |id| Ok::<_, crate::Error>(bom::flat(&Structure::read(seen.boms(), id)?));
    let mut named: Vec<(PartNumber, String, AmountDifference)> = Vec::new();
    for difference in bom::compare_flat(&flat(before)?, &flat(after)?) {
        let part = seen.parts().get(difference.part)?;
        named.push((part.number, part.name.to_string(), difference));
    }
    named.sort_by(|(one, _, _), (other, _, _)| one.cmp(other));
    watch.begin(sink, &head, named.len() as u64)?;
    let mut parts: BTreeSet<PartId> = BTreeSet::new();
    for (number, name, difference) in &named {
        parts.insert(difference.part);
        let AmountDifference { part: _, dimension, before, after } = difference;
        let change = match (before, after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        let zero = Amount::zero();
        let (old, new) = (before.as_ref().unwrap_or(&zero), after.as_ref().unwrap_or(&zero));
        let side = |amount: &Option<Amount>, of: fn(&Amount) -> &Decimal| match amount {
            Some(amount) => Cell::number(of(amount)),
            None => Cell::Empty,
        };
        watch.row(
            sink,
            &Row::flat(vec![
                Cell::text(change),
                Cell::text(number),
                Cell::text(name),
                side(before, |amount| &amount.fitted),
                side(after, |amount| &amount.fitted),
                Cell::Decimal(new.fitted.clone() - old.fitted.clone()),
                Cell::text(&dimension.base()),
                side(before, |amount| &amount.not_fitted),
                side(after, |amount| &amount.not_fitted),
            ]),
        )?;
    }
    watch.end(sink, &[Fact::count("parts", "Parts that differ", parts.len())])
}

fn head(
    seen: &dyn Snapshot,
    before: RevisionId,
    after: RevisionId,
    view: &'static str,
    columns: Vec<Column>,
    stamp: &Stamp,
) -> Result<Head> {
    let side = |id| {
        let (revision, part) = find(seen, id)?;
        Ok::<_, crate::Error>(format!("{} revision {}", part.number, revision.label))
    };
    let (first, second) = (side(before)?, side(after)?);
    let mut facts = vec![Fact::text("before", "Before", &first), Fact::text("after", "After", &second)];
    facts.extend(stamp.facts());
    Ok(Head { subject: Subject::Compare, view, title: format!("{second} against {first}"), facts, columns })
}

/// The name of a line's part, and what the line says under [`SAYS`]; nothing for a line that is not there.
fn says(catalogue: &mut Catalogue<'_>, entry: Option<&StructureLine>) -> Result<(Cell, [Cell; 9])> {
    let Some(StructureLine { line, counts }) = entry else { return Ok((Cell::Empty, [const { Cell::Empty }; 9])) };
    let part = catalogue.entry(line.child, counts.map(|counting| counting.revision))?;
    let [number, revision, _, name] = part.names();
    let cells = [
        number,
        revision,
        Cell::Decimal(line.quantity.to_decimal()),
        Cell::text(&line.unit),
        Cell::list(line.designators.iter().map(ToString::to_string).collect()),
        Cell::Flag(line.dnp),
        Cell::text(&line.find_number),
        Cell::text(&line.note),
        properties(&line.properties),
    ];
    Ok((name, cells))
}

/// What a line says by name.
fn properties(properties: &[LineProperty]) -> Cell {
    Cell::list(properties.iter().map(|LineProperty { name, text }| format!("{name}: {text}")).collect())
}

fn word(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Part => "part",
        Aspect::Revision => "revision",
        Aspect::Quantity => "quantity",
        Aspect::Designators => "reference designators",
        Aspect::Intended => "quantity intended",
        Aspect::Dnp => "DNP",
        Aspect::Substitutes => "substitutes",
        Aspect::FindNumber => "find number",
        Aspect::Note => "note",
        Aspect::Properties => "properties",
    }
}
