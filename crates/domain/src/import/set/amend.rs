//! A BOM as the script beside it amends it.

use super::script::{Entry, Script};
use crate::import::ImportError;
use crate::import::column::{self, Role, fold};
use crate::import::source::{Aside, ImportFile, Read, Reading, Row, RowSource, Source};

/// A file with a script's changes.
pub(super) struct Amended<'f> {
    pub(super) file: &'f dyn ImportFile,
    pub(super) script: &'f Script,
}

impl ImportFile for Amended<'_> {
    fn name(&self) -> &str {
        self.file.name()
    }

    fn sha256(&self) -> &str {
        self.file.sha256()
    }

    fn verify(&self) -> Result<(), ImportError> {
        self.file.verify()
    }

    fn open(&self, reading: &Reading) -> Result<Box<dyn RowSource + '_>, ImportError> {
        let source = self.file.open(reading)?;
        let columns = column::columns_of(source.as_ref(), None)?;
        let of = |role: Role| columns.iter().find(|column| column.role == role).map(|column| column.index);
        let places = Places {
            component: source.header().iter().position(|name| fold(name) == "cmpname"),
            designators: of(Role::Reference),
            quantity: of(Role::Quantity),
            number: of(Role::PartNumber),
        };
        Ok(Box::new(Opened { source, script: self.script, places, last: 0, added: 0 }))
    }
}

/// The columns that a script speaks of.
struct Places {
    component: Option<usize>,
    designators: Option<usize>,
    quantity: Option<usize>,
    number: Option<usize>,
}

struct Opened<'f> {
    source: Box<dyn RowSource + 'f>,
    script: &'f Script,
    places: Places,
    last: u64,
    added: usize,
}

impl RowSource for Opened<'_> {
    fn source(&self) -> &Source {
        self.source.source()
    }

    fn header(&self) -> &[String] {
        self.source.header()
    }

    fn first_rows(&self) -> Vec<&[String]> {
        self.source.first_rows()
    }

    fn next_row(&mut self) -> Result<Option<Row>, ImportError> {
        if let Some(mut row) = self.source.next_row()? {
            self.last = row.number;
            self.script.remove.iter().for_each(|entry| self.places.remove(&mut row, entry));
            return Ok(Some(row));
        }
        let Some(entry) = self.script.add.get(self.added) else { return Ok(None) };
        self.added += 1;
        // Behind the last line, where nothing of the file stands.
        let number = self.last + self.added as u64;
        Ok(Some(self.places.row(number, self.header().len(), entry)))
    }

    fn read(&self) -> Read {
        self.source.read()
    }
}

impl Places {
    /// Takes a component's row out, or a designator out of its row.
    fn remove(&self, row: &mut Row, entry: &Entry) {
        let cell = |place: Option<usize>| place.and_then(|place| row.cells.get(place)).map(String::as_str);
        if !entry.component.is_empty() && cell(self.component) == Some(&entry.component) {
            row.aside = row.aside.or(Some(Aside::TakenOut));
            return;
        }
        let Some(places) = cell(self.designators).filter(|_| !entry.designator.is_empty()) else { return };
        let is_gap = |character: char| character.is_whitespace() || matches!(character, ',' | ';');
        let words: Vec<&str> = places.split(is_gap).filter(|word| !word.is_empty()).collect();
        let left: Vec<&str> = words.iter().copied().filter(|word| *word != entry.designator).collect();
        let taken = words.len() - left.len();
        if taken == 0 {
            return;
        }
        let is_gone = left.is_empty();
        let (left, count) = (left.join(" "), cell(self.quantity).and_then(|cell| cell.parse::<usize>().ok()));
        if let Some(cell) = self.designators.and_then(|place| row.cells.get_mut(place)) {
            *cell = left;
        }
        if let (Some(count), Some(cell)) = (count, self.quantity.and_then(|place| row.cells.get_mut(place))) {
            *cell = count.saturating_sub(taken).to_string();
        }
        if is_gone {
            row.aside = row.aside.or(Some(Aside::TakenOut));
        }
    }

    fn row(&self, number: u64, columns: usize, entry: &Entry) -> Row {
        let mut cells = vec![String::new(); columns];
        let mut write = |place: Option<usize>, text: &str| {
            if let Some(cell) = place.and_then(|place| cells.get_mut(place)) {
                text.clone_into(cell);
            }
        };
        write(self.component, &entry.component);
        write(self.designators, &entry.designator);
        write(self.number, &entry.number);
        write(self.quantity, "1");
        Row { number, cells, aside: None }
    }
}
