//! Our store, through its port and with its default settings.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use load::{Failure, Measured, NewPart, Place};
use partwright_domain::store::{Store, StoreError};
use partwright_persistence::{Settings, SqliteStore};

pub(crate) fn open(file: &Path) -> Result<Arc<dyn Store>, Failure> {
    Ok(Arc::new(SqliteStore::open(file, Settings::default())?))
}

/// One unit.
pub(crate) fn unit(store: &dyn Store, new: NewPart) -> Result<u64, Failure> {
    store.write::<_, StoreError>("part.create", move |unit| {
        let part = new.part(unit.parts().take_sequence()?);
        unit.parts().insert(&part)?;
        let entry = NewPart::entry(&part).map_err(|error| StoreError::Failed { detail: error.to_string() })?;
        unit.audit().append(&new.head(), &entry)
    })?;
    Ok(1)
}

pub(super) fn run(file: &Path, callers: usize, duration: Duration) -> Result<Measured, Failure> {
    let store = open(file)?;
    let place = Place::known()?;
    load::threads(callers, duration, || {
        let (store, place) = (Arc::clone(&store), Arc::clone(&place));
        Ok(move || unit(&*store, place.new_part()))
    })
}
