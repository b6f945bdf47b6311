//! A clock and a source of ids that give every test the same times and the same ids.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use partwright_domain::id::{IdSource, Uuid};
use partwright_domain::time::{Clock, Timestamp};

/// A clock that goes on by one second each time it is asked, from 2026-01-01T00:00:00Z.
#[derive(Debug)]
pub struct StepClock(AtomicI64);

impl StepClock {
    /// The first time it tells.
    pub const START: Timestamp = Timestamp(1_767_225_600_000);
    /// How far it goes on, in milliseconds.
    pub const STEP: i64 = 1000;
}

impl Default for StepClock {
    fn default() -> Self {
        Self(AtomicI64::new(Self::START.0))
    }
}

impl Clock for StepClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.fetch_add(Self::STEP, Ordering::Relaxed))
    }
}

/// Ids that count: version 7 UUIDs in order, each given once, whichever thread asks.
#[derive(Debug, Default)]
pub struct CountingIds(AtomicU64);

impl IdSource for CountingIds {
    fn next(&self) -> Uuid {
        let count = u128::from(self.0.fetch_add(1, Ordering::Relaxed) + 1);
        // Version 7 in bits 76 to 79, the RFC's variant in bits 62 and 63; the count round them, in order.
        Uuid::from_u128((count >> 62) << 80 | 0x7 << 76 | 0b10 << 62 | (count & ((1 << 62) - 1)))
    }
}
