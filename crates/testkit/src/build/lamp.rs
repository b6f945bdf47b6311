//! A lamp: a product of two levels that has one of everything a document can tell.

use partwright_domain::bom::Unit;
use partwright_domain::manufacturer_part::{ManufacturerPartService, NewManufacturerPart, Status};
use partwright_domain::ports::Ports;
use partwright_domain::property::{DATASHEET, Link, MASS, Property, PropertyName, PropertyService, PropertyValue};
use partwright_domain::supplier_part::SupplierPartService;

use super::{Built, acting, line, manufacturer_part, offer, part};

/// The parts of a lamp.
#[derive(Debug, Clone)]
pub struct Lamp {
    /// The lamp: a board, 0.75 m of cable, four screws.
    pub lamp: Built,
    /// Its board: resistors, a capacitor with an alternate, an LED that is not fitted.
    pub board: Built,
    /// 10 kΩ, with two makers, one of them sold by LCSC and another.
    pub resistor: Built,
    /// What may be used instead of the resistor.
    pub substitute: Built,
    /// A capacitor whose name looks like a formula.
    pub capacitor: Built,
    /// The LED.
    pub led: Built,
    /// The cable, in metres.
    pub cable: Built,
    /// The screw.
    pub screw: Built,
}

/// Makes a lamp; nothing of it is released.
pub fn lamp(ports: &Ports) -> Lamp {
    let lamp = part("AS-PRD").named("Desk lamp").described("Warm white, \"dimmable\"").add_to(ports);
    let board = part("EL-PCA").named("LED driver").value("v1").add_to(ports);
    let resistor = part("EL-RES").named("Resistor 10k").value("10k").footprint("R_0402").number(MASS, "0.65", "mg");
    let resistor = resistor.mpn("Yageo", "RC0402FR-0710KL").add_to(ports);
    let substitute = part("EL-RES").named("Resistor 10k 0.1%").value("10k").add_to(ports);
    let capacitor = part("EL-CAP").named("=SUM(A1) & <b>100nF</b>").value("-100nF").footprint("C_0402");
    let capacitor = capacitor.mpn("Murata", "GRM155R71C104KA88D").number(MASS, "1.2", "mg").add_to(ports);
    let led = part("EL-DIO").named("LED, \"warm\" white").value("2700K").add_to(ports);
    let cable = part("EL-CAB").named("Cable 2 × 0.75 mm²").number(MASS, "45", "g").add_to(ports);
    let screw = part("ME-FAS").named("Screw M3").mpn("", "+M3x8").add_to(ports);
    sell(ports, &resistor);
    link(ports, &resistor, "https://example.com/rc.pdf?a=1&b=2");
    line(&board, &resistor).at("R1 R2 R3 R5").or(&substitute).numbered("1").add_to(ports);
    line(&board, &capacitor).at("C1").noted("close to U1\n= the pin").property("Side", "=top").add_to(ports);
    line(&board, &led).at("D1").dnp().add_to(ports);
    line(&lamp, &board).numbered("10").add_to(ports);
    line(&lamp, &cable).quantity("750", Unit::Millimetre).add_to(ports);
    line(&lamp, &screw).quantity("4", Unit::Each).add_to(ports);
    Lamp { lamp, board, resistor, substitute, capacitor, led, cable, screw }
}

/// Sells a resistor: of its first maker by two suppliers, of a preferred one by nobody.
fn sell(ports: &Ports, resistor: &Built) {
    let (made, sold) = (ManufacturerPartService::new(ports.clone()), SupplierPartService::new(ports.clone()));
    let first = ports.store.read("test", |snapshot| snapshot.manufacturer_parts().of(resistor.part.id));
    let first = first.expect("a store that reads").remove(0);
    for offer in [offer("LCSC Electronics", "C25744", "1: 0.01, 100: 0.0012"), offer("Northwind", "NW-10K", "1: 0.02")]
    {
        sold.add(&acting(ports), first.id, offer).expect("it is sold");
    }
    let preferred =
        NewManufacturerPart { status: Status::Preferred, ..manufacturer_part("Vishay", "CRCW040210K0FKED") };
    made.add(&acting(ports), resistor.part.id, preferred).expect("a second maker");
}

fn link(ports: &Ports, part: &Built, address: &str) {
    let value = PropertyValue::Link { link: Link::parse(address).expect("a link") };
    let property = Property { name: PropertyName::parse(DATASHEET).expect("a name"), value };
    PropertyService::new(ports.clone()).set(&acting(ports), part.revision.id, property).expect("a datasheet");
}
