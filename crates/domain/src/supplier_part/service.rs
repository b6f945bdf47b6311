//! What is done with supplier parts.

use super::{Offer, Prices, SupplierPart, SupplierPartError};
use crate::Result;
use crate::change::Room;
use crate::edit::{Edit, EditError};
use crate::id::{ManufacturerPartId, SupplierPartId};
use crate::manufacturer_part::{ManufacturerPart, ManufacturerPartError};
use crate::part::Part;
use crate::person::Actor;
use crate::ports::{Change, Ports, Subject};

/// Changes who sells a manufacturer part, and at which prices.
#[derive(Debug, Clone)]
pub struct SupplierPartService {
    ports: Ports,
}

impl SupplierPartService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Adds a supplier part to a manufacturer part.
    pub fn add(&self, actor: &Actor, of: ManufacturerPartId, offer: Offer) -> Result<SupplierPart> {
        self.ports.change(actor, "supplier_part.add", move |change| {
            let (part, of) = sold(change, of)?;
            add(change, &part, of.id, offer.clone())
        })
    }

    /// Replaces what a supplier part says, its prices among it.
    pub fn change(&self, actor: &Actor, id: SupplierPartId, offer: impl Into<Edit<Offer>>) -> Result<SupplierPart> {
        let offer = offer.into();
        self.ports.change(actor, "supplier_part.change", move |change| {
            let before = change.supplier_parts().find(id)?.ok_or(SupplierPartError::NotFound)?;
            let (part, _) = sold(change, before.manufacturer_part)?;
            let after = SupplierPart { offer: over(&offer, &before.offer)?, ..before.clone() };
            if after != before {
                change.supplier_parts().update(&after)?;
                change.changed(subject(&part, &after), &before, &after)?;
            }
            Ok(after)
        })
    }

    /// Removes a supplier part, and answers it.
    pub fn remove(&self, actor: &Actor, id: SupplierPartId) -> Result<SupplierPart> {
        self.ports.change(actor, "supplier_part.remove", move |change| {
            let before = change.supplier_parts().find(id)?.ok_or(SupplierPartError::NotFound)?;
            let (part, _) = sold(change, before.manufacturer_part)?;
            remove(change, &part, &before)?;
            Ok(before)
        })
    }
}

/// What a supplier part says once it is edited so. One person's packaging and another's prices do not meet; the prices
/// are one table, and stand or fall together.
fn over(edit: &Edit<Offer>, now: &Offer) -> Result<Offer, EditError> {
    let Offer { supplier, order_code, packaging, lead_time, minimum, multiple, currency, prices } = now;
    Ok(Offer {
        supplier: edit.field(|offer| offer.supplier.clone()).over("supplier", supplier)?,
        order_code: edit.field(|offer| offer.order_code.clone()).over("order_code", order_code)?,
        packaging: edit.field(|offer| offer.packaging.clone()).over("packaging", packaging)?,
        lead_time: edit.field(|offer| offer.lead_time).over_as("lead_time", lead_time, |value| said(*value))?,
        minimum: edit.field(|offer| offer.minimum).over_as("minimum", minimum, |value| said(*value))?,
        multiple: edit.field(|offer| offer.multiple).over_as("multiple", multiple, |value| said(*value))?,
        currency: edit.field(|offer| offer.currency.clone()).over("currency", currency)?,
        prices: edit.field(|offer| offer.prices.clone()).over_as("prices", prices, listed)?,
    })
}

/// A field that may say nothing.
fn said<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// `0.10 from 1, 0.08 from 100`.
fn listed(prices: &Prices) -> String {
    let breaks = prices.breaks().iter().map(|each| format!("{} from {}", each.price, each.quantity));
    breaks.collect::<Vec<_>>().join(", ")
}

/// Adds a supplier part inside a unit that is already open.
pub(crate) fn add(change: &Change<'_>, part: &Part, of: ManufacturerPartId, offer: Offer) -> Result<SupplierPart> {
    let added = SupplierPart { id: change.new_id(), manufacturer_part: of, offer };
    change.supplier_parts().insert(&added)?;
    change.created(subject(part, &added), &added)?;
    Ok(added)
}

/// Removes all supplier parts of a manufacturer part inside a unit that is already open.
pub(crate) fn remove_all_of(change: &Change<'_>, part: &Part, of: ManufacturerPartId) -> Result<()> {
    change.supplier_parts().of(of)?.iter().try_for_each(|each| remove(change, part, each))
}

fn remove(change: &Change<'_>, part: &Part, removed: &SupplierPart) -> Result<()> {
    change.supplier_parts().remove(removed.id)?;
    change.removed(subject(part, removed), removed)
}

/// What is sold, and the part in whose history that belongs.
fn sold(change: &Change<'_>, id: ManufacturerPartId) -> Result<(Part, ManufacturerPart)> {
    let of = change.manufacturer_parts().find(id)?.ok_or(ManufacturerPartError::NotFound)?;
    Ok((change.parts().get(of.part)?, of))
}

fn subject(part: &Part, of: &SupplierPart) -> Subject {
    let title = format!("{}: {} {}", part.number, of.offer.supplier, of.offer.order_code);
    Subject { room: Room::SupplierPart, id: of.id.into(), part: Some(part.id), title }
}
