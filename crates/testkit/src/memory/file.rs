//! Files in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::file::{ContentHash, File, FileReader, FileRepository, KnownContent};
use partwright_domain::id::{FileId, RevisionId};
use partwright_domain::order::natural_key;
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, id_taken, missing};

/// The files by their ids, and every content that one ever had, with its size.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    files: BTreeMap<FileId, File>,
    contents: BTreeMap<ContentHash, u64>,
}

impl Rows {
    fn of(&self, revision: RevisionId) -> impl Iterator<Item = &File> {
        self.files.values().filter(move |file| file.revision == revision)
    }

    /// One content has one size; only a mistake could give it another.
    fn takes(&self, file: &File) -> Result<(), StoreError> {
        match self.contents.get(&file.content.hash) {
            Some(size) if *size != file.content.size => {
                Err(StoreError::Invalid { constraint: "file_content_keeps".to_owned() })
            }
            _ => Ok(()),
        }
    }

    fn write(&mut self, file: &File) {
        self.contents.insert(file.content.hash, file.content.size);
        self.files.insert(file.id, file.clone());
    }
}

impl State {
    pub(super) fn files_of(&self, revision: RevisionId) -> impl Iterator<Item = &File> {
        self.files.of(revision)
    }

    pub(super) fn has_files(&self, revision: RevisionId) -> bool {
        self.files.of(revision).next().is_some()
    }
}

impl<H: Held> FileReader for View<H> {
    fn of(&self, revision: RevisionId) -> Result<Vec<File>, StoreError> {
        self.see(|state| {
            let mut files: Vec<_> = state.files.of(revision).cloned().collect();
            files.sort_by_cached_key(|file| (natural_key(file.name.as_str()), file.name.key()));
            files
        })
    }

    fn find(&self, id: FileId) -> Result<Option<File>, StoreError> {
        self.see(|state| state.files.files.get(&id).cloned())
    }

    fn contents(&self) -> Result<Vec<KnownContent>, StoreError> {
        self.see(|state| {
            let named = |hash: &ContentHash| state.files.files.values().find(|file| file.content.hash == *hash);
            state.files.contents.keys().map(|hash| (*hash, named(hash).map(|file| file.name.clone()))).collect()
        })
    }
}

impl FileRepository for View<Open> {
    fn insert(&self, file: &File) -> Result<(), StoreError> {
        self.change(Room::File, file.id, |state| {
            if state.files.files.contains_key(&file.id) {
                return Err(id_taken("file"));
            }
            state.unfrozen(file.revision)?;
            if state.person(file.added_by).is_none() {
                return Err(missing("person"));
            }
            if state.files.of(file.revision).any(|other| other.name.key() == file.name.key()) {
                return Err(StoreError::FileNameTaken);
            }
            state.files.takes(file)?;
            Arc::make_mut(&mut state.files).write(file);
            Ok(())
        })
    }

    fn update(&self, file: &File) -> Result<(), StoreError> {
        self.change(Room::File, file.id, |state| {
            let before = state.files.files.get(&file.id).ok_or_else(|| missing("file"))?;
            state.unfrozen(before.revision)?;
            if state.person(file.added_by).is_none() {
                return Err(missing("person"));
            }
            state.files.takes(file)?;
            let after = File { revision: before.revision, name: before.name.clone(), ..file.clone() };
            Arc::make_mut(&mut state.files).write(&after);
            Ok(())
        })
    }

    fn remove(&self, id: FileId) -> Result<(), StoreError> {
        self.work(|draft| {
            let Some(file) = draft.state.files.files.get(&id) else { return Ok(()) };
            draft.state.unfrozen(file.revision)?;
            Arc::make_mut(&mut draft.state.files).files.remove(&id);
            draft.changes.note(Room::File, id);
            Ok(())
        })
    }
}
