//! The shortage list: what is missing for a number of builds, after what is in stock.

use std::collections::{BTreeSet, HashMap};

use super::{BomError, Dimension, FlatLine, Unit};
use crate::decimal::Decimal;
use crate::id::PartId;
use crate::part::PartNumber;

/// How many are to be built: 1 to 1,000,000,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Builds(u32);

impl Builds {
    /// Takes a whole number.
    pub fn parse(text: &str) -> Result<Self, BomError> {
        let number = text.trim().parse().ok().filter(|number| (1..=1_000_000_000).contains(number));
        number.map(Self).ok_or_else(|| BomError::BuildsInvalid { text: text.chars().take(40).collect() })
    }
}

/// What is in stock, as somebody wrote it down. What is not named in it is not in stock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stock(HashMap<PartNumber, HashMap<Dimension, Decimal>>);

impl Stock {
    /// Takes a line for each part: its number, how many, and if it is not pieces the unit, with spaces, commas, semicolons
    /// or tabs between, as `EL-RES-100042 500` or `ME-CAB-100007; 12.5; m`. A part may stand more than once.
    pub fn parse(text: &str) -> Result<Self, BomError> {
        let mut stock = Self::default();
        for (line, written) in text.lines().enumerate().filter(|(_, written)| !written.trim().is_empty()) {
            let invalid = || BomError::StockInvalid { line: line + 1, text: written.trim().chars().take(60).collect() };
            let mut words = written.split([' ', '\t', ',', ';']).filter(|word| !word.is_empty());
            let (number, quantity) = words.next().zip(words.next()).ok_or_else(invalid)?;
            let unit = Unit::parse(words.next().unwrap_or_default())?;
            let number: PartNumber = number.parse().map_err(|_| invalid())?;
            let quantity = Decimal::parse(quantity).ok().filter(|quantity| *quantity >= Decimal::zero());
            let (quantity, dimension) = (quantity.ok_or_else(invalid)?, unit.dimension());
            if words.next().is_some() {
                return Err(invalid());
            }
            let here = stock.0.entry(number).or_default().entry(dimension).or_insert_with(Decimal::zero);
            *here = here.clone() + unit.convert(&quantity, dimension.base())?;
        }
        Ok(stock)
    }

    /// The numbers that it names.
    pub fn numbers(&self) -> impl Iterator<Item = &PartNumber> {
        self.0.keys()
    }
}

/// What a line of a flat list needs for all builds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What all builds need of it, fitted.
    pub needed: Decimal,
    /// What is in stock for it, up to what it needs. Where two lines need the same part, the first is served first.
    pub stock: Decimal,
    /// What is missing.
    pub missing: Decimal,
}

/// What each line of a flat list needs, in its order; and the numbers of the stock that no line needs.
pub fn shortage(
    lines: &[FlatLine],
    numbers: &HashMap<PartId, PartNumber>,
    builds: Builds,
    stock: Stock,
) -> (Vec<Need>, BTreeSet<PartNumber>) {
    let Stock(mut left) = stock;
    let builds = Decimal::from(builds.0);
    let mut unused: BTreeSet<PartNumber> = left.keys().cloned().collect();
    let needs = lines.iter().map(|line| {
        let needed = line.amount.fitted.clone() * builds.clone();
        let number = numbers.get(&line.part);
        if let Some(number) = number {
            unused.remove(number);
        }
        let here = number.and_then(|number| left.get_mut(number)).and_then(|amounts| amounts.get_mut(&line.dimension));
        let taken = here.map_or_else(Decimal::zero, |here| {
            let taken = needed.clone().min(here.clone());
            *here = here.clone() - taken.clone();
            taken
        });
        Need { missing: needed.clone() - taken.clone(), needed, stock: taken }
    });
    (needs.collect(), unused)
}
