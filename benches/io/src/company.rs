//! An import while others write: small units, one after the other, from several threads.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use measure::{Failure, Took, timed};
use partwright_domain::Error;
use partwright_domain::revision::LabelScheme;
use partwright_domain::setting::{SettingService, Settings};
use partwright_domain::store::StoreError;

use crate::house::House;

/// How many threads write beside it.
const OTHERS: usize = 4;

/// What others did while an import went on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Others {
    /// How many units they wrote.
    pub(crate) units: usize,
    /// How often they were told that the workspace was busy for too long, and asked again.
    pub(crate) refused: usize,
}

/// What an import takes that waits together with others, by the clock; and what these did meanwhile.
pub(crate) fn import(house: &House, csv: &Path) -> Result<(Took, Others), Failure> {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..OTHERS).map(|_| scope.spawn(|| write_until(house, &is_over))).collect();
        let imported = timed(|| house.import(csv));
        is_over.store(true, Ordering::Relaxed);
        let mut others = Others::default();
        for thread in threads {
            let Others { units, refused } = thread.join().map_err(|_| "who wrote beside it panicked")??;
            others.units += units;
            others.refused += refused;
        }
        Ok((imported?.0, others))
    })
}

fn write_until(house: &House, is_over: &AtomicBool) -> Result<Others, Failure> {
    let service = SettingService::new(house.ports.clone());
    let mut others = Others::default();
    while !is_over.load(Ordering::Relaxed) {
        let labels = if others.units % 2 == 0 { LabelScheme::Letters } else { LabelScheme::Numeric };
        match service.change(&house.actor, Settings { labels, ..Settings::default() }) {
            Ok(_) => others.units += 1,
            // A large import holds the workspace longer than anybody waits for it.
            Err(Error::Store(StoreError::Exhausted { .. })) => others.refused += 1,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(others)
}
