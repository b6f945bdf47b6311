//! Where a file's bytes are.

use std::fs;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;

use partwright_domain::import::ImportError;

/// Bytes that can be read as often as they are needed.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    Path(PathBuf),
    Bytes(Arc<[u8]>),
}

/// What a file is read from.
pub(super) trait Bytes: Read + Seek + Send {}

impl<R: Read + Seek + Send> Bytes for R {}

impl Origin {
    /// The bytes, from the first on.
    pub(super) fn open(&self) -> Result<Box<dyn Bytes>, ImportError> {
        Ok(match self {
            Self::Path(path) => Box::new(BufReader::new(fs::File::open(path).map_err(unreadable)?)),
            Self::Bytes(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}

/// The refusal when the system cannot read.
#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub(super) fn unreadable(error: io::Error) -> ImportError {
    ImportError::FileUnreadable { detail: error.to_string() }
}
