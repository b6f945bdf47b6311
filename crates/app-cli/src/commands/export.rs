//! Export: documents that leave the workspace.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use partwright_domain::bom::Builds;
use partwright_domain::export::{self, Preset, Shape, Stamp, Wanted, Watch};
use partwright_domain::part::{self, PartNumber, PartOrder};
use partwright_domain::search::SearchFilter;
use partwright_domain::store::Snapshot;
use partwright_domain::supplier_part::{Currency, Supplier};
use partwright_domain::{Error, Result};
use partwright_formats::package::{self, Made};
use partwright_formats::write::{self, Format, Options};
use serde::Serialize;
use serde_json::Value;

use super::examples;
use super::part::{Sort, classification};
use crate::call::{Call, Session};
use crate::failure::{CliError, Failure};
use crate::output::{Answer, Sheet};
use crate::progress::Bar;
use crate::revision_name::RevisionName;
use crate::wiring;

/// Write BOMs, parts and history to files
///
/// A document is CSV, an Excel workbook, JSON, or a page of HTML to read and to print.
#[derive(Debug, Args)]
#[command(after_help = examples![
    "export bom EL-PCA-100001 --output board.xlsx",
    "export bom EL-PCA-100001 --layout jlcpcb --output jlcpcb.csv",
    "export package EL-PCA-100001@1 --output board-1.zip",
])]
pub struct ExportArgs {
    #[command(subcommand)]
    command: ExportCommand,
}

#[derive(Debug, Subcommand)]
enum ExportCommand {
    Bom(Bom),
    Parts(Parts),
    WhereUsed(WhereUsed),
    Compare(Compare),
    Audit(Audit),
    Package(Package),
}

impl ExportArgs {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        match &self.command {
            ExportCommand::Bom(command) => command.to.write(call, |session| command.wanted(session)),
            ExportCommand::Parts(command) => command.to.write(call, |_| command.wanted()),
            ExportCommand::WhereUsed(command) => command.to.write(call, |session| command.wanted(session)),
            ExportCommand::Compare(command) => command.to.write(call, |session| command.wanted(session)),
            ExportCommand::Audit(command) => command.to.write(call, |session| command.wanted(session)),
            ExportCommand::Package(command) => command.run(call),
        }
    }
}

/// Where a document goes, and as what.
#[derive(Debug, Args)]
struct To {
    /// The file, whose ending says what it is: .csv, .xlsx, .json or .html; "-" for standard output
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// What it is, whatever the file is called: csv, xlsx, json or html
    #[arg(long, value_name = "FORMAT", value_parser = Format::parse)]
    document: Option<Format>,
    /// Begin a CSV file with a mark, without which Excel takes it for another encoding
    #[arg(long)]
    mark: bool,
    /// Leave texts as they are that a spreadsheet would take for formulas
    #[arg(long)]
    plain: bool,
}

impl To {
    fn write(
        &self,
        call: &mut Call<'_, '_>,
        wanted: impl FnOnce(&Session) -> Result<Wanted, Failure>,
    ) -> Result<(), Failure> {
        let Self { output, document, mark, plain } = self;
        let is_for_us = output.as_os_str() == "-";
        let format = match document {
            Some(format) => *format,
            None if is_for_us => Format::Csv,
            None => by_ending(output)?,
        };
        let session = call.open()?;
        let wanted = wanted(&session)?;
        format.suits(&wanted)?;
        let options = Options { mark: *mark, plain: *plain, quoted: false }.for_document(&wanted);
        let stamp = Stamp { at: session.workspace.ports.clock.now(), by: session.person()?.name.to_string() };
        let bar = Bar::new(call.console, "Writing");
        let mut tell = |progress| bar.tell(progress);
        let mut watch = Watch::new(&session.cancel, &mut tell);
        let mut make = |snapshot: &dyn Snapshot, sink: &mut dyn export::Sink| {
            export::write(snapshot, &wanted, &stamp, sink, &mut watch)
        };
        if is_for_us {
            let mut written = aside(|out| {
                session
                    .read("export.write", |snapshot| write::document(format, options, out, |sink| make(snapshot, sink)))
            })?;
            drop(bar);
            io::copy(&mut written, &mut call.console.out)?;
            return Ok(());
        }
        let rows = session
            .read("export.write", |snapshot| write::to_file(output, format, options, |sink| make(snapshot, sink)))?;
        drop(bar);
        call.answer(&Written { path: output.display().to_string(), document: format.name(), rows })
    }
}

/// Writes into a file that goes by itself, and answers it at its beginning: whoever is then sent it, and reads slowly, keeps no
/// read of the workspace open, and gets all or nothing.
fn aside<T>(write: impl FnOnce(&mut BufWriter<File>) -> Result<T>) -> Result<File, Failure> {
    let mut out = BufWriter::new(tempfile::tempfile()?);
    write(&mut out)?;
    out.rewind()?;
    out.into_inner().map_err(|error| Failure::Output(error.into_error()))
}

/// The format that a file's ending names.
fn by_ending(path: &Path) -> Result<Format, CliError> {
    let ending = path.extension().map(|ending| ending.to_string_lossy());
    let unknown = || CliError::EndingUnknown { path: path.display().to_string() };
    Format::parse(&ending.unwrap_or_default()).map_err(|_| unknown())
}

/// Write a BOM: one level, all levels below each other, or totals
#[derive(Debug, Args)]
#[command(after_help = examples![
    "export bom EL-PCA-100001 --output board.csv",
    "export bom AS-PRD-100000 --shape indented --output product.html",
    "export bom AS-PRD-100000 --shape flat --builds 100 --currency EUR --output order.xlsx",
    "export bom EL-PCA-100001 --layout kicad --output - > board.csv",
])]
struct Bom {
    /// The part number, and after @ the revision; without it the newest
    revision: RevisionName,
    /// How it is listed
    #[arg(long, value_enum, default_value_t = ShapeArg::OneLevel, conflicts_with = "layout")]
    shape: ShapeArg,
    /// For how many builds; quantities of the flat list and costs are told for all of them
    #[arg(long, default_value = "1", value_name = "NUMBER", value_parser = Builds::parse, conflicts_with = "layout")]
    builds: Builds,
    /// What costs are told in, as EUR; without it the currency in which most parts have prices
    #[arg(long, value_parser = Currency::parse, conflicts_with = "layout")]
    currency: Option<Currency>,
    /// The columns that somebody else reads
    #[arg(long, value_name = "NAME", help = layouts())]
    layout: Option<String>,
    /// With a layout: whose order codes are told
    #[arg(long, requires = "layout", value_parser = Supplier::parse)]
    supplier: Option<Supplier>,
    /// With a layout whose readers know that: R1-R4 for designators in a row
    #[arg(long, requires = "layout")]
    ranges: bool,
    #[command(flatten)]
    to: To,
}

/// What is said of the layouts.
fn layouts() -> String {
    let names: Vec<_> = Preset::ALL.iter().map(|preset| preset.name).collect();
    format!("The columns that somebody else reads: {}", names.join(", "))
}

/// How a BOM is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShapeArg {
    /// Its own lines
    OneLevel,
    /// The lines of all levels, each below its assembly
    Indented,
    /// Each part once, with what all levels need of it
    Flat,
}

impl From<ShapeArg> for Shape {
    fn from(shape: ShapeArg) -> Self {
        match shape {
            ShapeArg::OneLevel => Self::OneLevel,
            ShapeArg::Indented => Self::Indented,
            ShapeArg::Flat => Self::Flat,
        }
    }
}

impl Bom {
    fn wanted(&self, session: &Session) -> Result<Wanted, Failure> {
        let Self { revision, shape, builds, currency, layout, supplier, ranges, to: _ } = self;
        let (_, revision) = session.read("export.find", |snapshot| revision.find(snapshot))?;
        let revision = revision.id;
        Ok(match layout {
            Some(layout) => {
                let ranges = ranges.then_some(true);
                Wanted::Layout { revision, preset: Preset::parse(layout)?, supplier: supplier.clone(), ranges }
            }
            None => Wanted::Bom { revision, shape: (*shape).into(), builds: *builds, currency: currency.clone() },
        })
    }
}

/// Write a list of parts
#[derive(Debug, Args)]
#[command(after_help = examples![
    "export parts --output parts.xlsx",
    "export parts \"4k7 0402\" --category EL-RES --output resistors.csv",
])]
struct Parts {
    /// What they answer, as it is typed into the search; without it all
    text: Vec<String>,
    /// Only of this category or subcategory, as EL or EL-RES
    #[arg(long)]
    category: Option<String>,
    /// By what they are sorted
    #[arg(long, value_enum)]
    sort: Option<Sort>,
    #[command(flatten)]
    to: To,
}

impl Parts {
    fn wanted(&self) -> Result<Wanted, Failure> {
        let (category, subcategory) = classification(self.category.as_deref())?;
        let filter = SearchFilter { category, subcategory, ..SearchFilter::default() };
        let order = self.sort.map(|sort| PartOrder { sort: sort.into(), descending: false });
        Ok(Wanted::Parts { query: self.text.join(" "), filter, order })
    }
}

/// Write where a part ends up, at all levels
#[derive(Debug, Args)]
#[command(after_help = examples!["export where-used EL-RES-100042 --output used.csv"])]
struct WhereUsed {
    /// The part number
    part: PartNumber,
    #[command(flatten)]
    to: To,
}

impl WhereUsed {
    fn wanted(&self, session: &Session) -> Result<Wanted, Failure> {
        let part = session.read("export.find", |snapshot| part::numbered(snapshot, &self.part))?.id;
        Ok(Wanted::WhereUsed { part })
    }
}

/// Write in what two BOMs differ
#[derive(Debug, Args)]
#[command(after_help = examples![
    "export compare EL-PCA-100001@1 EL-PCA-100001@2 --output change.html",
    "export compare EL-PCA-100001@1 EL-PCA-100001@2 --all-levels --output amounts.csv",
])]
struct Compare {
    /// The first, as EL-PCA-100001@1
    before: RevisionName,
    /// The second
    after: RevisionName,
    /// What one of each needs over all levels, instead of its own lines
    #[arg(long)]
    all_levels: bool,
    #[command(flatten)]
    to: To,
}

impl Compare {
    fn wanted(&self, session: &Session) -> Result<Wanted, Failure> {
        let all_levels = self.all_levels;
        Ok(session.read("export.find", |snapshot| {
            let (before, after) = (self.before.find(snapshot)?.1.id, self.after.find(snapshot)?.1.id);
            Ok::<_, Error>(Wanted::Compare { before, after, all_levels })
        })?)
    }
}

/// Write the history
#[derive(Debug, Args)]
#[command(after_help = examples!["export audit --output history.csv", "export audit EL-PCA-100001 --output board.json"])]
struct Audit {
    /// Only what concerns this part
    part: Option<PartNumber>,
    #[command(flatten)]
    to: To,
}

impl Audit {
    fn wanted(&self, session: &Session) -> Result<Wanted, Failure> {
        let part = self.part.as_ref();
        let part = part.map(|number| session.read("export.find", |snapshot| part::numbered(snapshot, number)));
        Ok(Wanted::Audit { part: part.transpose()?.map(|part| part.id) })
    }
}

/// Write the package of a release: one .zip with its BOMs, its files and what proves them
///
/// The same release gives the same bytes, whenever and wherever it is made. "partwright verify" looks whether a package
/// is what it says, without a workspace. Keep the two hashes that are answered apart from the package: they prove all of it.
#[derive(Debug, Args)]
#[command(after_help = examples![
    "export package EL-PCA-100001 --output board.zip",
    "export package EL-PCA-100001@1 --output board-1.zip",
])]
struct Package {
    /// The part number, and after @ the revision; without it the latest that is released
    release: RevisionName,
    /// The file, as board.zip; "-" for standard output
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

impl Package {
    fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        if self.output.as_os_str() == "-" {
            return self.run_to_output(call);
        }
        let session = call.open()?;
        let bar = Bar::new(call.console, "Packing");
        let written = write::atomically(&self.output, |out| self.pack(&session, out, &bar))?;
        drop(bar);
        let (number, revision, made) = written;
        let (bytes, entries) = (made.bytes(), made.manifest.entries.len());
        let (path, hash, manifest) = (self.output.display().to_string(), made.manifest.hash, made.sha256);
        call.answer(&PackageWritten { path, number, revision, entries, bytes, hash, manifest })
    }

    /// Writes it to where answers go, whole or not at all; and to no terminal, because nobody reads it there.
    fn run_to_output(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        if call.console.width.is_some() {
            return Err(CliError::NotForTerminals {}.into());
        }
        let session = call.open()?;
        let bar = Bar::new(call.console, "Packing");
        let mut written = aside(|out| self.pack(&session, out, &bar))?;
        drop(bar);
        io::copy(&mut written, &mut call.console.out)?;
        Ok(())
    }

    fn pack(&self, session: &Session, out: impl Write + Seek, bar: &Bar) -> Result<(String, String, Made)> {
        let vault = wiring::vault(&session.workspace.path);
        session.read("export.package", |snapshot| {
            let (part, revision) = self.release.find_released(snapshot)?;
            let tell = &mut |progress| bar.tell(progress);
            let made = package::pack(snapshot, &*vault, revision.id, out, &session.cancel, tell)?;
            Ok((part.number.to_string(), revision.label, made))
        })
    }
}

/// A document that was written.
#[derive(Debug, Serialize)]
struct Written {
    path: String,
    document: &'static str,
    rows: u64,
}

impl Answer for Written {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Self { path, document, rows } = self;
        vec![("path", path.as_str().into()), ("document", (*document).into()), ("rows", (*rows).into())]
    }

    fn sentence(&self) -> Option<String> {
        Some(format!("{} is written; rows: {}.", self.path, self.rows))
    }
}

/// A package that was written.
#[derive(Debug, Serialize)]
struct PackageWritten {
    path: String,
    number: String,
    revision: String,
    /// How many files are in it, the manifest not counted.
    entries: usize,
    /// How many bytes they have.
    bytes: u64,
    /// The hash of the release.
    hash: String,
    /// The SHA-256 of the manifest.
    manifest: String,
}

impl Answer for PackageWritten {
    fn facts(&self) -> Vec<(&'static str, Value)> {
        let Self { path, number, revision, entries, bytes, hash, manifest } = self;
        vec![
            ("path", path.as_str().into()),
            ("number", number.as_str().into()),
            ("revision", revision.as_str().into()),
            ("entries", (*entries).into()),
            ("bytes", (*bytes).into()),
            ("hash", hash.as_str().into()),
            ("manifest", manifest.as_str().into()),
        ]
    }

    fn sentence(&self) -> Option<String> {
        let Self { path, number, revision, entries, .. } = self;
        Some(format!("{path} is the package of {number} revision {revision}; files in it: {entries}."))
    }

    fn below(&self, sheet: &mut Sheet<'_, '_>) -> Result<(), Failure> {
        sheet.line(&format!("  release   {}", self.hash))?;
        sheet.line(&format!("  manifest  {}", self.manifest))
    }
}
