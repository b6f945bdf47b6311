//! The vault in memory passes the contract, whose list is complete.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use partwright_domain::file::{ContentHash, Vault};
use partwright_domain::time::Clock;
use partwright_testkit::vault::MemoryVault;
use partwright_testkit::vault::contract::VaultFixture;

struct Memory(Arc<MemoryVault>);

impl VaultFixture for Memory {
    fn vault(&self) -> Arc<dyn Vault> {
        Arc::clone(&self.0) as Arc<dyn Vault>
    }

    fn damage(&self, hash: &ContentHash) {
        self.0.damage(hash);
    }

    fn lose(&self, hash: &ContentHash) {
        self.0.lose(hash);
    }
}

fn fresh(clock: Arc<dyn Clock>) -> Memory {
    Memory(Arc::new(MemoryVault::new(clock)))
}

mod contract {
    partwright_testkit::vault_contract!(super::fresh);
}

#[test]
fn every_promise_of_the_vault_is_listed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/vault/contract.rs");
    let text = fs::read_to_string(path).expect("a source file");
    let written = text.lines().filter_map(|line| line.strip_prefix("pub fn ")?.strip_suffix("(test: &TestVault) {"));
    let (_, list) = text.split_once("{ $factory;\n").expect("the list of vault_contract!");
    let (list, _) = list.split_once("        }\n    };").expect("the end of that list");
    let listed: BTreeSet<_> = list.split(',').map(str::trim).filter(|promise| !promise.is_empty()).collect();
    assert_eq!(listed, written.collect());
}
