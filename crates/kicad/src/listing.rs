//! A category's parts as JSON, piece by piece: a page is read, written and forgotten before the next one is read.
//!
//! Each page is a read of its own, so that nobody who reads slowly keeps a state of the workspace in being.

use std::io::Write;
use std::sync::Arc;

use partwright_domain::cancel::Cancel;
use partwright_domain::category::Codes;
use partwright_domain::kicad;
use partwright_domain::part::Sequence;
use partwright_domain::store::{Store, StoreError};
use partwright_domain::{Error, Result};

use crate::wire::PartAnswer;

/// The parts of a category, on their way.
pub(crate) struct Listing {
    store: Arc<dyn Store>,
    cancel: Cancel,
    codes: Codes,
    next: Next,
    /// Whether a part was written, after which the next one needs a comma.
    begun: bool,
}

/// Which page comes next.
enum Next {
    First,
    After(Sequence),
    None,
}

impl Listing {
    pub(crate) fn of(store: Arc<dyn Store>, cancel: Cancel, codes: Codes) -> Self {
        Self { store, cancel, codes, next: Next::First, begun: false }
    }

    /// The next piece of the answer; `None` after the last. The first one fails when there is no such category.
    pub(crate) fn piece(&mut self) -> Result<Option<Vec<u8>>> {
        let after = match self.next {
            Next::First => None,
            Next::After(sequence) => Some(sequence),
            Next::None => return Ok(None),
        };
        let page = self.store.read_until("kicad.parts", &self.cancel, |seen| kicad::page(seen, &self.codes, after))?;
        let mut piece = Vec::new();
        if after.is_none() {
            piece.push(b'[');
        }
        for symbol in &page.symbols {
            if self.begun {
                piece.push(b',');
            }
            self.begun = true;
            serde_json::to_writer(&mut piece, &PartAnswer::of(symbol)).map_err(|error| unwritten(&error))?;
        }
        self.next = page.next.map_or(Next::None, Next::After);
        if matches!(self.next, Next::None) {
            piece.push(b']');
        }
        Ok(Some(piece))
    }
}

/// Writes what the server would answer for a category, without a server.
pub fn write_listing(store: Arc<dyn Store>, codes: &Codes, sink: &mut dyn Write) -> Result<()> {
    let mut listing = Listing::of(store, Cancel::default(), codes.clone());
    while let Some(piece) = listing.piece()? {
        sink.write_all(&piece).map_err(|error| unwritten(&error))?;
    }
    Ok(())
}

fn unwritten(error: &impl ToString) -> Error {
    StoreError::Failed { detail: error.to_string() }.into()
}
