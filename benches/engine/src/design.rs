//! The designs that stand side by side.

mod asynchronous;
mod blocking;
mod ours;

use std::path::Path;
use std::time::Duration;

use load::{Failure, Measured, Units};

use crate::child::Child;

pub(crate) use ours::{open, unit};

const NO_CHILD: &str = "the side of sqlx was not built";

/// A way to share SQLite between threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Design {
    Ours,
    Mutex,
    ThreadLocal,
    R2d2,
    Deadpool,
    TokioRusqlite,
    AsyncSqlite,
    Sqlx,
    SqlxOne,
    RawOne,
    RawMany,
}

/// What a design is compared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rank {
    Ours,
    Peer,
    /// Not a design for several threads: what one thread alone can do.
    Limit,
}

impl Design {
    pub(crate) const ALL: [Self; 11] = [
        Self::Ours,
        Self::Mutex,
        Self::ThreadLocal,
        Self::R2d2,
        Self::Deadpool,
        Self::TokioRusqlite,
        Self::AsyncSqlite,
        Self::Sqlx,
        Self::SqlxOne,
        Self::RawOne,
        Self::RawMany,
    ];

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Mutex => "mutex",
            Self::ThreadLocal => "thread_local",
            Self::R2d2 => "r2d2",
            Self::Deadpool => "deadpool_sqlite",
            Self::TokioRusqlite => "tokio_rusqlite",
            Self::AsyncSqlite => "async_sqlite",
            Self::Sqlx => "sqlx",
            Self::SqlxOne => "sqlx_max_1",
            Self::RawOne => "raw",
            Self::RawMany => "raw_64_units",
        }
    }

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Ours => "ours, through Arc<dyn Store>",
            Self::Mutex => "mutex round one connection",
            Self::ThreadLocal => "thread-local connections",
            Self::R2d2 => "r2d2 pool, plain",
            Self::Deadpool => "deadpool-sqlite",
            Self::TokioRusqlite => "tokio-rusqlite",
            Self::AsyncSqlite => "async-sqlite",
            Self::Sqlx => "sqlx pool, its default of 10",
            Self::SqlxOne => "sqlx pool of 1",
            Self::RawOne => "raw rusqlite, one thread",
            Self::RawMany => "the same, 64 units a transaction",
        }
    }

    pub(crate) const fn rank(self) -> Rank {
        match self {
            Self::Ours => Rank::Ours,
            Self::RawOne | Self::RawMany => Rank::Limit,
            _ => Rank::Peer,
        }
    }

    /// Whether it is measured with so many callers.
    pub(crate) fn takes(self, callers: usize) -> bool {
        callers == 1 || self.rank() != Rank::Limit
    }

    /// So many callers write for so long.
    pub(crate) fn run(
        self,
        file: &Path,
        units: &Units,
        callers: usize,
        duration: Duration,
        child: Option<&Child>,
    ) -> Result<Measured, Failure> {
        match self {
            Self::Ours => ours::run(file, units, callers, duration),
            Self::Mutex => blocking::mutex(file, units, callers, duration),
            Self::ThreadLocal => blocking::thread_local(file, units, callers, duration),
            Self::R2d2 => blocking::r2d2(file, units, callers, duration),
            Self::Deadpool => asynchronous::deadpool(file, units, callers, duration),
            Self::TokioRusqlite => asynchronous::tokio_rusqlite(file, units, callers, duration),
            Self::AsyncSqlite => asynchronous::async_sqlite(file, units, callers, duration),
            Self::Sqlx => child.ok_or(NO_CHILD)?.run(file, units.kind(), callers, duration, 10),
            Self::SqlxOne => child.ok_or(NO_CHILD)?.run(file, units.kind(), callers, duration, 1),
            Self::RawOne => blocking::raw(file, units, duration, 1),
            Self::RawMany => blocking::raw(file, units, duration, 64),
        }
    }
}
