//! Made-up companies.

use std::collections::BTreeSet;

use partwright_domain::bom::{Quantity, Unit};
use partwright_domain::decimal::Decimal;
use partwright_domain::manufacturer_part::{ManufacturerPartService, NewManufacturerPart};
use partwright_domain::ports::Ports;
use partwright_domain::property::{MASS, Property, PropertyName, PropertyService, PropertyUnit, PropertyValue};
use partwright_domain::revision::Lifecycle;
use partwright_domain::supplier_part::{Currency, LeadTime, Offer, SupplierPartService};

use super::{Built, acting, advance, line, manufacturer_part, offer, part, revise};
use crate::strategy::{MadeUpCompany, MadeUpLine, MadeUpOffer, MadeUpPart};

/// Makes a company: its parts from the last to the first, each in all its revisions, the oldest first.
pub fn company(ports: &Ports, company: &MadeUpCompany) -> Vec<Vec<Built>> {
    let mut built: Vec<Vec<Built>> = Vec::new();
    for MadeUpPart { revisions, state, grams, offers } in company.iter().rev() {
        // No assembly: such a one is not released without a line.
        let mut made = vec![part("EL-ICT").add_to(ports)];
        for (place, lines) in revisions.iter().enumerate() {
            if place > 0 {
                advance(ports, made[place - 1].revision.id, Lifecycle::Released);
                made.push(revise(ports, &made[0].part));
            }
            fill(ports, &made[place], lines, &built);
            if let Some(grams) = grams {
                weigh(ports, &made[place], *grams);
            }
        }
        advance(ports, made[made.len() - 1].revision.id, *state);
        for offer in offers {
            sell(ports, &made[0], offer);
        }
        built.push(made);
    }
    built
}

fn fill(ports: &Ports, revision: &Built, lines: &[MadeUpLine], below: &[Vec<Built>]) {
    let place = |down: usize| below.len().checked_sub(down);
    let mut taken = BTreeSet::new();
    for MadeUpLine { down, quantity, unit, placed, find_number, dnp, pinned, substitutes } in lines {
        let Some(child) = place(*down) else { continue };
        let children = &below[child];
        let mut line = line(revision, &children[0]).quantity(&quantity.to_string(), *unit);
        let (from, count) = placed.unwrap_or_default();
        let free: Vec<_> = (from..from + count).filter(|number| taken.insert(*number)).collect();
        if !free.is_empty() {
            let designators: Vec<_> = free.iter().map(|number| format!("R{number}")).collect();
            line = line.quantity("1", Unit::Each).at(&designators.join(" "));
        }
        if let Some(number) = find_number {
            line = line.numbered(&number.to_string());
        }
        if *dnp {
            line = line.dnp();
        }
        if let Some(place) = pinned {
            line = line.pinned(&children[place % children.len()]);
        }
        let mut named = vec![child];
        for other in substitutes.iter().filter_map(|down| place(*down)) {
            if !named.contains(&other) {
                named.push(other);
                line = line.or(&below[other][0]);
            }
        }
        line.add_to(ports);
    }
}

fn weigh(ports: &Ports, revision: &Built, grams: u16) {
    let unit = PropertyUnit::parse("g").expect("a unit");
    let value = PropertyValue::Number { number: Decimal::whole(grams.into()), unit };
    let property = Property { name: PropertyName::parse(MASS).expect("a name"), value };
    PropertyService::new(ports.clone()).set(&acting(ports), revision.revision.id, property).expect("a mass");
}

fn sell(ports: &Ports, part: &Built, offered: &MadeUpOffer) {
    let MadeUpOffer { status, dollars, prices, minimum, multiple, lead_time } = offered;
    let mpn = ports.ids.next().to_string();
    let new = NewManufacturerPart { status: *status, ..manufacturer_part("Maker", &mpn) };
    let made = ManufacturerPartService::new(ports.clone()).add(&acting(ports), part.part.id, new).expect("it is made");
    let pieces = |count: &Option<u16>| count.map(|count| Quantity::pieces(count.into()));
    let offer = Offer {
        currency: Currency::parse(if *dollars { "USD" } else { "EUR" }).expect("a currency"),
        prices: prices.clone(),
        minimum: pieces(minimum),
        multiple: pieces(multiple),
        lead_time: lead_time.and_then(LeadTime::of_days),
        ..offer("Shop", &mpn, "")
    };
    SupplierPartService::new(ports.clone()).add(&acting(ports), made.id, offer).expect("it is sold");
}
