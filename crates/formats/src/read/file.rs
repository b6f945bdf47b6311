//! A file, from a path or from bytes.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use partwright_domain::import::ImportError;
use partwright_domain::import::source::{ImportFile, Reading, RowSource};

use super::kind::Kind;
use super::origin::Origin;
use super::survey::{self, Survey};
use super::{json, netlist, text, workbook};

/// A file that an import can read.
#[derive(Debug, Clone)]
pub struct File {
    name: String,
    origin: Origin,
    survey: Survey,
    kind: Kind,
}

impl File {
    /// The file at a path. It is read once, whole, and then from that path whenever it is opened, as long as it stays what it
    /// was.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ImportError> {
        let path = path.as_ref();
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Self::of(name, Origin::at(path)?)
    }

    /// The file that comes out of a pipe, and is called that.
    pub fn piped(name: impl Into<String>, pipe: impl Read) -> Result<Self, ImportError> {
        Self::of(name.into(), Origin::piped(pipe)?)
    }

    /// A file of these bytes.
    pub fn from_bytes(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Result<Self, ImportError> {
        Self::of(name.into(), Origin::Bytes(bytes.into()))
    }

    fn of(name: String, origin: Origin) -> Result<Self, ImportError> {
        let survey = Survey::of(origin.open()?)?;
        let kind = Kind::of(&origin, &survey)?;
        Ok(Self { name, origin, survey, kind })
    }
}

impl ImportFile for File {
    fn name(&self) -> &str {
        &self.name
    }

    fn sha256(&self) -> &str {
        &self.survey.sha256
    }

    fn open(&self, reading: &Reading) -> Result<Box<dyn RowSource + '_>, ImportError> {
        let (origin, survey) = (&self.origin, &self.survey);
        match self.kind {
            Kind::Text => Ok(text::open(origin, survey, reading)?),
            Kind::Workbook(kind) => Ok(workbook::open(kind, origin, survey, reading)?),
            Kind::Netlist => Ok(netlist::open(origin, survey, reading)?),
            Kind::Json => Ok(json::open(origin, survey)?),
        }
    }

    fn verify(&self) -> Result<(), ImportError> {
        let is_same = match &self.origin {
            Origin::Path(..) => survey::hash(self.origin.open()?)? == self.survey.sha256,
            // Nobody else writes into what was put aside.
            Origin::Bytes(_) | Origin::Piped(_) => true,
        };
        if is_same { Ok(()) } else { Err(ImportError::FileChanged) }
    }
}
