//! A disk that is really full: a small one of memory, where the system lets us have it, else one that answers as if it were.
//! Who was refused is told so, nothing of it is there, and everybody works again once there is room.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use partwright_domain::store::StoreError;
use partwright_faultfs::{Call, Disk, Fault};
use partwright_persistence::{Settings, SqliteStore};
use partwright_testkit::build;

use crate::claims::{self, Acknowledged};
use crate::fault::{Bench, CARELESS, Make, template};
use crate::open;

/// A disk with hardly any room, and how it is filled and emptied.
enum Small {
    /// A file system in memory, mounted here.
    Mounted { folder: PathBuf },
    /// One that answers as if it were full.
    Told { folder: PathBuf, disk: Disk },
}

const WRITERS: usize = 8;

/// Pages that the engine leaves free, so that the log can be worked in.
const SPARE: usize = 64;

impl Small {
    fn within(folder: &Path) -> Self {
        let place = folder.join("small");
        fs::create_dir(&place).expect("a folder");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=12m", "tmpfs"]).arg(&place).output();
        if cfg!(target_os = "linux") && mounted.is_ok_and(|mounted| mounted.status.success()) {
            writeln!(std::io::stderr(), "full disk: a real one, of 12 MB in memory").expect("somebody who is told");
            Self::Mounted { folder: place }
        } else {
            writeln!(
                std::io::stderr(),
                "full disk: one that answers as if it were; a real one needs the right to mount"
            )
            .expect("somebody who is told");
            Self::Told { folder: place, disk: Disk::new() }
        }
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Mounted { folder } | Self::Told { folder, .. } => folder,
        }
    }

    fn settings(&self) -> Settings {
        let file_system = match self {
            Self::Mounted { .. } => None,
            Self::Told { disk, .. } => Some(disk.name()),
        };
        Settings { file_system, ..Settings::default() }
    }

    /// Leaves room for so many pages, beside what the engine leaves.
    fn fill(&self, pages: usize) {
        match self {
            Self::Mounted { folder } => {
                let mut ballast = File::create(folder.join("ballast")).expect("a file");
                let mut written = 0;
                // All that there is room for, less what is to be left.
                while ballast.write_all(&[1; 4096]).is_ok() {
                    written += 4096;
                }
                ballast.set_len(written - (SPARE + pages) as u64 * 4096).expect("a shorter file");
            }
            Self::Told { disk, .. } => disk.fail(Call::Write, u32::try_from(pages).expect("few"), Fault::Full),
        }
    }

    /// Leaves no room at all.
    fn fill_up(&self) {
        self.fill(0);
        if let Self::Mounted { folder } = self {
            let mut more = File::create(folder.join("more ballast")).expect("a file");
            while more.write_all(&[1; 4096]).is_ok() {}
        }
    }

    fn make_room(&self) {
        match self {
            Self::Mounted { folder } => {
                fs::remove_file(folder.join("ballast")).expect("room");
                fs::remove_file(folder.join("more ballast")).unwrap_or_default();
            }
            Self::Told { disk, .. } => drop(disk.heal()),
        }
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        if let Self::Mounted { folder } = self {
            let gone = Command::new("umount").arg(&*folder).status();
            assert!(gone.is_ok_and(|status| status.success()) || thread::panicking(), "a disk stays mounted");
        }
    }
}

/// What came of a disk that was filled while eight wrote.
struct Filled {
    is_real: bool,
    refused: u64,
    broken: Vec<String>,
}

/// Fills the disk but for so many pages, lets eight write, and makes room again: once for each of these.
fn fill(rooms: impl Iterator<Item = usize>, make: Make) -> Filled {
    let folder = tempfile::tempdir().expect("a folder");
    let template = template(folder.path());
    let small = Small::within(folder.path());
    let file = small.folder().join("full.partwright");
    fs::copy(&template, &file).expect("a copy");
    let acknowledged = Mutex::new(Acknowledged::default());
    let (mut refused, mut broken) = (0_u64, Vec::new());
    let bench = Bench::on(SqliteStore::open(&file, small.settings()).expect("a workspace"));
    for (round, pages) in rooms.enumerate() {
        small.fill(pages);
        let errors: Vec<StoreError> = thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|_| {
                    scope.spawn(|| {
                        let mut errors = Vec::new();
                        for _ in 0..6 {
                            match make(&bench) {
                                Ok(number) => drop(acknowledged.lock().expect("no panic").parts.insert(number)),
                                Err(error) => errors.push(error),
                            }
                        }
                        errors
                    })
                })
                .collect();
            writers.into_iter().flat_map(|writer| writer.join().expect("a writer that ends")).collect()
        });
        let odd = errors.iter().filter(|error| **error != StoreError::Full);
        broken.extend(odd.map(|error| format!("round {round}: {error:?}")));
        refused += errors.len() as u64;
        let there = bench.ports.store.read("test", |snapshot| snapshot.parts().count()).expect("a read").0;
        let told = acknowledged.lock().expect("no panic").parts.len() as u64;
        if there != told {
            broken.push(format!("round {round}: {there} parts are there, {told} were acknowledged"));
        }
        small.make_room();
        acknowledged.lock().expect("no panic").parts.insert(bench.make().expect("there is room again"));
    }
    drop(bench);
    broken.extend(claims::broken(&file, &acknowledged.into_inner().expect("no panic")));
    Filled { is_real: matches!(small, Small::Mounted { .. }), refused, broken }
}

#[test]
fn on_a_full_disk_all_who_are_refused_are_told_so_and_work_again_when_there_is_room() {
    let rounds = if claims::length() > 1 { 12 } else { 3 };
    // Room for some units, for one, for none.
    let Filled { is_real, refused, broken } = fill([40, 6, 0].into_iter().cycle().take(rounds), Bench::make);
    let losses = broken.len() as u64;
    claims::tell("full disk", &[("real", is_real.into()), ("refused", refused), ("losses", losses)]);
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(refused > 0, "nobody was refused");
}

/// The harness itself, as on a disk that fails.
#[test]
fn who_swallows_that_a_disk_is_full_or_acknowledges_too_early_is_caught() {
    for (planted, make) in CARELESS {
        let Filled { broken, .. } = fill([0].into_iter(), make);
        assert!(broken.iter().any(|claim| claim.starts_with("round 0")), "{planted}: {broken:#?}");
    }
}

#[test]
fn a_workspace_that_is_opened_on_a_full_disk_says_that_the_disk_is_full() {
    let folder = tempfile::tempdir().expect("a folder");
    let template = template(folder.path());
    let small = Small::within(folder.path());
    let file = small.folder().join("full.partwright");
    fs::copy(&template, &file).expect("a copy");
    small.fill_up();
    let opened = SqliteStore::open(&file, small.settings()).and_then(|store| Bench::on(store).make());
    small.make_room();
    assert_eq!(opened, Err(StoreError::Full), "what connections share has no room either");
    Bench::on(SqliteStore::open(&file, small.settings()).expect("room")).make().expect("a part");
}

#[test]
fn a_workspace_that_was_made_on_a_full_disk_is_none_and_can_be_made_when_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let small = Small::within(folder.path());
    let file = small.folder().join("new.partwright");
    for pages in [0, 1, 8, 60] {
        small.fill(pages);
        let error = SqliteStore::create(&file, small.settings()).expect_err("no room for a workspace");
        assert!(
            matches!(error, StoreError::Full | StoreError::DiskFailed { .. } | StoreError::Unreachable { .. }),
            "{error:?}"
        );
        small.make_room();
        if file.exists() {
            // What was begun becomes a workspace as soon as it is opened.
            drop(open(&file));
            fs::remove_file(&file).expect("the file");
        }
    }
    let bench = Bench::on(SqliteStore::create(&file, small.settings()).expect("room for a workspace"));
    build::open(&bench.ports);
    bench.make().expect("a part");
}
