//! How a revision is named on the command line: `EL-PCA-100001` is the newest of that part, `EL-PCA-100001@2` revision 2.

use std::fmt;
use std::str::FromStr;

use partwright_domain::Result;
use partwright_domain::part::{Part, PartNumber};
use partwright_domain::revision::{self, Revision};
use partwright_domain::store::Snapshot;

use crate::failure::CliError;

/// A revision, by its part's number and its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionName {
    /// The part's number.
    pub number: PartNumber,
    /// The revision's label; `None` for the newest.
    pub label: Option<String>,
}

impl RevisionName {
    /// The revision and its part.
    pub(crate) fn find(&self, snapshot: &dyn Snapshot) -> Result<(Part, Revision)> {
        revision::named(snapshot, &self.number, self.label.as_deref())
    }

    /// The released revision and its part: that with the label, or without one the latest that is released. Where there is
    /// none, the newest, which whoever asks will find to be none.
    pub(crate) fn find_released(&self, snapshot: &dyn Snapshot) -> Result<(Part, Revision)> {
        let (part, named) = self.find(snapshot)?;
        let latest = snapshot.revisions().latest_released(part.id)?;
        Ok((part, latest.filter(|_| self.label.is_none()).unwrap_or(named)))
    }
}

impl FromStr for RevisionName {
    type Err = CliError;

    fn from_str(text: &str) -> Result<Self, CliError> {
        let invalid = || CliError::RevisionNameInvalid { text: text.to_owned() };
        let (number, label) = match text.split_once('@') {
            Some((_, "")) => return Err(invalid()),
            Some((number, label)) => (number, Some(label.to_owned())),
            None => (text, None),
        };
        Ok(Self { number: number.parse().map_err(|_| invalid())?, label })
    }
}

impl fmt::Display for RevisionName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.label {
            Some(label) => write!(formatter, "{}@{label}", self.number),
            None => self.number.fmt(formatter),
        }
    }
}
