//! What is done with revisions.

use super::{Act, Aim, Lifecycle, Outcome, Revision, RevisionError, Sweep, Way};
use crate::Result;
use crate::approval::{self, ApprovalRequest};
use crate::bom;
use crate::file;
use crate::id::{PartId, PersonId};
use crate::part::{self, Part};
use crate::person::Actor;
use crate::ports::{Change, Ports};
use crate::property;
use crate::watch::Watch;

/// Makes new revisions, and old ones obsolete. Reviews and releases have services of their own.
#[derive(Debug, Clone)]
pub struct RevisionService {
    ports: Ports,
}

impl RevisionService {
    /// A service on these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Makes a part's next revision, a Draft with a copy of the BOM, the properties and the files of the newest released one, or
    /// where none is Released any more, of the newest.
    pub fn revise(&self, actor: &Actor, part: PartId) -> Result<Revision> {
        self.ports.change_by(actor, Act::Revise.right(), "revision.revise", move |change| {
            revise(change, &change.parts().get(part)?)
        })
    }

    /// Makes a released revision obsolete: it stays as it is, and is not to be used for anything new. A successor is the part
    /// that is used instead.
    pub fn obsolete(&self, actor: &Actor, aim: impl Into<Aim>, successor: Option<PartId>) -> Result<Revision> {
        let Aim { revision: id, to } = aim.into();
        self.ports.change_by(actor, Act::Obsolete.right(), "revision.obsolete", move |change| {
            let seen = change.seen();
            let (revision, part) = super::find(&seen, id)?;
            let way = Act::Obsolete.way(&seen, change.by(), &revision, &part, to.as_ref())?;
            let after = super::step(change, &part, &revision, &way)?;
            if successor.is_some() {
                part::succeed(change, &part, successor)?;
            }
            Ok(after)
        })
    }

    /// Takes a revision to another state of the same phase. In review that begins a round of its own, asked for by whoever
    /// asked for the one before.
    pub fn advance(&self, actor: &Actor, aim: impl Into<Aim>) -> Result<Revision> {
        let Aim { revision: id, to } = aim.into();
        self.ports.change_by(actor, Act::Advance.right(), "revision.advance", move |change| {
            let seen = change.seen();
            let (revision, part) = super::find(&seen, id)?;
            let way = Act::Advance.way(&seen, change.by(), &revision, &part, to.as_ref())?;
            advance(change, &part, &revision, &way)
        })
    }

    /// What [`RevisionService::act_on_all`] would do for this person. Changes nothing.
    pub fn look_at_all(
        &self,
        person: PersonId,
        parts: &[PartId],
        sweep: &Sweep,
        watch: &Watch,
    ) -> Result<Vec<Outcome>> {
        self.ports
            .store
            .read_until("revision.look_at_all", watch.cancel(), |snapshot| sweep.look(snapshot, person, parts, watch))
    }

    /// Does the same with the newest revisions of many parts, as one unit. A part with which it cannot be done stays as it is,
    /// and one that is gone is passed over; the answer tells of each part that is there what became of it.
    pub fn act_on_all(&self, actor: &Actor, parts: Vec<PartId>, sweep: Sweep, watch: Watch) -> Result<Vec<Outcome>> {
        let (operation, until) = (sweep.operation(), watch.cancel().clone());
        self.ports.change_until(actor, sweep.right(), (operation, &until), move |change| {
            sweep.carry_out(change, &parts, &watch)
        })
    }
}

/// Makes a part's next revision inside a unit that is already open.
pub(super) fn revise(change: &Change<'_>, part: &Part) -> Result<Revision> {
    let all = change.revisions().of(part.id)?;
    let newest = all.first().ok_or(RevisionError::NotFound)?;
    Act::Revise.check(&change.seen(), change.by(), newest, part, None)?;
    let source = all.iter().find(|revision| revision.state == Lifecycle::Released).unwrap_or(newest);
    let ordinal = newest.ordinal + 1;
    let taken: Vec<&str> = all.iter().map(|revision| revision.label.as_str()).collect();
    let settings = change.settings().get()?;
    let label = settings.labels.next_label(ordinal, &taken);
    let next = Revision { ordinal, label, ..super::begin(change, &settings, part.id, change.by())? };
    super::add(change, part, &next)?;
    copy(change, part, source, &next)?;
    Ok(next)
}

/// Takes a revision to another state of the same phase inside a unit that is already open.
pub(super) fn advance(change: &Change<'_>, part: &Part, revision: &Revision, way: &Way) -> Result<Revision> {
    let is_in_review = revision.state == Lifecycle::InReview;
    let before = is_in_review.then(|| super::open_review(&change.seen(), revision, part)).transpose()?;
    let after = super::step(change, part, revision, way)?;
    if let Some(before) = before {
        let ApprovalRequest { person, note, .. } = before.request;
        approval::ask(change, part, &after, way, person, note)?;
    }
    Ok(after)
}

/// Copies the content of a revision into a new one, of the same part or of another.
pub(crate) fn copy(change: &Change<'_>, part: &Part, from: &Revision, to: &Revision) -> Result<()> {
    for property in change.properties().of(from.id)? {
        property::set(change, part, to, &property)?;
    }
    file::copy(change, part, from, to)?;
    bom::copy(change, part, from, to)
}
