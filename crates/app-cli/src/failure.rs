//! What a command can fail with, and how that is told: one sentence with its code, or one object.

use std::io;
use std::path::Path;

use partwright_domain::Error;
use partwright_domain::approval::ApprovalError;
use partwright_domain::audit::ChainError;
use partwright_domain::bom::BomError;
use partwright_domain::category::CategoryError;
use partwright_domain::decimal::DecimalError;
use partwright_domain::export::ExportError;
use partwright_domain::file::FileError;
use partwright_domain::import::ImportError;
use partwright_domain::kicad::KicadError;
use partwright_domain::manufacturer_part::ManufacturerPartError;
use partwright_domain::part::PartError;
use partwright_domain::person::PersonError;
use partwright_domain::property::PropertyError;
use partwright_domain::release::ReleaseError;
use partwright_domain::revision::RevisionError;
use partwright_domain::store::StoreError;
use partwright_domain::supplier_part::SupplierPartError;
use partwright_domain::time::DateError;
use partwright_domain::workflow::WorkflowError;
use partwright_domain::workspace::WorkspaceError;
use serde_json::{Map, Value, json};

use crate::exit::Exit;

/// Declares the command line's own errors, each with a stable code and a sentence.
macro_rules! failures {
    ($($(#[$meta:meta])* $variant:ident { $($field:ident),* } = $code:literal, $exit:ident, $message:literal;)*) => {
        /// What the command line itself cannot do.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum CliError {
            $($(#[$meta])* #[doc = $message] #[error($message)] $variant {
                $(#[doc = concat!("The ", stringify!($field), " that the sentence names.")] $field: String),*
            },)*
        }

        impl CliError {
            /// Every code with its sentence.
            pub const CODES: &'static [(&'static str, &'static str)] = &[$(($code, $message)),*];

            /// The stable code.
            pub fn code(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $code),* }
            }

            fn exit(&self) -> Exit {
                match self { $(Self::$variant { .. } => Exit::$exit),* }
            }

            fn fields(&self) -> Vec<(&'static str, String)> {
                match self { $(Self::$variant { $($field),* } => vec![$((stringify!($field), $field.clone())),*]),* }
            }
        }
    };
}

failures! {
    NotConfirmed { what } = "cli.not_confirmed", Usage,
        "{what} asks before it is done, and nobody is there to answer; add --yes to answer yes.";
    Declined {} = "cli.declined", Cancelled, "Nothing was changed.";
    Unreadable { path, detail } = "cli.unreadable", Refused, "{path} cannot be read ({detail}).";
    Unwritable { path, detail } = "cli.unwritable", Refused, "{path} cannot be written ({detail}).";
    RevisionNameInvalid { text } = "cli.revision_name_invalid", Refused,
        "\"{text}\" does not name a revision; write the part number, as EL-PCA-100001, or with the revision, as EL-PCA-100001@2.";
    AssignmentInvalid { text } = "cli.assignment_invalid", Refused,
        "\"{text}\" does not set a property; write NAME=VALUE, as Tolerance=1%.";
    LineUnknown { number, position, count } = "cli.line_unknown", Refused,
        "The BOM of {number} has no line {position}; \"bom show\" tells the positions of those it has ({count}).";
    NoTarget {} = "cli.no_target", Usage,
        "It is not said into what; write --into PART, --new NAME --category CATEGORY, or --parts. With --dry-run it need not be said.";
    NotForSets { option } = "cli.not_for_sets", Usage,
        "{option} is for a file by itself; a folder or a .zip says by its files which parts and assemblies it is of.";
    Alone { option, with } = "cli.option_alone", Usage,
        "{option} says nothing without {with}; add that, or leave {option} out.";
    NotForFormat { option, format } = "cli.not_for_format", Usage,
        "{option} says nothing about a file of the format {format}; leave it out.";
    MappingInvalid { text, known } = "cli.mapping_invalid", Refused,
        "\"{text}\" gives no column a role; write COLUMN=ROLE, as Pos=reference. The roles are {known}.";
    ColumnUnknown { name, known } = "cli.column_unknown", Refused, "The file has no column {name}; it has {known}.";
    EndingUnknown { path } = "cli.ending_unknown", Refused,
        "{path} does not tell by its ending what it is to be; let it end in .csv, .xlsx, .json or .html, or add --document.";
    NothingToVerify { text } = "cli.nothing_to_verify", Refused,
        "\"{text}\" is neither a release, as EL-PCA-100001@1, nor a package that is there.";
    NotForTerminals {} = "cli.not_for_terminals", Usage,
        "A package is not written to a terminal; write --output FILE, or send the output into a file or another program.";
    Nowhere {} = "cli.no_workspace", Unreachable,
        "There is no workspace here yet; make one with \"partwright init PATH\", or name one with --workspace.";
}

/// A code, its sentence, and the values that the sentence names.
type Told<'t> = (&'t str, String, Vec<(&'static str, String)>);

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The domain refused, or the store failed.
    Domain(Error),
    /// The command line itself cannot do it.
    Cli(CliError),
    /// The answer cannot be written.
    Output(io::Error),
    /// Something wrong was found, and the answer says what.
    Found,
}

impl Failure {
    /// A file that cannot be read.
    pub fn unreadable(path: &Path, detail: &impl ToString) -> Self {
        CliError::Unreadable { path: path.display().to_string(), detail: detail.to_string() }.into()
    }

    /// A file that cannot be written.
    pub fn unwritable(path: &Path, detail: &impl ToString) -> Self {
        CliError::Unwritable { path: path.display().to_string(), detail: detail.to_string() }.into()
    }

    /// How the program ends. Whoever stops reading our answer has what they wanted.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Domain(error) => Exit::after(error),
            Self::Cli(error) => error.exit(),
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Self::Output(_) => Exit::Refused,
            Self::Found => Exit::Found,
        }
    }

    /// The failure behind a command line that was understood but for one value; `None` where it was not understood.
    pub fn of_a_value(error: &clap::Error) -> Option<Self> {
        let source = std::error::Error::source(error)?;
        let part = source.downcast_ref::<PartError>().cloned().map(Self::from);
        let person = source.downcast_ref::<PersonError>().cloned().map(Self::from);
        let bom = source.downcast_ref::<BomError>().cloned().map(Self::from);
        let supplier_part = source.downcast_ref::<SupplierPartError>().cloned().map(Self::from);
        let import = source.downcast_ref::<ImportError>().cloned().map(Self::from);
        let export = source.downcast_ref::<ExportError>().cloned().map(Self::from);
        let own = source.downcast_ref::<CliError>().cloned().map(Self::from);
        part.or(person).or(bom).or(supplier_part).or(import).or(export).or(own)
    }

    /// What is told: the code, the sentence, and the values that it names. Nothing where the answer has said it already,
    /// or nobody listens.
    fn told(&self) -> Option<Told<'_>> {
        match self {
            Self::Domain(error) => Some((error.code(), error.to_string(), error.fields())),
            Self::Cli(error) => Some((error.code(), error.to_string(), error.fields())),
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => None,
            Self::Output(error) => {
                let detail = vec![("detail", error.to_string())];
                Some(("cli.output_failed", format!("The answer cannot be written ({error})."), detail))
            }
            Self::Found => None,
        }
    }

    /// `error[part.not_found]: There is no part …`; `None` where there is nothing to tell.
    pub fn sentence(&self) -> Option<String> {
        self.told().map(|(code, sentence, _)| format!("error[{code}]: {sentence}"))
    }

    /// The same as one object of JSON.
    pub fn object(&self) -> Option<Value> {
        let (code, message, fields) = self.told()?;
        let fields: Map<String, Value> =
            fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        Some(json!({ "error": { "code": code, "message": message, "fields": fields } }))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Domain(error)
    }
}

macro_rules! of_rooms {
    ($($error:ty),* $(,)?) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::Domain(error.into())
            }
        }
    )*};
}
of_rooms! {
    ApprovalError, BomError, CategoryError, ChainError, DateError, DecimalError, ExportError, FileError, ImportError, KicadError, ManufacturerPartError, PartError,
    PersonError, PropertyError, ReleaseError, RevisionError, StoreError, SupplierPartError, WorkflowError, WorkspaceError,
}

impl From<CliError> for Failure {
    fn from(error: CliError) -> Self {
        Self::Cli(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// A command line that cannot be understood, as an object.
pub(crate) fn usage(error: &clap::Error) -> Value {
    let message = error.render().to_string();
    json!({ "error": { "code": "cli.usage", "message": message.trim_end(), "fields": {} } })
}

/// A workspace's file that is in the way, or cannot be reached.
pub(crate) fn unreachable(path: &Path, detail: &impl ToString) -> StoreError {
    StoreError::Unreachable { path: path.display().to_string(), detail: detail.to_string() }
}
