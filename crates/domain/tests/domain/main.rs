//! The rules of the domain, on the store in memory, one file a room.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test, in a helper as in a test")]

mod approval;
mod bom;
mod bom_beside;
mod bom_change;
mod bom_cost;
mod bom_level;
mod bom_order;
mod bom_shortage;
mod category;
mod chain;
mod decimal;
mod designator;
mod difference;
mod edit;
mod error;
mod export;
mod file;
mod import;
mod kept;
mod kicad;
mod label;
mod lifecycle;
mod manufacturer_part;
mod order;
mod page;
mod part;
mod part_number;
mod person;
mod port;
mod property;
mod quantity;
mod recent;
mod release;
mod release_together;
mod revision;
mod revision_many;
mod right;
mod schedule;
mod search;
mod setting;
mod successor;
mod supplier_part;
mod time;
mod undo;
mod workflow;
mod workspace;

use partwright_domain::Result;

/// The code with which something was refused.
#[track_caller]
fn code<T: std::fmt::Debug>(answer: Result<T>) -> &'static str {
    answer.expect_err("this must be refused").code()
}
