//! Salvage: what can be read of a damaged workspace, in a new one, and a list of what could not.

use std::path::Path;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Progress;
use crate::Result;
use crate::cancel::Cancel;
use crate::change::Room;
use crate::person::{Actor, PersonError};
use crate::ports::{Ports, Subject};
use crate::store::Writing;

/// The operation under which the history of a salvaged workspace says what it is.
pub const SALVAGE: &str = "workspace.salvage";

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
    /// Rows that are known to have been there and are not. What no index tells of is not counted.
    pub lost: u64,
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

    /// Whether everything could be read and kept.
    pub fn is_whole(&self) -> bool {
        self.losses.is_empty() && self.lost() == 0
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
}

/// How many losses the history tells one by one.
const TOLD: usize = 100;

/// Says in the history of a workspace that it was salvaged, from what, and what is missing.
pub fn note_salvage(ports: &Ports, from: &Path, salvage: &Salvage) -> Result<()> {
    let person = ports.store.read("person.acting", |snapshot| snapshot.people().acting())?;
    let actor = Actor::from(&person.ok_or(PersonError::NobodyActs)?);
    let told = Salvaged {
        from: Some(from.display().to_string()),
        rows_kept: Some(salvage.kept()),
        rows_lost: Some(salvage.lost()),
        losses: salvage.sentences().into_iter().take(TOLD).collect(),
    };
    let title = "the workspace, salvaged from a damaged file".to_owned();
    ports.change_unchecked(&actor, &Writing::named(SALVAGE), move |change| {
        let subject = Subject { room: Room::Setting, id: Uuid::nil(), part: None, title: title.clone() };
        change.changed(subject, &Salvaged::default(), &told)
    })
}
