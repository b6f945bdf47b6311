//! A sample company: the demo product, with a board that went through the whole lifecycle.

use partwright_domain::page::MOST_ROWS;
use partwright_domain::part::{Part, PartFilter};
use partwright_domain::person::{Actor, PersonName};
use partwright_domain::ports::Ports;
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::StoreError;
use partwright_domain::workspace::{Start, WorkspaceService};

use crate::build::{self, Built};

/// What there is to find in the sample.
#[derive(Debug, Clone)]
pub struct Company {
    /// Who acts: an Admin.
    pub admin: Actor,
    /// The product, three levels above its resistors; its revision is a Draft.
    pub monitor: Part,
    /// A board of four lines whose revision 1 is Released.
    pub power_module: Built,
    /// Its revision 2, a Draft with one line.
    pub next_power_module: Built,
    /// The resistor on that line, which other boards use too.
    pub resistor: Built,
}

/// Fills an empty workspace with the sample.
pub fn company(ports: &Ports) -> Company {
    let name = PersonName::parse("Ada Lovelace").expect("a name");
    let person = WorkspaceService::new(ports.clone()).open(name, Start::Demo).expect("a workspace that opens");
    let power_module = named(ports, "Power module");
    build::advance(ports, power_module.revision.id, Lifecycle::Released);
    let power_module = named(ports, "Power module");
    let next_power_module = build::revise(ports, &power_module.part);
    let resistor = named(ports, "10 kΩ 1 % 0402");
    build::line(&next_power_module, &resistor).at("R1 R2").add_to(ports);
    Company {
        admin: Actor::from(&person),
        monitor: named(ports, "Air quality monitor").part,
        power_module,
        next_power_module,
        resistor,
    }
}

/// The part of the demo with that name.
fn named(ports: &Ports, name: &str) -> Built {
    let filter = PartFilter { limit: MOST_ROWS, ..PartFilter::default() };
    let page = ports.store.read("test", |snapshot| -> Result<_, StoreError> { snapshot.parts().list(&filter) });
    let rows = page.expect("a list of parts").rows;
    let row = rows.into_iter().find(|row| row.part.name.as_str() == name).expect("a part of the demo");
    Built { part: row.part, revision: row.revision }
}
