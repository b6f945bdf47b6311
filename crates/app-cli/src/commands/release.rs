//! Releases.

use std::convert::Infallible;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;
use partwright_domain::Result;
use partwright_domain::part::Part;
use partwright_domain::release::{self, Exception, Member, Verified};
use partwright_domain::revision::Revision;
use partwright_formats::package;
use serde::Serialize;
use serde_json::Value;

use super::examples;
use super::revision::{To, done};
use crate::call::Call;
use crate::failure::{CliError, Failure};
use crate::output::{Answer, Sheet};
use crate::progress::Bar;
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

/// Prove that a release, or the package of one, is what was released
///
/// A release in the workspace is hashed again, with all that is in it, and compared with what was written down. A package is
/// looked at without a workspace: every file in it against its manifest, and its content against the hash of the release.
/// Ends with the exit code 3 when something is not what was released.
#[derive(Debug, Args)]
#[command(after_help = examples![
    "verify EL-PCA-100001",
    "verify EL-PCA-100001@1 --format json",
    "verify board-1.zip",
])]
pub struct Verify {
    /// The part number, and after @ the revision, without it the latest that is released; or the file of a package
    #[arg(value_name = "RELEASE|PACKAGE")]
    what: Released,
}

/// A release in the workspace, or a package of one.
#[derive(Debug, Clone)]
enum Released {
    Revision(RevisionName),
    Package(PathBuf),
}

impl FromStr for Released {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.parse().map_or_else(|_| Self::Package(text.into()), Self::Revision))
    }
}

impl Verify {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let agrees = match &self.what {
            Released::Revision(name) => {
                let verified = call.open()?.read("release.verify", |snapshot| {
                    let (part, revision) = name.find_released(snapshot)?;
                    let verified = release::verify(snapshot, revision.id)?;
                    Ok(ReleaseVerified::new(part.number.to_string(), revision.label, verified))
                })?;
                call.answer(&verified)?;
                verified.agrees
            }
            Released::Package(path) if !path.is_file() => {
                return Err(CliError::NothingToVerify { text: path.display().to_string() }.into());
            }
            Released::Package(path) => {
                let file = File::open(path).map_err(|error| Failure::unreadable(path, &error))?;
                let bar = Bar::new(call.console, "Verifying");
                let cancel = call.console.interrupt.cancel();
                let verified = package::verify(BufReader::new(file), cancel, &mut |progress| bar.tell(progress))?;
                drop(bar);
                let verified = PackageVerified::new(path, verified);
                call.answer(&verified)?;
                verified.agrees
            }
        };
        if agrees { Ok(()) } else { Err(Failure::Found) }
    }
}

/// What looking at a package found.
#[derive(Debug, Serialize)]
struct PackageVerified {
    package: String,
    number: String,
    revision: String,
    agrees: bool,
    /// How many releases were looked at, those below it among them.
    count: usize,
    hash: String,
    released: String,
    findings: Vec<FindingRow>,
}

/// Something in a package that is not as it should be.
#[derive(Debug, Serialize)]
struct FindingRow {
    path: String,
    fault: &'static str,
    message: String,
}

impl PackageVerified {
    fn new(path: &Path, verified: package::Verified) -> Self {
        let agrees = verified.agrees();
        let package::Verified { manifest, releases, findings } = verified;
        let finding = |finding: package::Finding| FindingRow {
            message: finding.to_string(),
            fault: finding.fault.name(),
            path: finding.path,
        };
        Self {
            package: path.display().to_string(),
            number: manifest.part_number,
            revision: manifest.revision,
            agrees,
            count: releases,
            hash: manifest.hash,
            released: manifest.released,
            findings: findings.into_iter().map(finding).collect(),
        }
    }
}

impl Answer for PackageVerified {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Self { package, number, revision, agrees, count, hash, released, findings } = self;
        vec![
            ("package", package.as_str().into()),
            ("number", number.as_str().into()),
            ("revision", revision.as_str().into()),
            ("agrees", (*agrees).into()),
            ("count", (*count).into()),
            ("hash", hash.as_str().into()),
            ("released", released.as_str().into()),
            ("findings", findings.len().into()),
        ]
    }

    fn sentence(&self) -> Option<String> {
        let Self { package, number, revision, agrees, findings, .. } = self;
        Some(if *agrees {
            format!("{package} is {number} revision {revision} as it was released.")
        } else {
            format!("{package} is not {number} revision {revision} as it was released; findings: {}.", findings.len())
        })
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        self.findings.iter().try_for_each(|finding| sheet.line(&format!("  {}", finding.message)))?;
        sheet.line(&format!("  {}", self.hash))
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
