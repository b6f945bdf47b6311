//! Salvage: the port over the engine, with what follows from what in a workspace.

use std::path::Path;
use std::sync::Arc;

use partwright_domain::audit::check_chain;
use partwright_domain::cancel::Cancel;
use partwright_domain::id::IdSource;
use partwright_domain::ports::Ports;
use partwright_domain::time::Clock;
use partwright_domain::workspace::{Loss, Progress, Salvage, SalvagedTable, Salvager, note_salvage};
use partwright_domain::{Error, Result};

use super::reading;
use crate::engine::{self, EngineError, Mend, MendKind, Plan, Salvaged, Settings};
use crate::error::from_engine;
use crate::store::{SCHEMA, SqliteStore};

const PLAN: Plan = Plan {
    schema: SCHEMA,
    derived: &["part_count", "bom_designator", "search_due"],
    mend: &[
        from_the_history("person", include_str!("salvage/mend_person.sql")),
        from_the_history("subcategory", include_str!("salvage/mend_subcategory.sql")),
        from_the_history("category", include_str!("salvage/mend_category.sql")),
        Mend { table: "audit_head", since: 31, sql: include_str!("salvage/mend_head.sql"), kind: MendKind::Anew },
        Mend {
            table: "bom_line",
            since: 26,
            sql: include_str!("salvage/loosen_line.sql"),
            kind: MendKind::Loosen("import_file"),
        },
    ],
    settle: include_str!("salvage/settle.sql"),
};

/// Since the ninth step the history tells what things became.
const fn from_the_history(table: &'static str, sql: &'static str) -> Mend {
    Mend { table, since: 9, sql, kind: MendKind::Anew }
}

/// Salvages workspaces that are kept in files.
pub struct DiskSalvager {
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
}

impl std::fmt::Debug for DiskSalvager {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("DiskSalvager").finish_non_exhaustive()
    }
}

impl DiskSalvager {
    /// A salvager whose entry in the history has its moment from this clock.
    pub fn new(clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Self {
        Self { clock, ids }
    }
}

impl Salvager for DiskSalvager {
    fn salvage(
        &self,
        (from, to): (&Path, &Path),
        cancel: &Cancel,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Salvage> {
        let reading = reading("workspace.salvage", cancel);
        let mut told = |engine::Progress { done, total }| progress(Progress { done, total });
        let draft = engine::salvage((from, to), &PLAN, &reading, &mut told).map_err(failed)?;
        let Salvaged { tables, losses, more } = draft.report().clone();
        let mut salvage = Salvage {
            tables: tables
                .into_iter()
                .map(|engine::SalvagedTable { name, kept, lost, is_unsure }| SalvagedTable {
                    name,
                    kept,
                    lost,
                    is_unsure,
                })
                .collect(),
            losses: losses.into_iter().map(|engine::Loss { table, what }| Loss { table, what }).collect(),
            more,
        };
        // Opening it also fills the index of the search. It is closed again at the end of this.
        let store = Arc::new(SqliteStore::open(draft.path(), Settings::default())?);
        let ports = Ports { store, clock: Arc::clone(&self.clock), ids: Arc::clone(&self.ids) };
        // A history with a hole stays one: each later check says so again.
        let found = ports.store.read("audit.check", |seen| check_chain(seen, None, cancel, &mut |_| ()))?;
        let is_ended = |table: &SalvagedTable| table.name == "audit_head" && table.kept > 0 && table.lost == 0;
        let is_ended = salvage.tables.iter().any(is_ended);
        let history_is_whole = salvage.weigh_history(&found, is_ended);
        note_salvage(&ports, from, &salvage, history_is_whole)?;
        drop(ports);
        draft.keep(&reading).map_err(failed)?;
        Ok(salvage)
    }
}

fn failed(error: EngineError) -> Error {
    from_engine(error).into()
}
