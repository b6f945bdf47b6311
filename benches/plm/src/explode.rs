//! Explosions: ours, and one recursive query of plain SQL; and the reading of what stands below a revision by itself.

use std::hint::black_box;
use std::sync::Arc;

use measure::{Failure, Quiet, Took, Turns, connection, timed};
use partwright_domain::bom::{Dnp, ExplodedLine, Explosion, Structure};
use partwright_domain::id::RevisionId;
use partwright_domain::store::Store;
use rusqlite::Connection;

use crate::peer::{self, BELOW, EXPLODE, Exploded, Line};
use crate::plan::{self, Plan};
use crate::seed::Seed;

/// An explosion of so many rows.
pub(crate) struct Explosions {
    /// Rows of the answer.
    pub(crate) rows: usize,
    /// Lines that are written down, each once.
    pub(crate) lines: usize,
    pub(crate) deepest: usize,
    pub(crate) explode: Turns,
    /// The same statement on both sides, without exploding.
    pub(crate) read: Turns,
}

/// The products with shared sub-assemblies, and then the assembly of one level in which nothing is shared.
pub(crate) fn measure(plan: &Plan, seed: &Seed, quiet: &Quiet) -> Result<(Vec<Explosions>, Explosions), Failure> {
    let store = seed.open()?;
    let connection = connection::reading(&seed.path)?;
    let one = |name: &str, rows: usize| {
        let revision = RevisionId(peer::revision_named(&seed.path, name)?);
        let of = Explosions::measure(plan.rounds, &store, &connection, revision, quiet)?;
        if of.rows == rows { Ok(of) } else { Err(Failure::from(format!("{name} explodes to {} rows", of.rows))) }
    };
    let products = plan.explosions.iter().map(|rows| one(&plan::product(*rows), *rows)).collect::<Result<_, _>>()?;
    let [lines, ..] = [plan.flats[2]];
    Ok((products, one(&plan::flat(lines)[0], lines)?))
}

impl Explosions {
    fn measure(
        rounds: usize,
        store: &Arc<dyn Store>,
        connection: &Connection,
        revision: RevisionId,
        quiet: &Quiet,
    ) -> Result<Self, Failure> {
        let (rows, lines, deepest) = compare(store, connection, revision)?;
        let explode =
            Turns::take(rounds, quiet, || ours(store, revision, rows), || theirs(connection, revision, rows))?;
        let read = Turns::take(
            rounds,
            quiet,
            || Ok(timed(|| Ok(store.read("bom.read", |snapshot| Structure::read(snapshot.boms(), revision))?))?.0),
            || Ok(timed(|| peer::all(connection, BELOW, revision.0, Line::read))?.0),
        )?;
        Ok(Self { rows, lines, deepest, explode, read })
    }
}

/// Each row is looked at and let go.
fn ours(store: &Arc<dyn Store>, revision: RevisionId, rows: usize) -> Result<Took, Failure> {
    let explode = || {
        let count = store.read::<_, Failure>("bom.explode", |snapshot| {
            let structure = Structure::read(snapshot.boms(), revision)?;
            Ok(Explosion::new(&structure, Dnp::Mark).map(black_box).count())
        })?;
        if count == rows { Ok(()) } else { Err("an explosion has another count of rows".into()) }
    };
    Ok(timed(explode)?.0)
}

fn theirs(connection: &Connection, revision: RevisionId, rows: usize) -> Result<Took, Failure> {
    let explode = || {
        let mut statement = connection.prepare_cached(EXPLODE)?;
        let mut count = 0;
        for row in statement.query_map([revision.0], Exploded::read)? {
            black_box(row?);
            count += 1;
        }
        if count == rows { Ok(()) } else { Err("the query has another count of rows".into()) }
    };
    Ok(timed(explode)?.0)
}

/// That both sides answer the same, row for row; how many rows and lines there are, and how deep they go.
fn compare(
    store: &Arc<dyn Store>,
    connection: &Connection,
    revision: RevisionId,
) -> Result<(usize, usize, usize), Failure> {
    let theirs = peer::all(connection, EXPLODE, revision.0, Exploded::read)?;
    store.read("bom.explode", |snapshot| {
        let structure = Structure::read(snapshot.boms(), revision)?;
        let lines = structure.revisions().iter().map(|revision| structure.lines(*revision).len()).sum();
        let (mut rows, mut deepest) = (0, 0);
        for (ours, theirs) in Explosion::new(&structure, Dnp::Mark).zip(&theirs) {
            if !is_same(&ours, theirs) {
                return Err(format!("row {rows} of an explosion is another one in plain SQL").into());
            }
            rows += 1;
            deepest = deepest.max(ours.level);
        }
        Ok((if rows == theirs.len() { rows } else { 0 }, lines, deepest))
    })
}

fn is_same(ours: &ExplodedLine<'_>, theirs: &Exploded) -> bool {
    let path: Vec<u8> = ours.path.iter().flat_map(|line| *line.0.as_bytes()).collect();
    let counting = ours.counts.map(|counting| *counting.revision.0.as_bytes());
    let total: f64 = ours.total.to_string().parse().unwrap_or(f64::NAN);
    path == theirs.path
        && *ours.line.child.0.as_bytes() == theirs.line.child
        && counting == theirs.line.counting
        && (ours.level as i64, ours.dnp, ours.has_lines) == (theirs.level, theirs.dnp, theirs.has_lines)
        && (total - theirs.total).abs() <= total.abs() * 1e-9
}
