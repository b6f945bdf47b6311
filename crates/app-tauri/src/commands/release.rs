//! Releases.

use partwright_domain::Error;
use partwright_domain::id::RevisionId;
use partwright_domain::release::{self, Exception, Member};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::id;
use super::revision::{RevisionRequest, RevisionStatus, aim, done, named};
use crate::app::App;
use crate::error::WireError;

/// Releases a revision in review.
#[derive(Debug, Deserialize, TS)]
pub struct ReleaseMakeRequest {
    revision: String,
    /// Why parts it is made of may be without a released revision; empty where none is.
    exception: String,
    /// The state to which it is released; where none is said, the only one there is.
    #[serde(default)]
    #[ts(optional)]
    to: Option<String>,
}

/// A revision in review that would be released together with the one above it.
#[derive(Debug, Serialize, TS)]
pub struct ReleaseMember {
    revision: String,
    label: String,
    number: String,
    name: String,
    /// What it lacks; null where it would be released.
    refusal: Option<WireError>,
}

/// Releases a revision and what is ready below it.
#[derive(Debug, Deserialize, TS)]
pub struct ReleaseTogetherRequest {
    revision: String,
    /// The revisions that were shown as those that would be released, in that order.
    members: Vec<String>,
}

/// What hashing a release again found.
#[derive(Debug, Serialize, TS)]
pub struct ReleaseVerified {
    agrees: bool,
    /// How many releases were looked at, those of its children at all levels among them.
    count: usize,
    /// Those that are not what was hashed, as `EL-PCA-100042 revision 2`.
    differing: Vec<String>,
    /// The hash as it was written down.
    hash: String,
}

/// Releases a revision in review that has what it needs.
pub fn make(app: &App, request: ReleaseMakeRequest) -> Result<RevisionStatus, WireError> {
    let ReleaseMakeRequest { revision, exception, to } = request;
    let exception = Exception::parse(&exception).map_err(Error::from)?;
    let (workspace, aim) = (app.workspace()?, aim(&revision, to.as_deref(), "release_make")?);
    done(&workspace, &workspace.releases.release(&workspace.actor()?, aim, exception)?)
}

/// What would be released together with a revision: what is below another first, the revision itself last.
pub fn plan(app: &App, request: RevisionRequest) -> Result<Vec<ReleaseMember>, WireError> {
    let workspace = app.workspace()?;
    let (revision, me) = (named(request, "release_plan")?, workspace.person()?.id);
    let members = workspace.store.read("release.plan", |snapshot| release::together(snapshot, me, revision))?;
    let view = |Member { revision, part, refusal }| ReleaseMember {
        revision: revision.id.to_string(),
        label: revision.label,
        number: part.number.to_string(),
        name: part.name.to_string(),
        refusal: refusal.map(WireError::from),
    };
    Ok(members.into_iter().map(view).collect())
}

/// Releases a revision and what is ready below it, all of them or none.
pub fn together(app: &App, request: ReleaseTogetherRequest) -> Result<RevisionStatus, WireError> {
    let ReleaseTogetherRequest { revision, members } = request;
    let revision = id(&revision, "release_together")?;
    let members = members.iter().map(|member| id(member, "release_together"));
    let members = members.collect::<Result<Vec<RevisionId>, _>>()?;
    let workspace = app.workspace()?;
    done(&workspace, &workspace.releases.release_together(&workspace.actor()?, revision, members)?)
}

/// Hashes a release again, and says whether it agrees with what was written down.
pub fn verify(app: &App, request: RevisionRequest) -> Result<ReleaseVerified, WireError> {
    let revision = named(request, "release_verify")?;
    let verified = app.workspace()?.store.read("release.verify", |snapshot| release::verify(snapshot, revision))?;
    let name = |(part, revision): &(partwright_domain::part::Part, partwright_domain::revision::Revision)| {
        format!("{} revision {}", part.number, revision.label)
    };
    Ok(ReleaseVerified {
        agrees: verified.agrees(),
        count: verified.count,
        differing: verified.differing.iter().map(name).collect(),
        hash: verified.release.hash.to_string(),
    })
}
