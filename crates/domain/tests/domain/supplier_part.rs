//! Supplier parts: exact prices by quantity, none made up, and none compared over currencies.

use partwright_domain::bom::Quantity;
use partwright_domain::change::Room;
use partwright_domain::decimal::Decimal;
use partwright_domain::id::{ManufacturerPartId, SupplierPartId, Uuid};
use partwright_domain::manufacturer_part::ManufacturerPartService;
use partwright_domain::ports::Ports;
use partwright_domain::supplier_part::{
    Currency, LeadTime, Offer, OrderCode, PriceAt, PriceBreak, Prices, Supplier, SupplierPart, SupplierPartService,
    UnitPrice, cheapest,
};
use partwright_testkit::build::{self, offer};
use partwright_testkit::strategy;
use proptest::prelude::*;

use crate::code;

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).expect("a quantity")
}

fn number(text: &str) -> Decimal {
    Decimal::parse(text).expect("a number")
}

#[test]
fn the_highest_break_not_above_the_quantity_holds_and_none_is_made_up_below() {
    let prices = offer("S", "A", "100:0.05,10:0.08,1000:0.0125").prices;
    for (at, expected) in
        [("10", "0.08"), ("99.999999", "0.08"), ("100", "0.05"), ("999", "0.05"), ("1000000000000", "0.0125")]
    {
        let PriceAt::Known(holds) = prices.at(&number(at)) else { panic!("no price at {at}") };
        assert_eq!(holds.price.to_string(), expected, "at {at}");
    }
    for at in ["9.999999", "1", "0.5", "0"] {
        assert_eq!(prices.at(&number(at)), PriceAt::From(quantity("10")), "at {at}");
    }
    assert_eq!(Prices::default().at(&number("1")), PriceAt::Unknown);
}

/// What the rule says, one break after the other.
fn told(breaks: &[PriceBreak], at: Quantity) -> PriceAt {
    let reached = breaks.iter().filter(|each| each.quantity <= at).max_by_key(|each| each.quantity);
    let smallest = breaks.iter().map(|each| each.quantity).min();
    reached.map_or_else(|| smallest.map_or(PriceAt::Unknown, PriceAt::From), |each| PriceAt::Known(*each))
}

proptest! {
    #[test]
    fn a_price_is_what_the_rule_says(prices in strategy::prices(), at in strategy::quantity()) {
        prop_assert_eq!(prices.at(&at.to_decimal()), told(prices.breaks(), at));
        for each in prices.breaks() {
            prop_assert_eq!(prices.at(&each.quantity.to_decimal()), PriceAt::Known(*each), "from its quantity on");
        }
    }

    #[test]
    fn more_never_falls_back_to_a_lower_break(
        prices in strategy::prices(), one in strategy::quantity(), other in strategy::quantity(),
    ) {
        let reached = |at: Quantity| match prices.at(&at.to_decimal()) {
            PriceAt::Known(holds) => Some(holds.quantity),
            PriceAt::From(_) | PriceAt::Unknown => None,
        };
        prop_assert!(reached(one.min(other)) <= reached(one.max(other)));
    }

    #[test]
    fn the_order_in_which_breaks_are_written_says_nothing(
        (prices, shuffled) in strategy::prices().prop_flat_map(|prices| {
            let breaks = Just(prices.breaks().to_vec()).prop_shuffle();
            (Just(prices), breaks)
        }),
    ) {
        prop_assert_eq!(Prices::of(shuffled), Ok(prices));
    }

    #[test]
    fn a_quantity_has_one_price(
        breaks in prop::collection::vec((strategy::quantity(), strategy::unit_price()), 1..6), again in any::<prop::sample::Index>(),
    ) {
        let mut breaks: Vec<_> = breaks.into_iter().map(|(quantity, price)| PriceBreak { quantity, price }).collect();
        breaks.push(PriceBreak { price: UnitPrice::from_millionths(7).expect("a price"), ..breaks[again.index(breaks.len())] });
        prop_assert_eq!(Prices::of(breaks).map_err(|error| error.code()), Err("supplier_part.break_taken"));
    }

    #[test]
    fn prices_are_exact(price in strategy::unit_price(), at in strategy::quantity()) {
        prop_assert_eq!(UnitPrice::parse(&price.to_string()), Ok(price));
        let total = price.to_decimal() * at.to_decimal();
        let trillionths = i128::from(price.millionths()) * i128::from(at.millionths());
        let written = format!("{}.{:012}", trillionths / 1_000_000_000_000, trillionths % 1_000_000_000_000);
        prop_assert_eq!(total, number(&written));
    }

    #[test]
    fn what_is_ordered_is_enough_allowed_and_the_least(
        needed in 1..=5_000_i64, minimum in prop::option::of(1..=5_000_i64), multiple in prop::option::of(1..=700_i64),
    ) {
        let millionths = |number| Quantity::from_millionths(number).expect("a quantity");
        let offer = Offer { minimum: minimum.map(millionths), multiple: multiple.map(millionths), ..offer("S", "A", "") };
        let allowed = |amount: i64| amount >= needed && amount >= minimum.unwrap_or(1) && amount % multiple.unwrap_or(1) == 0;
        let least = (1..20_000).find(|amount| allowed(*amount)).map(millionths);
        prop_assert_eq!(offer.order_for(millionths(needed)), least);
    }
}

#[test]
fn more_than_there_can_be_is_not_ordered() {
    let most = quantity("999999999.999999");
    let of = |multiple| Offer { multiple: Some(multiple), ..offer("S", "A", "") };
    assert_eq!(of(most).order_for(quantity("1")), Some(most));
    assert_eq!(of(quantity("600000000")).order_for(quantity("600000001")), None);
}

fn priced(supplier: &str, currency: &str, prices: &str) -> SupplierPart {
    let offer = Offer { currency: Currency::parse(currency).expect("a currency"), ..offer(supplier, "A", prices) };
    SupplierPart { id: SupplierPartId(Uuid::nil()), manufacturer_part: ManufacturerPartId(Uuid::nil()), offer }
}

#[test]
fn the_cheapest_is_found_within_one_currency() {
    let all = [
        priced("one", "EUR", "1:0.10,100:0.04"),
        priced("dollars", "USD", "1:0.01"),
        priced("two", "EUR", "1:0.09,100:0.05"),
        priced("equal", "EUR", "1:0.09"),
        priced("bulk", "EUR", "5000:0.001"),
        priced("silent", "EUR", ""),
    ];
    let at = |currency: &str, quantity: &str| {
        let currency = Currency::parse(currency).expect("a currency");
        cheapest(&all, &currency, &number(quantity)).map(|(of, price)| (of.offer.supplier.as_str(), price.to_string()))
    };
    assert_eq!(at("EUR", "1"), Some(("two", "0.09".to_owned())), "of equals the first");
    assert_eq!(at("EUR", "100"), Some(("one", "0.04".to_owned())));
    assert_eq!(at("EUR", "5000"), Some(("bulk", "0.001".to_owned())));
    assert_eq!(at("USD", "1"), Some(("dollars", "0.01".to_owned())));
    assert_eq!(at("CHF", "1"), None);
    assert_eq!(at("EUR", "0.5"), None, "nobody has a price for so little");
}

#[test]
fn values_are_taken_as_they_are_meant_and_refused_otherwise() {
    for (text, price) in
        [("0", "0"), (" 0.0125 ", "0.0125"), ("1200.50000000", "1200.5"), ("999999999.999999", "999999999.999999")]
    {
        assert_eq!(UnitPrice::parse(text).map(|price| price.to_string()), Ok(price.to_owned()));
    }
    for text in ["", "-1", "1,5", "1e3", ".5", "5.", "0.0000001", "1000000000", "١"] {
        assert_eq!(
            UnitPrice::parse(text).map_err(|error| error.code()),
            Err("supplier_part.price_invalid"),
            "{text:?}"
        );
    }
    assert_eq!(Currency::parse(" eur ").map(|currency| currency.to_string()), Ok("EUR".to_owned()));
    for text in ["", "EU", "EURO", "E1R", "€", "ÄÖ"] {
        assert_eq!(
            Currency::parse(text).map_err(|error| error.code()),
            Err("supplier_part.currency_invalid"),
            "{text:?}"
        );
    }
    assert_eq!(LeadTime::parse(" 14 ").map(LeadTime::days), Ok(14));
    for text in ["", "-1", "+3", "1.5", "3651", "two"] {
        assert_eq!(
            LeadTime::parse(text).map_err(|error| error.code()),
            Err("supplier_part.lead_time_invalid"),
            "{text:?}"
        );
    }
    assert!(Supplier::parse(" ").is_err() && OrderCode::parse("a\nb").is_err());
}

/// A part with a manufacturer part, and the service.
fn sold(ports: &Ports) -> (ManufacturerPartId, SupplierPartService) {
    let part = build::part("EL-RES").mpn("Yageo", "RC0402").add_to(ports).part.id;
    let of = ports.store.read("test", |snapshot| snapshot.manufacturer_parts().of(part)).expect("manufacturer parts");
    (of[0].id, SupplierPartService::new(ports.clone()))
}

#[test]
fn a_supplier_part_is_added_changed_and_removed() {
    let (ports, actor) = build::workspace();
    let (of, service) = sold(&ports);
    let added = service.add(&actor, of, offer("S", "A", "1:2")).expect("a supplier part");
    let changed = service.change(&actor, added.id, offer("S", "A", "1:3,10:2")).expect("a change");
    assert_eq!(ports.store.read("test", |snapshot| snapshot.supplier_parts().of(of)), Ok(vec![changed.clone()]));
    assert_eq!(service.change(&actor, added.id, changed.offer.clone()), Ok(changed.clone()));
    assert_eq!(service.remove(&actor, added.id), Ok(changed));
    assert_eq!(ports.store.read("test", |snapshot| snapshot.supplier_parts().of(of)), Ok(vec![]));
}

#[test]
fn a_manufacturer_part_goes_with_its_supplier_parts_and_each_is_told() {
    let (ports, actor) = build::workspace();
    let (of, service) = sold(&ports);
    for order_code in ["A", "B"] {
        service.add(&actor, of, offer("S", order_code, "1:2")).expect("a supplier part");
    }
    let removed = ManufacturerPartService::new(ports.clone()).remove(&actor, of).expect("a removal");
    let (left, history) = ports
        .store
        .read("test", |snapshot| {
            let filter = partwright_domain::audit::AuditFilter {
                part: Some(removed.part),
                limit: 1,
                entries: 9,
                ..Default::default()
            };
            Ok::<_, partwright_domain::store::StoreError>((
                snapshot.supplier_parts().of(of)?,
                snapshot.audit().list(&filter)?,
            ))
        })
        .expect("a read");
    assert_eq!(left, []);
    let rooms: Vec<_> = history[0].entries.iter().map(|entry| entry.room).collect();
    assert_eq!(rooms, [Room::SupplierPart, Room::SupplierPart, Room::ManufacturerPart]);
}

#[test]
fn each_refusal_has_its_code() {
    let (ports, actor) = build::workspace();
    let (of, service) = sold(&ports);
    let added = service.add(&actor, of, offer("Digi Key", "A-1", "")).expect("a supplier part");
    assert_eq!(code(service.add(&actor, of, offer("DIGIKEY", "a\u{2212}1", ""))), "supplier_part.taken");
    let other = service.add(&actor, of, offer("S", "B", "")).expect("a supplier part");
    assert_eq!(code(service.change(&actor, other.id, added.offer)), "supplier_part.taken");
    let nowhere = ManufacturerPartId(Uuid::nil());
    assert_eq!(code(service.add(&actor, nowhere, offer("S", "A", ""))), "manufacturer_part.not_found");
    assert_eq!(code(service.remove(&actor, SupplierPartId(Uuid::nil()))), "supplier_part.not_found");
}
