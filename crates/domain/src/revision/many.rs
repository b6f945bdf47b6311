//! The same done with the newest revisions of many parts: what is offered, what would become of each, and doing it.
//!
//! Verdicts are no part of it: they are on what somebody looked at.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::service::{advance, revise};
use super::{Act, Revision, RevisionError};
use crate::Result;
use crate::approval::{self, Comment};
use crate::error::Error;
use crate::id::{PartId, PersonId, WorkflowId};
use crate::part::Part;
use crate::person::{Actor, PersonError, Right};
use crate::ports::Change;
use crate::release::{self, Exception, Member};
use crate::store::Snapshot;
use crate::watch::{Steps, Watch};
use crate::workflow::{Design, StateName, TransitionName};

/// What can be done with many, in the order in which it is offered, and the verb under which the history has it: a step
/// stands or is undone by its verb, as one alone does.
const ACTS: [(Act, &str); 6] = [
    (Act::Submit, "approval.submit_all"),
    (Act::Advance, "revision.advance_all"),
    (Act::Release, "release.release_all"),
    (Act::Withdraw, "approval.withdraw_all"),
    (Act::Revise, "revision.revise_all"),
    (Act::Obsolete, "revision.obsolete_all"),
];

/// What is done with the newest revisions of many parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sweep {
    act: Act,
    operation: &'static str,
    /// The state to which it takes them; where none is said, each to the only one there is.
    to: Option<StateName>,
    /// What whoever is asked for a verdict reads.
    note: Comment,
}

/// What becomes of a part where something is done with many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The part.
    pub part: Part,
    /// The revision that changes or comes to be, `None` where nothing has to change; or why it cannot.
    pub said: Result<Option<Revision>>,
}

/// Something that leads on from where some of many parts are. Whether it may be done with each shows when it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What.
    pub act: Act,
    /// The state to which it leads; `None` where it leads to none.
    pub to: Option<StateName>,
    /// What the workflow calls it.
    pub name: Option<TransitionName>,
    /// From how many of the parts it leads on.
    pub parts: usize,
}

/// What leads on from where these parts' newest revisions are.
pub fn offers(seen: &dyn Snapshot, parts: &[PartId]) -> Result<Vec<Offer>> {
    let mut designs: BTreeMap<WorkflowId, Design> = BTreeMap::new();
    let mut offers: Vec<Offer> = Vec::new();
    for part in parts {
        let Some(newest) = seen.revisions().newest(*part)? else { continue };
        let design = match designs.entry(newest.workflow) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(super::workflow_of(seen, &newest)?.design),
        };
        for (act, _) in ACTS {
            let ways = ways(act, design, &newest);
            for (to, name) in ways {
                match offers.iter_mut().find(|offer| offer.act == act && offer.to == to) {
                    Some(offer) => offer.parts += 1,
                    None => offers.push(Offer { act, to, name, parts: 1 }),
                }
            }
        }
    }
    offers.sort_by_key(|offer| ACTS.iter().position(|(act, _)| *act == offer.act));
    Ok(offers)
}

/// The states to which an act takes a revision, with what the workflow calls that.
fn ways(act: Act, design: &Design, newest: &Revision) -> Vec<(Option<StateName>, Option<TransitionName>)> {
    if act == Act::Revise {
        return if newest.state.is_frozen() { vec![(None, None)] } else { Vec::new() };
    }
    act.transitions(design, newest).map(|way| (Some(way.to.clone()), Some(way.name.clone()))).collect()
}

impl Sweep {
    /// Takes what can be done with many.
    pub fn new(act: Act, to: Option<StateName>, note: Comment) -> Result<Self, RevisionError> {
        let known = ACTS.into_iter().find(|(known, _)| *known == act);
        let (act, operation) = known.ok_or(RevisionError::OneAtATime)?;
        Ok(Self { act, operation, to, note })
    }

    /// The right it needs.
    pub(super) fn right(&self) -> Right {
        self.act.right()
    }

    /// The verb under which the history has it.
    pub(super) fn operation(&self) -> &'static str {
        self.operation
    }

    /// What would become of each of these parts, by number.
    pub(super) fn look(
        &self,
        seen: &dyn Snapshot,
        person: PersonId,
        parts: &[PartId],
        watch: &Watch,
    ) -> Result<Vec<Outcome>> {
        let actor = seen.people().find(person)?.ok_or(PersonError::NotFound)?;
        Actor::from(&actor).require(self.right())?;
        Ok(by_number(self.plan(seen, person, parts, &mut watch.steps(parts.len()))?))
    }

    /// Does it with those of these parts with which it can be done, inside a unit that is already open.
    pub(super) fn carry_out(&self, change: &Change<'_>, parts: &[PartId], watch: &Watch) -> Result<Vec<Outcome>> {
        let mut steps = watch.steps(2 * parts.len());
        let mut outcomes = self.plan(&change.seen(), change.by(), parts, &mut steps)?;
        for Outcome { part, said } in &mut outcomes {
            if let Ok(Some(revision)) = said {
                *revision = self.act(change, part, revision)?;
            }
            steps.next()?;
        }
        Ok(by_number(outcomes))
    }

    /// What becomes of each of these parts, in the order in which it is done.
    fn plan(
        &self,
        seen: &dyn Snapshot,
        person: PersonId,
        parts: &[PartId],
        steps: &mut Steps<'_>,
    ) -> Result<Vec<Outcome>> {
        let mut outcomes = Vec::with_capacity(parts.len());
        for part in seen.parts().find_all(parts)? {
            let newest = seen.revisions().newest(part.id)?.ok_or(RevisionError::NotFound)?;
            let refusal = self.act.refusal(seen, person, &newest, &part, self.to.as_ref())?;
            outcomes.push(Outcome { part, said: refusal.map_or(Ok(Some(newest)), Err) });
            steps.next()?;
        }
        if self.act == Act::Release { from_below(seen, outcomes) } else { Ok(by_number(outcomes)) }
    }

    fn act(&self, change: &Change<'_>, part: &Part, revision: &Revision) -> Result<Revision> {
        let way = || self.act.way(&change.seen(), change.by(), revision, part, self.to.as_ref());
        match self.act {
            Act::Submit => approval::submit(change, part, revision, &way()?, &self.note),
            Act::Advance => advance(change, part, revision, &way()?),
            Act::Withdraw | Act::Obsolete => super::step(change, part, revision, &way()?),
            Act::Release => release::release(change, (revision, part), &way()?, &Exception::parse("")?),
            Act::Revise => revise(change, part),
            Act::Approve | Act::Reject | Act::Override => Err(RevisionError::OneAtATime.into()),
        }
    }
}

fn by_number(mut outcomes: Vec<Outcome>) -> Vec<Outcome> {
    outcomes.sort_by(|one, other| one.part.number.cmp(&other.part.number));
    outcomes
}

/// Those that are released come in an order in which each finds what it is made of released.
fn from_below(seen: &dyn Snapshot, outcomes: Vec<Outcome>) -> Result<Vec<Outcome>> {
    let (mut ready, mut outcomes_in_order) = (Vec::new(), Vec::new());
    for Outcome { part, said } in outcomes {
        match said {
            Ok(Some(revision)) => ready.push((revision, part)),
            said => outcomes_in_order.push(Outcome { part, said }),
        }
    }
    let members = release::from_below(seen, ready)?.into_iter();
    outcomes_in_order.extend(members.map(|Member { revision, part, refusal }| {
        let said: Result<_, Error> = refusal.map_or(Ok(Some(revision)), Err);
        Outcome { part, said }
    }));
    Ok(outcomes_in_order)
}
