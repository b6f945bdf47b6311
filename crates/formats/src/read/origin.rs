//! Where a file's bytes are.

use std::fs;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;

use partwright_domain::import::ImportError;
use tempfile::{NamedTempFile, TempPath};

/// Bytes that can be read as often as they are needed.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    Path(PathBuf),
    Bytes(Arc<[u8]>),
    /// What came out of a pipe, in a file that goes with the last who reads it.
    Piped(Arc<TempPath>),
}

/// What a file is read from.
pub(super) trait Bytes: Read + Seek + Send {}

impl<R: Read + Seek + Send> Bytes for R {}

impl Origin {
    /// The bytes that a pipe gives, to its end. They can be read as often as they are needed; the pipe only once.
    pub(super) fn piped(mut pipe: impl Read) -> Result<Self, ImportError> {
        let mut kept = NamedTempFile::new().map_err(unreadable)?;
        io::copy(&mut pipe, &mut kept).map_err(unreadable)?;
        Ok(Self::Piped(Arc::new(kept.into_temp_path())))
    }

    /// The bytes, from the first on.
    pub(super) fn open(&self) -> Result<Box<dyn Bytes>, ImportError> {
        Ok(match self {
            Self::Path(path) => Box::new(BufReader::new(fs::File::open(path).map_err(unreadable)?)),
            Self::Piped(path) => Box::new(BufReader::new(fs::File::open(&**path).map_err(unreadable)?)),
            Self::Bytes(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}

/// The refusal when the system cannot read.
#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub(super) fn unreadable(error: io::Error) -> ImportError {
    ImportError::FileUnreadable { detail: error.to_string() }
}
