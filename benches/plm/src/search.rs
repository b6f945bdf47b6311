//! Searches as people type them: a value, a maker's number, words of a name.

use std::hint::black_box;
use std::sync::Arc;

use measure::{Failure, Quiet, Random, median, quantile, timed};
use partwright_domain::part::{PartFilter, PartSummary};
use partwright_domain::search::{Query, Search};
use partwright_domain::store::Store;

use crate::plan::Plan;
use crate::seed::{Seed, Seeds};

/// How many rows a page of results has.
const ROWS: u32 = 100;

/// Milliseconds.
pub(crate) struct Searches {
    pub(crate) small: Latency,
    pub(crate) largest: Latency,
    /// The 99th of a hundred in the largest workspace over that in the small one.
    pub(crate) ratio: f64,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Latency {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

pub(crate) fn measure(plan: &Plan, seeds: &Seeds, quiet: &Quiet) -> Result<Searches, Failure> {
    let (small, largest) = (seeds.small.open()?, seeds.largest.open()?);
    let here = texts(&small, &seeds.small, plan.searches)?;
    let there = texts(&largest, &seeds.largest, plan.searches)?;
    let mut rounds = Vec::new();
    for _ in 0..plan.rounds {
        rounds.push(quiet.turn(|| Ok((search(&small, &here)?, search(&largest, &there)?)))?);
    }
    let of = |latency: fn(&(Latency, Latency)) -> f64| median(rounds.iter().map(latency));
    Ok(Searches {
        small: Latency { p50: of(|(small, _)| small.p50), p99: of(|(small, _)| small.p99) },
        largest: Latency { p50: of(|(_, largest)| largest.p50), p99: of(|(_, largest)| largest.p99) },
        ratio: of(|(small, largest)| largest.p99 / small.p99),
    })
}

/// What somebody who looks for some part of the workspace might type.
fn texts(store: &Arc<dyn Store>, seed: &Seed, count: usize) -> Result<Vec<String>, Failure> {
    let mut random = Random::seeded(7);
    let step = u32::try_from(seed.parts / 8)?.max(1);
    let (mut known, mut after) = (Vec::new(), None);
    loop {
        let filter = PartFilter { after, limit: step, ..PartFilter::default() };
        let page = store.read("part.list", |snapshot| snapshot.parts().list(&filter))?;
        known.extend(page.rows.into_iter().step_by(7));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok((0..count).map(|nth| text(&known[random.below(known.len())], nth)).collect())
}

fn text(part: &PartSummary, nth: usize) -> String {
    let name = part.part.name.as_str();
    let mpn = part.manufacturer_part.as_ref().map(|made| made.mpn.as_str());
    let maker = part.manufacturer_part.as_ref().map(|made| made.manufacturer.as_str());
    match nth % 6 {
        0 => part.value.clone().unwrap_or_else(|| name.to_owned()),
        1 => mpn.unwrap_or(name).to_owned(),
        2 => mpn.map_or_else(|| name.to_owned(), |mpn| mpn.chars().take(8).collect()),
        3 => name.to_owned(),
        4 => part.part.number.to_string(),
        _ => format!("{} {}", maker.unwrap_or_default(), part.value.as_deref().unwrap_or(name)),
    }
}

fn search(store: &Arc<dyn Store>, texts: &[String]) -> Result<Latency, Failure> {
    let mut times = Vec::with_capacity(texts.len());
    for text in texts {
        let asked = Search { query: Query::parse(text), limit: ROWS, ..Search::default() };
        let found = || Ok(black_box(store.read("search.parts", |snapshot| snapshot.search().find(&asked))?).hits.len());
        let (took, found) = timed(found)?;
        if found == 0 {
            return Err(format!("\"{text}\" finds nothing").into());
        }
        times.push(took.clock);
    }
    Ok(Latency { p50: quantile(&mut times, 0.5), p99: quantile(&mut times, 0.99) })
}
