//! Two BOMs side by side: which lines stand beside each other, and then, for those in view, what they say.

use partwright_domain::bom::{self, Beside, Quantity, StructureLine, Unit};
use partwright_domain::page::MOST_ROWS;
use partwright_domain::workspace::Progress;
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::compare::{AspectView, ComparedView, DifferenceKindView, LineSaysView, Sides, compared};
use super::level::Parts;
use crate::app::App;
use crate::commands::id;
use crate::commands::part::PartRow;
use crate::error::WireError;
use crate::task::Caller;

/// Reading either side, and pairing their lines.
const STEPS: u64 = 3;

/// Asks how the lines of two revisions stand beside each other, of one part or of two.
#[derive(Debug, Deserialize, TS)]
pub struct BomBesideRequest {
    /// The task under which it can be followed and cancelled.
    task: String,
    /// The run in whose place this one comes, which is ended.
    #[ts(optional = nullable)]
    instead_of: Option<String>,
    before: String,
    after: String,
}

/// The lines of two BOMs beside each other, without what they say.
#[derive(Debug, Serialize, TS)]
pub struct BomBeside {
    before: ComparedView,
    after: ComparedView,
    /// In the order of the second BOM; what was removed stands after what it stood after.
    rows: Vec<BesideView>,
}

/// A line that is alike in both, by its id in the second; two that are alike and write their quantities otherwise, as `0.5 m` and
/// `500 mm`; or a difference.
#[derive(Debug, Serialize, TS)]
#[serde(untagged)]
pub enum BesideView {
    Alike(String),
    AlikeOtherwise { before: String, after: String },
    Differs(LinesDifferView),
}

/// Lines that differ.
#[derive(Debug, Serialize, TS)]
pub struct LinesDifferView {
    kind: DifferenceKindView,
    /// The id of the line in the first BOM; null where it was added.
    before: Option<String>,
    /// The id of the line in the second; null where it was removed.
    after: Option<String>,
    aspects: Vec<AspectView>,
}

/// Asks what lines say.
#[derive(Debug, Deserialize, TS)]
pub struct BomLinesSayRequest {
    lines: Vec<String>,
}

/// A line, and what it says.
#[derive(Debug, Serialize, TS)]
pub struct LineInFullView {
    line: String,
    /// The part, in the revision that counts.
    child: PartRow,
    says: LineSaysView,
}

/// How the lines of two revisions stand beside each other.
pub fn beside(caller: &Caller<'_>, request: BomBesideRequest) -> Result<BomBeside, WireError> {
    let BomBesideRequest { task, instead_of, before, after } = request;
    let (before, after) = (id(&before, "bom_beside")?, id(&after, "bom_beside")?);
    let task = caller.app.tasks.supersede(task, instead_of)?;
    let mut tell = task.teller(caller);
    Ok(caller.app.workspace()?.store.read_until("bom.beside", &task.cancel, |snapshot| {
        let mut step = |done| {
            tell(Progress { done, total: STEPS });
            task.cancel.check()
        };
        let sides = [compared(snapshot, before)?, compared(snapshot, after)?];
        step(0)?;
        let first = snapshot.boms().counting(before)?;
        step(1)?;
        let second = snapshot.boms().counting(after)?;
        step(2)?;
        let rows = bom::side_by_side(&first, &second).into_iter().map(BesideView::from).collect();
        step(3)?;
        let [before, after] = sides;
        Ok::<_, Error>(BomBeside { before, after, rows })
    })?)
}

/// What lines say, in the order in which they are asked for; those that are gone are left out.
pub fn lines_say(app: &App, request: BomLinesSayRequest) -> Result<Vec<LineInFullView>, WireError> {
    let BomLinesSayRequest { lines } = request;
    // A page asks for what is in view, and a little more.
    let lines =
        lines.iter().take(MOST_ROWS as usize).map(|line| id(line, "bom_lines_say")).collect::<Result<Vec<_>, _>>()?;
    Ok(app.workspace()?.store.read("bom.lines_say", |snapshot| {
        let mut parts = Parts::new(snapshot);
        let in_full = |entry: StructureLine| {
            let child = parts.row(entry.line.child, entry.counts)?;
            Ok::<_, Error>(LineInFullView { line: entry.line.id.to_string(), child, says: parts.says(&entry)? })
        };
        snapshot.boms().counting_for(&lines)?.into_iter().map(in_full).collect::<Result<_>>()
    })?)
}

impl From<Beside<'_>> for BesideView {
    fn from(beside: Beside<'_>) -> Self {
        let id = |entry: &StructureLine| entry.line.id.to_string();
        let difference = match beside {
            Beside::Alike { before, after } if written(before) == written(after) => return Self::Alike(id(after)),
            Beside::Alike { before, after } => return Self::AlikeOtherwise { before: id(before), after: id(after) },
            Beside::Differs(difference) => difference,
        };
        let Sides { kind, before, after, aspects } = difference.into();
        Self::Differs(LinesDifferView { kind, before: before.map(id), after: after.map(id), aspects })
    }
}

/// What of a line can be written in two ways that mean the same; the rest is alike to the letter, or put in order for reading.
fn written(entry: &StructureLine) -> (Quantity, Unit) {
    (entry.line.quantity, entry.line.unit)
}
