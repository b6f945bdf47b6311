//! What tests stand on: the ports in memory, the contract every adapter passes, mocks, faults, builders and a sample.
//!
//! Rules are tested on [`memory::MemoryStore`], which is an adapter like the shipped one and passes the same
//! [contract](store_contract). [`mock`] is for what must not happen, [`fault`] for what goes wrong.
#![deny(missing_docs)]
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "this is test code: a broken expectation is a failed test, and the message says which"
)]

pub mod build;
pub mod chance;
pub mod clock;
pub mod contract;
pub mod deed;
pub mod dump;
pub mod fault;
pub mod figures;
pub mod memory;
pub mod mock;
pub mod oracle;
pub mod rows;
pub mod sample;
pub mod strategy;
pub mod vault;
