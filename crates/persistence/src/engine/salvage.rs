//! Salvage: what can be read of a damaged file is put into a new one, through its schema, and what could not is listed.
//!
//! The damaged file is read page by page, past SQLite, and never written to. The new one is made by our own migrations, as
//! many of them as the damaged one took, so nothing that the damaged file says of its schema counts; each row is asked by
//! every constraint. Triggers say which steps lead from one state to the next, and what is put back stands in its state
//! already: they are set aside for that time.

mod draft;
mod pages;
mod table;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use super::copy::{Progress, open, unreachable};
use super::desk::Reading;
use super::migrate::{self, Migration};
use super::{EngineError, Schema};
pub use draft::Draft;
use pages::Pages;
use table::{Cut, Placed, Table};
use tree::{Forest, Met, Row};

/// How many losses are listed one by one.
const LISTED: usize = 1_000;

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

/// What came of a salvage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Each table that has or had rows.
    pub tables: Vec<SalvagedTable>,
    /// What could not be read or kept.
    pub losses: Vec<Loss>,
    /// How many more losses there are than are listed.
    pub more: u64,
}

/// What came of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SalvagedTable {
    /// Its name.
    pub name: String,
    /// Rows that are in the new file.
    pub kept: u64,
    /// Rows that are known to have been there, and are not.
    pub lost: u64,
}

/// Something that could not be read or kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Of which table; empty when that is not known.
    pub table: String,
    /// The rest of the sentence.
    pub what: String,
}

impl Salvaged {
    fn list(&mut self, table: &str, what: String) {
        if self.losses.len() < LISTED {
            self.losses.push(Loss { table: table.to_owned(), what });
        } else {
            self.more += 1;
        }
    }
}

/// Where the trees of a table are: its own, and those of its indexes.
#[derive(Debug, Default)]
struct Roots {
    own: Option<u32>,
    indexes: Vec<u32>,
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
    let mut report = Salvaged::default();
    let roots = roots(&mut forest, &mut report);
    let steps = steps(&mut forest, &roots, plan.schema, from)?;
    let target = open(to, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    // Nobody relies on it before it is whole; it is flushed then.
    target.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")?;
    target.set_prepared_statement_cache_capacity(64);
    migrate::take_all(&target, plan.schema, steps)?;
    let transaction = target.unchecked_transaction()?;
    let counts = without_triggers(&transaction, |target| {
        let tables = table::all(target)?;
        let mut work = Work {
            forest,
            target,
            report: &mut report,
            reading,
            progress,
            holed: BTreeSet::new(),
            known: BTreeMap::new(),
        };
        work.take_over(&tables, &roots, plan)?;
        let mut known = work.known;
        for mend in plan.mend.iter().filter(|mend| steps >= mend.since) {
            mend.apply(target, &mut report)?;
        }
        cut_dangling(target, &tables, &mut report)?;
        known.retain(|name, _| !plan.derived.contains(&name.as_str()));
        count(target, &tables, plan, &known)
    })?;
    transaction.commit()?;
    report.tables = counts;
    if report.tables.iter().all(|table| table.kept == 0) {
        return Err(EngineError::Damaged { path: from.to_owned(), detail: "no row of it can be read".to_owned() });
    }
    migrate::take_all(&target, plan.schema, plan.schema.migrations.len())?;
    let transaction = target.unchecked_transaction()?;
    without_triggers(&transaction, |target| Ok(target.execute_batch(plan.settle)?))?;
    transaction.commit()?;
    reading.check()?;
    target.execute_batch("PRAGMA journal_mode = DELETE")?;
    Ok(report)
}

/// Where each table of the damaged file is, as far as its own list of them can be read.
fn roots(forest: &mut Forest, report: &mut Salvaged) -> BTreeMap<String, Roots> {
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
        report.list(
            "",
            "The file's list of its tables is damaged; what is in it was looked for on every page.".to_owned(),
        );
        for page in forest.unvisited() {
            forest.peek(page).iter().for_each(|values| note_root(&mut roots, values));
        }
    }
    roots
}

/// A row of the file's list of its tables: kind, name, table, root, statement.
fn note_root(roots: &mut BTreeMap<String, Roots>, values: &[Value]) {
    let [Value::Text(kind), Value::Text(_), Value::Text(table), Value::Integer(root), _] = values else { return };
    let Some(root) = u32::try_from(*root).ok().filter(|root| *root > 0) else { return };
    match kind.as_str() {
        "table" => roots.entry(table.clone()).or_default().own = Some(root),
        "index" => roots.entry(table.clone()).or_default().indexes.push(root),
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
        return Err(EngineError::Foreign { path: path.to_owned() });
    }
    let said = header.filter(|_| is_named).map_or(0, |header| header.user_version as usize);
    let steps = taken.keys().next_back().copied().unwrap_or_default().max(said);
    if steps > migrations.len() {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        return Err(EngineError::Newer { file: count(steps), program: count(migrations.len()) });
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
    report: &'w mut Salvaged,
    reading: &'w Reading,
    progress: &'w mut dyn FnMut(Progress),
    /// Tables of which pages are missing: what lies about may be theirs.
    holed: BTreeSet<String>,
    /// How many rows each table had, as far as its indexes say.
    known: BTreeMap<String, u64>,
}

impl Work<'_> {
    fn take_over(&mut self, tables: &[Table], roots: &BTreeMap<String, Roots>, plan: &Plan) -> Result<(), EngineError> {
        for table in tables.iter().filter(|table| table.name != "schema_migration") {
            let own = roots.get(&table.name).and_then(|roots| roots.own);
            match own {
                _ if plan.derived.contains(&table.name.as_str()) => {}
                Some(root) => self.table(table, root)?,
                None => {
                    self.holed.insert(table.name.clone());
                    self.report.list(&table.name, "It is not known where its rows are.".to_owned());
                }
            }
        }
        for (name, roots) in roots {
            let indexes = roots.indexes.iter().copied();
            let most = indexes.map(|root| self.entries(root)).collect::<Result<Vec<_>, _>>()?.into_iter().max();
            self.known.insert(name.clone(), most.unwrap_or_default());
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
        let mut kept = 0_u64;
        let Self { forest, target, report, reading, progress, holed, .. } = self;
        forest.walk(root, &mut |forest: &mut Forest, met| {
            tell(forest, reading, *progress)?;
            match met {
                Met::Row(row) => kept += u64::from(place(target, table, row, report)?),
                Met::BrokenRow(Some(rowid)) => report.list(&table.name, format!("Row {rowid} cannot be read.")),
                Met::BrokenRow(None) => report.list(&table.name, "A row cannot be read.".to_owned()),
                Met::BrokenPage(page) => {
                    holed.insert(table.name.clone());
                    report.list(&table.name, format!("Page {page} of the file, on which it has rows, cannot be read."));
                }
            }
            Ok::<_, EngineError>(())
        })?;
        let ended = if kept == 0 { "ROLLBACK TO taken; RELEASE taken" } else { "RELEASE taken" };
        Ok(self.target.execute_batch(ended)?)
    }

    /// How many entries a tree has; its pages are visited.
    fn entries(&mut self, root: u32) -> Result<u64, EngineError> {
        let mut count = 0;
        let Self { forest, reading, progress, .. } = self;
        forest.walk(root, &mut |forest: &mut Forest, met| {
            tell(forest, reading, *progress)?;
            count += u64::from(!matches!(met, Met::BrokenPage(_)));
            Ok::<_, EngineError>(())
        })?;
        Ok(count)
    }

    /// Rows on pages that nothing points to any more: they belong to the one table with missing pages that they fit.
    fn strays(&mut self, tables: &[Table]) -> Result<(), EngineError> {
        // A page that is free has rows that were removed. Without the list of them nobody can tell.
        if self.holed.is_empty() || !self.forest.visit_free() {
            return Ok(());
        }
        let holed: Vec<&Table> = tables.iter().filter(|table| self.holed.contains(&table.name)).collect();
        let mut found = BTreeMap::<&str, u64>::new();
        let mut unknown = 0_u64;
        let Self { forest, target, report, reading, progress, .. } = self;
        for page in forest.unvisited() {
            forest.stray(page, &mut |forest: &mut Forest, met| {
                tell(forest, reading, *progress)?;
                let Met::Row(row) = met else { return Ok(()) };
                let mut fitting = holed.iter().filter(|table| table.fits(row.rowid, &row.values));
                match (fitting.next(), fitting.next()) {
                    (Some(table), None) => {
                        *found.entry(&table.name).or_default() += u64::from(place(target, table, row, report)?);
                    }
                    (Some(_), Some(_)) => unknown += 1,
                    _ => {}
                }
                Ok::<_, EngineError>(())
            })?;
        }
        for (table, count) in found {
            report.list(table, format!("Rows that were found on pages nothing led to any more, and kept: {count}."));
        }
        if unknown > 0 {
            report.list("", format!("Rows that may belong to several tables, and were not kept: {unknown}."));
        }
        Ok(())
    }
}

/// Puts a row where it belongs; `false` when it may not stand there.
fn place(target: &Connection, table: &Table, row: Row, report: &mut Salvaged) -> Result<bool, EngineError> {
    let Row { rowid, values } = row;
    let key = table.key_of(rowid, &values);
    if !table.fits(rowid, &values) {
        report.list(&table.name, format!("Row {key} does not have the columns of its table."));
        return Ok(false);
    }
    match table.put(target, rowid, values)? {
        Placed::Kept => Ok(true),
        Placed::Refused(rule) => {
            report.list(&table.name, format!("Row {key} breaks a rule ({rule})."));
            Ok(false)
        }
    }
}

fn tell(forest: &Forest, reading: &Reading, progress: &mut dyn FnMut(Progress)) -> Result<(), EngineError> {
    reading.check()?;
    progress(Progress { done: forest.visits, total: u64::from(forest.pages.count()) });
    Ok(())
}

impl Mend {
    fn apply(&self, target: &Connection, report: &mut Salvaged) -> Result<(), EngineError> {
        match self.kind {
            MendKind::Anew => {
                let count = target.execute(self.sql, [])?;
                if count > 0 {
                    let what =
                        format!("Rows that were lost, and made anew as far as other rows tell of them: {count}.");
                    report.list(self.table, what);
                }
            }
            MendKind::Loosen(to) => {
                for key in target.prepare(self.sql)?.query_map([], |row| row.get::<_, String>(0))? {
                    report.list(self.table, kept_without(&key?, to));
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
fn cut_dangling(target: &Connection, tables: &[Table], report: &mut Salvaged) -> Result<(), EngineError> {
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
                report.list(&table.name, what);
            }
        }
        if is_over {
            return Ok(());
        }
    }
}

fn count(
    target: &Connection,
    tables: &[Table],
    plan: &Plan,
    known: &BTreeMap<String, u64>,
) -> Result<Vec<SalvagedTable>, EngineError> {
    let taken = tables.iter().filter(|table| table.name != "schema_migration" && !plan.derived.contains(&&*table.name));
    let mut counts = Vec::new();
    for table in taken {
        let kept = table.count(target)?;
        let lost = known.get(&table.name).copied().unwrap_or_default().saturating_sub(kept);
        if kept > 0 || lost > 0 {
            counts.push(SalvagedTable { name: table.name.clone(), kept, lost });
        }
    }
    Ok(counts)
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
