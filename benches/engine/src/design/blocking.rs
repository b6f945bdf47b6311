//! The designs of the founding document that block the calling thread, and one thread alone.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use load::{Failure, Measured, Units};
use measure::connection;
use r2d2::Pool;
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::Connection;

use crate::by_hand;

/// `Arc<Mutex<Connection>>`.
pub(super) fn mutex(file: &Path, units: &Units, callers: usize, duration: Duration) -> Result<Measured, Failure> {
    let connection = Mutex::new(connection::writing(file)?);
    load::threads(callers, duration, || {
        Ok(|| by_hand::unit(&mut connection.lock().unwrap_or_else(PoisonError::into_inner), &units.next()))
    })
}

thread_local! {
    static THREAD_CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

/// As the founding document has it, but for `&mut`, which rusqlite's own transactions ask for.
struct ConnectionPerThread {
    path: PathBuf,
}

impl ConnectionPerThread {
    fn execute<T>(&self, operation: impl FnOnce(&mut Connection) -> Result<T, Failure>) -> Result<T, Failure> {
        THREAD_CONNECTION.with_borrow_mut(|slot| {
            let connection = match slot {
                Some(connection) => connection,
                None => slot.insert(connection::writing(&self.path)?),
            };
            operation(connection)
        })
    }
}

pub(super) fn thread_local(
    file: &Path,
    units: &Units,
    callers: usize,
    duration: Duration,
) -> Result<Measured, Failure> {
    let connections = ConnectionPerThread { path: file.to_owned() };
    load::threads(callers, duration, || {
        connections.execute(|_| Ok(()))?;
        Ok(|| connections.execute(|connection| by_hand::unit(connection, &units.next())))
    })
}

/// As the founding document proposes it: the pool's own defaults, which are ten connections.
pub(super) fn r2d2(file: &Path, units: &Units, callers: usize, duration: Duration) -> Result<Measured, Failure> {
    let manager = SqliteConnectionManager::file(file).with_init(|connection| connection::set_up_writing(connection));
    let pool = Pool::new(manager)?;
    load::threads(callers, duration, || {
        let pool = pool.clone();
        Ok(move || by_hand::unit(&mut *pool.get()?, &units.next()))
    })
}

/// One thread that shares with nobody.
pub(super) fn raw(file: &Path, units: &Units, duration: Duration, together: u64) -> Result<Measured, Failure> {
    load::threads(1, duration, || {
        let mut connection = connection::writing(file)?;
        Ok(move || {
            let transaction = by_hand::begin(&mut connection)?;
            for _ in 0..together {
                by_hand::add(&transaction, &units.next())?;
            }
            transaction.commit()?;
            Ok(together)
        })
    })
}
