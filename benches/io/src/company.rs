//! An import while others write: small units, one after the other, from several threads.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use measure::{Failure, Took, timed};
use partwright_domain::revision::LabelScheme;
use partwright_domain::setting::{SettingService, Settings};

use crate::house::House;

/// How many threads write beside it.
const OTHERS: usize = 4;

/// What an import takes that waits together with others, by the clock; and how many units these had meanwhile.
pub(crate) fn import(house: &House, csv: &Path) -> Result<(Took, usize), Failure> {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let others: Vec<_> = (0..OTHERS).map(|_| scope.spawn(|| write_until(house, &is_over))).collect();
        let imported = timed(|| house.import(csv));
        is_over.store(true, Ordering::Relaxed);
        let mut units = 0;
        for other in others {
            units += other.join().map_err(|_| "who wrote beside it panicked")??;
        }
        Ok((imported?.0, units))
    })
}

fn write_until(house: &House, is_over: &AtomicBool) -> Result<usize, Failure> {
    let service = SettingService::new(house.ports.clone());
    let mut units = 0;
    while !is_over.load(Ordering::Relaxed) {
        let labels = if units % 2 == 0 { LabelScheme::Letters } else { LabelScheme::Numeric };
        service.change(&house.actor, Settings { labels, ..Settings::default() })?;
        units += 1;
    }
    Ok(units)
}
