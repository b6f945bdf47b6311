//! What is remembered of imports for the next one: how files of a layout are read, and what was chosen for a row.
//!
//! It is kept beside the workspace's content and is no part of it: an undo takes back what an import did, and leaves what
//! was learnt by it.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::column::{self, Role};
use super::imported::ImportedFile;
use super::source::Reading;
use crate::Result;
use crate::change::Room;
use crate::id::PartId;
use crate::ports::{Change, Subject};

/// What the files of one layout have in common: the names of their columns, folded, in their order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LayoutKey(String);

impl LayoutKey {
    /// The key of a header, as it is found where nobody says how the file is read. Capitals, white space and punctuation make no difference.
    pub fn of(header: &[String]) -> Self {
        let folded: Vec<String> = header.iter().map(|name| column::fold(name)).collect();
        // No cell has the separator of units in it, nor would `fold` spare a column break.
        Self(folded.join("\u{1f}"))
    }

    /// A key as it was kept.
    pub fn kept(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The key as it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How files of one layout are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// What each column means; none where that was not chosen.
    pub roles: Vec<Role>,
    /// The encoding, where it was chosen, by the name that [`Source::encoding`](super::source::Source::encoding) has.
    pub encoding: Option<String>,
    /// What separates the cells, where it was chosen.
    pub delimiter: Option<char>,
}

impl Layout {
    /// How a file of this layout is read: as somebody asks, else as it is remembered.
    pub(super) fn reading(&self, asked: &Reading) -> Reading {
        let encoding = asked.encoding.clone().or_else(|| self.encoding.clone());
        Reading { encoding, delimiter: asked.delimiter.or(self.delimiter), ..asked.clone() }
    }
}

/// By what a row is known again, for which somebody chose a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceKind {
    /// By what it says of the part: value, footprint, category.
    Described,
    /// By a part number that another workspace or program gave.
    ForeignNumber,
}

impl ChoiceKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Described, Self::ForeignNumber];

    /// The kind's name, as it is kept.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Described => "described",
            Self::ForeignNumber => "foreign_number",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for ChoiceKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What there is instead of undoing what is remembered.
pub(crate) const STANDS: &str = "the next import asks again where it is not what you want";

/// What the audit calls what is remembered of a layout.
const LAYOUT: &str = "how files of this layout are read";

/// What the audit says of a choice.
#[derive(Serialize)]
struct Choice<'c> {
    kind: ChoiceKind,
    key: &'c str,
    part: PartId,
}

/// What the audit says of a layout.
#[derive(Serialize)]
struct Remembered<'l> {
    key: &'l LayoutKey,
    layout: &'l Layout,
}

/// Keeps a file that is being imported, inside a unit that is already open. Its rows follow with
/// [`ImportRepository::add_rows`](super::ImportRepository::add_rows) and are completed, and have no entries of their own.
pub(crate) fn keep_file(change: &Change<'_>, file: &ImportedFile) -> Result<()> {
    change.imports().add_file(file)?;
    let subject = Subject { room: Room::Import, id: file.id.into(), part: None, title: file.name.clone() };
    change.created(subject, file)
}

/// Remembers how files of this layout are read, unless that is remembered already.
pub(crate) fn remember_layout(change: &Change<'_>, key: &LayoutKey, layout: &Layout) -> Result<()> {
    let before = change.imports().layout(key)?;
    if before.as_ref() == Some(layout) {
        return Ok(());
    }
    change.imports().remember_layout(key, layout)?;
    let (subject, after) = (remembered(LAYOUT), Remembered { key, layout });
    match &before {
        Some(before) => change.changed(subject, &Remembered { key, layout: before }, &after),
        None => change.created(subject, &after),
    }
}

/// Forgets how files of this layout are read; whether it was remembered.
pub(crate) fn forget_layout(change: &Change<'_>, key: &LayoutKey) -> Result<bool> {
    let Some(layout) = change.imports().layout(key)? else { return Ok(false) };
    change.imports().forget_layout(key)?;
    change.removed(remembered(LAYOUT), &Remembered { key, layout: &layout })?;
    Ok(true)
}

/// Remembers which part a row of that key means, unless that is remembered already.
pub(crate) fn remember_choice(change: &Change<'_>, kind: ChoiceKind, key: &str, part: PartId) -> Result<()> {
    let before = change.imports().choice(kind, key)?;
    if before == Some(part) {
        return Ok(());
    }
    change.imports().remember_choice(kind, key, part)?;
    let title = format!("{key} means {}", change.parts().get(part)?.number);
    let (subject, after) = (remembered(&title), Choice { kind, key, part });
    match before {
        Some(before) => change.changed(subject, &Choice { kind, key, part: before }, &after),
        None => change.created(subject, &after),
    }
}

fn remembered(title: &str) -> Subject {
    Subject { room: Room::Import, id: Uuid::nil(), part: None, title: title.to_owned() }
}
