//! What is offered to KiCad and what is left out, counted.

use std::sync::Arc;

use super::{LeftOut, page, subcategories};
use crate::Result;
use crate::cancel::Cancel;
use crate::category::{CategoryName, Codes};
use crate::part::PartNumber;
use crate::store::Store;

/// How many parts are named of those that are left out.
const EXAMPLES: usize = 5;

/// How many parts are left out for one reason, and the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examples {
    /// How many.
    pub count: u64,
    /// The first ones.
    pub first: Vec<PartNumber>,
}

impl Examples {
    fn add(&mut self, number: PartNumber) {
        self.count += 1;
        if self.first.len() < EXAMPLES {
            self.first.push(number);
        }
    }
}

/// What KiCad is offered of a subcategory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Its codes.
    pub codes: Codes,
    /// Its name.
    pub name: CategoryName,
    /// How many parts KiCad can place.
    pub offered: u64,
    /// The parts for which no symbol is named.
    pub without_symbol: Examples,
    /// The parts that name a symbol in another way than KiCad does.
    pub symbol_unreadable: Examples,
    /// How many parts are not offered because they are not released, or obsolete.
    pub not_released: u64,
}

/// Counts, subcategory by subcategory, in as many reads as there are pages. Ends when it is cancelled.
pub fn survey(store: &Arc<dyn Store>, cancel: &Cancel) -> Result<Vec<Survey>> {
    let listed = store.read_until("kicad.survey", cancel, |seen| {
        let mut listed = Vec::new();
        for (subcategory, _) in subcategories(seen)? {
            let parts = seen.categories().part_count(subcategory.id)?;
            listed.push((subcategory, parts));
        }
        Ok::<_, crate::Error>(listed)
    })?;
    listed
        .into_iter()
        .map(|(subcategory, parts)| count(store, cancel, subcategory.codes, subcategory.name, parts))
        .collect()
}

fn count(store: &Arc<dyn Store>, cancel: &Cancel, codes: Codes, name: CategoryName, parts: u64) -> Result<Survey> {
    let (without_symbol, symbol_unreadable) = (Examples::default(), Examples::default());
    let mut counted = Survey { codes, name, offered: 0, without_symbol, symbol_unreadable, not_released: 0 };
    let mut after = None;
    loop {
        let read = store.read_until("kicad.survey", cancel, |seen| page(seen, &counted.codes, after))?;
        counted.offered += read.symbols.len() as u64;
        for (number, reason) in read.left_out {
            match reason {
                LeftOut::NoSymbol => counted.without_symbol.add(number),
                LeftOut::SymbolUnreadable => counted.symbol_unreadable.add(number),
            }
        }
        after = read.next;
        if after.is_none() {
            break;
        }
    }
    let shown = counted.offered + counted.without_symbol.count + counted.symbol_unreadable.count;
    counted.not_released = parts.saturating_sub(shown);
    Ok(counted)
}
