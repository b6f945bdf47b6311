//! Lines as somebody writes them: checked, added, changed, moved, pinned, with substitutes, copied from another BOM.

use partwright_domain::bom::{
    self, CopyMode, FindNumber, LineContent, LineProperty, Note, Quantity, Substitute, Unit, designator,
};
use partwright_domain::edit::Edit;
use partwright_domain::property::{PropertyName, PropertyText};
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{BomView, LinePropertyView, view};
use crate::app::App;
use crate::commands::{id, part, show_done};
use crate::error::WireError;

/// What a line says, apart from which part it calls for and where it stands.
#[derive(Debug, Deserialize, TS)]
pub struct BomLineContent {
    /// Null for as many pieces as there are designators, and one where there is none.
    quantity: Option<String>,
    unit: String,
    /// Separated by commas or spaces; ranges such as R1-R4 are understood.
    designators: String,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    quantity_intended: bool,
    dnp: bool,
    find_number: String,
    note: String,
    /// All that is to be known of it by name; none where there is no list.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<LinePropertyView>>")]
    properties: Vec<LinePropertyView>,
}

/// Adds a line at the end of a draft's BOM.
#[derive(Debug, Deserialize, TS)]
pub struct BomLineAddRequest {
    revision: String,
    /// The id or the number of the part.
    child: String,
    #[serde(flatten)]
    content: BomLineContent,
}

/// Replaces what a line says.
#[derive(Debug, Deserialize, TS)]
pub struct BomLineChangeRequest {
    line: String,
    #[serde(flatten)]
    content: BomLineContent,
    /// What whoever changes it saw; where nothing is said, it is written over whatever is there.
    #[serde(default)]
    #[ts(optional)]
    seen: Option<BomLineContent>,
}

/// Asks whether a line may say this, before it is saved.
#[derive(Debug, Deserialize, TS)]
pub struct BomLineCheckRequest {
    revision: String,
    /// The line that would say it; null for a new one.
    line: Option<String>,
    #[serde(flatten)]
    content: BomLineContent,
}

/// What a line would say.
#[derive(Debug, Serialize, TS)]
pub struct BomLineChecked {
    /// As it is said, or as the designators count.
    quantity: String,
}

/// Moves a line.
#[derive(Debug, Deserialize, TS)]
pub struct BomLineMoveRequest {
    line: String,
    /// The line of the same BOM before which it is to stand; null for the end.
    before: Option<String>,
}

/// Removes a line.
#[derive(Debug, Deserialize, TS)]
pub struct BomLineRemoveRequest {
    line: String,
}

/// Pins a line to a revision of its child, or lets it go with the child's revisions.
#[derive(Debug, Deserialize, TS)]
pub struct BomLinePinRequest {
    line: String,
    /// Null to let it go.
    revision: Option<String>,
}

/// Says what may be used instead of a line's child.
#[derive(Debug, Deserialize, TS)]
pub struct BomLineSubstituteRequest {
    line: String,
    /// The first choice first.
    substitutes: Vec<BomSubstitute>,
    /// What whoever changes them saw; where nothing is said, they are written over whatever is there.
    #[serde(default)]
    #[ts(optional)]
    seen: Option<Vec<BomSubstitute>>,
}

/// Copies the BOM of a revision into a Draft.
#[derive(Debug, Deserialize, TS)]
pub struct BomCopyRequest {
    /// The revision whose BOM is copied; of any part, in any state.
    from: String,
    /// The Draft.
    into: String,
    /// Whether the lines that are there are removed; otherwise the copies come after them.
    replace: bool,
}

/// A substitute to be.
#[derive(Debug, Deserialize, TS)]
pub struct BomSubstitute {
    /// The id or the number of the part.
    part: String,
    note: String,
}

/// Whether a line may say this, and in what quantity; why not is the refusal.
pub fn check_line(app: &App, request: BomLineCheckRequest) -> Result<BomLineChecked, WireError> {
    let BomLineCheckRequest { revision, line, content } = request;
    let revision = id(&revision, "bom_line_check")?;
    let line = line.map(|line| id(&line, "bom_line_check")).transpose()?;
    let content = parse(&content)?;
    app.workspace()?.store.read("bom.check_line", |snapshot| {
        bom::check_line(snapshot.boms(), snapshot.parts(), revision, line, &content)
    })?;
    Ok(BomLineChecked { quantity: content.quantity.to_string() })
}

/// Adds a line, and answers the BOM with it.
pub fn add_line(app: &App, request: BomLineAddRequest) -> Result<BomView, WireError> {
    let BomLineAddRequest { revision, child, content } = request;
    let revision = id(&revision, "bom_line_add")?;
    let content = parse(&content)?;
    let workspace = app.workspace()?;
    let child = workspace.store.read("bom.child", |snapshot| part::find(snapshot, &child))?;
    workspace.boms.add_line(&workspace.actor()?, revision, child, content)?;
    show_done(&workspace, |snapshot| view(snapshot, revision))
}

/// Replaces what a line says, and answers the BOM with it.
pub fn change_line(app: &App, request: BomLineChangeRequest) -> Result<BomView, WireError> {
    let BomLineChangeRequest { line, content, seen } = request;
    let line = id(&line, "bom_line_change")?;
    let content = Edit::new(seen.as_ref().map(parse).transpose()?, parse(&content)?);
    let workspace = app.workspace()?;
    let changed = workspace.boms.change_line(&workspace.actor()?, line, content)?;
    show_done(&workspace, |snapshot| view(snapshot, changed.revision))
}

/// Moves a line, and answers the BOM in its new order.
pub fn move_line(app: &App, request: BomLineMoveRequest) -> Result<BomView, WireError> {
    let BomLineMoveRequest { line, before } = request;
    let line = id(&line, "bom_line_move")?;
    let before = before.map(|before| id(&before, "bom_line_move")).transpose()?;
    let workspace = app.workspace()?;
    let moved = workspace.boms.move_line(&workspace.actor()?, line, before)?;
    show_done(&workspace, |snapshot| view(snapshot, moved.revision))
}

/// Removes a line, and answers the BOM without it.
pub fn remove_line(app: &App, request: BomLineRemoveRequest) -> Result<BomView, WireError> {
    let BomLineRemoveRequest { line } = request;
    let line = id(&line, "bom_line_remove")?;
    let workspace = app.workspace()?;
    let removed = workspace.boms.remove_line(&workspace.actor()?, line)?;
    show_done(&workspace, |snapshot| view(snapshot, removed.revision))
}

/// Pins a line, and answers its BOM.
pub fn pin(app: &App, request: BomLinePinRequest) -> Result<BomView, WireError> {
    let BomLinePinRequest { line, revision } = request;
    let line = id(&line, "bom_line_pin")?;
    let revision = revision.map(|revision| id(&revision, "bom_line_pin")).transpose()?;
    let workspace = app.workspace()?;
    let changed = workspace.boms.pin(&workspace.actor()?, line, revision)?;
    show_done(&workspace, |snapshot| view(snapshot, changed.revision))
}

/// Says what may be used instead of a line's child, and answers the line's BOM.
pub fn substitute(app: &App, request: BomLineSubstituteRequest) -> Result<BomView, WireError> {
    let BomLineSubstituteRequest { line, substitutes, seen } = request;
    let line = id(&line, "bom_line_substitute")?;
    let workspace = app.workspace()?;
    let substitutes = workspace.store.read("bom.substitutes", |snapshot| {
        let one = |BomSubstitute { part, note }: &BomSubstitute| {
            Ok::<_, Error>(Substitute { part: part::find(snapshot, part)?, note: Note::parse(note)? })
        };
        let all = |list: &Vec<BomSubstitute>| list.iter().map(one).collect::<Result<Vec<_>>>();
        Ok::<_, Error>(Edit::new(seen.as_ref().map(all).transpose()?, all(&substitutes)?))
    })?;
    let changed = workspace.boms.substitute(&workspace.actor()?, line, substitutes)?;
    show_done(&workspace, |snapshot| view(snapshot, changed.revision))
}

/// Copies a BOM, and answers the one it was copied into.
pub fn copy(app: &App, request: BomCopyRequest) -> Result<BomView, WireError> {
    let BomCopyRequest { from, into, replace } = request;
    let (from, into) = (id(&from, "bom_copy")?, id(&into, "bom_copy")?);
    let mode = if replace { CopyMode::Replace } else { CopyMode::Append };
    let workspace = app.workspace()?;
    workspace.boms.copy(&workspace.actor()?, from, into, mode)?;
    show_done(&workspace, |snapshot| view(snapshot, into))
}

fn parse(content: &BomLineContent) -> Result<LineContent> {
    let BomLineContent { quantity, unit, designators, quantity_intended, dnp, find_number, note, properties } = content;
    let quantity = quantity.as_deref().map(Quantity::parse).transpose()?;
    let unit = Unit::parse(unit)?;
    let designators = designator::parse_list(designators)?;
    Ok(LineContent {
        quantity: quantity.unwrap_or_else(|| Quantity::counted(designators.len())),
        unit,
        designators,
        quantity_intended: *quantity_intended,
        dnp: *dnp,
        find_number: FindNumber::parse(find_number)?,
        note: Note::parse(note)?,
        properties: properties.iter().map(LinePropertyView::parse).collect::<Result<_>>()?,
        origin: None,
    })
}

impl LinePropertyView {
    fn parse(&self) -> Result<LineProperty> {
        let Self { name, text } = self;
        Ok(LineProperty { name: PropertyName::parse(name)?, text: PropertyText::parse(text)? })
    }
}
