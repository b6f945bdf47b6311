//! How a file is read: as somebody asks, else as it is remembered of the last file with this header, else as it is found.

use super::column::{self, Column, Role};
use super::remembered::{Layout, LayoutKey};
use super::source::{ImportFile, Reading, Source};
use crate::Result;
use crate::store::Snapshot;

/// A file, as far as it is known before its rows are read.
pub(super) struct Recalled {
    /// How it is read.
    pub(super) reading: Reading,
    /// What it turned out to be.
    pub(super) source: Source,
    /// Its columns.
    pub(super) columns: Vec<Column>,
    /// How long it is, in bytes.
    pub(super) length: u64,
    /// By what it is remembered how files like it are read.
    pub(super) key: LayoutKey,
    /// Whether anything of that comes from an earlier import.
    pub(super) is_remembered: bool,
    /// What an import has to remember for the next file; `None` where nobody chose anything.
    pub(super) chosen: Option<Layout>,
}

/// Looks at a file, and at what is remembered of its layout.
pub(super) fn recall(
    snapshot: &dyn Snapshot,
    file: &dyn ImportFile,
    asked: &Reading,
    asked_roles: Option<&[Role]>,
) -> Result<Recalled> {
    let key = key(file, asked)?;
    let layout = snapshot.imports().layout(&key)?;
    let reading = layout.as_ref().map_or_else(|| asked.clone(), |layout| layout.reading(asked));
    let rows = file.open(&reading)?;
    let fits = |roles: &&[Role]| roles.len() == rows.header().len();
    let remembered = layout.as_ref().map(|layout| layout.roles.as_slice()).filter(fits);
    let roles = asked_roles.or(remembered);
    let columns = column::columns_of(rows.as_ref(), roles)?;
    let is_remembered = reading != *asked || (asked_roles.is_none() && remembered.is_some());
    let is_chosen = asked_roles.is_some() || asked.encoding.is_some() || asked.delimiter.is_some();
    let Reading { encoding, delimiter, .. } = reading.clone();
    let chosen = Layout { roles: roles.unwrap_or_default().to_vec(), encoding, delimiter };
    let (source, length) = (rows.source().clone(), rows.read().total);
    Ok(Recalled { reading, source, columns, length, key, is_remembered, chosen: is_chosen.then_some(chosen) })
}

/// The key of a file: of the header that shows when nobody says how its text is written, so that what was chosen about that
/// is found again. A file that shows none has the key of what was asked for.
fn key(file: &dyn ImportFile, asked: &Reading) -> Result<LayoutKey> {
    let found = Reading { encoding: None, delimiter: None, ..asked.clone() };
    let rows = match file.open(&found) {
        Err(_) if found != *asked => file.open(asked)?,
        opened => opened?,
    };
    Ok(LayoutKey::of(rows.header()))
}
