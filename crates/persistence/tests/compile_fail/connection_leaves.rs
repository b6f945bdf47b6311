//! A connection cannot leave persistence: no public item has or gives one.

use partwright_persistence::SqliteStore;

fn take(store: &SqliteStore) {
    let _pool = &store.engine;
    let _module = partwright_persistence::engine::Engine::open;
}

fn main() {}
