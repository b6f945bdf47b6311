//! Salvage: what can be read of a damaged file is put into a new one, through its schema, and what could not is listed.
//!
//! The damaged file is read page by page, past SQLite, and never written to. The new one is made by our own migrations, as
//! many of them as the damaged one took, so nothing that the damaged file says of its schema counts; each row is asked by
//! every constraint. Triggers say which steps lead from one state to the next, and what is put back stands in its state
//! already: they are set aside for that time.

mod draft;
mod pages;
mod report;
mod table;
mod tree;

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use super::copy::{Progress, open, unreachable};
use super::desk::Reading;
use super::migrate::{self, Migration};
use super::{EngineError, Schema, file};
pub use draft::Draft;
use pages::Pages;
use report::{Known, Ledger};
pub use report::{Loss, Salvaged, SalvagedTable};
use table::{Cut, Placed, Table};
use tree::{Forest, Met, Row};

/// How a workspace is salvaged that has this schema.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Whose file it is.
    pub schema: Schema,
    /// Tables whose rows follow from others, and are not taken over.
    pub derived: &'static [&'static str],
    /// What is done before what refers to nothing is left out.
    pub mend: &'static [Mend],
    /// Statements that make the derived tables anew when everything else is there.
    pub settle: &'static str,
}

impl Plan {
    /// Whether the rows of this table are put into the new file.
    fn takes_over(&self, table: &str) -> bool {
        table != "schema_migration" && !self.derived.contains(&table)
    }
}

/// How a loss is kept from taking more with it.
#[derive(Debug, Clone, Copy)]
pub struct Mend {
    /// The table whose rows are made anew, or stay.
    pub table: &'static str,
    /// From which step of the schema on it can be asked.
    pub since: usize,
    /// The statement.
    pub sql: &'static str,
    /// What it does.
    pub kind: MendKind,
}

/// What a [`Mend`] does.
#[derive(Debug, Clone, Copy)]
pub enum MendKind {
    /// It makes rows anew that others refer to, as far as other rows tell of them.
    Anew,
    /// It takes from rows what refers to a lost row of this table and answers their keys, where a row has to give up more than
    /// the one column.
    Loosen(&'static str),
}

/// Where the trees of a table are: its own, and those of its indexes.
#[derive(Debug, Default)]
struct Roots {
    own: Option<u32>,
    indexes: BTreeMap<String, u32>,
}

/// Puts what can be read of the file `from` into the new file `to`, which nobody knows yet. Nothing is written to `from`.
fn salvage(
    from: &Path,
    to: &Path,
    plan: &Plan,
    reading: &Reading,
    progress: &mut dyn FnMut(Progress),
) -> Result<Salvaged, EngineError> {
    let pages = Pages::open(from).map_err(|error| unreachable(from, &error))?;
    let mut forest = Forest::new(pages);
    let mut ledger = Ledger::default();
    let (roots, is_listed) = roots(&mut forest);
    let steps = steps(&mut forest, &roots, plan.schema, from)?;
    let target = open(to, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    // Nobody relies on it before it is whole; it is flushed then.
    target.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")?;
    target.set_prepared_statement_cache_capacity(64);
    migrate::take_all(&target, plan.schema, steps)?;
    let transaction = target.unchecked_transaction()?;
    let report = without_triggers(&transaction, |target| {
        let tables = table::all(target)?;
        let tables: Vec<Table> = tables.into_iter().filter(|table| plan.takes_over(&table.name)).collect();
        if !is_listed && tables.iter().any(|table| roots.get(&table.name).is_none_or(|roots| roots.own.is_none())) {
            let what = "The file's list of its tables is damaged; what is in it was looked for on every page.";
            ledger.tell(what.to_owned());
        }
        let mut work = Work { forest, target, ledger: &mut ledger, reading, progress };
        work.take_over(&tables, &roots)?;
        for mend in plan.mend.iter().filter(|mend| steps >= mend.since) {
            mend.apply(target, &mut ledger)?;
        }
        cut_dangling(target, &tables, &mut ledger)?;
        let rows = tables.iter().map(|table| Ok((&*table.name, table.count(target)?)));
        Ok(ledger.close(&rows.collect::<rusqlite::Result<Vec<_>>>()?))
    })?;
    transaction.commit()?;
    if report.tables.iter().all(|table| table.kept == 0) {
        return Err(EngineError::NothingLeft { path: from.to_owned() });
    }
    migrate::take_all(&target, plan.schema, plan.schema.migrations.len())?;
    let transaction = target.unchecked_transaction()?;
    without_triggers(&transaction, |target| Ok(target.execute_batch(plan.settle)?))?;
    transaction.commit()?;
    reading.check()?;
    target.execute_batch("PRAGMA journal_mode = DELETE")?;
    Ok(report)
}

/// Where each table of the damaged file is, as far as its own list of them can be read, and whether all of that can.
fn roots(forest: &mut Forest) -> (BTreeMap<String, Roots>, bool) {
    let mut roots = BTreeMap::<String, Roots>::new();
    let mut is_holed = false;
    let mut take = |_: &mut Forest, met: Met| -> Result<(), EngineError> {
        let Met::Row(Row { values, .. }) = met else {
            is_holed = true;
            return Ok(());
        };
        note_root(&mut roots, &values);
        Ok(())
    };
    // Nothing in it fails.
    let walked = forest.walk(1, &mut take);
    debug_assert!(walked.is_ok());
    if is_holed {
        for page in forest.unvisited() {
            forest.peek(page).iter().for_each(|values| note_root(&mut roots, values));
        }
    }
    (roots, !is_holed)
}

/// A row of the file's list of its tables: kind, name, table, root, statement.
fn note_root(roots: &mut BTreeMap<String, Roots>, values: &[Value]) {
    let [Value::Text(kind), Value::Text(name), Value::Text(table), Value::Integer(root), _] = values else { return };
    let Some(root) = u32::try_from(*root).ok().filter(|root| *root > 0) else { return };
    match kind.as_str() {
        "table" => roots.entry(table.clone()).or_default().own = Some(root),
        "index" => drop(roots.entry(table.clone()).or_default().indexes.insert(name.clone(), root)),
        _ => {}
    }
}

/// How many steps of our schema the damaged file has taken; refuses a file that is not ours, or is newer.
fn steps(
    forest: &mut Forest,
    roots: &BTreeMap<String, Roots>,
    schema: Schema,
    path: &Path,
) -> Result<usize, EngineError> {
    let Schema { application_id, migrations } = schema;
    let mut taken = BTreeMap::new();
    if let Some(root) = roots.get("schema_migration").and_then(|roots| roots.own) {
        let mut take = |_: &mut Forest, met: Met| -> Result<(), EngineError> {
            if let Met::Row(Row { rowid: Some(version), values }) = met
                && let [_, Value::Text(_), Value::Text(checksum)] = &values[..]
                && let Ok(version) = usize::try_from(version)
            {
                taken.insert(version, checksum.clone());
            }
            Ok(())
        };
        forest.walk(root, &mut take)?;
    }
    let header = forest.pages.header;
    let is_named = header.is_some_and(|header| header.application_id == application_id);
    let is_known = taken.iter().any(|(version, sum)| checksum(migrations, *version).as_ref() == Some(sum));
    if !is_named && !is_known {
        return Err(match file::check(path, application_id) {
            Err(EngineError::Damaged { path, .. }) => EngineError::NothingLeft { path },
            _ => EngineError::Foreign { path: path.to_owned() },
        });
    }
    let said = header.filter(|_| is_named).map_or(0, |header| header.user_version as usize);
    let steps = taken.keys().next_back().copied().unwrap_or_default().max(said);
    if steps > migrations.len() {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let path = path.to_owned();
        return Err(EngineError::Newer { path, file: count(steps), program: count(migrations.len()) });
    }
    Ok(if steps == 0 { migrations.len() } else { steps })
}

fn checksum(migrations: &[Migration], version: usize) -> Option<String> {
    migrations.get(version.checked_sub(1)?).map(Migration::checksum)
}

/// The copying itself.
struct Work<'w> {
    forest: Forest,
    target: &'w Connection,
    ledger: &'w mut Ledger,
    reading: &'w Reading,
    progress: &'w mut dyn FnMut(Progress),
}

impl Work<'_> {
    fn take_over(&mut self, tables: &[Table], roots: &BTreeMap<String, Roots>) -> Result<(), EngineError> {
        for table in tables {
            match roots.get(&table.name).and_then(|roots| roots.own) {
                Some(root) => self.table(table, root)?,
                None => self.ledger.of(&table.name).is_rootless = true,
            }
        }
        for (name, roots) in roots {
            let complete = table::complete_indexes(self.target, name)?;
            for (index, root) in &roots.indexes {
                let (count, is_whole) = self.entries(*root)?;
                let is_exact = is_whole && complete.contains(index);
                let known = if is_exact { Known::Exactly(count) } else { Known::AtLeast(count) };
                let account = self.ledger.of(name);
                account.known = account.known.max(known);
            }
            // Of what is not taken over, too: its pages are nobody else's.
            if let Some(root) = roots.own {
                self.entries(root)?;
            }
        }
        self.strays(tables)
    }

    fn table(&mut self, table: &Table, root: u32) -> Result<(), EngineError> {
        // What a schema begins with gives way, unless nothing comes in its place.
        self.target.execute_batch("SAVEPOINT taken")?;
        table.empty(self.target)?;
        let Self { forest, target, ledger, reading, progress } = self;
        forest.walk(root, &mut |forest: &mut Forest, met| {
            tell(forest, reading, *progress)?;
            match met {
                Met::Row(row) => drop(place(target, table, row, ledger)?),
                Met::BrokenRow(Some(rowid)) => ledger.row(&table.name, format!("Row {rowid} cannot be read."), true),
                Met::BrokenRow(None) => ledger.row(&table.name, "A row cannot be read.".to_owned(), true),
                Met::BrokenPage(page) => ledger.page(&table.name, page),
            }
            Ok::<_, EngineError>(())
        })?;
        let ended =
            if ledger.of(&table.name).placed == 0 { "ROLLBACK TO taken; RELEASE taken" } else { "RELEASE taken" };
        Ok(self.target.execute_batch(ended)?)
    }

    /// How many entries a tree has, and whether all of it can be read; its pages are visited.
    fn entries(&mut self, root: u32) -> Result<(u64, bool), EngineError> {
        let (mut count, mut is_whole) = (0, true);
        let Self { forest, reading, progress, .. } = self;
        forest.walk(root, &mut |forest: &mut Forest, met| {
            tell(forest, reading, *progress)?;
            count += u64::from(!matches!(met, Met::BrokenPage(_)));
            is_whole &= matches!(met, Met::Row(_));
            Ok::<_, EngineError>(())
        })?;
        Ok((count, is_whole))
    }

    /// Rows on pages that nothing points to any more: they belong to the one table with missing pages that they fit.
    fn strays(&mut self, tables: &[Table]) -> Result<(), EngineError> {
        // A page that is free has rows that were removed. Without the list of them nobody can tell.
        let holed: Vec<&Table> = tables.iter().filter(|table| self.ledger.of(&table.name).is_holed()).collect();
        if holed.is_empty() || !self.forest.visit_free() {
            return Ok(());
        }
        let mut unknown = 0_u64;
        let Self { forest, target, ledger, reading, progress } = self;
        for page in forest.unvisited() {
            forest.stray(page, &mut |forest: &mut Forest, met| {
                tell(forest, reading, *progress)?;
                let Met::Row(row) = met else { return Ok(()) };
                let mut fitting = holed.iter().filter(|table| table.fits(row.rowid, &row.values));
                match (fitting.next(), fitting.next()) {
                    (Some(table), None) => place_found(target, table, row, ledger)?,
                    (Some(_), Some(_)) => unknown += 1,
                    _ => {}
                }
                Ok::<_, EngineError>(())
            })?;
        }
        if unknown > 0 {
            ledger.tell(format!("Rows that may belong to several tables, and were not kept: {unknown}."));
        }
        Ok(())
    }
}

/// Puts a row where it belongs, if it may stand there.
fn place(target: &Connection, table: &Table, row: Row, ledger: &mut Ledger) -> Result<(), EngineError> {
    let Row { rowid, values } = row;
    let key = table.key_of(rowid, &values);
    if !table.fits(rowid, &values) {
        ledger.row(&table.name, format!("Row {key} does not have the columns of its table."), true);
        return Ok(());
    }
    match table.put(target, rowid, values)? {
        Placed::Kept => ledger.placed(&table.name, false),
        Placed::Refused(rule) => ledger.row(&table.name, format!("Row {key} breaks a rule ({rule})."), true),
    }
    Ok(())
}

/// The same for one of a page that nothing led to. What is there already is not lost when it is found again, and what a schema
/// begins with gives way.
fn place_found(target: &Connection, table: &Table, row: Row, ledger: &mut Ledger) -> Result<(), EngineError> {
    let Row { rowid, values } = row;
    let key = table.key_of(rowid, &values);
    let is_first = ledger.of(&table.name).placed == 0;
    if !is_first && table.has(target, rowid, &values)? {
        return Ok(());
    }
    target.execute_batch("SAVEPOINT found")?;
    if is_first {
        table.empty(target)?;
    }
    let ended = match table.put(target, rowid, values)? {
        Placed::Kept => {
            ledger.placed(&table.name, true);
            "RELEASE found"
        }
        Placed::Refused(rule) => {
            ledger.row(&table.name, format!("Row {key} breaks a rule ({rule})."), true);
            "ROLLBACK TO found; RELEASE found"
        }
    };
    Ok(target.execute_batch(ended)?)
}

fn tell(forest: &Forest, reading: &Reading, progress: &mut dyn FnMut(Progress)) -> Result<(), EngineError> {
    reading.check()?;
    progress(Progress { done: forest.visits, total: u64::from(forest.pages.count()) });
    Ok(())
}

impl Mend {
    fn apply(&self, target: &Connection, ledger: &mut Ledger) -> Result<(), EngineError> {
        match self.kind {
            MendKind::Anew => {
                let count = target.execute(self.sql, [])?;
                if count > 0 {
                    ledger.anew(self.table, count as u64);
                }
            }
            MendKind::Loosen(to) => {
                for key in target.prepare(self.sql)?.query_map([], |row| row.get::<_, String>(0))? {
                    ledger.row(self.table, kept_without(&key?, to), false);
                }
            }
        }
        Ok(())
    }
}

fn kept_without(key: &str, to: &str) -> String {
    format!("Row {key} refers to a row of {to} that is lost; it was kept without that.")
}

/// Takes away what refers to what was lost, and what refers to that, until all that is there refers to what is there.
fn cut_dangling(target: &Connection, tables: &[Table], ledger: &mut Ledger) -> Result<(), EngineError> {
    loop {
        let mut is_over = true;
        for table in tables {
            for Cut { key, to, stays } in table.cut_dangling(target)? {
                is_over = false;
                let what = if stays {
                    kept_without(&key, &to)
                } else {
                    format!("Row {key} was left out, because the row of {to} that it refers to is lost.")
                };
                ledger.row(&table.name, what, !stays);
            }
        }
        if is_over {
            return Ok(());
        }
    }
}

/// Does something while no trigger of the schema is asked.
fn without_triggers<T>(
    target: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, EngineError>,
) -> Result<T, EngineError> {
    let mut statement = target.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")?;
    let triggers: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    drop(statement);
    for (name, _) in &triggers {
        target.execute_batch(&format!("DROP TRIGGER \"{name}\""))?;
    }
    let answer = work(target)?;
    for (_, sql) in &triggers {
        target.execute_batch(sql)?;
    }
    Ok(answer)
}
