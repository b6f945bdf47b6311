//! Imports in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use partwright_domain::change::Room;
use partwright_domain::id::{ImportFileId, PartId, Uuid};
use partwright_domain::import::{
    ChoiceKind, ImportReader, ImportRepository, ImportedFile, ImportedRow, Layout, LayoutKey,
};
use partwright_domain::store::StoreError;

use super::State;
use super::view::{Held, Open, View, missing};

/// The rows: what was imported, and what is remembered.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    files: BTreeMap<ImportFileId, ImportedFile>,
    lines: BTreeMap<(ImportFileId, u64), ImportedRow>,
    complete: BTreeSet<ImportFileId>,
    layouts: BTreeMap<LayoutKey, Layout>,
    choices: BTreeMap<(ChoiceKind, String), PartId>,
}

impl State {
    pub(super) fn imported_file(&self, id: ImportFileId) -> Option<&ImportedFile> {
        self.imports.files.get(&id)
    }

    /// What was chosen, while the part is there.
    fn chosen(&self, kind: ChoiceKind, key: &str) -> Option<PartId> {
        let chosen = self.imports.choices.get(&(kind, key.to_owned())).copied();
        chosen.filter(|part| self.part(*part).is_some())
    }
}

impl<H: Held> ImportReader for View<H> {
    fn file(&self, id: ImportFileId) -> Result<Option<ImportedFile>, StoreError> {
        self.see(|state| state.imported_file(id).cloned())
    }

    fn rows(&self, file: ImportFileId, numbers: &[u64]) -> Result<Vec<ImportedRow>, StoreError> {
        let numbers: BTreeSet<u64> = numbers.iter().copied().collect();
        self.see(|state| {
            numbers.iter().filter_map(|number| state.imports.lines.get(&(file, *number)).cloned()).collect()
        })
    }

    fn layout(&self, key: &LayoutKey) -> Result<Option<Layout>, StoreError> {
        self.see(|state| state.imports.layouts.get(key).cloned())
    }

    fn choice(&self, kind: ChoiceKind, key: &str) -> Result<Option<PartId>, StoreError> {
        self.see(|state| state.chosen(kind, key))
    }

    fn choices(&self, kind: ChoiceKind, keys: &[String]) -> Result<Vec<(String, PartId)>, StoreError> {
        let keys: BTreeSet<&String> = keys.iter().collect();
        self.see(|state| {
            let chosen = |key: &String| Some((key.clone(), state.chosen(kind, key)?));
            keys.into_iter().filter_map(chosen).collect()
        })
    }
}

impl ImportRepository for View<Open> {
    fn add_file(&self, file: &ImportedFile) -> Result<(), StoreError> {
        self.change(Room::Import, file.id, |state| {
            if state.imported_file(file.id).is_some() {
                return Err(StoreError::ImportFixed);
            }
            if state.person(file.imported_by).is_none() {
                return Err(missing("person"));
            }
            Arc::make_mut(&mut state.imports).files.insert(file.id, file.clone());
            Ok(())
        })
    }

    fn add_rows(&self, file: ImportFileId, rows: &[ImportedRow]) -> Result<(), StoreError> {
        self.change(Room::Import, file, |state| {
            if state.imported_file(file).is_none() {
                return Err(missing("file"));
            }
            let mut numbers = BTreeSet::new();
            let is_taken = |row: &ImportedRow| state.imports.lines.contains_key(&(file, row.number));
            let is_complete = !rows.is_empty() && state.imports.complete.contains(&file);
            if is_complete || rows.iter().any(|row| !numbers.insert(row.number) || is_taken(row)) {
                return Err(StoreError::ImportFixed);
            }
            let added = rows.iter().map(|row| ((file, row.number), row.clone()));
            Arc::make_mut(&mut state.imports).lines.extend(added);
            Ok(())
        })
    }

    fn complete(&self, file: ImportFileId) -> Result<(), StoreError> {
        self.change(Room::Import, file, |state| {
            if state.imported_file(file).is_none() {
                return Err(missing("file"));
            }
            let is_new = Arc::make_mut(&mut state.imports).complete.insert(file);
            if is_new { Ok(()) } else { Err(StoreError::ImportFixed) }
        })
    }

    fn remember_layout(&self, key: &LayoutKey, layout: &Layout) -> Result<(), StoreError> {
        self.change(Room::Import, Uuid::nil(), |state| {
            Arc::make_mut(&mut state.imports).layouts.insert(key.clone(), layout.clone());
            Ok(())
        })
    }

    fn forget_layout(&self, key: &LayoutKey) -> Result<(), StoreError> {
        self.work(|draft| {
            if Arc::make_mut(&mut draft.state.imports).layouts.remove(key).is_some() {
                draft.changes.note(Room::Import, Uuid::nil());
            }
            Ok(())
        })
    }

    fn remember_choice(&self, kind: ChoiceKind, key: &str, part: PartId) -> Result<(), StoreError> {
        self.change(Room::Import, Uuid::nil(), |state| {
            if state.part(part).is_none() {
                return Err(missing("part"));
            }
            Arc::make_mut(&mut state.imports).choices.insert((kind, key.to_owned()), part);
            Ok(())
        })
    }
}
