//! Imports in SQLite: the files that were imported, row by row, and what is remembered of them.

use partwright_domain::change::Room;
use partwright_domain::file::ContentHash;
use partwright_domain::id::{ImportFileId, PartId, PersonId};
use partwright_domain::import::{
    ChoiceKind, ImportReader, ImportRepository, ImportedFile, ImportedRow, Layout, LayoutKey,
};
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use rusqlite::params;
use uuid::Uuid;

use crate::column::{self, Columns};
use crate::session::{Session, Writing};

fn file(columns: &mut Columns<'_>) -> rusqlite::Result<ImportedFile> {
    Ok(ImportedFile {
        id: ImportFileId(columns.get()?),
        name: columns.get()?,
        sha256: columns.named(ContentHash::parse)?,
        columns: columns.text(|text| serde_json::from_str(text))?,
        imported_at: Timestamp(columns.get()?),
        imported_by: PersonId(columns.get()?),
    })
}

fn row(columns: &mut Columns<'_>) -> rusqlite::Result<ImportedRow> {
    Ok(ImportedRow { number: columns.integer()?, cells: columns.text(|text| serde_json::from_str(text))? })
}

fn layout(columns: &mut Columns<'_>) -> rusqlite::Result<Layout> {
    let (roles, encoding) = (columns.text(|text| serde_json::from_str(text))?, columns.get()?);
    let delimiter: Option<String> = columns.get()?;
    Ok(Layout { roles, encoding, delimiter: delimiter.and_then(|text| text.chars().next()) })
}

fn choice(columns: &mut Columns<'_>) -> rusqlite::Result<(String, PartId)> {
    Ok((columns.get()?, PartId(columns.get()?)))
}

impl<A: Send + Sync> ImportReader for Session<'_, A> {
    fn file(&self, id: ImportFileId) -> Result<Option<ImportedFile>, StoreError> {
        self.first(include_str!("import/file.sql"), [id.0], file)
    }

    fn rows(&self, file: ImportFileId, numbers: &[u64]) -> Result<Vec<ImportedRow>, StoreError> {
        self.all(include_str!("import/rows.sql"), params![file.0, column::to_json(&numbers)?], row)
    }

    fn layout(&self, key: &LayoutKey) -> Result<Option<Layout>, StoreError> {
        self.first(include_str!("import/layout.sql"), [key.as_str()], layout)
    }

    fn choice(&self, kind: ChoiceKind, key: &str) -> Result<Option<PartId>, StoreError> {
        self.first(include_str!("import/choice.sql"), [kind.name(), key], |columns| Ok(PartId(columns.get()?)))
    }

    fn choices(&self, kind: ChoiceKind, keys: &[String]) -> Result<Vec<(String, PartId)>, StoreError> {
        self.all(include_str!("import/choices.sql"), params![kind.name(), column::to_json(&keys)?], choice)
    }
}

impl ImportRepository for Session<'_, Writing> {
    fn add_file(&self, file: &ImportedFile) -> Result<(), StoreError> {
        let ImportedFile { id, name, sha256, columns, imported_at, imported_by } = file;
        let columns = column::to_json(columns)?;
        let params = params![id.0, name, sha256.to_string(), columns, imported_at.0, imported_by.0];
        self.change(include_str!("import/add_file.sql"), "person", params, (Room::Import, *id))
    }

    fn add_rows(&self, file: ImportFileId, rows: &[ImportedRow]) -> Result<(), StoreError> {
        self.change_whole((Room::Import, file), || {
            for ImportedRow { number, cells } in rows {
                let Ok(number) = i64::try_from(*number) else {
                    return Err(StoreError::Invalid { constraint: "import_row_number_counts_from_one".to_owned() });
                };
                let params = params![file.0, number, column::to_json(cells)?];
                self.execute(include_str!("import/add_row.sql"), "file", params)?;
            }
            Ok(())
        })
    }

    fn complete(&self, file: ImportFileId) -> Result<(), StoreError> {
        self.change(include_str!("import/complete.sql"), "file", [file.0], (Room::Import, file))
    }

    fn remember_layout(&self, key: &LayoutKey, layout: &Layout) -> Result<(), StoreError> {
        let Layout { roles, encoding, delimiter } = layout;
        let delimiter = delimiter.map(String::from);
        let params = params![key.as_str(), column::to_json(roles)?, encoding, delimiter];
        self.change(include_str!("import/remember_layout.sql"), "layout", params, (Room::Import, Uuid::nil()))
    }

    fn forget_layout(&self, key: &LayoutKey) -> Result<(), StoreError> {
        self.change_if_there(include_str!("import/forget_layout.sql"), [key.as_str()], (Room::Import, Uuid::nil()))
    }

    fn remember_choice(&self, kind: ChoiceKind, key: &str, part: PartId) -> Result<(), StoreError> {
        let params = params![kind.name(), key, part.0];
        self.change(include_str!("import/remember_choice.sql"), "part", params, (Room::Import, Uuid::nil()))
    }
}
