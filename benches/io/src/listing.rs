//! What KiCad is answered when it asks for a category: all parts of it, with everything that is known of each.

use std::sync::Arc;

use measure::{Failure, Folder, Quiet, Took, timed};
use partwright_domain::category::Codes;
use partwright_domain::kicad::{KicadService, Library};
use partwright_kicad::write_listing;

use crate::file;
use crate::house::{House, Seed};

/// What one answer took.
pub(crate) struct Listing {
    pub(crate) parts: usize,
    pub(crate) took: Took,
    /// How large the answer is, in bytes.
    pub(crate) size: usize,
}

/// Imports so many resistors, offers drafts too, and writes the category's answer.
pub(crate) fn measure(parts: usize, rounds: usize, folder: &Folder, quiet: &Quiet) -> Result<Listing, Failure> {
    let csv = folder.file(&format!("{parts}.csv"));
    file::write_placed(&csv, parts, |_| 'R')?;
    let seed = Seed::make(folder, "seed", |house| {
        house.import(&csv)?;
        KicadService::new(house.ports.clone()).change(&house.actor, Library { drafts: true })?;
        Ok(())
    })?;
    let house = House::open(seed.path())?;
    let codes = Codes::parse("EL-RES")?;
    let answer = || {
        let mut bytes = Counted(0);
        let (took, ()) = timed(|| Ok(write_listing(Arc::clone(&house.ports.store), &codes, &mut bytes)?))?;
        Ok((took, bytes.0))
    };
    let answers = (0..rounds).map(|_| quiet.turn(answer)).collect::<Result<Vec<_>, _>>()?;
    let size = answers.first().map_or(0, |(_, size)| *size);
    let took: Vec<Took> = answers.into_iter().map(|(took, _)| took).collect();
    Ok(Listing { parts, took: Took::median(&took), size })
}

/// Counts what is written, as a socket that takes everything.
struct Counted(usize);

impl std::io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
