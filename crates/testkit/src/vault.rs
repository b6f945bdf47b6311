//! The vault in memory, and the contract that every vault passes.

pub mod contract;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use partwright_domain::Result;
use partwright_domain::cancel::Cancel;
use partwright_domain::file::{Collected, ContentHash, FileError, Stored, Vault, pour};
use partwright_domain::time::{Clock, Timestamp};

/// A content, and when it was last put.
#[derive(Clone)]
struct Kept {
    bytes: Vec<u8>,
    put: Timestamp,
}

/// A vault in memory, for as long as it lives.
pub struct MemoryVault {
    clock: Arc<dyn Clock>,
    contents: Mutex<BTreeMap<ContentHash, Kept>>,
}

impl fmt::Debug for MemoryVault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.contents().keys()).finish()
    }
}

impl MemoryVault {
    /// A vault without anything in it.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, contents: Mutex::default() }
    }

    fn contents(&self) -> MutexGuard<'_, BTreeMap<ContentHash, Kept>> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes a byte of a content, as a failing disk might.
    pub fn damage(&self, hash: &ContentHash) {
        let mut contents = self.contents();
        let kept = contents.get_mut(hash).expect("a content to damage");
        kept.bytes[0] ^= 1;
    }

    /// Loses a content.
    pub fn lose(&self, hash: &ContentHash) {
        self.contents().remove(hash).expect("a content to lose");
    }
}

impl Vault for MemoryVault {
    fn put(&self, content: &mut dyn Read, cancel: &Cancel) -> Result<Stored> {
        let mut bytes = Vec::new();
        let stored = pour(content, &mut bytes, cancel)?;
        let put = self.clock.now();
        self.contents().insert(stored.hash, Kept { bytes, put });
        Ok(stored)
    }

    fn copy(&self, hash: &ContentHash, to: &mut dyn Write, cancel: &Cancel) -> Result<Stored> {
        let kept = self.contents().get(hash).cloned();
        let kept = kept.ok_or_else(|| FileError::Missing { content: hash.to_string() })?;
        let stored = pour(&mut kept.bytes.as_slice(), to, cancel)?;
        if stored.hash == *hash { Ok(stored) } else { Err(FileError::Damaged { content: hash.to_string() }.into()) }
    }

    fn collect(&self, keep: &BTreeSet<ContentHash>, put_before: Timestamp) -> Result<Collected> {
        let mut collected = Collected::default();
        self.contents().retain(|hash, kept| {
            let stays = keep.contains(hash) || kept.put >= put_before;
            if !stays {
                collected.contents += 1;
                collected.bytes += kept.bytes.len() as u64;
            }
            stays
        });
        Ok(collected)
    }
}
