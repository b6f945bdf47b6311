//! Part numbers: `EL-RES-100042`. The last group is one sequence for the whole workspace, dense and never reused.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::PartError;
use crate::category::Codes;
use crate::text::read_back;

/// A part's place in the one sequence of the workspace; the first is 100000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Sequence(u32);

impl Sequence {
    /// The first number a workspace gives.
    pub const FIRST: Self = Self(100_000);

    /// Takes a number of the sequence.
    pub fn new(number: u32) -> Option<Self> {
        (number >= Self::FIRST.0).then_some(Self(number))
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }

    /// The number after this one.
    pub fn next(self) -> Result<Self, PartError> {
        self.0.checked_add(1).map(Self).ok_or(PartError::NumbersUsedUp)
    }
}

/// A part number: the codes of the part's place when it was made, and its sequence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartNumber {
    /// The codes it was given under; classifying the part anew later leaves them.
    pub codes: Codes,
    /// Its place in the sequence.
    pub sequence: Sequence,
}

impl fmt::Display for PartNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.codes, self.sequence.0)
    }
}

impl FromStr for PartNumber {
    type Err = PartError;

    /// Takes `EL-RES-100042`, in capital or small letters.
    fn from_str(text: &str) -> Result<Self, PartError> {
        let invalid = || PartError::NumberInvalid { text: text.chars().take(80).collect() };
        let written = text.trim().to_ascii_uppercase();
        let (codes, digits) = written.rsplit_once('-').ok_or_else(invalid)?;
        let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
        let sequence = digits.parse().ok().filter(|_| plain).and_then(Sequence::new).ok_or_else(invalid)?;
        Ok(Self { codes: Codes::parse(codes).map_err(|_| invalid())?, sequence })
    }
}

impl Serialize for PartNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

read_back!(PartNumber: String => |text| text.parse());
