//! A file system under SQLite that writes down what it is told, and fails when a test says so.
//!
//! A [`Disk`] stands between SQLite and the real file system, for the connections that are opened through its name, and for
//! what is compiled over [`fs`] below the folder that it watches. What it wrote down is a list of [`Step`]s; a [`Platter`]
//! takes them one after another, and says at each what a power cut could leave: all that was flushed, and of the rest any
//! part.
//!
//! It is for tests. No program that is shipped depends on it.
#![deny(missing_docs)]

mod disk;
pub mod fs;
mod platter;
mod statement;
mod vfs;

pub use disk::{Call, Disk, Fault, Step};
pub use platter::{Folder, Platter};
pub use statement::before_each_statement;
