//! Turns that other programs did not disturb.
//!
//! A compiler beside a measurement makes a flush that takes a tenth of a millisecond take four, because whoever waited
//! for the disk then waits for a processor. So a turn in which others were busy is measured again, once they are done,
//! for as long as there is patience; the least disturbed one counts. Every design is treated alike.

use std::cell::Cell;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use crate::Failure;

use crate::processor::Look;

/// Processors that others may keep busy. What the system does for our own writes is among it.
const NOISE: f64 = 0.25;
const GLANCE: Duration = Duration::from_millis(500);

/// How long others are waited for, in all.
pub struct Quiet {
    patience: Cell<Duration>,
    turns: Cell<u32>,
    disturbed: Cell<u32>,
}

impl Quiet {
    /// Waits for so long in all.
    pub fn with_patience(patience: Duration) -> Self {
        Self { patience: Cell::new(patience), turns: Cell::new(0), disturbed: Cell::new(0) }
    }

    /// Turns that count although they were disturbed, and all turns.
    pub fn disturbed(&self) -> (u32, u32) {
        (self.disturbed.get(), self.turns.get())
    }

    /// Measures, if need be again.
    pub fn turn<T>(&self, mut measure: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
        let mut best: Option<(f64, T)> = None;
        loop {
            let begun = Instant::now();
            let look = Look::now();
            let value = measure()?;
            let others = look.others_since();
            if best.as_ref().is_none_or(|(least, _)| others < *least) {
                best = Some((others, value));
            }
            let is_quiet = others.is_nan() || others <= NOISE;
            if is_quiet || self.patience.get().is_zero() {
                self.turns.set(self.turns.get() + 1);
                self.disturbed.set(self.disturbed.get() + u32::from(!is_quiet));
                return best.map(|(_, value)| value).ok_or_else(|| "nothing was measured".into());
            }
            self.wait();
            self.patience.set(self.patience.get().saturating_sub(begun.elapsed()));
        }
    }

    /// Until nobody else is busy, or patience ends.
    fn wait(&self) {
        let begun = Instant::now();
        // Nobody sends: this is how long it is until the next glance.
        let (_nobody, never) = channel::<()>();
        while begun.elapsed() < self.patience.get() {
            let look = Look::now();
            never.recv_timeout(GLANCE).ok();
            if look.others_since() <= NOISE {
                return;
            }
        }
    }
}
