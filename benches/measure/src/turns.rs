//! Two sides that take turns, and how what they take grows.

use std::time::Instant;

use crate::{Failure, Quiet, median, thread_time};

/// Milliseconds that something took.
#[derive(Debug, Clone, Copy)]
pub struct Took {
    /// By the clock.
    pub clock: f64,
    /// Of processor time.
    pub processor: f64,
}

impl Took {
    /// The medians of several.
    pub fn median(all: &[Self]) -> Self {
        let of = |value: fn(&Self) -> f64| median(all.iter().map(value));
        Self { clock: of(|took| took.clock), processor: of(|took| took.processor) }
    }
}

/// What each side took, round by round.
#[derive(Debug, Default)]
pub struct Turns {
    ours: Vec<Took>,
    peer: Vec<Took>,
}

impl Turns {
    /// So many rounds of both, each beginning with the other one.
    pub fn take(
        rounds: usize,
        quiet: &Quiet,
        mut ours: impl FnMut() -> Result<Took, Failure>,
        mut peer: impl FnMut() -> Result<Took, Failure>,
    ) -> Result<Self, Failure> {
        let mut turns = Self::default();
        for round in 0..rounds {
            // A round is one turn: what disturbs one side of it shall not be without the other.
            let (first, second) = quiet.turn(|| {
                if round.is_multiple_of(2) {
                    Ok((ours()?, peer()?))
                } else {
                    let second = peer()?;
                    Ok((ours()?, second))
                }
            })?;
            turns.ours.push(first);
            turns.peer.push(second);
        }
        Ok(turns)
    }

    /// What ours took; the medians.
    pub fn ours(&self) -> Took {
        Took::median(&self.ours)
    }

    /// What the peer took; the medians.
    pub fn peer(&self) -> Took {
        Took::median(&self.peer)
    }

    /// Ours over the peer's by the clock, the median of the rounds: both halves of a round had the same company.
    pub fn ratio(&self) -> f64 {
        self.median_ratio(|took| took.clock)
    }

    /// The same of processor time, which other programs disturb less.
    pub fn ratio_of_work(&self) -> f64 {
        self.median_ratio(|took| took.processor)
    }

    fn median_ratio(&self, of: fn(&Took) -> f64) -> f64 {
        median(self.ours.iter().zip(&self.peer).map(|(ours, peer)| of(ours) / of(peer)))
    }
}

/// How long it takes.
pub fn timed<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<(Took, T), Failure> {
    let (begun, before) = (Instant::now(), thread_time());
    let answer = work()?;
    let (clock, processor) = (begun.elapsed().as_secs_f64() * 1000.0, thread_time() - before);
    Ok((Took { clock, processor }, answer))
}

/// The power of the size that the cost grows with: 1 is linear. The slope of the line through the logarithms of processor
/// time, because of two turns the longer one is kept waiting more often.
pub fn exponent(points: &[(usize, Took)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(size, took)| ((*size as f64).ln(), took.processor.ln())).collect();
    let count = logs.len() as f64;
    let (sum_x, sum_y) = logs.iter().fold((0.0, 0.0), |(sum_x, sum_y), (x, y)| (sum_x + x, sum_y + y));
    let (mean_x, mean_y) = (sum_x / count, sum_y / count);
    let rise: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let run: f64 = logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    rise / run
}
