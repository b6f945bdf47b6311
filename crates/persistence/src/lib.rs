//! The ports of the domain over SQLite.
//!
//! [`SqliteStore`] is all that leaves this crate: no connection, no transaction, no row and no statement does. Below it
//! lies the engine, which knows SQLite and threads but no room; beside it a file a room, which knows SQL.
#![deny(missing_docs)]

mod column;
mod disk;
#[expect(unreachable_pub, reason = "the engine can be lifted out, and is public where it stands by itself")]
mod engine;
mod error;
mod session;
mod snapshot;
mod store;
mod unit_of_work;
mod vault;

mod approval;
mod audit;
mod bom;
mod category;
mod file;
mod import;
mod kicad;
mod manufacturer_part;
mod part;
mod person;
mod property;
mod release;
mod revision;
mod search;
mod setting;
mod supplier_part;
mod workflow;
mod workspace;

pub use engine::Settings;
pub use store::SqliteStore;
pub use vault::DiskVault;
pub use workspace::{DiskRecent, DiskSalvager, Relocated, content, relocate, restore, verify};
