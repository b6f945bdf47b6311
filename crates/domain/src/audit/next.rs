//! What a person undoes and redoes next, and what of theirs stands in the way.

use serde::Deserialize;

use super::service::BEGINNINGS;
use super::{AuditEntry, AuditError, AuditFilter, AuditReader, RecordedUnit, UNDO, kept};
use crate::change::Room;
use crate::id::{PersonId, RevisionId};
use crate::part::Part;
use crate::person::{Actor, Right};
use crate::revision::{self, Act, Lifecycle, Revision};
use crate::store::Snapshot;
use crate::{Result, approval, import, release, workflow};

/// How many units are looked through at once for the next to undo.
const UNITS_AT_ONCE: u32 = 50;

/// How many entries of a unit are looked at before its undo is offered: in a list a look has to be short.
const LOOKED_AT: usize = 5;

/// Who acts is chosen anew and not undone: it was never a change of the workspace's content.
const PASSED_OVER: &str = "person.act";

/// What is taken back by withdrawing it, which is to it what an undo is to others.
const SUBMISSION: &str = "approval.submit";

/// How the operations begin that are done for ever, or taken back by another act of their own, and what there is instead: to
/// offer an undo of these would only lead to a refusal.
const NEVER: [(&str, &str); 8] = [
    (PASSED_OVER, "choose who acts in the sidebar"),
    ("person.add", "people stay: take the role away instead"),
    ("approval.", approval::STANDS),
    ("release.", release::STANDS),
    ("revision.advance", "take it to another state, or make a new revision"),
    ("revision.obsolete", "make a new revision"),
    ("workflow.save", workflow::STANDS),
    ("import.forget_layout", import::STANDS),
];

impl RecordedUnit {
    /// Whether it is worth offering to undo it: it holds, is no undo or redo itself, and is not of a kind that stands. Whether
    /// it can be undone is said when it is tried.
    pub fn may_be_undone(&self) -> bool {
        self.origin.is_none() && !self.is_undone() && !self.is_beginning() && self.instead().is_none()
    }

    /// What there is instead of an undo, where it is of a kind that is done for ever or taken back by another act of its own.
    pub fn instead(&self) -> Option<&'static str> {
        let never = NEVER.iter().find(|(never, _)| self.unit.operation.starts_with(never));
        never.map(|(_, instead)| *instead)
    }

    /// Whether it is the first of a workspace, or its salvage: before it there is nothing.
    pub(super) fn is_beginning(&self) -> bool {
        BEGINNINGS.contains(&self.unit.operation.as_str())
    }

    /// Whether somebody else acts since then: its entry names who did before and who does now, and neither became another.
    pub fn is_hand_over(&self) -> bool {
        self.unit.operation == PASSED_OVER
    }

    /// How a reader knew the first thing that it changed.
    pub fn title(&self) -> Option<&str> {
        self.entries.first().map(|entry| entry.title.as_str())
    }
}

/// Whether it is worth offering to this person to undo a unit: it [may be](RecordedUnit::may_be_undone), they may change
/// something, and none of what it changed first is in a revision that is frozen by now.
pub fn offers_undo(seen: &dyn Snapshot, actor: &Actor, unit: &RecordedUnit) -> Result<bool> {
    if !unit.may_be_undone() || actor.require(Right::Edit).is_err() {
        return Ok(false);
    }
    for revision in unit.entries.iter().take(LOOKED_AT).filter_map(revision_of) {
        // One that is gone comes back with the undo.
        if seen.revisions().find(revision)?.is_some_and(|revision| revision.state != Lifecycle::Draft) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The revision whose content an entry is about, or which it made.
fn revision_of(entry: &AuditEntry) -> Option<RevisionId> {
    match entry.room {
        Room::Revision | Room::Property => Some(RevisionId(entry.subject)),
        Room::Bom | Room::File => {
            let revision = entry.after.as_ref().or(entry.before.as_ref())?.get("revision")?;
            RevisionId::deserialize(revision).ok()
        }
        _ => None,
    }
}

/// What a person can undo and redo next, each with its first entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Next {
    /// Their newest unit that holds, of those that do not stand for ever.
    pub undo: Option<RecordedUnit>,
    /// What they did after that and cannot undo, as it stands for ever: the newest, which is what they did last. `None` too once
    /// they have undone something before it, because then they know.
    pub stands: Option<RecordedUnit>,
    /// The revision that what stands sent to review, with its part, as long as they may take it back.
    pub withdraws: Option<(Revision, Part)>,
    /// The unit that they undid last, as long as they did nothing else since.
    pub redo: Option<RecordedUnit>,
}

impl Next {
    /// The unit to undo for whoever names none. What they did last is what they mean: where that stands, it is said, and what was
    /// done before it is undone by its name only.
    pub fn to_undo(self) -> Result<RecordedUnit> {
        let Self { undo, stands, withdraws: _, redo: _ } = self;
        match (undo, stands) {
            (undo, Some(last)) => {
                let title = last.title().unwrap_or(&last.unit.operation).to_owned();
                let instead = last.instead().unwrap_or_default();
                let Some(undo) = undo else { return Err(kept::stands(&title, instead)) };
                let (unit, operation) = (undo.sequence, undo.unit.operation.clone());
                let before = undo.title().unwrap_or_default().to_owned();
                Err(AuditError::LastStands { title, instead, unit, operation, before }.into())
            }
            (Some(undo), None) => Ok(undo),
            (None, None) => Err(AuditError::NothingToUndo.into()),
        }
    }
}

/// What a person can undo and redo next. Whether it can be done is said when it is tried.
pub fn next(seen: &dyn Snapshot, person: PersonId) -> Result<Next> {
    let mut next = Next::default();
    let (mut before, mut may_undo, mut may_redo) = (None, true, true);
    // How far back they have gone already: what stands after that they were told of.
    let mut gone_back_to = u64::MAX;
    while may_undo || may_redo {
        let units = seen.audit().by(person, before, UNITS_AT_ONCE)?;
        let Some(last) = units.last() else { break };
        before = Some(last.sequence);
        for unit in units.iter().filter(|unit| !unit.is_hand_over()) {
            // Only the end of a chain counts: what comes before it was undone or redone since.
            let is_end = unit.undoing.is_none();
            if unit.unit.operation == UNDO {
                if is_end {
                    gone_back_to = gone_back_to.min(first_place(unit));
                }
                if is_end && may_redo {
                    next.redo = found(seen.audit(), first_place(unit))?;
                    may_redo = false;
                }
            } else {
                if is_end
                    && may_undo
                    && let Some(first) = found(seen.audit(), first_place(unit))?
                    && !first.is_beginning()
                {
                    if first.instead().is_none() {
                        next.undo = Some(first);
                        may_undo = false;
                    } else if unit.sequence < gone_back_to && next.stands.is_none() {
                        next.stands = Some(first);
                    }
                }
                // Something of its own was done here: what was undone before it is not the next to redo.
                may_redo = may_redo && unit.origin.is_some();
            }
        }
    }
    if let Some(stands) = &next.stands {
        next.withdraws = withdraws(seen, person, stands)?;
    }
    Ok(next)
}

/// The revision that a unit sent to review, with its part, where the person may take it back.
fn withdraws(seen: &dyn Snapshot, person: PersonId, unit: &RecordedUnit) -> Result<Option<(Revision, Part)>> {
    let request = unit.entries.first().filter(|_| unit.unit.operation == SUBMISSION);
    let Some(request) = request else { return Ok(None) };
    let (revision, part) = revision::find(seen, RevisionId(request.subject))?;
    let refusal = Act::Withdraw.refusal(seen, person, &revision, &part, None)?;
    Ok(refusal.is_none().then_some((revision, part)))
}

/// The place of the unit with which a chain began.
fn first_place(unit: &RecordedUnit) -> u64 {
    unit.origin.as_ref().map_or(unit.sequence, |origin| origin.sequence)
}

/// The unit at that place, with its first entry.
pub(super) fn found(audit: &dyn AuditReader, place: u64) -> Result<Option<RecordedUnit>> {
    let at = AuditFilter { before: Some(place.saturating_add(1)), limit: 1, entries: 1, ..AuditFilter::default() };
    Ok(audit.list(&at)?.pop().filter(|found| found.sequence == place))
}
