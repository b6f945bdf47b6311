//! A unit of work cannot outlive its closure.

use std::sync::Mutex;

use partwright_domain::store::{Store, StoreError, UnitOfWork};

static KEPT: Mutex<Option<&'static dyn UnitOfWork>> = Mutex::new(None);

fn keep(store: &dyn Store) -> Result<(), StoreError> {
    store.write("keep", |unit| {
        *KEPT.lock().unwrap() = Some(unit);
        Ok(())
    })
}

fn main() {}
