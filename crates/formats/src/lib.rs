//! Files as they come and go: bytes become rows, and reports become bytes. Knows no workspace.
#![deny(missing_docs)]

pub mod door;
pub mod formula;
pub mod package;
pub mod read;
pub mod write;
