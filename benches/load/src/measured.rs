//! What a run came to, and how one program tells it to another.

use std::fmt::{self, Display};
use std::str::FromStr;
use std::time::Duration;

use crate::Failure;

/// What a run came to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measured {
    /// Units that were durable before the time was up.
    pub units: u64,
    /// For how long it was measured.
    pub seconds: f64,
    /// The longest that one unit took, also of those that ended later; milliseconds.
    pub slowest: f64,
    /// Units of the caller that got the fewest, and of the one that got the most.
    pub least: u64,
    /// See `least`.
    pub most: u64,
    /// All units that were acknowledged, also after the time was up.
    pub acknowledged: u64,
    /// Units that ended in an error.
    pub failed: u64,
}

impl Measured {
    /// Units a second.
    pub fn rate(&self) -> f64 {
        self.units as f64 / self.seconds
    }

    /// The least served caller's share of the most served one's.
    pub fn fairness(&self) -> f64 {
        self.least as f64 / (self.most.max(1)) as f64
    }

    /// What all callers together came to.
    pub(crate) fn of(callers: &[Caller], duration: Duration) -> Self {
        let units = || callers.iter().map(|caller| caller.units);
        Self {
            units: units().sum(),
            seconds: duration.as_secs_f64(),
            slowest: callers.iter().map(|caller| caller.slowest).max().unwrap_or_default().as_secs_f64() * 1000.0,
            least: units().min().unwrap_or_default(),
            most: units().max().unwrap_or_default(),
            acknowledged: callers.iter().map(|caller| caller.acknowledged).sum(),
            failed: callers.iter().map(|caller| caller.failed).sum(),
        }
    }
}

impl Display for Measured {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { units, seconds, slowest, least, most, acknowledged, failed } = self;
        write!(formatter, "{units} {seconds} {slowest} {least} {most} {acknowledged} {failed}")
    }
}

impl FromStr for Measured {
    type Err = Failure;

    fn from_str(line: &str) -> Result<Self, Failure> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [units, seconds, slowest, least, most, acknowledged, failed] = words[..] else {
            return Err(format!("not a measurement: {line}").into());
        };
        Ok(Self {
            units: units.parse()?,
            seconds: seconds.parse()?,
            slowest: slowest.parse()?,
            least: least.parse()?,
            most: most.parse()?,
            acknowledged: acknowledged.parse()?,
            failed: failed.parse()?,
        })
    }
}

/// What one caller counted.
#[derive(Debug, Default)]
pub(crate) struct Caller {
    units: u64,
    acknowledged: u64,
    failed: u64,
    slowest: Duration,
}

impl Caller {
    pub(crate) fn note<E>(&mut self, outcome: &Result<u64, E>, took: Duration, in_time: bool) {
        self.slowest = self.slowest.max(took);
        match outcome {
            Ok(units) => {
                self.acknowledged += units;
                self.units += if in_time { *units } else { 0 };
            }
            Err(_) => self.failed += 1,
        }
    }
}
