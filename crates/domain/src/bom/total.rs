//! Totals: the exact sums of the quantities of a BOM.

use std::collections::BTreeMap;
use std::fmt;

use super::{BomLine, Unit};
use crate::decimal::Decimal;

/// The exact sum for each unit that occurs: pieces are added to pieces and metres to metres, because a sum over both
/// would mean nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total(BTreeMap<Unit, Decimal>);

/// The sum of the lines' quantities.
pub fn total<'l>(lines: impl IntoIterator<Item = &'l BomLine>) -> Total {
    lines.into_iter().map(|line| (line.unit, line.quantity.to_decimal())).collect()
}

/// What the lines of one BOM come to, its own level alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BomSums {
    /// How many they are.
    pub lines: u64,
    /// How many designators they have.
    pub designators: u64,
    /// The sum of their quantities.
    pub total: Total,
    /// Whether any of them has a find number.
    pub numbered: bool,
    /// Whether any of them calls for something that has lines of its own.
    pub has_levels: bool,
}

/// Sums up amounts, those of each unit for themselves.
impl FromIterator<(Unit, Decimal)> for Total {
    fn from_iter<I: IntoIterator<Item = (Unit, Decimal)>>(amounts: I) -> Self {
        let mut sums: BTreeMap<Unit, Decimal> = BTreeMap::new();
        for (unit, amount) in amounts {
            let sum = sums.remove(&unit).unwrap_or_else(Decimal::zero);
            sums.insert(unit, sum + amount);
        }
        Self(sums)
    }
}

/// `9`, or with other units than pieces among them `9 each + 0.12 m`.
impl fmt::Display for Total {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pieces = self.0.get(&Unit::Each);
        match (self.0.len(), pieces) {
            (0, _) => fmt::Display::fmt(&Decimal::zero(), formatter),
            (1, Some(pieces)) => fmt::Display::fmt(pieces, formatter),
            _ => {
                let sums: Vec<_> = self.0.iter().map(|(unit, sum)| format!("{sum} {unit}")).collect();
                formatter.write_str(&sums.join(" + "))
            }
        }
    }
}
