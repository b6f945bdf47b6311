//! Workspaces: what a new one starts with, and the file it is kept in.

mod demo;
mod file;
mod service;

pub use file::{Progress, SlowStatement, WorkspaceFile, WorkspaceStatus};
pub use service::{Start, WorkspaceService};
