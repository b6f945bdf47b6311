//! The rooms of Partwright, in reading order.
//!
//! A room holds its values, its entity, its rules and the ports through which it is stored. Nothing here opens a file, a
//! socket or a database: the ports are traits, and adapters outside this crate implement them.
#![deny(missing_docs)]

// Values and ports that every room shares.
mod text;

pub mod cancel;
pub mod change;
pub mod decimal;
pub mod edit;
pub mod error;
pub mod id;
pub mod order;
pub mod page;
pub mod ports;
pub mod services;
pub mod store;
pub mod time;
pub mod watch;

// The rooms.
pub mod approval;
pub mod audit;
pub mod bom;
pub mod category;
pub mod export;
pub mod file;
pub mod import;
pub mod kicad;
pub mod manufacturer_part;
pub mod part;
pub mod person;
pub mod property;
pub mod release;
pub mod revision;
pub mod search;
pub mod setting;
pub mod supplier_part;
pub mod workflow;
pub mod workspace;

pub use error::{Error, Result};
