//! BOMs: which parts, how many and where, make up a revision.

mod compare;
mod copy;
mod cost;
pub mod designator;
mod dimension;
mod explode;
mod flat;
mod graph;
mod kept;
mod on_hand;
mod order;
pub mod quantity;
mod replace;
mod repository;
mod requirement;
mod roll_up;
mod service;
mod shortage;
mod structure;
mod total;
mod where_used;
mod window;

pub use compare::{AmountDifference, Aspect, Beside, Comparison, Difference, compare, compare_flat, side_by_side};
pub use copy::CopyMode;
pub use cost::{CostLine, Costs, Sources, costs, read_sources};
pub use designator::Designator;
pub use dimension::Dimension;
pub use explode::{Dnp, ExplodedLine, Explosion};
pub use flat::{Amount, FlatLine, flat};
pub use graph::{Edge, Graph, Node};
pub use on_hand::{OnHandOutcome, OnHandRow, read_on_hand, stock};
pub use quantity::{Quantity, Unit};
pub use replace::{ReplacePlan, ReplaceRole, Replacement, plan as plan_replacement};
pub use repository::{BomReader, BomRepository};
pub use requirement::{Builds, Requirement, Requirements, Stock, requirements};
pub use roll_up::{RollUp, kilograms, masses, roll_up};
pub use service::{BomService, LineContent, check_line};
pub use shortage::{Shortage, ShortageLine, StandIn, shortage};
pub use structure::{Counting, Levels, Structure, StructureLine};
pub use total::{BomSums, Total, total};
pub use where_used::{UsedIn, where_used};

pub(crate) use copy::copy;
pub(crate) use service::{append, clear, remove, write};

use serde::{Deserialize, Serialize};

use crate::error::refusals;
use crate::id::{BomLineId, ImportFileId, PartId, RevisionId};
use crate::property::{PropertyName, PropertyText};
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
        RangeBackwards { range: String } = "bom.range_backwards", "The range {range} runs backwards; write the lower number first.";
        TooManyDesignators { most: usize } = "bom.too_many_designators",
            "The designators are more than {most}, which is the most of one line; write them in several lines.";
        DesignatorTwice { designator: String } = "bom.designator_twice", "{designator} is written twice in this line; write it once.";
        DesignatorElsewhere { designator: String, find: String } = "bom.designator_elsewhere",
            "{designator} already stands in {find}; a reference designator can stand only once in a BOM.";
        QuantityDisagrees { quantity: String, count: usize } = "bom.quantity_disagrees",
            "The quantity is {quantity}, but the count of the reference designators is {count}; make them agree, or mark the quantity as intended.";
        QuantityNotEach { unit: String } = "bom.quantity_not_each",
            "Reference designators count pieces, but the unit is {unit}; remove the designators, use each, or mark the quantity as intended.";
        Cycle { parent: String, child: String } = "bom.cycle",
            "{child} cannot be part of {parent}: {parent} is already part of {child}, or is the same part.";
        PinOfOther { child: String } = "bom.pin_of_other_part",
            "A line can be pinned only to a revision of its own part, {child}; choose one of these.";
        SubstituteIsChild { child: String } = "bom.substitute_is_child",
            "{child} is the part of this line and cannot stand in for itself; choose another part.";
        SubstituteTwice { part: String } = "bom.substitute_twice",
            "{part} is already a substitute on this line; name each part once.";
        UnitsDiffer { from: String, to: String } = "bom.units_differ",
            "{from} cannot be turned into {to}, because they do not measure the same thing.";
        ReplacedByItself { number: String } = "bom.replaced_by_itself",
            "{number} cannot be replaced by itself; choose another part.";
        PlanChanged = "bom.plan_changed",
            "The BOMs changed since the preview, and nothing was replaced. Look at the new preview and confirm again.";
        CopiedOntoItself = "bom.copied_onto_itself",
            "A BOM cannot be copied into itself; choose another revision to copy from.";
        NothingToCopy { number: String, label: String } = "bom.nothing_to_copy",
            "The BOM of {number} revision {label} has no lines; choose one that has.";
        BuildsInvalid { text: String } = "bom.builds_invalid",
            "\"{text}\" is not a number of builds; write a whole number from 1 to 999999999.";
        OnHandRowInvalid { written: String } = "bom.on_hand_row_invalid",
            "\"{written}\" cannot be read; write a part number or an MPN, a quantity, and a unit where it is not pieces.";
        OnHandUnknown { name: String } = "bom.on_hand_unknown", "No part has the number or the MPN {name}; write one that is there.";
        OnHandAmbiguous { name: String, numbers: String } = "bom.on_hand_ambiguous",
            "Several parts have the MPN {name}: {numbers}. Write the number of the one that is on hand.";
        OnHandUnit { number: String, unit: String, needed: String } = "bom.on_hand_unit",
            "{number} is written in {unit}, but this BOM needs it in {needed}; write it in a unit of that kind.";
        FindNumberInvalid { found: String } = "bom.find_number_invalid", "A find number has at most 20 characters on one line; {found}.";
        PropertyTwice { name: String } = "bom.property_twice",
            "The line says {name} twice, capitals aside; name each of its properties once.";
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The revision of the child that is meant; `None` where the line goes with the child's revisions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<RevisionId>,
    /// What may be used instead, the first choice first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub substitutes: Vec<Substitute>,
    /// What else is known of it by name, in the order in which it was written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<LineProperty>,
    /// Where it was imported from; `None` where somebody added it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<LineOrigin>,
}

/// Something that is known of a line by name: a column of the file it was imported from that has no place of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LineProperty {
    /// What it is called; a line has each name once, capitals aside.
    pub name: PropertyName,
    /// What it says.
    pub text: PropertyText,
}

/// Where a line was imported from. It stays with the line whatever becomes of it, and with the copies of the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineOrigin {
    /// The file.
    pub file: ImportFileId,
    /// The rows of it that became this line, by their numbers in the file.
    pub rows: Vec<u64>,
}

/// A part that may be used in the place of a line's child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Substitute {
    /// The part.
    pub part: PartId,
    /// When it may be used, or what changes with it.
    pub note: Note,
}

impl BomLine {
    /// The parts of the line: its child, and what may stand in for it. None of them may contain the line's parent.
    pub fn parts(&self) -> impl Iterator<Item = PartId> {
        std::iter::once(self.child).chain(self.substitutes.iter().map(|substitute| substitute.part))
    }

    /// Rule 6: where designators are given, their count is the quantity, unless the line says otherwise.
    pub fn check_quantity(&self) -> Result<(), BomError> {
        if self.quantity_intended { Ok(()) } else { check_count(self.quantity, self.unit, self.designators.len()) }
    }

    /// A line says each of its properties once, whatever the capitals of their names.
    pub fn check_properties(&self) -> Result<(), BomError> {
        let mut rest = self.properties.as_slice();
        while let [LineProperty { name, .. }, others @ ..] = rest {
            if others.iter().any(|other| other.name.as_str().eq_ignore_ascii_case(name.as_str())) {
                return Err(BomError::PropertyTwice { name: name.to_string() });
            }
            rest = others;
        }
        Ok(())
    }
}

/// Rule 6, of a line that does not say otherwise: where there are designators, their count is the quantity.
pub(crate) fn check_count(quantity: Quantity, unit: Unit, designators: usize) -> Result<(), BomError> {
    if designators == 0 {
        return Ok(());
    }
    if unit != Unit::Each {
        return Err(BomError::QuantityNotEach { unit: unit.to_string() });
    }
    if quantity == Quantity::pieces(designators) {
        return Ok(());
    }
    Err(BomError::QuantityDisagrees { quantity: quantity.to_string(), count: designators })
}
