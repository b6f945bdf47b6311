//! A release in the workspace.

use partwright_domain::part::Part;
use partwright_domain::release::{self, Verified};
use partwright_domain::revision::Revision;
use serde::Serialize;
use serde_json::Value;

use crate::call::Call;
use crate::failure::Failure;
use crate::output::{Answer, Sheet};
use crate::revision_name::RevisionName;

/// Hashes it again, and answers whether it agrees.
pub(super) fn verify(call: &mut Call<'_, '_>, name: &RevisionName) -> Result<bool, Failure> {
    let verified = call.open()?.read("release.verify", |snapshot| {
        let (part, revision) = name.find_released(snapshot)?;
        let verified = release::verify(snapshot, revision.id)?;
        Ok(ReleaseVerified::new(part.number.to_string(), revision.label, verified))
    })?;
    call.answer(&verified)?;
    Ok(verified.agrees)
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
