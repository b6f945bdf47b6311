//! Files, and their content.

use std::io;
use std::sync::Arc;

use partwright_domain::cancel::Cancel;
use partwright_domain::file::{File, FileName, FileRole, FileService, NewFile, Stored, pour};
use partwright_domain::id::FileId;
use partwright_domain::ports::Ports;

use super::{Built, acting};
use crate::vault::MemoryVault;

/// These bytes as a vault would know them.
pub fn content(bytes: &[u8]) -> Stored {
    pour(&mut &*bytes, &mut io::sink(), &Cancel::new()).expect("bytes that are hashed")
}

/// A document to be attached under that name.
pub fn new_file(name: &str) -> NewFile {
    NewFile { name: FileName::parse(name).expect("a name"), role: FileRole::Document }
}

/// A document of a revision that stands nowhere yet, by whoever acts; its content is its name.
pub fn file(ports: &Ports, of: &Built, name: &str) -> File {
    let NewFile { name, role } = new_file(name);
    File {
        id: FileId(ports.ids.next()),
        revision: of.revision.id,
        content: content(name.as_str().as_bytes()),
        name,
        role,
        added: ports.clock.now(),
        added_by: acting(ports).id,
    }
}

/// Files over these ports and a vault in memory, and that vault.
pub fn files(ports: &Ports) -> (FileService, Arc<MemoryVault>) {
    let vault = Arc::new(MemoryVault::new(Arc::clone(&ports.clock)));
    (FileService::new(ports.clone(), Arc::clone(&vault) as _), vault)
}
