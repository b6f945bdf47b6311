//! The libraries that give a future: each caller is a task of tokio, as an async command of Tauri is.

use std::path::Path;
use std::time::Duration;

use async_sqlite::{JournalMode, PoolBuilder};
use deadpool_sqlite::{Config, Hook, HookError, Runtime};
use load::{Failure, Measured, Units};
use measure::connection;
use rusqlite::Connection;

use crate::by_hand;

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread().build()?)
}

/// The pool's own defaults.
pub(super) fn deadpool(file: &Path, units: &Units, callers: usize, duration: Duration) -> Result<Measured, Failure> {
    let set_up = Hook::async_fn(|connection, _| {
        Box::pin(async move {
            let done = connection.interact(|connection| connection::set_up_writing(connection)).await;
            done.map_err(|error| HookError::message(error.to_string()))?.map_err(HookError::Backend)
        })
    });
    let pool = Config::new(file).builder(Runtime::Tokio1)?.post_create(set_up).build()?;
    let units = units.clone();
    runtime()?.block_on(load::tasks(callers, duration, move || {
        let (pool, unit) = (pool.clone(), units.next());
        async move {
            let connection = pool.get().await?;
            connection
                .interact(move |connection| by_hand::unit(connection, &unit))
                .await
                .map_err(|error| error.to_string())?
        }
    }))
}

/// One connection on one thread of its own, which the library gives to everybody who has a clone of its handle.
pub(super) fn tokio_rusqlite(
    file: &Path,
    units: &Units,
    callers: usize,
    duration: Duration,
) -> Result<Measured, Failure> {
    let units = units.clone();
    runtime()?.block_on(async move {
        let connection = tokio_rusqlite::Connection::open(file).await?;
        connection.call(|connection| connection::set_up_writing(connection)).await?;
        let measured = load::tasks(callers, duration, {
            let connection = connection.clone();
            move || {
                let (connection, unit) = (connection.clone(), units.next());
                async move {
                    let work = move |connection: &mut Connection| by_hand::unit(connection, &unit);
                    connection.call(work).await.map_err(|error| Failure::from(error.to_string()))
                }
            }
        })
        .await;
        connection.close().await?;
        measured
    })
}

/// The pool's own defaults: a connection for each core, taken in turns.
pub(super) fn async_sqlite(
    file: &Path,
    units: &Units,
    callers: usize,
    duration: Duration,
) -> Result<Measured, Failure> {
    let units = units.clone();
    runtime()?.block_on(async move {
        let pool = PoolBuilder::new().path(file).journal_mode(JournalMode::Wal).open().await?;
        for set_up in pool.conn_for_each(connection::set_up_writing).await {
            set_up?;
        }
        let measured = load::tasks(callers, duration, {
            let pool = pool.clone();
            move || {
                let (pool, unit) = (pool.clone(), units.next());
                async move { pool.conn_mut_and_then(move |connection| by_hand::unit(connection, &unit)).await }
            }
        })
        .await;
        pool.close().await?;
        measured
    })
}
