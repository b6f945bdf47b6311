//! The ports of the domain over SQLite.
//!
//! [`SqliteStore`] is all that leaves this crate: no connection, no transaction, no row and no statement does. Below it
//! lies [`engine`](self), which knows SQLite and threads but no room; beside it a file a room, which knows SQL.
#![deny(missing_docs)]

mod column;
mod engine;
mod error;
mod session;
mod snapshot;
mod store;
mod unit_of_work;

mod audit;
mod bom;
mod category;
mod manufacturer_part;
mod part;
mod person;
mod property;
mod revision;

pub use engine::Settings;
pub use store::SqliteStore;
