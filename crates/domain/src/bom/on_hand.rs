//! What is on hand, as somebody wrote it down: a row a part, read one by one, so that a mistake in one hides no other.

use std::collections::{BTreeMap, BTreeSet};

use super::{BomError, Dimension, Stock, Structure, Unit};
use crate::decimal::Decimal;
use crate::id::PartId;
use crate::manufacturer_part::ManufacturerPartReader;
use crate::order::match_key;
use crate::part::{Part, PartNumber, PartReader};
use crate::{Error, Result};

/// A row of what is on hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnHandRow {
    /// Its place in the text, from 1.
    pub row: usize,
    /// What was written.
    pub written: String,
    /// What it was taken for.
    pub outcome: OnHandOutcome,
}

/// What a row was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnHandOutcome {
    /// So much of a part.
    Counted {
        /// The part.
        part: Box<Part>,
        /// How much, in the base unit of the dimension.
        amount: Decimal,
        /// What it measures.
        dimension: Dimension,
        /// Whether the BOM has any use for it.
        used: bool,
    },
    /// The names of columns.
    Heading,
    /// Nothing, and why.
    Refused(Error),
}

/// Reads what is on hand: on each row a part number or an MPN, a quantity from 0 on, and a unit where it is not pieces.
/// Columns are told apart by tabs, else by semicolons, else by commas, else by white space. Empty rows say nothing.
pub fn read_on_hand(
    text: &str,
    parts: &dyn PartReader,
    manufacturer_parts: &dyn ManufacturerPartReader,
    structure: &Structure,
) -> Result<Vec<OnHandRow>> {
    let wanted = wanted(structure);
    let mut rows: Vec<OnHandRow> = Vec::new();
    for (line, place) in text.lines().zip(1..) {
        let written = line.trim();
        if written.is_empty() {
            continue;
        }
        let outcome = match cells(written) {
            Err(_) if rows.is_empty() && !written.bytes().any(|byte| byte.is_ascii_digit()) => OnHandOutcome::Heading,
            Err(error) => OnHandOutcome::Refused(error.into()),
            Ok((name, amount, unit)) => match find(parts, manufacturer_parts, &name)? {
                Err(error) => OnHandOutcome::Refused(error.into()),
                Ok(part) => counted(part, &amount, unit, &wanted)?,
            },
        };
        rows.push(OnHandRow { row: place, written: written.chars().take(200).collect(), outcome });
    }
    Ok(rows)
}

/// What the rows come to; a part that stands on several rows is added up.
pub fn stock(rows: &[OnHandRow]) -> Stock {
    let mut stock = Stock::new();
    for row in rows {
        if let OnHandOutcome::Counted { part, amount, dimension, used: _ } = &row.outcome {
            let sum = stock.entry((part.id, *dimension)).or_insert_with(Decimal::zero);
            *sum = sum.clone() + amount.clone();
        }
    }
    stock
}

/// In which dimensions a structure measures each part, also as a substitute.
fn wanted(structure: &Structure) -> BTreeMap<PartId, BTreeSet<Dimension>> {
    let mut wanted: BTreeMap<PartId, BTreeSet<Dimension>> = BTreeMap::new();
    for entry in structure.revisions().iter().flat_map(|revision| structure.lines(*revision)) {
        for part in entry.line.parts() {
            wanted.entry(part).or_default().insert(entry.line.unit.dimension());
        }
    }
    wanted
}

/// A row's part, amount and unit.
fn cells(written: &str) -> std::result::Result<(String, Decimal, Unit), BomError> {
    let invalid = || BomError::OnHandRowInvalid { written: written.chars().take(80).collect() };
    let separator = ['\t', ';', ','].into_iter().find(|separator| written.contains(*separator));
    let mut cells: Vec<&str> = match separator {
        Some(separator) => written.split(separator).map(|cell| cell.trim().trim_matches('"').trim()).collect(),
        None => written.split_whitespace().collect(),
    };
    while cells.last().is_some_and(|cell| cell.is_empty()) {
        cells.pop();
    }
    let (name, quantity, unit) = match cells[..] {
        [name, amount] => match amount.split_once(char::is_whitespace) {
            Some((quantity, unit)) => (name, quantity, unit),
            None => (name, amount, ""),
        },
        [name, quantity, unit] => (name, quantity, unit),
        _ => return Err(invalid()),
    };
    let amount = Decimal::parse(quantity).ok().filter(|amount| *amount >= Decimal::zero());
    match amount {
        Some(amount) if !name.is_empty() => Ok((name.to_owned(), amount, Unit::parse(unit)?)),
        _ => Err(invalid()),
    }
}

/// The part of that number, else the one that has such an MPN.
fn find(
    parts: &dyn PartReader,
    manufacturer_parts: &dyn ManufacturerPartReader,
    name: &str,
) -> Result<std::result::Result<Part, BomError>> {
    if let Ok(number) = name.parse::<PartNumber>()
        && let Some(part) = parts.find_by_number(&number)?
    {
        return Ok(Ok(part));
    }
    let made = manufacturer_parts.matching(&match_key(name))?;
    let found: BTreeSet<PartId> = made.iter().map(|made| made.part).collect();
    let found: Vec<Part> = found.into_iter().map(|part| parts.get(part)).collect::<Result<_>>()?;
    let name = name.chars().take(80).collect();
    Ok(match <[Part; 1]>::try_from(found) {
        Ok([part]) => Ok(part),
        Err(none) if none.is_empty() => Err(BomError::OnHandUnknown { name }),
        Err(several) => {
            let numbers: Vec<_> = several.iter().map(|part| part.number.to_string()).collect();
            Err(BomError::OnHandAmbiguous { name, numbers: numbers.join(", ") })
        }
    })
}

/// The part, if it is measured as the BOM measures it.
fn counted(
    part: Part,
    amount: &Decimal,
    unit: Unit,
    wanted: &BTreeMap<PartId, BTreeSet<Dimension>>,
) -> Result<OnHandOutcome> {
    let dimension = unit.dimension();
    let measured = wanted.get(&part.id);
    if let Some(measured) = measured.filter(|measured| !measured.contains(&dimension)) {
        let bases: Vec<_> = measured.iter().map(|dimension| dimension.base().to_string()).collect();
        let (number, unit) = (part.number.to_string(), unit.to_string());
        return Ok(OnHandOutcome::Refused(BomError::OnHandUnit { number, unit, needed: bases.join(", ") }.into()));
    }
    let amount = unit.convert(amount, dimension.base())?;
    Ok(OnHandOutcome::Counted { part: Box::new(part), amount, dimension, used: measured.is_some() })
}
