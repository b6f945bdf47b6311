//! The contract on the memory store.

use std::sync::Arc;

use partwright_domain::store::Store;
use partwright_testkit::contract::Fixture;
use partwright_testkit::memory::MemoryStore;

struct Memory(Arc<MemoryStore>);

impl Fixture for Memory {
    fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.0) as Arc<dyn Store>
    }
}

fn fresh() -> impl Fixture {
    Memory(Arc::new(MemoryStore::new()))
}

partwright_testkit::store_contract!(crate::contract::fresh);
