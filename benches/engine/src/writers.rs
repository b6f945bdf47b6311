//! Every design with one, eight and sixty-four writers, taking turns.

use load::{Failure, Measured};

use crate::child::Child;
use crate::design::Design;
use crate::figure::median;
use crate::plan::Plan;
use crate::processor::Look;
use crate::quiet::Quiet;
use crate::seed::Seed;

/// How many callers write.
pub(crate) const CALLERS: [usize; 3] = [1, 8, 64];

/// A design with so many callers, in every round.
pub(crate) struct Run {
    pub(crate) design: Design,
    pub(crate) callers: usize,
    rounds: Vec<Measured>,
    /// Microseconds of processor time a unit, in every round.
    costs: Vec<f64>,
}

impl Run {
    /// The median of the rounds.
    pub(crate) fn median(&self, value: impl Fn(&Measured) -> f64) -> f64 {
        median(self.rounds.iter().map(value))
    }

    /// Microseconds of processor time a unit, all threads together.
    pub(crate) fn cost(&self) -> f64 {
        median(self.costs.iter().copied())
    }

    /// Units that ended in an error, in all rounds.
    pub(crate) fn failed(&self) -> u64 {
        self.rounds.iter().map(|round| round.failed).sum()
    }
}

pub(crate) fn measure(plan: &Plan, seed: &Seed, quiet: &Quiet, child: Option<&Child>) -> Result<Vec<Run>, Failure> {
    let pairs = CALLERS.iter().flat_map(|callers| plan.designs.iter().map(|design| (*design, *callers)));
    let mut runs: Vec<Run> = pairs
        .filter(|(design, callers)| design.takes(*callers))
        .map(|(design, callers)| Run { design, callers, rounds: Vec::new(), costs: Vec::new() })
        .collect();
    for round in 0..plan.rounds {
        eprintln!("writers: round {} of {}", round + 1, plan.rounds);
        // Each round begins with another design, so that none has always the same neighbour.
        let count = runs.len();
        for turn in 0..count {
            let run = &mut runs[(turn + round * 3) % count];
            let (measured, cost) = quiet.turn(|| once(plan, seed, child, run.design, run.callers))?;
            run.rounds.push(measured);
            run.costs.push(cost);
        }
    }
    Ok(runs)
}

fn once(
    plan: &Plan,
    seed: &Seed,
    child: Option<&Child>,
    design: Design,
    callers: usize,
) -> Result<(Measured, f64), Failure> {
    let copy = seed.copy()?;
    let before = Look::now();
    let measured = design.run(&copy.path, callers, plan.turn, child)?;
    let cost = before.own_since() * 1_000_000.0 / measured.acknowledged as f64;
    let (added, dense) = copy.added()?;
    if added == measured.acknowledged && dense {
        return Ok((measured, cost));
    }
    let (title, told) = (design.title(), measured.acknowledged);
    Err(format!("{title}: {told} units were acknowledged, {added} are there; numbers dense: {dense}").into())
}
