//! Keeping what was read, inside a unit that is already open: each file row by row as it stands there, whatever was made of
//! it, and what a script beside it says as a file of its own.

use super::ImportError;
use super::column::{Column, Role};
use super::imported::{ImportedFile, ImportedRow};
use super::remembered::keep_file;
use super::set::Member;
use super::source::{ImportFile, Reading};
use super::watch::Passes;
use crate::Result;
use crate::bom::LineOrigin;
use crate::file::ContentHash;
use crate::id::ImportFileId;
use crate::ports::Change;

/// The columns of a script, as gitplm calls them.
const SCRIPT: [(&str, Role); 4] =
    [("list", Role::Property), ("cmpName", Role::Property), ("ref", Role::Reference), ("ipn", Role::PartNumber)];

/// A file that was kept.
pub(super) struct KeptFile {
    file: ImportFileId,
    /// The number of its last row.
    last: u64,
    /// The script that stands beside it, and in which of its lines each row stands that it puts in.
    script: Option<(ImportFileId, Vec<u64>)>,
}

impl KeptFile {
    /// Where a line comes from. Rows behind the last of the file are those that the script puts in; a line that the file says
    /// as well is the file's.
    pub(super) fn origin(&self, rows: &[u64]) -> LineOrigin {
        let read: Vec<u64> = rows.iter().copied().filter(|row| *row <= self.last).collect();
        match &self.script {
            Some((script, added)) if read.is_empty() => {
                let place = |row: &u64| usize::try_from(row - self.last - 1).ok();
                let rows = rows.iter().filter_map(|row| added.get(place(row)?).copied());
                LineOrigin { file: *script, rows: rows.collect() }
            }
            _ => LineOrigin { file: self.file, rows: read },
        }
    }
}

/// Keeps a file's rows as they are.
pub(super) fn keep(
    change: &Change<'_>,
    file: &dyn ImportFile,
    reading: &Reading,
    columns: &[Column],
    passes: &mut Passes<'_>,
) -> Result<KeptFile> {
    let kept = add(change, file.name(), file.sha256(), columns.to_vec())?;
    let mut last = 0;
    passes.rows(file, reading, |rows| {
        last = rows.last().map_or(last, |row| row.number);
        let rows = rows.iter().map(|row| ImportedRow { number: row.number, cells: row.cells.clone() });
        Ok(change.imports().add_rows(kept, &rows.collect::<Vec<_>>())?)
    })?;
    change.imports().complete(kept)?;
    // The last time that it is read: all that was read of it is of the bytes that the hash names, or nothing is kept.
    file.verify()?;
    Ok(KeptFile { file: kept, last, script: None })
}

/// Keeps a file of a set, and the script beside it where that changes anything.
pub(super) fn keep_member(
    change: &Change<'_>,
    member: &Member<'_>,
    columns: &[Column],
    passes: &mut Passes<'_>,
) -> Result<KeptFile> {
    let kept = keep(change, member.file, &Reading::default(), columns, passes)?;
    let Some((name, text)) = member.script_file().filter(|_| !member.script.is_empty()) else { return Ok(kept) };
    let columns = SCRIPT.into_iter().enumerate().map(|(index, (name, role))| Column {
        index,
        name: name.to_owned(),
        role,
        alternate: 0,
    });
    let script = add(change, name, text.sha256, columns.collect())?;
    change.imports().add_rows(script, &member.script.rows())?;
    change.imports().complete(script)?;
    let added = member.script.add.iter().map(|entry| entry.line).collect();
    Ok(KeptFile { script: Some((script, added)), ..kept })
}

fn add(change: &Change<'_>, name: &str, sha256: &str, columns: Vec<Column>) -> Result<ImportFileId> {
    let unreadable = || ImportError::FileUnreadable { detail: "it has no hash".to_owned() };
    let sha256 = ContentHash::parse(sha256).ok_or_else(unreadable)?;
    let (id, imported_at, imported_by) = (change.new_id(), change.now(), change.by());
    keep_file(change, &ImportedFile { id, name: name.to_owned(), sha256, columns, imported_at, imported_by })?;
    Ok(id)
}
