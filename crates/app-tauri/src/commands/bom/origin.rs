//! Where a line of a BOM was imported from.

use partwright_domain::bom::{BomError, LineOrigin};
use partwright_domain::import::{ImportedFile, ImportedRow};
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::{Error, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::id;
use crate::app::App;
use crate::error::WireError;

/// Asks where a line was imported from.
#[derive(Debug, Deserialize, TS)]
pub struct BomLineOriginRequest {
    line: String,
}

/// Where a line was imported from.
#[derive(Debug, Serialize, TS)]
pub struct LineOriginView {
    /// The file's name.
    file: String,
    /// The SHA-256 of its bytes, in 64 hexadecimal digits.
    sha256: String,
    /// When it was imported, in milliseconds since 1970-01-01 UTC.
    #[ts(type = "number")]
    imported_at: i64,
    /// Who imported it.
    person_name: String,
    /// The names of its columns.
    columns: Vec<String>,
    /// The rows that became this line, as they stood in the file.
    rows: Vec<ImportedRowView>,
}

/// A row of a file, as it stood there.
#[derive(Debug, Serialize, TS)]
pub struct ImportedRowView {
    /// The line of the file in which it begins, the first being 1.
    #[ts(type = "number")]
    number: u64,
    /// Its cells, in the order of the columns.
    cells: Vec<String>,
}

/// Where a line was imported from; nothing where somebody added it.
pub fn origin(app: &App, request: BomLineOriginRequest) -> Result<Option<LineOriginView>, WireError> {
    let BomLineOriginRequest { line } = request;
    let line = id(&line, "bom_line_origin")?;
    Ok(app.workspace()?.store.read("bom.line_origin", |snapshot| {
        let line = snapshot.boms().find(line)?.ok_or(BomError::LineNotFound)?;
        line.origin.map(|origin| view(snapshot, &origin)).transpose()
    })?)
}

fn view(snapshot: &dyn Snapshot, origin: &LineOrigin) -> Result<LineOriginView> {
    let missing = |what: &str| Error::from(StoreError::Missing { what: what.to_owned() });
    let file = snapshot.imports().file(origin.file)?.ok_or_else(|| missing("file"))?;
    let ImportedFile { id, name, sha256, columns, imported_at, imported_by } = file;
    let person = snapshot.people().find(imported_by)?.ok_or_else(|| missing("person"))?;
    Ok(LineOriginView {
        file: name,
        sha256: sha256.to_string(),
        imported_at: imported_at.0,
        person_name: person.name.to_string(),
        columns: columns.into_iter().map(|column| column.name).collect(),
        rows: snapshot.imports().rows(id, &origin.rows)?.into_iter().map(ImportedRowView::from).collect(),
    })
}

impl From<ImportedRow> for ImportedRowView {
    fn from(row: ImportedRow) -> Self {
        let ImportedRow { number, cells } = row;
        Self { number, cells }
    }
}
