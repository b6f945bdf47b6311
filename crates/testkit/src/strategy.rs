//! Strategies for proptest: values of the domain, the ordinary and the extreme.

use partwright_domain::bom::{Designator, Quantity, Unit};
use partwright_domain::category::Codes;
use partwright_domain::manufacturer_part::Status;
use partwright_domain::part::{PartNumber, Sequence};
use partwright_domain::revision::Lifecycle;
use partwright_domain::supplier_part::{PriceBreak, Prices, UnitPrice};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

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

/// A company that is made up: parts that call only for later ones; [`build::company`](crate::build::company) makes it.
pub type MadeUpCompany = Vec<MadeUpPart>;

/// A part of a made-up company.
#[derive(Debug, Clone)]
pub struct MadeUpPart {
    /// The lines of each of its revisions; all but the last are released.
    pub revisions: Vec<Vec<MadeUpLine>>,
    /// How far the last one comes.
    pub state: Lifecycle,
    /// Its mass in grams, where it is known.
    pub grams: Option<u16>,
    /// Who sells it.
    pub offers: Vec<MadeUpOffer>,
}

/// A line of a made-up company.
#[derive(Debug, Clone)]
pub struct MadeUpLine {
    /// How far down the list its child stands; a line that points behind the last part is left out.
    pub down: usize,
    /// How many, or how much.
    pub quantity: Quantity,
    /// In which unit.
    pub unit: Unit,
    /// From which number on it is placed, and at how many; what is taken is left out, and where something is left its
    /// count is the quantity.
    pub placed: Option<(u8, u8)>,
    /// Its find number, where it has one.
    pub find_number: Option<u8>,
    /// Whether it is not fitted.
    pub dnp: bool,
    /// To which of the child's revisions it is pinned, counted round.
    pub pinned: Option<usize>,
    /// How far down its substitutes stand; those that are the child, or behind the last part, are left out.
    pub substitutes: Vec<usize>,
}

/// An offer of a made-up company.
#[derive(Debug, Clone)]
pub struct MadeUpOffer {
    /// How far its manufacturer part may be used.
    pub status: Status,
    /// Whether its prices are in dollars, and not in euros.
    pub dollars: bool,
    /// Its prices.
    pub prices: Prices,
    /// The least that is sold, in pieces.
    pub minimum: Option<u16>,
    /// What amounts are multiples of, in pieces.
    pub multiple: Option<u16>,
    /// How long a delivery takes, in days.
    pub lead_time: Option<u16>,
}

/// Companies of up to nine parts in up to three revisions each, with shared assemblies, pins, substitutes, units, lines
/// that are not fitted, and offers.
pub fn company() -> impl Strategy<Value = MadeUpCompany> {
    let small = (1..3_000_000_i64).prop_map(|millionths| Quantity::from_millionths(millionths).expect("a quantity"));
    let unit = prop_oneof![2 => Just(Unit::Each), 1 => proptest::sample::select(&Unit::ALL[..])];
    let pinned = prop::option::weighted(0.3, 0..3_usize);
    let placed = prop::option::weighted(0.4, (1..9_u8, 1..4_u8));
    let find_number = prop::option::weighted(0.3, 1..4_u8);
    let says = (placed, find_number, prop::bool::weighted(0.2), pinned, vec(1..6_usize, 0..3));
    let line = (1..6_usize, small, unit, says).prop_map(
        |(down, quantity, unit, (placed, find_number, dnp, pinned, substitutes))| MadeUpLine {
            down,
            quantity,
            unit,
            placed,
            find_number,
            dnp,
            pinned,
            substitutes,
        },
    );
    let state = proptest::sample::select(&Lifecycle::ALL[..]);
    let part = (vec(vec(line, 0..4), 1..4), state, prop::option::of(any::<u16>()), vec(made_up_offer(), 0..4))
        .prop_map(|(revisions, state, grams, offers)| MadeUpPart { revisions, state, grams, offers });
    vec(part, 2..9)
}

/// The same companies in every run, one of each shape.
pub fn companies(shapes: usize) -> Vec<MadeUpCompany> {
    let (company, mut runner) = (company(), TestRunner::deterministic());
    (0..shapes).map(|_| company.new_tree(&mut runner).expect("a shape").current()).collect()
}

fn made_up_offer() -> impl Strategy<Value = MadeUpOffer> {
    let amount = || prop::option::weighted(0.5, 1..500_u16);
    (proptest::sample::select(&Status::ALL[..]), prop::bool::weighted(0.3), prices(), amount(), amount(), amount())
        .prop_map(|(status, dollars, prices, minimum, multiple, lead_time)| MadeUpOffer {
            status,
            dollars,
            prices,
            minimum,
            multiple,
            lead_time,
        })
}
