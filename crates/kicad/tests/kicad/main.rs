//! The library as KiCad meets it: requests over a plain socket, as KiCad writes them, and what comes back.

mod conformance;
mod guard;
mod keeping;
mod listing;
mod offered;
mod served;
