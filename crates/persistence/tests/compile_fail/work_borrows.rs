//! The work of a unit owns what it uses, so that the store may run it on another thread.

use partwright_domain::store::{Store, StoreError};

fn borrow(store: &dyn Store) -> Result<usize, StoreError> {
    let name = String::from("borrowed");
    let borrowed = &name;
    store.write("borrow", |_unit| Ok(borrowed.len()))
}

fn main() {}
