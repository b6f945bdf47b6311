//! Parts.

use std::collections::BTreeMap;

use partwright_domain::category::{self, Code, Codes};
use partwright_domain::edit::Edit;
use partwright_domain::id::{PartId, RevisionId};
use partwright_domain::manufacturer_part::Status;
use partwright_domain::page::Cursor;
use partwright_domain::part::{
    self, Description, NewPart, Part, PartError, PartFilter, PartName, PartNumber, PartOrder, PartSort, PartSummary,
    Sequence,
};
use partwright_domain::person::{Actor, PersonError, Right};
use partwright_domain::revision::{Lifecycle, RevisionError};
use partwright_domain::store::Snapshot;
use partwright_domain::time::Timestamp;
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::bom::{self, UseView, UsedInView};
use super::manufacturer_part::{self, ManufacturerPartView};
use super::property::PropertyView;
use super::revision::RevisionView;
use super::{Empty, edit, id, show_done};
use crate::app::{App, Workspace};
use crate::error::WireError;

/// By what a list of parts is sorted.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PartSort")]
pub enum PartSortView {
    Number,
    Name,
    Category,
    Mpn,
    Created,
}

/// Asks for a page of the parts.
#[derive(Debug, Deserialize, TS)]
pub struct PartListRequest {
    /// `EL` or `EL-RES`; null for all.
    category: Option<String>,
    /// Only those whose category is made of other parts.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    assemblies: bool,
    sort: PartSortView,
    descending: bool,
    /// The `next` of the page before; null for the first page.
    after: Option<String>,
    /// How many rows are passed over after that: for the middle of a long list.
    #[serde(default)]
    #[ts(optional, as = "Option<u32>")]
    skip: u32,
    limit: u32,
}

/// A page of the parts.
#[derive(Debug, Serialize, TS)]
pub struct PartPage {
    rows: Vec<PartRow>,
    /// Where the next page starts; null on the last.
    next: Option<String>,
    /// How many parts fit, on all pages together.
    total: u64,
}

/// A part as lists show it.
#[derive(Debug, Serialize, TS)]
pub struct PartRow {
    id: String,
    number: String,
    name: String,
    description: String,
    /// `EL-RES`
    category: String,
    /// Whether its category is made of other parts.
    assembly: bool,
    /// The newest revision.
    revision: RevisionView,
    /// The first manufacturer part; its manufacturer may be empty.
    manufacturer: Option<String>,
    mpn: Option<String>,
    value: Option<String>,
    footprint: Option<String>,
    /// Milliseconds since 1970-01-01 UTC.
    created: i64,
}

/// Asks for what a list shows of parts beside its rows: properties of their newest revisions, and when they changed last.
#[derive(Debug, Deserialize, TS)]
pub struct PartCellsRequest {
    parts: Vec<String>,
    /// The names of the properties.
    properties: Vec<String>,
    /// Whether it is asked when they changed last.
    changed: bool,
}

/// What a list shows of a part beside its row.
#[derive(Debug, Serialize, TS)]
pub struct PartCells {
    part: String,
    /// Those that were asked for and that it has.
    properties: Vec<PropertyView>,
    /// Milliseconds since 1970-01-01 UTC; null where nobody asked, or nothing is known.
    changed: Option<i64>,
}

/// Asks for a part by its id or its number.
#[derive(Debug, Deserialize, TS)]
pub struct PartShowRequest {
    part: String,
    /// The revision whose properties are asked for; the newest without it.
    #[serde(default)]
    #[ts(optional)]
    revision: Option<String>,
}

/// Asks for everything that a part ends up in, by its id or its number.
#[derive(Debug, Deserialize, TS)]
pub struct PartWhereUsedRequest {
    part: String,
}

/// A part with all that is known about it.
#[derive(Debug, Serialize, TS)]
pub struct PartView {
    row: PartRow,
    /// Newest first.
    revisions: Vec<RevisionView>,
    /// Those of the revision that was asked for.
    properties: Vec<PropertyView>,
    /// The names of the properties that the subcategory demands and the newest revision does not have.
    missing: Vec<String>,
    manufacturer_parts: Vec<ManufacturerPartView>,
    where_used: Vec<UseView>,
    /// Why it cannot be removed, as a sentence; null when it can.
    stays: Option<String>,
    may: PartMay,
    /// The part that was named to be used instead; null where none was.
    successor: Option<PartSuccessor>,
    /// What is used instead now: the last of its successor's successors, or the successor itself.
    use_instead: Option<PartSuccessor>,
}

/// Why the acting person may not do something with a part; null for what they may.
#[derive(Debug, Serialize, TS)]
pub struct PartMay {
    /// Say something else of the part itself.
    describe: Option<WireError>,
    /// Change the content of the revision that was asked for.
    change: Option<WireError>,
    /// Say what is used instead of it.
    succeed: Option<WireError>,
}

/// A part that is used instead of another.
#[derive(Debug, Serialize, TS)]
pub struct PartSuccessor {
    id: String,
    number: String,
    name: String,
}

/// Says which part is used instead of an obsolete one.
#[derive(Debug, Deserialize, TS)]
pub struct PartSucceedRequest {
    part: String,
    /// By its id or its number; null for none.
    successor: Option<String>,
    /// What whoever says so saw; where nothing is said, it is written over whatever is there.
    #[serde(default)]
    #[ts(optional)]
    seen: Option<PartSuccessorSeen>,
}

/// The successor that somebody saw.
#[derive(Debug, Deserialize, TS)]
pub struct PartSuccessorSeen {
    /// By its id or its number; null where there was none.
    successor: Option<String>,
}

/// How the parts of a workspace stand.
#[derive(Debug, Serialize, TS)]
pub struct PartTallyView {
    parts: u64,
    assemblies: u64,
    /// By the state of their newest revision, in the order of a life; also states that no part is in.
    states: Vec<StateCount>,
    without_mpn: u64,
    /// Those that are obsolete and that a BOM still calls for, by number.
    obsolete_in_use: Vec<PartSuccessor>,
    /// Whether there are more of these.
    more_obsolete: bool,
}

/// How many parts are in a state.
#[derive(Debug, Serialize, TS)]
pub struct StateCount {
    state: String,
    parts: u64,
}

/// Makes a part like another one.
#[derive(Debug, Deserialize, TS)]
pub struct PartDuplicateRequest {
    part: String,
    /// What the new one is called.
    name: String,
}

/// Makes a part.
#[derive(Debug, Deserialize, TS)]
pub struct PartCreateRequest {
    subcategory: String,
    name: String,
    description: String,
    manufacturer: Option<String>,
    mpn: Option<String>,
}

/// Gives a part another name and description.
#[derive(Debug, Deserialize, TS)]
pub struct PartChangeRequest {
    part: String,
    name: String,
    description: String,
    /// What whoever changes it saw; where nothing is said, it is written over whatever is there.
    #[serde(default)]
    #[ts(optional)]
    seen: Option<PartSeen>,
}

/// What somebody saw of a part before they changed it.
#[derive(Debug, Deserialize, TS)]
pub struct PartSeen {
    name: String,
    description: String,
}

/// Removes a part that nobody uses.
#[derive(Debug, Deserialize, TS)]
pub struct PartRemoveRequest {
    part: String,
}

/// A page of the parts.
pub fn list(app: &App, request: PartListRequest) -> Result<PartPage, WireError> {
    let filter = filter(request)?;
    let page = app.workspace()?.store.read("part.list", |snapshot| snapshot.parts().list(&filter))?;
    Ok(PartPage {
        rows: page.rows.into_iter().map(PartRow::from).collect(),
        next: page.next.map(|cursor| cursor.encode()),
        total: page.total,
    })
}

/// How many parts are shown at once at most.
const MOST_CELLS: usize = 1_000;

/// What a list shows of parts beside its rows, in the order in which they are asked for.
pub fn cells(app: &App, request: PartCellsRequest) -> Result<Vec<PartCells>, WireError> {
    let PartCellsRequest { parts, properties: names, changed } = request;
    let parts = parts.iter().take(MOST_CELLS).map(|part| id(part, "part_cells")).collect::<Result<Vec<PartId>, _>>()?;
    let (properties, last) = app.workspace()?.store.read("part.cells", |snapshot| {
        let properties = if names.is_empty() { Vec::new() } else { snapshot.properties().newest_of(&parts)? };
        let last = if changed { snapshot.audit().last_of(&parts)? } else { Vec::new() };
        Ok::<_, Error>((properties, last))
    })?;
    let mut by_part: BTreeMap<PartId, Vec<PropertyView>> = BTreeMap::new();
    for (part, property) in properties.into_iter().filter(|(_, of)| names.iter().any(|name| name == of.name.as_str())) {
        by_part.entry(part).or_default().push(property.into());
    }
    let last: BTreeMap<PartId, Timestamp> = last.into_iter().collect();
    let cells = parts.into_iter().map(|part| PartCells {
        part: part.to_string(),
        properties: by_part.remove(&part).unwrap_or_default(),
        changed: last.get(&part).map(|at| at.0),
    });
    Ok(cells.collect())
}

/// The sequence of the number that the next part gets, as long as nobody makes one before; null when all are taken.
pub fn next(app: &App, Empty {}: Empty) -> Result<Option<u32>, WireError> {
    let next = app.workspace()?.store.read("part.next", |snapshot| snapshot.parts().next_sequence())?;
    Ok(next.map(Sequence::get))
}

/// Makes a part like another one, and answers it.
pub fn duplicate(app: &App, request: PartDuplicateRequest) -> Result<PartView, WireError> {
    let PartDuplicateRequest { part, name } = request;
    let part = id(&part, "part_duplicate")?;
    let name = PartName::parse(&name).map_err(Error::from)?;
    let workspace = app.workspace()?;
    let actor = workspace.actor()?;
    let part = workspace.parts.duplicate(&actor, part, name)?;
    show_done(&workspace, |snapshot| view(snapshot, &actor, part.id, None))
}

/// How many obsolete parts in use are named.
const NAMED: u32 = 10;

/// How the parts of the workspace stand, for the dashboard.
pub fn tally(app: &App, Empty {}: Empty) -> Result<PartTallyView, WireError> {
    Ok(app.workspace()?.store.read("part.tally", |snapshot| {
        let parts = snapshot.parts();
        let ((all, assemblies), tally) = (parts.count()?, parts.tally()?);
        let mut obsolete = parts.obsolete_in_use(NAMED + 1)?;
        let more_obsolete = obsolete.len() > NAMED as usize;
        obsolete.truncate(NAMED as usize);
        let count = |state: Lifecycle| tally.states.get(&state).copied().unwrap_or_default();
        let states = Lifecycle::ALL.map(|state| StateCount { state: state.to_string(), parts: count(state) });
        Ok::<_, Error>(PartTallyView {
            parts: all,
            assemblies,
            states: states.into(),
            without_mpn: tally.without_mpn,
            obsolete_in_use: obsolete.into_iter().map(PartSuccessor::from).collect(),
            more_obsolete,
        })
    })?)
}

/// A part with all that is known about it.
pub fn show(app: &App, request: PartShowRequest) -> Result<PartView, WireError> {
    let PartShowRequest { part, revision } = request;
    let revision = revision.map(|revision| id(&revision, "part_show")).transpose()?;
    let workspace = app.workspace()?;
    let actor = workspace.actor()?;
    let read = |snapshot: &dyn Snapshot| view(snapshot, &actor, find(snapshot, &part)?, revision);
    Ok(workspace.store.read("part.show", read)?)
}

/// Every revision that a part ends up in, at all levels.
pub fn where_used(app: &App, request: PartWhereUsedRequest) -> Result<Vec<UsedInView>, WireError> {
    let PartWhereUsedRequest { part } = request;
    let read = |snapshot: &dyn Snapshot| {
        let part = find(snapshot, &part)?;
        bom::used_in(snapshot, snapshot.parts().get(part)?.id)
    };
    Ok(app.workspace()?.store.read("part.where_used", read)?)
}

/// Makes a part.
pub fn create(app: &App, request: PartCreateRequest) -> Result<PartView, WireError> {
    let PartCreateRequest { subcategory, name, description, manufacturer, mpn } = request;
    let manufacturer = manufacturer.unwrap_or_default();
    let mpn = mpn.filter(|mpn| !mpn.trim().is_empty());
    // A manufacturer without a number is a mistake to be told, not a thing to be dropped.
    let manufacturer_part = if mpn.is_some() || !manufacturer.trim().is_empty() {
        Some(manufacturer_part::parse(&manufacturer, mpn.as_deref().unwrap_or_default(), Status::Active)?)
    } else {
        None
    };
    let new = NewPart {
        subcategory: id(&subcategory, "part_create")?,
        name: PartName::parse(&name).map_err(Error::from)?,
        description: Description::parse(&description).map_err(Error::from)?,
        manufacturer_part,
    };
    let workspace = app.workspace()?;
    let actor = workspace.actor()?;
    let part = workspace.parts.create(&actor, new)?;
    show_done(&workspace, |snapshot| view(snapshot, &actor, part.id, None))
}

/// Gives a part another name and description.
pub fn change(app: &App, request: PartChangeRequest) -> Result<PartView, WireError> {
    let PartChangeRequest { part, name, description, seen } = request;
    let part = id(&part, "part_change")?;
    let (seen_name, seen_description) = seen.map(|seen| (seen.name, seen.description)).unzip();
    let name = edit(seen_name, name, PartName::parse)?;
    let description = edit(seen_description, description, Description::parse)?;
    let workspace = app.workspace()?;
    let actor = workspace.actor()?;
    workspace.parts.describe(&actor, part, name, description)?;
    show_done(&workspace, |snapshot| view(snapshot, &actor, part, None))
}

/// Removes a part that nobody uses, with all that belongs to it.
pub fn remove(app: &App, request: PartRemoveRequest) -> Result<Empty, WireError> {
    let PartRemoveRequest { part } = request;
    let part = id(&part, "part_remove")?;
    let workspace = app.workspace()?;
    workspace.parts.remove(&workspace.actor()?, part)?;
    Ok(Empty {})
}

/// Says which part is used instead of an obsolete one, or that there is none.
pub fn succeed(app: &App, request: PartSucceedRequest) -> Result<PartView, WireError> {
    let PartSucceedRequest { part, successor, seen } = request;
    let part = id(&part, "part_succeed")?;
    let workspace = app.workspace()?;
    let find = |written: Option<String>| written.map(|written| named(&workspace, &written)).transpose();
    let seen = seen.map(|PartSuccessorSeen { successor }| find(successor)).transpose()?;
    let successor = Edit::new(seen, find(successor)?);
    let actor = workspace.actor()?;
    workspace.parts.succeed(&actor, part, successor)?;
    show_done(&workspace, |snapshot| view(snapshot, &actor, part, None))
}

/// The part that the page names, by number or by id, for a change that comes.
pub fn named(workspace: &Workspace, written: &str) -> Result<PartId, WireError> {
    Ok(workspace.store.read("part.find", |snapshot| find(snapshot, written))?)
}

fn filter(request: PartListRequest) -> Result<PartFilter> {
    let PartListRequest { category, assemblies, sort, descending, after, skip, limit } = request;
    let (category, subcategory) = classification(category.as_deref())?;
    let after = after.as_deref().map(Cursor::parse).transpose()?;
    let order = PartOrder { sort: sort.into(), descending };
    Ok(PartFilter { category, subcategory, assemblies, order, after, skip, limit })
}

/// `EL` as a category, `EL-RES` as a subcategory.
pub fn classification(codes: Option<&str>) -> Result<(Option<Code>, Option<Codes>)> {
    Ok(match codes {
        None => (None, None),
        Some(codes) if codes.contains('-') => (None, Some(Codes::parse(codes)?)),
        Some(code) => (Some(Code::parse(code)?), None),
    })
}

/// The part that the page names, by number or by id.
pub fn find(snapshot: &dyn Snapshot, written: &str) -> Result<PartId> {
    if let Ok(number) = written.parse::<PartNumber>() {
        let part = snapshot.parts().find_by_number(&number)?;
        return Ok(part.ok_or_else(|| PartError::NotFound { part: number.to_string() })?.id);
    }
    Ok(written.parse().map_err(|_| PartError::IdInvalid { text: written.chars().take(80).collect() })?)
}

fn view(snapshot: &dyn Snapshot, actor: &Actor, id: PartId, revision: Option<RevisionId>) -> Result<PartView> {
    let summary = snapshot.parts().summary(id)?.ok_or_else(|| PartError::NotFound { part: id.to_string() })?;
    let revisions = snapshot.revisions().of(id)?;
    let shown = revision.unwrap_or(summary.revision.id);
    let shown = revisions.iter().find(|revision| revision.id == shown).ok_or(RevisionError::NotFound)?;
    let may = PartMay {
        describe: actor.require(Right::Edit).err().map(refused),
        change: shown.may_change(&summary.part, actor).err().map(WireError::from),
        succeed: actor.require(Right::Release).err().map(refused),
    };
    let shown = shown.id;
    let revisions = revisions.into_iter();
    let properties = snapshot.properties().of(shown)?;
    let missing = category::missing(&summary.subcategory.demands, &properties);
    let stays = match part::may_remove(snapshot, id) {
        Ok(()) => None,
        Err(Error::Part(why)) => Some(why.to_string()),
        Err(error) => return Err(error),
    };
    let successor = summary.part.successor.map(|id| snapshot.parts().get(id)).transpose()?;
    Ok(PartView {
        stays,
        may,
        missing: missing.iter().map(ToString::to_string).collect(),
        revisions: revisions.map(|revision| RevisionView::find_author(snapshot, revision)).collect::<Result<_, _>>()?,
        properties: properties.into_iter().map(PropertyView::from).collect(),
        manufacturer_parts: manufacturer_part::of(snapshot, id)?,
        where_used: bom::uses(snapshot, id)?,
        successor: successor.map(PartSuccessor::from),
        use_instead: part::used_instead(snapshot.parts(), &summary.part)?.map(PartSuccessor::from),
        row: summary.into(),
    })
}

fn refused(why: PersonError) -> WireError {
    Error::from(why).into()
}

impl From<PartSortView> for PartSort {
    fn from(sort: PartSortView) -> Self {
        match sort {
            PartSortView::Number => Self::Number,
            PartSortView::Name => Self::Name,
            PartSortView::Category => Self::Category,
            PartSortView::Mpn => Self::Mpn,
            PartSortView::Created => Self::Created,
        }
    }
}

impl From<Part> for PartSuccessor {
    fn from(part: Part) -> Self {
        Self { id: part.id.to_string(), number: part.number.to_string(), name: part.name.to_string() }
    }
}

impl From<PartSummary> for PartRow {
    fn from(summary: PartSummary) -> Self {
        let PartSummary { part, subcategory, revision, author, manufacturer_part, value, footprint } = summary;
        let Part { id, number, subcategory: _, name, description, created, successor: _ } = part;
        let (manufacturer, mpn) = manufacturer_part.map(|of| (of.manufacturer.to_string(), of.mpn.to_string())).unzip();
        Self {
            id: id.to_string(),
            number: number.to_string(),
            name: name.to_string(),
            description: description.to_string(),
            category: subcategory.codes.to_string(),
            assembly: subcategory.assembly,
            revision: RevisionView::new(revision, author),
            manufacturer,
            mpn,
            value,
            footprint,
            created: created.0,
        }
    }
}
