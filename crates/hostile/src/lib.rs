//! The bodies of the fuzz targets: each tries one door for foreign input with bytes of anybody, and panics when a promise
//! does not hold.
//!
//! A fuzzer gives the bytes (`fuzz/`, with cargo-fuzz), and so does [`rounds`], which the tests run with a seed that is
//! always the same, over what is kept in `fuzz/corpus`. So the targets are run in every test run and cannot rot.
#![deny(missing_docs)]
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "this is test code: a broken expectation is a failed test, and the message says which"
)]

pub mod book;
mod choices;
pub mod netlist;
pub mod number;
pub mod package;
pub mod rounds;
pub mod rows;
pub mod search;
pub mod wire;

pub use choices::Choices;

/// Keeps a fuzzer's hook, which ends the process at any panic, from those that a reader expects of the libraries that it runs on
/// a thread of its own: they are a refusal like any other.
pub fn spare_guarded_threads() {
    let ends = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !std::thread::current().name().is_some_and(|name| name.starts_with("import-")) {
            ends(panic);
        }
    }));
}
