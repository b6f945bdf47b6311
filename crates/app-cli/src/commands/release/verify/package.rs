//! A package of a release.

use std::path::Path;

use partwright_domain::Result;
use partwright_domain::part::PartNumber;
use partwright_domain::store::Snapshot;
use partwright_formats::door;
use partwright_formats::package::{self, Finding, Made, Proof, Verified};
use serde::Serialize;
use serde_json::Value;

use crate::call::{Call, Session};
use crate::failure::Failure;
use crate::output::{Answer, Sheet};
use crate::progress::Bar;
use crate::revision_name::RevisionName;
use crate::wiring;

/// Looks at it, compares it with the one that the workspace makes where one is named, and answers whether it agrees.
pub(super) fn verify(call: &mut Call<'_, '_>, path: &Path) -> Result<bool, Failure> {
    let opened = door::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
    let (size, file) = opened.map_err(|error| Failure::unreadable(path, &error))?;
    let bar = Bar::new(call.console, "Verifying");
    let cancel = call.console.interrupt.cancel();
    let mut verified = package::verify(file, size, cancel, &mut |progress| bar.tell(progress))?;
    drop(bar);
    let mut compared = None;
    if call.globals.is_workspace_named {
        let session = call.open()?;
        let bar = Bar::new(call.console, "Comparing");
        verified.compare(&made(&session, &verified, &bar)?);
        compared = Some(session.workspace.path.display().to_string());
    }
    let verified = PackageVerified::new(path, verified, compared);
    call.answer(&verified)?;
    Ok(verified.agrees)
}

/// The package that the workspace makes of the same release.
fn made(session: &Session, verified: &Verified, bar: &Bar) -> Result<Made> {
    let number: PartNumber = verified.manifest.part_number.parse()?;
    let name = RevisionName { number, label: Some(verified.manifest.revision.clone()) };
    let vault = wiring::vault(&session.workspace.path);
    session.read("export.package", |snapshot: &dyn Snapshot| {
        let (_, revision) = name.find(snapshot)?;
        package::make(snapshot, &*vault, revision.id, &session.cancel, &mut |progress| bar.tell(progress))
    })
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
    /// The SHA-256 of the manifest.
    manifest: String,
    released: String,
    proven: Proven,
    /// The workspace with whose package it was compared; null where none was named.
    compared: Option<String>,
    findings: Vec<FindingRow>,
}

/// The paths in a package, by what they are proven.
#[derive(Debug, Serialize)]
struct Proven {
    release: Vec<String>,
    derived: Vec<String>,
    manifest: Vec<String>,
}

/// Something in a package that is not as it should be.
#[derive(Debug, Serialize)]
struct FindingRow {
    path: String,
    fault: &'static str,
    message: String,
}

impl PackageVerified {
    fn new(path: &Path, verified: Verified, compared: Option<String>) -> Self {
        let [release, derived, manifest] =
            Proof::ALL.map(|proof| verified.proven(proof).map(str::to_owned).collect::<Vec<_>>());
        let agrees = verified.agrees();
        let Verified { manifest: told, sha256, releases, findings } = verified;
        let finding = |finding: Finding| FindingRow {
            message: finding.to_string(),
            fault: finding.fault.name(),
            path: finding.path,
        };
        Self {
            package: path.display().to_string(),
            number: told.part_number,
            revision: told.revision,
            agrees,
            count: releases,
            hash: told.hash,
            manifest: sha256,
            released: told.released,
            proven: Proven { release, derived, manifest },
            compared,
            findings: findings.into_iter().map(finding).collect(),
        }
    }
}

impl Answer for PackageVerified {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Self { package, number, revision, agrees, count, hash, manifest, released, proven: _, compared, findings } =
            self;
        vec![
            ("package", package.as_str().into()),
            ("number", number.as_str().into()),
            ("revision", revision.as_str().into()),
            ("agrees", (*agrees).into()),
            ("count", (*count).into()),
            ("hash", hash.as_str().into()),
            ("manifest", manifest.as_str().into()),
            ("released", released.as_str().into()),
            ("compared", compared.clone().into()),
            ("findings", findings.len().into()),
        ]
    }

    fn sentence(&self) -> Option<String> {
        let Self { package, number, revision, agrees, compared, findings, .. } = self;
        Some(match (agrees, compared) {
            (true, Some(_)) => format!("{package} is {number} revision {revision} as it was released."),
            (true, None) => {
                format!("{package} says that it is {number} revision {revision}, and agrees with its hashes.")
            }
            (false, _) => {
                format!("{package} is not what it says, {number} revision {revision}; findings: {}.", findings.len())
            }
        })
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        let Self { agrees, hash, manifest, proven, compared, findings, .. } = self;
        findings.iter().try_for_each(|finding| sheet.line(&format!("  {}", finding.message)))?;
        if *agrees {
            let Proven { release, derived, manifest } = proven;
            sheet.line(&format!("  proven by the release's hash: content and files ({})", release.len()))?;
            sheet.line(&format!("  following from these and parts.json: the BOMs ({})", derived.len()))?;
            sheet.line(&match compared {
                Some(workspace) => format!("  to the last byte the package that {workspace} makes: all of it"),
                None => format!("  only as the manifest says: {}", manifest.join(", ")),
            })?;
        }
        sheet.line(&format!("  release   {hash}"))?;
        sheet.line(&format!("  manifest  {manifest}"))
    }
}
