//! Files of rows for tests of the import: text with commas, as a small reader of its own takes it apart.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use partwright_domain::Result;
use partwright_domain::import::{
    Aside, Done, ImportError, ImportFile, ImportService, ImportSet, Preview, Read, Reading, Request, Row, RowSource,
    SetFile, SetText, Source, Target,
};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::watch::Watch;

use crate::build;

/// A file that is all there.
#[derive(Debug, Clone)]
pub struct Rows {
    name: String,
    sha256: String,
    source: Source,
    header: Vec<String>,
    below: Vec<Row>,
    is_overwritten: bool,
}

/// A file whose first line is its header: cells between commas, in double quotes where they have commas or lines themselves.
pub fn rows(text: &str) -> Arc<Rows> {
    let mut table = split(text).into_iter();
    let (_, header) = table.next().expect("a header");
    let rows = table.map(|(number, cells)| Row { number, cells, aside: None }).collect();
    Arc::new(Rows::of("bom.csv", header, rows))
}

/// A request to import into a new board.
pub fn into_board(ports: &Ports) -> Request {
    Request::into_target(Target::New { subcategory: build::subcategory(ports, "EL-PCA"), name: "A board".to_owned() })
}

/// What importing a file would do.
pub fn preview(ports: &Ports, file: &Arc<Rows>, request: &Request) -> Result<Preview> {
    ImportService::new(ports.clone()).preview(file.as_ref(), request, &Watch::default())
}

/// Imports a file as its preview shows it.
pub fn import(ports: &Ports, actor: &Actor, file: &Arc<Rows>, request: Request) -> Result<Done> {
    let fingerprint = preview(ports, file, &request)?.fingerprint;
    let file: Arc<dyn ImportFile> = Arc::<Rows>::clone(file);
    ImportService::new(ports.clone()).apply(actor, file, request, fingerprint, Watch::default())
}

impl Rows {
    /// A file of rows.
    pub fn of(name: &str, header: Vec<String>, rows: Vec<Row>) -> Self {
        let source = Source {
            format: "csv",
            encoding: Some("UTF-8"),
            delimiter: Some(','),
            header_row: Some(1),
            part: None,
            parts: Vec::new(),
        };
        let sha256 = digits(&format!("{header:?}{rows:?}"));
        Self { name: name.to_owned(), sha256, source, header, below: rows, is_overwritten: false }
    }

    /// Calls it so.
    #[must_use]
    pub fn named(&self, name: &str) -> Arc<Self> {
        Arc::new(Self { name: name.to_owned(), ..self.clone() })
    }

    /// The same, of which it comes out at the end that somebody wrote into it.
    #[must_use]
    pub fn overwritten(&self) -> Arc<Self> {
        Arc::new(Self { is_overwritten: true, ..self.clone() })
    }

    /// The same, as the cells of a spreadsheet: not a text.
    #[must_use]
    pub fn spreadsheet(&self) -> Arc<Self> {
        let source = Source { format: "xlsx", encoding: None, delimiter: None, ..self.source.clone() };
        Arc::new(Self { source, ..self.clone() })
    }

    /// The same, as a text whose cells stand between these.
    #[must_use]
    pub fn separated(&self, delimiter: char) -> Arc<Self> {
        let source = Source { delimiter: Some(delimiter), ..self.source.clone() };
        Arc::new(Self { source, ..self.clone() })
    }

    /// Sets the row of a line aside.
    #[must_use]
    pub fn aside(&self, number: u64, aside: Aside) -> Arc<Self> {
        let mut file = self.clone();
        file.below.iter_mut().filter(|row| row.number == number).for_each(|row| row.aside = Some(aside));
        Arc::new(file)
    }
}

impl ImportFile for Rows {
    fn name(&self) -> &str {
        &self.name
    }

    fn sha256(&self) -> &str {
        &self.sha256
    }

    fn open(&self, _reading: &Reading) -> Result<Box<dyn RowSource + '_>, ImportError> {
        Ok(Box::new(Opened { file: self, next: 0 }))
    }

    fn verify(&self) -> Result<(), ImportError> {
        if self.is_overwritten { Err(ImportError::FileChanged) } else { Ok(()) }
    }
}

/// What stands for a hash: as many digits, of no bytes. A test that compares it with one has bytes of its own.
fn digits(text: &str) -> String {
    let mut hash = DefaultHasher::new();
    text.hash(&mut hash);
    format!("{:064x}", hash.finish())
}

/// Files that belong together, and scripts beside them.
#[derive(Debug, Clone, Default)]
pub struct RowSet {
    files: Vec<(String, Arc<Rows>)>,
    /// By path: the text and its hash.
    scripts: Vec<(String, String, String)>,
}

impl RowSet {
    /// Adds a file.
    #[must_use]
    pub fn file(mut self, path: &str, text: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.files.push((path.to_owned(), rows(text).named(name)));
        self.files.sort_by(|(one, _), (other, _)| one.cmp(other));
        self
    }

    /// The same, with a file of which it comes out at the end that somebody wrote into it.
    #[must_use]
    pub fn overwritten(mut self, path: &str) -> Self {
        self.files.iter_mut().filter(|(other, _)| other == path).for_each(|(_, file)| *file = file.overwritten());
        self
    }

    /// Takes a file out.
    #[must_use]
    pub fn without(mut self, path: &str) -> Self {
        self.files.retain(|(other, _)| other != path);
        self
    }

    /// Adds a script.
    #[must_use]
    pub fn script(mut self, path: &str, text: &str) -> Self {
        self.scripts.push((path.to_owned(), text.to_owned(), digits(text)));
        self
    }
}

impl ImportSet for RowSet {
    fn files(&self) -> Vec<SetFile<'_>> {
        self.files.iter().map(|(path, file)| SetFile { path, file: file.as_ref() }).collect()
    }

    fn text(&self, path: &str) -> Option<SetText<'_>> {
        let found = self.scripts.iter().find(|(script, ..)| script == path);
        found.map(|(_, text, sha256)| SetText { text, sha256 })
    }
}

struct Opened<'f> {
    file: &'f Rows,
    next: usize,
}

impl RowSource for Opened<'_> {
    fn source(&self) -> &Source {
        &self.file.source
    }

    fn header(&self) -> &[String] {
        &self.file.header
    }

    fn first_rows(&self) -> Vec<&[String]> {
        self.file.below.iter().take(20).map(|row| row.cells.as_slice()).collect()
    }

    fn next_row(&mut self) -> Result<Option<Row>, ImportError> {
        let row = self.file.below.get(self.next).cloned();
        self.next += 1;
        Ok(row)
    }

    fn read(&self) -> Read {
        Read { done: self.next as u64, total: self.file.below.len() as u64 }
    }
}

/// The rows of a text, each with the line it begins in.
fn split(text: &str) -> Vec<(u64, Vec<String>)> {
    let (mut rows, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut begun, mut quoted) = (1, 1, false);
    for character in text.trim_end_matches('\n').chars().chain(['\n']) {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell).trim().to_owned());
                rows.push((begun, std::mem::take(&mut cells)));
                begun = line + 1;
            }
            other => cell.push(other),
        }
        line += u64::from(character == '\n');
    }
    rows
}
