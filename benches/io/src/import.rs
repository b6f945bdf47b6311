//! A BOM of many rows, imported; and the csv crate with the same rows written by hand.

use std::path::Path;

use measure::rows::{self, Rows};
use measure::{Failure, Folder, Quiet, Took, Turns, connection, timed};
use partwright_domain::audit::UndoService;
use rusqlite::{Connection, TransactionBehavior};

use crate::company::Others;
use crate::house::{House, Seed};
use crate::memory::{self, Memory};
use crate::{company, file};

/// The tables that get rows, in an order in which each refers only to those before it.
const TABLES: [&str; 10] = [
    "import_file",
    "part",
    "revision",
    "property",
    "manufacturer_part",
    "import_row",
    "import_complete",
    "bom_line",
    "audit_unit",
    "audit_entry",
];

/// What triggers write, or what is counted, which the peer's statements make too; and the end of the audit's chain, one row.
const FOLLOWS: [&str; 5] = ["audit_head", "bom_designator", "part_count", "part_sequence", "search_due"];

/// What the import of one file took, on both sides.
pub(crate) struct Import {
    pub(crate) rows: usize,
    /// From the file on disk to the durable commit, the dry run before it included; beside the same rows.
    pub(crate) whole: Turns,
    /// Without the dry run.
    pub(crate) apply: Took,
    /// The peer when it only writes the lines of the BOM.
    pub(crate) lines_only: Took,
    /// The import while others write, by the clock.
    pub(crate) beside: Took,
    /// What these did meanwhile.
    pub(crate) others: Others,
    /// Undoing it.
    pub(crate) undo: Took,
    /// How many rows it left in the file.
    pub(crate) written: usize,
    /// The peaks of memory beyond an opened workspace.
    pub(crate) memory: Memory,
    /// How large the file is, in bytes.
    pub(crate) size: u64,
}

/// Where the parts of the rows are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    /// Nowhere: each row makes one.
    New,
    /// In the workspace: each row is matched by its MPN.
    Known,
}

pub(crate) fn measure(
    parts: Parts,
    rows: usize,
    rounds: usize,
    folder: &Folder,
    quiet: &Quiet,
) -> Result<Import, Failure> {
    let csv = folder.file(&format!("{rows}.csv"));
    file::write(&csv, rows)?;
    let seed = Seed::make(folder, "seed", |house| {
        if parts == Parts::Known {
            house.import(&csv)?;
        }
        Ok(())
    })?;
    let (tables, undo) = written(&seed, &csv, folder)?;
    let mut apply = Vec::new();
    let whole = Turns::take(
        rounds,
        quiet,
        || {
            let copy = seed.copy(folder, "ours")?;
            let house = House::open(&copy.path)?;
            let (whole, (carried_out, _)) = timed(|| house.import(&csv))?;
            apply.push(carried_out);
            Ok(whole)
        },
        || insert(&tables, rows, parts, &csv, &seed.copy(folder, "peer")?.path),
    )?;
    let lines: Vec<&Named> = tables.iter().filter(|table| table.name == "bom_line").collect();
    let copy = seed.copy(folder, "beside")?;
    let (beside, others) = company::import(&House::open(&copy.path)?, &csv)?;
    Ok(Import {
        rows,
        beside,
        others,
        whole,
        apply: Took::median(&apply),
        lines_only: lines_only(&lines, &tables, &csv, rows, parts, &seed, folder)?,
        undo,
        written: tables.iter().map(|table| table.rows.len()).sum(),
        memory: memory::measure(&seed.copy(folder, "memory")?.path, &csv)?,
        size: file::size(&csv)?,
    })
}

/// Rows of a table that has a name.
struct Named {
    name: &'static str,
    rows: Rows,
}

/// The rows that the import leaves, from a copy in which it has left them; and what undoing it there takes.
fn written(seed: &Seed, csv: &Path, folder: &Folder) -> Result<(Vec<Named>, Took), Failure> {
    let copy = seed.copy(folder, "written")?;
    let house = House::open(&copy.path)?;
    let (_, done) = house.import(csv)?;
    let raw = Connection::open(&copy.path)?;
    let last: i64 =
        Connection::open(seed.path())?
            .query_row("SELECT coalesce(max(sequence), 0) FROM part", [], |row| row.get(0))?;
    raw.execute("ATTACH ?1 AS before", [seed.path().to_string_lossy()])?;
    nothing_else_was_written(&raw)?;
    let rows = |name: &'static str| -> Result<Named, Failure> {
        let key = match name {
            "audit_unit" => "sequence",
            "audit_entry" => "unit_sequence",
            "revision" | "bom_line" | "part" | "manufacturer_part" | "import_file" => "id",
            "import_row" | "import_complete" => "file_id",
            _ => "revision_id",
        };
        let new = format!("{key} NOT IN (SELECT {key} FROM before.{name})");
        Ok(Named { name, rows: Rows::of(&raw, &format!("main.{name}"), &new, [])? })
    };
    let mut tables = TABLES.into_iter().map(rows).collect::<Result<Vec<_>, _>>()?;
    tables.push(Named { name: "search", rows: Rows::of_index(&raw, last)? });
    let unit = done.unit.ok_or("the import did nothing")?;
    let undo = UndoService::new(house.ports.clone());
    let (took, _) = timed(|| Ok(undo.undo(&house.actor, unit)?))?;
    Ok((tables, took))
}

/// Fails where a table has other rows than before that the peer would not write.
fn nothing_else_was_written(raw: &Connection) -> Result<(), Failure> {
    let mut statement = raw.prepare(
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%'",
    )?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for name in names.iter().filter(|name| !TABLES.contains(&name.as_str()) && !FOLLOWS.contains(&name.as_str())) {
        let sql = format!("SELECT EXISTS (SELECT * FROM main.{name} EXCEPT SELECT * FROM before.{name})");
        if raw.query_row(&sql, [], |row| row.get(0))? {
            return Err(format!("the import wrote into {name}, and the peer would not").into());
        }
    }
    Ok(())
}

/// The peer: reads the file, then writes rows whose values are ready, in one transaction.
fn insert(tables: &[Named], rows: usize, parts: Parts, csv: &Path, path: &Path) -> Result<Took, Failure> {
    let mut connection = connection::writing(path)?;
    let write = || {
        if file::read(csv)? != rows {
            return Err("the file has other rows".into());
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // The assembly takes a number, and so does each new part.
        rows::take_sequences(&transaction, if parts == Parts::New { rows + 1 } else { 1 })?;
        tables.iter().try_for_each(|table| table.rows.insert(&transaction))?;
        rows::nothing_is_due(&transaction)?;
        Ok(transaction.commit()?)
    };
    Ok(timed(write)?.0)
}

/// The harsher reading: the peer reads the file and writes the lines, and nothing of all that they refer to.
fn lines_only(
    lines: &[&Named],
    tables: &[Named],
    csv: &Path,
    rows: usize,
    parts: Parts,
    seed: &Seed,
    folder: &Folder,
) -> Result<Took, Failure> {
    let copy = seed.copy(folder, "lines")?;
    let mut connection = connection::writing(&copy.path)?;
    // What they refer to is there before the clock starts.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    rows::take_sequences(&transaction, if parts == Parts::New { rows + 1 } else { 1 })?;
    let referred = tables.iter().filter(|table| ["import_file", "part", "revision"].contains(&table.name));
    referred.map(|table| &table.rows).try_for_each(|rows| rows.insert(&transaction))?;
    transaction.commit()?;
    let write = || {
        file::read(csv)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        lines.iter().try_for_each(|table| table.rows.insert(&transaction))?;
        Ok(transaction.commit()?)
    };
    Ok(timed(write)?.0)
}
