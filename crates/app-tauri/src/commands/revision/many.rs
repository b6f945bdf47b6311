//! The same done with the newest revisions of many parts.

use partwright_domain::Error;
use partwright_domain::approval::Comment;
use partwright_domain::id::PartId;
use partwright_domain::revision::{self, Offer, Outcome, Sweep};
use partwright_domain::workflow::StateName;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ActView;
use crate::app::App;
use crate::commands::id;
use crate::error::WireError;
use crate::task::Caller;

/// Asks what can be done with the newest revisions of many parts.
#[derive(Debug, Deserialize, TS)]
pub struct RevisionOffersRequest {
    parts: Vec<String>,
}

/// Something that leads on from where some of many parts are.
#[derive(Debug, Serialize, TS)]
pub struct RevisionOffer {
    act: ActView,
    /// The state to which it leads; null where it leads to none.
    to: Option<String>,
    /// What the workflow calls it.
    name: Option<String>,
    /// From how many of the parts it leads on.
    parts: usize,
}

/// Does the same with the newest revisions of many parts.
#[derive(Debug, Deserialize, TS)]
pub struct RevisionActOnAllRequest {
    parts: Vec<String>,
    act: ActView,
    /// The state; where none is said, for each the only one there is.
    to: Option<String>,
    /// What whoever is asked for a verdict reads; may be empty.
    note: String,
    /// Whether it is only to be told what would become of each.
    look: bool,
    /// The name of the task, by which it is followed and cancelled.
    task: String,
}

/// What becomes of parts where something is done with many.
#[derive(Debug, Serialize, TS)]
pub struct PartsChanged {
    /// The ids of those that change.
    changed: Vec<String>,
    /// How many are so already.
    unchanged: usize,
    /// Those with which it cannot be done, and why.
    refused: Vec<PartRefused>,
}

/// A part that stays as it is.
#[derive(Debug, Serialize, TS)]
pub struct PartRefused {
    number: String,
    name: String,
    why: WireError,
}

/// What leads on from where these parts' newest revisions are.
pub fn offers(app: &App, request: RevisionOffersRequest) -> Result<Vec<RevisionOffer>, WireError> {
    let parts = parts(request.parts, "revision_offers")?;
    let offers = app.workspace()?.store.read("revision.offers", |snapshot| revision::offers(snapshot, &parts))?;
    let view = |Offer { act, to, name, parts }| RevisionOffer {
        act: act.into(),
        to: to.map(|to| to.to_string()),
        name: name.map(|name| name.to_string()),
        parts,
    };
    Ok(offers.into_iter().map(view).collect())
}

/// Does the same with the newest revisions of many parts as one unit, or tells what that would do.
pub fn act_on_all(caller: &Caller<'_>, request: RevisionActOnAllRequest) -> Result<PartsChanged, WireError> {
    let RevisionActOnAllRequest { parts, act, to, note, look, task } = request;
    let parts = self::parts(parts, "revision_act_on_all")?;
    let to = to.as_deref().map(StateName::parse).transpose().map_err(Error::from)?;
    let note = Comment::parse(&note).map_err(Error::from)?;
    let sweep = Sweep::new(act.into(), to, note).map_err(Error::from)?;
    let workspace = caller.app.workspace()?;
    let actor = workspace.actor()?;
    let task = caller.app.tasks.begin(task)?;
    let outcomes = task.follow(caller, |watch| {
        if look {
            workspace.revisions.look_at_all(actor.id, &parts, &sweep, &watch)
        } else {
            workspace.revisions.act_on_all(&actor, parts, sweep, watch)
        }
    })?;
    Ok(outcomes.into())
}

/// The parts that a request names.
pub fn parts(parts: Vec<String>, command: &str) -> Result<Vec<PartId>, WireError> {
    parts.into_iter().map(|part| id(&part, command)).collect()
}

impl From<Vec<Outcome>> for PartsChanged {
    fn from(outcomes: Vec<Outcome>) -> Self {
        let mut view = Self { changed: Vec::new(), unchanged: 0, refused: Vec::new() };
        for Outcome { part, said } in outcomes {
            match said {
                Ok(Some(_)) => view.changed.push(part.id.to_string()),
                Ok(None) => view.unchanged += 1,
                Err(refused) => {
                    let (number, name) = (part.number.to_string(), part.name.to_string());
                    view.refused.push(PartRefused { number, name, why: refused.into() });
                }
            }
        }
        view
    }
}
