//! What `partwright-formats` promises, one file a matter.

mod import;
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, in a helper as in a test")]

mod read;
