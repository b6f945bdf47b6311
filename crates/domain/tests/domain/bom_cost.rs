//! What builds cost: which supplier part is taken, what is added up, and what is not known.

use std::collections::BTreeMap;

use partwright_domain::bom::{Builds, Costs, Quantity, Sources, Structure, Unit, costs, read_sources};
use partwright_domain::manufacturer_part::{ManufacturerPartService, Status};
use partwright_domain::ports::Ports;
use partwright_domain::supplier_part::{
    Choice, Currency, LeadTime, NoPrice, Offer, Source, SupplierPartService, choose, currencies,
};
use partwright_testkit::build::{self, Built, offer};
use partwright_testkit::strategy;
use proptest::prelude::*;

use crate::code;

fn euros() -> Currency {
    Currency::parse("EUR").expect("a currency")
}

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).expect("a quantity")
}

fn builds(text: &str) -> Builds {
    Builds::parse(text).expect("a number of builds")
}

/// Sells a part, under one manufacturer part a call.
fn sell(ports: &Ports, part: &Built, status: Status, offers: Vec<Offer>) {
    let actor = build::open(ports);
    let mpn = format!("M-{}-{}", part.part.number, ports.ids.next());
    let new =
        partwright_domain::manufacturer_part::NewManufacturerPart { status, ..build::manufacturer_part("Maker", &mpn) };
    let made = ManufacturerPartService::new(ports.clone()).add(&actor, part.part.id, new).expect("it is made");
    for offer in offers {
        SupplierPartService::new(ports.clone()).add(&actor, made.id, offer).expect("it is sold");
    }
}

fn sources_of(ports: &Ports, part: &Built) -> Vec<Source> {
    let read = ports.store.read("test", |snapshot| {
        let (made, sold) = (snapshot.manufacturer_parts(), snapshot.supplier_parts());
        partwright_domain::supplier_part::sources(made, sold, part.part.id)
    });
    read.expect("sources")
}

fn read(ports: &Ports, top: &Built) -> (Structure, Sources) {
    let read = ports.store.read("test", |snapshot| {
        let structure = Structure::read(snapshot.boms(), top.revision.id)?;
        let sources = read_sources(snapshot.manufacturer_parts(), snapshot.supplier_parts(), &structure)?;
        Ok::<_, partwright_domain::store::StoreError>((structure, sources))
    });
    read.expect("a structure and its sources")
}

/// Order code, order and price of what is taken.
fn taken(sources: &[Source], needed: &str) -> Result<(String, String, String), NoPrice> {
    choose(sources, &euros(), quantity(needed)).map(|Choice { source, order, price }| {
        (source.supplier_part.offer.order_code.to_string(), order.to_string(), price.to_string())
    })
}

fn said(code: &str, order: &str, price: &str) -> (String, String, String) {
    (code.to_owned(), order.to_owned(), price.to_owned())
}

#[test]
fn a_preferred_manufacturer_part_is_taken_first_then_the_cheapest_order_then_the_first() {
    let (ports, _) = build::workspace();
    let part = build::part("EL-RES").add_to(&ports);
    sell(&ports, &part, Status::Obsolete, vec![offer("S", "obsolete", "1:0.01")]);
    assert_eq!(taken(&sources_of(&ports, &part), "5"), Ok(said("obsolete", "5", "0.01")), "better than nothing");
    sell(&ports, &part, Status::NotRecommended, vec![offer("S", "old", "1:0.02")]);
    assert_eq!(taken(&sources_of(&ports, &part), "5"), Ok(said("old", "5", "0.02")));
    sell(&ports, &part, Status::Alternate, vec![offer("S", "alternate", "1:0.03")]);
    assert_eq!(taken(&sources_of(&ports, &part), "5"), Ok(said("alternate", "5", "0.03")));
    sell(&ports, &part, Status::Active, vec![offer("S", "first", "1:0.5"), offer("T", "same", "1:0.5")]);
    assert_eq!(taken(&sources_of(&ports, &part), "5"), Ok(said("first", "5", "0.5")));
    let reel = Offer { minimum: Some(quantity("100")), ..offer("U", "reel", "100:0.1") };
    sell(&ports, &part, Status::Active, vec![reel]);
    assert_eq!(taken(&sources_of(&ports, &part), "5"), Ok(said("first", "5", "0.5")), "2.5 is less than 10");
    assert_eq!(taken(&sources_of(&ports, &part), "50"), Ok(said("reel", "100", "0.1")), "10 is less than 25");
    sell(&ports, &part, Status::Preferred, vec![offer("S", "preferred", "10:9")]);
    assert_eq!(taken(&sources_of(&ports, &part), "50"), Ok(said("preferred", "50", "9")));
    assert_eq!(taken(&sources_of(&ports, &part), "5"), Ok(said("first", "5", "0.5")), "which has no price for so few");
}

#[test]
fn the_price_is_that_of_the_order_and_not_of_what_is_needed() {
    let (ports, _) = build::workspace();
    let part = build::part("EL-RES").add_to(&ports);
    let bag = Offer { multiple: Some(quantity("100")), ..offer("S", "bag", "1:1,100:0.5,1000:0.25") };
    sell(&ports, &part, Status::Active, vec![bag]);
    let sources = sources_of(&ports, &part);
    assert_eq!(taken(&sources, "1"), Ok(said("bag", "100", "0.5")));
    assert_eq!(taken(&sources, "901"), Ok(said("bag", "1000", "0.25")));
}

#[test]
fn without_a_price_it_is_told_why() {
    let (ports, _) = build::workspace();
    let part = build::part("EL-RES").add_to(&ports);
    assert_eq!(taken(&sources_of(&ports, &part), "1"), Err(NoPrice::NotOffered));
    let dollars = Offer { currency: Currency::parse("USD").expect("one"), ..offer("S", "dollars", "1:1") };
    sell(&ports, &part, Status::Active, vec![dollars, offer("S", "unpriced", "")]);
    assert_eq!(taken(&sources_of(&ports, &part), "1"), Err(NoPrice::NotOffered));
    let most = Offer { multiple: Some(quantity("999999999")), ..offer("S", "most", "1:1") };
    sell(&ports, &part, Status::Active, vec![most]);
    assert_eq!(taken(&sources_of(&ports, &part), "999999999.5"), Err(NoPrice::TooMuch));
    sell(&ports, &part, Status::Active, vec![offer("S", "many", "100:1"), offer("S", "some", "10:1")]);
    let many = taken(&sources_of(&ports, &part)[2..], "9.5");
    assert_eq!(many, Ok(said("most", "999999999", "1")));
    assert_eq!(taken(&sources_of(&ports, &part)[3..], "9.5"), Err(NoPrice::OnlyFrom(quantity("10"))));
}

/// A product with two boards: three resistors and a module that is not fitted on each, and half a metre of cord and a
/// quarter of a sheet of labels beside them.
fn product(ports: &Ports) -> (Built, BTreeMap<&'static str, Built>) {
    let part = |codes| build::part(codes).add_to(ports);
    let (top, board, module) = (part("AS-PRD"), part("EL-PCA"), part("EL-PCA"));
    let (resistor, cord, label) = (part("EL-RES"), part("ME-OTH"), part("ME-OTH"));
    build::line(&top, &board).quantity("2", Unit::Each).add_to(ports);
    build::line(&board, &resistor).at("R1-R3").add_to(ports);
    build::line(&board, &module).dnp().add_to(ports);
    build::line(&module, &resistor).at("R1 R2").add_to(ports);
    build::line(&top, &cord).quantity("500", Unit::Millimetre).add_to(ports);
    build::line(&top, &label).quantity("0.25", Unit::Each).add_to(ports);
    (top, BTreeMap::from([("resistor", resistor), ("cord", cord), ("label", label)]))
}

#[test]
fn costs_are_added_up_exactly_and_what_has_no_price_is_counted() {
    let (ports, _) = build::workspace();
    let (top, sold) = product(&ports);
    let reel = Offer { multiple: Some(quantity("50")), ..offer("S", "reel", "1:0.1,50:0.04") };
    sell(&ports, &sold["resistor"], Status::Active, vec![reel]);
    sell(&ports, &sold["label"], Status::Active, vec![offer("S", "sheet", "1:2")]);
    let (structure, sources) = read(&ports, &top);
    let Costs { each, used, ordered, unpriced, lines, .. } = costs(&structure, builds("10"), &sources, Some(&euros()));
    // One build: six resistors at 0.04 and a quarter of a label at 2. Ten: 60 resistors of 100, 2.5 labels of 3.
    assert_eq!([each, used, ordered].map(|sum| sum.to_string()), ["0.74", "7.4", "10"]);
    assert_eq!(unpriced, 1);
    let needed: Vec<_> = lines.iter().map(|line| (line.part, line.needed.to_string())).collect();
    let ids = |name| sold[name].part.id;
    assert_eq!(
        needed,
        [(ids("resistor"), "60".to_owned()), (ids("cord"), "5".to_owned()), (ids("label"), "2.5".to_owned())]
    );
    let nothing = costs(&structure, builds("10"), &sources, None);
    assert_eq!((nothing.each.to_string().as_str(), nothing.unpriced), ("0", 3));
}

#[test]
fn a_part_that_is_needed_in_two_dimensions_has_no_price() {
    let (ports, _) = build::workspace();
    let (top, sold) = product(&ports);
    build::line(&top, &sold["cord"]).quantity("1", Unit::Each).add_to(&ports);
    sell(&ports, &sold["cord"], Status::Active, vec![offer("S", "cord", "1:1")]);
    let (structure, sources) = read(&ports, &top);
    let costs = costs(&structure, builds("1"), &sources, Some(&euros()));
    let cords = costs.lines.iter().filter(|line| line.part == sold["cord"].part.id);
    let reasons: Vec<_> = cords.map(|line| line.bought.clone()).collect();
    assert_eq!(reasons, [Err(NoPrice::SeveralUnits), Err(NoPrice::SeveralUnits)]);
}

#[test]
fn the_longest_lead_time_is_told_with_all_that_take_so_long() {
    let (ports, _) = build::workspace();
    let (top, sold) = product(&ports);
    let days = |days| LeadTime::of_days(days);
    let slow = Offer { lead_time: days(40), ..offer("S", "cheap", "1:1") };
    let fast = Offer { lead_time: days(2), ..offer("S", "dear", "1:3") };
    sell(&ports, &sold["resistor"], Status::Active, vec![slow, fast]);
    let unpriced = |lead_time| Offer { lead_time, ..offer("S", &format!("{lead_time:?}"), "") };
    sell(&ports, &sold["cord"], Status::Active, vec![unpriced(days(60)), unpriced(days(40)), unpriced(None)]);
    let (structure, sources) = read(&ports, &top);
    let costs = costs(&structure, builds("1"), &sources, Some(&euros()));
    let (longest, slowest) = costs.slowest.expect("a lead time");
    assert_eq!((longest.days(), costs.without_lead_time), (40, 1));
    assert_eq!(slowest, ["resistor", "cord"].map(|name| sold[name].part.id), "what is taken, else the fastest");
}

#[test]
fn currencies_stand_in_the_order_of_how_many_parts_they_price() {
    let (ports, _) = build::workspace();
    let (top, sold) = product(&ports);
    let dollars = |code| Offer { currency: Currency::parse("USD").expect("one"), ..offer("S", code, "1:1") };
    sell(&ports, &sold["resistor"], Status::Active, vec![dollars("a"), dollars("b"), offer("S", "c", "1:1")]);
    sell(&ports, &sold["cord"], Status::Active, vec![dollars("d"), offer("S", "no price", "")]);
    let (_, sources) = read(&ports, &top);
    let found: Vec<_> =
        currencies(sources.values().map(Vec::as_slice)).into_iter().map(|(of, n)| (of.to_string(), n)).collect();
    assert_eq!(found, [("USD".to_owned(), 2), ("EUR".to_owned(), 1)]);
}

#[test]
fn a_number_of_builds_is_whole_and_above_0() {
    for text in ["1", " 250 ", "999999999"] {
        assert_eq!(builds(text).to_decimal().to_string(), text.trim());
    }
    for text in ["0", "", "-1", "1.5", "1000000000", "+3", "many"] {
        assert_eq!(code(Builds::parse(text).map_err(Into::into)), "bom.builds_invalid", "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_taken_can_be_ordered_is_enough_and_nothing_of_its_status_is_cheaper(
        offers in proptest::collection::vec(
            (strategy::prices(), prop::option::of(strategy::quantity()), prop::option::of(strategy::quantity()), 0..5_usize),
            1..6,
        ),
        needed in strategy::quantity(),
    ) {
        let (ports, _) = build::workspace();
        let part = build::part("EL-RES").add_to(&ports);
        for (place, (prices, minimum, multiple, status)) in offers.into_iter().enumerate() {
            let offer = Offer { prices, minimum, multiple, ..offer("S", &place.to_string(), "") };
            sell(&ports, &part, Status::ALL[status], vec![offer]);
        }
        let sources = sources_of(&ports, &part);
        // What each would cost, told one by one.
        let costs = sources.iter().filter_map(|source| {
            let offer = &source.supplier_part.offer;
            let order = offer.order_for(needed)?;
            let reached = offer.prices.breaks().iter().rev().find(|each| each.quantity <= order)?;
            Some((source.manufacturer_part.status.preference(), order.to_decimal() * reached.price.to_decimal()))
        });
        let best = costs.min();
        let taken = choose(&sources, &euros(), needed).ok();
        prop_assert!(taken.iter().all(|choice| choice.order >= needed));
        let told = taken.map(|choice| (choice.source.manufacturer_part.status.preference(), choice.total()));
        prop_assert_eq!(told, best);
    }
}
