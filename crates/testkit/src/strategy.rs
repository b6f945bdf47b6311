//! Strategies for proptest: values of the domain, the ordinary and the extreme.

use partwright_domain::bom::{Designator, Quantity};
use partwright_domain::category::Codes;
use partwright_domain::part::{PartNumber, Sequence};
use partwright_domain::supplier_part::{PriceBreak, Prices, UnitPrice};
use proptest::prelude::*;

/// The greatest number of millionths that a quantity can be.
pub const MOST_MILLIONTHS: i64 = 999_999_999_999_999;

/// Quantities: whole numbers, decimals, and both ends.
pub fn quantity() -> impl Strategy<Value = Quantity> {
    let millionths = prop_oneof![
        1 => Just(1),
        1 => Just(MOST_MILLIONTHS),
        4 => (1..=100_000_i64).prop_map(|pieces| pieces * 1_000_000),
        4 => 1..=MOST_MILLIONTHS,
    ];
    millionths.prop_map(|millionths| Quantity::from_millionths(millionths).expect("millionths within the limits"))
}

/// Designators as boards have them.
pub fn designator() -> impl Strategy<Value = Designator> {
    "[A-Z]{1,3}[1-9][0-9]{0,3}".prop_map(|text| Designator::parse(&text).expect("a designator"))
}

/// Both codes of a category.
pub fn codes() -> impl Strategy<Value = Codes> {
    "[A-Z][A-Z0-9]{1,4}-[A-Z][A-Z0-9]{1,4}".prop_map(|text| Codes::parse(&text).expect("codes"))
}

/// Part numbers, up to the last of the sequence.
pub fn part_number() -> impl Strategy<Value = PartNumber> {
    let sequence = prop_oneof![Just(100_000), Just(u32::MAX), 100_000..=u32::MAX];
    (codes(), sequence.prop_map(|number| Sequence::new(number).expect("a number of the sequence")))
        .prop_map(|(codes, sequence)| PartNumber { codes, sequence })
}

/// Prices: nothing, whole numbers, decimals, and the most there can be.
pub fn unit_price() -> impl Strategy<Value = UnitPrice> {
    let millionths = prop_oneof![
        1 => Just(0),
        1 => Just(MOST_MILLIONTHS),
        4 => (0..=10_000_i64).prop_map(|whole| whole * 1_000_000),
        4 => 0..=MOST_MILLIONTHS,
    ];
    millionths.prop_map(|millionths| UnitPrice::from_millionths(millionths).expect("millionths within the limits"))
}

/// The prices of a supplier part: up to eight breaks.
pub fn prices() -> impl Strategy<Value = Prices> {
    proptest::collection::btree_map(quantity(), unit_price(), 0..8).prop_map(|breaks| {
        let breaks = breaks.into_iter().map(|(quantity, price)| PriceBreak { quantity, price });
        Prices::of(breaks.collect()).expect("each quantity once")
    })
}
