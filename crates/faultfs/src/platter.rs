//! What is on the disk when the power goes: all that was flushed, and of the rest any part.
//!
//! Of a write that was not flushed each sector arrives or does not, by itself and in any order; so do changes of the
//! length. A name that was made, given or removed since its folder was flushed is as before or as after, each by itself, and
//! what is in a folder whose name is not there is not there. What is beside a write stays as it is, which SQLite relies on too
//! (<https://www.sqlite.org/psow.html>).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use crate::disk::Step;

/// Files by their paths, with what is in each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder(BTreeMap<String, Vec<u8>>);

impl Folder {
    /// Writes them all into a folder.
    pub fn put_into(&self, folder: &Path) -> io::Result<()> {
        self.0.iter().try_for_each(|(name, bytes)| {
            let path = folder.join(name);
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(path, bytes)
        })
    }

    /// The paths of all files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// What is in a file, if it is there.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(Vec::as_slice)
    }
}

/// A change of a file that may be on the disk or not.
#[derive(Debug, Clone)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Truncate { length: usize },
}

#[derive(Debug, Clone, Default)]
struct Content {
    /// What was flushed.
    flushed: Vec<u8>,
    /// What came since, in its order.
    since: Vec<Change>,
}

/// What has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// A file, by the place of its content.
    File(usize),
    Folder,
}

/// A disk to which steps are told one after another.
#[derive(Debug, Clone, Default)]
pub struct Platter {
    /// The names as they are for whoever uses the disk.
    now: BTreeMap<String, Entry>,
    /// The names as the disk surely has them.
    flushed: BTreeMap<String, Entry>,
    contents: Vec<Content>,
}

impl Platter {
    /// Takes one more step.
    pub fn take(&mut self, step: &Step) {
        match step {
            Step::Make { file } => {
                self.make(file);
            }
            Step::MakeFolder { folder } => {
                self.now.insert(folder.clone(), Entry::Folder);
            }
            Step::Write { file, offset, bytes } => {
                let change = Change::Write { offset: *offset, bytes: bytes.clone() };
                self.content(file).since.push(change);
            }
            Step::Truncate { file, length } => self.content(file).since.push(Change::Truncate { length: *length }),
            Step::Sync { file, folder } => {
                let Content { flushed, since } = self.content(file);
                since.drain(..).for_each(|change| change.apply(flushed));
                if *folder {
                    self.flush_folder(folder_of(file));
                }
            }
            Step::SyncFolder { folder } => self.flush_folder(folder),
            Step::Rename { from, to } => {
                if let Some(entry) = self.now.remove(from) {
                    self.now.insert(to.clone(), entry);
                }
            }
            Step::Delete { file, folder } => {
                self.now.remove(file);
                if *folder {
                    self.flush_folder(folder_of(file));
                }
            }
            Step::Mark(_) => {}
        }
    }

    /// The names in a folder are on the disk as they are now; those in other folders are not.
    fn flush_folder(&mut self, folder: &str) {
        self.flushed.retain(|name, _| folder_of(name) != folder);
        let there = self.now.iter().filter(|(name, _)| folder_of(name) == folder);
        self.flushed.extend(there.map(|(name, entry)| (name.clone(), *entry)));
    }

    fn make(&mut self, file: &str) -> usize {
        let place = self.contents.len();
        self.contents.push(Content::default());
        self.now.insert(file.to_owned(), Entry::File(place));
        place
    }

    fn content(&mut self, file: &str) -> &mut Content {
        let place = match self.now.get(file) {
            Some(Entry::File(place)) => *place,
            // It was there before anything was written down.
            _ => self.make(file),
        };
        &mut self.contents[place]
    }

    /// What a power cut at this moment may leave; another for each seed.
    pub fn cut(&self, sector: usize, seed: u64) -> Folder {
        let mut chance = Chance::new(seed);
        let mut names = BTreeMap::new();
        for (name, entry) in self.flushed.iter().chain(&self.now) {
            let (before, after) = (self.flushed.get(name), self.now.get(name));
            let left = if before == after || chance.is_lucky() { after } else { before };
            if left == Some(entry) {
                names.insert(name.clone(), *entry);
            }
        }
        // A folder that nothing was written down of was there before.
        let is_gone = |folder: &str| {
            let is_known = self.now.contains_key(folder) || self.flushed.contains_key(folder);
            is_known && !names.contains_key(folder)
        };
        let reached = files(&names).filter(|(name, _)| !folders_above(name).any(is_gone));
        Folder(reached.map(|(name, place)| (name.clone(), self.contents[place].cut(sector, &mut chance))).collect())
    }

    /// What a power cut leaves of a disk that kept all it was told.
    pub fn whole(&self) -> Folder {
        let whole = |place: usize| {
            let mut content = self.contents[place].clone();
            content.since.drain(..).for_each(|change| change.apply(&mut content.flushed));
            content.flushed
        };
        Folder(files(&self.now).map(|(name, place)| (name.clone(), whole(place))).collect())
    }
}

/// The files among names, each with the place of its content.
fn files(names: &BTreeMap<String, Entry>) -> impl Iterator<Item = (&String, usize)> {
    names.iter().filter_map(|(name, entry)| match entry {
        Entry::File(place) => Some((name, *place)),
        Entry::Folder => None,
    })
}

/// The folder that a name is in; that of the workspace is called by nothing.
fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folders that a name is below, from the outermost.
fn folders_above(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').map(|(end, _)| &name[..end])
}

impl Content {
    fn cut(&self, sector: usize, chance: &mut Chance) -> Vec<u8> {
        let mut left = self.flushed.clone();
        // What a cut leaves is mostly nothing, or nearly all, or any part.
        let luck = chance.below(3);
        let mut arrived: Vec<_> = self.since.iter().flat_map(|change| change.by_sector(sector)).collect();
        arrived.retain(|_| match luck {
            0 => chance.below(16) == 0,
            1 => chance.below(16) != 0,
            _ => chance.is_lucky(),
        });
        // Reordered: of two that arrived at the same place either may be the later.
        if chance.is_lucky() {
            for last in (1..arrived.len()).rev() {
                arrived.swap(last, chance.below(last + 1));
            }
        }
        for change in arrived {
            change.apply(&mut left);
        }
        left
    }
}

impl Change {
    fn apply(self, content: &mut Vec<u8>) {
        match self {
            Self::Write { offset, bytes } => {
                let end = offset + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[offset..end].copy_from_slice(&bytes);
            }
            Self::Truncate { length } => content.resize(length, 0),
        }
    }

    /// The parts of it that arrive or do not, each by itself.
    fn by_sector(&self, sector: usize) -> Vec<Self> {
        let Self::Write { offset, bytes } = self else { return vec![self.clone()] };
        let mut parts = Vec::new();
        let (mut offset, mut rest) = (*offset, bytes.as_slice());
        while !rest.is_empty() {
            let (part, behind) = rest.split_at(rest.len().min(sector - offset % sector));
            parts.push(Self::Write { offset, bytes: part.to_vec() });
            offset += part.len();
            rest = behind;
        }
        parts
    }
}

/// Chance that is the same in every run: `SplitMix64`.
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        // The remainder is smaller than the bound, and so fits.
        usize::try_from(self.next() % bound as u64).unwrap_or_default()
    }

    fn is_lucky(&mut self) -> bool {
        self.below(2) == 0
    }
}
