//! What went wrong, in one sentence that a person can act upon.

use std::{error::Error, fmt, io};

pub(crate) type Result<T = ()> = std::result::Result<T, Failure>;

/// A sentence; the programs behind it have already shown their own words.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl Failure {
    /// For a failure whose every word stands on the terminal already.
    pub(crate) fn told() -> Self {
        Self(String::new())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for Failure {}

/// Gives a bare system error the sentence that says what was being tried.
pub(crate) trait While<T> {
    fn while_doing(self, what: impl FnOnce() -> String) -> Result<T>;
}

impl<T> While<T> for io::Result<T> {
    fn while_doing(self, what: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| Failure(format!("could not {}: {error}", what())))
    }
}
