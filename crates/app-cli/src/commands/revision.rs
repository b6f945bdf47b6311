//! Revisions.

use clap::Args;
use partwright_domain::Result;
use partwright_domain::part::{self, Part, PartNumber};
use partwright_domain::revision::{Aim, Revision};
use partwright_domain::store::Snapshot;
use partwright_domain::time::Timestamp;
use partwright_domain::workflow::StateName;
use serde::Serialize;
use serde_json::Value;

use super::examples;
use super::part::facts_of;
use crate::call::{Call, Session};
use crate::failure::Failure;
use crate::output::Answer;
use crate::record::{Column, Record, text, time, unseen};
use crate::revision_name::RevisionName;

/// Make a part's next revision
///
/// It is a Draft, and begins as a copy of the BOM, the properties and the files of the released one.
#[derive(Debug, Args)]
#[command(after_help = examples!["revise EL-PCA-100001"])]
pub struct Revise {
    /// The part number
    part: PartNumber,
}

impl Revise {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let part = session.read("part.find", |snapshot| part::numbered(snapshot, &self.part))?;
        let revision = session.revisions.revise(&session.actor()?, part.id)?;
        done(call, &session, revision, "is new, and a Draft")
    }
}

/// Make a released revision obsolete
///
/// It stays as it is, and is not to be used for anything new.
#[derive(Debug, Args)]
#[command(after_help = examples![
    "obsolete EL-RES-100042 --successor EL-RES-100051",
    "obsolete EL-PCA-100001@1",
])]
pub struct Obsolete {
    /// The part number, and after @ the revision; without it the newest
    revision: RevisionName,
    /// The number of the part that is used instead
    #[arg(long, value_name = "PART")]
    successor: Option<PartNumber>,
    #[command(flatten)]
    to: To,
}

impl Obsolete {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let session = call.open()?;
        let aim = self.to.aim(&session, &self.revision)?;
        let successor = self.successor.as_ref();
        let successor = successor.map(|number| session.read("part.find", |snapshot| part::numbered(snapshot, number)));
        let successor = successor.transpose()?.map(|part| part.id);
        let revision = session.revisions.obsolete(&session.actor()?, aim, successor)?;
        done(call, &session, revision, "is obsolete now")
    }
}

/// The state of the workflow to which something goes.
#[derive(Debug, Args)]
pub(super) struct To {
    /// The state to go to, where the workflow has more than one
    #[arg(long, value_name = "STATE")]
    to: Option<String>,
}

impl To {
    /// A revision, and the state to which it is to go.
    pub(super) fn aim(&self, session: &Session, name: &RevisionName) -> Result<Aim> {
        let to = self.to.as_deref().map(StateName::parse).transpose()?;
        let (_, revision) = session.read("revision.find", |snapshot| name.find(snapshot))?;
        Ok(Aim { revision: revision.id, to })
    }
}

/// Answers what became of a revision.
pub(super) fn done(
    call: &mut Call<'_, '_>,
    session: &Session,
    revision: Revision,
    is: &'static str,
) -> Result<(), Failure> {
    let row = session.read("revision.show", |snapshot| {
        let part = snapshot.parts().get(revision.part)?;
        RevisionRow::read(snapshot, &part, revision)
    })?;
    call.answer(&RevisionDone { row, is })
}

/// A revision as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct RevisionRow {
    number: String,
    revision: String,
    /// Its phase: Draft, In Review, Released or Obsolete.
    state: &'static str,
    /// The state of its workflow.
    workflow_state: String,
    author: String,
    created: String,
    released: Option<String>,
    obsolete: Option<String>,
}

impl Record for RevisionRow {
    const COLUMNS: &'static [Column] = &[
        unseen("number"),
        text("revision"),
        unseen("state"),
        text("workflow_state"),
        text("author"),
        time("created"),
        time("released"),
        time("obsolete"),
    ];
}

impl RevisionRow {
    pub(super) fn read(snapshot: &dyn Snapshot, part: &Part, revision: Revision) -> Result<Self> {
        let Revision { label, state, workflow_state, author, created, released, obsolete, .. } = revision;
        let author = snapshot.people().find(author)?.map_or_else(String::new, |person| person.name.to_string());
        Ok(Self {
            number: part.number.to_string(),
            revision: label,
            state: state.name(),
            workflow_state: workflow_state.to_string(),
            author,
            created: created.to_rfc3339(),
            released: released.map(Timestamp::to_rfc3339),
            obsolete: obsolete.map(Timestamp::to_rfc3339),
        })
    }
}

/// What was done with a revision.
#[derive(Debug, Serialize)]
struct RevisionDone {
    #[serde(flatten)]
    row: RevisionRow,
    #[serde(skip)]
    is: &'static str,
}

impl Answer for RevisionDone {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        facts_of(&self.row)
    }

    fn sentence(&self) -> Option<String> {
        let RevisionRow { number, revision, .. } = &self.row;
        Some(format!("{number} revision {revision} {}.", self.is))
    }
}
