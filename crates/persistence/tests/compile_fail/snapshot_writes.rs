//! A snapshot cannot write: it shows readers, and readers have no method that changes anything.

use partwright_domain::part::Part;
use partwright_domain::store::{Store, StoreError};

fn write_in_a_read(store: &dyn Store, part: &Part) -> Result<(), StoreError> {
    store.read("test", |snapshot| snapshot.parts().insert(part))
}

fn main() {}
