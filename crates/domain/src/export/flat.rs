//! The flat list: each part once, with what all levels need of it and what that costs.

use std::collections::HashMap;

use super::basis::Basis;
use super::catalogue::{Catalogue, FACTS, NAMES, Shelf};
use super::{Cell, Column, Fact, Kind, Row, Shape, Sink, Watch};
use crate::Result;
use crate::bom::{self, Builds, CostLine, Costs, Dimension, FlatLine};
use crate::decimal::Decimal;
use crate::id::PartId;
use crate::part::PartNumber;
use crate::supplier_part::{Choice, Currency, Source};

/// What parts that are bought are bought as.
type Bought<'c, 's> = HashMap<(PartId, Dimension), &'c Choice<'s>>;

/// Writes the flat list for a number of builds, by part number.
pub(super) fn write(
    basis: &Basis<'_>,
    builds: Builds,
    currency: Option<&Currency>,
    sink: &mut dyn Sink,
    watch: &mut Watch<'_>,
) -> Result<()> {
    let prices = basis.prices(currency)?;
    let costs = prices.costs(&basis.structure, builds);
    let lines = by_number(basis.shelf, bom::flat(&basis.structure))?;
    let builds_fact = Fact::decimal("builds", "Builds", builds.to_decimal());
    let head = basis.head(Shape::Flat, columns(prices.currency.as_ref()), [builds_fact]);
    watch.begin(sink, &head, lines.len() as u64)?;
    let bought = bought(&costs);
    for line in &lines {
        let row = row(line, &basis.catalogue, builds, &bought, prices.currency.is_some())?;
        watch.row(sink, &row)?;
    }
    let mut totals = totals(&lines, builds);
    totals.extend(basis.totals(&prices, builds)?);
    watch.end(sink, &totals)
}

/// The lines in the order of their parts' numbers, and of the revisions that count.
fn by_number(shelf: Shelf<'_>, lines: Vec<FlatLine>) -> Result<Vec<FlatLine>> {
    let mut numbers: HashMap<PartId, PartNumber> = HashMap::new();
    let place = |line: FlatLine| {
        let number = match numbers.get(&line.part) {
            Some(known) => known.clone(),
            None => numbers.entry(line.part).or_insert(shelf.number(line.part)?).clone(),
        };
        // Ids are in the order of time, and so are revisions.
        Ok(((number, line.counts.map(|counting| counting.revision), line.dimension), line))
    };
    let mut placed = lines.into_iter().map(place).collect::<Result<Vec<_>>>()?;
    placed.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(placed.into_iter().map(|(_, line)| line).collect())
}

fn columns(currency: Option<&Currency>) -> Vec<Column> {
    let mut columns = NAMES.to_vec();
    columns.extend([
        Column::decimal("quantity", "Quantity"),
        Column::text("unit", "Unit"),
        Column::decimal("quantity_dnp", "Quantity not fitted"),
        Column::whole("lines", "Lines"),
        Column::new("assembly", "Assembly", Kind::Flag { yes: "yes", no: "" }),
    ]);
    columns.extend(FACTS);
    if let Some(currency) = currency {
        columns.extend([
            Column::text("order_manufacturer", "Manufacturer ordered"),
            Column::text("order_mpn", "MPN ordered"),
            Column::text("supplier", "Supplier"),
            Column::text("order_code", "Order code"),
            Column::decimal("order_quantity", "Order quantity"),
            Column::new("unit_price", "Unit price", Kind::Money(currency.clone())),
            Column::new("cost", "Cost", Kind::Money(currency.clone())),
        ]);
    }
    columns
}

fn bought<'c, 's>(costs: &'c Costs<'s>) -> Bought<'c, 's> {
    let bought = |line: &'c CostLine<'s>| Some(((line.part, line.dimension), line.bought.as_ref().ok()?));
    costs.lines.iter().filter_map(bought).collect()
}

fn row(
    line: &FlatLine,
    catalogue: &Catalogue<'_>,
    builds: Builds,
    bought: &Bought<'_, '_>,
    priced: bool,
) -> Result<Row> {
    let FlatLine { part, counts, dimension, amount: needed, has_lines, lines } = line;
    let entry = catalogue.once(*part, counts.map(|counting| counting.revision))?;
    let fitted = needed.fitted.clone() * builds.to_decimal();
    let not_fitted = needed.not_fitted.clone() * builds.to_decimal();
    let mut cells = entry.names().to_vec();
    cells.extend([
        Cell::number(&fitted),
        Cell::text(&dimension.base()),
        if not_fitted == Decimal::zero() { Cell::Empty } else { Cell::number(&not_fitted) },
        Cell::count(*lines),
        Cell::Flag(*has_lines),
    ]);
    cells.extend(entry.facts());
    if priced {
        // What is built is not bought, and what is not fitted costs nothing.
        let is_bought = !has_lines && fitted > Decimal::zero();
        cells.extend(match bought.get(&(*part, *dimension)).filter(|_| is_bought) {
            None => [const { Cell::Empty }; 7],
            Some(choice) => {
                let Source { manufacturer_part: made, supplier_part } = choice.source;
                let offer = &supplier_part.offer;
                let price = choice.price.to_decimal();
                [
                    Cell::text(&made.manufacturer),
                    Cell::text(&made.mpn),
                    Cell::text(&offer.supplier),
                    Cell::text(&offer.order_code),
                    Cell::Decimal(choice.order.to_decimal()),
                    Cell::number(&price),
                    Cell::Decimal(fitted * price),
                ]
            }
        });
    }
    Ok(Row::flat(cells))
}

fn totals(lines: &[FlatLine], builds: Builds) -> Vec<Fact> {
    let mut sums: Vec<(Dimension, Decimal)> = Vec::new();
    for line in lines.iter().filter(|line| !line.has_lines) {
        match sums.iter_mut().find(|(dimension, _)| *dimension == line.dimension) {
            Some((_, sum)) => *sum = sum.clone() + line.amount.fitted.clone(),
            None => sums.push((line.dimension, line.amount.fitted.clone())),
        }
    }
    sums.sort_by_key(|(dimension, _)| *dimension);
    let sums = sums.into_iter().map(|(dimension, sum)| format!("{} {}", sum * builds.to_decimal(), dimension.base()));
    vec![
        Fact::count("lines", "Lines", lines.len()),
        Fact::text("quantity", "Quantity fitted, without assemblies", &sums.collect::<Vec<_>>().join(" + ")),
    ]
}
