//! The work that is measured, the same for every variant.

use std::fs;
use std::path::Path;
use std::time::Instant;

use measure::{Failure, Random};
use rusqlite::{Connection, ToSql, params};

use crate::company::{Company, Entered};
use crate::ids::Id;
use crate::variant::Variant;

// CROSS JOIN fixes the order. Left to itself, `SQLite` turns the last join round when the ids are blobs:
// it collects the whole explosion, indexes it, and scans every part there is.
const EXPLODE: &str = "
    WITH RECURSIVE explosion (part_id, quantity, level) AS (
        SELECT ?1, 1, 0
        UNION ALL
        SELECT line.child_part_id, line.quantity, explosion.level + 1
        FROM explosion
        JOIN revision ON revision.part_id = explosion.part_id
            AND revision.ordinal = (SELECT max(ordinal) FROM revision WHERE part_id = explosion.part_id)
        JOIN bom_line AS line ON line.revision_id = revision.id
    )
    SELECT part.number, explosion.quantity, explosion.level
    FROM explosion CROSS JOIN part ON part.id = explosion.part_id
    WHERE explosion.level > 0";

const WHERE_USED: &str = "
    WITH RECURSIVE used (part_id) AS (
        SELECT ?1
        UNION
        SELECT revision.part_id
        FROM used
        JOIN bom_line AS line ON line.child_part_id = used.part_id
        JOIN revision ON revision.id = line.revision_id
        WHERE revision.ordinal = (SELECT max(ordinal) FROM revision AS other WHERE other.part_id = revision.part_id)
    )
    SELECT part.number, 1, 0 FROM used CROSS JOIN part ON part.id = used.part_id";

const LOOK_UP: &str = "SELECT number, length(name), 0 FROM part WHERE id = ?1";

/// What was read: it must be the same in every variant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) rows: u64,
    pub(crate) checksum: u64,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    /// Insert, explode, where-used and look-up in milliseconds, then the size in mebibytes.
    pub(crate) values: [f64; 5],
    pub(crate) answers: [Answer; 3],
}

pub(crate) const FIGURES: [(&str, &str, &str); 5] = [
    ("insert", "insert all, one transaction", "ms"),
    ("explode", "explode the product", "ms"),
    ("where_used", "where-used, all levels", "ms"),
    ("look_up", "10,000 parts by id", "ms"),
    ("size", "size of the file", "MiB"),
];

pub(crate) fn measure(company: &Company, variant: &Variant, file: &Path) -> Result<Measured, Failure> {
    if file.exists() {
        fs::remove_file(file)?;
    }
    let mut connection = open(file)?;
    connection.execute_batch(&variant.schema)?;
    let (insert, ()) = timed(|| insert(&mut connection, company, variant))?;
    close(connection)?;

    // A new connection: its page cache is empty, as after a start. The system's own cache is warm for all.
    let connection = open(file)?;
    let parts = &variant.ids.parts;
    let (explode, exploded) = timed(|| read(&connection, EXPLODE, &[parts[Company::PRODUCT]]))?;
    let (where_used, used) = timed(|| read(&connection, WHERE_USED, &[parts[company.most_used()]]))?;
    let mut random = Random::seeded(10_000);
    let wanted: Vec<Id> = (0..10_000).map(|_| parts[random.below(parts.len())]).collect();
    let (look_up, found) = timed(|| read(&connection, LOOK_UP, &wanted))?;
    close(connection)?;

    let size = fs::metadata(file)?.len() as f64 / 1_048_576.0;
    Ok(Measured { values: [insert, explode, where_used, look_up, size], answers: [exploded, used, found] })
}

/// The steps of each query as `SQLite` explains them.
pub(crate) fn plans(variant: &Variant) -> Result<String, Failure> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch(&variant.schema)?;
    let mut text = String::new();
    for (name, sql) in [("explode", EXPLODE), ("where-used", WHERE_USED), ("look up", LOOK_UP)] {
        text += &format!("{}, {name}\n", variant.title);
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
        let mut rows = statement.query([variant.ids.parts[Company::PRODUCT]])?;
        while let Some(row) = rows.next()? {
            text += &format!("    {}\n", row.get::<_, String>("detail")?);
        }
    }
    Ok(text)
}

fn open(file: &Path) -> Result<Connection, Failure> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// The last connection to go moves the log into the file, so the file's size is the whole truth.
fn close(connection: Connection) -> Result<(), Failure> {
    connection.close().map_err(|(_, error)| error.into())
}

fn insert(connection: &mut Connection, company: &Company, variant: &Variant) -> rusqlite::Result<()> {
    let ids = &variant.ids;
    let transaction = connection.transaction()?;
    {
        let mut part = transaction.prepare("INSERT INTO part (id, number, name) VALUES (?1, ?2, ?3)")?;
        let mut revision =
            transaction.prepare("INSERT INTO revision (id, part_id, ordinal, state) VALUES (?1, ?2, ?3, ?4)")?;
        let mut line = transaction.prepare(
            "INSERT INTO bom_line (id, revision_id, position, child_part_id, quantity) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (_, entered) in &company.history {
            match *entered {
                Entered::Part(index) => {
                    let row = &company.parts[index];
                    part.execute(params![ids.parts[index], row.number, row.name])?;
                }
                Entered::Revision(index) => {
                    let row = &company.revisions[index];
                    revision.execute(params![ids.revisions[index], ids.parts[row.part], row.ordinal, row.state])?;
                }
                Entered::Line(index) => {
                    let row = &company.lines[index];
                    let (revision, child) = (ids.revisions[row.revision], ids.parts[row.child]);
                    line.execute(params![ids.lines[index], revision, row.position, child, row.quantity])?;
                }
            }
        }
    }
    transaction.commit()
}

/// Runs the query once for each id and steps through every row.
fn read(connection: &Connection, sql: &str, ids: &[Id]) -> rusqlite::Result<Answer> {
    let mut statement = connection.prepare(sql)?;
    let mut answer = Answer::default();
    for id in ids {
        let mut rows = statement.query([id as &dyn ToSql])?;
        while let Some(row) = rows.next()? {
            let number = row.get_ref(0)?.as_str()?;
            let (quantity, level): (i64, i64) = (row.get(1)?, row.get(2)?);
            answer.rows += 1;
            // A sum, so that the order of the rows does not matter.
            answer.checksum = answer.checksum.wrapping_add(hash(number, quantity, level));
        }
    }
    Ok(answer)
}

fn hash(number: &str, quantity: i64, level: i64) -> u64 {
    let text = number.bytes().chain(quantity.to_le_bytes()).chain(level.to_le_bytes());
    text.fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

fn timed<T>(work: impl FnOnce() -> rusqlite::Result<T>) -> rusqlite::Result<(f64, T)> {
    let start = Instant::now();
    let result = work()?;
    Ok((start.elapsed().as_secs_f64() * 1000.0, result))
}
