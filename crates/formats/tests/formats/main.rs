//! What `partwright-formats` promises, one file a matter.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, in a helper as in a test")]

mod import;
mod package;
mod read;
mod write;
