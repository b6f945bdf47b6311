//! Releases, and the proof of them.

mod verify;

pub(crate) use verify::Verify;

use clap::Args;
use partwright_domain::Result;
use partwright_domain::release::{self, Exception, Member};

use super::examples;
use super::revision::{To, done};
use crate::call::Call;
use crate::failure::Failure;
use crate::revision_name::RevisionName;

/// Release a revision that is approved: it is frozen for ever
#[derive(Debug, Args)]
#[command(after_help = examples![
    "release EL-PCA-100001",
    "release AS-PRD-100000 --together",
    "release EL-PCA-100001 --exception \"The connector is released next week\"",
])]
pub struct Release {
    /// The part number, and after @ the revision; without it the newest
    revision: RevisionName,
    /// Release with it what is approved below it, all of that or nothing
    #[arg(long, conflicts_with_all = ["exception", "to"])]
    together: bool,
    /// Why it is right that parts it is made of are not released
    #[arg(long, value_name = "REASON", default_value = "", hide_default_value = true)]
    exception: String,
    #[command(flatten)]
    to: To,
}

impl Release {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let (exception, session) = (Exception::parse(&self.exception)?, call.open()?);
        let aim = self.to.aim(&session, &self.revision)?;
        let actor = session.actor()?;
        let revision = if self.together {
            let top = aim.revision;
            let members = session.read("release.plan", |snapshot| release::together(snapshot, actor.id, top))?;
            let members = members.into_iter().map(|Member { revision, .. }| revision.id);
            session.releases.release_together(&actor, top, members.collect())?
        } else {
            session.releases.release(&actor, aim, exception)?
        };
        done(call, &session, revision, "is released, and frozen for ever")
    }
}
