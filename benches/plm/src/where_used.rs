//! Where the most used part is used, over all levels.

use std::hint::black_box;

use measure::{Failure, Quiet, Turns, connection, timed};
use partwright_domain::bom;
use partwright_domain::id::PartId;

use crate::peer::{self, ABOVE, Line};
use crate::plan::Plan;
use crate::seed::Seed;

pub(crate) struct WhereUsed {
    /// Lines that call for the part.
    pub(crate) direct: u32,
    /// Lines through which it is used, each once.
    pub(crate) lines: usize,
    /// Revisions that it ends up in.
    pub(crate) revisions: usize,
    pub(crate) turns: Turns,
}

/// Ours also adds up how much of the part goes into each revision; the peer runs the same statement and keeps its rows.
pub(crate) fn measure(plan: &Plan, seed: &Seed, quiet: &Quiet) -> Result<WhereUsed, Failure> {
    let store = seed.open()?;
    let connection = connection::reading(&seed.path)?;
    let (part, direct) = peer::most_used(&seed.path)?;
    let ours = || {
        store.read::<_, Failure>("part.where_used", |snapshot| {
            Ok(bom::where_used(PartId(part), &snapshot.boms().above(PartId(part))?)?)
        })
    };
    let theirs = || peer::all(&connection, ABOVE, part, Line::read);
    let (revisions, lines) = (ours()?.len(), theirs()?.len());
    let turns = Turns::take(
        // It takes milliseconds: whoever else is busy disturbs it for longer than that.
        plan.rounds * 5,
        quiet,
        || Ok(timed(|| Ok(black_box(ours()?).len()))?.0),
        || Ok(timed(|| Ok(black_box(theirs()?).len()))?.0),
    )?;
    Ok(WhereUsed { direct, lines, revisions, turns })
}
