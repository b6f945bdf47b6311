//! The tests of the testkit itself: the memory store keeps the contract, and the tools do what they say.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, in a helper as in a test")]

mod build;
mod complete;
mod contract;
mod fault;
mod memory;
mod mock;
mod vault;
