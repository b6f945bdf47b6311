//! Settings: how a workspace wants things done. One row, every setting with its own type.

mod kept;
mod repository;
mod service;

pub use repository::{SettingReader, SettingRepository};
pub use service::SettingService;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::refusals;
use crate::revision::LabelScheme;
use crate::text::read_back;

refusals! {
    /// Why a setting was refused.
    pub enum SettingError {
        ApprovalsInvalid { text: String } = "setting.approvals_invalid",
            "\"{text}\" is no number of approvals; write a number from 1 to 9.";
    }
}

/// How many approvals a release needs: 1 to 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ApprovalCount(u32);

impl ApprovalCount {
    /// One approval.
    pub const ONE: Self = Self(1);

    /// Takes 1 to 9.
    pub fn new(count: u32) -> Result<Self, SettingError> {
        let fits = (1..=9).contains(&count);
        if fits { Ok(Self(count)) } else { Err(SettingError::ApprovalsInvalid { text: count.to_string() }) }
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

read_back!(ApprovalCount: u32 => Self::new);

impl fmt::Display for ApprovalCount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// How a workspace wants things done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// How new revisions are labelled.
    pub labels: LabelScheme,
    /// How many approvals a release needs. A review keeps the number that was set when it began.
    pub approvals: ApprovalCount,
}

impl Default for Settings {
    fn default() -> Self {
        Self { labels: LabelScheme::Numeric, approvals: ApprovalCount::ONE }
    }
}
