//! A BOM line by line: its own lines, or those of all levels.

use std::collections::{BTreeSet, HashMap};

use super::basis::Basis;
use super::catalogue::{Catalogue, Entry, FACTS, NAMES};
use super::{Cell, Column, Kind, Row, Shape, Sink, Watch, flat, roll_up};
use crate::Result;
use crate::bom::{BomLine, Builds, Dnp, ExplodedLine, Explosion, Structure};
use crate::id::RevisionId;
use crate::property::PropertyName;
use crate::supplier_part::Currency;

/// How a BOM is told.
pub(super) struct Way<'w> {
    pub(super) shape: Shape,
    pub(super) builds: Builds,
    pub(super) currency: Option<&'w Currency>,
}

/// The words of a line that is not fitted.
pub(super) const DNP: Column = Column::new("dnp", "DNP", Kind::Flag { yes: "DNP", no: "" });

/// Writes a BOM.
pub(super) fn write(basis: &mut Basis<'_>, way: &Way<'_>, sink: &mut dyn Sink, watch: &mut Watch<'_>) -> Result<()> {
    if way.shape == Shape::Flat {
        return flat::write(basis, way.builds, way.currency, sink, watch);
    }
    let indented = way.shape == Shape::Indented;
    let root = basis.structure.root();
    let total = if indented { explosion_size(&basis.structure) } else { basis.structure.lines(root).len() as u64 };
    let names = property_names(&basis.structure, indented);
    watch.begin(sink, &basis.head(way.shape, columns(indented, &names), []), total)?;
    let Basis { structure, catalogue, .. } = basis;
    for line in Explosion::new(structure, Dnp::Mark).filter(|line| indented || line.level == 1) {
        let counts = line.counts.map(|counting| counting.revision);
        let entry = catalogue.entry(line.line.child, counts)?;
        let row = row(&line, &entry, catalogue, (indented, &names))?;
        watch.row(sink, &row)?;
    }
    let mut totals = roll_up::own(basis.structure.lines(root).iter().map(|entry| &entry.line));
    totals.extend(basis.totals(&basis.prices(way.currency)?, way.builds)?);
    watch.end(sink, &totals)
}

/// The names of all properties that lines say, in their order.
fn property_names(structure: &Structure, indented: bool) -> BTreeSet<PropertyName> {
    let root = [structure.root()];
    let revisions = if indented { structure.revisions() } else { &root };
    let lines = revisions.iter().flat_map(|revision| structure.lines(*revision));
    lines.flat_map(|entry| &entry.line.properties).map(|property| property.name.clone()).collect()
}

fn columns(indented: bool, properties: &BTreeSet<PropertyName>) -> Vec<Column> {
    let mut columns = Vec::new();
    if indented {
        columns.push(Column::whole("level", "Level"));
    }
    columns.push(Column::text("find_number", "Find number"));
    columns.extend(NAMES);
    columns.extend([Column::decimal("quantity", "Quantity"), Column::text("unit", "Unit")]);
    if indented {
        columns.extend([Column::decimal("total", "Total quantity"), Column::text("total_unit", "Total unit")]);
    }
    columns.extend([Column::new("designators", "Reference designators", Kind::List), DNP]);
    columns.extend(FACTS);
    columns.extend([
        Column::new("substitutes", "Substitutes", Kind::List),
        Column::new("pinned", "Pinned", Kind::Flag { yes: "yes", no: "" }),
        Column::new("quantity_intended", "Quantity intended", Kind::Flag { yes: "yes", no: "" }),
        Column::text("note", "Note"),
    ]);
    for property in properties {
        // A property may be called as a column is; two columns of one name would be read as two of one kind.
        let is_taken = columns.iter().any(|column| column.name.eq_ignore_ascii_case(property.as_str()));
        let name = if is_taken { format!("Line {property}") } else { property.to_string() };
        columns.push(Column { key: property_key(property).into(), name: name.into(), kind: Kind::Text });
    }
    columns
}

/// The key of the column of a line's property.
fn property_key(name: &PropertyName) -> String {
    format!("property.{name}")
}

fn row(
    line: &ExplodedLine<'_>,
    entry: &Entry,
    catalogue: &mut Catalogue<'_>,
    (indented, names): (bool, &BTreeSet<PropertyName>),
) -> Result<Row> {
    let ExplodedLine { level, path: _, line, counts: _, total, dnp, has_lines: _ } = line;
    let BomLine {
        id: _,
        revision: _,
        position: _,
        child: _,
        quantity,
        unit,
        designators,
        quantity_intended,
        dnp: _,
        find_number,
        note,
        pinned,
        substitutes,
        properties,
        origin: _,
    } = line;
    let mut cells = Vec::with_capacity(24);
    if indented {
        cells.push(Cell::count(*level));
    }
    cells.push(Cell::text(find_number));
    cells.extend(entry.names());
    cells.extend([Cell::Decimal(quantity.to_decimal()), Cell::text(unit)]);
    if indented {
        cells.extend([Cell::number(total), Cell::text(&unit.dimension().base())]);
    }
    cells.extend([Cell::list(designators.iter().map(ToString::to_string).collect()), Cell::Flag(*dnp)]);
    cells.extend(entry.facts());
    let substitutes = substitutes.iter().map(|one| {
        let number = catalogue.number(one.part)?;
        Ok(if one.note.as_str().is_empty() { number.to_string() } else { format!("{number} ({})", one.note) })
    });
    cells.extend([
        Cell::list(substitutes.collect::<Result<_>>()?),
        Cell::Flag(pinned.is_some()),
        Cell::Flag(*quantity_intended),
        Cell::text(note),
    ]);
    cells.extend(names.iter().map(|name| {
        Cell::maybe(properties.iter().find(|property| property.name == *name).map(|property| &property.text))
    }));
    Ok(Row { level: if indented { *level } else { 0 }, cells })
}

/// How many lines an explosion has, without going through it.
fn explosion_size(structure: &Structure) -> u64 {
    let mut sizes: HashMap<RevisionId, u64> = HashMap::new();
    for revision in structure.revisions().iter().rev() {
        let size = structure.lines(*revision).iter().fold(0_u64, |size, entry| {
            let below = structure.below(entry).and_then(|below| sizes.get(&below)).copied();
            size.saturating_add(1).saturating_add(below.unwrap_or(0))
        });
        sizes.insert(*revision, size);
    }
    sizes.get(&structure.root()).copied().unwrap_or(0)
}
