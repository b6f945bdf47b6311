//! Files as an import keeps them.

use partwright_domain::file::ContentHash;
use partwright_domain::id::{ImportFileId, PersonId};
use partwright_domain::import::{Column, ImportedFile, ImportedRow, Role};
use partwright_domain::ports::Ports;

/// A file of two columns, imported by somebody, not yet in any store.
pub fn imported_file(ports: &Ports, by: PersonId) -> ImportedFile {
    let column = |index, name: &str, role| Column { index, name: name.to_owned(), role, alternate: 0 };
    ImportedFile {
        id: ImportFileId(ports.ids.next()),
        name: "board.csv".to_owned(),
        sha256: ContentHash::parse(&"0a".repeat(32)).expect("a hash"),
        columns: vec![column(0, "Designator", Role::Reference), column(1, "Tolerance", Role::Property)],
        imported_at: ports.clock.now(),
        imported_by: by,
    }
}

/// A row of such a file.
pub fn imported_row(number: u64, cells: [&str; 2]) -> ImportedRow {
    ImportedRow { number, cells: cells.map(str::to_owned).to_vec() }
}
