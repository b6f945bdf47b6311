//! Workspaces: what a new one starts with.

mod demo;
mod service;

pub use service::{Start, WorkspaceService};
