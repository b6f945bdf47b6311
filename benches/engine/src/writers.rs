//! Every design with one, eight and sixty-four writers, taking turns.

use load::{Failure, Measured};

use crate::child::Child;
use crate::design::Design;
use crate::figure::median;
use crate::plan::Plan;
use crate::seed::Seed;

/// How many callers write.
pub(crate) const CALLERS: [usize; 3] = [1, 8, 64];

/// A design with so many callers, in every round.
pub(crate) struct Run {
    pub(crate) design: Design,
    pub(crate) callers: usize,
    rounds: Vec<Measured>,
}

impl Run {
    /// The median of the rounds.
    pub(crate) fn median(&self, value: impl Fn(&Measured) -> f64) -> f64 {
        median(self.rounds.iter().map(value))
    }

    /// Units that ended in an error, in all rounds.
    pub(crate) fn failed(&self) -> u64 {
        self.rounds.iter().map(|round| round.failed).sum()
    }
}

pub(crate) fn measure(plan: &Plan, seed: &Seed, child: &Child) -> Result<Vec<Run>, Failure> {
    let pairs = CALLERS.iter().flat_map(|callers| Design::ALL.map(|design| (design, *callers)));
    let mut runs: Vec<Run> = pairs
        .filter(|(design, callers)| design.takes(*callers))
        .map(|(design, callers)| Run { design, callers, rounds: Vec::new() })
        .collect();
    for round in 0..plan.rounds {
        eprintln!("writers: round {} of {}", round + 1, plan.rounds);
        // Each round begins with another design, so that none has always the same neighbour.
        let count = runs.len();
        for turn in 0..count {
            let run = &mut runs[(turn + round * 3) % count];
            run.rounds.push(once(plan, seed, child, run.design, run.callers)?);
        }
    }
    Ok(runs)
}

fn once(plan: &Plan, seed: &Seed, child: &Child, design: Design, callers: usize) -> Result<Measured, Failure> {
    let copy = seed.copy()?;
    let measured = design.run(&copy.path, callers, plan.turn, child)?;
    let (added, dense) = copy.added()?;
    if added == measured.acknowledged && dense {
        return Ok(measured);
    }
    let (title, told) = (design.title(), measured.acknowledged);
    Err(format!("{title}: {told} units were acknowledged, {added} are there; numbers dense: {dense}").into())
}
