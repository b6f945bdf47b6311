//! The window itself.

use std::io::Write;

use serde::Deserialize;
use ts_rs::TS;

use super::Empty;
use crate::app::App;
use crate::error::WireError;

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
