//! What is done with files.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use super::{
    BackedUp, Collected, ContentHash, File, FileError, FileName, FileRole, KnownContent, NewFile, Stored, Vault,
};
use crate::cancel::Cancel;
use crate::change::Room;
use crate::id::{FileId, RevisionId};
use crate::part::Part;
use crate::person::{Actor, Right};
use crate::ports::{Change, Ports, Subject};
use crate::revision::{self, Revision};
use crate::time::Timestamp;
use crate::{Error, Result};

/// The most bytes a file may have: 100 MB. The window sends a file in one piece and holds it in memory meanwhile.
pub const MOST_BYTES: u64 = 100_000_000;

/// The most bytes of a file that are handed out to be shown: 32 MB, because they are held in memory by whoever shows them.
pub const MOST_SHOWN: usize = 32_000_000;

/// How long a content that nothing names stays: far longer than any unit of work waits between its bytes and its commit.
pub const SAFE_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// Changes the files of drafts, and hands out the bytes of any.
#[derive(Clone)]
pub struct FileService {
    ports: Ports,
    vault: Arc<dyn Vault>,
}

impl std::fmt::Debug for FileService {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FileService")
    }
}

impl FileService {
    /// A service on these ports.
    pub fn new(ports: Ports, vault: Arc<dyn Vault>) -> Self {
        Self { ports, vault }
    }

    /// The vault that has the bytes, for whoever only reads them.
    pub fn vault(&self) -> &dyn Vault {
        &*self.vault
    }

    /// Attaches a file to a draft.
    pub fn attach(
        &self,
        actor: &Actor,
        revision: RevisionId,
        new: NewFile,
        content: &mut dyn Read,
        cancel: &Cancel,
    ) -> Result<File> {
        let content = self.put(actor, content, cancel)?;
        let author = actor.id;
        self.ports.change(actor, "file.attach", move |change| {
            let (revision, part) = revision::open_for_editing(&**change, revision)?;
            let NewFile { name, role } = new.clone();
            let (id, added) = (change.new_id(), change.now());
            let file = File { id, revision: revision.id, name, role, content, added, added_by: author };
            change.files().insert(&file)?;
            change.created(subject(&part, &revision, &file), &file)?;
            Ok(file)
        })
    }

    /// Gives a draft's file other bytes; its name and its role stay.
    pub fn replace(&self, actor: &Actor, id: FileId, content: &mut dyn Read, cancel: &Cancel) -> Result<File> {
        let content = self.put(actor, content, cancel)?;
        let author = actor.id;
        self.ports.change(actor, "file.replace", move |change| {
            alter(change, id, |before| {
                let added = change.now();
                if before.content == content { before } else { File { content, added, added_by: author, ..before } }
            })
        })
    }

    /// Says of a draft's file what it is for.
    pub fn change_role(&self, actor: &Actor, id: FileId, role: FileRole) -> Result<File> {
        self.ports.change(actor, "file.change_role", move |change| alter(change, id, |before| File { role, ..before }))
    }

    /// Removes a file from a draft, and answers it. Its bytes stay in the vault, because the audit names them.
    pub fn remove(&self, actor: &Actor, id: FileId) -> Result<File> {
        self.ports.change(actor, "file.remove", move |change| {
            let (before, revision, part) = find(change, id)?;
            remove(change, &part, &revision, &before)?;
            Ok(before)
        })
    }

    /// Copies a file's bytes out, and looks at their hash on the way. After an error, whatever was written is not the file.
    pub fn copy(&self, id: FileId, to: &mut dyn Write, cancel: &Cancel) -> Result<File> {
        let file = self.ports.store.read("file.copy", |snapshot| snapshot.files().find(id))?;
        let file = file.ok_or(FileError::NotFound)?;
        content(&*self.vault, &file.content.hash, Some(&file.name), to, cancel)?;
        Ok(file)
    }

    /// The first bytes of a file, at most so many and never more than [`MOST_SHOWN`]. All of it is read and its hash looked
    /// at, so that nothing is shown that is not what was attached.
    pub fn beginning(&self, id: FileId, most: usize, cancel: &Cancel) -> Result<Vec<u8>> {
        let mut beginning = Beginning { bytes: Vec::new(), most: most.min(MOST_SHOWN) };
        self.copy(id, &mut beginning, cancel)?;
        Ok(beginning.bytes)
    }

    /// Reads every content that a file ever had, and answers what is missing or damaged; nothing when all is well.
    pub fn check(&self, cancel: &Cancel) -> Result<Vec<FileError>> {
        faults(&*self.vault, self.known(cancel)?, cancel)
    }

    /// Copies every content that a file ever had into another vault. What is missing or damaged here is told and left out.
    ///
    /// Made after a copy of the database, it has all that the copy names, because contents are never taken away.
    pub fn back_up(&self, to: &dyn Vault, cancel: &Cancel) -> Result<BackedUp> {
        let mut done = BackedUp::default();
        for (hash, name) in self.known(cancel)? {
            // Whole in memory, because it must be known to be sound before it is put anywhere.
            let mut bytes = Vec::new();
            match fault(content(&*self.vault, &hash, name.as_ref(), &mut bytes, cancel))? {
                Ok(_) => {
                    done.bytes += to.put(&mut bytes.as_slice(), cancel)?.size;
                    done.contents += 1;
                }
                Err(fault) => done.faults.push(fault),
            }
        }
        Ok(done)
    }

    /// Removes from the vault what no file ever had, and is not `kept` for anybody else: the bytes of changes that were refused
    /// or interrupted.
    ///
    /// Whatever a file once had stays, because the audit names it. What an attaching person has just put is too young to
    /// be removed: it is named within seconds, and [`SAFE_AGE`] is a day. There is no audit entry, because the audit
    /// tells what became of the workspace's things, and none of them has anything to do with these bytes.
    pub fn collect(&self, actor: &Actor, kept: Vec<KnownContent>) -> Result<Collected> {
        actor.require(Right::Edit)?;
        let age = i64::try_from(SAFE_AGE.as_millis()).unwrap_or(i64::MAX);
        let put_before = Timestamp(self.ports.clock.now().0.saturating_sub(age));
        let known = self.ports.store.read("file.collect", |snapshot| snapshot.files().contents())?;
        let keep = known.into_iter().chain(kept).map(|(hash, _)| hash).collect();
        self.vault.collect(&keep, put_before)
    }

    fn known(&self, cancel: &Cancel) -> Result<Vec<KnownContent>> {
        Ok(self.ports.store.read_until("file.contents", cancel, |snapshot| snapshot.files().contents())?)
    }

    /// Bytes into the vault, if they are not too many. Before the unit that names them and never in it: a unit may be run
    /// again, and changes nothing outside the database.
    fn put(&self, actor: &Actor, content: &mut dyn Read, cancel: &Cancel) -> Result<Stored> {
        actor.require(Right::Edit)?;
        let mut bounded = Bounded { from: content, left: MOST_BYTES, is_over: false };
        let stored = self.vault.put(&mut bounded, cancel);
        if bounded.is_over { Err(FileError::TooLarge { most: MOST_BYTES }.into()) } else { Ok(stored?) }
    }
}

/// Reads contents of a vault, and answers which are missing or damaged; nothing when all is well.
pub fn faults(vault: &dyn Vault, known: Vec<KnownContent>, cancel: &Cancel) -> Result<Vec<FileError>> {
    let mut faults = Vec::new();
    for (hash, name) in known {
        faults.extend(fault(content(vault, &hash, name.as_ref(), &mut io::sink(), cancel))?.err());
    }
    Ok(faults)
}

/// Copies a content out; what is wrong with it is told by the name of a file that has it.
fn content(
    vault: &dyn Vault,
    hash: &ContentHash,
    name: Option<&FileName>,
    to: &mut dyn Write,
    cancel: &Cancel,
) -> Result<Stored> {
    vault.copy(hash, to, cancel).map_err(|error| match (error, name) {
        (Error::File(error), Some(name)) => error.about(name).into(),
        (error, _) => error,
    })
}

/// Attaches the files of a revision to a new one of the same part, inside a unit that is already open. Who attached their
/// bytes and when stays; the bytes themselves are in the vault once.
pub(crate) fn copy(change: &Change<'_>, part: &Part, from: &Revision, to: &Revision) -> Result<()> {
    for file in change.files().of(from.id)? {
        let copied = File { id: change.new_id(), revision: to.id, ..file };
        change.files().insert(&copied)?;
        change.created(subject(part, to, &copied), &copied)?;
    }
    Ok(())
}

/// Tells what is wrong with one content from what is wrong with everything.
fn fault<T>(answer: Result<T>) -> Result<Result<T, FileError>> {
    match answer {
        Ok(answer) => Ok(Ok(answer)),
        Err(Error::File(fault @ (FileError::Missing { .. } | FileError::Damaged { .. }))) => Ok(Err(fault)),
        Err(error) => Err(error),
    }
}

/// Changes a draft's file; what changes nothing leaves no trace.
fn alter(change: &Change<'_>, id: FileId, edit: impl FnOnce(File) -> File) -> Result<File> {
    let (before, revision, part) = find(change, id)?;
    let after = edit(before.clone());
    if after != before {
        change.files().update(&after)?;
        change.changed(subject(&part, &revision, &after), &before, &after)?;
    }
    Ok(after)
}

/// Removes every file inside a unit that is already open, of a revision known to be a draft.
pub(crate) fn clear(change: &Change<'_>, part: &Part, revision: &Revision) -> Result<()> {
    change.files().of(revision.id)?.iter().try_for_each(|file| remove(change, part, revision, file))
}

fn remove(change: &Change<'_>, part: &Part, revision: &Revision, file: &File) -> Result<()> {
    change.files().remove(file.id)?;
    change.removed(subject(part, revision, file), file)
}

/// A file that may be changed, with its revision and its part.
fn find(change: &Change<'_>, id: FileId) -> Result<(File, Revision, Part)> {
    let file = change.files().find(id)?.ok_or(FileError::NotFound)?;
    let (revision, part) = revision::open_for_editing(&**change, file.revision)?;
    Ok((file, revision, part))
}

fn subject(part: &Part, revision: &Revision, file: &File) -> Subject {
    Subject {
        room: Room::File,
        id: file.id.into(),
        part: Some(part.id),
        title: format!("{} revision {}: {}", part.number, revision.label, file.name),
    }
}

/// Reads until it is too much, and then fails, so that a vault does not take in what will be refused.
struct Bounded<'r> {
    from: &'r mut dyn Read,
    left: u64,
    is_over: bool,
}

impl Read for Bounded<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(to)?;
        let Some(left) = self.left.checked_sub(length as u64) else {
            self.is_over = true;
            return Err(io::Error::other("the file is too large"));
        };
        self.left = left;
        Ok(length)
    }
}

/// Keeps the first bytes of what is written, and lets the rest go by.
struct Beginning {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Beginning {
    fn write(&mut self, written: &[u8]) -> io::Result<usize> {
        let room = self.most - self.bytes.len();
        self.bytes.extend_from_slice(&written[..room.min(written.len())]);
        Ok(written.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
