//! Many parts in one unit of work, and the same rows written by hand.

use std::path::Path;

use measure::rows::{self, Rows};
use measure::{Failure, Folder, Quiet, Random, Took, Turns, connection, timed};
use partwright_domain::category::Subcategory;
use partwright_domain::part::{NewPart, PartService};
use partwright_domain::person::Actor;
use partwright_domain::store::Snapshot;
use rusqlite::{Connection, TransactionBehavior, params_from_iter};

use crate::goods::Good;
use crate::people::{People, ports};
use crate::plan::Plan;
use crate::seed::{self, Seed};

/// The tables that get rows, and how the new ones are told from those that were there.
const TABLES: [(&str, &str); 5] = [
    ("part", "sequence > ?1"),
    ("revision", "part_id IN (SELECT id FROM part WHERE sequence > ?1)"),
    ("manufacturer_part", "part_id IN (SELECT id FROM part WHERE sequence > ?1)"),
    ("audit_unit", "sequence = (SELECT max(sequence) FROM audit_unit)"),
    ("audit_entry", "unit_sequence = (SELECT max(sequence) FROM audit_unit)"),
];

/// Each side works on fresh copies. The peer has the values ready: it makes no id, no key, no JSON and no terms.
pub(crate) fn measure(plan: &Plan, seed: &Seed, folder: &Folder, quiet: &Quiet) -> Result<Turns, Failure> {
    let tables = written(plan, seed, folder)?;
    Turns::take(
        plan.rounds,
        quiet,
        || create(plan, &seed.copy(folder)?.path),
        || insert(plan, &tables, &seed.copy(folder)?.path),
    )
}

fn create(plan: &Plan, path: &Path) -> Result<Took, Failure> {
    let store = seed::open(path)?;
    let (author, _): (Actor, Actor) = People::find(&store)?;
    let read = |snapshot: &dyn Snapshot| snapshot.categories().subcategories();
    let subcategories = store.read("bench.subcategories", read)?;
    let mut random = Random::seeded(11);
    let new = (0..plan.create).map(|nth| new_part(&mut random, nth, &subcategories)).collect::<Result<Vec<_>, _>>()?;
    let service = PartService::new(ports(&store));
    let (took, parts) = timed(|| Ok(service.create_all(&author, new)?))?;
    if parts.len() == plan.create { Ok(took) } else { Err("not all parts were made".into()) }
}

fn new_part(random: &mut Random, nth: usize, subcategories: &[Subcategory]) -> Result<NewPart, Failure> {
    let Good { codes, name, description, made, .. } = Good::invent(random, nth)?;
    let subcategory = subcategories.iter().find(|known| known.codes == codes).ok_or("no such subcategory")?.id;
    Ok(NewPart { subcategory, name, description, manufacturer_part: made })
}

/// The rows that the service writes, from a copy in which it has written them.
fn written(plan: &Plan, seed: &Seed, folder: &Folder) -> Result<Vec<Rows>, Failure> {
    let copy = seed.copy(folder)?;
    let last: i64 = Connection::open(&copy.path)?.query_row("SELECT max(sequence) FROM part", [], |row| row.get(0))?;
    create(plan, &copy.path)?;
    let connection = Connection::open(&copy.path)?;
    let table = |(table, new): &(&str, &str)| {
        let parameters: &[i64] = if new.contains('?') { &[last] } else { &[] };
        Rows::of(&connection, table, new, params_from_iter(parameters))
    };
    let mut tables = TABLES.iter().map(table).collect::<Result<Vec<_>, Failure>>()?;
    tables.push(Rows::of_index(&connection, last)?);
    Ok(tables)
}

fn insert(plan: &Plan, tables: &[Rows], path: &Path) -> Result<Took, Failure> {
    let mut connection = connection::writing(path)?;
    let write = || {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        rows::take_sequences(&transaction, plan.create)?;
        tables.iter().try_for_each(|rows| rows.insert(&transaction))?;
        rows::nothing_is_due(&transaction)?;
        Ok(transaction.commit()?)
    };
    Ok(timed(write)?.0)
}
