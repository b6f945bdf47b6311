//! Releases.

use clap::Args;
use partwright_domain::Result;
use partwright_domain::part::Part;
use partwright_domain::release::{self, Exception, Member, Verified};
use partwright_domain::revision::Revision;
use serde::Serialize;
use serde_json::Value;

use super::examples;
use super::revision::{To, done};
use crate::call::Call;
use crate::failure::Failure;
use crate::output::{Answer, Sheet};
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

/// Prove that a release is what was released
///
/// Hashes it again, with all that is in it, and compares with what was written down. Ends with the exit code 3 when something is not what was released.
#[derive(Debug, Args)]
#[command(after_help = examples!["verify EL-PCA-100001", "verify EL-PCA-100001@1 --format json"])]
pub struct Verify {
    /// The part number, and after @ the revision; without it the latest that is released
    release: RevisionName,
}

impl Verify {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let verified = call.open()?.read("release.verify", |snapshot| {
            let (part, named) = self.release.find(snapshot)?;
            let latest = snapshot.revisions().latest_released(part.id)?;
            // Where nothing is released, the newest is told to be not.
            let revision = latest.filter(|_| self.release.label.is_none()).unwrap_or(named);
            let verified = release::verify(snapshot, revision.id)?;
            Ok(ReleaseVerified::new(part.number.to_string(), revision.label, verified))
        })?;
        call.answer(&verified)?;
        if verified.agrees { Ok(()) } else { Err(Failure::Found) }
    }
}

/// What hashing a release again found.
#[derive(Debug, Serialize)]
struct ReleaseVerified {
    number: String,
    revision: String,
    agrees: bool,
    /// How many releases were looked at, those below it among them.
    count: usize,
    hash: String,
    released: String,
    /// Those that are not what was hashed, as `EL-PCA-100001@1`.
    differing: Vec<String>,
}

impl ReleaseVerified {
    fn new(number: String, revision: String, verified: Verified) -> Self {
        let agrees = verified.agrees();
        let Verified { release, count, differing } = verified;
        let name = |(part, revision): (Part, Revision)| format!("{}@{}", part.number, revision.label);
        let differing = differing.into_iter().map(name).collect();
        let (hash, released) = (release.hash.to_string(), release.at.to_rfc3339());
        Self { number, revision, agrees, count, hash, released, differing }
    }
}

impl Answer for ReleaseVerified {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Self { number, revision, agrees, count, hash, released, differing } = self;
        vec![
            ("number", number.as_str().into()),
            ("revision", revision.as_str().into()),
            ("agrees", (*agrees).into()),
            ("count", (*count).into()),
            ("hash", hash.as_str().into()),
            ("released", released.as_str().into()),
            ("differing", differing.clone().into()),
        ]
    }

    fn sentence(&self) -> Option<String> {
        let Self { number, revision, agrees, count, differing, .. } = self;
        Some(if *agrees {
            format!("{number} revision {revision} is what was released, with all that is in it (releases: {count}).")
        } else {
            format!("{number} revision {revision} is not what was released: {} of {count} differ.", differing.len())
        })
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        self.differing.iter().try_for_each(|differing| sheet.line(&format!("  {differing}")))?;
        sheet.line(&format!("  {}", self.hash))
    }
}
