//! Where a file's bytes are.

use std::fs;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use partwright_domain::import::ImportError;
use tempfile::{NamedTempFile, TempPath};

use crate::door;

/// How much of a pipe is put aside at most.
const MOST_MEGABYTES: usize = 1024;

/// Bytes that can be read as often as they are needed.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    Path(PathBuf, Stamp),
    Bytes(Arc<[u8]>),
    /// What came out of a pipe, in a file that goes with the last who reads it.
    Piped(Arc<TempPath>),
}

/// By what a file on the disk shows that somebody wrote into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    /// `None` where the system does not tell.
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(file: &fs::File) -> Result<Self, ImportError> {
        let found = file.metadata().map_err(unreadable)?;
        Ok(Self { length: found.len(), modified: found.modified().ok() })
    }
}

/// What a file is read from.
pub(super) trait Bytes: Read + Seek + Send {}

impl<R: Read + Seek + Send> Bytes for R {}

impl Origin {
    /// The file at a path, as it is now.
    pub(super) fn at(path: &Path) -> Result<Self, ImportError> {
        let stamp = Stamp::of(&door::open(path).map_err(unreadable)?)?;
        Ok(Self::Path(path.to_owned(), stamp))
    }

    /// The bytes that a pipe gives, to its end, which one without an end has not. They can be read as often as they are
    /// needed; the pipe only once.
    pub(super) fn piped(pipe: impl Read) -> Result<Self, ImportError> {
        Self::piped_within(pipe, MOST_MEGABYTES)
    }

    fn piped_within(pipe: impl Read, most: usize) -> Result<Self, ImportError> {
        let mut kept = NamedTempFile::new().map_err(unreadable)?;
        let bytes = (most as u64) << 20;
        if io::copy(&mut pipe.take(bytes + 1), &mut kept).map_err(unreadable)? > bytes {
            return Err(ImportError::FileTooLarge { megabytes: most + 1, most });
        }
        Ok(Self::Piped(Arc::new(kept.into_temp_path())))
    }

    /// The bytes, from the first on. Refused when the file is another one by now: what was read of it before would not be of
    /// what is read next.
    pub(super) fn open(&self) -> Result<Box<dyn Bytes>, ImportError> {
        Ok(match self {
            Self::Path(path, stamp) => {
                let file = door::open(path).map_err(unreadable)?;
                if Stamp::of(&file)? != *stamp {
                    return Err(ImportError::FileChanged);
                }
                Box::new(BufReader::new(file))
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_without_an_end_is_refused_and_one_with_as_much_as_fits_is_kept() {
        let refused = Origin::piped_within(io::repeat(0), 1).expect_err("no end");
        assert_eq!(refused, ImportError::FileTooLarge { megabytes: 2, most: 1 });
        let kept = Origin::piped_within(io::repeat(0).take(1 << 20), 1).expect("a megabyte");
        assert_eq!(io::copy(&mut kept.open().expect("bytes"), &mut io::sink()).expect("bytes"), 1 << 20);
    }
}
