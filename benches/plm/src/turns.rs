//! Two sides that take turns, and how what they take grows.

use std::time::Instant;

use measure::{Failure, Quiet, median};

/// Milliseconds that each side took, round by round.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    ours: Vec<f64>,
    peer: Vec<f64>,
}

impl Turns {
    /// So many rounds of both, each beginning with the other one.
    pub(crate) fn take(
        rounds: usize,
        quiet: &Quiet,
        mut ours: impl FnMut() -> Result<f64, Failure>,
        mut peer: impl FnMut() -> Result<f64, Failure>,
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

    /// What ours took; the median.
    pub(crate) fn ours(&self) -> f64 {
        median(self.ours.iter().copied())
    }

    /// What the peer took; the median.
    pub(crate) fn peer(&self) -> f64 {
        median(self.peer.iter().copied())
    }

    /// Ours over the peer's, the median of the rounds: both halves of a round had the same company.
    pub(crate) fn ratio(&self) -> f64 {
        median(self.ours.iter().zip(&self.peer).map(|(ours, peer)| ours / peer))
    }
}

/// How long it takes; milliseconds.
pub(crate) fn timed<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<(f64, T), Failure> {
    let begun = Instant::now();
    let answer = work()?;
    Ok((begun.elapsed().as_secs_f64() * 1000.0, answer))
}

/// The power of the size that the cost grows with: 1 is linear. The slope of the line through the logarithms.
pub(crate) fn exponent(points: &[(usize, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(size, cost)| ((*size as f64).ln(), cost.ln())).collect();
    let count = logs.len() as f64;
    let (sum_x, sum_y) = logs.iter().fold((0.0, 0.0), |(sum_x, sum_y), (x, y)| (sum_x + x, sum_y + y));
    let (mean_x, mean_y) = (sum_x / count, sum_y / count);
    let rise: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let run: f64 = logs.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    rise / run
}
