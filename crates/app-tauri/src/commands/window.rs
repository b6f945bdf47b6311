//! The windows themselves.

use std::io::Write;

use serde::Deserialize;
use ts_rs::TS;

use super::Empty;
use crate::app::App;
use crate::error::WireError;
use crate::task::Caller;

/// Sent once by the page when it has drawn its first data.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct WindowReadyRequest {
    /// How many rows it drew.
    rows: u32,
}

/// Says on standard output that the window shows data, for whoever started the program and waits.
pub fn ready(_: &App, request: WindowReadyRequest) -> Result<Empty, WireError> {
    let WindowReadyRequest { rows } = request;
    if let Err(error) = writeln!(std::io::stdout(), "partwright: window shows data ({rows} rows)") {
        // Nobody listens; the window is there all the same.
        tracing::debug!(%error, "standard output is closed");
    }
    Ok(Empty {})
}

/// Opens another window.
#[derive(Debug, Deserialize, TS)]
pub struct WindowOpenRequest {
    /// What it shows, as `#/parts/EL-RES-100042`.
    address: String,
}

/// Says whether the page holds something unsaved; its window asks before it closes as long as it does.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct WindowGuardRequest {
    unsaved: bool,
}

/// Opens another window, beside the one that asks.
pub fn open(caller: &Caller<'_>, request: WindowOpenRequest) -> Result<Empty, WireError> {
    let WindowOpenRequest { address } = request;
    if !address.starts_with("#/") {
        let detail = format!("\"{address}\" is no address of a page");
        return Err(WireError::shell("ipc.request_invalid", &[("command", "window_open"), ("detail", &detail)]));
    }
    caller.app.windows.open(&address, caller.window)?;
    Ok(Empty {})
}

/// Notes whether the window that asks must not close without a question.
pub fn guard(caller: &Caller<'_>, request: WindowGuardRequest) -> Result<Empty, WireError> {
    let WindowGuardRequest { unsaved } = request;
    caller.app.windows.guard(caller.window, unsaved);
    Ok(Empty {})
}

/// Closes the window that asks, whatever its page holds.
pub fn close(caller: &Caller<'_>, _: Empty) -> Result<Empty, WireError> {
    caller.app.windows.close(caller.window)?;
    Ok(Empty {})
}
