//! Our store, through its port and with its default settings.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use load::{Failure, Measured, Unit, Units};
use partwright_domain::store::Store;
use partwright_persistence::{Settings, SqliteStore};

pub(crate) fn open(file: &Path) -> Result<Arc<dyn Store>, Failure> {
    Ok(Arc::new(SqliteStore::open(file, Settings::default())?))
}

/// One unit.
pub(crate) fn unit(store: &dyn Store, unit: Unit) -> Result<u64, Failure> {
    match unit {
        Unit::Create(new) => store.write::<_, Failure>("part.create", move |unit| {
            let part = new.part(unit.parts().take_sequence()?);
            unit.parts().insert(&part)?;
            Ok(unit.audit().append(&new.head(), &load::entry(None, &part)?)?)
        })?,
        Unit::Edit(edit) => store.write::<_, Failure>("part.edit", move |unit| {
            let (before, after) = edit.parts()?;
            unit.parts().update(&after)?;
            Ok(unit.audit().append(&edit.head(), &load::entry(Some(&before), &after)?)?)
        })?,
    }
    Ok(1)
}

pub(super) fn run(file: &Path, units: &Units, callers: usize, duration: Duration) -> Result<Measured, Failure> {
    let store = open(file)?;
    load::threads(callers, duration, || {
        let (store, units) = (Arc::clone(&store), units.clone());
        Ok(move || unit(&*store, units.next()))
    })
}
