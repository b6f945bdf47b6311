//! Releases.

use partwright_domain::Error;
use partwright_domain::release::{self, Exception};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
