//! A look at the file before SQLite touches it, so that nobody else's file is ever written to.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use super::EngineError;
use super::handle::{Handle, is_open_here};

/// SQLite's file header (<https://www.sqlite.org/fileformat2.html>): the magic at 0, the versions of the format at 18, 19 and 44,
/// the user's version at 60, the application id at 68.
const HEADER: usize = 100;
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
const WRITE_VERSION: usize = 18;
const READ_VERSION: usize = 19;
const SCHEMA_FORMAT: std::ops::Range<usize> = 44..48;
const USER_VERSION: std::ops::Range<usize> = 60..64;
const APPLICATION_ID: std::ops::Range<usize> = 68..72;

/// Answers nothing for a file that is ours, empty, or not there yet; else why it is left alone.
pub(super) fn check(path: &Path, application_id: u32) -> Result<(), EngineError> {
    let Some(header) = header(path)? else { return Ok(()) };
    if header.is_empty() {
        return Ok(());
    }
    if header.iter().all(|byte| *byte == 0) && was_being_made(path) {
        return Ok(());
    }
    let found = number(&header, APPLICATION_ID);
    if header.len() < HEADER || !header.starts_with(MAGIC) {
        return Err(match lost(&header, found == application_id) {
            Some(what) => EngineError::Damaged { path: path.to_owned(), detail: what.to_owned() },
            None => EngineError::Foreign { path: path.to_owned() },
        });
    }
    // Zero is what most databases have, and ours too while its first transaction is still in the WAL: then no table is
    // in the file itself.
    let ours =
        found == application_id || (found == 0 && (is_open_here(path) || !has_foreign_tables(path, application_id)?));
    if !ours {
        return Err(EngineError::Foreign { path: path.to_owned() });
    }
    match strange_format(&header) {
        Some(detail) => Err(EngineError::Damaged { path: path.to_owned(), detail }),
        None => Ok(()),
    }
}

/// What is lost of the beginning of a file that is no database any more and shows yet that it was one, or nobody's.
fn lost(header: &[u8], is_named: bool) -> Option<&'static str> {
    if header.iter().all(|byte| *byte == 0) {
        Some("its beginning is nothing but zeros")
    } else if header.len() < HEADER && MAGIC.iter().zip(header).all(|(magic, byte)| magic == byte) {
        Some("it ends within its header")
    } else if is_named {
        Some("it does not begin as SQLite's files do")
    } else {
        None
    }
}

/// What the header says of its format, where no SQLite says so. By itself SQLite would take the file for one of a later
/// version: one that may only be read, or not even that.
fn strange_format(header: &[u8]) -> Option<String> {
    let [write, read] = [header[WRITE_VERSION], header[READ_VERSION]];
    let schema = number(header, SCHEMA_FORMAT);
    [("write version", write.into(), 1..=2), ("read version", read.into(), 1..=2), ("schema format", schema, 0..=4)]
        .into_iter()
        .find(|(_, found, known)| !known.contains(found))
        .map(|(what, found, _)| format!("its header has {found} as its {what}"))
}

/// The version in the header of the file itself; 0 where there is no header.
pub(super) fn version(path: &Path) -> Result<u32, EngineError> {
    Ok(number(&header(path)?.unwrap_or_default(), USER_VERSION))
}

/// The number in a field of the header; 0 where the header does not go so far.
fn number(header: &[u8], field: std::ops::Range<usize>) -> u32 {
    let bytes = header.get(field).unwrap_or_default();
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// The first bytes of the file itself, as many as a header has or fewer, read without SQLite; `None` where there is no file.
fn header(path: &Path) -> Result<Option<Vec<u8>>, EngineError> {
    let unreachable = |error: io::Error| EngineError::Unreachable { path: path.to_owned(), detail: error.to_string() };
    let file = match Handle::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        file => file.map_err(unreachable)?,
    };
    if file.metadata().map_err(unreachable)?.is_dir() {
        return Err(unreachable(io::Error::other("it is a folder")));
    }
    let mut header = Vec::with_capacity(HEADER);
    (&*file).take(HEADER as u64).read_to_end(&mut header).map_err(unreachable)?;
    Ok(Some(header))
}

/// Whether SQLite was making a new file when it was interrupted: its journal says that there was nothing before, and nothing
/// is what it makes of it when it opens the file. Of the file itself the first bytes did not come to the disk.
fn was_being_made(path: &Path) -> bool {
    const JOURNAL: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    let mut head = [0; 20];
    let read = File::open(beside(path, "-journal")).and_then(|mut journal| journal.read_exact(&mut head));
    // How many pages there were stands behind the count of records and a random number.
    read.is_ok() && head.starts_with(&JOURNAL) && head[16..].iter().all(|byte| *byte == 0)
}

/// Whether a database has tables and not our id. One statement, so that both are of one moment: another program may be
/// making this very file.
pub(super) fn is_foreign(connection: &Connection, application_id: u32) -> Result<bool, rusqlite::Error> {
    const QUERY: &str =
        "SELECT application_id <> ?1 AND EXISTS (SELECT 1 FROM sqlite_schema) FROM pragma_application_id";
    connection.query_row(QUERY, [application_id], |row| row.get(0))
}

/// The same for what is in the file itself, read without touching it or anything beside it.
fn has_foreign_tables(path: &Path, application_id: u32) -> Result<bool, EngineError> {
    let unreachable = |detail: &str| EngineError::Unreachable { path: path.to_owned(), detail: detail.to_owned() };
    let name = path.to_str().ok_or_else(|| unreachable("its path is not Unicode"))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(uri(name, "immutable=1"), flags)?;
    is_foreign(&connection, application_id).map_err(|error| damaged_or(path, error.into()))
}

/// A path as SQLite's URI, with a parameter.
pub(super) fn uri(path: &str, parameter: &str) -> String {
    let escaped = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{escaped}?{parameter}")
}

/// The error for what SQLite says while it reads a file that may be damaged.
pub(super) fn damaged_or(path: &Path, error: EngineError) -> EngineError {
    match &error {
        // What is asked of a file before it is open has a type that SQLite holds every value to.
        EngineError::Sqlite(said) if says_damaged(said) || is_of_another_type(said) => {
            EngineError::Damaged { path: path.to_owned(), detail: said.to_string() }
        }
        _ => error,
    }
}

fn is_of_another_type(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{FromSqlConversionFailure, InvalidColumnType, Utf8Error};

    matches!(error, InvalidColumnType(..) | FromSqlConversionFailure(..) | Utf8Error(..))
}

/// Whether SQLite says that what it read is not what it wrote.
pub(super) fn says_damaged(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// Whether SQLite says that there is no room. Of the memory that connections share, which is a file too, it says so in other words.
pub fn says_full(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error();
    code.is_some_and(|error| error.code == ErrorCode::DiskFull || error.extended_code == ffi::SQLITE_IOERR_SHMSIZE)
}

/// The path of something that stands beside a file and is named after it.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// How long a file is; none is as good as empty.
pub(super) fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |metadata| metadata.len())
}
