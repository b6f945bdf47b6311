//! KiCad's HTTP library over the domain's ports: loopback only, read only.
//!
//! [`Server`] answers KiCad's symbol chooser; [`LibraryFile`] is what KiCad is given so that it finds the server; [`Machine`]
//! is what a machine remembers of both. What is offered, and how a part becomes a symbol, is the domain's to say
//! (`partwright_domain::kicad`). [`write_listing`] is a category's answer without a server round it.
#![deny(missing_docs)]

mod activity;
mod answer;
mod guard;
mod library_file;
mod listing;
mod machine;
mod private_file;
mod server;
mod token;
mod wire;

pub use activity::Activity;
pub use library_file::{EXTENSION, LibraryFile};
pub use listing::write_listing;
pub use machine::{DEFAULT_PORT, Machine, Settings};
pub use server::Server;
pub use token::Token;
