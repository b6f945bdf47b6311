//! The library as KiCad meets it: requests over a plain socket, as KiCad writes them, and what comes back.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, and the message says which")]

mod conformance;
mod guard;
mod keeping;
mod listing;
mod offered;
mod served;
