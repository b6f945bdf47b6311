//! Carrying a plan out, inside a unit of work that is already open.

use std::collections::{HashMap, HashSet};

use super::difference::{Difference, LineChange};
use super::keep::{KeptFile, keep, keep_member};
use super::packed::Packed;
use super::plan::{PlannedLine, PlannedPart};
use super::remembered::{remember_choice, remember_layout};
use super::service::{Done, Planned, Request, SetDone, Target};
use super::set::{Member, SetBom, SetPlan};
use super::source::{ImportFile, ImportSet};
use super::watch::{Passes, Writing};
use crate::bom::{self, BomLine, Designator, LineContent};
use crate::category::CategoryError;
use crate::error::{Error, Result};
use crate::id::PartId;
use crate::manufacturer_part::{self, ManufacturerPart, NewManufacturerPart, Status};
use crate::part::{self, Description, NewPart, Part, PartName};
use crate::person::Actor;
use crate::ports::Change;
use crate::property;
use crate::revision::{self, Revision, RevisionError};

/// How often everything is gone over when a plan is carried out: the rows, which are kept as they are; the parts; the lines.
pub(super) const PASSES: u64 = 3;

/// Does what was planned.
pub(super) fn carry_out(
    change: &Change<'_>,
    actor: &Actor,
    file: &dyn ImportFile,
    request: &Request,
    planned: Planned,
    passes: &mut Passes<'_>,
) -> Result<Done> {
    let Planned { plan, difference, there, recalled, fingerprint: _ } = planned;
    let new_parts = plan.new_parts();
    let mut done = Done {
        part: there.as_ref().map(|there| there.part.clone()),
        revision: there.as_ref().map(|there| there.revision.id),
        new_parts,
        matched_parts: plan.parts.len() - new_parts,
        lines: plan.lines.len(),
        designators: plan.designators(),
        quantity_total: plan.quantity_total.clone(),
        added: difference.added(),
        changed: difference.changed(),
        removed: difference.removed(),
        unit: None,
    };
    if difference.changes.is_empty() && !plan.changes_parts() {
        return Ok(done);
    }
    let kept = keep(change, file, &recalled.reading, &plan.columns, passes)?;
    if let Some(layout) = &recalled.chosen {
        remember_layout(change, &recalled.key, layout)?;
    }
    let into = assembly(change, actor, &request.target, there.map(|there| (there.part, there.revision)))?;
    let ids = parts(change, actor, &plan.parts, &plan.gives, passes)?;
    passes.writing(difference.changes.len(), |writing| {
        if let Some((assembly, revision)) = into {
            let lines = Lines { planned: &plan.lines, ids: &ids, kept: &kept };
            write(change, &assembly, &revision, difference.changes, &lines, writing)?;
            (done.part, done.revision) = (Some(assembly), Some(revision.id));
        }
        Ok(())
    })?;
    done.unit = Some(change.place()?);
    Ok(done)
}

/// Does what was planned of a set.
pub(super) fn carry_out_set(
    change: &Change<'_>,
    actor: &Actor,
    set: &dyn ImportSet,
    plan: SetPlan,
    passes: &mut Passes<'_>,
) -> Result<SetDone> {
    let new_parts = plan.parts.iter().filter(|part| part.is_new()).count();
    let of = |count: fn(&Difference) -> usize| plan.boms.iter().map(|bom| count(&bom.difference)).sum();
    let lines =
        plan.boms.iter().filter_map(|bom| plan.sheets[bom.sheet].sheet.as_ref()).flat_map(|said| said.lines.iter());
    let inside: HashSet<usize> = lines.map(|line| line.part).collect();
    let mut tops = plan.boms.iter().map(|bom| bom.assembly).filter(|assembly| !inside.contains(assembly));
    let top = tops.next().filter(|_| tops.next().is_none());
    let mut done = SetDone {
        assemblies: Vec::new(),
        top: None,
        new_parts,
        matched_parts: plan.parts.len() - new_parts,
        added: of(Difference::added),
        changed: of(Difference::changed),
        removed: of(Difference::removed),
        unit: None,
    };
    if plan.is_nothing() {
        return Ok(done);
    }
    let ids = parts(change, actor, &plan.parts, &plan.gives, passes)?;
    let mut kept = Vec::with_capacity(plan.sheets.len());
    for (sheet, member) in plan.sheets.iter().zip(Member::all(set)) {
        let is_read = sheet.sheet.is_some();
        kept.push(if is_read { Some(keep_member(change, &member, &sheet.columns, passes)?) } else { None });
    }
    let changes = plan.boms.iter().map(|bom| bom.difference.changes.len()).sum();
    passes.writing(changes, |writing| {
        for SetBom { assembly, sheet, difference } in plan.boms {
            let said = plan.sheets[sheet].sheet.as_ref();
            // What does not change need be no Draft.
            if let (false, Some(said), Some(kept)) = (difference.changes.is_empty(), said, &kept[sheet]) {
                let newest = change.revisions().newest(ids[assembly])?.ok_or(RevisionError::NotFound)?;
                let (revision, assembly) = revision::open_for_editing(&**change, newest.id)?;
                let lines = Lines { planned: &said.lines, ids: &ids, kept };
                write(change, &assembly, &revision, difference.changes, &lines, writing)?;
            }
            done.assemblies.push(change.parts().get(ids[assembly])?);
            if top == Some(assembly) {
                done.top = done.assemblies.last().cloned();
            }
        }
        Ok(())
    })?;
    done.unit = Some(change.place()?);
    Ok(done)
}

/// Makes the parts and gives them what they get; their ids, in the order of the plan.
fn parts(
    change: &Change<'_>,
    actor: &Actor,
    planned: &Packed<PlannedPart>,
    gives: &[usize],
    passes: &mut Passes<'_>,
) -> Result<Vec<PartId>> {
    passes.writing(planned.len() + gives.len(), |writing| {
        let mut ids = Vec::with_capacity(planned.len());
        for part in planned.iter() {
            ids.push(match &part.known {
                Some((id, _)) => update(change, *id, &part)?,
                None => make(change, actor, &part)?,
            });
            writing.wrote(1)?;
        }
        give(change, planned, gives, &ids, writing)?;
        for (part, id) in planned.iter().zip(&ids) {
            part.remembers.iter().try_for_each(|key| remember_choice(change, key.kind, &key.key, *id))?;
        }
        Ok(ids)
    })
}

/// The assembly that gets the lines, and its Draft.
fn assembly(
    change: &Change<'_>,
    actor: &Actor,
    target: &Target,
    there: Option<(Part, Revision)>,
) -> Result<Option<(Part, Revision)>> {
    match (target, there) {
        (Target::New { subcategory, name }, _) => {
            let (name, description) = (PartName::parse(name)?, Description::parse("")?);
            let new = NewPart { subcategory: *subcategory, name, description, manufacturer_part: None };
            let added = part::add(change, actor, &new)?;
            Ok(Some((added.part, added.revision)))
        }
        (_, Some((_, revision))) => {
            let (revision, part) = revision::open_for_editing(&**change, revision.id)?;
            Ok(Some((part, revision)))
        }
        (_, None) => Ok(None),
    }
}

/// Gives a part that is there what it lacks.
fn update(change: &Change<'_>, id: PartId, planned: &PlannedPart) -> Result<PartId> {
    let PlannedPart { known: _, codes: _, name: _, description, gets: _, sets, remembers: _ } = planned;
    if sets.is_empty() && description.is_none() {
        return Ok(id);
    }
    let part = change.parts().get(id)?;
    if let Some(description) = description {
        part::describe(change, &part, &Part { description: description.clone(), ..part.clone() })?;
    }
    if !sets.is_empty()
        && let Some(newest) = change.revisions().newest(id)?
    {
        let (revision, part) = revision::open_for_editing(&**change, newest.id)?;
        sets.iter().try_for_each(|set| property::set(change, &part, &revision, set))?;
    }
    Ok(id)
}

fn make(change: &Change<'_>, actor: &Actor, planned: &PlannedPart) -> Result<PartId> {
    let subcategory = change.categories().find_by_codes(&planned.codes)?;
    let subcategory =
        subcategory.ok_or_else(|| Error::from(CategoryError::NotFound { code: planned.codes.to_string() }))?;
    let description = planned.description.clone().map_or_else(|| Description::parse(""), Ok)?;
    let new = NewPart { subcategory: subcategory.id, name: planned.name.clone(), description, manufacturer_part: None };
    let added = part::add(change, actor, &new)?;
    planned.sets.iter().try_for_each(|set| property::set(change, &added.part, &added.revision, set))?;
    Ok(added.part.id)
}

/// Gives the parts their manufacturer parts, in the order in which the rows name them. The first that a part ever gets is
/// the one to use; what comes later stands in for it.
fn give(
    change: &Change<'_>,
    planned: &Packed<PlannedPart>,
    gives: &[usize],
    ids: &[PartId],
    writing: &mut Writing<'_, '_>,
) -> Result<()> {
    // What the parts are still to get: each is looked at once, however many it gets.
    let mut left = HashMap::new();
    for &place in gives {
        let part = change.parts().get(ids[place])?;
        let (is_first, mut gets) = if let Some(gets) = left.remove(&place) {
            (false, gets)
        } else {
            let is_first = change.manufacturer_parts().of(part.id)?.is_empty();
            (is_first, planned.get(place).into_owned().gets.into_iter())
        };
        let (manufacturer, mpn) =
            gets.next().unwrap_or_else(|| unreachable!("{} gets what it is planned to get, and no more", part.number));
        if gets.len() > 0 {
            left.insert(place, gets);
        }
        let status = if is_first { Status::Active } else { Status::Alternate };
        let new = NewManufacturerPart { manufacturer, mpn, status };
        manufacturer_part::add(change, &part, &ManufacturerPart::of(change.new_id(), part.id, new))?;
        writing.wrote(1)?;
    }
    Ok(())
}

/// The lines of a plan, with what became of its parts and its file.
struct Lines<'p> {
    planned: &'p Packed<PlannedLine>,
    ids: &'p [PartId],
    kept: &'p KeptFile,
}

impl Lines<'_> {
    /// What a line calls for, and what it says.
    fn get(&self, line: usize) -> (PartId, LineContent) {
        let PlannedLine { part, content, rows } = self.planned.get(line).into_owned();
        (self.ids[part], LineContent { origin: Some(self.kept.origin(&rows)), ..content })
    }
}

/// Writes what differs, in an order in which no designator is ever in two places: what goes, then what only gives designators
/// away, then the rest.
fn write(
    change: &Change<'_>,
    assembly: &Part,
    revision: &Revision,
    changes: Vec<LineChange>,
    lines: &Lines<'_>,
    writing: &mut Writing<'_, '_>,
) -> Result<()> {
    let (mut rewritten, mut added) = (Vec::new(), Vec::new());
    for each in changes {
        match each {
            LineChange::Removed(line) => {
                bom::remove(change, assembly, revision, &line)?;
                writing.wrote(1)?;
            }
            LineChange::Added(line) => added.push(line),
            LineChange::Changed { before, mut after, line, aspects: _ } => {
                if let Some(line) = line {
                    let (child, content) = lines.get(line);
                    (after.child, after.origin) = (child, content.origin);
                }
                rewritten.push((*before, *after));
            }
        }
    }
    for (before, after) in in_order(rewritten) {
        bom::write(change, assembly, revision, &before, &after)?;
        writing.wrote(1)?;
    }
    let added = added.into_iter().map(|line| lines.get(line));
    bom::append(change, assembly, revision, added, |count| Ok(writing.wrote(count)?))
}

/// The changes one after the other: a line that takes a designator from another comes after that one gave it away. Lines
/// that take from each other give away first.
fn in_order(changed: Vec<(BomLine, BomLine)>) -> Vec<(BomLine, BomLine)> {
    let gained = |(before, after): &(BomLine, BomLine)| -> Vec<Designator> {
        after.designators.iter().filter(|at| !before.designators.contains(at)).cloned().collect()
    };
    let wanted: HashSet<Designator> = changed.iter().flat_map(gained).collect();
    let mut steps = Vec::with_capacity(changed.len());
    let mut last = Vec::new();
    for (before, after) in changed {
        let kept: HashSet<&Designator> = after.designators.iter().collect();
        let gives = before.designators.iter().any(|at| !kept.contains(at) && wanted.contains(at));
        let takes = after.designators.iter().any(|at| !before.designators.contains(at));
        match (gives, takes) {
            (_, false) => steps.push((before, after)),
            (false, true) => last.push((before, after)),
            (true, true) => {
                let left = before.designators.iter().filter(|at| kept.contains(at)).cloned().collect();
                let between = BomLine { designators: left, quantity_intended: true, ..before.clone() };
                steps.push((before, between.clone()));
                last.push((between, after));
            }
        }
    }
    steps.extend(last);
    steps
}
