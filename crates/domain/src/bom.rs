//! BOMs: which parts, how many and where, make up a revision.

pub mod designator;
pub mod quantity;
mod repository;
mod service;
mod total;

pub use designator::Designator;
pub use quantity::{Quantity, Unit};
pub use repository::{BomReader, BomRepository};
pub use service::{BomService, LineContent};
pub use total::{Total, total};

pub(crate) use service::{append, copy};

use serde::Serialize;

use crate::error::refusals;
use crate::id::{BomLineId, PartId, RevisionId};
use crate::text::text_value;

refusals! {
    /// Why something about a BOM was refused.
    pub enum BomError {
        LineNotFound = "bom.line_not_found", "There is no such line in this workspace; somebody may have removed it.";
        QuantityInvalid { text: String } = "bom.quantity_invalid",
            "\"{text}\" is not a quantity; write a number above 0 and below 1000000000 with at most 6 decimals, as 4 or 0.25.";
        UnitUnknown { unit: String, known: String } = "bom.unit_unknown", "\"{unit}\" is not a unit; the units are {known}.";
        DesignatorInvalid { designator: String } = "bom.designator_invalid",
            "\"{designator}\" is not a reference designator; it has 1 to 32 characters, as R12, without spaces, commas or semicolons.";
        RangeTooLong { range: String } = "bom.range_too_long", "The range {range} names more than 1000 designators; write at most 1000.";
        DesignatorTwice { designator: String } = "bom.designator_twice", "{designator} is written twice in this line; write it once.";
        DesignatorElsewhere { designator: String, find: String } = "bom.designator_elsewhere",
            "{designator} already stands in {find}; a reference designator can stand only once in a BOM.";
        QuantityDisagrees { quantity: String, count: usize } = "bom.quantity_disagrees",
            "The quantity is {quantity}, but there are {count} reference designators; make them agree, or mark the quantity as intended.";
        QuantityNotEach { unit: String } = "bom.quantity_not_each",
            "Reference designators count pieces, but the unit is {unit}; remove the designators, use each, or mark the quantity as intended.";
        Cycle { parent: String, child: String } = "bom.cycle",
            "{child} cannot be part of {parent}: {parent} is already part of {child}, or is the same part.";
        FindNumberInvalid { found: String } = "bom.find_number_invalid", "A find number has at most 20 characters on one line; {found}.";
        NoteInvalid { found: String } = "bom.note_invalid", "A line's note has at most 2000 characters; {found}.";
    }
}

text_value! {
    /// The number under which a drawing names the line; may be empty.
    FindNumber, check_line(0..=20), BomError::FindNumberInvalid
}

text_value! {
    /// What else there is to say about the line; may be empty.
    Note, check_paragraph(0..=2000), BomError::NoteInvalid
}

/// One line of a BOM: a child part in a parent revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BomLine {
    /// Its id.
    pub id: BomLineId,
    /// The revision whose BOM it stands in.
    pub revision: RevisionId,
    /// Its place in the BOM; lines are shown in this order.
    pub position: u32,
    /// The part it calls for.
    pub child: PartId,
    /// How many of it, or how much.
    pub quantity: Quantity,
    /// In which unit.
    pub unit: Unit,
    /// Where they are placed; empty where nothing is placed.
    pub designators: Vec<Designator>,
    /// Whether the quantity is meant to differ from the count of designators.
    pub quantity_intended: bool,
    /// Do not populate: the line is documented, but not fitted.
    pub dnp: bool,
    /// Its number on the drawing.
    pub find_number: FindNumber,
    /// What else there is to say.
    pub note: Note,
}

impl BomLine {
    /// Rule 6: where designators are given, their count is the quantity, unless the line says otherwise.
    pub fn check_quantity(&self) -> Result<(), BomError> {
        let count = self.designators.len();
        if count == 0 || self.quantity_intended {
            return Ok(());
        }
        if self.unit != Unit::Each {
            return Err(BomError::QuantityNotEach { unit: self.unit.to_string() });
        }
        if self.quantity == Quantity::pieces(count) {
            return Ok(());
        }
        Err(BomError::QuantityDisagrees { quantity: self.quantity.to_string(), count })
    }
}
