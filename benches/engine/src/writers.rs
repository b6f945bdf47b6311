//! Every design with one, eight and sixty-four writers, taking turns.

use load::{Failure, Kind, Measured, Units};
use measure::{Look, Quiet, median};

use crate::child::Child;
use crate::design::Design;
use crate::plan::Plan;
use crate::seed::Seed;

/// How many callers write.
pub(crate) const CALLERS: [usize; 3] = [1, 8, 64];

/// A design with so many callers, in every round.
pub(crate) struct Run {
    pub(crate) kind: Kind,
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
    let of = |kind| {
        let pairs = CALLERS.iter().flat_map(|callers| plan.designs.iter().map(|design| (*design, *callers)));
        pairs.filter(|(design, callers)| design.takes(*callers)).map(move |(design, callers)| Run {
            kind,
            design,
            callers,
            rounds: Vec::new(),
            costs: Vec::new(),
        })
    };
    let mut runs: Vec<Run> = plan.units.iter().copied().flat_map(of).collect();
    for round in 0..plan.rounds {
        eprintln!("writers: round {} of {}", round + 1, plan.rounds);
        // Each round begins with another design, so that none has always the same neighbour.
        let count = runs.len();
        for turn in 0..count {
            let run = &mut runs[(turn + round * 3) % count];
            let (measured, cost) = quiet.turn(|| once(plan, seed, child, run))?;
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
    &Run { kind, design, callers, .. }: &Run,
) -> Result<(Measured, f64), Failure> {
    let copy = seed.copy()?;
    let units = Units::new(kind, &seed.parts)?;
    let before = Look::now();
    let measured = design.run(&copy.path, &units, callers, plan.turn, child)?;
    let cost = before.own_since() * 1_000_000.0 / measured.acknowledged as f64;
    let (added, dense) = copy.added(kind)?;
    if added == measured.acknowledged && dense {
        return Ok((measured, cost));
    }
    let (title, told) = (design.title(), measured.acknowledged);
    Err(format!("{title}: {told} units were acknowledged, {added} are there; all is dense: {dense}").into())
}
