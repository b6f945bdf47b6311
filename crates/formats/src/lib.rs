//! Files as they come and go: bytes become rows, and reports become bytes. Knows no workspace.

pub mod read;
