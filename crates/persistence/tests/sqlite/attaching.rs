//! Files that are attached over a disk that writes down what the vault asks of it, and fails: the vault's own file is compiled
//! in here over such a disk; see `src/disk.rs`. And what holds of attached files, whatever happened.

use std::path::Path;
use std::sync::Arc;

use partwright_domain::Result;
use partwright_domain::cancel::Cancel;
use partwright_domain::file::{ContentHash, FileService, KnownContent, Vault, faults};
use partwright_domain::id::RevisionId;
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::time::SystemClock;
use partwright_persistence::DiskVault;
use partwright_testkit::build::{self, part};
use rusqlite::Connection;

#[path = "../../src"]
#[expect(dead_code, unreachable_pub, reason = "it offers more than these tests take")]
mod lifted {
    pub(super) mod vault;

    /// Of the same shape as `src/disk.rs`.
    mod disk {
        pub(super) use partwright_faultfs::fs::{File, create_dir_all, read_dir, remove_file, rename};
    }
}

/// A revision that files are attached to, in a workspace whose vault is on a disk that writes down what it is asked.
pub(crate) struct Attaching {
    files: FileService,
    actor: Actor,
    revision: RevisionId,
}

impl Attaching {
    pub(crate) fn to_a_new_part(ports: &Ports, file: &Path) -> Self {
        Self::over(ports, vault(ports, file))
    }

    /// The same over a vault that somebody has tampered with.
    pub(crate) fn over(ports: &Ports, vault: Arc<dyn Vault>) -> Self {
        let revision = part("EL-ICT").named("with files").add_to(ports).revision.id;
        Self { files: FileService::new(ports.clone(), vault), actor: build::open(ports), revision }
    }

    /// Attaches a file of that number, with the content of another number.
    pub(crate) fn attach(&self, number: u32, content: u32) -> Result<()> {
        // Of several sectors, so that it can be torn.
        let content = format!("content {content} ").repeat(900);
        let new = build::new_file(&name(number));
        self.files.attach(&self.actor, self.revision, new, &mut content.as_bytes(), &Cancel::new()).map(drop)
    }
}

/// The vault beside that workspace, over a disk that writes down what it is asked.
pub(crate) fn vault(ports: &Ports, file: &Path) -> Arc<dyn Vault> {
    Arc::new(lifted::vault::DiskVault::beside(file, Arc::clone(&ports.clock)))
}

fn name(number: u32) -> String {
    format!("{number}.txt")
}

/// What does not hold of the files that are attached; `attached` was acknowledged.
pub(crate) fn broken(file: &Path, attached: &[u32]) -> Vec<String> {
    let (known, there) = match Connection::open(file).and_then(|raw| Ok((contents(&raw)?, names(&raw)?))) {
        Ok(both) => both,
        Err(error) => return vec![format!("its files are not known: {error}")],
    };
    let vault = DiskVault::beside(file, Arc::new(SystemClock));
    let mut broken = match faults(&vault, known, &Cancel::new()) {
        Ok(faults) => faults.iter().map(|fault| format!("in the vault: {fault}")).collect(),
        Err(error) => vec![format!("the vault cannot be read: {error}")],
    };
    let lost = attached.iter().map(|number| name(*number)).filter(|name| !there.contains(name));
    broken.extend(lost.map(|name| format!("acknowledged and lost: {name}")));
    broken
}

fn contents(raw: &Connection) -> rusqlite::Result<Vec<KnownContent>> {
    let mut statement = raw.prepare("SELECT hash FROM file_content")?;
    statement.query_map([], |row| Ok((ContentHash(row.get(0)?), None)))?.collect()
}

fn names(raw: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = raw.prepare("SELECT name FROM file")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

#[test]
fn a_file_that_was_acknowledged_and_is_not_named_is_caught() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file.partwright");
    drop(crate::open(&file));
    assert_eq!(broken(&file, &[]), [""; 0]);
    assert_eq!(broken(&file, &[7]), ["acknowledged and lost: 7.txt"]);
    std::fs::write(&file, "nothing of ours").expect("a file");
    assert_eq!(broken(&file, &[]).len(), 1);
}
