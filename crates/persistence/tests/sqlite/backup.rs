//! Backups while eight writers run: each is one state of the workspace, with all that was acknowledged before it was begun
//! and every attached file that it names.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::{fs, thread};

use partwright_domain::Result;
use partwright_domain::cancel::Cancel;
use partwright_domain::file::{self, Collected, ContentHash, FileService, Stored, Vault};
use partwright_domain::ports::Ports;
use partwright_domain::store::StoreError;
use partwright_domain::time::Timestamp;
use partwright_domain::workspace::{CopyChecked, Progress, WorkspaceFile as _, back_up};
use partwright_persistence::{DiskVault, SqliteStore, verify};
use partwright_testkit::build::{self, part, ports_on};

use crate::claims::{self, Acknowledged};
use crate::{copy_of, open};

/// Writers that make parts; one more turns the large unit, and one attaches files.
const MAKERS: usize = 6;
const BACKUPS: usize = 3;

struct Busy {
    path: PathBuf,
    store: Arc<SqliteStore>,
    ports: Ports,
    files: FileService,
    /// How many files are attached.
    attached: AtomicU32,
}

impl Busy {
    fn new(folder: &Path) -> Self {
        let path = folder.join("busy.partwright");
        let store = Arc::new(open(&path));
        let ports = ports_on(Arc::clone(&store) as _);
        build::open(&ports);
        build::demand_nothing(&ports);
        let files = FileService::new(ports.clone(), vault(&ports, &path));
        Self { path, store, ports, files, attached: AtomicU32::new(0) }
    }

    fn attach_one_more(&self) {
        let before = self.attached.load(Ordering::Relaxed);
        while self.attached.load(Ordering::Relaxed) <= before {
            thread::yield_now();
        }
    }
}

fn vault(ports: &Ports, path: &Path) -> Arc<dyn Vault> {
    Arc::new(DiskVault::beside(path, Arc::clone(&ports.clock)))
}

/// Works with eight writers, makes backups meanwhile by `make`, and answers what is wrong with them.
fn backups_while_writing(make: impl Fn(&Busy, &Path)) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let busy = Busy::new(folder.path());
    let (is_over, acknowledged) = (AtomicBool::new(false), Mutex::new(Acknowledged::default()));
    let until = |mut work: Box<dyn FnMut() + Send + '_>| {
        while !is_over.load(Ordering::Relaxed) {
            work();
        }
    };
    let actor = build::open(&busy.ports);
    let revision = part("EL-ICT").named("with files").add_to(&busy.ports);
    acknowledged.lock().expect("no panic").parts.insert(revision.part.number.sequence.get());
    let mut copies = Vec::new();
    thread::scope(|scope| {
        for _ in 0..MAKERS {
            scope.spawn(|| {
                until(Box::new(|| {
                    let added = part("EL-RES").named("meanwhile").mpn("Yageo", "RC0402").add_to(&busy.ports);
                    acknowledged.lock().expect("no panic").parts.insert(added.part.number.sequence.get());
                }));
            });
        }
        scope.spawn(|| {
            let mut round = 0;
            until(Box::new(|| {
                round += 1;
                claims::turn(&busy.ports, actor.id, round).expect("a round");
                acknowledged.lock().expect("no panic").round = round;
            }));
        });
        scope.spawn(|| {
            until(Box::new(|| {
                let number = busy.attached.load(Ordering::Relaxed);
                let (new, bytes) = (build::new_file(&format!("{number}.txt")), format!("content {number}"));
                let attached =
                    busy.files.attach(&actor, revision.revision.id, new, &mut bytes.as_bytes(), &Cancel::new());
                attached.expect("a file");
                busy.attached.fetch_add(1, Ordering::Relaxed);
            }));
        });
        for number in 0..BACKUPS {
            busy.attach_one_more();
            let copy = folder.path().join(format!("copy-{number}.partwright"));
            let before = acknowledged.lock().expect("no panic").clone();
            make(&busy, &copy);
            copies.push((copy, before));
        }
        is_over.store(true, Ordering::Relaxed);
    });
    let mut broken = Vec::new();
    for (copy, before) in copies {
        match verify(&copy, &Cancel::new()) {
            Err(error) => broken.push(error.to_string()),
            Ok(CopyChecked { problems, .. }) if !problems.is_empty() => broken.extend(problems),
            Ok(CopyChecked { contents, .. }) => {
                assert!(!contents.is_empty(), "files were attached before");
                let faults = file::faults(&*vault(&busy.ports, &copy), contents, &Cancel::new()).expect("a look");
                broken.extend(faults.iter().map(ToString::to_string));
            }
        }
        broken.extend(claims::broken(&copy, &before));
    }
    broken
}

#[test]
fn a_backup_is_one_state_with_its_files_while_eight_writers_run() {
    let broken = backups_while_writing(|busy, copy| {
        let mut last = None;
        let mut told = |progress| last = Some(progress);
        let to = vault(&busy.ports, copy);
        let done = back_up(&*busy.store, &busy.files, (copy, &*to), &Cancel::new(), &mut told).expect("a backup");
        assert!(done.is_sound() && done.files.contents > 0, "{done:?}");
        assert!(last.is_some_and(|Progress { done, total }| done == total), "it was told to its end");
    });
    assert_eq!(broken, [""; 0]);
}

/// A vault that takes in nothing once the file that its contents belong to has its name.
struct First<'v>(&'v dyn Vault, &'v Path);

impl Vault for First<'_> {
    fn put(&self, content: &mut dyn Read, cancel: &Cancel) -> Result<Stored> {
        assert!(!self.1.exists(), "a file that has its name looks like a whole copy");
        self.0.put(content, cancel)
    }

    fn copy(&self, hash: &ContentHash, to: &mut dyn Write, cancel: &Cancel) -> Result<Stored> {
        self.0.copy(hash, to, cancel)
    }

    fn collect(&self, keep: &BTreeSet<ContentHash>, put_before: Timestamp) -> Result<Collected> {
        self.0.collect(keep, put_before)
    }
}

#[test]
fn the_file_of_a_backup_gets_its_name_when_all_that_it_names_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let busy = Busy::new(folder.path());
    let (actor, revision) = (build::open(&busy.ports), part("EL-ICT").add_to(&busy.ports).revision.id);
    let attached = busy.files.attach(&actor, revision, build::new_file("a.pdf"), &mut &b"attached"[..], &Cancel::new());
    attached.expect("a file");
    let copy = folder.path().join("copy.partwright");
    let beside = vault(&busy.ports, &copy);
    let to = First(&*beside, &copy);
    let done = back_up(&*busy.store, &busy.files, (&copy, &to), &Cancel::new(), &mut |_| ()).expect("a backup");
    assert!(done.files.contents > 0 && copy.exists(), "{done:?}");
}

#[test]
fn one_whose_files_cannot_be_copied_leaves_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let busy = Busy::new(folder.path());
    let copy = folder.path().join("copy.partwright");
    let before = crate::vault::below(folder.path());
    let mut refuse = || Err(StoreError::Cancelled.into());
    let refused = busy.store.back_up(&copy, &mut refuse, &Cancel::new(), &mut |_| ()).expect_err("no files");
    assert_eq!(refused.code(), "store.cancelled");
    assert_eq!(crate::vault::below(folder.path()), before);
}

#[test]
fn a_copy_that_is_made_past_the_store_is_caught() {
    let broken = backups_while_writing(|busy, copy| {
        fs::copy(&busy.path, copy).expect("a copy");
    });
    assert!(!broken.is_empty(), "what was in the log is not in it");
}

#[test]
fn a_backup_whose_files_are_copied_first_is_caught() {
    let broken = backups_while_writing(|busy, copy| {
        busy.files.back_up(&*vault(&busy.ports, copy), &Cancel::new()).expect("a copy of the files");
        busy.attach_one_more();
        copy_of(&busy.store, copy, &Cancel::new(), &mut |_| ()).expect("a copy");
    });
    assert!(broken.iter().any(|fault| fault.contains(".txt")), "{broken:#?}");
}
