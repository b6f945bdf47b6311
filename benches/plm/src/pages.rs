//! Pages of the list of parts, by each column, both ways round, from all places of the list.

use std::hint::black_box;
use std::sync::Arc;

use measure::{Failure, Quiet, median, timed};
use partwright_domain::page::Cursor;
use partwright_domain::part::{PartFilter, PartOrder, PartSort};
use partwright_domain::store::Store;

use crate::plan::Plan;
use crate::seed::{Seed, Seeds};

const ROWS: u32 = 100;

/// From how many places of the list a page is read.
const PLACES: usize = 30;

const SORTS: [(PartSort, &str); 5] = [
    (PartSort::Number, "number"),
    (PartSort::Name, "name"),
    (PartSort::Category, "category"),
    (PartSort::Mpn, "mpn"),
    (PartSort::Created, "created"),
];

/// A page in one order.
pub(crate) struct Pages {
    /// `number`, `number_descending`, …
    pub(crate) name: String,
    /// Milliseconds in the smallest workspace.
    pub(crate) smallest: f64,
    /// In the largest.
    pub(crate) largest: f64,
    /// The largest over the smallest: the median of the rounds.
    pub(crate) ratio: f64,
}

pub(crate) fn measure(plan: &Plan, seeds: &Seeds, quiet: &Quiet) -> Result<Vec<Pages>, Failure> {
    let (smallest, largest) = (seeds.smallest.open()?, seeds.largest.open()?);
    let mut all = Vec::new();
    for (sort, name) in SORTS {
        for descending in [false, true] {
            let order = PartOrder { sort, descending };
            let here = places(&smallest, &seeds.smallest, order)?;
            let there = places(&largest, &seeds.largest, order)?;
            let mut rounds = Vec::new();
            for _ in 0..plan.rounds {
                rounds.push(quiet.turn(|| Ok((read(&smallest, order, &here)?, read(&largest, order, &there)?)))?);
            }
            all.push(Pages {
                name: format!("{name}{}", if descending { "_descending" } else { "" }),
                smallest: median(rounds.iter().map(|(smallest, _)| *smallest)),
                largest: median(rounds.iter().map(|(_, largest)| *largest)),
                ratio: median(rounds.iter().map(|(smallest, largest)| largest / smallest)),
            });
        }
    }
    Ok(all)
}

/// The first page, and places that are spread over the list; found by going through it.
fn places(store: &Arc<dyn Store>, seed: &Seed, order: PartOrder) -> Result<Vec<Option<Cursor>>, Failure> {
    let step = u32::try_from(seed.parts / PLACES)?.max(1);
    let mut places = vec![None];
    while places.len() < PLACES {
        let page = page(store, order, places.last().cloned().flatten(), step)?;
        let Some(next) = page else { break };
        places.push(Some(next));
    }
    Ok(places)
}

/// Milliseconds a page, the median of all places.
fn read(store: &Arc<dyn Store>, order: PartOrder, places: &[Option<Cursor>]) -> Result<f64, Failure> {
    let one = |place: &Option<Cursor>| Ok(timed(|| page(store, order, place.clone(), ROWS))?.0.clock);
    Ok(median(places.iter().map(one).collect::<Result<Vec<_>, Failure>>()?))
}

fn page(
    store: &Arc<dyn Store>,
    order: PartOrder,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Option<Cursor>, Failure> {
    let filter = PartFilter { order, after, limit, ..PartFilter::default() };
    let page = store.read("part.list", |snapshot| snapshot.parts().list(&filter))?;
    Ok(black_box(page).next)
}
