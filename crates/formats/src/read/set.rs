//! Files that belong together: a folder, or an archive of one.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Seek};
use std::path::Path;

use partwright_domain::import::ImportError;
use partwright_domain::import::source::{ImportFile as _, ImportSet, Reading, SetFile, SetText};

use super::File;
use super::channel::damaged;
use super::origin::unreadable;
use super::survey;
use crate::door;

/// How many files a set may have, and how deep its folders may stand in each other.
const MOST_FILES: usize = 10_000;
const MOST_DEPTH: usize = 32;

/// The largest file of an archive, unpacked, and all of them together.
const MOST_MEGABYTES: usize = 64;
const MOST_MEGABYTES_TOGETHER: usize = 512;

/// The largest script.
const MOST_MEGABYTES_OF_SCRIPT: usize = 1;

/// The files of rows in a folder or an archive. What is none, as a drawing or a description, is listed apart.
#[derive(Debug, Clone, Default)]
pub struct Set {
    files: Vec<(String, File)>,
    others: Vec<(String, ImportError)>,
    /// What stands beside BOMs to amend them, by path.
    scripts: BTreeMap<String, Text>,
}

/// A text that is read whole.
#[derive(Debug, Clone)]
struct Text {
    text: String,
    sha256: String,
}

impl Set {
    /// The files in a folder and its folders, or in a .zip. What is hidden is passed over.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ImportError> {
        let path = path.as_ref();
        let mut set = Self::default();
        if path.is_dir() {
            set.folder(path, "", 0)?;
        } else {
            set.archive(io::BufReader::new(door::open(path).map_err(unreadable)?), MOST_MEGABYTES_TOGETHER)?;
        }
        set.sorted()
    }

    /// The files in a .zip whose bytes these are.
    pub fn from_archive(bytes: impl AsRef<[u8]>) -> Result<Self, ImportError> {
        let mut set = Self::default();
        set.archive(io::Cursor::new(bytes), MOST_MEGABYTES_TOGETHER)?;
        set.sorted()
    }

    /// These files: the path of each, with `/` between folders, and its bytes.
    pub fn from_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Self, ImportError> {
        let mut set = Self::default();
        for (path, bytes) in files {
            if !is_hidden(&path) {
                set.take(path, bytes)?;
            }
        }
        set.sorted()
    }

    /// With its files in the order of their paths. Refused when there is none at all.
    fn sorted(mut self) -> Result<Self, ImportError> {
        if self.files.is_empty() && self.others.is_empty() {
            return Err(ImportError::SetEmpty);
        }
        self.files.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.others.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(self)
    }

    /// The files that are no files of rows, and why.
    pub fn others(&self) -> &[(String, ImportError)] {
        &self.others
    }

    /// Refuses one file more than a set may have.
    fn one_more(&self) -> Result<(), ImportError> {
        if self.files.len() + self.others.len() + self.scripts.len() >= MOST_FILES {
            return Err(damaged(format!("it has more than {MOST_FILES} files")));
        }
        Ok(())
    }

    /// Adds a file, if it has rows under columns that mean something. Of one that cannot be read nobody knows whether it has,
    /// and the set is refused.
    fn add(&mut self, path: String, file: Result<File, ImportError>) -> Result<(), ImportError> {
        self.one_more()?;
        let with_rows = |file: File| {
            file.open(&Reading::default())?;
            Ok(file)
        };
        match file.and_then(with_rows) {
            Ok(file) => self.files.push((path, file)),
            Err(error @ (ImportError::FileUnreadable { .. } | ImportError::FileChanged)) => {
                return Err(at(&path, error));
            }
            Err(error) => self.others.push((path, error)),
        }
        Ok(())
    }

    fn add_script(&mut self, path: String, bytes: &[u8]) -> Result<(), ImportError> {
        self.one_more()?;
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.scripts.insert(path, Text { text, sha256: survey::hash(bytes)? });
        Ok(())
    }

    /// Takes a file whose bytes are all there: a script, or a file of rows, or neither.
    fn take(&mut self, path: String, bytes: Vec<u8>) -> Result<(), ImportError> {
        if is_script(&path) {
            return self.add_script(path, &bytes);
        }
        let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
        self.add(path, File::from_bytes(name, bytes))
    }

    fn folder(&mut self, folder: &Path, under: &str, depth: usize) -> Result<(), ImportError> {
        if depth > MOST_DEPTH {
            return Err(damaged(format!("its folders stand in each other more than {MOST_DEPTH} deep")));
        }
        let lost = |error| if under.is_empty() { unreadable(error) } else { at(under, unreadable(error)) };
        for entry in fs::read_dir(folder).map_err(lost)? {
            let entry = entry.map_err(lost)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = if under.is_empty() { name } else { format!("{under}/{name}") };
            // A link may lead anywhere, and round and round.
            let kind = entry.file_type().map_err(|error| at(&path, unreadable(error)))?;
            if kind.is_dir() {
                self.folder(&entry.path(), &path, depth + 1)?;
            } else if kind.is_file() {
                if let Err(error) = door::refuse_database(&entry.path()) {
                    self.one_more()?;
                    self.others.push((path, unreadable(error)));
                } else if is_script(&path) {
                    let script = door::open(&entry.path()).map_err(unreadable);
                    let bytes = script.and_then(|script| bytes_of(script, MOST_MEGABYTES_OF_SCRIPT));
                    let bytes = bytes.map_err(|error| at(&path, error))?;
                    self.add_script(path, &bytes)?;
                } else {
                    self.add(path, File::open(entry.path()))?;
                }
            }
        }
        Ok(())
    }

    fn archive(&mut self, file: impl Read + Seek, most_together: usize) -> Result<(), ImportError> {
        let broken = |error: zip::result::ZipError| damaged(format!("it is neither a folder nor an archive ({error})"));
        let mut archive = zip::ZipArchive::new(file).map_err(broken)?;
        let mut left = most_together << 20;
        for index in 0..archive.len() {
            let entry = archive.by_index(index).map_err(broken)?;
            if !entry.is_file() {
                continue;
            }
            let Some(path) = entry.enclosed_name().map(|path| path.to_string_lossy().replace('\\', "/")) else {
                self.one_more()?;
                self.others.push((
                    String::from_utf8_lossy(entry.name_raw()).into_owned(),
                    damaged("its name leads out of the archive"),
                ));
                continue;
            };
            if is_hidden(&path) {
                continue;
            }
            // What an archive says of its sizes may be wrong, so what is unpacked is counted.
            let most = if is_script(&path) { MOST_MEGABYTES_OF_SCRIPT } else { MOST_MEGABYTES };
            let bytes = bytes_of(entry, most).map_err(|error| at(&path, error))?;
            left = left
                .checked_sub(bytes.len())
                .ok_or(ImportError::FileTooLarge { megabytes: most_together + 1, most: most_together })?;
            self.take(path, bytes)?;
        }
        Ok(())
    }
}

/// All bytes of a file of at most so many megabytes.
fn bytes_of(file: impl Read, most: usize) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    file.take((most << 20) as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > most << 20 { Err(too_large(&bytes, most)) } else { Ok(bytes) }
}

/// The refusal of a set because of the file at a path in it.
fn at(path: &str, error: ImportError) -> ImportError {
    match error {
        ImportError::FileUnreadable { detail } => ImportError::FileUnreadable { detail: format!("{path}: {detail}") },
        ImportError::FileChanged => ImportError::FileUnreadable { detail: format!("{path} changed while it was read") },
        other => other,
    }
}

fn too_large(bytes: &[u8], most: usize) -> ImportError {
    ImportError::FileTooLarge { megabytes: bytes.len().div_ceil(1 << 20), most }
}

/// Whether a file is hidden, or stands in a folder that is, or in the one that a Mac puts into archives.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

/// Whether a file is a script: a text of YAML.
fn is_script(path: &str) -> bool {
    let ending = Path::new(path).extension().map(std::ffi::OsStr::to_ascii_lowercase);
    ending.is_some_and(|ending| ending == "yml" || ending == "yaml")
}

impl ImportSet for Set {
    fn files(&self) -> Vec<SetFile<'_>> {
        self.files.iter().map(|(path, file)| SetFile { path, file }).collect()
    }

    fn text(&self, path: &str) -> Option<SetText<'_>> {
        self.scripts.get(path).map(|Text { text, sha256 }| SetText { text, sha256 })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_refuses_the_set_and_one_without_rows_stands_apart() {
        let mut set = Set::default();
        let gone = ImportError::FileUnreadable { detail: "input/output error".to_owned() };
        for (error, detail) in [
            (gone, "boards/main.csv: input/output error"),
            (ImportError::FileChanged, "boards/main.csv changed while it was read"),
        ] {
            let refused = set.add("boards/main.csv".to_owned(), Err(error));
            assert_eq!(refused, Err(ImportError::FileUnreadable { detail: detail.to_owned() }));
        }
        assert_eq!(set.add("empty.csv".to_owned(), Err(ImportError::FileEmpty)), Ok(()));
        assert_eq!(set.others(), [("empty.csv".to_owned(), ImportError::FileEmpty)]);
    }
    /// An archive whose list at the end names its only file so many times, each time by another name: all of them are
    /// unpacked from the same few bytes.
    fn overlapping(name: &str, bytes: &[u8], times: u16) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file(name, SimpleFileOptions::default()).expect("an entry");
        archive.write_all(bytes).expect("an entry");
        let archive = archive.finish().expect("an archive").into_inner();
        let find = |sign: &[u8]| archive.windows(4).rposition(|window| window == sign).expect("a sign");
        let (list, end) = (find(b"PK\x01\x02"), find(b"PK\x05\x06"));
        let (row, mut all) = (&archive[list..end], archive[..list].to_vec());
        let place = row.windows(name.len()).position(|window| window == name.as_bytes()).expect("the name");
        for number in 0..times {
            let at = all.len();
            all.extend_from_slice(row);
            all[at + place..][..4].copy_from_slice(format!("{number:04}").as_bytes());
        }
        let size = u32::try_from(all.len() - list).expect("a short list");
        let mut ending = archive[end..].to_vec();
        for field in [8, 10] {
            ending[field..][..2].copy_from_slice(&times.to_le_bytes());
        }
        ending[12..16].copy_from_slice(&size.to_le_bytes());
        [all, ending].concat()
    }

    #[test]
    fn a_name_that_leads_out_of_an_archive_is_told_and_not_read() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["../../out.csv", "board.csv"] {
            archive.start_file(name, SimpleFileOptions::default()).expect("an entry");
            archive.write_all(b"Reference,MPN\nR1,RC0402").expect("an entry");
        }
        let mut set = Set::default();
        set.archive(Cursor::new(archive.finish().expect("an archive").into_inner()), 1).expect("a set");
        let paths: Vec<_> = set.files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["board.csv"]);
        assert_eq!(set.others(), [("../../out.csv".to_owned(), damaged("its name leads out of the archive"))]);
    }

    #[test]
    fn the_same_bytes_are_counted_as_often_as_an_archive_names_them() {
        let taken = |bytes: Vec<u8>, most| {
            let mut set = Set::default();
            set.archive(Cursor::new(bytes), most).map(|()| set.scripts.len())
        };
        let bomb = |times| overlapping("0000.yml", &vec![b' '; MOST_MEGABYTES_OF_SCRIPT << 20], times);
        assert!(bomb(3).len() < 16 * 1024, "it is small where it is packed");
        assert_eq!(taken(bomb(3), 3), Ok(3));
        assert_eq!(taken(bomb(4), 3), Err(ImportError::FileTooLarge { megabytes: 4, most: 3 }));
    }
}
