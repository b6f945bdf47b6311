//! The disk fails while files are attached: who is refused is told so, nothing of it is named, and it can be attached again.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::sync::Arc;

use partwright_domain::Result;
use partwright_domain::cancel::Cancel;
use partwright_domain::file::{Collected, ContentHash, Stored, Vault};
use partwright_domain::id::TimeOrderedIds;
use partwright_domain::ports::Ports;
use partwright_domain::time::Timestamp;
use partwright_faultfs::{Call, Disk, Fault};
use partwright_persistence::SqliteStore;
use partwright_testkit::build::{self, ports_on};

use super::{FILE, settings};
use crate::attaching::{self, Attaching};
use crate::claims::{self, Acknowledged};

const FAULTS: [(Call, Fault); 8] = [
    (Call::Open, Fault::Broken),
    (Call::Open, Fault::StaysBroken),
    (Call::Write, Fault::Broken),
    (Call::Write, Fault::Full),
    (Call::Sync, Fault::Broken),
    (Call::Sync, Fault::StaysBroken),
    (Call::Rename, Fault::Broken),
    (Call::Delete, Fault::StaysBroken),
];

/// What who is refused may be told.
const CODES: [&str; 3] = ["file.vault_failed", "store.disk_failed", "store.full"];

#[derive(Default)]
struct Ran {
    faults: u64,
    refused: u64,
    broken: Vec<String>,
}

/// Attaches a file while the disk fails, at one call after the other, and what was refused once more when it works again.
fn attach_again_and_again(tamper: fn(Arc<dyn Vault>) -> Arc<dyn Vault>) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(FILE);
    let disk = Disk::new();
    disk.watch(folder.path());
    let store = Arc::new(SqliteStore::open(&file, settings(disk)).expect("a workspace"));
    let ports = Ports { ids: Arc::new(TimeOrderedIds), ..ports_on(store) };
    build::open(&ports);
    let attaching = Attaching::over(&ports, tamper(attaching::vault(&ports, &file)));
    attaching.attach(0, 0).expect("a file");
    let (mut ran, mut attached) = (Ran::default(), vec![0]);
    let stride = if claims::length() > 1 { 1 } else { 9 };
    // Of a content that is new, and of one that is there.
    for (call, fault, is_new) in
        FAULTS.into_iter().flat_map(|(call, fault)| [(call, fault, true), (call, fault, false)])
    {
        for well in (0..).step_by(if call == Call::Write { stride } else { 1 }) {
            let number = u32::try_from(attached.len()).expect("not that many");
            let content = if is_new { number } else { 0 };
            disk.fail(call, well, fault);
            let answer = attaching.attach(number, content);
            let met = disk.heal();
            let place = format!("{call:?} {well} {fault:?}");
            if let Err(error) = answer {
                ran.refused += 1;
                if !CODES.contains(&error.code()) {
                    ran.broken.push(format!("{place}: {error}"));
                }
                let again = attaching.attach(number, content).err();
                ran.broken.extend(again.map(|error| format!("{place}, and then: {error}")));
            }
            attached.push(number);
            if met == 0 {
                break;
            }
            ran.faults += 1;
        }
    }
    drop((attaching, ports));
    ran.broken.extend(claims::broken(&file, &Acknowledged::default()));
    ran.broken.extend(attaching::broken(&file, &attached));
    ran
}

#[test]
fn a_disk_that_fails_while_a_file_is_attached_costs_nothing_but_another_try() {
    let Ran { faults, refused, broken } = attach_again_and_again(|vault| vault);
    let losses = broken.len() as u64;
    claims::tell("faults while attaching", &[("faults", faults), ("refused", refused), ("losses", losses)]);
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(refused > 20, "{refused} files were refused for {faults} faults");
}

/// Answers that a content is there when it is not.
struct Swallowing(Arc<dyn Vault>);

impl Vault for Swallowing {
    fn put(&self, content: &mut dyn Read, cancel: &Cancel) -> Result<Stored> {
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes).expect("bytes");
        self.0.put(&mut &bytes[..], cancel).or_else(|_| Ok(build::content(&bytes)))
    }

    fn copy(&self, hash: &ContentHash, to: &mut dyn Write, cancel: &Cancel) -> Result<Stored> {
        self.0.copy(hash, to, cancel)
    }

    fn collect(&self, keep: &BTreeSet<ContentHash>, put_before: Timestamp) -> Result<Collected> {
        self.0.collect(keep, put_before)
    }
}

#[test]
fn a_vault_that_swallows_an_error_is_caught() {
    let Ran { broken, .. } = attach_again_and_again(|vault| Arc::new(Swallowing(vault)));
    assert!(broken.iter().any(|claim| claim.starts_with("in the vault")), "{broken:#?}");
}
