//! Files in SQLite: what is attached to which revision, and every content that a file ever had.

use partwright_domain::change::Room;
use partwright_domain::file::{
    ContentHash, File, FileName, FileReader, FileRepository, FileRole, KnownContent, Stored,
};
use partwright_domain::id::{FileId, PersonId, RevisionId};
use partwright_domain::order::natural_key;
use partwright_domain::store::{StoreError, Verdict};
use partwright_domain::time::Timestamp;
use rusqlite::{Connection, params};

use crate::column::Columns;
use crate::session::{Session, Writing};

const CONTENTS: &str = include_str!("file/contents.sql");

fn file(columns: &mut Columns<'_>) -> rusqlite::Result<File> {
    Ok(File {
        id: FileId(columns.get()?),
        revision: RevisionId(columns.get()?),
        name: columns.text(FileName::parse)?,
        role: columns.named(FileRole::named)?,
        content: Stored { hash: ContentHash(columns.get()?), size: columns.integer()? },
        added: Timestamp(columns.get()?),
        added_by: PersonId(columns.get()?),
    })
}

fn content(columns: &mut Columns<'_>) -> rusqlite::Result<KnownContent> {
    let hash = ContentHash(columns.get()?);
    let name = if columns.is_null()? { None } else { Some(columns.text(FileName::parse)?) };
    Ok((hash, name))
}

/// Every content that a file ever had, of a database that is no store.
pub(crate) fn all_contents(connection: &Connection) -> rusqlite::Result<Vec<KnownContent>> {
    // A copy may be of a time before there were files.
    if !connection.table_exists(None, "file_content")? {
        return Ok(Vec::new());
    }
    connection.prepare(CONTENTS)?.query_map([], |row| content(&mut Columns::new(row)))?.collect()
}

impl<A: Send + Sync> FileReader for Session<'_, A> {
    fn of(&self, revision: RevisionId) -> Result<Vec<File>, StoreError> {
        self.all(include_str!("file/of.sql"), [revision.0], file)
    }

    fn find(&self, id: FileId) -> Result<Option<File>, StoreError> {
        self.first(include_str!("file/find.sql"), [id.0], file)
    }

    fn contents(&self) -> Result<Vec<KnownContent>, StoreError> {
        self.all(CONTENTS, [], content)
    }
}

impl FileRepository for Session<'_, Writing> {
    fn insert(&self, file: &File) -> Result<(), StoreError> {
        let File { id, revision, name, role, content, added, added_by } = file;
        let (room, keys) = ((Room::File, *id), (name.key(), natural_key(name.as_str())));
        let params =
            params![id.0, revision.0, name.as_str(), keys.0, keys.1, role.name(), content.hash.0, added.0, added_by.0,];
        self.with_content(content, || self.change(include_str!("file/insert.sql"), "person", params, room))
    }

    fn update(&self, file: &File) -> Result<(), StoreError> {
        let File { id, revision: _, name: _, role, content, added, added_by } = file;
        let params = params![id.0, role.name(), content.hash.0, added.0, added_by.0];
        let room = (Room::File, *id);
        self.with_content(content, || self.change(include_str!("file/update.sql"), "person", params, room))
    }

    fn remove(&self, id: FileId) -> Result<(), StoreError> {
        self.change_if_there(include_str!("file/remove.sql"), [id.0], (Room::File, id))
    }
}

impl Session<'_, Writing> {
    /// Makes a content known and does what names it, as a step: a refused call leaves nothing behind.
    fn with_content(&self, content: &Stored, then: impl FnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
        let size =
            i64::try_from(content.size).map_err(|_| StoreError::Invalid { constraint: "file_size".to_owned() })?;
        let mut answer = Ok(());
        self.step(|| {
            answer = self
                .execute(include_str!("file/add_content.sql"), "content", params![content.hash.0, size])
                .and_then(|_| then());
            if answer.is_ok() { Verdict::Commit } else { Verdict::Rollback }
        })?;
        answer
    }
}
