//! What is done with BOMs.

use std::collections::{HashMap, HashSet};

use super::copy::{self, CopyMode};
use super::order;
use super::replace::{self, Replacement};
use super::{
    BomError, BomLine, BomReader, Designator, FindNumber, LineOrigin, LineProperty, Note, Quantity, Substitute, Unit,
    check_count,
};
use crate::Result;
use crate::change::Room;
use crate::edit::Edit;
use crate::error::Error;
use crate::id::{BomLineId, PartId, RevisionId};
use crate::part::{self, Part, PartError, PartReader};
use crate::person::Actor;
use crate::ports::{Change, Ports, Subject};
use crate::revision::{self, Revision};
use crate::store::UnitOfWork;

/// What a line says, apart from which part it calls for and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineContent {
    /// How many, or how much.
    pub quantity: Quantity,
    /// In which unit.
    pub unit: Unit,
    /// Where they are placed.
    pub designators: Vec<Designator>,
    /// Whether the quantity is meant to differ from the count of designators.
    pub quantity_intended: bool,
    /// Do not populate.
    pub dnp: bool,
    /// Its number on the drawing.
    pub find_number: FindNumber,
    /// What else there is to say.
    pub note: Note,
    /// What else is known of it by name; each name once, capitals aside.
    pub properties: Vec<LineProperty>,
    /// Where a new line is imported from. A line that is there keeps its own.
    pub origin: Option<LineOrigin>,
}

impl From<BomLine> for LineContent {
    fn from(line: BomLine) -> Self {
        let BomLine {
            id: _,
            revision: _,
            position: _,
            child: _,
            quantity,
            unit,
            designators,
            quantity_intended,
            dnp,
            find_number,
            note,
            pinned: _,
            substitutes: _,
            properties,
            origin,
        } = line;
        Self { quantity, unit, designators, quantity_intended, dnp, find_number, note, properties, origin }
    }
}

/// What a line says once it is edited so. Its fields are edited by themselves: one person's quantity and another's note do
/// not meet.
fn over(edit: &Edit<LineContent>, now: BomLine) -> Result<LineContent> {
    let LineContent { quantity, unit, designators, quantity_intended, dnp, find_number, note, properties, origin } =
        &now.into();
    let listed = |designators: &Vec<Designator>| joined(designators);
    let named = |properties: &Vec<LineProperty>| joined(properties.iter().map(|property| &property.name));
    let alike =
        |one: &Vec<Designator>, other: &Vec<Designator>| one.iter().collect::<HashSet<_>>() == other.iter().collect();
    Ok(LineContent {
        quantity: edit.field(|line| line.quantity).over("quantity", quantity)?,
        unit: edit.field(|line| line.unit).over("unit", unit)?,
        // Whoever lists them in another order says the same.
        designators: edit.field(|line| line.designators.clone()).over_by("designators", designators, alike, listed)?,
        quantity_intended: edit.field(|line| line.quantity_intended).over("quantity_intended", quantity_intended)?,
        dnp: edit.field(|line| line.dnp).over("dnp", dnp)?,
        find_number: edit.field(|line| line.find_number.clone()).over("find_number", find_number)?,
        note: edit.field(|line| line.note.clone()).over("note", note)?,
        properties: edit.field(|line| line.properties.clone()).over_as("properties", properties, named)?,
        origin: origin.clone(),
    })
}

fn joined(items: impl IntoIterator<Item = impl ToString>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

/// Changes the BOMs of drafts.
#[derive(Debug, Clone)]
pub struct BomService {
    ports: Ports,
}

impl BomService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Adds a line at the end of a draft's BOM.
    pub fn add_line(
        &self,
        actor: &Actor,
        revision: RevisionId,
        child: PartId,
        content: LineContent,
    ) -> Result<BomLine> {
        self.ports.change(actor, "bom.add_line", move |change| {
            let (revision, parent) = revision::open_for_editing(&**change, revision)?;
            let position = last_position(change, revision.id)? + 1;
            let line = new_line(change.new_id(), revision.id, position, child, content.clone());
            add(change, &parent, &revision, &line)?;
            Ok(line)
        })
    }

    /// Replaces what a line says.
    pub fn change_line(
        &self,
        actor: &Actor,
        line: BomLineId,
        content: impl Into<Edit<LineContent>>,
    ) -> Result<BomLine> {
        let content = content.into();
        self.ports.change(actor, "bom.change_line", move |change| {
            let before = change.boms().find(line)?.ok_or(BomError::LineNotFound)?;
            let (revision, parent) = revision::open_for_editing(&**change, before.revision)?;
            let content = over(&content, before.clone())?;
            let says = new_line(before.id, before.revision, before.position, before.child, content);
            let (substitutes, origin) = (before.substitutes.clone(), before.origin.clone());
            let after = BomLine { pinned: before.pinned, substitutes, origin, ..says };
            if after == before {
                return Ok(after);
            }
            check(change, &after)?;
            change.boms().update(&after)?;
            change.changed(subject(&parent, &revision, &change.parts().get(after.child)?, &after), &before, &after)?;
            Ok(after)
        })
    }

    /// Moves a line of a draft's BOM before another one, or to the end; answers the line. The others keep their order, and
    /// as few of them as possible get another position.
    pub fn move_line(&self, actor: &Actor, line: BomLineId, before: Option<BomLineId>) -> Result<BomLine> {
        self.ports.change(actor, "bom.move_line", move |change| {
            let there = change.boms().find(line)?.ok_or(BomError::LineNotFound)?;
            let (revision, parent) = revision::open_for_editing(&**change, there.revision)?;
            let positions = order::moved(&change.boms().order(revision.id)?, line, before);
            let mut moved = there;
            for (id, position) in positions.ok_or(BomError::LineNotFound)? {
                let before = change.boms().find(id)?.ok_or(BomError::LineNotFound)?;
                let after = BomLine { position, ..before.clone() };
                change.boms().update(&after)?;
                let child = change.parts().get(after.child)?;
                change.changed(subject(&parent, &revision, &child, &after), &before, &after)?;
                if id == line {
                    moved = after;
                }
            }
            Ok(moved)
        })
    }

    /// Pins a line to a revision of its child, or lets it go with the child's revisions.
    pub fn pin(&self, actor: &Actor, line: BomLineId, pinned: Option<RevisionId>) -> Result<BomLine> {
        self.ports.change(actor, "bom.pin", move |change| {
            rewrite(change, line, |before| Ok(BomLine { pinned, ..before.clone() }))
        })
    }

    /// Says what may be used instead of a line's child, the first choice first.
    pub fn substitute(
        &self,
        actor: &Actor,
        line: BomLineId,
        substitutes: impl Into<Edit<Vec<Substitute>>>,
    ) -> Result<BomLine> {
        let edit = substitutes.into();
        self.ports.change(actor, "bom.substitute", move |change| {
            let named = |one: &Substitute| {
                let (number, note) = (part::named(change.parts(), one.part), one.note.as_str());
                if note.is_empty() { number } else { format!("{number} ({note})") }
            };
            let listed = |all: &Vec<Substitute>| all.iter().map(named).collect::<Vec<_>>().join(", ");
            rewrite(change, line, |before| {
                let substitutes = edit.over_as("substitutes", &before.substitutes, listed)?;
                Ok(BomLine { substitutes, ..before.clone() })
            })
        })
    }

    /// Copies the BOM of any revision into a Draft, beside the lines that are there or in their place; answers the copies.
    /// The lines come with all they say, pins and substitutes among it.
    pub fn copy(&self, actor: &Actor, from: RevisionId, into: RevisionId, mode: CopyMode) -> Result<Vec<BomLine>> {
        self.ports.change(actor, "bom.copy", move |change| copy::copy_into(change, from, into, mode))
    }

    /// Replaces a part in every Draft as one unit, if that still does what the plan with this fingerprint said; answers
    /// the revisions that changed.
    pub fn replace(&self, actor: &Actor, old: PartId, new: PartId, fingerprint: String) -> Result<Vec<RevisionId>> {
        self.ports.change(actor, "bom.replace", move |change| {
            let plan = replace::plan(change.boms(), change.parts(), change.revisions(), old, new)?;
            if plan.fingerprint() != fingerprint {
                return Err(BomError::PlanChanged.into());
            }
            let mut revisions = Vec::new();
            for Replacement { line, role, revision, parent, refused: _ } in plan.changing() {
                let after = replace::replaced(line, *role, plan.old.id, plan.new.id);
                change.boms().update(&after)?;
                change.changed(subject(parent, revision, &change.parts().get(after.child)?, &after), line, &after)?;
                if !revisions.contains(&revision.id) {
                    revisions.push(revision.id);
                }
            }
            Ok(revisions)
        })
    }

    /// Removes a line, and answers it.
    pub fn remove_line(&self, actor: &Actor, line: BomLineId) -> Result<BomLine> {
        self.ports.change(actor, "bom.remove_line", move |change| {
            let before = change.boms().find(line)?.ok_or(BomError::LineNotFound)?;
            let (revision, parent) = revision::open_for_editing(&**change, before.revision)?;
            remove(change, &parent, &revision, &before)?;
            Ok(before)
        })
    }
}

/// How many lines are handed to the store together: enough that asking costs little, few enough to keep in memory.
const AT_ONCE: usize = 500;

/// Adds lines at the end of a BOM, inside a unit that is already open, on a revision known to be a draft.
///
/// Made for many: the BOM, and which parts contain the parent, are read once, and parts and lines go to the store in crowds,
/// each of which is `told` of and forgotten. Which designators are taken is asked by the store alone, as in [`write`].
pub(crate) fn append(
    change: &Change<'_>,
    parent: &Part,
    revision: &Revision,
    new: impl IntoIterator<Item = (PartId, LineContent)>,
    mut told: impl FnMut(usize) -> Result<()>,
) -> Result<()> {
    let mut above: HashSet<PartId> = change.boms().containing(parent.id)?.into_iter().collect();
    above.insert(parent.id);
    let mut position = last_position(change, revision.id)?;
    let mut new = new.into_iter();
    loop {
        let crowd: Vec<_> = new.by_ref().take(AT_ONCE).collect();
        if crowd.is_empty() {
            return Ok(());
        }
        let children: Vec<PartId> = crowd.iter().map(|(child, _)| *child).collect();
        let children = change.parts().find_all(&children)?;
        let children: HashMap<PartId, &Part> = children.iter().map(|part| (part.id, part)).collect();
        let (mut lines, mut subjects) = (Vec::with_capacity(crowd.len()), Vec::with_capacity(crowd.len()));
        for (child, content) in crowd {
            position += 1;
            let line = new_line(change.new_id(), revision.id, position, child, content);
            let child = *children.get(&child).ok_or_else(|| PartError::NotFound { part: child.to_string() })?;
            if above.contains(&child.id) {
                return Err(cycle(parent, child));
            }
            line.check_quantity()?;
            line.check_properties()?;
            subjects.push(subject(parent, revision, child, &line));
            lines.push(line);
        }
        change.boms().insert_all(&lines)?;
        subjects.into_iter().zip(&lines).try_for_each(|(subject, line)| change.created(subject, line))?;
        told(lines.len())?;
    }
}

fn cycle(parent: &Part, child: &Part) -> Error {
    BomError::Cycle { parent: parent.number.to_string(), child: child.number.to_string() }.into()
}

/// Adds a line on a revision known to be a draft.
pub(super) fn add(change: &Change<'_>, parent: &Part, revision: &Revision, line: &BomLine) -> Result<()> {
    let child = check_parts(&**change, parent, line)?;
    check(change, line)?;
    change.boms().insert(line)?;
    change.created(subject(parent, revision, &child, line), line)
}

/// Makes a line of a revision known to be a draft what it is to be, its part and all. Which designators are taken is asked
/// by the store alone: whoever writes many lines sees to their order.
pub(crate) fn write(
    change: &Change<'_>,
    parent: &Part,
    revision: &Revision,
    before: &BomLine,
    after: &BomLine,
) -> Result<()> {
    let child = check_parts(&**change, parent, after)?;
    after.check_quantity()?;
    after.check_properties()?;
    change.boms().update(after)?;
    change.changed(subject(parent, revision, &child, after), before, after)
}

/// Removes a line of a revision known to be a draft.
pub(crate) fn remove(change: &Change<'_>, parent: &Part, revision: &Revision, line: &BomLine) -> Result<()> {
    change.boms().remove(line.id)?;
    change.removed(subject(parent, revision, &change.parts().get(line.child)?, line), line)
}

/// Removes every line of a BOM, inside a unit that is already open, on a revision known to be a draft.
pub(crate) fn clear(change: &Change<'_>, parent: &Part, revision: &Revision) -> Result<()> {
    change.boms().lines(revision.id)?.iter().try_for_each(|line| remove(change, parent, revision, line))
}

/// Writes a line anew with another pin or other substitutes.
fn rewrite(change: &Change<'_>, line: BomLineId, with: impl Fn(&BomLine) -> Result<BomLine>) -> Result<BomLine> {
    let before = change.boms().find(line)?.ok_or(BomError::LineNotFound)?;
    let (revision, parent) = revision::open_for_editing(&**change, before.revision)?;
    let after = with(&before)?;
    if after != before {
        let child = check_parts(&**change, &parent, &after)?;
        change.boms().update(&after)?;
        change.changed(subject(&parent, &revision, &child, &after), &before, &after)?;
    }
    Ok(after)
}

/// The line's child, if all its parts may stand below the parent, each substitute once, and its pin is one of the child's.
fn check_parts(unit: &dyn UnitOfWork, parent: &Part, line: &BomLine) -> Result<Part> {
    let child = unit.parts().get(line.child)?;
    let mut seen = HashSet::new();
    for part in line.parts() {
        let part = unit.parts().get(part)?;
        if part.id == parent.id || unit.boms().contains(part.id, parent.id)? {
            return Err(cycle(parent, &part));
        }
        if !seen.insert(part.id) {
            let number = part.number.to_string();
            let is_child = part.id == child.id;
            return Err(if is_child {
                BomError::SubstituteIsChild { child: number }
            } else {
                BomError::SubstituteTwice { part: number }
            }
            .into());
        }
    }
    if let Some(pinned) = line.pinned {
        let revision = unit.revisions().find(pinned)?;
        if revision.is_none_or(|revision| revision.part != child.id) {
            return Err(BomError::PinOfOther { child: child.number.to_string() }.into());
        }
    }
    Ok(child)
}

fn new_line(id: BomLineId, revision: RevisionId, position: u32, child: PartId, content: LineContent) -> BomLine {
    let LineContent { quantity, unit, designators, quantity_intended, dnp, find_number, note, properties, origin } =
        content;
    BomLine {
        id,
        revision,
        position,
        child,
        quantity,
        unit,
        designators,
        quantity_intended,
        dnp,
        find_number,
        note,
        pinned: None,
        substitutes: Vec::new(),
        properties,
        origin,
    }
}

/// The position of the last line of a BOM; 0 where there is none.
pub(super) fn last_position(change: &Change<'_>, revision: RevisionId) -> Result<u32> {
    Ok(change.boms().order(revision)?.last().map_or(0, |(_, position)| *position))
}

/// Refuses a line of which something is taken by another one, or that does not agree with itself.
fn check(change: &Change<'_>, line: &BomLine) -> Result<()> {
    check_free(change.boms(), change.parts(), line.revision, Some(line.id), &line.designators)?;
    line.check_quantity()?;
    line.check_properties()?;
    Ok(())
}

/// Refuses what a line of a BOM may not say: a designator that another line than `line` has, or a quantity that disagrees with
/// its designators.
pub fn check_line(
    boms: &dyn BomReader,
    parts: &dyn PartReader,
    revision: RevisionId,
    line: Option<BomLineId>,
    content: &LineContent,
) -> Result<()> {
    check_free(boms, parts, revision, line, &content.designators)?;
    if !content.quantity_intended {
        check_count(content.quantity, content.unit, content.designators.len())?;
    }
    Ok(())
}

/// Refuses designators of which one stands in a BOM already, in another line than `line`.
fn check_free(
    boms: &dyn BomReader,
    parts: &dyn PartReader,
    revision: RevisionId,
    line: Option<BomLineId>,
    designators: &[Designator],
) -> Result<()> {
    let held = boms.holders(revision, designators)?;
    let Some((designator, holder)) = held.into_iter().find(|(_, holder)| Some(*holder) != line) else { return Ok(()) };
    let holder = boms.find(holder)?.ok_or(BomError::LineNotFound)?;
    let part = parts.get(holder.child)?;
    let find = format!("the line of {} {}", part.number, part.name);
    Err(BomError::DesignatorElsewhere { designator: designator.to_string(), find }.into())
}

pub(super) fn subject(parent: &Part, revision: &Revision, child: &Part, line: &BomLine) -> Subject {
    Subject {
        room: Room::Bom,
        id: line.id.into(),
        part: Some(parent.id),
        title: format!(
            "{} revision {}: {} {} of {} {}",
            parent.number, revision.label, line.quantity, line.unit, child.number, child.name
        ),
    }
}
