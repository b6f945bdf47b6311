//! Many parts in one unit of work, and the same rows written by hand.

use std::path::Path;

use measure::{Failure, Folder, Quiet, Random, connection};
use partwright_domain::category::Subcategory;
use partwright_domain::part::{NewPart, PartService};
use partwright_domain::person::Actor;
use partwright_domain::store::Snapshot;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, TransactionBehavior, params_from_iter};

use crate::goods::Good;
use crate::people::{People, ports};
use crate::plan::Plan;
use crate::seed::{self, Seed};
use crate::turns::{Took, Turns, timed};

/// The tables that get rows, and how the new ones are told from those that were there.
const TABLES: [(&str, &str); 5] = [
    ("part", "sequence > ?1"),
    ("revision", "part_id IN (SELECT id FROM part WHERE sequence > ?1)"),
    ("manufacturer_part", "part_id IN (SELECT id FROM part WHERE sequence > ?1)"),
    ("audit_unit", "sequence = (SELECT max(sequence) FROM audit_unit)"),
    ("audit_entry", "unit_sequence = (SELECT max(sequence) FROM audit_unit)"),
];

/// The index of the search keeps terms and no texts, so what is put into it is put together again from the terms.
const INDEX: &str = "
    SELECT doc, coalesce(group_concat(term, ' ') FILTER (WHERE col = 'head'), ''),
        coalesce(group_concat(term, ' ') FILTER (WHERE col = 'inside'), ''),
        coalesce(group_concat(term, ' ') FILTER (WHERE col = 'fact'), '')
    FROM search_term WHERE doc > ?1 GROUP BY doc";

const TAKE_SEQUENCE: &str = include_str!("../../../crates/persistence/src/part/take_sequence.sql");
const PUT_IN_INDEX: &str = include_str!("../../../crates/persistence/src/search/put.sql");
const NOTHING_IS_DUE: &str = "DELETE FROM search_due";

/// Rows of a table, with the statement that adds one.
struct Rows {
    sql: String,
    rows: Vec<Vec<Value>>,
}

/// Each side works on fresh copies. The peer has the values ready: it makes no id, no key, no JSON and no terms.
pub(crate) fn measure(plan: &Plan, seed: &Seed, folder: &Folder, quiet: &Quiet) -> Result<Turns, Failure> {
    let rows = rows(plan, seed, folder)?;
    Turns::take(
        plan.rounds,
        quiet,
        || create(plan, &seed.copy(folder)?.path),
        || insert(plan, &rows, &seed.copy(folder)?.path),
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
fn rows(plan: &Plan, seed: &Seed, folder: &Folder) -> Result<Vec<Rows>, Failure> {
    let copy = seed.copy(folder)?;
    let last: i64 = Connection::open(&copy.path)?.query_row("SELECT max(sequence) FROM part", [], |row| row.get(0))?;
    create(plan, &copy.path)?;
    let connection = Connection::open(&copy.path)?;
    let table = |(table, new): &(&str, &str)| {
        let parameters: &[i64] = if new.contains('?') { &[last] } else { &[] };
        let (columns, rows) =
            read(&connection, &format!("SELECT * FROM {table} WHERE {new} ORDER BY 1, 2"), parameters)?;
        let (marks, columns) = (vec!["?"; columns.len()].join(", "), columns.join(", "));
        Ok(Rows { sql: format!("INSERT INTO {table} ({columns}) VALUES ({marks})"), rows })
    };
    let mut tables = TABLES.iter().map(table).collect::<Result<Vec<_>, Failure>>()?;
    tables.push(Rows { sql: PUT_IN_INDEX.to_owned(), rows: read(&connection, INDEX, &[last])?.1 });
    Ok(tables)
}

fn read(connection: &Connection, sql: &str, parameters: &[i64]) -> Result<(Vec<String>, Vec<Vec<Value>>), Failure> {
    let mut statement = connection.prepare(sql)?;
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let values = |row: &Row<'_>| (0..columns.len()).map(|index| row.get(index)).collect();
    let rows = statement.query_map(params_from_iter(parameters), values)?.collect::<rusqlite::Result<_>>()?;
    Ok((columns, rows))
}

fn insert(plan: &Plan, tables: &[Rows], path: &Path) -> Result<Took, Failure> {
    let mut connection = connection::writing(path)?;
    let write = || {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut take = transaction.prepare(TAKE_SEQUENCE)?;
            for _ in 0..plan.create {
                take.query_row([], |row| row.get::<_, i64>(0))?;
            }
        }
        for Rows { sql, rows } in tables {
            let mut statement = transaction.prepare(sql)?;
            for row in rows {
                statement.execute(params_from_iter(row))?;
            }
        }
        transaction.execute(NOTHING_IS_DUE, [])?;
        Ok(transaction.commit()?)
    };
    Ok(timed(write)?.0)
}
