//! BOMs as they are looked at; what is done with them is in the files below.

pub mod beside;
pub mod compare;
pub mod cost;
pub mod graph;
pub mod level;
pub mod line;
pub mod origin;
pub mod replace;
pub mod where_used;

pub use beside::{BomBeside, BomBesideRequest, BomLinesSayRequest, LineInFullView, beside, lines_say};
pub use compare::{BomAmountsComparison, BomCompareAmountsRequest, compare_amounts};
pub use cost::{BomCostRequest, BomCostView, BomShortageRequest, BomShortageView, cost, shortage};
pub use graph::{BomGraphRequest, BomGraphView, graph};
pub use level::{
    BomExplodeRequest, BomExplosionPage, BomLevelsRequest, FlatLineView, RollUpView, explode, flatten, roll_up,
};
pub use line::{
    BomCopyRequest, BomLineAddRequest, BomLineChangeRequest, BomLineCheckRequest, BomLineChecked, BomLineMoveRequest,
    BomLinePinRequest, BomLineRemoveRequest, BomLineSubstituteRequest, add_line, change_line, check_line, copy,
    move_line, pin, remove_line, substitute,
};
pub use origin::{BomLineOriginRequest, LineOriginView, origin};
pub use replace::{
    BomReplacePreview, BomReplacePreviewRequest, BomReplaceRequest, BomReplaced, preview as preview_replacement,
    replace,
};
pub use where_used::{UsedInView, used_in};

use partwright_domain::bom::{BomLine, Counting, Designator, LineProperty, StructureLine, Substitute};
use partwright_domain::id::{PartId, RevisionId};
use partwright_domain::part::{PartError, PartSummary};
use partwright_domain::property::{FOOTPRINT, PropertyName, VALUE};
use partwright_domain::revision::RevisionError;
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::id;
use super::part::PartRow;
use super::revision::RevisionView;
use crate::app::App;
use crate::error::WireError;

/// How many lines are sent at once. They fill several screens, and are there within a frame or two.
const PAGE: u32 = 500;

/// Asks for a revision's BOM.
#[derive(Debug, Deserialize, TS)]
pub struct BomShowRequest {
    revision: String,
}

/// Asks for lines of a revision's BOM: a page of them.
#[derive(Debug, Deserialize, TS)]
pub struct BomLinesRequest {
    revision: String,
    /// How many lines come before them.
    skip: u64,
}

/// Asks for one line.
#[derive(Debug, Deserialize, TS)]
pub struct BomLineShowRequest {
    line: String,
}

/// A revision's BOM, one level of it.
#[derive(Debug, Serialize, TS)]
pub struct BomView {
    revision: RevisionView,
    /// The part whose BOM it is.
    part: String,
    number: String,
    name: String,
    /// The first page of its lines. There are more where these are fewer than `line_count`.
    lines: Vec<BomLineView>,
    line_count: u64,
    designator_count: u64,
    /// The exact sum of the quantities: `9`, or with other units than pieces among them `9 each + 0.12 m`.
    quantity_total: String,
    /// Whether any line has a find number.
    numbered: bool,
    /// Whether any line calls for something that has lines of its own.
    has_levels: bool,
}

/// A line of a BOM.
#[derive(Debug, Serialize, TS)]
#[expect(clippy::struct_excessive_bools, reason = "a line says that many things with yes or no")]
pub struct BomLineView {
    id: String,
    /// The part, in the revision that counts: the one the line is pinned to; else, below a frozen revision, the latest that
    /// is released; else the newest.
    child: PartRow,
    /// Whether that revision has lines of its own, so that the tree can be opened there.
    has_lines: bool,
    /// A decimal number as text, because a JSON number is a float.
    quantity: String,
    unit: String,
    designators: Vec<String>,
    /// Whether the quantity is meant to differ from the count of designators.
    quantity_intended: bool,
    dnp: bool,
    find_number: String,
    note: String,
    /// Whether the line is pinned to that revision, and does not go with the child's revisions.
    pinned: bool,
    /// What may be used instead, the first choice first.
    substitutes: Vec<SubstituteView>,
    /// What else is known of it by name.
    properties: Vec<LinePropertyView>,
    /// Whether it was imported; from where is asked for by itself.
    imported: bool,
}

/// Something that is known of a line by name.
#[derive(Debug, Serialize, Deserialize, TS)]
pub struct LinePropertyView {
    name: String,
    text: String,
}

/// A part that may be used in the place of a line's child.
#[derive(Debug, Serialize, TS)]
pub struct SubstituteView {
    part: String,
    number: String,
    name: String,
    note: String,
}

/// Where a part is used.
#[derive(Debug, Serialize, TS)]
pub struct UseView {
    part: String,
    number: String,
    name: String,
    /// The revision that uses it.
    revision: RevisionView,
    quantity: String,
    unit: String,
    designators: Vec<String>,
    dnp: bool,
    /// Whether it does not call for the part, but names it as a substitute.
    substitute: bool,
}

/// A revision's BOM.
pub fn show(app: &App, request: BomShowRequest) -> Result<BomView, WireError> {
    let BomShowRequest { revision } = request;
    let revision = id(&revision, "bom_show")?;
    Ok(app.workspace()?.store.read("bom.show", |snapshot| view(snapshot, revision))?)
}

/// A page of a revision's lines, in their order; shorter than the others at the end, and empty after it.
pub fn lines(app: &App, request: BomLinesRequest) -> Result<Vec<BomLineView>, WireError> {
    let BomLinesRequest { revision, skip } = request;
    let revision = id(&revision, "bom_lines")?;
    Ok(app.workspace()?.store.read("bom.lines", |snapshot| page(snapshot, revision, skip))?)
}

/// A line as it stands now; null when it is not there.
pub fn line(app: &App, request: BomLineShowRequest) -> Result<Option<BomLineView>, WireError> {
    let BomLineShowRequest { line } = request;
    let line = id(&line, "bom_line_show")?;
    Ok(app.workspace()?.store.read("bom.line", |snapshot| {
        let line = snapshot.boms().counting_for(&[line])?.pop();
        line.map(|line| line_view(snapshot, line)).transpose()
    })?)
}

impl From<&LineProperty> for LinePropertyView {
    fn from(LineProperty { name, text }: &LineProperty) -> Self {
        Self { name: name.to_string(), text: text.to_string() }
    }
}

fn view(snapshot: &dyn Snapshot, id: RevisionId) -> Result<BomView> {
    let revision = snapshot.revisions().find(id)?.ok_or(RevisionError::NotFound)?;
    let part = summary(snapshot, revision.part)?.part;
    let sums = snapshot.boms().sums(id)?;
    Ok(BomView {
        revision: RevisionView::find_author(snapshot, revision)?,
        part: part.id.to_string(),
        number: part.number.to_string(),
        name: part.name.to_string(),
        lines: page(snapshot, id, 0)?,
        line_count: sums.lines,
        designator_count: sums.designators,
        quantity_total: sums.total.to_string(),
        numbered: sums.numbered,
        has_levels: sums.has_levels,
    })
}

fn page(snapshot: &dyn Snapshot, revision: RevisionId, skip: u64) -> Result<Vec<BomLineView>> {
    let lines = snapshot.boms().page(revision, skip, PAGE)?;
    lines.into_iter().map(|line| line_view(snapshot, line)).collect()
}

fn line_view(snapshot: &dyn Snapshot, entry: StructureLine) -> Result<BomLineView> {
    let StructureLine { line, counts } = entry;
    let BomLine {
        id,
        revision: _,
        position: _,
        child,
        quantity,
        unit,
        designators,
        quantity_intended,
        dnp,
        find_number,
        note,
        pinned,
        substitutes,
        properties,
        origin,
    } = line;
    let child = counting_summary(snapshot, child, counts)?;
    Ok(BomLineView {
        id: id.to_string(),
        has_lines: snapshot.boms().count(child.revision.id)? > 0,
        child: child.into(),
        quantity: quantity.to_string(),
        unit: unit.to_string(),
        designators: names(&designators),
        quantity_intended,
        dnp,
        find_number: find_number.to_string(),
        note: note.to_string(),
        pinned: pinned.is_some(),
        substitutes: substitutes.into_iter().map(|one| substitute_view(snapshot, one)).collect::<Result<_>>()?,
        properties: properties.iter().map(LinePropertyView::from).collect(),
        imported: origin.is_some(),
    })
}

/// Where a part is used, in any revision of any part: first the lines that call for it, then those on which it may be used
/// instead.
pub fn uses(snapshot: &dyn Snapshot, part: PartId) -> Result<Vec<UseView>> {
    let (called, instead) = (snapshot.boms().uses(part)?, snapshot.boms().substitute_uses(part)?);
    let called = called.iter().map(|line| use_view(snapshot, line, false));
    called.chain(instead.iter().map(|line| use_view(snapshot, line, true))).collect()
}

fn use_view(snapshot: &dyn Snapshot, line: &BomLine, substitute: bool) -> Result<UseView> {
    let revision = snapshot.revisions().find(line.revision)?.ok_or(RevisionError::NotFound)?;
    let parent = summary(snapshot, revision.part)?.part;
    Ok(UseView {
        part: parent.id.to_string(),
        number: parent.number.to_string(),
        name: parent.name.to_string(),
        revision: RevisionView::find_author(snapshot, revision)?,
        quantity: line.quantity.to_string(),
        unit: line.unit.to_string(),
        designators: names(&line.designators),
        dnp: line.dnp,
        substitute,
    })
}

fn substitute_view(snapshot: &dyn Snapshot, substitute: Substitute) -> Result<SubstituteView> {
    let Substitute { part, note } = substitute;
    let part = snapshot.parts().get(part)?;
    let (number, name) = (part.number.to_string(), part.name.to_string());
    Ok(SubstituteView { part: part.id.to_string(), number, name, note: note.to_string() })
}

fn summary(snapshot: &dyn Snapshot, id: PartId) -> Result<PartSummary> {
    let summary = snapshot.parts().summary(id)?;
    summary.ok_or_else(|| Error::from(PartError::NotFound { part: id.to_string() }))
}

/// A part, in the revision that counts for a line.
fn counting_summary(snapshot: &dyn Snapshot, id: PartId, counts: Option<Counting>) -> Result<PartSummary> {
    let newest = summary(snapshot, id)?;
    let Some(counting) = counts.filter(|counting| counting.revision != newest.revision.id) else { return Ok(newest) };
    let revision = snapshot.revisions().find(counting.revision)?.ok_or(RevisionError::NotFound)?;
    let author = snapshot.people().find(revision.author)?;
    let author = author.ok_or_else(|| StoreError::Missing { what: "person".to_owned() })?.name.to_string();
    let says = |name: &str| -> Result<Option<String>> {
        let property = snapshot.properties().find(revision.id, &PropertyName::parse(name)?)?;
        Ok(property.map(|property| property.value.to_string()))
    };
    let (value, footprint) = (says(VALUE)?, says(FOOTPRINT)?);
    Ok(PartSummary { revision, author, value, footprint, ..newest })
}

fn names(designators: &[Designator]) -> Vec<String> {
    designators.iter().map(ToString::to_string).collect()
}
