//! Comparisons of two large revisions: line by line, and over all levels.

use std::hint::black_box;
use std::sync::Arc;

use measure::{Failure, Quiet, Took, timed};
use partwright_domain::bom::{self, Structure};
use partwright_domain::id::RevisionId;
use partwright_domain::store::Store;

use crate::peer;
use crate::plan::{self, Plan};
use crate::seed::Seed;

/// Revisions with so many lines of their own, a hundredth of them different; milliseconds, medians.
pub(crate) fn measure(plan: &Plan, seed: &Seed, quiet: &Quiet) -> Result<Vec<(usize, Took)>, Failure> {
    let store = seed.open()?;
    let one = |lines: usize| {
        let [one, other] = plan::flat(lines);
        let (one, other) = (peer::revision_named(&seed.path, &one)?, peer::revision_named(&seed.path, &other)?);
        let mut times = Vec::new();
        for _ in 0..plan.rounds {
            times.push(quiet.turn(|| compare(&store, RevisionId(one), RevisionId(other)))?);
        }
        Ok((lines, Took::median(&times)))
    };
    plan.flats.into_iter().map(one).collect()
}

/// Two products that share nothing but what they buy, over all their levels; milliseconds.
pub(crate) fn products(plan: &Plan, seed: &Seed, quiet: &Quiet) -> Result<Took, Failure> {
    let store = seed.open()?;
    let [_, one, other] = plan.explosions;
    let one = RevisionId(peer::revision_named(&seed.path, &plan::product(one))?);
    let other = RevisionId(peer::revision_named(&seed.path, &plan::product(other))?);
    let mut times = Vec::new();
    for _ in 0..plan.rounds {
        times.push(quiet.turn(|| compare(&store, one, other))?);
    }
    Ok(Took::median(&times))
}

fn compare(store: &Arc<dyn Store>, one: RevisionId, other: RevisionId) -> Result<Took, Failure> {
    let read = || {
        store.read::<_, Failure>("bom.compare", |snapshot| {
            let (one, other) = (Structure::read(snapshot.boms(), one)?, Structure::read(snapshot.boms(), other)?);
            let lines = bom::compare(one.lines(one.root()), other.lines(other.root()));
            let amounts = bom::compare_flat(&bom::flat(&one), &bom::flat(&other));
            if lines.differences.is_empty() && amounts.is_empty() {
                return Err("nothing differs".into());
            }
            black_box((lines, amounts));
            Ok(())
        })
    };
    Ok(timed(read)?.0)
}
