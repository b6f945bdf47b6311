//! The vault on disk: its contract, and what only a disk can get wrong.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use partwright_domain::cancel::Cancel;
use partwright_domain::file::{Collected, ContentHash, FileService, Vault};
use partwright_domain::time::{Clock, Timestamp};
use partwright_domain::workspace::{Accepted, collect};
use partwright_persistence::{DiskVault, relocate, restore};
use partwright_testkit::build::{self, ports_on};
use partwright_testkit::clock::StepClock;
use partwright_testkit::vault::contract::VaultFixture;
use tempfile::TempDir;

use crate::{copy_of, open};

struct OnDisk {
    vault: Arc<DiskVault>,
    _folder: TempDir,
}

fn fresh_vault(clock: Arc<dyn Clock>) -> OnDisk {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = Arc::new(DiskVault::beside(&folder.path().join("test.partwright"), clock));
    OnDisk { vault, _folder: folder }
}

fn path(vault: &DiskVault, hash: &ContentHash) -> PathBuf {
    let digits = hash.to_string();
    vault.folder().join(&digits[..2]).join(&digits[2..])
}

impl VaultFixture for OnDisk {
    fn vault(&self) -> Arc<dyn Vault> {
        Arc::clone(&self.vault) as Arc<dyn Vault>
    }

    fn damage(&self, hash: &ContentHash) {
        let path = path(&self.vault, hash);
        let mut bytes = fs::read(&path).expect("a content to damage");
        bytes[0] ^= 1;
        fs::write(&path, bytes).expect("a damaged content");
    }

    fn lose(&self, hash: &ContentHash) {
        fs::remove_file(path(&self.vault, hash)).expect("a content to lose");
    }
}

mod contract {
    partwright_testkit::vault_contract!(crate::vault::fresh_vault);
}

/// The paths of all files below a folder, sorted.
pub(crate) fn below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a name");
        if entry.file_type().expect("a type").is_dir() {
            found.extend(below(&entry.path()).into_iter().map(|file| format!("{name}/{file}")));
        } else {
            found.push(name);
        }
    }
    found.sort();
    found
}

fn put(vault: &dyn Vault, mut bytes: &[u8]) -> ContentHash {
    vault.put(&mut bytes, &Cancel::new()).expect("a content that is taken").hash
}

#[test]
fn a_content_lies_beside_the_workspace_under_its_hash_and_nothing_else_is_left() {
    let disk = fresh_vault(Arc::new(StepClock::default()));
    assert!(!disk.vault.folder().exists(), "there is no folder before the first content");
    assert!(disk.vault.folder().to_string_lossy().ends_with("test.partwright-files"));
    put(&*disk.vault, b"abc");
    put(&*disk.vault, b"abc");
    let expected = ["ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "lock"];
    assert_eq!(below(disk.vault.folder()), expected);
    let bytes = fs::read(path(&disk.vault, &put(&*disk.vault, b"abc"))).expect("a content");
    assert_eq!(bytes, b"abc", "as it was, so that any program can read it");
}

#[test]
fn a_cancelled_put_leaves_no_file() {
    let disk = fresh_vault(Arc::new(StepClock::default()));
    let cancel = Cancel::new();
    cancel.cancel();
    disk.vault.put(&mut &b"cancelled"[..], &cancel).expect_err("it was cancelled");
    assert_eq!(below(disk.vault.folder()), [""; 0]);
}

#[test]
fn a_content_that_was_cut_off_is_noticed_and_healed() {
    let disk = fresh_vault(Arc::new(StepClock::default()));
    let hash = put(&*disk.vault, b"whole");
    fs::write(path(&disk.vault, &hash), b"who").expect("half a content");
    let copied = disk.vault.copy(&hash, &mut Vec::new(), &Cancel::new());
    assert_eq!(copied.map_err(|error| error.code()), Err("file.damaged"));
    put(&*disk.vault, b"whole");
    assert!(disk.vault.copy(&hash, &mut Vec::new(), &Cancel::new()).is_ok());
}

#[test]
fn what_an_interrupted_put_left_is_collected_when_it_is_old_and_nothing_else_is_touched() {
    let disk = fresh_vault(Arc::new(StepClock::default()));
    let kept = put(&*disk.vault, b"kept");
    let folder = disk.vault.folder();
    let old = UNIX_EPOCH + Duration::from_secs(1);
    for (name, time) in
        [("incoming/1-1", Some(old)), ("incoming/1-2", None), ("ba/notes.txt", Some(old)), ("no", Some(old))]
    {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let file = File::create(&path).expect("a file");
        if let Some(time) = time {
            file.set_modified(time).expect("a time");
        }
    }
    let answer = disk.vault.collect(&[kept].into(), StepClock::START);
    assert_eq!(answer, Ok(Collected::default()), "what is left of a put is no content");
    let left = below(folder);
    assert!(!left.contains(&"incoming/1-1".to_owned()), "{left:?}");
    assert_eq!(left.len(), 5, "{left:?}");
}

/// A program that ends after its bytes are in the vault and before its unit is committed.
#[test]
fn a_crash_between_the_bytes_and_the_commit_leaves_a_sound_workspace() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("test.partwright");
    let ports = ports_on(Arc::new(open(&workspace)));
    let actor = build::open(&ports);
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    let vault = Arc::new(DiskVault::beside(&workspace, Arc::clone(&ports.clock)));
    let files = FileService::new(ports.clone(), Arc::clone(&vault) as _);
    let attached = files.attach(&actor, revision, build::new_file("a.pdf"), &mut &b"attached"[..], &Cancel::new());
    let attached = attached.expect("a file");
    let orphan = put(&*vault, b"never named");
    drop((files, ports, vault));

    let ports = ports_on(Arc::new(open(&workspace)));
    let vault = Arc::new(DiskVault::beside(&workspace, Arc::clone(&ports.clock)));
    let files = FileService::new(ports.clone(), Arc::clone(&vault) as _);
    assert_eq!(files.check(&Cancel::new()), Ok(vec![]));
    assert_eq!(files.collect(&actor, Vec::new()), Ok(Collected::default()), "it is young yet");
    let old = UNIX_EPOCH + Duration::from_secs(1);
    for hash in [orphan, attached.content.hash] {
        let file = File::options().write(true).open(path(&vault, &hash)).expect("a content");
        file.set_modified(old).expect("a time");
    }
    assert_eq!(files.collect(&actor, Vec::new()), Ok(Collected { contents: 1, bytes: 11 }));
    let mut bytes = Vec::new();
    files.copy(attached.id, &mut bytes, &Cancel::new()).expect("what was named is there");
    assert_eq!(bytes, b"attached");
}

#[test]
fn what_a_replaced_workspace_still_needs_is_not_collected() {
    let folder = tempfile::tempdir().expect("a folder");
    let (workspace, copy) = (folder.path().join("test.partwright"), folder.path().join("copy.partwright"));
    let open_it = || {
        let store = Arc::new(open(&workspace));
        let ports = ports_on(Arc::clone(&store) as _);
        let vault = Arc::new(DiskVault::beside(&workspace, Arc::clone(&ports.clock)));
        (store, FileService::new(ports.clone(), Arc::clone(&vault) as _), vault, ports)
    };
    let (store, files, vault, ports) = open_it();
    let actor = build::open(&ports);
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    copy_of(&store, &copy, &Cancel::new(), &mut |_| ()).expect("a backup");
    let since = files.attach(&actor, revision, build::new_file("a.pdf"), &mut &b"since"[..], &Cancel::new());
    let since = since.expect("a file").content.hash;
    drop((store, files, vault, ports));
    let kept = restore((&workspace, &copy), Accepted::Sound, &Cancel::new(), &mut |_| ()).expect("a way back").kept;
    let kept = kept.expect("a replaced file");

    let (store, files, vault, _ports) = open_it();
    let content = File::options().write(true).open(path(&vault, &since)).expect("a content");
    content.set_modified(UNIX_EPOCH + Duration::from_secs(1)).expect("a time");
    let collect = || collect(&*store, &files, &actor);
    assert_eq!(collect(), Ok(Collected::default()), "it can be brought back");
    let whole = fs::read(&kept).expect("the replaced file");
    fs::write(&kept, "no longer a database").expect("damage");
    let refused = collect().expect_err("nobody knows what it needs");
    assert_eq!(refused.code(), "workspace.kept_unreadable");
    assert!(refused.to_string().contains(".replaced-1"), "{refused}");
    fs::write(&kept, whole).expect("the replaced file");
    assert_eq!(collect(), Ok(Collected::default()));
    fs::remove_file(&kept).expect("nobody wants it back");
    assert_eq!(collect(), Ok(Collected { contents: 1, bytes: 5 }));
}

#[cfg(unix)]
#[test]
fn a_workspace_that_a_link_leads_to_has_its_vault_beside_its_file_and_is_moved_from_there() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["real", "links", "moved"] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    let [workspace, link, to] = ["real/test.partwright", "links/other.partwright", "moved/test.partwright"]
        .map(|name| folder.path().join(name));
    drop(open(&workspace));
    std::os::unix::fs::symlink(&workspace, &link).expect("a link");
    let ports = ports_on(Arc::new(open(&link)));
    let actor = build::open(&ports);
    let revision = build::part("EL-ICT").add_to(&ports).revision.id;
    let vault = |path: &Path| DiskVault::beside(path, Arc::clone(&ports.clock));
    let files = |path: &Path| FileService::new(ports.clone(), Arc::new(vault(path)));
    assert_eq!(vault(&link).folder(), vault(&workspace).folder());
    files(&link)
        .attach(&actor, revision, build::new_file("a.pdf"), &mut &b"attached"[..], &Cancel::new())
        .expect("a file");
    assert_eq!(files(&workspace).check(&Cancel::new()), Ok(vec![]));
    drop(ports);
    relocate(&link, &to, &Cancel::new(), &mut |_| ()).expect("a workspace elsewhere").remove_old().expect("it goes");
    assert!(to.is_file() && !workspace.exists(), "{:?}", below(folder.path()));
    assert!(!below(folder.path()).iter().any(|path| path.contains("real")), "{:?}", below(folder.path()));
}

#[test]
fn no_backup_takes_the_place_of_the_vault_or_lies_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("test.partwright");
    let store = open(&workspace);
    let vault = folder.path().join("test.partwright-files");
    for place in [vault.clone(), vault.join("copy.partwright")] {
        let refused = copy_of(&store, &place, &Cancel::new(), &mut |_| ()).expect_err("it is the vault's");
        assert_eq!(refused.code(), "workspace.unreachable");
        assert!(!place.exists());
    }
}

/// A source during which another collects everything it can.
struct Meanwhile<'v>(&'v DiskVault, Option<&'static [u8]>);

impl Read for Meanwhile<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let Some(bytes) = self.1.take() else { return Ok(0) };
        // The system's own time is far behind what this asks for, so nothing that is merely young is spared.
        self.0.collect(&[].into(), Timestamp(i64::MAX)).expect("a vault that is collected");
        to[..bytes.len()].copy_from_slice(bytes);
        Ok(bytes.len())
    }
}

#[test]
fn a_put_whose_file_is_taken_away_in_the_middle_fails_and_never_answers_as_if_it_were_there() {
    let disk = fresh_vault(Arc::new(StepClock::default()));
    let answer = disk.vault.put(&mut Meanwhile(&disk.vault, Some(b"bytes")), &Cancel::new());
    match answer {
        Ok(stored) => assert!(disk.vault.copy(&stored.hash, &mut Vec::new(), &Cancel::new()).is_ok()),
        Err(error) => assert_eq!(error.code(), "file.vault_failed"),
    }
}
