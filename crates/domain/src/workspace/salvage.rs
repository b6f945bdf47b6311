//! Salvage: what can be read of a damaged workspace, in a new one, and a list of what could not.

use std::path::Path;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Progress;
use crate::Result;
use crate::audit::Chained;
use crate::cancel::Cancel;
use crate::change::Room;
use crate::person::{Actor, PersonError};
use crate::ports::{Ports, Subject};
use crate::store::Writing;

/// The operation under which the history of a salvaged workspace says what it is.
pub const SALVAGE: &str = "workspace.salvage";

/// The tables that the chain of the history goes through, as the workspace's file calls them.
const HISTORY: [&str; 3] = ["audit_unit", ENTRIES, "audit_undo"];
const ENTRIES: &str = "audit_entry";

/// What came of a salvage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvage {
    /// Each table that has or had rows.
    pub tables: Vec<SalvagedTable>,
    /// What could not be read, or not be kept; nothing when all could.
    pub losses: Vec<Loss>,
    /// How many more losses there are than are listed.
    pub more: u64,
}

/// What came of the rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalvagedTable {
    /// The table, as the workspace's file calls it.
    pub name: String,
    /// Rows that are in the new workspace.
    pub kept: u64,
    /// Rows that are known to have been there and are not, or not as they were. What no index tells of is not counted.
    pub lost: u64,
    /// Whether nobody knows how many more are lost.
    pub is_unsure: bool,
}

/// Something that could not be read, or not be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Of which table; empty when that is not known.
    pub table: String,
    /// What, in a sentence.
    pub what: String,
}

impl std::fmt::Display for Loss {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { table, what } = self;
        if table.is_empty() { formatter.write_str(what) } else { write!(formatter, "{table}: {what}") }
    }
}

impl Salvage {
    /// Rows that are in the new workspace.
    pub fn kept(&self) -> u64 {
        self.tables.iter().map(|table| table.kept).sum()
    }

    /// Rows that are known to be lost.
    pub fn lost(&self) -> u64 {
        self.tables.iter().map(|table| table.lost).sum()
    }

    /// Whether nobody knows how many more rows are lost.
    pub fn is_unsure(&self) -> bool {
        self.tables.iter().any(|table| table.is_unsure)
    }

    /// Whether everything could be read and kept.
    pub fn is_whole(&self) -> bool {
        self.losses.is_empty() && self.lost() == 0 && !self.is_unsure()
    }

    /// Takes in what a walk along the chain of the history found, and answers whether the history is whole: `is_ended` says that
    /// the end that was written down is from the damaged file. Then a chain without a fault shows that nothing is missing,
    /// however it was found.
    pub fn weigh_history(&mut self, found: &Chained, is_ended: bool) -> bool {
        let Chained { faults, missing, .. } = found;
        let is_of_history = |table: &str| HISTORY.contains(&table);
        let is_told = self.tables.iter().any(|table| is_of_history(&table.name) && (table.lost > 0 || table.is_unsure));
        if faults.is_empty() && (is_ended || !is_told) {
            self.losses.retain(|loss| !is_of_history(&loss.table));
            self.tables.iter_mut().filter(|table| is_of_history(&table.name)).for_each(|table| {
                (table.lost, table.is_unsure) = (0, false);
            });
            return true;
        }
        // Entries that others tell of are known to have been there, though no index does.
        if let Some(entries) = self.tables.iter_mut().find(|table| table.name == ENTRIES) {
            entries.lost = entries.lost.max(*missing);
        }
        let told = faults.iter().map(ToString::to_string);
        let incomplete = "It is not whole, and each check of the new workspace says so.".to_owned();
        let of_history = told.chain([incomplete]).map(|what| Loss { table: "history".to_owned(), what });
        // Before what is told of single rows.
        self.losses.splice(0..0, of_history);
        false
    }

    /// A sentence for each loss, and one for those that are not listed.
    pub fn sentences(&self) -> Vec<String> {
        let more = (self.more > 0).then(|| format!("There are further losses, which are not listed: {}.", self.more));
        self.losses.iter().map(Loss::to_string).chain(more).collect()
    }
}

/// Salvages workspaces.
pub trait Salvager: Send + Sync {
    /// Puts what can be read of the damaged workspace `from`, which is not changed, into a new one `to`, which must not be
    /// there. Every rule of the schema holds in it; what breaks one is a loss, and so is what belongs to something lost. Its
    /// history says that it was salvaged ([`note_salvage`]). A failed or cancelled salvage leaves nothing. The bytes of
    /// files are not part of it.
    fn salvage(&self, from_to: (&Path, &Path), cancel: &Cancel, progress: &mut dyn FnMut(Progress)) -> Result<Salvage>;
}

/// What the history tells of a salvage.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Salvaged {
    from: Option<String>,
    rows_kept: Option<u64>,
    rows_lost: Option<u64>,
    losses: Vec<String>,
    /// Whether all of what the history told before is still in it. A salvage before this was noted said nothing of it.
    history_is_whole: Option<bool>,
}

/// Whether an entry says that the history before it is not whole.
pub(crate) fn tells_of_a_hole(operation: &[u8], after: &[u8]) -> bool {
    operation == SALVAGE.as_bytes()
        && serde_json::from_slice(after).is_ok_and(|told: Salvaged| told.history_is_whole == Some(false))
}

/// How many losses the history tells one by one.
const TOLD: usize = 100;

/// Says in the history of a workspace that it was salvaged, from what, and what is missing.
pub fn note_salvage(ports: &Ports, from: &Path, salvage: &Salvage, history_is_whole: bool) -> Result<()> {
    let person = ports.store.read("person.acting", |snapshot| snapshot.people().acting())?;
    let actor = Actor::from(&person.ok_or(PersonError::NobodyActs)?);
    let told = Salvaged {
        from: Some(from.display().to_string()),
        rows_kept: Some(salvage.kept()),
        rows_lost: Some(salvage.lost()),
        losses: salvage.sentences().into_iter().take(TOLD).collect(),
        history_is_whole: Some(history_is_whole),
    };
    let title = "the workspace, salvaged from a damaged file".to_owned();
    ports.change_unchecked(&actor, &Writing::named(SALVAGE), move |change| {
        let subject = Subject { room: Room::Setting, id: Uuid::nil(), part: None, title: title.clone() };
        change.changed(subject, &Salvaged::default(), &told)
    })
}
