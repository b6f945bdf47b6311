//! Parts with their revisions.

use partwright_domain::approval::{ApprovalOverride, ApprovalRequest, Comment};
use partwright_domain::bom::Quantity;
use partwright_domain::category::Subcategory;
use partwright_domain::change::Room;
use partwright_domain::decimal::Decimal;
use partwright_domain::id::{PersonId, RevisionId};
use partwright_domain::manufacturer_part::{Manufacturer, ManufacturerPartService, Mpn, NewManufacturerPart, Status};
use partwright_domain::part::{Description, NewPart, Part, PartName, PartService};
use partwright_domain::ports::Ports;
use partwright_domain::property::{
    FOOTPRINT, Property, PropertyName, PropertyService, PropertyText, PropertyUnit, PropertyValue, VALUE,
};
use partwright_domain::release::{ContentHash, Exception, FORM, Release, ReleaseLine};
use partwright_domain::revision::{Lifecycle, Revision};
use partwright_domain::store::{StoreError, UnitOfWork};
use partwright_domain::supplier_part::{
    Currency, Offer, OrderCode, Packaging, PriceBreak, Prices, Supplier, UnitPrice,
};
use partwright_domain::time::Timestamp;
use partwright_domain::workflow::{StateName, Workflow};

use super::{Audited, acting, subcategory, write};

/// An offer of a supplier, in euros; the prices as `1: 0.10, 100: 0.05`.
pub fn offer(supplier: &str, order_code: &str, prices: &str) -> Offer {
    let read = |text: &str| {
        let (quantity, price) = text.split_once(':').expect("a quantity and a price");
        PriceBreak {
            quantity: Quantity::parse(quantity).expect("a quantity"),
            price: UnitPrice::parse(price).expect("a price"),
        }
    };
    let breaks = prices.split(',').filter(|text| !text.is_empty()).map(read).collect();
    Offer {
        supplier: Supplier::parse(supplier).expect("a supplier"),
        order_code: OrderCode::parse(order_code).expect("an order code"),
        packaging: Packaging::parse("").expect("no packaging"),
        lead_time: None,
        minimum: None,
        multiple: None,
        currency: Currency::parse("EUR").expect("a currency"),
        prices: Prices::of(breaks).expect("each quantity once"),
    }
}

/// A part and the revision it was made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The part.
    pub part: Part,
    /// Its newest revision when it was built.
    pub revision: Revision,
}

/// A part in the making; see [`part`].
#[derive(Debug, Clone)]
pub struct PartBuilder {
    codes: String,
    name: String,
    description: String,
    manufacturer_parts: Vec<(String, String)>,
    properties: Vec<Property>,
    state: Lifecycle,
}

/// Begins a part: `part("EL-RES").named("10k").mpn("Yageo", "RC0402FR-0710KL").value("10k").add_to(&ports)`.
pub fn part(codes: &str) -> PartBuilder {
    PartBuilder {
        codes: codes.to_owned(),
        name: format!("A part of {codes}"),
        description: String::new(),
        manufacturer_parts: Vec::new(),
        properties: Vec::new(),
        state: Lifecycle::Draft,
    }
}

impl PartBuilder {
    /// Calls it so.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// Says so of it.
    #[must_use]
    pub fn described(mut self, description: &str) -> Self {
        description.clone_into(&mut self.description);
        self
    }

    /// Gives it one more manufacturer part.
    #[must_use]
    pub fn mpn(mut self, manufacturer: &str, mpn: &str) -> Self {
        self.manufacturer_parts.push((manufacturer.to_owned(), mpn.to_owned()));
        self
    }

    /// Gives it the property `Value`.
    #[must_use]
    pub fn value(self, value: &str) -> Self {
        self.property(VALUE, value)
    }

    /// Gives it the property `Footprint`.
    #[must_use]
    pub fn footprint(self, footprint: &str) -> Self {
        self.property(FOOTPRINT, footprint)
    }

    /// Gives it a property with a text.
    #[must_use]
    pub fn property(mut self, name: &str, value: &str) -> Self {
        self.properties.push(text(name, value));
        self
    }

    /// Gives it a property with a number.
    #[must_use]
    pub fn number(mut self, name: &str, value: &str, unit: &str) -> Self {
        self.properties.push(number(name, value, unit));
        self
    }

    /// Takes its revision to a state.
    #[must_use]
    pub fn in_state(mut self, state: Lifecycle) -> Self {
        self.state = state;
        self
    }

    /// Takes its revision through the lifecycle to Released.
    #[must_use]
    pub fn released(mut self) -> Self {
        self.state = Lifecycle::Released;
        self
    }

    /// Makes it.
    pub fn add_to(self, ports: &Ports) -> Built {
        let actor = acting(ports);
        let new = NewPart {
            subcategory: subcategory(ports, &self.codes),
            name: PartName::parse(&self.name).expect("a name"),
            description: Description::parse(&self.description).expect("a description"),
            manufacturer_part: None,
        };
        let part = PartService::new(ports.clone()).create(&actor, new).expect("a part that is made");
        for (manufacturer, mpn) in &self.manufacturer_parts {
            let new = manufacturer_part(manufacturer, mpn);
            ManufacturerPartService::new(ports.clone()).add(&actor, part.id, new).expect("a manufacturer part");
        }
        let revision = newest(ports, &part);
        for property in self.properties {
            PropertyService::new(ports.clone()).set(&actor, revision.id, property).expect("a property that is set");
        }
        advance(ports, revision.id, self.state);
        Built { revision: newest(ports, &part), part }
    }
}

/// A manufacturer part to be made, Active.
pub fn manufacturer_part(manufacturer: &str, mpn: &str) -> NewManufacturerPart {
    let manufacturer = Manufacturer::parse(manufacturer).expect("a manufacturer");
    NewManufacturerPart { manufacturer, mpn: Mpn::parse(mpn).expect("an MPN"), status: Status::Active }
}

/// A property with a text.
pub fn text(name: &str, value: &str) -> Property {
    let value = PropertyValue::Text { text: PropertyText::parse(value).expect("a text") };
    Property { name: PropertyName::parse(name).expect("a name"), value }
}

/// A property with a number.
pub fn number(name: &str, value: &str, unit: &str) -> Property {
    let number = Decimal::parse(value).expect("a number");
    let value = PropertyValue::Number { number, unit: PropertyUnit::parse(unit).expect("a unit") };
    Property { name: PropertyName::parse(name).expect("a name"), value }
}

fn newest(ports: &Ports, part: &Part) -> Revision {
    let newest = ports.store.read("test", |snapshot| snapshot.revisions().newest(part.id)).expect("a store that reads");
    newest.expect("a part with a revision")
}

/// Takes a revision that follows the standard workflow through the lifecycle to a state, step by step from where it is, past the services: with a request by
/// whoever acts, an override, and the record of a release that makes an exception for each line without a released child.
/// What its category demands is taken back.
pub fn advance(ports: &Ports, revision: RevisionId, state: Lifecycle) {
    let (person, at) = (acting(ports).id, ports.clock.now());
    if state == Lifecycle::Draft {
        return;
    }
    write(ports, person, move |unit| {
        for next in Lifecycle::ALL {
            let now = unit.revisions().find(revision)?.expect("a revision that is there").state;
            if now >= next || next > state {
                continue;
            }
            match next {
                Lifecycle::InReview => {
                    demand_nothing_of(unit, revision)?;
                    ask(&**unit, revision, person, at)?;
                    unit.note(Room::Approval, revision)?;
                }
                Lifecycle::Released => {
                    overrule(&**unit, revision, person, at)?;
                    unit.note(Room::Approval, revision)?;
                    record_release(&**unit, revision, person, at)?;
                    unit.note(Room::Release, revision)?;
                }
                Lifecycle::Draft | Lifecycle::Obsolete => {}
            }
            unit.revisions().set_state(revision, &next.into(), at)?;
        }
        unit.note(Room::Revision, revision)
    })
    .expect("steps of the lifecycle");
}

fn demand_nothing_of(unit: &Audited<'_>, revision: RevisionId) -> Result<(), StoreError> {
    let part = unit.revisions().find(revision)?.expect("a revision that is there").part;
    let part = unit.parts().find(part)?.expect("its part");
    let subcategory = unit.categories().find(part.subcategory)?.expect("its subcategory");
    if subcategory.demands.is_empty() {
        return Ok(());
    }
    unit.categories().update(&Subcategory { demands: Vec::new(), ..subcategory.clone() })?;
    unit.note(Room::Category, subcategory.id)
}

/// Opens the next round of a Draft that follows the standard workflow, in any of its versions.
pub fn ask(unit: &dyn UnitOfWork, revision: RevisionId, person: PersonId, asked: Timestamp) -> Result<(), StoreError> {
    let round = unit.approvals().reviews(revision)?.first().map_or(1, |last| last.request.round + 1);
    let follows = unit.revisions().find(revision)?.map_or(Workflow::STANDARD, |revision| revision.workflow);
    let workflow = unit.workflows().find(follows)?.expect("a workflow that is there");
    let state = StateName::from(Lifecycle::InReview);
    let needed = workflow.design.needed(&state).expect("a review that something leads on from");
    let note = Comment::parse("").expect("an empty note");
    unit.approvals().ask(&ApprovalRequest { revision, round, person, asked, state, needed, note, open: true })
}

/// Overrides what the open round of a revision in review lacks.
pub fn overrule(
    unit: &dyn UnitOfWork,
    revision: RevisionId,
    person: PersonId,
    given: Timestamp,
) -> Result<(), StoreError> {
    let round = unit.approvals().reviews(revision)?.first().map_or(1, |last| last.request.round);
    let reason = Comment::parse("a test's").expect("a reason");
    unit.approvals().overrule(&ApprovalOverride { revision, round, person, reason, given })
}

/// Writes down the release of a revision in review, with an exception where one is needed.
pub fn record_release(
    unit: &dyn UnitOfWork,
    revision: RevisionId,
    person: PersonId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut lines = Vec::new();
    for line in unit.boms().lines(revision)? {
        let child = unit.revisions().latest_released(line.child)?.map(|child| child.id);
        lines.push(ReleaseLine { line: line.id, child });
    }
    let reason = if lines.iter().all(|line| line.child.is_some()) { "" } else { "a test's" };
    let exception = Exception::parse(reason).expect("a reason");
    let release = Release { revision, person, at, form: FORM, hash: ContentHash::of("a test's"), exception };
    unit.releases().insert(&release, &lines)
}

/// Gives a part its next revision, a Draft without content; the newest before it must be released.
pub fn revise(ports: &Ports, part: &Part) -> Built {
    let (newest, actor) = (newest(ports, part), acting(ports));
    let ordinal = newest.ordinal + 1;
    let id = RevisionId(ports.ids.next());
    let first = Revision::first(id, part.id, actor.id, ports.clock.now());
    let revision = Revision { ordinal, label: ordinal.to_string(), ..first };
    let added = revision.clone();
    write(ports, actor.id, move |unit| {
        unit.revisions().insert(&added)?;
        unit.note(Room::Revision, added.id)
    })
    .expect("a next revision");
    Built { part: part.clone(), revision }
}
