//! Proofs: of releases, and of their packages.

mod package;
mod release;

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use partwright_domain::Result;

use crate::call::Call;
use crate::commands::examples;
use crate::failure::{CliError, Failure};
use crate::revision_name::RevisionName;

/// Hold a release, or the package of one, against its hashes
///
/// A release in the workspace is hashed again, with all that is in it, and compared with what was written down. A package is
/// looked at without a workspace: every file in it against its manifest, its content and its files against the hash of the
/// release, and its BOMs against its content. The answer says what is proven by what; compare the two hashes in it with those
/// that you know from elsewhere. With --workspace the package is made again from that workspace and compared to the last
/// byte, which proves all of it. Ends with the exit code 3 when something is not what was released.
#[derive(Debug, Args)]
#[command(after_help = examples![
    "verify EL-PCA-100001",
    "verify EL-PCA-100001@1 --format json",
    "verify board-1.zip",
    "verify board-1.zip --workspace boards.partwright",
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
            Released::Revision(name) => release::verify(call, name)?,
            Released::Package(path) if !path.is_file() => {
                return Err(CliError::NothingToVerify { text: path.display().to_string() }.into());
            }
            Released::Package(path) => package::verify(call, path)?,
        };
        if agrees { Ok(()) } else { Err(Failure::Found) }
    }
}
