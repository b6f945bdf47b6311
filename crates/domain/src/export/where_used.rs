//! Where a part is used, at all levels.

use super::{Cell, Column, Fact, Head, Kind, Row, Sink, Stamp, Subject, Watch};
use crate::Result;
use crate::bom::{self, Amount, Dimension, UsedIn};
use crate::decimal::Decimal;
use crate::id::PartId;
use crate::part::Part;
use crate::revision::{Revision, RevisionError};
use crate::store::Snapshot;

const COLUMNS: [Column; 9] = [
    Column::whole("distance", "Levels above"),
    Column::text("part_number", "Part number"),
    Column::text("revision", "Revision"),
    Column::text("state", "State"),
    Column::text("name", "Name"),
    Column::decimal("quantity", "Quantity in one"),
    Column::text("unit", "Unit"),
    Column::decimal("quantity_dnp", "Quantity not fitted"),
    Column::new("top", "Top", Kind::Flag { yes: "yes", no: "" }),
];

/// Writes the revisions that contain a part: nearest first, then by part number, then by revision.
pub(super) fn write(
    seen: &dyn Snapshot,
    id: PartId,
    stamp: &Stamp,
    sink: &mut dyn Sink,
    watch: &mut Watch<'_>,
) -> Result<()> {
    let part = seen.parts().get(id)?;
    let mut facts =
        vec![Fact::text("part_number", "Part number", &part.number), Fact::text("name", "Name", &part.name)];
    facts.extend(stamp.facts());
    let head = Head {
        subject: Subject::WhereUsed,
        view: "all-levels",
        title: format!("Where {} is used", part.number),
        facts,
        columns: COLUMNS.to_vec(),
    };
    let found = in_order(seen, id)?;
    watch.begin(sink, &head, found.len() as u64)?;
    for (used, revision, part) in &found {
        for (dimension, amount) in &used.amounts {
            watch.row(sink, &row(used, revision, part, *dimension, amount))?;
        }
    }
    watch.end(sink, &[Fact::count("assemblies", "Used in", found.len())])
}

fn in_order(seen: &dyn Snapshot, part: PartId) -> Result<Vec<(UsedIn, Revision, Part)>> {
    let found = bom::where_used(part, &seen.boms().above(part)?)?;
    let look = |used: UsedIn| {
        let revision = seen.revisions().find(used.revision)?.ok_or(RevisionError::NotFound)?;
        let part = seen.parts().get(revision.part)?;
        Ok((used, revision, part))
    };
    let mut found = found.into_iter().map(look).collect::<Result<Vec<_>>>()?;
    found.sort_by(|(used, revision, part), (other_used, other_revision, other_part)| {
        let one = (used.level, &part.number, revision.ordinal);
        one.cmp(&(other_used.level, &other_part.number, other_revision.ordinal))
    });
    Ok(found)
}

fn row(used: &UsedIn, revision: &Revision, part: &Part, dimension: Dimension, amount: &Amount) -> Row {
    let Amount { fitted, not_fitted } = amount;
    Row::flat(vec![
        Cell::count(used.level),
        Cell::text(&part.number),
        Cell::text(&revision.label),
        Cell::text(&revision.state),
        Cell::text(&part.name),
        Cell::number(fitted),
        Cell::text(&dimension.base()),
        if *not_fitted == Decimal::zero() { Cell::Empty } else { Cell::number(not_fitted) },
        Cell::Flag(used.top),
    ])
}
