//! Import: what a file would do, and doing it.

mod columns;
mod input;
mod set;
mod view;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use partwright_domain::category::{self, Codes};
use partwright_domain::import::{
    ImportError, ImportFile, ImportSet, Mode, Preview, Reading, Request, SetRequest, Source, Target,
};
use partwright_domain::part::{self, PartNumber};
use partwright_domain::watch::Watch;
use partwright_domain::workspace::Progress;
use partwright_domain::{Error, Result};
use partwright_formats::read::Set;

use self::columns::Mapping;
use self::set::ImportSetView;
use self::view::ImportView;
use super::examples;
use crate::call::{Call, Session};
use crate::failure::{CliError, Failure};
use crate::output::Answer;
use crate::progress::Bar;

/// Import a BOM, or a list of parts
///
/// Every row of the file becomes a new part, a part that is there, or is told with the reason why not. The import is one
/// change, which one undo takes back. With --dry-run nothing is changed, and it need not be said into what.
#[derive(Debug, Args)]
#[command(after_help = examples![
    "import amplifier.csv --dry-run",
    "import amplifier.csv --new \"Amplifier\" --category EL-PCA",
    "import amplifier-2.xlsx --into EL-PCA-100026",
    "import bom.csv --into EL-PCA-100026 --map \"Pos=reference\" --map \"Typ=value\"",
    "import partmaster.csv --parts --update",
    "import - --dry-run < amplifier.csv",
    "import product/ --dry-run",
])]
pub struct Import {
    /// The file: CSV or any separated text, .xlsx, .xls, .ods, a KiCad netlist, or what "export bom" wrote as JSON; "-" for
    /// standard input; a folder or a .zip for a set of lists and BOMs that belong together
    file: PathBuf,
    /// Show what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    target: TargetArgs,
    #[command(flatten)]
    reading: ReadingArgs,
    /// What a column means, as COLUMN=ROLE; the column by its name, or by its number from 1
    #[arg(long, value_name = "COLUMN=ROLE")]
    map: Vec<Mapping>,
}

/// How often an import is planned again because others wrote meanwhile: nobody has looked at the plan that was made first.
const AGAIN: usize = 3;

/// What a file is imported into.
#[derive(Debug, Args)]
#[command(next_help_heading = "What it is imported into")]
struct TargetArgs {
    /// The draft of an assembly that is there
    #[arg(long, value_name = "PART", conflicts_with_all = ["new", "parts", "category"])]
    into: Option<PartNumber>,
    /// What becomes of the lines that the assembly has; without it as "update"
    #[arg(long, value_enum)]
    mode: Option<ModeArg>,
    /// A new assembly, which is called that
    #[arg(long, value_name = "NAME", requires = "category", conflicts_with = "parts")]
    new: Option<String>,
    /// The parts alone, because the file is no BOM but a list of parts
    #[arg(long)]
    parts: bool,
    /// The subcategory of the new assembly, as EL-PCA; with --parts that of new parts
    #[arg(long)]
    category: Option<String>,
    /// With --parts, and for a set of files: give parts that are there what the file says of them
    #[arg(long, conflicts_with_all = ["into", "new"])]
    update: bool,
    /// The part numbers are those of another workspace, as in what it exported: none is looked for here, and each names the
    /// part that it makes or finds from then on
    #[arg(long)]
    foreign_numbers: bool,
}

/// What becomes of the lines that are there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum ModeArg {
    /// Those that came from a file become what this one says; those that were added by hand stay
    #[default]
    Update,
    /// The BOM becomes what the file says
    Replace,
    /// All of them stay, and the file's come after them
    Add,
}

impl From<ModeArg> for Mode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::Update => Self::Update,
            ModeArg::Replace => Self::Replace,
            ModeArg::Add => Self::Add,
        }
    }
}

impl TargetArgs {
    /// The target; for a dry run that names none a new assembly, called as its file.
    fn find(&self, session: &Session, file: &dyn ImportFile, dry_run: bool) -> Result<Target, Failure> {
        let Self { into, mode, new, parts, category, update, foreign_numbers: _ } = self;
        let codes = category.as_deref().map(Codes::parse).transpose()?;
        let found = session.read("import.target", |snapshot| {
            let subcategory = |codes: &Codes| Ok::<_, Error>(category::with_codes(snapshot, codes)?.id);
            let subcategory = codes.as_ref().map(subcategory).transpose()?;
            Ok(match (into, subcategory) {
                (Some(number), _) => {
                    let part = part::numbered(snapshot, number)?.id;
                    Some(Target::Existing { part, mode: mode.unwrap_or_default().into() })
                }
                (None, subcategory) if *parts => Some(Target::PartsList { subcategory, update: *update }),
                (None, Some(subcategory)) => new.clone().map(|name| Target::New { subcategory, name }),
                (None, None) if dry_run => {
                    let assembly = snapshot.categories().subcategories()?.into_iter().find(|one| one.assembly);
                    let name = file.name().to_owned();
                    assembly.map(|assembly| Target::New { subcategory: assembly.id, name })
                }
                (None, None) => None,
            })
        })?;
        found.ok_or_else(|| CliError::NoTarget {}.into())
    }
}

/// How a file is read, where one knows better.
#[derive(Debug, Args)]
#[command(next_help_heading = "How it is read, where what is found is wrong")]
struct ReadingArgs {
    /// The encoding, as windows-1252
    #[arg(long)]
    encoding: Option<String>,
    /// What separates the cells: one sign, or "tab"
    #[arg(long, value_name = "SIGN", value_parser = Reading::delimiter)]
    delimiter: Option<char>,
    /// The line that names the columns, from 1; 0 says that there is none
    #[arg(long, value_name = "LINE")]
    header_row: Option<u64>,
    /// The sheet of a workbook, or the variant of a netlist
    #[arg(long)]
    sheet: Option<String>,
}

impl Import {
    pub(crate) fn run(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        let ReadingArgs { encoding, delimiter, header_row, sheet } = &self.reading;
        let reading =
            Reading { encoding: encoding.clone(), delimiter: *delimiter, header_row: *header_row, part: sheet.clone() };
        if is_set(&self.file) {
            return self.import_set(call);
        }
        self.refuse_what_says_nothing()?;
        let file: Arc<dyn ImportFile> = Arc::new(input::open(call, &self.file)?);
        let session = if self.dry_run { call.open_or_scratch()? } else { call.open()? };
        let target = self.target.find(&session, &*file, self.dry_run)?;
        let foreign_numbers = self.target.foreign_numbers;
        let mut request = Request { reading, roles: None, target, choices: Vec::new(), foreign_numbers };
        until_unchanged(|| {
            let preview = self.preview(call, &session, &*file, &mut request)?;
            self.refuse_what_the_format_has_not(&preview.plan.source)?;
            let mut answer = ImportView::planned(&preview, self.target.parts);
            if !self.dry_run {
                let watch = watch(call, &session, "Importing");
                let (file, request) = (Arc::clone(&file), request.clone());
                match session.imports.apply(&session.actor()?, file, request, preview.fingerprint, watch) {
                    Ok(done) => answer.done(&session, done)?,
                    Err(error) => return refused(call, &answer, error),
                }
            }
            call.answer(&answer)
        })
    }

    fn import_set(&self, call: &mut Call<'_, '_>) -> Result<(), Failure> {
        self.refuse_what_sets_do_not_take()?;
        let set = Set::open(&self.file)?;
        let others = set.others().to_vec();
        let set: Arc<dyn ImportSet> = Arc::new(set);
        let session = if self.dry_run { call.open_or_scratch()? } else { call.open()? };
        let TargetArgs { update, mode, foreign_numbers, .. } = self.target;
        let request =
            SetRequest { update, mode: mode.unwrap_or_default().into(), choices: Vec::new(), foreign_numbers };
        until_unchanged(|| {
            let plan = session.imports.preview_set(&*set, &request, &watch(call, &session, "Reading"))?;
            let mut answer = ImportSetView::planned(&plan, &others);
            if !self.dry_run {
                let watch = watch(call, &session, "Importing");
                let (set, request) = (Arc::clone(&set), request.clone());
                match session.imports.apply_set(&session.actor()?, set, request, plan.fingerprint, watch) {
                    Ok(done) => answer.done(done),
                    Err(error) => return refused(call, &answer, error),
                }
            }
            call.answer(&answer)
        })
    }

    /// What is said of a BOM that is there, or of parts that are there, would be passed over where none are meant.
    fn refuse_what_says_nothing(&self) -> Result<(), Failure> {
        let TargetArgs { into, mode, new: _, parts, category: _, update, foreign_numbers: _ } = &self.target;
        let given =
            [(mode.is_some() && into.is_none(), "--mode", "--into PART"), (*update && !*parts, "--update", "--parts")];
        match given.into_iter().find(|(is_alone, ..)| *is_alone) {
            Some((_, option, with)) => Err(CliError::Alone { option: option.to_owned(), with: with.to_owned() }.into()),
            None => Ok(()),
        }
    }

    /// The same for what is said of a text or of a workbook, where the file is none.
    fn refuse_what_the_format_has_not(&self, source: &Source) -> Result<(), Failure> {
        let ReadingArgs { encoding, delimiter, header_row: _, sheet } = &self.reading;
        let given = [
            (encoding.is_some() && source.encoding.is_none(), "--encoding"),
            (delimiter.is_some() && source.delimiter.is_none(), "--delimiter"),
            (sheet.is_some() && source.parts.is_empty(), "--sheet"),
        ];
        match given.into_iter().find(|(is_for_nothing, _)| *is_for_nothing) {
            Some((_, option)) => {
                Err(CliError::NotForFormat { option: option.to_owned(), format: source.format.to_owned() }.into())
            }
            None => Ok(()),
        }
    }

    /// What is said of one file would be passed over for many, and nobody would know.
    fn refuse_what_sets_do_not_take(&self) -> Result<(), Failure> {
        let TargetArgs { into, mode: _, new, parts, category, update: _, foreign_numbers: _ } = &self.target;
        let ReadingArgs { encoding, delimiter, header_row, sheet } = &self.reading;
        let given = [
            (into.is_some(), "--into"),
            (new.is_some(), "--new"),
            (*parts, "--parts"),
            (category.is_some(), "--category"),
            (encoding.is_some(), "--encoding"),
            (delimiter.is_some(), "--delimiter"),
            (header_row.is_some(), "--header-row"),
            (sheet.is_some(), "--sheet"),
            (!self.map.is_empty(), "--map"),
        ];
        match given.into_iter().find(|(is_given, _)| *is_given) {
            Some((_, option)) => Err(CliError::NotForSets { option: option.to_owned() }.into()),
            None => Ok(()),
        }
    }

    fn preview(
        &self,
        call: &Call<'_, '_>,
        session: &Session,
        file: &dyn ImportFile,
        request: &mut Request,
    ) -> Result<Preview, Failure> {
        let look = |request: &Request| session.imports.preview(file, request, &watch(call, session, "Reading"));
        if self.is_first_line_header(file, &request.reading)? {
            request.reading.header_row = Some(1);
        }
        let preview = look(request)?;
        if self.map.is_empty() {
            return Ok(preview);
        }
        request.roles = Some(columns::roles(&preview.plan.columns, &self.map)?);
        Ok(look(request)?)
    }

    /// Whether the first line is the header though nobody knows its names: it has each column that is given a role.
    fn is_first_line_header(&self, file: &dyn ImportFile, reading: &Reading) -> Result<bool, Failure> {
        if self.map.is_empty() || reading.header_row.is_some() {
            return Ok(false);
        }
        let found = match file.open(reading) {
            Ok(rows) => rows.source().header_row,
            Err(ImportError::HeaderNotFound) => None,
            Err(error) => return Err(Error::from(error).into()),
        };
        if found.is_some() {
            return Ok(false);
        }
        let rows = file.open(&Reading { header_row: Some(1), ..reading.clone() }).map_err(Error::from)?;
        Ok(columns::are_named(rows.header(), &self.map))
    }
}

/// Looks and imports once more while the workspace changes between the two.
fn until_unchanged(mut import: impl FnMut() -> Result<(), Failure>) -> Result<(), Failure> {
    let mut again = AGAIN;
    loop {
        match import() {
            Err(Failure::Domain(Error::Import(ImportError::PlanChanged))) if again > 0 => again -= 1,
            answer => return answer,
        }
    }
}

/// Refuses an import. A refusal that speaks of problems comes after the answer that has them.
fn refused(call: &mut Call<'_, '_>, answer: &impl Answer, error: Error) -> Result<(), Failure> {
    if matches!(error, Error::Import(ImportError::NothingToImport)) {
        call.answer(answer)?;
    }
    Err(error.into())
}

/// Whether a path is that of files that belong together: a folder, or an archive of one.
fn is_set(path: &Path) -> bool {
    path.is_dir() || path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// Shows how far an import is, and ends it when somebody interrupts.
fn watch(call: &Call<'_, '_>, session: &Session, name: &'static str) -> Watch {
    let bar = Bar::new(call.console, name);
    Watch::new(session.cancel.clone(), move |progress: Progress| bar.tell(progress))
}
